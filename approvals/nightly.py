"""The check of the audit trail each night: queued by whoever asks first after two, run as a job, its result kept."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from itf.audit.chain import head, verify
from itf.audit.models import ChainCheck
from itf.jobs.execution import Progress
from itf.jobs.models import Job
from itf.jobs.queue import enqueue, wake

logger = logging.getLogger(__name__)

KIND = "verify_audit"
HOUR = 2  # local time: people sleep, and backups that begin at midnight are done
KEPT = timedelta(days=400)


def queue_when_due() -> None:
    """Queue the check of this night, once; those that were missed while nothing ran are not made up for."""
    now = timezone.localtime()
    key = night(now)
    if now.hour < HOUR or Job.objects.filter(kind=KIND, key=key).exists():
        return
    with transaction.atomic():
        job = enqueue(kind=KIND, key=key, payload={})
        transaction.on_commit(lambda: wake(job))


def night(now: datetime) -> str:
    """The night's name: its date."""
    return now.date().isoformat()


def check_chain(_payload: dict[str, Any], progress: Progress) -> None:
    """Read the whole chain, keep what it showed, and log a break as an error; also that the chain became shorter."""
    progress.step(10, "Reading the audit trail")
    found = verify()
    first_bad, fault = found.first_bad, found.fault
    before = ChainCheck.objects.filter(first_bad=None).first()
    if before and found and head()[0] < before.count:
        first_bad, fault = found.count + 1, f"events up to {before.count} were there before"
    now = timezone.now()
    ChainCheck.objects.create(at=now, count=found.count, head=found.head, first_bad=first_bad, fault=fault)
    ChainCheck.objects.filter(at__lt=now - KEPT).delete()
    if first_bad:
        logger.error("audit trail broken at event %s: %s", first_bad, fault)
