"""The workbook as a whole: which sheets, in which order."""

from datetime import UTC

from openpyxl import Workbook

from plans.documents.cell_text import as_stored
from plans.documents.plan_document import PlanDocument
from plans.documents.workbook.about import ABOUT, write_about, write_findings, write_hidden_about
from plans.documents.workbook.computed import fill
from plans.documents.workbook.layout import LISTS, finish
from plans.documents.workbook.packing import pack
from plans.documents.workbook.places import Book
from plans.documents.workbook.sections import write_section
from plans.documents.workbook.styles import add_styles
from plans.documents.workbook.summary import write_summary


def plan_workbook(document: PlanDocument, token: str = "") -> bytes:
    """The plan as an Excel workbook; the same document gives the same bytes.

    ``token`` lets the workbook be taken back once it was filled in: such a one also has empty rows to write in.
    """
    book = Book(_blank(document), document.content, token=token)
    write_about(book, document)
    summary = book.add_sheet("Summary")
    for name in (ABOUT, LISTS):
        book.workbook.create_sheet(name).sheet_state = "hidden"
    for section in document.content.sections:
        write_section(book, document, section)
    for place in book.tables.values():
        fill(book, place)
    write_summary(book, document, summary)
    write_findings(book, document)
    write_hidden_about(book, document)
    finish(book.workbook[LISTS], document, repeat=False)
    _put_hidden_last(book.workbook)
    return pack(book.workbook, book.results)


def _blank(document: PlanDocument) -> Workbook:
    """A workbook without sheets that knows what it is and when its words were fixed."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    add_styles(workbook)
    about = document.content.about
    made_at = document.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = workbook.properties
    properties.title = as_stored(f"{about.title}, {document.version_text.lower()}")
    properties.creator = as_stored(", ".join(party.name for party in about.parties))
    properties.identifier = document.fingerprint
    properties.created = properties.modified = made_at
    workbook.calculation.fullCalcOnLoad = True
    workbook.security.lockStructure = True
    return workbook


def _put_hidden_last(workbook: Workbook) -> None:
    for name in (ABOUT, LISTS):
        workbook.move_sheet(name, len(workbook.sheetnames))
