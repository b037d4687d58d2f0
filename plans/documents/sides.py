"""The two sides of a comparison, and the money of both year by year."""

from dataclasses import dataclass
from decimal import Decimal

from plans import ledger
from plans.content import PlanContent
from plans.copies import by_origin, in_years_of
from plans.documents.comparison import SectionChange, compare
from plans.models import PlanCopy


@dataclass(frozen=True)
class Side:
    """One of the two: its name for readers, its content."""

    name: str
    content: PlanContent

    def by_origin(self, copied: PlanCopy) -> "Side":
        """This side with each copied row under the id of its origin."""
        return Side(self.name, by_origin(self.content, copied.origins))


@dataclass(frozen=True)
class MoneyPair:
    """A year of the one side beside that of the other; of a copied plan, the year that its first one came from."""

    title: str
    old: ledger.MoneyYear | None
    new: ledger.MoneyYear | None

    @property
    def pool_moved(self) -> Decimal | None:
        """By how much the agreed pool is larger; None where one side has none."""
        if not self.old or not self.new or self.old.pool is None or self.new.pool is None:
            return None
        return self.new.pool - self.old.pool

    @property
    def spend_moved(self) -> Decimal | None:
        """By how much the spend is larger; None where there is only one side."""
        return self.new.spend - self.old.spend if self.old and self.new else None


def changes_between(before: Side, after: Side) -> tuple[SectionChange, ...]:
    """What changed; of plans for other years, the last one of the earlier plan against the first one of the later."""
    if before.content.years > after.content.years:
        return compare(before.content, in_years_of(before.content, after.content))
    return compare(in_years_of(after.content, before.content), after.content)


def money_pairs(before: PlanContent, after: PlanContent) -> list[MoneyPair]:
    """The money of both sides year by year; of plans for other years, the last one beside the first one."""
    old, new = ledger.money_years(before), ledger.money_years(after)
    if before.years == after.years:
        return [MoneyPair(year.year, was, year) for was, year in zip(old, new, strict=True)]
    (first, last), (following, later) = sorted((old, new), key=lambda years: years[0].year)
    in_order = new[0].year == following.year
    both = (last, following) if in_order else (following, last)
    alone = [
        MoneyPair(year.year, year, None) if (year in old) else MoneyPair(year.year, None, year)
        for year in (first, later)
    ]
    return [alone[0], MoneyPair(f"{last.year}, then {following.year}", *both), alone[1]]
