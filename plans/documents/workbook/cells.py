"""Writing cells: text that never turns into a formula, answers by their kind, formulas with the result we computed."""

import re
from datetime import date
from decimal import Decimal
from typing import cast

from openpyxl.cell import Cell
from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet

from plans.content import FIGURES, Answer
from plans.documents.cell_text import as_stored
from plans.documents.workbook import styles

# Excel stores none of these; tab and line feed are the only controls that a cell may hold.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")

Result = Decimal | str | None


class Results:
    """What every formula of the workbook comes to, by sheet and cell, as the ledger computes it.

    openpyxl stores formulas without results; packing adds these, so that a viewer that does not calculate shows them.
    """

    def __init__(self) -> None:
        self.by_cell: dict[tuple[str, str], Result] = {}

    def put(self, cell: Cell, formula: str, result: Result, *, style: str = styles.COMPUTED, kind: str = "") -> None:
        """Write a formula (with its ``=``) and note what it comes to; None is an empty text."""
        cell.value = formula
        cell.style = style
        cell.number_format = styles.FORMATS.get(kind, "General")
        self.by_cell[cell.parent.title, cell.coordinate] = result


def put_text(cell: Cell, text: str, style: str = styles.LABEL) -> None:
    """Write text as text, whatever it begins with."""
    cell.style = style
    clean = as_stored(text)
    if not clean:
        return
    # Excel reads "_x0041_" as the letter A unless the underscore is written out.
    cell.value = _ESCAPE.sub("_x005F_", clean)
    # openpyxl takes "=..." for a formula and "#N/A" for an error; people's words are neither.
    cell.data_type = "s"
    if clean.startswith(_FORMULA_SIGNS):
        # Keeps Excel from taking it for a formula when someone edits the cell and presses Enter.
        cell.quotePrefix = True
        cell.number_format = "@"


def put_answer(cell: Cell, answer: Answer, *, is_locked: bool = False) -> None:
    """Write an answer where it may be changed: figures and dates as such, held values as they were written.

    ``is_locked``: the words are an invited person's own, so Excel does not let them be changed either.
    """
    if answer.held:
        put_text(cell, answer.held, styles.HELD)
        return
    cell.style = styles.ENTRY
    if answer.value is None or answer.kind not in {*FIGURES, "date"}:
        put_text(cell, answer.text, styles.ENTRY)
    elif answer.kind == "date":
        cell.value = date.fromisoformat(answer.value)
    else:
        cell.value = answer.figure
    cell.number_format = styles.FORMATS.get(answer.kind, cell.number_format)
    if is_locked:
        cell.protection = Protection(locked=True)


def figure_at(reference: str, answer: Answer) -> str:
    """The figure in a cell as a term of a formula: where a held text stands, the reading proposed for it.

    Once someone clears the cell or types a figure over the text, the formula follows that.
    """
    if not answer.held:
        return reference
    reading = '""' if answer.figure is None else str(answer.figure)
    return f"IF(ISTEXT({reference}),{reading},{reference})"


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell that is no part of a merged one (there are none here)."""
    return cast("Cell", sheet.cell(row=row, column=column))


def reference(sheet: Worksheet, cell: str) -> str:
    """How a formula names a cell or range of a sheet: ``'Investment lines'!$C$5``."""
    fixed = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", cell)
    return f"{quoted(sheet.title)}!{fixed}"


def quoted(title: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + title.replace("'", "''") + "'"
