"""Attaching a file to a draft, and taking one out: the bytes that a version lists are never deleted."""

import hashlib
import uuid
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Sum

from itf.accounts.models import User
from itf.audit.chain import record
from plans.attached import MEGABYTE
from plans.attachments.names import plain_name
from plans.attachments.problems import AttachedAlready, AttachmentGone, NotTaken
from plans.attachments.types import type_of
from plans.authoring import lock_open, words_changed
from plans.models import Attachment, Plan

FOLDER = "attachments"
MOST_FILES = 100  # in one draft
FULL = "The plan holds as many files as it can. Take one out that is no longer needed, then attach this one."


def attach(plan: Plan, file: File[bytes], *, kind: str, by: User, at: datetime) -> Attachment:
    """Keep a file under a name that nobody can guess and list it in the draft.

    Raises NotTaken, in words, for a file that may not come in; AttachedAlready for one that the draft holds; and
    PlanNotOpen. Nothing of a refused file is kept.
    """
    content, name = content_of(file), plain_name(file.name or "")
    found = type_of(name, content)
    storage = Attachment._meta.get_field("file").storage
    stored = storage.save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(content))
    try:
        attachment = Attachment(
            kind=kind,
            name=name,
            media_type=found.media_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            file=stored,
            attached_at=at,
            attached_by=by,
        )
        _list(plan, attachment, by=by, at=at)
    except BaseException:
        storage.delete(stored)
        raise
    return attachment


def take_out(plan: Plan, attachment_id: uuid.UUID, *, by: User, at: datetime) -> Attachment:
    """Take a file out of the draft. What a version lists stays stored and can still be downloaded there.

    Raises AttachmentGone when it is out already, and PlanNotOpen.
    """
    with transaction.atomic():
        locked = lock_open(plan)
        found = locked.attachments.filter(pk=attachment_id, removed_at=None).first()
        if found is None:
            raise AttachmentGone
        data = {"name": found.name, "kind": found.kind, "sha256": found.sha256}
        record(actor=by, action="attachment.removed", subject=found, plan_key=locked.key, data=data, at=at)
        if found.versions.exists():
            found.removed_at, found.removed_by = at, by
            found.save(update_fields=["removed_at", "removed_by"])
        else:
            transaction.on_commit(partial(found.file.storage.delete, str(found.file.name)))
            found.delete()
        words_changed(locked, at)
    return found


def content_of(file: File[bytes]) -> bytes:
    """All of it; raises NotTaken where it is larger than may come in."""
    largest = settings.ATTACHMENT_MOST_BYTES
    content: bytes = file.read(largest + 1)
    if len(content) > largest:
        raise NotTaken(f"The file is larger than {largest // MEGABYTE} MB. Attach a smaller copy, or parts of it.")
    return content


def _list(plan: Plan, attachment: Attachment, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        locked = lock_open(plan)
        present = locked.attachments.filter(removed_at=None)
        same = present.filter(sha256=attachment.sha256).first()
        if same is not None:
            raise AttachedAlready(same)
        held: int = present.aggregate(held=Sum("size"))["held"] or 0
        if held + attachment.size > settings.ATTACHMENTS_MOST_BYTES or present.count() >= MOST_FILES:
            raise NotTaken(FULL)
        attachment.plan = locked
        attachment.save(force_insert=True)
        words_changed(locked, at)
        data = {"name": attachment.name, "kind": attachment.kind, "sha256": attachment.sha256}
        record(actor=by, action="attachment.added", subject=attachment, plan_key=locked.key, data=data, at=at)
