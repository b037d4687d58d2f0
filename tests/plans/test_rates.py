"""Rates of measures: exact to reckon with, and shown with digits enough to tell them apart."""

from decimal import Decimal

import pytest

from plans.rates import MOST, places_for, rate_of, shown_rate
from tests.plans.documents.builders import measure


@pytest.mark.parametrize(("point", "shown"), [("baseline", "660.0"), ("october", "585.4"), ("april", None)])
def test_a_rate_is_shown_to_one_decimal_where_that_says_enough(point, shown):
    assert shown_rate(measure(1), point) == (None if shown is None else Decimal(shown))


def test_a_rate_is_exact_until_it_is_shown():
    assert rate_of(measure(1), "october") == Decimal(24_000_000) / 41_000


def test_nothing_is_divided_by_nought():
    assert rate_of(measure(1, baseline_denominator=Decimal(0)), "baseline") is None


@pytest.mark.parametrize(
    ("rates", "places"),
    [
        ([], 1),
        (["0"], 1),
        (["660", "585.37"], 1),
        (["10", "99.9"], 1),
        (["9.9"], 2),
        (["1.0", "0.89"], 3),
        (["0.044", "0"], 4),
        (["660", "660.004"], 3),
        (["660", "660"], 1),
        (["0.0000044"], MOST),
    ],
)
def test_a_rate_keeps_three_digits_that_count_and_unlike_rates_are_told_apart(rates, places):
    assert places_for(map(Decimal, rates)) == places
