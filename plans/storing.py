"""Keeping the file of a document: under a name that nobody can guess, once, with whatever belongs beside it."""

import hashlib
import uuid
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from plans.models import Document

LATER_RELEASE = "This version was stored by a later release of the service, which must build its files."


def store(document: Document, content: bytes, *, beside: Callable[[], None] | None = None) -> bool:
    """Write the file and record it, unless another run has done so; says whether it was this one.

    ``beside`` is called in the same transaction, so that what it writes is there exactly when the file is.
    """
    storage = Document._meta.get_field("file").storage
    name = storage.save(f"documents/{uuid.uuid4().hex}.{document.suffix}", ContentFile(content))
    kept = False
    try:
        with transaction.atomic():
            recorded = Document.objects.filter(pk=document.pk, file="").update(
                file=name, size=len(content), sha256=hashlib.sha256(content).hexdigest(), built_at=timezone.now()
            )
            if recorded and beside:
                beside()
        kept = bool(recorded)
    finally:
        if not kept:
            storage.delete(name)
    return kept
