"""The least that each council and CCG must pay in each year, from the content: a version keeps its own."""

from decimal import Decimal

from itf.lib.figures import pounds
from plans.content import About
from plans.documents.money import MoneyRow, MoneyTable

NOT_PUBLISHED = "Not published to us"
PAYING = ("council", "ccg")


def known_minimums(about: About) -> tuple[tuple[str, tuple[Decimal | None, ...]], ...]:
    """Each council and CCG with its minimum in each year of the plan; None where none is published to us."""
    return tuple(
        (
            party.name,
            tuple(Decimal(party.minimums[year]) if year in party.minimums else None for year in about.years),
        )
        for party in about.parties
        if party.kind in PAYING
    )


def minimum_table(about: About) -> MoneyTable:
    """The same as a table in words."""
    rows = tuple(MoneyRow(name, tuple(map(minimum_text, least))) for name, least in known_minimums(about))
    return MoneyTable("Minimum contributions", about.years, rows)


def minimum_text(amount: Decimal | None) -> str:
    """A published minimum; one that is absent is never nought."""
    return NOT_PUBLISHED if amount is None else pounds(amount)


def minimum_notes(about: About) -> list[str]:
    """How firm each known minimum is and where it was published."""
    return [
        f"Minimum of {party.name} for {year}: {source}."
        for party in about.parties
        for year, source in sorted(party.minimum_sources.items())
        if year in about.years and source
    ]
