"""Sealing and verifying the PDF of Ealing. ``python -m tests.bench.seals STEP DOCUMENT FOLDER`` is a run."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.bench.documents import _peak
from tests.bench.figures import DocumentCost, document_cost

# Our own: sealing must not be felt beside the 5 s of the PDF, and a page may wait for the quick check only.
AIMS: dict[str, tuple[str, float]] = {
    "seal": ("seal a PDF, Ealing", 0.5),
    "full": ("verify its seal in full", 1.0),
    "revised": ("verify it after a later revision", 10.0),
    "quick": ("compare it with the stored file, as pages do", 0.1),
}


def measure(document: UUID, *, runs: int, slowness: float, goes_on: Callable[[], bool]) -> list[DocumentCost]:
    """Seal and verify the PDF of this document so many times; ends early when ``goes_on`` says so.

    Aims are scaled by ``slowness``, as of ``figures``.
    """
    taken: dict[str, list[tuple[float, float, float]]] = {step: [] for step in AIMS}
    with tempfile.TemporaryDirectory() as folder:
        _spawned("print", document, folder)
        for _ in range(runs):
            for step, costs in taken.items():
                told = _spawned(step, document, folder)
                costs.append((told["body"], told["cpu"], told["megabytes"]))
            if not goes_on():
                break
    return [
        document_cost(name, taken[step], seconds=seconds * slowness, megabytes=None)
        for step, (name, seconds) in AIMS.items()
    ]


def _spawned(step: str, document: UUID, folder: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.seals", step, str(document), folder]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


def run(step: str, document_id: str, folder: Path) -> dict[str, Any]:
    """One step here, on one core, and what it took; raises RuntimeError when the check answers wrongly."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    import django

    django.setup()
    pdf, sealed, certificate, key = (folder / name for name in ("plan.pdf", "sealed.pdf", "certificate", "seal.p12"))
    if step == "print":
        from itf.lib.sealing.keys import make_development_key
        from plans.documents.compose import render, version_document
        from plans.models import Document

        version = Document.objects.select_related("version").get(pk=document_id).version
        pdf.write_bytes(render(version_document(version), "pdf"))
        make_development_key(f"pkcs12:{key}", now=datetime.now(UTC))
        return {}
    if step == "quick":
        from approvals.proofs import _against

        content, stored = bytearray(sealed.read_bytes()), sealed.read_bytes()
        content[-1000] ^= 1
        began = time.perf_counter()
        differing, _ = _against(stored, bytes(content))
        took = time.perf_counter() - began
        is_right = differing == 1
    elif step == "seal":
        from itf.lib.sealing.signing import seal

        content = pdf.read_bytes()
        began = time.perf_counter()
        made = seal(content, key=f"pkcs12:{key}", passphrase="", reason="Measured")
        took = time.perf_counter() - began
        sealed.write_bytes(made.pdf)
        certificate.write_bytes(made.certificate)
        is_right = True
    else:
        from itf.lib.sealing.checking import examine

        content = sealed.read_bytes()
        content = _revised(content) if step == "revised" else content
        began = time.perf_counter()
        found = examine(content, trusted=[certificate.read_bytes()])
        took = time.perf_counter() - began
        is_right = bool(found) == (step == "full")
    if not is_right:
        raise RuntimeError(f"{step}: the check answered wrongly.")
    return {"body": took, "cpu": time.process_time(), "megabytes": _peak()}


def _revised(content: bytes) -> bytes:
    """The file with its first page turned in a later revision."""
    import io

    from pyhanko.pdf_utils.generic import NumberObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(90)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
