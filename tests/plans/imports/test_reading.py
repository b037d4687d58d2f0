"""Reading: identity, names and headings must be those of the export, or the whole file is refused."""

import io

import openpyxl
import pytest
from django.core import signing

from plans.documents import plan_document
from plans.documents.workbook import plan_workbook
from plans.imports.identity import ALTERED, SALT, UNSIGNED, token_for
from plans.imports.reading import read
from tests.plans.documents import builders
from tests.plans.imports.workbooks import column_of, edited, part, refusal, with_parts

CONTENT = builders.plan(schemes=2)
MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
LINES, VISION = "Investment lines", "Vision, aims and planned"


@pytest.fixture(scope="module")
def workbook():
    """The workbook of a plan of two schemes."""
    return plan_workbook(plan_document.draft(CONTENT, at=builders.AT), token_for(CONTENT, {}, builders.AT))


def said(content):
    """Why reading refuses a file."""
    return str(refusal(read, content, CONTENT))


def set_about(book, name, value):
    """Change one line of the hidden sheet."""
    next(row for row in book["_about"].iter_rows() if row[0].value == name)[1].value = value


def test_a_workbook_is_read_with_its_identity(workbook):
    file = read(workbook, CONTENT)

    assert file.identity.plan == "samplebury"
    assert file.identity.fingerprint == CONTENT.fingerprint
    assert file.identity.issued_at == builders.AT
    assert file.remarks == ()


def test_openpyxl_reads_xml_by_defusedxml():
    import openpyxl.xml

    assert openpyxl.xml.DEFUSEDXML is True


def test_another_workbook_is_refused():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)

    assert said(out.getvalue()) == UNSIGNED


def test_the_workbook_of_a_version_is_refused():
    frozen = plan_document.frozen(CONTENT, number=1, fingerprint=CONTENT.fingerprint, at=builders.AT)

    assert said(plan_workbook(frozen)) == UNSIGNED


def test_a_token_of_another_installation_is_refused(workbook, settings):
    settings.SECRET_KEY = "another-installation-" * 4

    assert said(workbook) == ALTERED


def test_a_token_signed_for_another_purpose_is_refused(workbook):
    forged = signing.dumps({"plan": "samplebury"}, salt="something else")

    assert said(edited(workbook, lambda book: set_about(book, "token", forged))) == ALTERED


def test_a_changed_token_is_refused(workbook):
    def tamper(book):
        line = next(row for row in book["_about"].iter_rows() if row[0].value == "token")
        line[1].value = line[1].value[:-2] + ("aa" if line[1].value[-2:] != "aa" else "bb")

    assert said(edited(workbook, tamper)) == ALTERED


def test_a_workbook_of_another_template_is_refused_with_the_one_found(workbook):
    said_by_token = {"plan": "samplebury", "template": "jul-1999", "content": "", "at": builders.AT.isoformat()}
    old = signing.dumps({**said_by_token, "pages": {}}, salt=SALT)

    assert "made for the national template “jul-1999”" in said(
        edited(workbook, lambda book: set_about(book, "token", old))
    )


def test_an_earlier_layout_is_refused_with_the_one_found(workbook):
    found = said(edited(workbook, lambda book: set_about(book, "layout", "0")))

    assert found.startswith("This workbook has layout “0”; this service reads 1.")


def test_a_deleted_hidden_sheet_is_refused(workbook):
    assert said(edited(workbook, lambda book: book.remove(book["_about"]))) == UNSIGNED


@pytest.mark.parametrize("change", ["rename", "delete"])
def test_a_sheet_that_is_gone_is_named(workbook, change):
    def alter(book):
        if change == "rename":
            book[LINES].title = "Lines"
        else:
            book.remove(book[LINES])

    found = {"rename": " or has another name: found “Lines”. Give it back its name", "delete": ""}[change]
    assert said(edited(workbook, alter)).startswith(f"{LINES}: The sheet is missing{found}")


def test_an_inserted_column_is_refused_with_its_cell(workbook):
    found = said(edited(workbook, lambda book: book[LINES].insert_cols(5)))

    assert found.startswith(
        f"{LINES}!E3: Columns were moved, added, removed or renamed: found nothing, expected “Financial year”."
    )


def test_a_deleted_column_is_refused(workbook):
    assert f"{LINES}!E3" in said(edited(workbook, lambda book: book[LINES].delete_cols(5)))


def test_swapped_columns_are_refused(workbook):
    def swap(book):
        for row in book[LINES].iter_rows():
            row[3].value, row[4].value = row[4].value, row[3].value

    assert said(edited(workbook, swap)).startswith(f"{LINES}!D3: Columns were moved")


def test_swapped_headings_over_unmoved_names_are_refused(workbook):
    def swap(book):
        row = book[LINES][3]
        row[3].value, row[4].value = row[4].value, row[3].value

    found = said(edited(workbook, swap))

    assert found.startswith(f"{LINES}!D3: Columns were moved")
    assert "found “Financial year”, expected “What is paid for”" in found


@pytest.mark.parametrize("value", [None, "stated", "#REF!", "=A1"])
def test_a_hidden_name_deleted_retargeted_or_broken_is_refused(workbook, value):
    def break_name(book):
        sheet = book[LINES]
        sheet.cell(1, column_of(sheet, "label")).value = value

    assert said(edited(workbook, break_name)).startswith(
        f"{LINES}!D1: The name of the column, which stands in the hidden"
    )


def test_a_heading_added_at_the_end_is_refused(workbook):
    def add(book):
        book[LINES].cell(3, book[LINES].max_column + 1).value = "Notes"

    assert "Columns were moved" in said(edited(workbook, add))


def test_swapped_questions_are_refused(workbook):
    def swap(book):
        sheet = book[VISION]
        for column in (1, 2):
            one, two = sheet.cell(4, column), sheet.cell(5, column)
            one.value, two.value = two.value, one.value

    assert said(edited(workbook, swap)).startswith(f"{VISION}!B4: Questions were moved")


def test_missing_questions_are_refused(workbook):
    assert "Questions are missing at the end" in said(
        edited(workbook, lambda book: book[VISION].delete_rows(book[VISION].max_row))
    )


def test_merged_cells_are_refused_with_their_range(workbook):
    found = said(edited(workbook, lambda book: book[LINES].merge_cells("F5:G6")))

    assert found.startswith(f"{LINES}!F5:G6: These cells are merged")


def test_something_far_below_a_table_is_refused(workbook):
    def write(book):
        book[LINES].cell(2_500, 4).value = "Far away"

    assert "There is something below row 2003" in said(edited(workbook, write))


def test_a_dimension_that_lies_hides_no_rows(workbook):
    with_rows = edited(workbook, lambda book: setattr(book[LINES]["D7"], "value", "Changed"))
    name = next(name for name, title in _sheets(with_rows) if title == LINES)
    xml = part(with_rows, name)
    start, end = xml.index(b"<dimension"), xml.index(b"/>", xml.index(b"<dimension")) + 2
    lying = with_parts(with_rows, {name: xml[:start] + b'<dimension ref="A1:B2"/>' + xml[end:]})

    sheet = next(sheet for sheet in read(lying, CONTENT).sheets if sheet.table == "investments")

    assert sheet.rows[3].cells["label"].words == "Changed"


def _sheets(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [(f"xl/worksheets/sheet{number}.xml", title) for number, title in enumerate(book.sheetnames, start=1)]


@pytest.mark.parametrize(
    "xml",
    [
        b"<worksheet",
        b"not xml at all",
        MAIN + b'<sheetData><row r="x"><c r="!!"/>',
        MAIN + b'<sheetData><row r="4"><c r="A4" t="s"><v>999999</v></c></row></sheetData></worksheet>',
    ],
)
def test_broken_xml_ends_in_a_sentence_and_not_in_an_error(workbook, xml):
    name = next(name for name, title in _sheets(workbook) if title == LINES)

    assert said(with_parts(workbook, {name: xml}))


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"])
def test_a_broken_part_of_the_book_ends_in_a_sentence(workbook, name):
    assert said(with_parts(workbook, {name: b"<broken"}))


def test_a_sheet_that_is_no_part_of_the_zip_ends_in_a_sentence(workbook):
    rels = part(workbook, "xl/_rels/workbook.xml.rels").replace(b"worksheets/sheet2.xml", b"worksheets/sheet99.xml")

    assert said(with_parts(workbook, {"xl/_rels/workbook.xml.rels": rels}))


def test_a_carriage_return_as_excel_stores_it_is_a_line_end(workbook):
    def write(book):
        book[VISION]["C4"].value = "one_x000D_\ntwo_x005F_x000D_"

    sheet = next(sheet for sheet in read(edited(workbook, write), CONTENT).sheets if sheet.section == "vision")

    assert sheet.rows[0].cells["vision"].words == "one\ntwo_x000D_"
