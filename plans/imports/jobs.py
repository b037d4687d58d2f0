"""The background jobs of imports: reading an uploaded workbook, and making a large one to download."""

import resource
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from itf.jobs.execution import JobRefused, Progress
from plans.imports.gate import BOMB
from plans.imports.outgoing import handed_out
from plans.imports.preview import preview_of
from plans.imports.problems import Problem, Refused
from plans.imports.uploads import drop_file
from plans.models import Plan
from plans.models.imports import UploadState, WorkbookDownload, WorkbookUpload

STATM = Path("/proc/self/statm")
MOST_MEMORY = 1_000_000_000  # bytes beyond what the process has; a 60-scheme preview takes some 60 million


def read_upload(payload: dict[str, Any], progress: Progress) -> None:
    """Compare the file of ``payload["upload"]`` with its plan and keep the preview, or why it was refused.

    Safe to run twice: the same file and plan give the same preview, and a settled upload is left alone.
    """
    upload = WorkbookUpload.objects.select_related("plan").get(pk=payload["upload"])
    if upload.state != UploadState.READING:
        return
    progress.step(10, "Checking the file")
    with upload.file.open("rb") as kept:
        content = kept.read()
    progress.step(25, "Comparing each cell with the plan")
    try:
        with limited_memory():
            result, state = preview_of(upload.plan, content).to_json(), UploadState.READY
    except Refused as refusal:
        result, state = _refusal(refusal.problems), UploadState.REFUSED
    except MemoryError:
        result, state = _refusal((Problem(BOMB),)), UploadState.REFUSED
    progress.step(95, "Storing the preview")
    _keep(upload, state, result)


def make_download(payload: dict[str, Any], progress: Progress) -> None:
    """Make the workbook of ``payload["download"]`` from the draft as it is now, unless it is there already."""
    download = WorkbookDownload.objects.select_related("plan").get(pk=payload["download"])
    if download.file:
        return
    progress.step(10, "Reading the draft")
    if not download.plan.is_open:
        raise JobRefused("The plan was frozen meanwhile. Its versions have workbooks of their own.")
    going = handed_out(download.plan)
    progress.step(30, "Writing the sheets")
    content = going.workbook(timezone.now())
    progress.step(90, "Storing the file")
    storage = WorkbookDownload._meta.get_field("file").storage
    name = storage.save(f"workbooks/{uuid.uuid4().hex}.xlsx", ContentFile(content))
    if not WorkbookDownload.objects.filter(pk=download.pk, file="").update(file=name):
        storage.delete(name)
    drop_older(download.plan, download.asked_at)


def drop_older(plan: Plan, asked_before: datetime) -> None:
    """Delete the workbooks of earlier drafts: whoever wants one wants the newest."""
    for old in WorkbookDownload.objects.filter(plan=plan, asked_at__lt=asked_before).exclude(file=""):
        storage, name = old.file.storage, str(old.file.name)
        old.delete()
        storage.delete(name)


@contextmanager
def limited_memory(most: int = MOST_MEMORY) -> Iterator[None]:
    """Within it the process can take no more than ``most`` bytes beyond those it has; more is a MemoryError."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if not STATM.exists():
        yield  # only Linux tells what a process holds; the service runs there, people develop elsewhere too
        return
    limit = int(STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize() + most
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _refusal(problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {"problems": [problem.to_json() for problem in problems]}


def _keep(upload: WorkbookUpload, state: UploadState, result: dict[str, Any]) -> None:
    with transaction.atomic():
        locked = WorkbookUpload.objects.select_for_update().get(pk=upload.pk)
        if locked.state == UploadState.READING and locked.reads == upload.reads:
            kept = {"kept": locked.result.get("kept", {})} if state == UploadState.READY else {}
            locked.state, locked.result = state, result | kept
            if state == UploadState.REFUSED:
                drop_file(locked)
            locked.save()
