"""What a page of money comes to as it is typed: the plan's sums with that page's figures in place of those saved."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from plans import ledger
from plans.content import Answer, PlanContent, Row, SectionContent
from plans.documents.money import difference_text, left_in_words
from plans.gather import COST_FIELDS
from plans.pages import Page

BALANCES = "Balances"
POOL_FIELDS = ("agreed_first_year", "agreed_second_year", "unallocated_first_year", "unallocated_second_year")


@dataclass(frozen=True)
class RunningYear:
    """One year's sums and their differences in words; ``scheme`` is the part of the scheme on the page."""

    money: ledger.MoneyYear
    paid: str
    left: str
    scheme: Decimal | None

    @property
    def said(self) -> str:
        """The year's differences in one sentence."""
        against = "" if self.paid in {BALANCES, difference_text(None)} else f"; contributions {self.paid}"
        return f"{self.money.year}: {self.left}{against}."


@dataclass(frozen=True)
class RunningTotals:
    """Both years, and how many figures of the plan are not counted or stand as read until someone decides."""

    years: tuple[RunningYear, ...]
    uncounted: int
    undecided: int

    @property
    def said(self) -> str:
        """The same in a few words, for those who hear it."""
        return " ".join([*(year.said for year in self.years), *self.doubts])

    @property
    def doubts(self) -> tuple[str, ...]:
        """What the sums leave open."""
        uncounted = _count(self.uncounted, "cannot be read and is not counted", "cannot be read and are not counted")
        undecided = _count(self.undecided, "is a proposed reading", "are proposed readings")
        return tuple(doubt for doubt in (uncounted, undecided) if doubt)


def running_totals(content: PlanContent, *, scheme: str = "") -> RunningTotals:
    """The sums of the plan; ``scheme`` is the id of the one whose page asks."""
    held = list(_held(content))
    rows = [row for row in ledger.schemes(content) if row.id == scheme]
    return RunningTotals(
        years=tuple(_year(money, rows) for money in ledger.money_years(content)),
        uncounted=sum(answer.value is None for answer in held),
        undecided=sum(answer.value is not None for answer in held),
    )


def _year(money: ledger.MoneyYear, rows: list[Row]) -> RunningYear:
    paid = None if money.pool is None else money.contributed - money.pool
    return RunningYear(
        money=money,
        paid=difference_text(paid, none=BALANCES),
        left=left_in_words(money),
        scheme=ledger.scheme_total(rows[0], money.year) if rows else None,
    )


def _held(content: PlanContent) -> Iterator[Answer]:
    """The held figures that a sum depends on: a line with a cost of its own does not need its rate."""
    pool = content.section("contributions")
    yield from (answer for answer in pool.answers if answer.name in POOL_FIELDS and answer.held)
    for row in pool.table("contributions").rows:
        yield from (answer for answer in row.answers if answer.name == "amount" and answer.held)
    for scheme in ledger.schemes(content):
        for line in scheme.table("investments").rows:
            yield from _held_of(line)


def _held_of(line: Row) -> Iterator[Answer]:
    stated = line.answer("stated")
    if stated.held:
        yield stated
    elif stated.value is None:
        yield from (answer for answer in line.answers if answer.name in COST_FIELDS and answer.held)


def with_page(content: PlanContent, page: Page) -> PlanContent:
    """The content with what is typed on the page in place of what is saved; as it is for a page only shown."""
    if page.data is None:
        return content
    page.is_valid()
    typed = page.content()
    if page.row is not None:
        typed = _with_row(content.section("schemes"), typed.tables[0].rows[0])
    return replace(content, sections=tuple(typed if one.slug == typed.slug else one for one in content.sections))


def _with_row(section: SectionContent, typed: Row) -> SectionContent:
    table = section.table("schemes")
    others = tuple(row for row in table.rows if row.id != typed.id)
    return replace(section, tables=(replace(table, rows=(*others, typed)),))


def _count(count: int, one: str, many: str) -> str:
    """``2 figures cannot be read …``; nothing for none."""
    if not count:
        return ""
    return f"One figure {one}." if count == 1 else f"{count} figures {many}."
