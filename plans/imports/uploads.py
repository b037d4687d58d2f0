"""The steps of an uploaded workbook: received, read by a job, accepted or set aside; read again when the plan moved."""

import re
import uuid
from dataclasses import replace
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.db import transaction

from itf.accounts.models import User
from itf.jobs.models import Job
from itf.jobs.queue import enqueue, wake
from plans.imports.applying import Accepted, accept
from plans.imports.changes import Preview, preview_from_json
from plans.imports.gate import check_kind
from plans.imports.problems import Problem, Refused, shown
from plans.models import Plan
from plans.models.imports import UploadState, WorkbookUpload

JOB_KIND = "workbook_upload"
MOST_WAITING = 3  # uploads of one person that are still being read
NAME_LENGTH = 120


class AlreadySettled(Exception):
    """Someone accepted this upload or set it aside before."""


class ReadMeanwhile(Exception):
    """The file was compared again since: the ids of the changes that were chosen may mean others now."""


def check_named(name: str, size: int, start: bytes) -> None:
    """What can be said of a file before it is kept: its name, its size, its first bytes. Raises Refused."""
    if not name.lower().endswith(".xlsx"):
        raise Refused(
            f"Found {shown(plain_name(name))}, expected a file whose name ends in .xlsx. "
            "Save it as “Excel workbook (.xlsx)” and upload that."
        )
    check_kind(start, size)


def receive(plan: Plan, file: File[bytes], *, name: str, by: User, at: datetime) -> WorkbookUpload:
    """Keep an uploaded file under a name that nobody can guess, and have it read. Raises Refused before keeping it."""
    content = file.read()
    check_named(name, len(content), content[:16])
    waiting = WorkbookUpload.objects.filter(uploaded_by=by, state=UploadState.READING).count()
    if waiting >= MOST_WAITING:
        raise Refused("Your other uploads are still being read. Wait until they are, then upload this one again.")
    storage = WorkbookUpload._meta.get_field("file").storage
    stored = storage.save(f"workbooks/{uuid.uuid4().hex}.xlsx", ContentFile(content))
    try:
        with transaction.atomic():
            identity = uuid.uuid4()
            upload = WorkbookUpload.objects.create(
                id=identity,
                plan=plan,
                uploaded_at=at,
                uploaded_by=by,
                name=plain_name(name),
                file=stored,
                job=_queue(identity, 1),
            )
    except BaseException:
        storage.delete(stored)
        raise
    return upload


def read_again(upload: WorkbookUpload, chosen: Accepted | None = None) -> None:
    """Have the file compared once more, because the plan moved or reading it failed. Nothing of it was saved.

    ``chosen``: what its author had ticked and typed, to be found again where the cells are the same.
    """
    with transaction.atomic():
        locked = WorkbookUpload.objects.select_for_update().get(pk=upload.pk)
        if locked.settled_at or not locked.file:
            raise AlreadySettled
        locked.reads += 1
        kept = chosen.to_keep(preview_in(upload)) if chosen else locked.result.get("kept", {})
        locked.state, locked.result = UploadState.READING, {"kept": kept}
        locked.job = _queue(locked.pk, locked.reads)
        locked.save()


def accept_upload(upload: WorkbookUpload, accepted: Accepted, *, by: User, at: datetime) -> int:
    """Store what an author takes, once; returns how many changes.

    Raises what ``accept`` raises, AlreadySettled, and ReadMeanwhile where ``upload`` is not as it was last read.
    """
    with transaction.atomic():
        locked = WorkbookUpload.objects.select_for_update().get(pk=upload.pk)
        if not locked.can_decide:
            raise AlreadySettled
        if locked.reads != upload.reads:
            raise ReadMeanwhile
        preview = preview_from_json(locked.result)
        stored = accept(locked.plan, preview, accepted, by=by, at=at)
        # Whoever mends the same file and uploads it again means these rows, and adds no others.
        locked.result = replace(preview, added=stored.rows).to_json()
        _settle(locked, UploadState.ACCEPTED if stored.count else UploadState.SET_ASIDE, stored.count, by, at)
    return stored.count


def set_aside(upload: WorkbookUpload, *, by: User, at: datetime) -> None:
    """Take nothing of it. Raises AlreadySettled."""
    with transaction.atomic():
        locked = WorkbookUpload.objects.select_for_update().get(pk=upload.pk)
        if not locked.can_decide:
            raise AlreadySettled
        _settle(locked, UploadState.SET_ASIDE, 0, by, at)


def preview_in(upload: WorkbookUpload) -> Preview:
    """The stored preview of a ready upload."""
    return preview_from_json(upload.result)


def problems_in(upload: WorkbookUpload) -> list[Problem]:
    """Why an upload was refused."""
    return [Problem(**stored) for stored in upload.result.get("problems", ())]


def plain_name(name: str) -> str:
    """The name of the author's file as it can be shown: no path, no control characters."""
    base = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f]", "", base)[-NAME_LENGTH:] or "workbook.xlsx"


def drop_file(upload: WorkbookUpload) -> None:
    """Delete the kept file once nothing more will be read from it."""
    name, storage = upload.file.name, upload.file.storage
    if name:
        upload.file = ""
        transaction.on_commit(lambda: storage.delete(name))


def _settle(upload: WorkbookUpload, state: UploadState, stored: int, by: User, at: datetime) -> None:
    upload.state, upload.stored, upload.settled_by, upload.settled_at = state, stored, by, at
    drop_file(upload)
    upload.save()


def _queue(upload: uuid.UUID, reads: int) -> Job:
    job = enqueue(kind=JOB_KIND, key=f"{upload}:{reads}", payload={"upload": str(upload)})
    transaction.on_commit(lambda: wake(job))
    return job
