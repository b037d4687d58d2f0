"""The PDF of a plan: what its pages say, and the HTML they are made from."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from itf.lib.pdf import AttachedFile, html_to_pdf
from plans.documents import money
from plans.documents.beds import printed_beds
from plans.documents.commentaries import printed_commentaries
from plans.documents.mapping import mapped_activity
from plans.documents.measures import printed_measures
from plans.documents.minimums import minimum_notes, minimum_table
from plans.documents.plan_document import PlanDocument
from plans.documents.quarters import printed_delays, printed_quarters
from plans.documents.register import printed_conditions, printed_findings, printed_schemes, risk_register
from plans.documents.tables import printed_section

# The folder of the document's own stylesheet and drawings; nothing outside it is ever read.
FOLDER = Path(settings.BASE_DIR) / "templates" / "documents"
SIGNATORIES = {"council": "Council", "ccg": "CCGs", "board": "Board"}


def plan_pdf(document: PlanDocument) -> bytes:
    """The plan as an archival, tagged PDF; the same document gives the same bytes."""
    return html_to_pdf(plan_html(document), base=FOLDER, created=document.made_at)


def submitted_pdf(document: PlanDocument, workbook: bytes) -> bytes:
    """The same of a submitted version, with its workbook inside, and the workbook's SHA-256 printed."""
    html = plan_html(document, workbook_sha256=hashlib.sha256(workbook).hexdigest())
    name = f"{document.content.about.key}-version-{document.version}.xlsx"
    inside = AttachedFile(workbook, name, f"The figures of {document.content.about.title} as an Excel workbook")
    at = document.submission.at if document.submission else document.made_at
    return html_to_pdf(html, base=FOLDER, created=at, attached=[inside])


def plan_html(document: PlanDocument, workbook_sha256: str = "") -> str:
    """The HTML behind the PDF, with every word of the plan escaped."""
    return render_to_string("documents/plan.html", {**_pages(document), "workbook_sha256": workbook_sha256})


def _pages(document: PlanDocument) -> dict[str, Any]:
    content = document.content
    sections = tuple(printed_section(number, section) for number, section in enumerate(content.sections, start=1))
    return {
        "document": document,
        "content": content,
        "about": content.about,
        "change_note": document.change_note,
        "money": money.summary(content),
        "by_scheme": money.by_scheme(content),
        "by_organisation": money.by_organisation(content),
        "minimums": minimum_table(content.about),
        "minimum_notes": minimum_notes(content.about),
        "by_source": money.by_source(content),
        "sections": sections,
        "schemes": printed_schemes(content),
        "commentaries": printed_commentaries(content),
        "conditions": printed_conditions(content),
        "measures": printed_measures(content),
        "register": risk_register(content),
        "beds": printed_beds(content),
        "quarters": printed_quarters(content),
        "delays": printed_delays(content),
        "mapping": mapped_activity(content),
        "findings": printed_findings(document),
        "fingerprints": [(section, _signed_by(section.signed_by)) for section in content.sections],
    }


def _signed_by(kinds: tuple[str, ...]) -> str:
    return ", ".join(title for kind, title in SIGNATORIES.items() if kind in kinds)
