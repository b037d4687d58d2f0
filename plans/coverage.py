"""Which scheme serves which national condition, and what is spent on each: every pound counted once."""

from dataclasses import dataclass
from decimal import Decimal

from plans import ledger
from plans.content import PlanContent, Row
from plans.rules.parts import BY_PROCESS


@dataclass(frozen=True)
class Serves:
    """Whether one scheme serves one condition, and whether that is inferred from a source."""

    scheme: Row
    serves: bool
    is_inferred: bool = False

    @property
    def text(self) -> str:
        """``Yes``, ``Yes, inferred`` or nothing."""
        return ("Yes, inferred" if self.is_inferred else "Yes") if self.serves else ""


@dataclass(frozen=True)
class Covered:
    """One condition of the plan's set: its schemes, and what those that serve it alone spend in each year."""

    key: str
    title: str
    cells: tuple[Serves, ...]
    alone: tuple[Decimal, ...]
    shared: int

    @property
    def told(self) -> str:
        """How many schemes serve it, and how many of them others too: ``3, 2 of them with other conditions too``."""
        count = len(self.serving)
        of_them = "" if count == 1 else "all of them " if self.shared == count else f"{self.shared} of them "
        return f"{count}, {of_them}with other conditions too" if self.shared else str(count)

    @property
    def serving(self) -> tuple[Serves, ...]:
        """The schemes that serve it."""
        return tuple(cell for cell in self.cells if cell.serves)

    @property
    def is_gap(self) -> bool:
        """Whether no scheme serves it."""
        return not self.serving

    @property
    def is_met_by_process(self) -> bool:
        """Whether it asks for an agreement or a rule and not for a service, so that no scheme need serve it."""
        return self.key in BY_PROCESS


@dataclass(frozen=True)
class Coverage:
    """The whole matrix. What serves one condition, several and none adds up to the spend of the year."""

    years: tuple[str, ...]
    schemes: tuple[Row, ...]
    conditions: tuple[Covered, ...]
    several: tuple[Decimal, ...]
    none: tuple[Decimal, ...]
    spend: tuple[Decimal, ...]
    without: tuple[Row, ...]

    @property
    def rows(self) -> tuple[tuple[Row, tuple[Serves, ...]], ...]:
        """The matrix turned round: each scheme with its cells, in the order of the conditions."""
        cells = zip(*(one.cells for one in self.conditions), strict=True)
        return tuple(zip(self.schemes, cells, strict=True)) if self.conditions else ()

    @property
    def gaps(self) -> tuple[Covered, ...]:
        """The conditions that no scheme serves, though one should."""
        return tuple(one for one in self.conditions if one.is_gap and not one.is_met_by_process)


def coverage(content: PlanContent) -> Coverage:
    """The matrix of conditions and schemes. A pound counts under a condition only if its scheme serves no other."""
    schemes = ledger.schemes(content)
    asked = content.section("conditions").table("conditions").rows
    known = {row.key for row in asked}
    served = {scheme.id: frozenset(scheme.value("concepts") or ()) & known for scheme in schemes}

    def spent(chosen: tuple[Row, ...]) -> tuple[Decimal, ...]:
        return tuple(ledger.total(ledger.scheme_total(one, year) for one in chosen) for year in content.years)

    def those(number: int) -> tuple[Row, ...]:
        return tuple(one for one in schemes if min(len(served[one.id]), 2) == number)

    conditions = tuple(
        Covered(
            key=row.key,
            title=row.title,
            cells=tuple(_cell(one, row.key in served[one.id]) for one in schemes),
            alone=spent(tuple(one for one in schemes if served[one.id] == {row.key})),
            shared=sum(row.key in served[one.id] and len(served[one.id]) > 1 for one in schemes),
        )
        for row in asked
    )
    return Coverage(content.years, schemes, conditions, spent(those(2)), spent(those(0)), spent(schemes), those(0))


def _cell(scheme: Row, serves: bool) -> Serves:  # noqa: FBT001 - the one choice there is
    return Serves(scheme, serves, serves and scheme.given("concepts_inferred") == "True")
