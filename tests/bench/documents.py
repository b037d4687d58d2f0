"""Documents as jobs: each run in a process of its own on one core. ``python -m tests.bench.documents JOB`` is a run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.bench.figures import DocumentCost, document_cost

# From the issue: the PDF of Ealing's draft, and its workbook.
AIMS: dict[str, tuple[str, float, float | None]] = {
    "pdf": ("PDF, Ealing", 5.0, 200.0),
    "xlsx": ("workbook, Ealing", 0.5, None),
}


def measure(
    documents: dict[str, UUID], *, runs: int, slowness: float, goes_on: Callable[[], bool]
) -> list[DocumentCost]:
    """Build each document so many times, one kind after the other; ends early when ``goes_on`` says so.

    Aims are scaled by ``slowness``, as of ``figures``.
    """
    taken: dict[str, list[tuple[float, float, float]]] = {kind: [] for kind in AIMS}
    for _ in range(runs):
        for kind, costs in taken.items():
            costs.append(_built(documents[kind]))
        if not goes_on():
            break
    return [
        document_cost(name, taken[kind], seconds=seconds * slowness, megabytes=megabytes)
        for kind, (name, seconds, megabytes) in AIMS.items()
    ]


def _built(document_id: UUID) -> tuple[float, float, float]:
    """One run; afterwards the document is as if it had never been built. Raises RuntimeError when it was not."""
    from plans.models import Document

    document = Document.objects.select_related("job").get(pk=document_id)
    command = [sys.executable, "-m", "tests.bench.documents", str(document.job_id)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    document.refresh_from_db()
    if not document.is_ready:
        raise RuntimeError(f"The {document.kind} was not built: {document.job.error}")
    document.file.delete(save=False)
    Document.objects.filter(pk=document_id).update(file="", size=None, sha256="", built_at=None)
    type(document.job).objects.filter(pk=document.job_id).update(state="queued", attempts=0, finished_at=None)
    return told["body"], told["cpu"], told["megabytes"]


def _peak() -> float:
    """The most memory that this process ever held, in megabytes of a million bytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kibibytes) * 1024 / 1e6


def run(job_id: str) -> dict[str, Any]:
    """Run the job here, on one core, and say what it took."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    import django

    django.setup()
    from itf.jobs.execution import execute

    began = time.perf_counter()
    execute(UUID(job_id), "bench")
    return {"body": time.perf_counter() - began, "cpu": time.process_time(), "megabytes": _peak()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(sys.argv[1])))
