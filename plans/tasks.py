"""The background job of this app: building a file of a frozen version."""

import hashlib
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from itf.jobs.execution import JobRefused, Progress
from plans.content import ContentFormatUnknown
from plans.documents.compose import render, version_document
from plans.documents.plan_document import PlanDocument
from plans.models import Document


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
    _store(document, content)


def _read(document: Document) -> PlanDocument:
    try:
        return version_document(document.version)
    except ContentFormatUnknown as unknown:
        raise JobRefused(
            "This version was stored by a later release of the service, which must build its files."
        ) from unknown


def _store(document: Document, content: bytes) -> None:
    """Write the file under a name that nobody can guess, then record it unless another run has done so."""
    storage = Document._meta.get_field("file").storage
    name = storage.save(f"documents/{uuid.uuid4().hex}.{document.kind}", ContentFile(content))
    recorded = 0
    try:
        recorded = Document.objects.filter(pk=document.pk, file="").update(
            file=name, size=len(content), sha256=hashlib.sha256(content).hexdigest(), built_at=timezone.now()
        )
    finally:
        if not recorded:
            storage.delete(name)
