"""What benefits are worth, and what would pay for a scheme."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from plans import calculator
from plans.documents.scheme_sums import scheme_sums
from tests.plans.contents import with_tables
from tests.plans.documents.builders import YEARS, line, plan, row, scheme

SECOND = YEARS[1]
PENCE = st.decimals(min_value="0.01", max_value="99999999", places=2)


def benefit(**values):
    figures = {name: Decimal(value) if name not in WORDS else value for name, value in values.items()}
    return row("schemes", "benefits", 1, {"label": "A benefit", "year": SECOND, **figures}, title="A benefit")


WORDS = {"unit", "year", "label", "beneficiary", "type"}


def a_scheme(lines, *benefits):
    return with_tables(scheme(1), investments=lines, benefits=benefits)


def spending(amount):
    return [line(1, {"label": "All of it", "year": SECOND, "stated": Decimal(amount)})]


def test_ealings_e3_needs_64_to_255_episodes():
    e3 = a_scheme(spending(510_000), benefit(unit="patient", unit_price="2000", unit_price_high="8000"))

    (found,) = calculator.break_evens(e3, YEARS)

    assert (found.fewest, found.most) == (64, 255)
    assert scheme_sums(e3, YEARS)["pays_for"][0].sentence == (
        "64 to 255 × patient avoided at £2,000 to £8,000 each pay for £510,000."
    )


def test_ealings_e5_saves_139568_a_year_gross():
    units = {"label": "11 step-down units", "year": SECOND, "unit": "week", "stated": Decimal(346_000)}
    units |= {"quantity": Decimal(11), "rate": Decimal(606), "periods": Decimal(52)}
    e5 = a_scheme([line(1, units)], benefit(unit="Week", unit_price="850"))

    (found,) = calculator.exchanges(e5, YEARS)

    assert (found.units, found.saving) == (572, Decimal("139568.00"))
    assert "save £139,568 a year, before any other cost" in scheme_sums(e5, YEARS)["pays_for"][-1].sentence


@pytest.mark.parametrize(
    ("unit", "price", "year"),
    [("hour", "850", SECOND), ("", "850", SECOND), ("week", "606", SECOND), ("week", "850", YEARS[0])],
)
def test_a_line_is_exchanged_only_for_a_dearer_benefit_of_its_unit_and_year(unit, price, year):
    units = {"year": SECOND, "unit": "week", "quantity": Decimal(11), "rate": Decimal(606), "periods": Decimal(52)}

    assert not calculator.exchanges(a_scheme([line(1, units)], benefit(unit=unit, unit_price=price, year=year)), YEARS)


@pytest.mark.parametrize("values", [{}, {"unit_price": "0"}, {"unit_price": "0", "unit_price_high": "5"}])
def test_nothing_breaks_even_without_a_price(values):
    assert not calculator.break_evens(a_scheme(spending(100), benefit(**values)), YEARS)


def test_nothing_must_pay_for_a_year_without_spend():
    assert not calculator.break_evens(a_scheme([], benefit(unit_price="10")), YEARS)


@drawn(spend=PENCE, price=PENCE)
def test_break_even_is_the_least_whole_number_that_pays(spend, price):
    units = calculator.units_for(spend, price)

    assert units == units.to_integral_value()
    assert (units - 1) * price < spend <= units * price


@drawn(spend=PENCE, one=PENCE, other=PENCE)
def test_a_dearer_unit_never_needs_more_units(spend, one, other):
    found = calculator.break_evens(a_scheme(spending(spend), benefit(unit_price=one, unit_price_high=other)), YEARS)

    assert found[0].fewest <= found[0].most


@pytest.mark.parametrize(
    ("values", "counts", "difference"),
    [
        ({"quantity": "40", "unit_price": "2000"}, "80000", None),
        ({"quantity": "40", "unit_price": "2000", "stated": "79000"}, "79000", "1000"),
        ({"quantity": "40", "unit_price": "8000", "unit_price_high": "2000"}, "80000", None),
        ({"stated": "5"}, "5", None),
        ({"quantity": "4"}, None, None),
    ],
)
def test_a_benefit_counts_for_what_is_stated_before_what_is_computed(values, counts, difference):
    found = calculator.worth(scheme(1), benefit(**values))

    assert found.counts == (None if counts is None else Decimal(counts))
    assert found.difference == (None if difference is None else Decimal(difference))


def test_a_value_within_a_range_of_prices_is_no_difference_to_explain():
    within = calculator.worth(
        scheme(1), benefit(quantity="10", unit_price="2000", unit_price_high="8000", stated="50000")
    )
    beyond = calculator.worth(
        scheme(1), benefit(quantity="10", unit_price="2000", unit_price_high="8000", stated="90000")
    )

    assert (within.is_within_range, beyond.is_within_range) == (True, False)


def test_benefits_add_up_for_each_body_and_year():
    content = plan(schemes=2)

    found = calculator.totals_by_beneficiary(calculator.worths(content), content.years)

    assert found == {"NHS Samplebury CCG": (Decimal(0), Decimal(160_000))}


def test_a_price_that_cannot_be_read_is_named():
    held = benefit()
    answers = tuple(replace(one, held="TBC") if one.name == "unit_price" else one for one in held.answers)

    found = scheme_sums(a_scheme([], replace(held, answers=answers)), YEARS)

    assert found["unreadable"] == [("A benefit", "TBC")]


def test_an_old_version_without_the_question_still_has_a_price():
    old = benefit(quantity="2", unit_price="10")
    old = replace(old, answers=tuple(one for one in old.answers if one.name != "unit_price_high"))

    assert calculator.worth(scheme(1), old).counts == Decimal(20)
