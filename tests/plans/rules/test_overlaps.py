"""R27: lines of two schemes that may buy one thing."""

from decimal import Decimal

import pytest

from plans.rules.examples import line, scheme, schemes
from plans.rules.overlaps import r27

SUM = Decimal(8_000_000)


@pytest.mark.parametrize(
    ("twin", "said"),
    [
        (line(label="core  team", stated=SUM), ["both of £8,000,000."]),
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
