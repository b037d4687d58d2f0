"""The tables of the ledger: both years side by side, what is paid in against the least, what the spend is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from itf.lib.charts import Bar, BarChart, bar_chart
from itf.lib.figures import plain, pounds
from plans import funding, ledger
from plans.content import PlanContent
from plans.documents.minimums import minimum_notes, minimum_text
from plans.documents.money import difference_text, left_text, source_left_text
from plans.links import FigureLinks
from plans.spending import Breakdown, percentage

LEAST_BARS = 2  # a chart of one bar compares nothing


@dataclass(frozen=True)
class LedgerRow:
    """One row: its title, a text for each column, where it is entered. ``weight`` is "", "total" or "difference"."""

    title: str
    cells: tuple[str, ...]
    url: str = ""
    weight: str = ""


@dataclass(frozen=True)
class LedgerGroup:
    """Rows under one title; without one they stand by themselves."""

    title: str
    rows: tuple[LedgerRow, ...]


@dataclass(frozen=True)
class LedgerTable:
    """A table of the ledger; ``note`` says what its reader must know beside the figures."""

    caption: str
    heading: str
    columns: tuple[str, ...]
    groups: tuple[LedgerGroup, ...]
    note: str = ""

    @property
    def bodies(self) -> list[tuple[str, list[tuple[LedgerRow, list[tuple[str, str]]]]]]:
        """Each group's title and rows, every cell with its column's name: on a phone it stands beside the figure."""
        return [
            (group.title, [(row, list(zip(self.columns, row.cells, strict=True))) for row in group.rows])
            for group in self.groups
        ]


def sources(content: PlanContent, links: FigureLinks) -> LedgerTable:
    """Year by year, what is paid in from each funding source, what schemes spend of it, what is left."""
    groups = []
    for year in content.years:
        found = ledger.by_source(content, year)
        rows = [
            LedgerRow(title, _paid_spent_left(paid, spent), links.part("source", key))
            for key, (title, paid, spent) in found.items()
        ]
        paid = ledger.total(paid for _title, paid, _spent in found.values())
        spent = ledger.total(spent for _title, _paid, spent in found.values())
        whole = LedgerRow("All sources", _paid_spent_left(paid, spent), weight="total")
        groups.append(LedgerGroup(year, (*rows, whole)))
    return LedgerTable(
        "Paid in, spent and left, by source", "Funding source", ("Paid in", "Spent", "Left"), tuple(groups)
    )


def _paid_spent_left(paid: Decimal, spent: Decimal) -> tuple[str, str, str]:
    return pounds(paid), pounds(spent), source_left_text(paid - spent)


def contributions(content: PlanContent, links: FigureLinks) -> LedgerTable:
    """What each organisation pays in from each source, against its minimum; then all against the pool."""
    groups = [_payer(payer, links) for payer in funding.payers(content)]
    years = ledger.money_years(content)
    contributed = [year.contributed for year in years]
    differences = [None if year.pool is None else year.contributed - year.pool for year in years]
    together = (
        LedgerRow("All contributions", _pounds(contributed), weight="total"),
        LedgerRow(
            "Agreed pool",
            _pounds([year.pool for year in years]),
            links.section("contributions", "id_main-agreed_first_year"),
        ),
        LedgerRow(
            "Contributions against the pool",
            tuple(difference_text(amount, none="Balances") for amount in differences),
            weight="difference",
        ),
    )
    return LedgerTable(
        "Contributions by organisation and source",
        "Organisation and source",
        content.years,
        (*groups, LedgerGroup("All organisations", together)),
        " ".join(minimum_notes(content.about)),
    )


def _payer(payer: funding.Payer, links: FigureLinks) -> LedgerGroup:
    entered = [
        LedgerRow(source.title, _pounds(source.amounts), links.section("contributions", f"row-{source.row}"))
        for source in payer.sources
    ]
    rows = [
        *entered,
        LedgerRow("Pays in", _pounds(payer.amounts), weight="total"),
        LedgerRow("Minimum", tuple(minimum_text(amount) for amount in payer.minimums)),
    ]
    if any(amount is not None for amount in payer.above):
        against = tuple(difference_text(amount, none="The minimum") for amount in payer.above)
        rows.append(LedgerRow("Against the minimum", against, weight="difference"))
    return LedgerGroup(payer.title, tuple(rows))


def spend(found: Breakdown, years: Sequence[str], links: FigureLinks) -> LedgerTable:
    """One breakdown of the spend, each part with its share of the year."""
    rows = [
        LedgerRow(
            part.title,
            _with_shares(part.amounts, found.totals),
            links.scheme(part.key) if found.slug == "scheme" else links.part(found.slug, part.key),
        )
        for part in found.parts
    ]
    total = LedgerRow("All spend", _with_shares(found.totals, found.totals), weight="total")
    return LedgerTable(found.title, found.heading, _share_columns(years), (LedgerGroup("", (*rows, total)),))


def transfer(content: PlanContent, links: FigureLinks) -> LedgerTable | None:
    """The area's share of the additional transfer and its use; None where the plan is not asked about it."""
    found = funding.transfer(content)
    if found is None:
        return None
    uses = [
        LedgerRow(
            use.title or "Untitled use",
            (use.answer("amount").text or "Not entered",),
            links.section("transfer", f"row-{use.id}"),
        )
        for use in found.uses
    ]
    share = "Not entered" if found.share is None else pounds(found.share)
    rows = (
        LedgerRow("Share of the £200m", (share,), links.section("transfer", "id_main-share")),
        *uses,
        LedgerRow("All uses", (pounds(found.used),), weight="total"),
        LedgerRow(
            "Left of the share",
            ("–" if found.left is None else left_text(found.left),),
            weight="difference",
        ),
    )
    return LedgerTable("The 2014/15 transfer and its use", "Use", ("Amount",), (LedgerGroup("", rows),))


def sources_chart(content: PlanContent) -> BarChart | None:
    """What is paid in by source in the second year, largest first; None where there is nothing to compare."""
    year = content.years[1]
    found = sorted(
        ((title, paid) for title, paid, _spent in ledger.by_source(content, year).values() if paid),
        key=lambda source: -source[1],
    )
    if len(found) < LEAST_BARS:
        return None
    title, paid = found[0]
    share = percentage(paid, ledger.contributed(content, year))
    return bar_chart(
        id="money-by-source",
        title=f"Paid in by source, {year}",
        finding=f"In {year} the largest source is “{title}”: {percent_text(share)} of what is paid in.",
        bars=[Bar(name, amount, pounds(amount)) for name, amount in found],
    )


def percent_text(share: Decimal | None) -> str:
    """A share with its sign, a dash for none."""
    return "–" if share is None else f"{plain(share)}%"


def _share_columns(years: Sequence[str]) -> tuple[str, ...]:
    return tuple(heading for year in years for heading in (year, f"Share of {year}"))


def _with_shares(amounts: Sequence[Decimal], wholes: Sequence[Decimal]) -> tuple[str, ...]:
    pairs = zip(amounts, wholes, strict=True)
    return tuple(cell for amount, whole in pairs for cell in (pounds(amount), percent_text(percentage(amount, whole))))


def _pounds(amounts: Sequence[Decimal | None]) -> tuple[str, ...]:
    return tuple(pounds(amount) for amount in amounts)


def holders(content: PlanContent, links: FigureLinks) -> LedgerTable:
    """Who pays in and who held the money before, year by year, with each one's share in both views."""
    found = funding.holders(content)
    groups = tuple(
        LedgerGroup(
            year,
            tuple(
                LedgerRow(
                    holder.title,
                    (
                        *_with_shares([holder.paid[place]], [contributed]),
                        *_with_shares([holder.held[place]], [contributed]),
                    ),
                    links.section("contributions"),
                )
                for holder in found
            ),
        )
        for place, year in enumerate(content.years)
        for contributed in [ledger.contributed(content, year)]
    )
    columns = ("Pays in", "Share", "Held before", "Share held before")
    return LedgerTable(
        "Who pays in, and whose money it was before", "Organisation", columns, groups, _note(content, found)
    )


def _note(content: PlanContent, found: Sequence[funding.Holder]) -> str:
    """What the two views come to for the NHS, in a sentence for each year with contributions."""
    said = []
    for place, year in enumerate(content.years):
        contributed = ledger.contributed(content, year)
        of_nhs = [holder for holder in found if holder.kind == "ccg"]
        views = [ledger.total(getattr(holder, view)[place] for holder in of_nhs) for view in ("paid", "held")]
        if contributed:
            now, before = (percent_text(percentage(view, contributed)) for view in views)
            said.append(f"In {year} the NHS pays in {now} of the pool; {before} of it was NHS money before.")
    return " ".join(
        [*said, "Where a contribution names nobody, the record of its source decides (ours, not official)."]
    )


def whole_spend(content: PlanContent, links: FigureLinks) -> LedgerTable | None:
    """The fund as a share of all that the partners spend on health and care; None where the plan is not asked."""
    found = funding.partners(content)
    if not found:
        return None
    groups = [_partner(partner, links) for partner in found]
    wholes = [_all_of([partner.whole[place] for partner in found]) for place in range(len(content.years))]
    fund = [ledger.contributed(content, year) for year in content.years]
    together = (
        LedgerRow("All health and care spend", tuple(entered_text(whole) for whole in wholes)),
        LedgerRow("In the fund", _pounds(fund)),
        LedgerRow("Share in the fund", _shares(fund, wholes), weight="total"),
    )
    return LedgerTable(
        "The fund beside all health and care spend",
        "Partner",
        content.years,
        (*groups, LedgerGroup("All partners", together)),
        "For all partners there is a sum only where each has entered its own.",
    )


def _partner(partner: funding.Partner, links: FigureLinks) -> LedgerGroup:
    anchor = f"row-{partner.rows[0].id}" if partner.rows else ""
    rows = (
        LedgerRow(
            "All health and care spend",
            tuple(entered_text(whole) for whole in partner.whole),
            links.section("whole-spend", anchor),
        ),
        LedgerRow("In the fund", _pounds(partner.paid)),
        LedgerRow("Share in the fund", _shares(partner.paid, partner.whole), weight="total"),
    )
    return LedgerGroup(partner.title, rows)


def entered_text(amount: Decimal | None) -> str:
    """A figure, or that it is not entered: never nought for that."""
    return "Not entered" if amount is None else pounds(amount)


def _all_of(wholes: Sequence[Decimal | None]) -> Decimal | None:
    given = [whole for whole in wholes if whole is not None]
    return ledger.total(given) if len(given) == len(wholes) else None


def _shares(parts: Sequence[Decimal], wholes: Sequence[Decimal | None]) -> tuple[str, ...]:
    return tuple(percent_text(percentage(part, whole)) for part, whole in zip(parts, wholes, strict=True))
