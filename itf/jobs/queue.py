"""The caller's side: put a job in the queue within a transaction, wake whoever runs it after the commit."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from itf.jobs import embedded
from itf.jobs.models import Job, JobState


class UnknownKind(ValueError):
    """No such kind in settings.JOB_KINDS."""


def enqueue(*, kind: str, key: str, payload: dict[str, Any]) -> Job:
    """The one job of this kind and key, queued now unless it already waits, runs or is done.

    Call it inside the transaction that makes the work necessary: the row is then there exactly when the work is.
    A failed job is queued anew, with the payload given. Raises UnknownKind for a kind that settings do not name.
    """
    (job,) = enqueue_each(kind=kind, payloads={key: payload})
    return job


def enqueue_each(*, kind: str, payloads: Mapping[str, dict[str, Any]]) -> list[Job]:
    """The jobs of this kind, one for each key of ``payloads``, in its order; two queries however many. As ``enqueue``.

    Of two callers at once, the one that comes second waits for the first, and finds its rows.
    """
    if kind not in settings.JOB_KINDS:
        raise UnknownKind(kind)
    wanted = [Job(kind=kind, key=key, payload=payload) for key, payload in payloads.items()]
    Job.objects.bulk_create(wanted, ignore_conflicts=True)
    found = {job.key: job for job in Job.objects.filter(kind=kind, key__in=list(payloads))}
    for key, payload in payloads.items():
        if found[key].state == JobState.FAILED:
            _queue_anew(found[key], payload)
    return [found[key] for key in payloads]


def wake(job: Job) -> None:
    """Tell whoever runs jobs that this one waits; call it after the commit (``transaction.on_commit``).

    Only a way to start sooner: never raises, and a message that is lost or cannot be sent costs no more than
    the wait for the next sweep.
    """
    if settings.REDIS_URL:
        from itf.jobs import tasks  # noqa: PLC0415 - Celery takes a quarter of a second that ./run need not wait for

        tasks.send(job.pk)
    else:
        embedded.notify()


def oldest_queued_age() -> timedelta | None:
    """How long the longest waiting job has waited, or None when none waits. Minutes mean that no worker runs."""
    oldest = Job.objects.filter(state=JobState.QUEUED).values_list("queued_at", flat=True).first()
    return timezone.now() - oldest if oldest else None


def _queue_anew(job: Job, payload: dict[str, Any]) -> None:
    """Put a failed job back; of two that ask at once, one does."""
    Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.QUEUED,
        payload=payload,
        attempts=0,
        progress=0,
        progress_label="",
        error="",
        queued_at=timezone.now(),
        finished_at=None,
    )
    job.refresh_from_db()
