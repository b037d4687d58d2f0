"""The comparison of two states of a plan as a PDF: asked for, made by a job, fetched by whoever may see the plan."""

import hashlib
import json
import uuid
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from itf.accounts.models import User
from itf.jobs.models import Job
from itf.jobs.queue import enqueue, wake
from plans.documents.sides import Side
from plans.models import ComparisonPaper, Plan

JOB_KIND = "comparison_paper"


def asked_for(plan: Plan, before: Side, after: Side) -> ComparisonPaper | None:
    """The paper of just these words, made or in the making; None where nobody asked for one yet."""
    found = ComparisonPaper.objects.filter(plan=plan)
    # Most plans have none, and to write both sides down for their fingerprints is half the cost of a comparison.
    if not found.exists():
        return None
    return found.filter(words=_words(before, after)).select_related("job", "plan").defer("sides").first()


def ask(plan: Plan, before: Side, after: Side, *, by: User, at: datetime) -> ComparisonPaper:
    """Have the paper made; asking twice is asking once, and after a failure it is tried again."""
    with transaction.atomic():
        known = asked_for(plan, before, after)
        identity = known.pk if known else uuid.uuid4()
        job = _queue(identity)
        if known is None:
            sides = [{"name": side.name, "content": side.content.to_json()} for side in (before, after)]
            known, _ = ComparisonPaper.objects.get_or_create(
                plan=plan,
                words=_words(before, after),
                defaults={"id": identity, "sides": sides, "job": job, "asked_at": at, "asked_by": by},
            )
    return known


def keep(paper: ComparisonPaper, pdf: bytes) -> None:
    """Store the file, unless another run has done so, and let go of the words it was made of."""
    storage = ComparisonPaper._meta.get_field("file").storage
    name = storage.save(f"comparisons/{uuid.uuid4().hex}.pdf", ContentFile(pdf))
    if not ComparisonPaper.objects.filter(pk=paper.pk, file="").update(file=name, sides=[]):
        storage.delete(name)


def _words(before: Side, after: Side) -> str:
    said = [[side.name, side.content.fingerprint] for side in (before, after)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _queue(paper: uuid.UUID) -> Job:
    job = enqueue(kind=JOB_KIND, key=str(paper), payload={"paper": str(paper)})
    transaction.on_commit(lambda: wake(job))
    return job
