"""The money of a plan, computed from its content: lines, schemes, pool and sources. Pounds throughout, as Decimal."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from plans.content import PlanContent, Row, SectionContent

Asked = ParamSpec("Asked")
Reckoned = TypeVar("Reckoned")

NOUGHT = Decimal(0)
PENNY = Decimal("0.01")
EXACT = 60  # digits
NO_SOURCE = "No source given"


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts to the penny, however large."""
    with localcontext() as exact:
        exact.prec = EXACT
        return sum(amounts, NOUGHT)


def _once(reckon: Callable[Concatenate[Row, Asked], Reckoned]) -> Callable[Concatenate[Row, Asked], Reckoned]:
    """Reckon once for a row, which never changes: rules and pages ask for the same sums again and again."""

    def asked(row: Row, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Reckoned:
        # Beside the row's fields, as a cached property: it goes with the row.
        key = " ".join((reckon.__name__, *map(str, args)))
        if key not in vars(row):
            vars(row)[key] = reckon(row, *args, **kwargs)
        found: Reckoned = vars(row)[key]
        return found

    update_wrapper(asked, reckon)
    return asked


def line_computed(line: Row) -> Decimal | None:
    """Quantity × rate × units in a period × periods, to the penny; None unless quantity and rate are both given."""
    quantity, rate = line.figure("quantity"), line.figure("rate")
    if quantity is None or rate is None:
        return None
    units, periods = line.figure("units_per_period"), line.figure("periods")
    with localcontext() as exact:
        # Four figures of up to 14 digits: the usual 28 would round the product, or fail to round it to pence.
        exact.prec = EXACT
        product = quantity * rate * (1 if units is None else units) * (1 if periods is None else periods)
        return product.quantize(PENNY, ROUND_HALF_UP)


@_once
def line_amount(line: Row) -> Decimal:
    """What a line counts for in every total: the cost stated, else the cost computed, else nought."""
    stated = line.figure("stated")
    if stated is not None:
        return stated
    return line_computed(line) or NOUGHT


@_once
def scheme_lines(scheme: Row, year: str) -> tuple[Row, ...]:
    """The investment lines of one scheme in one financial year."""
    return tuple(line for line in scheme.table("investments").rows if line.value("year") == year)


@_once
def scheme_total(scheme: Row, year: str) -> Decimal:
    """What one scheme spends in one financial year."""
    return total(line_amount(line) for line in scheme_lines(scheme, year))


def schemes(content: PlanContent) -> tuple[Row, ...]:
    """The schemes of the plan, in order."""
    return content.section("schemes").table("schemes").rows


def spend(content: PlanContent, year: str) -> Decimal:
    """What all schemes spend in one financial year."""
    return total(scheme_total(scheme, year) for scheme in schemes(content))


def contributed(content: PlanContent, year: str) -> Decimal:
    """What all organisations pay into the pool in one financial year."""
    return total(amount for row, amount in _contributions(content, year))


def agreed_pool(content: PlanContent, year: str) -> Decimal | None:
    """The total pool agreed for one financial year, None while not entered."""
    return content.section("contributions").figure(f"agreed_{ordinal(content, year)}_year")


def unallocated(content: PlanContent, year: str) -> Decimal:
    """Money in the pool that no scheme spends yet in one financial year."""
    return content.section("contributions").figure(f"unallocated_{ordinal(content, year)}_year") or NOUGHT


def by_source(content: PlanContent, year: str) -> dict[str, tuple[str, Decimal, Decimal]]:
    """For each funding source of one year: its title, what is paid in from it, what is spent from it."""
    titles: dict[str, str] = {}
    paid_in: dict[str, Decimal] = defaultdict(Decimal)
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for row, amount in _contributions(content, year):
        _note(titles, row)
        paid_in[row.value("funding_source") or ""] += amount
    for scheme in schemes(content):
        for line in scheme_lines(scheme, year):
            _note(titles, line)
            spent[line.value("funding_source") or ""] += line_amount(line)
    return {key: (title, paid_in[key], spent[key]) for key, title in titles.items()}


def by_organisation(content: PlanContent, year: str) -> dict[str, Decimal]:
    """What each organisation pays in, by its id, in one financial year."""
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for row, amount in _contributions(content, year):
        paid[row.value("organisation") or ""] += amount
    return dict(paid)


def ordinal(content: PlanContent, year: str) -> str:
    """``first`` or ``second``: which of the plan's two years this is."""
    return ("first", "second")[content.years.index(year)]


@dataclass(frozen=True)
class SourceYear:
    """One funding source in one year: what is paid in from it and what schemes spend of it."""

    title: str
    year: str
    paid_in: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """Below nought when more is spent than paid in."""
        return self.paid_in - self.spent


def source_years(content: PlanContent) -> tuple[SourceYear, ...]:
    """Every funding source in use, year by year."""
    return tuple(
        SourceYear(title, year, paid_in, spent)
        for year in content.years
        for title, paid_in, spent in by_source(content, year).values()
    )


@dataclass(frozen=True)
class MoneyYear:
    """The money strip of one year; ``difference`` is the pool less spend and unallocated, None without a pool."""

    year: str
    pool: Decimal | None
    contributed: Decimal
    spend: Decimal
    unallocated: Decimal

    @property
    def difference(self) -> Decimal | None:
        """Nought when the year balances."""
        return None if self.pool is None else self.pool - self.spend - self.unallocated


def money_years(content: PlanContent) -> tuple[MoneyYear, ...]:
    """The money strip: pool, contributions, spend and difference for each year."""
    return tuple(
        MoneyYear(
            year=year,
            pool=agreed_pool(content, year),
            contributed=contributed(content, year),
            spend=spend(content, year),
            unallocated=unallocated(content, year),
        )
        for year in content.years
    )


def _contributions(content: PlanContent, year: str) -> list[tuple[Row, Decimal]]:
    section: SectionContent = content.section("contributions")
    return [
        (row, row.figure("amount") or NOUGHT)
        for row in section.table("contributions").rows
        if row.value("year") == year
    ]


def _note(titles: dict[str, str], row: Row) -> None:
    key = row.value("funding_source") or ""
    titles.setdefault(key, row.answer("funding_source").text or NO_SOURCE)
