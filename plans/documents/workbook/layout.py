"""What every sheet has: title, frozen headings, widths, print set-up, protection, and checks of what is typed."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from plans.documents.plan_document import PlanDocument
from plans.documents.workbook import styles
from plans.documents.workbook.cells import at, put_text
from plans.documents.workbook.places import HEADING_ROW, NAMES_ROW, TITLE_ROW, Book

WIDTHS = {
    "line": 28,
    "narrative": 60,
    "money": 16,
    "number": 12,
    "percent": 12,
    "whole": 12,
    "date": 18,
    "choice": 22,
    "yesno": 11,
    "flag": 14,
    "reference": 28,
    "references": 36,
}
A4 = 9
LISTS = "_lists"


def put_title(sheet: Worksheet, text: str, column: int) -> None:
    """The sheet's title, in its first visible column; the hidden row above it holds field names."""
    put_text(at(sheet, TITLE_ROW, column), text, styles.TITLE)
    sheet.row_dimensions[NAMES_ROW].hidden = True
    sheet.row_dimensions[TITLE_ROW].height = 28


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
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", A4, 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if repeat:
        sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    plan = document.content.about.title.replace("&", "&&")[:80]
    sheet.oddHeader = _margin(f"{plan}, {document.version_text.lower()}", "&A")
    sheet.oddFooter = _margin(f"Fingerprint {document.fingerprint}", "Page &P of &N", size=7)


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


def check_choices(book: Book, sheet: Worksheet, cells: str, choices: tuple[str, ...]) -> None:
    """Offer a list in the cells; the list stands on a hidden sheet, because a list in place may hold no comma."""
    listed = f"'{LISTS}'!{_list_cells(book, choices)}"
    check = DataValidation(type="list", formula1=listed, allow_blank=True)
    check.error = "Choose one from the list."
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
