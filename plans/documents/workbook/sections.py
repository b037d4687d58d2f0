"""The sheets of a section: one for its own answers, one for each of its tables."""

from collections.abc import Iterator

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from plans.content import FIGURES, Row, SectionContent, Table
from plans.documents.plan_document import PlanDocument
from plans.documents.workbook import styles
from plans.documents.workbook.cells import at, put_answer, put_text
from plans.documents.workbook.choices import choices_for, model_of, section_of
from plans.documents.workbook.computed import COMPUTED
from plans.documents.workbook.layout import check_choices, check_figures, finish, put_heading, put_title, width_of
from plans.documents.workbook.places import FIRST_ROW, AnswersPlace, Book, FlatTable, PlacedRow, TablePlace
from plans.questions import questions
from plans.sections import Section

ROW_ID, PARENT_ID, PARENT, TITLE = "row_id", "parent_id", "parent", "title_of_row"
ID_WIDTH = 40  # the columns of ids are hidden, but must not make their rows taller


def write_section(book: Book, document: PlanDocument, section: SectionContent) -> None:
    """Write every sheet of the section; computed columns are filled once all sheets stand."""
    if section.answers:
        _write_answers(book, document, section)
    for flat in _tables(section, section_of(book.content.about, section.slug)):
        alone = not section.answers and len(section.tables) == 1 and not flat.is_nested
        _write_table(
            book, document, TablePlace(section, flat, book.add_sheet(section.title if alone else flat.table.title))
        )


def _tables(section: SectionContent, asked: Section | None) -> Iterator[FlatTable]:
    """Each table of the section, a nested one after the table it hangs from."""
    specs = {spec.slug: spec for spec in asked.rows} if asked else {}
    for table in section.tables:
        yield FlatTable(table, tuple(PlacedRow(row) for row in table.rows))
        children = specs[table.slug].children if table.slug in specs else ()
        empty = tuple(Table(child.slug, child.title, child.singular, child.at_least, ()) for child in children)
        for place, nested in enumerate(table.rows[0].tables if table.rows else empty):
            rows = tuple(PlacedRow(row, above) for above in table.rows for row in above.tables[place].rows)
            yield FlatTable(nested, rows, is_nested=True)


def _write_answers(book: Book, document: PlanDocument, section: SectionContent) -> None:
    sheet = book.add_sheet(section.title)
    put_title(sheet, section.title, 2)
    headings = (("field", "", ID_WIDTH), ("label", "Question", 46), ("answer", "Answer", 90))
    for column, (name, label, width) in enumerate(headings, start=1):
        put_heading(sheet, column, name, label, width)
    sheet.column_dimensions["A"].hidden = True
    place = AnswersPlace(section, sheet)
    model = model_of(section_of(book.content.about, section.slug))
    for number, answer in enumerate(section.answers, start=FIRST_ROW):
        place.rows[answer.name] = number
        put_text(at(sheet, number, 1), answer.name, styles.NOTE)
        put_text(at(sheet, number, 2), answer.label)
        cell = at(sheet, number, 3)
        put_answer(cell, answer)
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
    book.tables[place.table.slug] = place
    finish(sheet, document, freeze=f"{get_column_letter(first_visible + 1)}{FIRST_ROW}")


def _put_columns(book: Book, place: TablePlace) -> None:
    """Hidden ids, then what the row belongs to, its fields, and what is computed from them."""
    headings: list[tuple[str, str, float]] = [(ROW_ID, "", ID_WIDTH)]
    if place.flat.is_nested:
        headings += [(PARENT_ID, "", ID_WIDTH), (PARENT, "Scheme", 30)]
    if place.rows and place.rows[0].row.key:
        headings.append((TITLE, place.table.singular.capitalize(), 36))
    headings += [(name, label, width_of(name, kind)) for name, label, kind in _fields(book, place)]
    years = dict(zip(("first", "second"), book.content.years, strict=True))
    headings += [(one.name, one.label.format(**years), 16) for one in COMPUTED.get(place.table.slug, ())]
    for column, (name, label, width) in enumerate(headings, start=1):
        place.columns[name] = column
        put_heading(place.sheet, column, name, label, width)
        place.sheet.column_dimensions[get_column_letter(column)].hidden = name in {ROW_ID, PARENT_ID}


def _fields(book: Book, place: TablePlace) -> list[tuple[str, str, str]]:
    """Name, label and kind of each field: as its rows were asked, or as the template asks while there are none."""
    if place.rows:
        return [(answer.name, answer.label, answer.kind) for answer in place.rows[0].row.answers]
    asked = section_of(book.content.about, place.section.slug)
    if asked is None:
        return []
    spec = asked.row_spec(place.table.slug)
    found = questions(spec.model, spec.fields, spec.required, asked.labels)
    return [(question.name, question.label, question.kind) for question in found]


def _put_row(place: TablePlace, number: int, placed: PlacedRow) -> None:
    said = {ROW_ID: placed.row.id, TITLE: placed.row.title}
    if placed.parent:
        said |= {PARENT_ID: placed.parent.id, PARENT: placed.parent.title}
    for name, text in said.items():
        if name in place.columns:
            put_text(at(place.sheet, number, place.columns[name]), text)
    for answer in placed.row.answers:
        put_answer(at(place.sheet, number, place.columns[answer.name]), answer)


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
