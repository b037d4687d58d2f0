"""The gate: every hostile file of documents.md section 7 that must not reach a reader."""

import io
import time
import zipfile

import pytest

from plans.imports.gate import (
    BOMB,
    BROKEN,
    DTD,
    LARGEST_FILE,
    NOT_A_WORKBOOK,
    NOT_UTF8,
    TOO_BIG,
    TOO_LONG,
    Allowance,
    check,
)
from tests.plans.imports.workbooks import lying_about_size, part, refusal, with_parts, zeros

STRINGS = "xl/styles.xml"
TYPES = "[Content_Types].xml"


@pytest.fixture(scope="module")
def workbook():
    """A workbook of a small plan, which the gate lets through."""
    from plans.documents import plan_document
    from plans.documents.workbook import plan_workbook
    from tests.plans.documents import builders

    return plan_workbook(plan_document.draft(builders.plan(schemes=1), at=builders.AT), "token")


def said(content):
    """What the gate says of a file."""
    return refusal(check, content).problems[0].message


def test_a_workbook_passes(workbook):
    check(workbook)


def test_a_file_over_five_megabytes_is_refused_before_anything_is_unpacked(workbook):
    assert said(workbook + b"\0" * LARGEST_FILE) == TOO_BIG


def test_an_empty_file_is_refused():
    assert said(b"") == "The file is empty. Choose the workbook that you filled in."


@pytest.mark.parametrize("start", [b"<html><body>", b"%PDF-1.7", b"id;title", b"\x89PNG\r\n\x1a\n", b"PK"])
def test_another_kind_of_file_is_refused(start):
    assert said(start + b" " * 100) == NOT_A_WORKBOOK


def test_an_encrypted_or_old_file_is_refused_by_its_signature():
    assert "password" in said(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500)


def test_a_truncated_file_is_refused(workbook):
    assert said(workbook[: len(workbook) // 2]) == BROKEN


def test_an_opendocument_file_is_refused_with_what_to_do(workbook):
    opendocument = with_parts(workbook, extra=[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")])

    assert "Save it as “Excel workbook (.xlsx)”" in said(opendocument)


def test_a_zip_without_a_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("docProps/app.xml", "<a/>")

    assert said(out.getvalue()) == NOT_A_WORKBOOK


def test_a_bomb_of_400_megabytes_is_refused_by_its_declared_size_at_once(workbook):
    bomb = with_parts(workbook, {"xl/worksheets/sheet1.xml": b" " * 1024})
    bomb = lying_about_size(bomb, "xl/worksheets/sheet1.xml", 400 * 1024 * 1024)
    began = time.perf_counter()

    message = said(bomb)

    assert message == BOMB
    assert time.perf_counter() - began < 0.05


def test_a_bomb_that_hides_its_size_is_refused_while_it_is_unpacked():
    packed = zeros(30)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TYPES, "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/styles.xml", b" " * 1000)
    content = out.getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("xl/styles.xml")
    begin = entry.header_offset + 30 + len("xl/styles.xml")
    lying = content[:begin] + packed + content[begin + entry.compress_size :]

    assert said(lying) in {BROKEN, BOMB}


def test_a_part_packed_a_thousand_times_is_refused_by_its_ratio(workbook):
    assert said(with_parts(workbook, {"xl/styles.xml": b" " * 3_000_000})) == BOMB


def test_unpacking_stops_at_the_total_whatever_was_declared(workbook):
    assert refusal(check, workbook, Allowance(bytes_left=10_000)).problems[0].message == BOMB


def test_more_tags_than_any_plan_has_are_refused(workbook):
    assert refusal(check, workbook, Allowance(tags_left=100)).problems[0].message == BOMB


def test_a_file_that_takes_too_long_is_refused(workbook):
    assert refusal(check, workbook, Allowance(ends=time.monotonic() - 1)).problems[0].message == TOO_LONG


def test_too_many_parts_are_refused(workbook):
    crowd = with_parts(workbook, extra=[(f"xl/theme/theme{number}.xml", b"<a/>") for number in range(2, 210)])

    assert said(crowd) == BROKEN


def test_two_parts_of_one_name_are_refused(workbook):
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = with_parts(workbook, extra=[("xl/workbook.xml", b"<workbook/>")])

    assert said(twice) == BROKEN


def test_two_parts_that_differ_in_case_only_are_refused(workbook):
    assert said(with_parts(workbook, extra=[("xl/Workbook.xml", b"<workbook/>")])) == BROKEN


@pytest.mark.parametrize("name", ["../outside.xml", "/etc/passwd", "xl/../../x.xml", "xl\\workbook2.xml", "C:/x.xml"])
def test_a_part_outside_the_workbook_is_refused(workbook, name):
    assert "a part that a workbook from here does not have" in said(with_parts(workbook, extra=[(name, b"x")]))


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/externalLinks/externalLink1.xml", "links to other workbooks"),
        ("xl/pivotCache/pivotCacheDefinition1.xml", "a pivot table"),
        ("xl/pivotTables/pivotTable1.xml", "a pivot table"),
        ("xl/slicers/slicer1.xml", "a slicer"),
        ("xl/connections.xml", "a connection"),
        ("xl/queryTables/queryTable1.xml", "a connection"),
        ("xl/embeddings/oleObject1.bin", "an embedded file"),
        ("xl/activeX/activeX1.xml", "an embedded file"),
        ("customUI/customUI14.xml", "an embedded file"),
        ("xl/charts/chart1.xml", "a chart"),
        ("xl/media/image1.png", "a chart or picture"),
        ("xl/unheard/of.xml", "a part that a workbook from here does not have"),
    ],
)
def test_a_part_that_is_not_taken_is_named_with_what_to_do(workbook, name, word):
    assert word in said(with_parts(workbook, extra=[(name, b"<a/>")]))


@pytest.mark.parametrize(
    "name",
    [
        "xl/comments1.xml",
        "xl/comments/comment1.xml",
        "xl/threadedComments/threadedComment1.xml",
        "xl/persons/person.xml",
        "xl/tables/table1.xml",
        "xl/drawings/drawing1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/printerSettings/printerSettings1.bin",
        "xl/calcChain.xml",
        "docProps/custom.xml",
        "docMetadata/LabelInfo.xml",
        "customXml/item1.xml",
    ],
)
def test_what_office_programs_add_by_themselves_passes(workbook, name):
    check(with_parts(workbook, extra=[(name, b"<a/>")]))


def test_a_macro_workbook_renamed_to_xlsx_is_refused_by_its_content_type(workbook):
    types = part(workbook, TYPES).replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")

    assert "macros" in said(with_parts(workbook, {TYPES: types}))


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<sst>&lol2;</sst>"""
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst>&x;</sst>'


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE, b"<!doctype a><sst/>", b"<sst><! ENTITY a></sst>"])
def test_a_document_type_is_refused(workbook, xml):
    assert said(with_parts(workbook, {STRINGS: xml})) == DTD


def test_a_document_type_across_two_chunks_is_refused(workbook):
    xml = b"<sst>" + b" " * (64 * 1024 - 10) + b"<!DOCTYPE a>" + b"</sst>"

    assert said(with_parts(workbook, {STRINGS: xml})) == DTD


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_an_entity_hidden_by_another_encoding_is_refused(workbook, encoding):
    assert said(with_parts(workbook, {STRINGS: OUTSIDE.decode().encode(encoding)})) == NOT_UTF8


def test_a_declared_encoding_other_than_utf8_is_refused(workbook):
    xml = b'<?xml version="1.0" encoding="utf-7"?><sst/>'

    assert said(with_parts(workbook, {STRINGS: xml})) == NOT_UTF8


def test_a_part_whose_bytes_do_not_fit_their_checksum_is_refused(workbook):
    size = len(part(workbook, "xl/theme/theme1.xml"))

    assert said(lying_about_size(workbook, "xl/theme/theme1.xml", size - 100)) == BROKEN


def test_an_encrypted_part_is_refused(workbook):
    changed = bytearray(workbook)
    place = workbook.find(b"PK\x01\x02")
    changed[place + 8] |= 0x1

    assert said(bytes(changed)) == BROKEN
