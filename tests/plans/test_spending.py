"""What the spend is made of: every breakdown adds up to it, to the penny, whatever the lines say."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans import ledger
from plans.spending import WAYS, breakdown, breakdowns, percentage
from tests.plans.documents.builders import DFG, NHS_MINIMUM, YEARS, Held, line, plan, scheme, with_lines

FIRST, SECOND = YEARS


def a_plan_of(*lines):
    """A plan with one scheme of these lines."""
    return plan(rows=[with_lines(scheme(1), [line(number, values) for number, values in enumerate(lines)])])


def sums(content, way):
    """The parts of a breakdown by title."""
    return {part.title: part.amounts for part in breakdown(content, way).parts}


money = st.none() | st.decimals(0, 1_000_000_000, places=2) | st.just(Held("45.000", Decimal(45)))
shares = st.none() | st.decimals(0, 120, places=2)
line_values = st.fixed_dictionaries(
    {
        "label": st.just("A line"),
        "year": st.sampled_from([*YEARS, "", "2016/17"]),
        "stated": money,
        "quantity": st.none() | st.decimals(0, 1_000_000_000, places=4),
        "rate": st.none() | st.decimals(0, 1_000_000_000, places=4),
        "units_per_period": st.none() | st.decimals(0, 1_000_000_000, places=4),
        "funding_source": st.sampled_from([None, NHS_MINIMUM, DFG]),
        "recurrent": st.sampled_from([None, True, False]),
        "capital": st.sampled_from([None, True, False]),
        "area_of_spend": st.sampled_from([None, ("COMMUNITY", "Community health"), ("OTHER", "Other")]),
        "commissioner": st.sampled_from(["", "nhs", "council", "joint"]),
        "nhs_share": shares,
        "council_share": shares,
    }
)


@settings(max_examples=60)
@given(st.lists(st.lists(line_values, max_size=6), max_size=4))
def test_every_breakdown_adds_up_to_the_spend_of_each_year(listed):
    rows = [
        with_lines(scheme(place), [line(10 * place + number, values) for number, values in enumerate(lines)])
        for place, lines in enumerate(listed)
    ]
    content = plan(rows=rows)

    for found in breakdowns(content):
        assert found.totals == tuple(ledger.spend(content, year) for year in YEARS)
        for place, year in enumerate(YEARS):
            assert ledger.total(part.amounts[place] for part in found.parts) == found.totals[place], found.slug
            for part in found.parts:
                behind = ledger.total(portion.amount for portion in part.portions if portion.year == year)
                assert behind == part.amounts[place]
                assert all(portion.amount >= 0 for portion in part.portions)


@pytest.mark.parametrize(
    ("nhs", "council", "parts"),
    [
        ("50", "50", {"NHS": "0.01", "Council": "0.00"}),
        ("33.33", "66.67", {"NHS": "0.00", "Council": "0.01"}),
        ("60", None, {"NHS": "0.01", "Not said": "0.00"}),
        (None, None, {"Not said": "0.01"}),
        ("70", "60", {"Not said": "0.01"}),
    ],
)
def test_a_joint_line_of_one_penny_stays_one_penny(nhs, council, parts):
    content = a_plan_of(
        {"year": FIRST, "stated": Decimal("0.01"), "commissioner": "joint",
         "nhs_share": nhs and Decimal(nhs), "council_share": council and Decimal(council)}
    )  # fmt: skip

    said = {title: amounts[0] for title, amounts in sums(content, "commissioner").items()}

    assert said == {title: Decimal(amount) for title, amount in parts.items() if Decimal(amount)}


def test_a_joint_line_is_split_by_its_shares_and_what_they_leave_open_is_not_said():
    content = a_plan_of(
        {"year": FIRST, "stated": Decimal(1000), "commissioner": "joint",
         "nhs_share": Decimal(60), "council_share": Decimal(40)},
        {"year": FIRST, "stated": Decimal(100), "commissioner": "joint", "nhs_share": Decimal(25)},
        {"year": SECOND, "stated": Decimal(7), "commissioner": "council"},
        {"year": SECOND, "stated": Decimal(5)},
    )  # fmt: skip

    assert sums(content, "commissioner") == {
        "NHS": (Decimal(625), 0),
        "Council": (Decimal(400), Decimal(7)),
        "Not said": (Decimal(75), Decimal(5)),
    }


def test_what_lines_leave_open_comes_last_and_is_named():
    content = a_plan_of(
        {"year": FIRST, "stated": Decimal(1)},
        {"year": FIRST, "stated": Decimal(2), "capital": False, "recurrent": True},
        {"year": SECOND, "stated": Decimal(4), "capital": True, "recurrent": False},
    )

    assert list(sums(content, "capital").items()) == [
        ("Capital", (0, Decimal(4))),
        ("Revenue", (Decimal(2), 0)),
        ("Not said", (Decimal(1), 0)),
    ]
    assert list(sums(content, "recurrent")) == ["Recurrent", "Not recurrent", "Not said"]


def test_money_without_a_source_is_called_the_same_in_every_table_of_the_ledger():
    content = a_plan_of({"year": FIRST, "stated": Decimal(1)})

    (title,) = sums(content, "source")

    assert title == ledger.by_source(content, FIRST)[""][0] == ledger.NO_SOURCE


def test_a_scheme_without_spend_reads_nought_and_is_not_left_out():
    content = plan(rows=[with_lines(scheme(1), []), scheme(2)])

    assert [part.amounts for part in breakdown(content, "scheme").parts] == [(0, 0), (75_000, Decimal(171_394))]


def test_an_unknown_breakdown_is_refused():
    with pytest.raises(KeyError):
        breakdown(plan(), "colour")


def test_the_ways_are_those_of_the_page():
    assert list(WAYS) == ["scheme", "source", "commissioner", "area", "capital", "recurrent"]


@pytest.mark.parametrize(
    ("part", "whole", "share"), [("1", "3", "33.3"), ("2", "3", "66.7"), ("5", "0", None), ("5", None, None)]
)
def test_a_share_has_one_decimal_and_there_is_none_of_nothing(part, whole, share):
    assert percentage(Decimal(part), whole and Decimal(whole)) == (share and Decimal(share))
