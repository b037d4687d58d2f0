"""Calculating a workbook's formulas by another program than the one that wrote them."""

import warnings
from pathlib import Path
from typing import Any

import openpyxl


def calculated(path: Path) -> dict[tuple[str, str], Any]:
    """What each formula of the workbook comes to, by sheet and cell, as the ``formulas`` package calculates it."""
    with warnings.catch_warnings():
        # Its dependencies announce changes of their own.
        warnings.simplefilter("ignore")
        import formulas

        solution = formulas.ExcelModel().loads(str(path)).finish(circular=False).calculate()
    found = {}
    for sheet, cell in formula_cells(openpyxl.load_workbook(path)):
        value = solution[f"'[{path.name}]{sheet.upper()}'!{cell}"].value[0, 0]
        found[sheet, cell] = value if isinstance(value, str) else round(float(value), 6)
    return found


def stored(path: Path) -> dict[tuple[str, str], Any]:
    """What the file says each formula comes to, for a reader that does not calculate."""
    workbook = openpyxl.load_workbook(path, data_only=True)
    found = {}
    for sheet, cell in formula_cells(openpyxl.load_workbook(path)):
        value = workbook[sheet][cell].value
        found[sheet, cell] = "" if value is None else value if isinstance(value, str) else round(float(value), 6)
    return found


def formula_cells(workbook: openpyxl.Workbook) -> list[tuple[str, str]]:
    """Every cell that holds a formula."""
    cells = (cell for sheet in workbook for row in sheet.iter_rows() for cell in row)
    return [(cell.parent.title, cell.coordinate) for cell in cells if cell.data_type == "f"]
