"""How far a job is, as a piece of page. The app whose job it is serves it, behind its own permission check."""

import zlib
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from itf.jobs.models import Job, JobState


def progress_context(job: Job, url: str) -> dict[str, Any]:
    """What ``jobs/_progress.html`` needs: the job in plain values, and the address that answers with it again.

    ``url`` is the caller's own view, which checks who asks and returns ``progress_response``. A template named
    ``job_outcome_template`` in the caller's context is included once the job is done or failed.
    """
    return {
        "job_id": f"job-{job.pk}",
        "job_label": job.progress_label or job.get_state_display(),
        "job_percent": job.progress,
        "job_error": job.error,
        "job_is_running": not job.is_finished,
        "job_is_done": job.state == JobState.DONE,
        "job_url": f"{url}?{urlencode({'seen': _mark(job)})}",
    }


def progress_response(request: HttpRequest, job: Job, url: str, **outcome: Any) -> HttpResponse:
    """The fragment, or 204 while nothing differs from what the page shows: a screen reader then stays silent.

    ``outcome`` is context for the caller's ``job_outcome_template``, and names it.
    """
    if request.GET.get("seen") == _mark(job):
        return HttpResponse(status=204)
    return render(request, "jobs/_progress.html", {**progress_context(job, url), **outcome})


def _mark(job: Job) -> str:
    """A short text that differs when what is shown differs."""
    return f"{job.state}-{job.progress}-{zlib.crc32(job.progress_label.encode())}"
