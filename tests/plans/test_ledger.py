"""The money of a plan, to the penny."""

from dataclasses import replace
from decimal import Decimal

import pytest

from plans import ledger
from tests.plans.documents.builders import (
    CCG,
    COUNCIL,
    DFG,
    NHS_MINIMUM,
    TRANSFER,
    YEARS,
    line,
    plan,
    row,
    section,
)

FIRST, SECOND = YEARS


def a_line(**values):
    return line(1, {name: Decimal(value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("figures", "computed"),
    [
        ({"quantity": "2", "rate": "33.35", "units_per_period": "35", "periods": "52"}, "121394.00"),
        ({"quantity": "11", "rate": "606", "periods": "52"}, "346632.00"),
        ({"quantity": "200", "rate": "375"}, "75000.00"),
        ({"quantity": "0", "rate": "375"}, "0.00"),
        ({"quantity": "3", "rate": "0.3350"}, "1.01"),
        ({"quantity": "2", "rate": "5", "periods": "0"}, "0.00"),
        ({"quantity": "2"}, None),
        ({"rate": "2"}, None),
        ({}, None),
    ],
)
def test_line_computed_is_quantity_by_rate_by_periods_to_the_penny(figures, computed):
    assert ledger.line_computed(a_line(**figures)) == (None if computed is None else Decimal(computed))


def test_line_computed_is_exact_for_the_largest_figures():
    largest = Decimal(1_000_000_000)

    computed = ledger.line_computed(
        a_line(quantity=largest, rate=largest, units_per_period=largest, periods="999999999.9999")
    )

    assert computed == Decimal("999999999999900000000000000000000000.00")


@pytest.mark.parametrize(
    ("figures", "amount"),
    [
        ({"stated": "120000", "quantity": "2", "rate": "60697"}, "120000"),
        ({"stated": "0", "quantity": "2", "rate": "10"}, "0"),
        ({"quantity": "2", "rate": "10"}, "20"),
        ({}, "0"),
    ],
)
def test_line_amount_is_the_stated_cost_before_the_computed_one(figures, amount):
    assert ledger.line_amount(a_line(**figures)) == Decimal(amount)


def test_the_totals_of_a_plan_add_up():
    content = plan(schemes=3)

    assert ledger.spend(content, FIRST) == ledger.contributed(content, FIRST) == Decimal(225_000)
    assert ledger.spend(content, SECOND) == ledger.contributed(content, SECOND) == Decimal(514_182)
    assert [ledger.scheme_total(scheme, FIRST) for scheme in ledger.schemes(content)] == [Decimal(75_000)] * 3
    assert [year.difference for year in ledger.money_years(content)] == [0, 0]


def test_a_year_without_a_pool_has_no_difference():
    content = plan(schemes=1, contributions=section("contributions"))

    first, second = ledger.money_years(content)

    assert (first.pool, first.difference, first.contributed, first.spend) == (None, None, 0, Decimal(75_000))
    assert second.year == SECOND


def test_what_is_unallocated_comes_off_the_pool():
    content = plan(
        schemes=1,
        contributions=section(
            "contributions", {"agreed_first_year": Decimal(100_000), "unallocated_first_year": Decimal(20_000)}
        ),
    )

    first, _ = ledger.money_years(content)

    assert first.difference == Decimal(5_000)


def test_each_source_shows_what_is_paid_in_and_what_is_spent():
    content = plan(schemes=2)

    assert ledger.by_source(content, SECOND) == {
        NHS_MINIMUM[0]: (NHS_MINIMUM[1], Decimal(242_788), Decimal(242_788)),
        DFG[0]: (DFG[1], Decimal(100_000), Decimal(100_000)),
    }
    assert [(source.title, source.left) for source in ledger.source_years(content)] == [
        (TRANSFER[1], 0),
        (NHS_MINIMUM[1], 0),
        (DFG[1], 0),
    ]


def test_money_without_a_source_stands_by_itself():
    content = plan(schemes=1)
    nowhere = row("contributions", "contributions", 9, {"year": FIRST, "amount": Decimal(7)})
    pool = content.section("contributions")
    table = replace(pool.table("contributions"), rows=(nowhere,))
    content = replace(content, sections=(replace(pool, tables=(table,)), content.section("schemes")))

    assert ledger.by_source(content, FIRST)[""] == ("No source given", Decimal(7), 0)
    assert ledger.by_organisation(content, FIRST) == {"": Decimal(7)}


def test_each_organisation_shows_what_it_pays_in():
    content = plan(schemes=1)

    assert ledger.by_organisation(content, SECOND) == {CCG[0]: Decimal(121_394), COUNCIL[0]: Decimal(50_000)}
