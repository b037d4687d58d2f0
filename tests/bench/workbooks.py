"""The workbook of the largest draft, out and back. ``python -m tests.bench.workbooks STEP PLAN FILE`` is a run."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.documents import _peak
from tests.bench.figures import DocumentCost, document_cost

# From the issue: the preview of a 60-scheme workbook under a second. The first is our own, as for Ealing's.
AIMS: dict[str, tuple[str, float]] = {
    "export": ("draft workbook, 60 schemes", 0.5),
    "preview": ("import preview, 60 schemes", 1.0),
}


def measure(key: str, *, runs: int, slowness: float, goes_on: Callable[[], bool]) -> list[DocumentCost]:
    """Take the plan's workbook out and compare it with the plan, so many times; ends early when ``goes_on`` says so.

    Aims are scaled by ``slowness``, as of ``figures``.
    """
    taken: dict[str, list[tuple[float, float, float]]] = {step: [] for step in AIMS}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "draft.xlsx"
        for _ in range(runs):
            for step, costs in taken.items():
                command = [sys.executable, "-m", "tests.bench.workbooks", step, key, str(file)]
                told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                costs.append((told["body"], told["cpu"], told["megabytes"]))
            if not goes_on():
                break
    return [
        document_cost(name, taken[step], seconds=seconds * slowness, megabytes=None)
        for step, (name, seconds) in AIMS.items()
    ]


def run(step: str, key: str, file: Path) -> dict[str, Any]:
    """One step here, on one core, and what it took; raises RuntimeError when the workbook comes back changed."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    import django

    django.setup()
    from django.utils import timezone

    from plans.imports.outgoing import handed_out
    from plans.imports.preview import preview_of
    from plans.models import Plan

    plan = Plan.objects.get(key=key)
    began = time.perf_counter()
    if step == "export":
        content = handed_out(plan).workbook(timezone.now())
        took = time.perf_counter() - began
        file.write_bytes(content)
    else:
        found = preview_of(plan, file.read_bytes())
        took = time.perf_counter() - began
        if found.changes or found.remarks:
            raise RuntimeError(f"An untouched workbook came back changed: {found.summary}")
    return {"body": took, "cpu": time.process_time(), "megabytes": _peak()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
