"""The worker's side: claim a job by a lease, run what its kind names, record what came of it."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from itf.jobs.models import Job, JobState

logger = logging.getLogger(__name__)

# A run that dies is noticed after one lease; six missed beats are no accident (platform.md section 2).
LEASE = timedelta(seconds=60)
HEARTBEAT = 10.0  # seconds
ATTEMPTS = 3
GAVE_UP = (
    f"This could not be finished: it was tried {ATTEMPTS} times. Nothing you entered is lost. "
    "Ask for it again; if it fails again, tell whoever runs this service."
)


class JobRefused(Exception):
    """The work cannot be done and trying again will not help; the message is a sentence for people."""


class LeaseLost(Exception):
    """Another run has taken the job over: stop, and write nothing more for it."""


class Progress:
    """What a running callable says about how far it is."""

    def __init__(self, held: QuerySet[Job]) -> None:
        self._held = held

    def step(self, percent: int, label: str) -> None:
        """Show ``percent`` (0 to 100) and ``label``, what is being done now, to those who wait.

        Raises LeaseLost when the job is no longer ours: the callable must let it pass.
        """
        shown = max(0, min(100, percent))
        if not self._held.update(progress=shown, progress_label=label[:120], lease_until=timezone.now() + LEASE):
            raise LeaseLost


def execute(job_id: uuid.UUID, worker: str) -> bool:
    """Run the job, unless it is finished, tried out, or another worker holds it; say whether it was run here.

    What the callable raises is logged and recorded, never raised. A failure that may pass puts the job back
    in the queue until it has been tried three times; JobRefused fails it at once.
    """
    lease = claim(job_id, worker)
    if lease is None:
        return False
    held = Job.objects.filter(pk=job_id, lease=lease, state=JobState.RUNNING)
    with _heartbeat(held):
        outcome = _run(held)
    if outcome and not held.update(lease=None, lease_until=None, **outcome):
        logger.warning("job %s: lease lost at the end by %s", job_id, worker)
    return True


def claim(job_id: uuid.UUID, worker: str) -> uuid.UUID | None:
    """Take the job by one conditional UPDATE; return the lease, or None when it is not there to be taken."""
    now, lease = timezone.now(), uuid.uuid4()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    taken = (
        Job.objects.filter(free, pk=job_id, attempts__lt=ATTEMPTS)
        .update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            lease=lease,
            lease_until=now + LEASE,
            worker=worker[:120],
            started_at=now,
            progress=0,
            progress_label="",
        )
    )  # fmt: skip
    return lease if taken else None


def release(**which: Any) -> int:
    """End at once the leases of runs known to be dead (Job lookups say which), so that nobody waits a minute."""
    ended = timezone.now() - timedelta(seconds=1)
    return Job.objects.filter(state=JobState.RUNNING, **which).update(lease_until=ended)


def sweep() -> list[uuid.UUID]:
    """Fail the jobs whose last permitted run died; return those to run now, longest waiting first.

    Safe to call at any time and from several places at once: whoever runs a job claims it first.
    """
    now = timezone.now()
    died = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    for job in died.filter(attempts__gte=ATTEMPTS):
        if died.filter(pk=job.pk, lease=job.lease).update(**_failed(GAVE_UP), lease=None, lease_until=None):
            logger.error("job %s (%s): no run finished in %d attempts", job.pk, job.kind, ATTEMPTS)
    waiting = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    return list(Job.objects.filter(waiting, attempts__lt=ATTEMPTS).values_list("pk", flat=True))


def ask_sources() -> None:
    """Let whoever settings.JOB_SOURCES names queue what is due. Never raises: the jobs that wait must still be run."""
    for path in settings.JOB_SOURCES:
        try:
            import_string(path)()
        except Exception:
            logger.exception("job source %s failed; it is asked again", path)


def _run(held: QuerySet[Job]) -> dict[str, Any]:
    """Call what the job's kind names; return the fields that record the outcome, none when the lease is lost."""
    job = held.first()
    if job is None:
        return {}
    try:
        work: Callable[[dict[str, Any], Progress], None] = import_string(settings.JOB_KINDS[job.kind])
        work(job.payload, Progress(held))
    except LeaseLost:
        logger.warning("job %s: lease lost by %s; another run has it", job.pk, job.worker)
        return {}
    except JobRefused as refusal:
        logger.info("job %s (%s): refused: %s", job.pk, job.kind, refusal)
        return _failed(str(refusal))
    except Exception:
        # Whatever the callable raises, the row must say what became of the job.
        logger.exception("job %s (%s): attempt %d failed", job.pk, job.kind, job.attempts)
        return _failed(GAVE_UP) if job.attempts >= ATTEMPTS else _again()
    return {"state": JobState.DONE, "progress": 100, "progress_label": "", "finished_at": timezone.now()}


def _failed(sentence: str) -> dict[str, Any]:
    return {"state": JobState.FAILED, "error": (sentence or GAVE_UP)[:300], "finished_at": timezone.now()}


def _again() -> dict[str, Any]:
    return {"state": JobState.QUEUED, "progress": 0, "progress_label": "It did not work; it will be tried again"}


@contextmanager
def _heartbeat(held: QuerySet[Job]) -> Iterator[None]:
    """Renew the lease from a thread of its own, however long one step takes."""
    stop = threading.Event()
    beat = threading.Thread(target=_beat, args=(held, stop), name="job-heartbeat", daemon=True)
    beat.start()
    try:
        yield
    finally:
        stop.set()
        beat.join()


def _beat(held: QuerySet[Job], stop: threading.Event) -> None:
    while not stop.wait(HEARTBEAT):
        try:
            if not held.all().update(lease_until=timezone.now() + LEASE):
                return
        except DatabaseError:
            # One missed beat is no loss: the lease outlives several.
            logger.warning("job heartbeat: the database did not answer", exc_info=True)
        finally:
            connection.close()
