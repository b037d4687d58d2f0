"""What every sheet has: title, frozen headings, widths, print set-up, protection, and checks of what is typed."""

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from plans.documents.cell_text import as_stored
from plans.documents.plan_document import PlanDocument
from plans.documents.workbook import styles
from plans.documents.workbook.cells import at, put_text
from plans.documents.workbook.places import HEADING_ROW, NAMES_ROW, TITLE_ROW, Book

WIDTHS = {
    "line": 26,
    "narrative": 48,
    "money": 16,
    "number": 12,
    "percent": 12,
    "whole": 12,
    "date": 18,
    "choice": 20,
    "yesno": 11,
    "flag": 14,
    "reference": 26,
    "references": 30,
}
# Fields whose answers are much shorter than their kind allows.
SHORT = {"ref": 9, "year": 11, "unit": 14}
A3, A4 = 8, 9
WIDEST_ON_A4 = 170  # characters: beyond that a page printed on A4 cannot be read
LINE_HEIGHT, TALLEST = 13.5, 409.0  # points; Excel shows no taller row
LISTS = "_lists"


def put_title(sheet: Worksheet, text: str, column: int) -> None:
    """The sheet's title, in its first visible column; the hidden row above it holds field names."""
    put_text(at(sheet, TITLE_ROW, column), text, styles.TITLE)
    sheet.row_dimensions[NAMES_ROW].hidden = True
    sheet.row_dimensions[TITLE_ROW].height = 28


def width_of(name: str, kind: str) -> float:
    """The width of a field's column, in characters."""
    return SHORT.get(name, WIDTHS[kind])


def put_heading(sheet: Worksheet, column: int, name: str, label: str, width: float) -> None:
    """One column: its field name in the hidden row, its heading, its width."""
    put_text(at(sheet, NAMES_ROW, column), name, styles.NOTE)
    put_text(at(sheet, HEADING_ROW, column), label, styles.HEADING)
    sheet.column_dimensions[get_column_letter(column)].width = width


def finish(sheet: Worksheet, document: PlanDocument, *, freeze: str = "", repeat: bool = True) -> None:
    """Lock the sheet but for its input cells, and set it up for paper."""
    if freeze:
        sheet.freeze_panes = freeze
    sheet.sheet_view.showGridLines = False
    protection = sheet.protection
    protection.enable()
    # False leaves the act allowed: widths and filters are the reader's business.
    protection.formatColumns = protection.formatRows = protection.autoFilter = protection.sort = False
    _fit_rows(sheet)
    setup = sheet.page_setup
    widths = sum(column.width for column in sheet.column_dimensions.values() if not column.hidden)
    setup.orientation, setup.paperSize = "landscape", A4 if widths <= WIDEST_ON_A4 else A3
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if repeat:
        sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    plan = as_stored(document.content.about.title).replace("&", "&&")[:80]
    sheet.oddHeader = _margin(f"{plan}, {document.version_text.lower()}", "&A")
    sheet.oddFooter = _margin(f"Fingerprint {document.fingerprint}", "Page &P of &N", size=7)


def _fit_rows(sheet: Worksheet) -> None:
    """Make rows as tall as their longest text needs: not every program does so by itself."""
    for number, row in enumerate(sheet.iter_rows(min_row=HEADING_ROW), start=HEADING_ROW):
        texts = (cell for cell in row if isinstance(cell, Cell) and cell.data_type == "s")
        lines = max((_lines(cell, sheet) for cell in texts), default=1)
        sheet.row_dimensions[number].height = min(lines * LINE_HEIGHT + 3, TALLEST)


def _lines(cell: Cell, sheet: Worksheet) -> int:
    # A character of Arial 10 is a little narrower than the digit that widths are counted in; words break early.
    fits = max(int(sheet.column_dimensions[cell.column_letter].width * 1.25), 1)
    return sum(1 + len(line) // fits for line in str(cell.value).split("\n"))


def _margin(left: str, right: str, size: int | None = None) -> HeaderFooterItem:
    return HeaderFooterItem(left=_HeaderFooterPart(left, size=size), right=_HeaderFooterPart(right, size=size))


def check_figures(sheet: Worksheet, cells: str, kind: str) -> None:
    """Let Excel refuse what is no figure or date; what stands there already stays."""
    if kind == "date":
        check = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
        check.error = "Enter a date, for example 30/01/2014."
    else:
        check = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        if kind == "whole":
            check.type = "whole"
        check.error = "Enter a figure of 0 or more, in digits only."
    _add(sheet, check, cells)


def check_choices(book: Book, sheet: Worksheet, cells: str, choices: tuple[str, ...], *, others: bool = False) -> None:
    """Offer a list in the cells; the list stands on a hidden sheet, because a list in place may hold no comma.

    ``others``: Excel warns of anything else, and takes it.
    """
    listed = f"'{LISTS}'!{_list_cells(book, choices)}"
    check = DataValidation(type="list", formula1=listed, allow_blank=True)
    check.error = "Choose one from the list."
    if others:
        check.errorStyle, check.error = "warning", "Not in the list. Go on if it is new in this workbook."
    _add(sheet, check, cells)


def _add(sheet: Worksheet, check: DataValidation, cells: str) -> None:
    check.showErrorMessage = True
    check.errorTitle = "Not taken"
    check.add(cells)
    sheet.add_data_validation(check)


def _list_cells(book: Book, choices: tuple[str, ...]) -> str:
    """Where a list stands; the same list stands once."""
    lists = book.workbook[LISTS]
    for column in range(1, lists.max_column + 1):
        held = tuple(str(cell.value) for cell in lists[get_column_letter(column)] if cell.value is not None)
        if held == choices:
            break
    else:
        column = lists.max_column + 1
    if lists["A1"].value is None:
        column = 1
    for row, text in enumerate(choices, start=1):
        put_text(at(lists, row, column), text, styles.NOTE)
    letter = get_column_letter(column)
    return f"${letter}$1:${letter}${len(choices)}"
