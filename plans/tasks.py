"""The background job of this app: building a file of a frozen version."""

from typing import Any

from itf.jobs.execution import JobRefused, Progress
from plans.content import ContentFormatUnknown
from plans.documents.compose import render, version_document
from plans.documents.plan_document import PlanDocument
from plans.models import Document
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


def _read(document: Document) -> PlanDocument:
    try:
        return version_document(document.version)
    except ContentFormatUnknown as unknown:
        raise JobRefused(LATER_RELEASE) from unknown
