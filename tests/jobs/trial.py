"""What the jobs of these tests do: each function is a job kind, run by the real runners."""

import os
import signal
import time
import uuid
from pathlib import Path

from django.utils import timezone

from itf.jobs.execution import JobRefused
from itf.jobs.models import Job


def write(payload, progress):
    """Write "start" and "end" to the file ``log``, with ``steps`` pauses of a tenth of a second between."""
    note(payload, "start")
    for step in range(payload.get("steps", 1)):
        progress.step(step, f"Step {step}")
        time.sleep(0.1)
    note(payload, "end")


def fail(payload, progress):
    raise RuntimeError("a fault in the code")


def refuse(payload, progress):
    raise JobRefused("The plan was withdrawn, so there is nothing to print.")


def lose_the_lease(payload, progress):
    """Be overtaken by another run, as after a minute of silence."""
    Job.objects.filter(pk=payload["job"]).update(lease=uuid.uuid4(), worker="the other", progress=50)
    progress.step(99, "must not be seen")
    note(payload, "end")


def kill_itself(payload, progress):
    os.kill(os.getpid(), signal.SIGKILL)


def see_a_heartbeat(payload, progress):
    """Return when the lease has been renewed without a step."""
    before = Job.objects.get(pk=payload["job"]).lease_until
    deadline = time.monotonic() + 10
    while Job.objects.get(pk=payload["job"]).lease_until <= before:
        assert time.monotonic() < deadline, "no heartbeat"
        time.sleep(0.02)


def stop_half_way(payload, progress):
    """Show what a page would see in the middle of a job, by way of the file ``log``."""
    progress.step(40, "Laying out the pages")
    job = Job.objects.get(pk=payload["job"])
    lease_is_held = job.lease_until > timezone.now()
    note(payload, f"{job.state} {job.progress} {job.progress_label} {lease_is_held}")


def note(payload, line):
    with Path(payload["log"]).open("a", encoding="utf-8") as log:
        log.write(f"{line}\n")
