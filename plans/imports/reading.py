"""Reading a workbook that passed the gate: identity, headings, then rows of cells."""

import io
import re
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl
import openpyxl.xml
from defusedxml import ElementTree

from plans.content import PlanContent
from plans.documents.workbook.about import ABOUT, LAYOUT
from plans.documents.workbook.layout import LISTS
from plans.imports import book
from plans.imports.book import Cell, FileBook
from plans.imports.gate import BROKEN, Allowance, check
from plans.imports.identity import AGAIN, check_identity, read_token
from plans.imports.problems import Problem, Refused, shown
from plans.imports.sheets import Grid, expected_sheets, read_sheet

if not openpyxl.xml.DEFUSEDXML:
    raise ImportError("openpyxl reads hostile XML unless defusedxml is installed")

NOT_READ = frozenset({"About", "Summary", "Findings", ABOUT, LISTS})
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z0-9:$]+)[\"']")
MOST_NAMED = 3  # sheets that a sentence repeats
MOST_ABOUT = 500  # lines of the hidden sheet
KINDS = {"n": book.NUMBER, "b": book.YES_NO, "d": book.DATE, "f": book.FORMULA, "e": book.ERROR}
# How Excel stores a carriage return, and an underscore that would read like one.
_ESCAPED = re.compile("_x(000D|005F)_")
LONGEST_TEXT = 32_767


def read(content: bytes, plan: PlanContent) -> FileBook:
    """The workbook as cells. Raises Refused for a file that is not a workbook of this plan, whole and in order."""
    allowance = Allowance()
    check(content, allowance)
    merged = _merged_cells(content)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as fault:
        # Hostile files end in half a dozen kinds of exception; none of them is the author's to understand.
        raise Refused(BROKEN) from fault
    try:
        return _read(_grids(workbook, allowance), merged, plan)
    finally:
        workbook.close()


def _read(grids: dict[str, Grid], merged: dict[str, str], plan: PlanContent) -> FileBook:
    about = _about(grids.get(ABOUT))
    identity = read_token(about.get("token", ""))
    check_identity(identity, plan)
    if about.get("layout") != str(LAYOUT):
        raise Refused(f"This workbook has layout {shown(about.get('layout'))}; this service reads {LAYOUT}. {AGAIN}")
    expected = expected_sheets(plan, about)
    titles = {sheet.title for sheet in expected}
    missing = [title for title in titles if title not in grids]
    others = sorted(grids.keys() - titles - NOT_READ)
    if missing:
        raise Refused(*(Problem(_missing(others), title) for title in sorted(missing)))
    ranges = {title: cells for title, cells in merged.items() if title in titles}
    if ranges:
        raise Refused(
            *(
                Problem("These cells are merged, which hides answers. Undo the merge and upload again.", title, cells)
                for title, cells in ranges.items()
            )
        )
    remarks: list[Problem] = []
    sheets = tuple(read_sheet(one, grids[one.title], remarks) for one in expected)
    remarks += [Problem("This sheet is not one of the plan's. Nothing in it was read.", title) for title in others]
    return FileBook(identity, sheets, tuple(sorted(remarks, key=str)))


def _missing(others: list[str]) -> str:
    """What to do about a sheet that is not there, beside those that have no place in the plan."""
    if not others:
        return f"The sheet is missing. {AGAIN}"
    listed = ", ".join(map(shown, others[:MOST_NAMED]))
    return f"The sheet is missing or has another name: found {listed}. Give it back its name, or start anew. {AGAIN}"


def _about(grid: Grid | None) -> dict[str, str]:
    """The hidden sheet's lines; none for a file without it."""
    if grid is None:
        return {}
    found: dict[str, str] = {}
    for _number, cells in grid:
        if len(found) >= MOST_ABOUT:
            break
        if 1 in cells:
            found[cells[1].words] = cells[2].words if 2 in cells else ""  # noqa: PLR2004 - the second column
    return found


def _grids(workbook: Any, allowance: Allowance) -> dict[str, Grid]:
    """The rows of each sheet, read when they are asked for."""
    return {sheet.title: _rows(sheet, allowance) for sheet in workbook.worksheets}


def _rows(sheet: Any, allowance: Allowance) -> Grid:
    """Every row that holds something: its number, and its cells by column."""
    # A sheet says itself how large it is; one that lies would hide rows.
    sheet.reset_dimensions()
    try:
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if not row:
                continue
            allowance.check_time()
            cells = {cell.column: _cell(sheet.title, cell) for cell in row if cell.value is not None}
            if cells:
                yield number, cells
    except Refused:
        raise
    except Exception as fault:
        raise Refused(Problem(BROKEN, sheet.title)) from fault


def _cell(title: str, cell: Any) -> Cell:
    kind, value = KINDS.get(cell.data_type, book.TEXT), cell.value
    if kind == book.DATE or isinstance(value, date | time):
        kind = book.DATE
        if isinstance(value, datetime) and value.time() == time():
            value = value.date()
    elif kind == book.TEXT:
        value = _ESCAPED.sub(_meant, str(value))[: LONGEST_TEXT + 1]
        kind = book.TEXT if value else book.BLANK
    elif kind == book.FORMULA:
        value = getattr(value, "text", value)
    is_percent = kind == book.NUMBER and "%" in re.sub(r'"[^"]*"|\\.', "", cell.number_format or "")
    return Cell(title, cell.coordinate, kind, value, is_percent)


def _meant(escaped: re.Match[str]) -> str:
    return "" if escaped[1] == "000D" else "_"


def _merged_cells(content: bytes) -> dict[str, str]:
    """The first merged range of each sheet that has one; a reader for large files does not tell."""
    found: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for title, part in _sheet_parts(archive):
            merge = MERGED.search(archive.read(part))
            if merge:
                found[title] = merge[1].decode()
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The title and the part of each sheet. Raises Refused when the workbook does not say."""
    try:
        targets = {
            one.get("Id"): str(one.get("Target"))
            for one in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        found = []
        for one in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
            if one.tag.endswith("}sheet"):
                target = targets[next(value for name, value in one.items() if name.endswith("}id"))]
                part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
                archive.getinfo(part)  # raises where there is none
                found.append((str(one.get("name")), part))
    except Exception as fault:
        raise Refused(BROKEN) from fault
    return found
