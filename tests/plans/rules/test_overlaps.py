"""R27: lines of two schemes that may buy one thing."""

from decimal import Decimal

import pytest

from plans.rules.examples import line, scheme, schemes
from plans.rules.overlaps import r27

SUM = Decimal(8_000_000)


@pytest.mark.parametrize(
    ("twin", "said"),
    [
        (line(label="core  team", stated=SUM), ["£8,000,000 each."]),
        (line(label="Core team", stated=SUM, year="2014/15"), []),
        (line(label="Core team", stated=SUM + 1), []),
        (line(label="Another team", stated=SUM), []),
        (line(label="Core team", stated=SUM, quantity=Decimal(2)), []),
    ],
)
def test_lump_sums_of_one_name_amount_and_year_in_two_schemes_may_be_one(twin, said):
    content = schemes(scheme(line(label="Core team", stated=SUM)), scheme(twin, ref="S2"))

    assert [finding.message.rsplit("”, ", 1)[1] for finding in r27(content)] == said


def test_lump_sums_of_one_scheme_and_lines_without_an_amount_are_left_alone():
    core, empty = line(label="Core team", stated=SUM), line(label="Core team")

    assert not list(r27(schemes(scheme(core, core), scheme(empty, ref="S2"), scheme(empty, ref="S3"))))


def test_many_schemes_with_one_sum_are_one_finding_and_not_each_pair():
    content = schemes(*(scheme(line(label="Core team", stated=SUM), ref=f"S{number}") for number in range(1, 61)))

    (finding,) = r27(content)

    assert finding.message.startswith("S1, S2, S3, S4, S5, S6, S7, S8 and 52 more may buy the same in 2015/16: ")
    assert ("Lines", "60") in finding.figures
