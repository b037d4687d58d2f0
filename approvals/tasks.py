"""The background job of this app: printing what follows a submission or a decision, and sealing it."""

import hashlib
from dataclasses import asdict
from importlib.metadata import version as release
from typing import Any

from django.conf import settings
from django.utils import timezone

from approvals.documents.printed import NothingToPrint, Printed, printed
from itf.audit.chain import record
from itf.jobs.execution import JobRefused, Progress
from plans.content import ContentFormatUnknown
from plans.models import Document, Seal
from plans.storing import LATER_RELEASE, store

PACKAGES = ("weasyprint", "pikepdf", "pyhanko", "font-source-sans-pro")


class SealNotWhole(Exception):
    """The seal just made does not pass the check; the file is not kept."""


def build_sealed_document(payload: dict[str, Any], progress: Progress) -> None:
    """Print, seal, check and store the document of ``payload["document"]``; does nothing when it is there already.

    Safe to run twice, or twice at once: only one run's file is kept, with its seal and its event in the audit trail.
    """
    document = Document.objects.select_related("version__plan").get(pk=payload["document"])
    if document.is_ready:
        return
    progress.step(5, "Laying out the pages")
    try:
        paper = printed(document)
    except ContentFormatUnknown as unknown:
        raise JobRefused(LATER_RELEASE) from unknown
    except NothingToPrint as moved_on:
        raise JobRefused(str(moved_on)) from moved_on
    if not settings.SEALING:
        store(document, paper.pdf)
        return
    progress.step(70, "Sealing it")
    _seal(document, paper, progress)


def _seal(document: Document, paper: Printed, progress: Progress) -> None:
    # pyHanko is 50 MB: only a process that seals loads it.
    from itf.lib.sealing.checking import examine  # noqa: PLC0415 - as said above
    from itf.lib.sealing.keys import KeyUnusable, make_development_key  # noqa: PLC0415 - as said above
    from itf.lib.sealing.signing import seal  # noqa: PLC0415 - as said above

    if not settings.PRODUCTION:
        make_development_key(settings.SEAL_KEY, settings.SEAL_PASSPHRASE, now=timezone.now())
    try:
        sealed = seal(paper.pdf, key=settings.SEAL_KEY, passphrase=settings.SEAL_PASSPHRASE, reason=paper.reason)
    except KeyUnusable as fault:
        raise JobRefused(f"It could not be sealed. Tell whoever runs the service: {fault}") from fault
    progress.step(85, "Checking the seal")
    examined = examine(sealed.pdf, trusted=[sealed.certificate])
    if not examined:
        raise SealNotWhole(" ".join(examined.faults))
    progress.step(90, "Storing the file")
    at = timezone.now()
    data = {
        "version": document.version.number,
        "kind": document.kind,
        "sha256": hashlib.sha256(sealed.pdf).hexdigest(),
        "signer": sealed.signer,
        "certificate": hashlib.sha256(sealed.certificate).hexdigest(),
    }

    def with_seal() -> None:
        Seal.objects.create(
            document=document,
            sealed_at=at,
            signer=sealed.signer,
            certificate=sealed.certificate,
            unsealed_sha256=hashlib.sha256(paper.pdf).hexdigest(),
            audit_seq=paper.event.seq,
            audit_hash=paper.event.hash,
            sign_offs=[asdict(row) for row in paper.sign_offs],
            made_with={name: release(name) for name in PACKAGES},
        )
        key = document.version.plan.key
        record(actor=None, action="document.sealed", subject=document, plan_key=key, data=data, at=at)

    store(document, sealed.pdf, beside=with_seal)
