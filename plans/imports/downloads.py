"""A draft's workbook that takes too long to make at once: asked for, made by a job, fetched by the author."""

import hashlib
import json
import uuid
from datetime import datetime

from django.db import transaction

from itf.accounts.models import User
from itf.jobs.models import Job, JobState
from itf.jobs.queue import enqueue, wake
from plans.imports.outgoing import Outgoing
from plans.models import Plan, WorkbookDownload

JOB_KIND = "workbook_download"


def words_of(going: Outgoing) -> str:
    """What a workbook was asked for: the same draft in the same versions is one workbook."""
    said = json.dumps([going.content.fingerprint, going.pages], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def asked_for(plan: Plan, going: Outgoing) -> WorkbookDownload | None:
    """The workbook of just this draft, made or in the making; None where nobody asked for one yet."""
    return WorkbookDownload.objects.select_related("job").filter(plan=plan, words=words_of(going)).first()


def ask(plan: Plan, going: Outgoing, *, by: User, at: datetime) -> WorkbookDownload:
    """Have the workbook of this draft made; asking twice is asking once, and after a failure it is tried again."""
    with transaction.atomic():
        known = asked_for(plan, going)
        identity = known.pk if known else uuid.uuid4()
        job = _queue(identity)
        if known is None:
            known, _ = WorkbookDownload.objects.get_or_create(
                plan=plan, words=words_of(going), defaults={"id": identity, "job": job, "asked_at": at, "asked_by": by}
            )
    return known


def has_failed(download: WorkbookDownload) -> bool:
    """Whether it was given up, and can be asked for again."""
    return bool(download.job.state == JobState.FAILED)


def _queue(download: uuid.UUID) -> Job:
    job = enqueue(kind=JOB_KIND, key=str(download), payload={"download": str(download)})
    transaction.on_commit(lambda: wake(job))
    return job
