"""Freezing and reopening: the only writers of Plan.status, and the only makers of versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Max, QuerySet

from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from itf.jobs.queue import enqueue_each, wake
from plans.authoring import PlanNotOpen, lock_open
from plans.content import PlanContent
from plans.gather import plan_content
from plans.models import OF_EVERY_VERSION, Document, DocumentKind, FreezeConsent, Plan, PlanStatus, PlanVersion
from plans.models.drafting import Side
from plans.rules import Finding, blocking, findings

__all__ = [
    "ChangedOutside",
    "PlanIncomplete",
    "PlanNotFrozen",
    "PlanNotOpen",
    "SamePerson",
    "WordsMoved",
    "agree_to_freeze",
    "build_again",
    "queue_document",
    "reopen",
    "take_back_consent",
]


NOTE_LIMIT = 200  # characters, as of the authors' own note


@dataclass
class PlanIncomplete(Exception):
    """Findings stop the freeze."""

    findings: tuple[Finding, ...]


class WordsMoved(Exception):
    """The words are no longer those the person was shown."""


class SamePerson(Exception):
    """The two consents must come from two people."""


@dataclass
class ChangedOutside(Exception):
    """The plan is open for some sections, and others differ from the last version: their titles."""

    titles: tuple[str, ...]


class PlanNotFrozen(Exception):
    """The plan is open already."""


def agree_to_freeze(
    plan: Plan, *, side: Side, organisation: Organisation, fingerprint: str, by: User, at: datetime
) -> PlanVersion | None:
    """Record one side's consent to freeze exactly these words; freezes when the other side consented to the same.

    Returns the new version, or None while the other side is still to agree. Raises PlanNotOpen, WordsMoved when the
    draft is no longer what the person was shown, ChangedOutside, PlanIncomplete when a finding stops it, and SamePerson
    when the other side's consent is theirs too.
    """
    with transaction.atomic():
        locked = lock_open(plan)
        content = plan_content(locked)
        if content.fingerprint != fingerprint:
            raise WordsMoved
        if outside := changed_outside(locked, content):
            raise ChangedOutside(outside)
        stopping = blocking(findings(content))
        if stopping:
            raise PlanIncomplete(stopping)
        if standing_consents(locked, fingerprint).exclude(side=side).filter(agreed_by=by).exists():
            raise SamePerson
        consent = FreezeConsent(
            plan=locked, side=side, organisation=organisation, fingerprint=fingerprint, agreed_at=at, agreed_by=by
        )
        # One statement: it takes the place of an agreement to other words.
        FreezeConsent.objects.bulk_create(
            [consent],
            update_conflicts=True,
            unique_fields=["plan", "side"],
            update_fields=["organisation", "fingerprint", "agreed_at", "agreed_by", "lapsed_at"],
        )
        data = {"side": str(side), "organisation": organisation.name, "fingerprint": fingerprint}
        record(actor=by, action="plan.freeze_agreed", subject=locked, plan_key=locked.key, data=data, at=at)
        agreed = set(standing_consents(locked, fingerprint).values_list("side", flat=True))
        if agreed != set(Side.values):
            return None
        return _freeze(locked, content, by=by, at=at)


def standing_consents(plan: Plan, fingerprint: str) -> QuerySet[FreezeConsent]:
    """The agreements to freeze these words that stand: a change ends them, also one that was taken back."""
    return FreezeConsent.objects.filter(plan=plan, fingerprint=fingerprint, lapsed_at=None)


def take_back_consent(plan: Plan, *, side: Side, by: User, at: datetime) -> None:
    """Withdraw one side's consent while the plan is still open."""
    with transaction.atomic():
        locked = lock_open(plan)
        taken_back, _ = locked.freeze_consents.filter(side=side).delete()
        if taken_back:
            record(
                actor=by,
                action="plan.freeze_consent_withdrawn",
                subject=locked,
                plan_key=locked.key,
                data={"side": side},
                at=at,
            )


def changed_outside(plan: Plan, content: PlanContent) -> tuple[str, ...]:
    """The titles of sections that differ from the last version though the plan is not open for them."""
    last = plan.versions.order_by("-number").first() if plan.open_sections else None
    if last is None:
        return ()
    before = last.section_fingerprints
    return tuple(
        section.title
        for section in content.sections
        if not plan.may_change(section.slug) and section.fingerprint != before.get(section.slug)
    )


def reopen(plan: Plan, *, by: User, at: datetime, reason: str, sections: Sequence[str] | None = None) -> None:
    """Open a frozen plan for writing; its versions stay as they are. Raises PlanNotFrozen.

    ``sections``: the slugs of those that alone may change, none for all of them; left out, it is as it was last open.
    """
    with transaction.atomic():
        locked = Plan.objects.select_for_update().get(pk=plan.pk)
        if locked.is_open:
            raise PlanNotFrozen
        if sections is not None:
            locked.open_sections = list(sections)
            locked.save(update_fields=["open_sections"])
        _set_status(locked, PlanStatus.OPEN)
        record(actor=by, action="plan.reopened", subject=locked, plan_key=locked.key, data={"reason": reason}, at=at)


def open_whole(plan: Plan) -> None:
    """Let every section of an open plan change, where only some could. The plan is locked."""
    plan.open_sections = []
    plan.save(update_fields=["open_sections"])


def _freeze(plan: Plan, content: PlanContent, *, by: User, at: datetime) -> PlanVersion:
    """Store the words as the next version and queue its documents. The plan is locked and found complete."""
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    version = PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        content=content.to_json(),
        fingerprint=content.fingerprint,
        section_fingerprints=content.section_fingerprints,
        change_note=_change_note(plan, content),
        frozen_at=at,
        frozen_by=by,
    )
    version.attachments.add(*plan.attachments.filter(removed_at=None))  # a new version has none yet
    plan.freeze_consents.all().delete()
    _set_status(plan, PlanStatus.FROZEN)
    _queue_documents(version)
    data = {"version": version.number, "fingerprint": version.fingerprint}
    record(actor=by, action="plan.frozen", subject=version, plan_key=plan.key, data=data, at=at)
    return version


def _change_note(plan: Plan, content: PlanContent) -> str:
    """What a version changes, as its authors say; of one that is open for some sections these are what it changes.

    The section with the authors' own note stands as it was approved, and with it who signed that.
    """
    if not plan.open_sections:
        return str(content.section("plan-details").value("change_note"))
    titles = [section.title for section in content.sections if plan.may_change(section.slug)]
    return f"Answers conditions of approval in: {', '.join(titles)}"[:NOTE_LIMIT]


def build_again(document: Document) -> None:
    """Queue once more the job of a document whose building failed; one that waits, runs or is done stays as it is."""
    with transaction.atomic():
        _queue(document)


def queue_document(version: PlanVersion, kind: DocumentKind) -> Document:
    """The document of this kind and the job that builds it, made now unless they are there. Within a transaction."""
    document = Document.objects.filter(version=version, kind=kind).first()
    if document is None:
        document = Document(version=version, kind=kind)
        _queue(document)
        document.save(force_insert=True)
    return document


def _queue_documents(version: PlanVersion) -> None:
    """A row for each output and its job, in the same transaction as the version."""
    made = [Document(version=version, kind=kind) for kind in OF_EVERY_VERSION]
    _queue(*made)
    Document.objects.bulk_create(made)


def _queue(*documents: Document) -> None:
    """The jobs of documents that one kind of job builds; the wake-up calls go out once the transaction is committed."""
    kind = "document" if documents[0].kind in OF_EVERY_VERSION else "sealed_document"
    payloads = {f"document:{one.version_id}:{one.kind}": {"document": str(one.pk)} for one in documents}
    for document, job in zip(documents, enqueue_each(kind=kind, payloads=payloads), strict=True):
        document.job = job
        transaction.on_commit(partial(wake, job))


def _set_status(plan: Plan, status: PlanStatus) -> None:
    plan.status = status
    plan.save(update_fields=["status", "changed_at"])
