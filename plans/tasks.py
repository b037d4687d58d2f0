"""The background jobs of this app: building a file of a frozen version, and a comparison of two."""

from typing import Any

from itf.jobs.execution import JobRefused, Progress
from plans.content import ContentFormatUnknown, PlanContent
from plans.documents.compose import render, version_document
from plans.documents.plan_document import PlanDocument
from plans.documents.sides import Side
from plans.models import ComparisonPaper, Document
from plans.papers import keep
from plans.storing import LATER_RELEASE, store


def build_document(payload: dict[str, Any], progress: Progress) -> None:
    """Build the file of ``payload["document"]`` and store it with its hash; does nothing when it is there already.

    Safe to run twice, or twice at once: the same version gives the same bytes, and only one run's file is kept.
    """
    document = Document.objects.select_related("version").get(pk=payload["document"])
    if document.is_ready:
        return
    progress.step(5, "Reading the frozen version")
    printed = _read(document)
    progress.step(20, "Laying out the pages" if document.kind == "pdf" else "Writing the sheets")
    content = render(printed, document.kind)
    progress.step(90, "Storing the file")
    store(document, content)


def make_paper(payload: dict[str, Any], progress: Progress) -> None:
    """Make the comparison of ``payload["paper"]`` unless it is there already; safe to run twice, or twice at once."""
    from plans.documents.comparison_pdf import comparison_pdf  # noqa: PLC0415 - WeasyPrint, which only a PDF needs

    paper = ComparisonPaper.objects.get(pk=payload["paper"])
    if paper.file:
        return
    progress.step(10, "Comparing the two")
    before, after = (Side(side["name"], PlanContent.from_json(side["content"])) for side in paper.sides)
    progress.step(30, "Laying out the pages")
    pdf = comparison_pdf(before, after, at=paper.asked_at)
    progress.step(90, "Storing the file")
    keep(paper, pdf)


def _read(document: Document) -> PlanDocument:
    try:
        return version_document(document.version)
    except ContentFormatUnknown as unknown:
        raise JobRefused(LATER_RELEASE) from unknown
