"""The sheets of a section: one for its own answers, one for each of its tables."""

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from plans.content import FIGURES, Row, SectionContent
from plans.documents.plan_document import PlanDocument
from plans.documents.workbook import styles
from plans.documents.workbook.cells import at, put_answer, put_text
from plans.documents.workbook.choices import choices_for, model_of, section_of
from plans.documents.workbook.columns import (
    ANSWER_COLUMNS,
    PARENT,
    PARENT_ID,
    ROW_ID,
    TITLE,
    columns,
    flat_tables,
)
from plans.documents.workbook.layout import check_choices, check_figures, finish, put_heading, put_title
from plans.documents.workbook.places import FIRST_ROW, AnswersPlace, Book, PlacedRow, TablePlace
from plans.given import given_sentence, locked


def write_section(book: Book, document: PlanDocument, section: SectionContent) -> None:
    """Write every sheet of the section; computed columns are filled once all sheets stand."""
    if section.answers:
        _write_answers(book, document, section)
    for flat in flat_tables(book.content, section, to_fill=bool(book.token)):
        alone = not section.answers and len(section.tables) == 1 and not flat.is_nested
        _write_table(
            book, document, TablePlace(section, flat, book.add_sheet(section.title if alone else flat.table.title))
        )


def _write_answers(book: Book, document: PlanDocument, section: SectionContent) -> None:
    sheet = book.add_sheet(section.title)
    put_title(sheet, section.title, 2)
    for column, (name, label, width) in enumerate(ANSWER_COLUMNS, start=1):
        put_heading(sheet, column, name, label, width)
    sheet.column_dimensions["A"].hidden = True
    place = AnswersPlace(section, sheet)
    model = model_of(section_of(book.content.about, section.slug))
    for number, answer in enumerate(section.answers, start=FIRST_ROW):
        place.rows[answer.name] = number
        put_text(at(sheet, number, 1), answer.name, styles.NOTE)
        is_given = bool(locked([answer.name], section.facts))
        put_text(at(sheet, number, 2), answer.label)
        if is_given:
            put_text(at(sheet, number, 4), given_sentence(section.facts), styles.NOTE)
        cell = at(sheet, number, 3)
        put_answer(cell, answer, is_locked=is_given)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        choices = choices_for(book.content.about, model, answer)
        if choices:
            check_choices(book, sheet, cell.coordinate, choices)
        elif answer.kind in {*FIGURES, "date"}:
            check_figures(sheet, cell.coordinate, answer.kind)
    book.answers[section.slug] = place
    finish(sheet, document, freeze=f"A{FIRST_ROW}")


def _write_table(book: Book, document: PlanDocument, place: TablePlace) -> None:
    sheet = place.sheet
    _put_columns(book, place)
    first_visible = 2 + place.flat.is_nested
    put_title(sheet, sheet.title, first_visible)
    for number, placed in enumerate(place.rows, start=FIRST_ROW):
        _put_row(place, number, placed)
    if place.rows:
        _put_checks(book, place, place.rows[0].row)
    if place.flat.is_nested and len(place.stored_rows) < len(place.rows):
        _offer_parents(book, place)
    book.tables[place.table.slug] = place
    finish(sheet, document, freeze=f"{get_column_letter(first_visible + 1)}{FIRST_ROW}")


def _put_columns(book: Book, place: TablePlace) -> None:
    for column, (name, label, width) in enumerate(columns(book.content, place.section, place.flat), start=1):
        place.columns[name] = column
        put_heading(place.sheet, column, name, label, width)
        place.sheet.column_dimensions[get_column_letter(column)].hidden = name in {ROW_ID, PARENT_ID}


def _put_row(place: TablePlace, number: int, placed: PlacedRow) -> None:
    said = {ROW_ID: placed.row.id, TITLE: placed.row.title}
    if placed.parent:
        said |= {PARENT_ID: placed.parent.id, PARENT: placed.parent.title}
    for name, text in said.items():
        if name in place.columns:
            put_text(at(place.sheet, number, place.columns[name]), text)
    if place.flat.is_nested and not placed.parent:
        put_text(at(place.sheet, number, place.columns[PARENT]), "", styles.ENTRY)
    given = locked([answer.name for answer in placed.row.answers], placed.row.facts)
    for answer in placed.row.answers:
        put_answer(at(place.sheet, number, place.columns[answer.name]), answer, is_locked=answer.name in given)


def _put_checks(book: Book, place: TablePlace, row: Row) -> None:
    section = section_of(book.content.about, place.section.slug)
    specs = {spec.slug: spec for spec in section.all_row_specs()} if section else {}
    for answer in row.answers:
        letter = get_column_letter(place.columns[answer.name])
        cells = f"{letter}{FIRST_ROW}:{letter}{place.last_row}"
        choices = choices_for(book.content.about, model_of(specs.get(place.table.slug)), answer)
        if choices:
            check_choices(book, place.sheet, cells, choices)
        elif answer.kind in {*FIGURES, "date"}:
            check_figures(place.sheet, cells, answer.kind)


def _offer_parents(book: Book, place: TablePlace) -> None:
    """In the empty rows of a nested table: the schemes, and whatever scheme is new in the workbook."""
    above = place.section.tables[0].rows
    if not above:
        return
    letter, first = get_column_letter(place.columns[PARENT]), FIRST_ROW + len(place.stored_rows)
    check_choices(
        book, place.sheet, f"{letter}{first}:{letter}{place.last_row}", tuple(row.title for row in above), others=True
    )
