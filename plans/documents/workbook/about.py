"""The first sheet, which says what the workbook is, and the hidden one that says it to a program."""

from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet

from plans.documents.plan_document import PlanDocument
from plans.documents.register import SEVERITIES
from plans.documents.workbook import styles
from plans.documents.workbook.cells import at, put_text
from plans.documents.workbook.layout import finish, put_heading, put_title
from plans.documents.workbook.places import FIRST_ROW, HEADING_ROW, Book

ABOUT = "_about"
LAYOUT = 1  # how sheets, hidden names and ids are laid out; a later layout has another number
FINDINGS = (
    ("severity", "Severity", 18),
    ("rule", "Rule", 9),
    ("section", "Section", 30),
    ("message", "Finding", 70),
    ("figures", "Figures", 44),
    ("explanation", "The authors' explanation", 50),
    ("by", "Explained by", 26),
    ("on", "On", 18),
)


def write_about(book: Book, document: PlanDocument) -> None:
    """What the plan is, which version, its fingerprint, and how the workbook is read."""
    about = document.content.about
    sheet = book.add_sheet("About")
    put_title(sheet, about.title, 1)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 100
    lines = [
        ("Version", document.version_text),
        ("As it stood on" if document.is_draft else "Frozen on", document.made_text),
        ("Fingerprint", document.fingerprint),
        ("Locality", about.locality),
        ("Health and Wellbeing Board", about.board),
        ("Parties", "\n".join(party.name for party in about.parties)),
        ("Round", about.round),
        ("National template", about.template_title),
        ("National conditions", about.condition_set),
        ("Financial years", " and ".join(about.years)),
    ]
    if about.is_synthetic:
        lines.append(("Made up", "This plan shows how the service works. It is not the plan of a real locality."))
    if about.illustration:
        lines.append(("Illustration", about.illustration))
    for number, (label, text) in enumerate(lines, start=FIRST_ROW):
        put_text(at(sheet, number, 1), label)
        put_text(at(sheet, number, 2), text)
    _write_key(book, sheet, FIRST_ROW + len(lines) + 1)
    finish(sheet, document, repeat=False)


def _write_key(book: Book, sheet: Worksheet, first: int) -> None:
    keys: tuple[tuple[str, str, str], ...] = (
        ("May be changed", styles.ENTRY, "Answers and figures. The other cells are locked, without a password."),
        ("Cannot be read yet", styles.HELD, "As it was written. Formulas use the reading proposed."),
        ("Computed", styles.COMPUTED, "A formula: it follows what is typed here."),
    )
    if book.token:
        rows = "New rows go into the empty ones below a table. A new line counts for its scheme once it is uploaded."
        keys += (("May be added", styles.ENTRY, rows),)
    put_text(at(sheet, first, 1), "How to read the cells", styles.HEADING)
    put_text(at(sheet, first, 2), "", styles.HEADING)
    for number, (label, style, text) in enumerate(keys, start=first + 1):
        put_text(at(sheet, number, 1), label, style)
        at(sheet, number, 1).protection = Protection(locked=True)
        put_text(at(sheet, number, 2), text, styles.NOTE)


def write_findings(book: Book, document: PlanDocument) -> None:
    """What the rules find, one row each, what must be settled first."""
    sheet = book.add_sheet("Findings")
    put_title(sheet, "Findings of the published rules", 1)
    for column, (name, label, width) in enumerate(FINDINGS, start=1):
        put_heading(sheet, column, name, label, width)
    for number, finding in enumerate(document.findings, start=FIRST_ROW):
        acceptance = document.acceptance(finding)
        texts = (
            SEVERITIES[finding.severity],
            finding.rule,
            finding.where,
            finding.message,
            finding.figures_text,
            finding.explanation,
            acceptance.by if acceptance else "",
            acceptance.on if acceptance else "",
        )
        for column, text in enumerate(texts, start=1):
            put_text(at(sheet, number, column), text)
    if not document.findings:
        put_text(at(sheet, FIRST_ROW, 1), "The published rules find nothing.")
    sheet.auto_filter.ref = f"A{HEADING_ROW}:H{FIRST_ROW + max(len(document.findings), 1) - 1}"
    finish(sheet, document, freeze=f"A{FIRST_ROW}")


def write_hidden_about(book: Book, document: PlanDocument) -> None:
    """What an import must know: which words these are, and where each section and table stands."""
    sheet = book.workbook[ABOUT]
    about = document.content.about
    rows = [
        ("layout", str(LAYOUT)),
        ("content_format", str(document.content.format)),
        ("plan", about.key),
        ("version", "" if document.version is None else str(document.version)),
        ("fingerprint", document.fingerprint),
        ("template", about.template),
        ("made_at", document.made_at.isoformat()),
        *([("token", book.token)] if book.token else []),
        *((f"answers:{slug}", place.sheet.title) for slug, place in book.answers.items()),
        *(
            (f"table:{place.section.slug}:{slug}", f"{place.sheet.title}|{FIRST_ROW}|{len(place.stored_rows)}")
            for slug, place in book.tables.items()
        ),
    ]
    for number, (key, value) in enumerate(rows, start=1):
        put_text(at(sheet, number, 1), key, styles.NOTE)
        put_text(at(sheet, number, 2), value, styles.NOTE)
    finish(sheet, document, repeat=False)
