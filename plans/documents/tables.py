"""How answers and tables are laid out on paper: which answers stand as facts, which as prose, which rows as a grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from plans.content import Answer, Row, SectionContent, Table
from plans.naming_files import in_full

# A table with more columns than a portrait page can hold is printed as one block for each row.
GRID_COLUMNS = 8
DENSE_FROM = 7
NUMERIC = frozenset({"money", "number", "percent", "whole"})
# Share of the page's width: of the first column, which names the row, and of the others by kind of answer.
FIRST_WIDTH, SCORE_WIDTH, WIDTH = 7.0, 2.8, 3.4
WIDTHS = {"line": 4.0, "narrative": 8.0, "reference": 4.0, "references": 4.0, "whole": SCORE_WIDTH}


@dataclass(frozen=True)
class Run:
    """Answers that are shown alike: facts in one table, prose, or the names of questions left open that may be."""

    kind: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Column:
    """A column of a grid."""

    label: str
    is_numeric: bool
    width: str


@dataclass(frozen=True)
class Grid:
    """Short rows as one table; ``titled`` says that each row names what it answers for."""

    titled: bool
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[tuple[Answer, bool], ...]], ...]

    @property
    def is_dense(self) -> bool:
        """Whether it has so many columns that it is set smaller."""
        return len(self.columns) >= DENSE_FROM


def runs(answers: tuple[Answer, ...], *, leave_out: tuple[str, ...] = ()) -> tuple[Run, ...]:
    """The answers in order, in runs of facts and prose, then what nobody had to answer and nobody did.

    A question that needs an answer keeps its place without one. A box that is not ticked says nothing and is left out.
    """
    shown = [answer for answer in answers if answer.name not in leave_out and not _is_unticked(answer)]
    told = [answer for answer in shown if not _is_left_open(answer)]
    found = [Run(kind, tuple(group)) for kind, group in groupby(told, key=_kind)]
    left_open = tuple(answer for answer in shown if _is_left_open(answer))
    return (*found, Run("open", left_open)) if left_open else tuple(found)


def _kind(answer: Answer) -> str:
    return "prose" if answer.kind == "narrative" and not answer.is_blank else "facts"


def _is_left_open(answer: Answer) -> bool:
    return answer.is_blank and not answer.required


def _says_nothing(answer: Answer) -> bool:
    return answer.is_blank or _is_unticked(answer)


def _is_unticked(answer: Answer) -> bool:
    return answer.kind == "flag" and not answer.value


def grid(table: Table) -> Grid | None:
    """The table as a grid when its rows are short enough to read across, else None."""
    if not table.rows:
        return None
    first = table.rows[0]
    titled = bool(first.key)
    wide = len(first.answers) + titled > GRID_COLUMNS
    if wide or any(row.tables for row in table.rows) or any(answer.kind == "narrative" for answer in first.answers):
        return None
    first_widths = [FIRST_WIDTH] * titled + [width_of(answer) for answer in first.answers]
    widths = shares([FIRST_WIDTH, *first_widths[1:]])
    columns = [Column("", is_numeric=False, width=widths[0])] if titled else []
    for answer, width in zip(first.answers, widths[titled:], strict=True):
        columns.append(Column(answer.label, is_numeric(answer), width))
    rows = tuple((row.title, cells(row)) for row in table.rows)
    return Grid(titled, tuple(columns), rows)


def cells(row: Row) -> tuple[tuple[Answer, bool], ...]:
    """The answers of a row, each with whether it is set to the right as figures are."""
    return tuple((answer, is_numeric(answer)) for answer in row.answers)


def is_numeric(answer: Answer) -> bool:
    """Whether the answer is a figure, set to the right."""
    return answer.kind in NUMERIC


def width_of(answer: Answer) -> float:
    """How wide the answer's column should be beside the others."""
    return WIDTHS.get(answer.kind, WIDTH)


def shares(widths: Sequence[float]) -> list[str]:
    """Widths as shares of the page, for ``<col>``."""
    return [f"{100 * width / sum(widths):.2f}%" for width in widths]


# Titles are passed as text: in a template, ``row.title`` would be the answer called "title" where a row has one.
@dataclass(frozen=True)
class PrintedTable:
    """A table of the plan with how it is laid out."""

    table: Table
    grid: Grid | None
    records: tuple[tuple[str, tuple[Run, ...]], ...]
    has_own_title: bool

    @property
    def is_left_empty(self) -> bool:
        """Whether it has no rows and needs none: the section names it once, with the others."""
        return not self.table.rows and not self.table.at_least

    @property
    def missing(self) -> str:
        """What to say when there are no rows."""
        if self.table.at_least:
            return f"None entered yet; at least one {self.table.singular} is needed."
        return "None entered."


def printed_table(table: Table, *, under: str) -> PrintedTable:
    """Lay out a table that stands under the heading ``under``; the same words are not printed twice."""
    laid = grid(table)
    records = () if laid else tuple((row.title, runs(_untitled(row))) for row in table.rows)
    return PrintedTable(table, laid, records, has_own_title=table.title != under)


def _untitled(row: Row) -> tuple[Answer, ...]:
    """The answers of a row without the one that is its title already."""
    return tuple(answer for answer in row.answers if answer.text != row.title)


@dataclass(frozen=True)
class PrintedSection:
    """A section with its number, its answers in runs and its tables laid out."""

    number: int
    section: SectionContent
    runs: tuple[Run, ...]
    tables: tuple[PrintedTable, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all stands in it, so that it says so once."""
        return all(_says_nothing(answer) for answer in self.section.answers) and not any(
            table.rows for table in self.section.tables
        )

    @property
    def nothing(self) -> str:
        """What to say once of an empty section: what it needs, in questions and in rows, if anything."""
        asked = [answer.label for answer in self.section.answers if answer.required]
        needed = [*asked, *(f"at least one {table.singular}" for table in self.section.tables if table.at_least)]
        if not needed:
            return "Nothing entered."
        return f"Nothing entered yet. Needed: {'; '.join(needed)}" + ("" if needed[-1].endswith("?") else ".")

    @property
    def left_empty(self) -> str:
        """The titles of its tables that have no rows and need none."""
        return "; ".join(printed.table.title for printed in self.tables if printed.is_left_empty)

    @property
    def templates(self) -> tuple[str, str]:
        """The section's own template where there is one, else the one for all."""
        return f"documents/sections/{self.section.slug}.html", "documents/_section.html"


def printed_section(number: int, section: SectionContent) -> PrintedSection:
    """Lay out one section."""
    section = in_full(section)
    return PrintedSection(
        number=number,
        section=section,
        runs=runs(section.answers),
        tables=tuple(printed_table(table, under=section.title) for table in section.tables),
    )
