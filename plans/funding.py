"""Who pays into the pool: each organisation by source, against its published minimum, and who held the money before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from plans import ledger
from plans.content import PartyFacts, PlanContent, Row

NOBODY = "No organisation given"
NO_SOURCE = "No source given"


@dataclass(frozen=True)
class SourceLine:
    """What one organisation pays in from one source; ``row`` is the first row that says so."""

    title: str
    amounts: tuple[Decimal, ...]
    row: str


@dataclass(frozen=True)
class Payer:
    """One organisation: its sources, what it pays in each year, the least it must (None: not published to us)."""

    key: str
    title: str
    sources: tuple[SourceLine, ...]
    amounts: tuple[Decimal, ...]
    minimums: tuple[Decimal | None, ...]

    @property
    def above(self) -> tuple[Decimal | None, ...]:
        """What is paid beyond the minimum, below nought when too little; None where no minimum is known."""
        pairs = zip(self.amounts, self.minimums, strict=True)
        return tuple(None if least is None else paid - least for paid, least in pairs)


@dataclass(frozen=True)
class Transfer:
    """The area's share of the additional transfer, what it pays for, and what of it no line uses."""

    share: Decimal | None
    uses: tuple[Row, ...]
    used: Decimal

    @property
    def left(self) -> Decimal | None:
        """Below nought when the lines use more than the share; None while the share is not entered."""
        return None if self.share is None else self.share - self.used


def payers(content: PlanContent) -> tuple[Payer, ...]:
    """The parties in their order, also one that pays nothing, then any other body that a contribution names."""
    rows = contributions(content)
    parties = {party.organisation: party for party in content.about.parties if party.kind != "board"}
    titles = {key: party.name for key, party in parties.items()}
    for row in rows:
        titles.setdefault(row.given("organisation"), row.answer("organisation").text or NOBODY)
    return tuple(
        _payer(content, title, parties.get(key), [row for row in rows if row.given("organisation") == key], key)
        for key, title in titles.items()
    )


def _payer(content: PlanContent, title: str, party: PartyFacts | None, rows: list[Row], key: str) -> Payer:
    by_source: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_source[row.given("funding_source")].append(row)
    sources = tuple(
        SourceLine(listed[0].answer("funding_source").text or NO_SOURCE, paid(listed, content.years), listed[0].id)
        for listed in by_source.values()
    )
    least = party.minimums if party else {}
    minimums = tuple(Decimal(least[year]) if year in least else None for year in content.years)
    return Payer(key, title, sources, paid(rows, content.years), minimums)


def contributions(content: PlanContent) -> tuple[Row, ...]:
    """The rows that say who pays in what, in the plan's years; a row without a year counts for neither."""
    rows = content.section("contributions").table("contributions").rows
    return tuple(row for row in rows if row.given("year") in content.years)


def paid(rows: Iterable[Row], years: Iterable[str]) -> tuple[Decimal, ...]:
    """What some contributions come to in each year."""
    listed = [(row.given("year"), row.figure("amount") or ledger.NOUGHT) for row in rows]
    return tuple(ledger.total(amount for when, amount in listed if when == year) for year in years)


def transfer(content: PlanContent) -> Transfer | None:
    """The additional transfer and its use; None where the plan is not asked about it."""
    try:
        section = content.section("transfer")
        share = section.figure("share")
    except KeyError:
        return None
    uses = section.table("uses").rows
    return Transfer(share, uses, ledger.total(use.figure("amount") or ledger.NOUGHT for use in uses))
