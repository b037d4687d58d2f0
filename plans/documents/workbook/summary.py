"""The summary sheet: money strip, contributions by organisation, sources, and what each scheme spends; all formulas."""

from collections.abc import Iterable
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from plans import ledger
from plans.documents.minimums import NOT_PUBLISHED, known_minimums, minimum_notes
from plans.documents.plan_document import PlanDocument
from plans.documents.workbook import money_lines, styles
from plans.documents.workbook.cells import at, put_text
from plans.documents.workbook.layout import finish, put_title
from plans.documents.workbook.money_lines import Line
from plans.documents.workbook.places import FIRST_ROW, Book


def write_summary(book: Book, document: PlanDocument, sheet: Worksheet) -> None:
    """Fill the summary; every other sheet must stand already."""
    put_title(sheet, "Summary: money by year", 1)
    for column, width in (("A", 48), ("B", 22), ("C", 22), ("D", 22)):
        sheet.column_dimensions[column].width = width
    row = _block(book, sheet, FIRST_ROW, "The pool and what it is spent on", money_lines.money_strip(book))
    row = _block(book, sheet, row, "Contributions by organisation", money_lines.organisations(book))
    row = _minimums(book, sheet, row)
    for index in (0, 1):
        row = _sources(book, sheet, row, index)
    _block(book, sheet, row, "What each scheme spends", money_lines.schemes(book))
    finish(sheet, document, repeat=False)


def _headings(sheet: Worksheet, row: int, titles: Iterable[str]) -> None:
    for column, title in enumerate(titles, start=1):
        put_text(at(sheet, row, column), title, styles.HEADING)
        if column > 1:
            at(sheet, row, column).alignment = Alignment(horizontal="right", vertical="center", wrap_text=True)


def _block(book: Book, sheet: Worksheet, row: int, title: str, lines: Iterable[Line]) -> int:
    """One table of the summary; returns the row where the next may begin."""
    _headings(sheet, row, (title, *book.content.years, "Both years"))
    number = row
    for number, line in enumerate(lines, start=row + 1):
        put_text(at(sheet, number, 1), line.title)
        for column, (formula, result) in enumerate(line.cells, start=2):
            cell = at(sheet, number, column)
            book.results.put(cell, f"={formula}", result, style=line.style, kind="money")
            if isinstance(result, str):
                cell.alignment = Alignment(horizontal="right", vertical="top")
        if line.is_summed:
            formula = f'=IF(OR(B{number}="",C{number}=""),"",B{number}+C{number})'
            book.results.put(at(sheet, number, 4), formula, line.both_years, style=line.style, kind="money")
    return number + 2


def _minimums(book: Book, sheet: Worksheet, row: int) -> int:
    """The least that each body must pay in; returns the row where the next table may begin."""
    about = book.content.about
    _headings(sheet, row, ("Minimum contributions", *about.years))
    number = row
    for number, (name, least) in enumerate(known_minimums(about), start=row + 1):
        put_text(at(sheet, number, 1), name)
        for column, amount in enumerate(least, start=2):
            _put_minimum(at(sheet, number, column), amount)
    notes = minimum_notes(about)
    for below, note in enumerate(notes, start=number + 1):
        put_text(at(sheet, below, 1), note, styles.NOTE)
    return number + len(notes) + 2


def _put_minimum(cell: Cell, amount: Decimal | None) -> None:
    if amount is None:
        put_text(cell, NOT_PUBLISHED)
        cell.alignment = Alignment(horizontal="right", vertical="top")
        return
    cell.value, cell.style = amount, styles.LABEL
    cell.number_format = styles.FORMATS["money"]


def _sources(book: Book, sheet: Worksheet, row: int, index: int) -> int:
    """Paid in, spent and the difference of each source in one year; returns the row where the next table may begin."""
    year = book.content.years[index]
    _headings(sheet, row, (f"Funding sources, {year}", "Paid in", "Spent", "Paid in less spent"))
    number = row
    for number, (key, (title, paid, spent)) in enumerate(ledger.by_source(book.content, year).items(), start=row + 1):
        put_text(at(sheet, number, 1), title)
        wanted = title if key else ""
        for column, table, result in ((2, "contributions", paid), (3, "investments", spent)):
            formula = money_lines.year_sum(book, table, index, "funding_source", wanted)
            book.results.put(at(sheet, number, column), f"={formula}", result, kind="money")
        book.results.put(at(sheet, number, 4), f"=ROUND(B{number}-C{number},2)", paid - spent, kind="money")
    return number + 2
