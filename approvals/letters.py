"""Keeping the ministers' letter: a PDF, checked as attachments of plans are, before the decisions that rest on it."""

import hashlib
import uuid
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction

from approvals.models import MinistersLetter
from itf.accounts.models import User
from plans.attachments.acts import content_of
from plans.attachments.names import plain_name
from plans.attachments.problems import NotTaken
from plans.attachments.types import type_of

FOLDER = "letters"
PDF = "application/pdf"


def checked(file: File[bytes]) -> tuple[str, bytes]:
    """Its plain name and its content. Raises NotTaken, in words, for what is no PDF or is too large."""
    content, name = content_of(file), plain_name(file.name or "")
    file.seek(0)
    try:
        is_pdf = type_of(name, content).media_type == PDF
    except NotTaken:
        is_pdf = False
    if not is_pdf:
        raise NotTaken(f"“{name}” is no PDF document. Attach the letter as a PDF, as it was signed.")
    return name, content


def keep(file: File[bytes], *, by: User, at: datetime) -> MinistersLetter:
    """Keep a letter; the same one from the same person is kept once. Raises NotTaken."""
    name, content = checked(file)
    digest = hashlib.sha256(content).hexdigest()
    mine = MinistersLetter.objects.filter(kept_by=by, sha256=digest)
    if before := mine.first():
        return before
    storage = MinistersLetter._meta.get_field("file").storage
    stored = storage.save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(content))
    try:
        with transaction.atomic():
            return MinistersLetter.objects.create(
                name=name, size=len(content), sha256=digest, file=stored, kept_at=at, kept_by=by
            )
    except IntegrityError:
        # The other click of a double click was faster.
        storage.delete(stored)
        return mine.get()
    except BaseException:
        storage.delete(stored)
        raise
