"""A workbook as it came in: cells with what stands in them, rows with their identities, nothing understood yet."""

from dataclasses import dataclass, field
from typing import Any

from plans.imports.identity import Identity
from plans.imports.problems import Problem

TEXT, NUMBER, YES_NO, DATE, FORMULA, ERROR, BLANK = "text", "number", "yesno", "date", "formula", "error", "blank"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``is_percent``: the cell shows its number a hundred times as large, with a per cent sign."""

    sheet: str
    at: str
    kind: str = BLANK
    value: Any = None
    is_percent: bool = False

    @property
    def words(self) -> str:
        """What stands in the cell, as text."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True)
class FileRow:
    """One row of a sheet; ``id`` is empty for a row that someone added, and for a section's own answers.

    ``parent`` and ``parent_cell`` say what it belongs to; without a cell where rows belong to the plan itself.
    """

    number: int
    cells: dict[str, Cell]
    id: str = ""
    parent_id: str = ""
    parent: str = ""
    parent_cell: Cell | None = None


@dataclass(frozen=True)
class FileSheet:
    """One sheet of the plan: a table, or with an empty ``table`` the section's own answers."""

    section: str
    table: str
    title: str
    rows: tuple[FileRow, ...]


@dataclass(frozen=True)
class FileBook:
    """Everything that was read. ``remarks`` name what stands in the file and was left aside."""

    identity: Identity
    sheets: tuple[FileSheet, ...]
    remarks: tuple[Problem, ...] = field(default=())
