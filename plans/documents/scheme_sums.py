"""What a scheme's benefits come to and what would pay for it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from itf.lib.figures import plain, pounds
from plans import calculator
from plans.calculator import BreakEven, Exchange, Price, Worth
from plans.content import Row
from plans.documents.lines import than_stated


@dataclass(frozen=True)
class PrintedWorth:
    """One benefit: how its value is arrived at, and what it counts for."""

    title: str
    year: str
    beneficiary: str
    parts: tuple[str, ...]
    amount: str


@dataclass(frozen=True)
class PaysFor:
    """How much of one benefit would pay for a year of the scheme."""

    title: str
    year: str
    sentence: str


def scheme_sums(scheme: Row, years: Sequence[str]) -> dict[str, Any]:
    """What a page of a scheme shows under its lines: the worth of benefits, what pays for it, what cannot be told."""
    found = [one for row in calculator.benefits_of(scheme) if (one := calculator.worth(scheme, row)).counts is not None]
    return {
        "worths": [_printed(one) for one in found],
        "pays_for": [
            *(_break_even(one) for one in calculator.break_evens(scheme, years)),
            *(_exchange(one) for one in calculator.exchanges(scheme, years)),
        ],
        "unreadable": [(row.title, answer.held) for row, answer in calculator.unreadable_prices(scheme)],
    }


def price_text(price: Price) -> str:
    """``£466``, or ``£2,000 to £8,000``."""
    return f"{pounds(price.low)} to {pounds(price.high)}" if price.is_range else pounds(price.low)


def how_valued(found: Worth) -> str:
    """Quantity × price, and how a value stated beside them differs; empty where only a value is stated."""
    return ". ".join(part for part in (_product(found), _stated(found)) if part)


def _printed(found: Worth) -> PrintedWorth:
    row = found.benefit
    return PrintedWorth(
        title=row.title or "Untitled benefit",
        year=row.given("year") or "No year given",
        beneficiary=row.given("beneficiary") or "Not said",
        parts=tuple(part for part in (_product(found), _stated(found)) if part),
        amount=pounds(found.counts),
    )


def _product(found: Worth) -> str:
    price = calculator.price_of(found.benefit)
    if price is None or found.computed is None:
        return ""
    quantity = " ".join((found.benefit.answer("quantity").text, found.benefit.given("unit"))).strip()
    said = f"{quantity} × {price_text(price)} = {pounds(found.computed)}"
    return f"{said} to {pounds(found.most)}; the lower one counts" if price.is_range else said


def _stated(found: Worth) -> str:
    if found.stated is None or found.difference is None:
        return ""
    if found.is_within_range:
        return f"Stated {pounds(found.stated)}, within what the prices give"
    return f"Stated {pounds(found.stated)}. Computed: {than_stated(found.difference)}"


def _break_even(found: BreakEven) -> PaysFor:
    unit = found.benefit.given("unit")
    named = f"{plain(found.most)} × {unit}" if unit else f"{plain(found.most)} units"
    if found.price.is_range:
        counted = f"{plain(found.fewest)} to {plain(found.most)}"
        named = f"{counted} × {unit}" if unit else f"{counted} units"
    return PaysFor(
        found.benefit.title or "Untitled benefit",
        found.year,
        f"{named} avoided at {price_text(found.price)} each pay for {pounds(found.spend)}.",
    )


def _exchange(found: Exchange) -> PaysFor:
    unit = found.line.given("unit")
    return PaysFor(
        f"{found.line.title} in place of: {found.benefit.title}",
        found.year,
        f"{plain(found.units)} × {unit} at {pounds(found.rate)} instead of {pounds(found.price)} save "
        f"{pounds(found.saving)} a year, before any other cost.",
    )
