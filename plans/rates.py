"""The rates of a measure, numerator ÷ denominator × multiplier: exact to reckon with, with digits enough to be read."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from plans.content import Row

POINTS = ("baseline", "april", "october")
FEWEST, MOST = 1, 6  # decimals of a rate that is shown
TELLING = 3  # digits that count: with fewer, 1.0 and 0.9 hide whether a target is 6% or 14% away

# How the definition of "a local measure of your own" says that a word is the plan's to give.
LEFT_OPEN, TO_THE_PLAN = ("unit", "period"), "as the plan defines it"


def rate_of(row: Row, point: str) -> Decimal | None:
    """The exact rate at ``baseline``, ``april`` or ``october``; None until both figures are given."""
    return ratio(row, row.figure(f"{point}_numerator"), row.figure(f"{point}_denominator"))


def ratio(row: Row, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """What two figures make with the multiplier of a measure; None where there is nothing to divide (by)."""
    if numerator is None or not denominator:
        return None
    return numerator * Decimal(str(row.facts.get("multiplier", 1))) / denominator


def shown_rate(row: Row, point: str) -> Decimal | None:
    """The rate as every page, file and workbook shows it, with the decimals of ``places_of``."""
    rate = rate_of(row, point)
    return None if rate is None else rounded(rate, places_of(row))


def places_of(row: Row) -> int:
    """How many decimals all rates of a measure are shown with."""
    rates = (rate_of(row, point) for point in POINTS)
    return places_for(rate for rate in rates if rate is not None)


def places_for(rates: Iterable[Decimal]) -> int:
    """The fewest decimals that leave each rate three digits that count and tell unlike rates apart; one to six."""
    found = set(rates)
    for places in range(FEWEST, MOST):
        is_told = len({rounded(rate, places) for rate in found}) == len(found)
        if is_told and all(abs(rate) >= Decimal(1).scaleb(TELLING - 1 - places) for rate in found if rate):
            return places
    return MOST


def rounded(rate: Decimal, places: int) -> Decimal:
    """A rate to so many decimals, halves up."""
    return rate.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def said_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """What is known of a measure, without a unit and a period that its definition leaves to a plan that gave none."""
    return {name: said for name, said in facts.items() if not (name in LEFT_OPEN and str(said).lower() == TO_THE_PLAN)}


def unit_of(row: Row) -> str:
    """In what a measure is shown; empty while the plan has not said."""
    return str(said_facts(row.facts).get("unit", ""))
