"""Fewer admissions in beds, on pages and on paper: the figures, each assumption beside its figure."""

from dataclasses import dataclass

from itf.lib.figures import plain
from plans.content import PlanContent
from plans.hospital import Beds, YearOfBeds, beds_by_year

LONGEST = 40  # characters of an entry that cannot be used, in a table
USUAL = "usual assumption, not checked"


@dataclass(frozen=True)
class PrintedBeds:
    """One provider: admissions, days of stay, occupancy, bed-days and beds in words."""

    provider: str
    admissions: str
    stay: str
    occupancy: str
    bed_days: str
    beds: str


@dataclass(frozen=True)
class PrintedYear:
    """One year, its sum, and how it agrees with what schemes claim."""

    year: str
    providers: tuple[PrintedBeds, ...]
    total: PrintedBeds
    agreement: str


def printed_beds(content: PlanContent) -> tuple[PrintedYear, ...]:
    """Every year in which admissions fall at a provider, or schemes claim that they do."""
    return tuple(_year(found) for found in beds_by_year(content))


def _year(found: YearOfBeds) -> PrintedYear:
    total = PrintedBeds("All providers", plain(found.admissions), "", "", plain(found.bed_days), plain(found.beds))
    return PrintedYear(found.year, tuple(_beds(one) for one in found.providers), total, _agreement(found))


def _beds(found: Beds) -> PrintedBeds:
    return PrintedBeds(
        provider=" ".join(
            part for part in (found.impact.given("provider") or "Provider not named", _line(found)) if part
        ),
        admissions=plain(found.admissions),
        stay=f"{plain(found.stay)} days" + _assumed(is_usual=found.is_usual_stay, unused=found.unused_stay),
        occupancy=f"{plain(found.occupancy)}%"
        + _assumed(is_usual=found.is_usual_occupancy, unused=found.unused_occupancy),
        bed_days=plain(found.bed_days),
        beds=plain(found.beds),
    )


def _assumed(*, is_usual: bool, unused: str) -> str:
    """Beside a figure that is not the plan's own: whose it is, and what the plan says that cannot be used."""
    if unused:
        return f" (“{unused[:LONGEST]}” is entered and cannot be used; {USUAL})"
    return f" ({USUAL})" if is_usual else ""


def _line(found: Beds) -> str:
    line = found.impact.given("service_line")
    return f"({line})" if line else ""


def _agreement(found: YearOfBeds) -> str:
    if not found.providers:
        return f"No hospital has a number of admissions fewer yet; schemes claim {plain(found.claimed)}."
    if not found.difference:
        return f"Schemes claim the same {plain(found.claimed)} admissions."
    size = plain(abs(found.difference))
    more = "fewer" if found.difference > 0 else "more"
    return f"Schemes claim {plain(found.claimed)} admissions: {size} {more} than stand here."
