"""The money tables of a document: both years side by side, totals, and every difference in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from itf.lib.figures import pounds
from plans import ledger
from plans.content import PlanContent


@dataclass(frozen=True)
class MoneyRow:
    """One row: its title and a text for each column. ``weight`` is "", "total" or "difference"."""

    title: str
    cells: tuple[str, ...]
    weight: str = ""


@dataclass(frozen=True)
class MoneyTable:
    """A table of pounds with a column for each year and, where it makes sense, for both."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[MoneyRow, ...]


def difference_text(amount: Decimal | None, *, none: str = "No difference") -> str:
    """``£1,394 short``, ``£20 over`` or ``none``; a dash where there is nothing to compare."""
    if amount is None:
        return "–"
    if not amount:
        return none
    return f"{pounds(abs(amount))} {'short' if amount < 0 else 'over'}"


def left_in_words(year: ledger.MoneyYear) -> str:
    """``Balances``, ``£1,394 short``, ``£1,394 left to allot``; what is missing when there is no pool yet."""
    return "No pool agreed yet" if year.difference is None else left_text(year.difference)


def left_text(left: Decimal) -> str:
    """What is left of a sum once its uses are taken off: ``£1,394 left to allot``, ``£20 short`` or ``Balances``."""
    if not left:
        return "Balances"
    return f"{pounds(abs(left))} {'short' if left < 0 else 'left to allot'}"


def source_left_text(left: Decimal) -> str:
    """What is left of a funding source: ``£1,394 left``, ``£20 overspent`` or ``Nothing``."""
    if not left:
        return "Nothing"
    return f"{pounds(abs(left))} {'overspent' if left < 0 else 'left'}"


def balance_in_words(year: ledger.MoneyYear) -> str:
    """Both differences of a year that are not nought, contributions first; ``Balances`` when neither is."""
    paid = "" if year.pool is None else difference_text(year.contributed - year.pool, none="")
    left = left_in_words(year)
    if not paid:
        return left
    return f"Contributions {paid}" if left == "Balances" else f"Contributions {paid}, spend: {left}"


def summary(content: PlanContent) -> MoneyTable:
    """Pool, contributions, spend and what is unallocated, with the two differences that must be nought."""
    years = ledger.money_years(content)
    paid_less_pool = [None if year.pool is None else year.contributed - year.pool for year in years]
    return MoneyTable(
        caption="Money in the pool and what it is spent on",
        columns=(*content.years, "Both years"),
        rows=(
            _figures("Agreed pool", [year.pool for year in years], "total"),
            _figures("Contributions", [year.contributed for year in years]),
            _differences("Contributions against the pool", paid_less_pool),
            _figures("Scheme spend", [year.spend for year in years]),
            _figures("Not yet allocated to a scheme", [year.unallocated for year in years]),
            MoneyRow("Left of the pool", (*(left_in_words(year) for year in years), ""), "difference"),
        ),
    )


def by_scheme(content: PlanContent) -> MoneyTable:
    """What each scheme spends; the last row is the spend of the plan."""
    rows = [
        _figures(scheme.title or "Untitled scheme", [ledger.scheme_total(scheme, year) for year in content.years])
        for scheme in ledger.schemes(content)
    ]
    total = _figures("All schemes", [ledger.spend(content, year) for year in content.years], "total")
    return MoneyTable("What each scheme spends", (*content.years, "Both years"), (*rows, total))


def by_organisation(content: PlanContent) -> MoneyTable:
    """What each organisation pays in."""
    titles: dict[str, str] = {}
    for row in content.section("contributions").table("contributions").rows:
        titles.setdefault(row.value("organisation") or "", row.answer("organisation").text or "No organisation given")
    paid = [ledger.by_organisation(content, year) for year in content.years]
    rows = [_figures(title, [year.get(key, ledger.NOUGHT) for year in paid]) for key, title in titles.items()]
    total = _figures("All organisations", [ledger.contributed(content, year) for year in content.years], "total")
    return MoneyTable("Contributions by organisation", (*content.years, "Both years"), (*rows, total))


def by_source(content: PlanContent) -> MoneyTable:
    """For each funding source and year: paid in, spent, and the difference in words."""
    sources = [ledger.by_source(content, year) for year in content.years]
    titles = {key: title for year in sources for key, (title, _paid, _spent) in year.items()}
    rows = []
    for key, title in titles.items():
        cells: list[str] = []
        for year in sources:
            _title, paid, spent = year.get(key, ("", ledger.NOUGHT, ledger.NOUGHT))
            cells += [pounds(paid), pounds(spent), difference_text(paid - spent, none="None")]
        rows.append(MoneyRow(title, tuple(cells)))
    columns = tuple(f"{heading} {year}" for year in content.years for heading in ("Paid in", "Spent", "Difference"))
    return MoneyTable("Funding sources: what is paid in and what is spent", columns, tuple(rows))


def _figures(title: str, amounts: Sequence[Decimal | None], weight: str = "") -> MoneyRow:
    given = [amount for amount in amounts if amount is not None]
    both = sum(given, ledger.NOUGHT) if len(given) == len(amounts) else None
    return MoneyRow(title, (*(pounds(amount) for amount in amounts), pounds(both)), weight)


def _differences(title: str, amounts: Sequence[Decimal | None]) -> MoneyRow:
    # A year that is short is not made good by one that is over: no sum is shown.
    return MoneyRow(title, (*(difference_text(amount) for amount in amounts), ""), "difference")
