"""Where things stand in the workbook, so that formulas and a later import find them by name and not by position."""

import re
from dataclasses import dataclass, field
from typing import cast

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from plans.content import Answer, PlanContent, Row, SectionContent, Table
from plans.documents.workbook.cells import Results, figure_at, reference

# Hidden row of field names, title, headings; then the rows.
NAMES_ROW, TITLE_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4
TITLE_LIMIT = 31  # characters in the name of a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


@dataclass
class AnswersPlace:
    """The sheet of a section's own answers: one row each."""

    section: SectionContent
    sheet: Worksheet
    rows: dict[str, int] = field(default_factory=dict)

    def figure(self, name: str) -> str:
        """The figure answered under ``name``, as a term of a formula on any sheet."""
        return figure_at(reference(self.sheet, f"C{self.rows[name]}"), self.section.answer(name))


@dataclass(frozen=True)
class PlacedRow:
    """A row of the plan, with the row it hangs from."""

    row: Row
    parent: Row | None = None


@dataclass(frozen=True)
class FlatTable:
    """The rows of one table on one sheet; a nested table brings those of every row it hangs from."""

    table: Table
    rows: tuple[PlacedRow, ...]
    is_nested: bool = False


@dataclass
class TablePlace:
    """The sheet of a table: a column for each field, a row for each row."""

    section: SectionContent
    flat: FlatTable
    sheet: Worksheet
    columns: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[PlacedRow, ...]:
        """The rows on the sheet, in order."""
        return self.flat.rows

    @property
    def stored_rows(self) -> tuple[PlacedRow, ...]:
        """Those that the plan has; the others are empty, to write in."""
        return tuple(placed for placed in self.rows if placed.row.id)

    @property
    def table(self) -> Table:
        """The table as the template names it."""
        return self.flat.table

    @property
    def last_row(self) -> int:
        """The last row of the table; an empty table has one empty row."""
        return FIRST_ROW + max(len(self.rows), 1) - 1

    def cell(self, number: int, name: str) -> str:
        """The cell of a field in a row, for formulas on this sheet."""
        return f"{get_column_letter(self.columns[name])}{number}"

    def figure(self, number: int, answer: Answer) -> str:
        """The figure of an answer in a row, as a term of a formula on this sheet."""
        return figure_at(self.cell(number, answer.name), answer)

    def column(self, name: str) -> str:
        """The whole column of a field, for formulas on any sheet."""
        letter = get_column_letter(self.columns[name])
        return reference(self.sheet, f"{letter}{FIRST_ROW}:{letter}{self.last_row}")


@dataclass
class Book:
    """A workbook while it is written."""

    workbook: Workbook
    content: PlanContent
    results: Results = field(default_factory=Results)
    answers: dict[str, AnswersPlace] = field(default_factory=dict)
    tables: dict[str, TablePlace] = field(default_factory=dict)
    token: str = ""

    def add_sheet(self, title: str) -> Worksheet:
        """A new sheet, its name cut to what Excel allows and unlike the others."""
        wanted = _FORBIDDEN.sub(" ", title)
        if len(wanted) > TITLE_LIMIT:
            wanted = wanted[: TITLE_LIMIT + 1].rsplit(" ", 1)[0][:TITLE_LIMIT]
        name, number = wanted, 2
        while name.casefold() in {taken.casefold() for taken in self.workbook.sheetnames}:
            name, number = f"{wanted[: TITLE_LIMIT - 3]} {number}", number + 1
        return cast("Worksheet", self.workbook.create_sheet(name))
