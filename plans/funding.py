"""Who pays into the pool: each organisation by source, against its published minimum, and who held the money before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from plans import ledger
from plans.content import PartyFacts, PlanContent, Row

NOBODY = "No organisation given"
COUNCILS = "Councils"
# The sources that the NHS pays in and councils had before, for a version frozen when content did not say which.
COUNCIL_HELD = "S256_TRANSFER"


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
        SourceLine(
            listed[0].answer("funding_source").text or ledger.NO_SOURCE, paid(listed, content.years), listed[0].id
        )
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


@dataclass(frozen=True)
class Holder:
    """One body, or a side where it is not said which: what it pays in each year, and what was its money before."""

    title: str
    kind: str
    paid: tuple[Decimal, ...]
    held: tuple[Decimal, ...]


def holders(content: PlanContent) -> tuple[Holder, ...]:
    """Who pays in, as the law has it, apart from who held the same money before; both add up to all that is paid."""
    rows, bodies = contributions(content), _bodies(content)
    paying = [(row.given("organisation"), row) for row in rows]
    holding = [(held_before(content, row), row) for row in rows]
    for key, row in paying:
        bodies.setdefault(key, (row.answer("organisation").text or NOBODY, ""))
    for key, row in holding:
        bodies.setdefault(key, (COUNCILS, "council") if key == COUNCILS else (row.answer("previous_holder").text, ""))
    return tuple(
        Holder(
            title,
            kind,
            paid((row for payer, row in paying if payer == key), content.years),
            paid((row for holder, row in holding if holder == key), content.years),
        )
        for key, (title, kind) in bodies.items()
    )


def held_before(content: PlanContent, row: Row) -> str:
    """Whose money a contribution was: as the row says, else as its source is recorded, else its payer's."""
    if said := row.given("previous_holder"):
        return said
    of_councils = content.about.parameters.get("COUNCIL_HELD_SOURCES", COUNCIL_HELD).split()
    if row.given("funding_source") not in of_councils:
        return row.given("organisation")
    councils = [party.organisation for party in content.about.parties if party.kind == "council"]
    return councils[0] if len(councils) == 1 else COUNCILS


def _bodies(content: PlanContent) -> dict[str, tuple[str, str]]:
    return {party.organisation: (party.name, party.kind) for party in content.about.parties if party.kind != "board"}


@dataclass(frozen=True)
class Partner:
    """One partner: all it spends on health and care, and what of it is in the fund; None where it is not entered."""

    title: str
    whole: tuple[Decimal | None, ...]
    paid: tuple[Decimal, ...]
    rows: tuple[Row, ...]


def partners(content: PlanContent) -> tuple[Partner, ...]:
    """Every payer with its whole spend; none where the plan is not asked about it."""
    try:
        rows = content.section("whole-spend").table("whole-spend").rows
    except KeyError:
        return ()
    return tuple(
        Partner(payer.title, _whole(listed, content.years), payer.amounts, tuple(listed))
        for payer in payers(content)
        for listed in [[row for row in rows if row.given("organisation") == payer.key]]
    )


def _whole(rows: list[Row], years: Iterable[str]) -> tuple[Decimal | None, ...]:
    """What is entered for each year; a text that cannot be read, and no row at all, are no figure."""
    found: list[Decimal | None] = []
    for year in years:
        entered = [row.figure("amount") for row in rows if row.given("year") == year]
        read = [amount for amount in entered if amount is not None]
        found.append(ledger.total(read) if read and len(read) == len(entered) else None)
    return tuple(found)
