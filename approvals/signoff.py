"""Signing, declining and agreeing; and which sign-offs a change of words undoes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from approvals import delegation
from approvals.deadlines import day_in_words
from approvals.guards import (
    GuardNotMet,
    StepRefused,
    case_is_in_signoff,
    has_not_signed,
    is_on_the_route,
    keys_are_separate,
    parties_have_signed,
    require_guard,
)
from approvals.models import (
    BY_A_MEETING,
    SIGNATURES,
    AuthorityBasis,
    Case,
    CaseStatus,
    SignatureKind,
    SignOff,
    SignOffDecision,
)
from approvals.queries import amendments_told, kind_for, locked, standing_answers
from approvals.words import covered_in_version, parts, undone
from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from plans.content import PlanContent
from plans.lifecycle import WordsMoved
from plans.models import PlanVersion

# What is said of a meeting that has not been held, by the authority on which a body answers.
NOT_HELD: dict[str, str] = {
    AuthorityBasis.DELEGATION: "Enter the day of the meeting that gave the delegation: it cannot be after today.",
    AuthorityBasis.CHAIRS_ACTION: (
        "A meeting after today has decided nothing yet: leave this empty. The day by which the action will be ratified "
        "has its own box."
    ),
}


@dataclass(frozen=True)
class Reply:
    """What a person writes on signing for a body: position, authority, statement. Without a basis it is a refusal.

    ``has_exception``: the body agrees, but for what the statement names.
    """

    position: str
    basis: str = ""
    minute_reference: str = ""
    meeting_on: date | None = None
    ratification_due_on: date | None = None
    statement: str = ""
    has_exception: bool = False


def said_again(signoff: SignOff) -> Reply:
    """What a person wrote on signing, to stand under later words as well."""
    return Reply(
        position=signoff.position,
        basis=signoff.basis,
        minute_reference=signoff.minute_reference,
        meeting_on=signoff.meeting_on,
        ratification_due_on=signoff.ratification_due_on,
        statement=signoff.statement,
        has_exception=signoff.decision == SignOffDecision.EXCEPT,
    )


class ReplyIncomplete(StepRefused):
    """What is missing or cannot be in a reply; ``faults`` has a sentence for each field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


def faults_of(reply: Reply, *, kind: SignatureKind, on: date) -> dict[str, str]:
    """What a signature lacks on the day of signing, a sentence for each field; the form and the step both ask here."""
    faults = {}
    basis, needs_a_minute = reply.basis, kind == SignatureKind.BOARD and reply.basis in BY_A_MEETING
    if not reply.position.strip():
        faults["position"] = "Enter the position in which you sign."
    if basis not in AuthorityBasis.values:
        faults["basis"] = "Choose on what authority you sign."
    if basis in BY_A_MEETING and reply.meeting_on is None:
        faults["meeting_on"] = "Enter the date of the meeting that decided."
    if reply.meeting_on and reply.meeting_on > on:
        ahead = "The meeting must have been held. Before it is, sign by delegation or by an action to be ratified."
        faults["meeting_on"] = NOT_HELD.get(basis, ahead)
    if (needs_a_minute or basis == AuthorityBasis.DELEGATION) and not reply.minute_reference.strip():
        faults["minute_reference"] = "Enter the reference of the minute that records the decision."
    if reply.has_exception and not reply.statement.strip():
        faults["statement"] = "Say what the body does not agree to."
    if basis == AuthorityBasis.CHAIRS_ACTION and (reply.ratification_due_on is None or reply.ratification_due_on < on):
        faults["ratification_due_on"] = "Enter the date by which the action will be ratified: today or later."
    return faults


def faults_of_refusal(reply: Reply) -> dict[str, str]:
    """What a refusal lacks, a sentence for each field."""
    faults = {}
    if not reply.position.strip():
        faults["position"] = "Enter the position in which you answer."
    if not reply.statement.strip():
        faults["statement"] = "Say why, so that the other parties know what to change."
    return faults


def sign(
    case: Case, *, organisation: Organisation, by: User, at: datetime, fingerprint_shown: str, reply: Reply
) -> SignOff:
    """Sign the version that is up, for one council or CCG; it covers the sections that bind that kind of body.

    The same person's second click returns the first signature. A refusal of the body that stood becomes void. Raises
    WordsMoved when the version is no longer the one shown, ReplyIncomplete, and GuardNotMet.
    """
    with transaction.atomic():
        held = locked(case.pk, reads_words=True)
        if kind_for(organisation) == SignatureKind.BOARD:
            raise GuardNotMet("The board agrees after the parties have signed; it does not sign as one of them.")
        faults = faults_of(reply, kind=SignatureKind.PARTY, on=timezone.localdate(at))
        if faults:
            raise ReplyIncomplete(faults)
        return _answer(held, organisation, by, at, fingerprint_shown, reply)


def agree(
    case: Case, *, organisation: Organisation, by: User, at: datetime, fingerprint_shown: str, reply: Reply
) -> SignOff:
    """Agree the version that is up, for a Health and Wellbeing Board, once every party's signature stands.

    Raises as ``sign`` does.
    """
    with transaction.atomic():
        held = locked(case.pk, reads_words=True)
        require_guard(parties_have_signed(held))
        faults = faults_of(reply, kind=SignatureKind.BOARD, on=timezone.localdate(at))
        if faults:
            raise ReplyIncomplete(faults)
        return _answer(held, organisation, by, at, fingerprint_shown, reply)


def decline(
    case: Case, *, organisation: Organisation, by: User, at: datetime, fingerprint_shown: str, reply: Reply
) -> SignOff:
    """Refuse to sign or agree, with a reason that all parties see; a signature the body gave becomes void.

    Nothing else moves: the body signs after all, or an author reopens the plan. Raises as ``sign`` does.
    """
    faults = faults_of_refusal(reply)
    if faults:
        raise ReplyIncomplete(faults)
    with transaction.atomic():
        refusal = Reply(position=reply.position, statement=reply.statement)
        return _answer(locked(case.pk, reads_words=True), organisation, by, at, fingerprint_shown, refusal)


def faults_of_ratification(signoff: SignOff, *, met_on: date | None, minute: str, on: date) -> dict[str, str]:
    """What a record of ratification lacks, a sentence for each field."""
    faults = {}
    signed_on = timezone.localdate(signoff.signed_at)
    if met_on is None or not signed_on <= met_on <= on:
        faults["met_on"] = (
            "Enter the date of the meeting that decided about the action: not before the action, on "
            f"{day_in_words(signed_on)}, and not after today."
        )
    if not minute.strip():
        faults["minute"] = "Enter the reference of the minute that records it."
    return faults


def ratify(signoff: SignOff, *, met_on: date | None, minute: str, by: User, at: datetime) -> SignOff:
    """Record that a body has ratified its chair's or officer's action; at any stage, once.

    A second click returns the record made. Raises ReplyIncomplete, and GuardNotMet where nothing is to be ratified.
    """
    with transaction.atomic():
        case = locked(signoff.case_id)
        held = case.signoffs.select_related("organisation").get(pk=signoff.pk)
        if held.ratified_on is not None and (held.ratified_on, held.ratified_minute) == (met_on, minute):
            return held
        if not held.awaits_ratification:
            raise GuardNotMet("Nothing of this body is to be ratified.")
        faults = faults_of_ratification(held, met_on=met_on, minute=minute, on=timezone.localdate(at))
        if faults:
            raise ReplyIncomplete(faults)
        held.ratified_on, held.ratified_minute, held.ratified_by, held.ratified_at = met_on, minute, by, at
        held.save(update_fields=["ratified_on", "ratified_minute", "ratified_by", "ratified_at"])
        data = {
            "organisation": held.organisation.name,
            "met_on": held.ratified_on.isoformat() if held.ratified_on else "",
            "minute": minute,
            "due": held.ratification_due_on.isoformat() if held.ratification_due_on else "",
        }
        record(actor=by, action="signoff.ratified", subject=held, plan_key=case.plan.key, data=data, at=at)
    return held


def refuse_ratification(signoff: SignOff, *, met_on: date | None, minute: str, by: User, at: datetime) -> SignOff:
    """Record that a body refused to ratify its chair's or officer's action; at any stage, once.

    Until the plan is submitted the answer becomes void, and the body is asked again. From then on it stays in what was
    submitted, marked as refused wherever it is shown: those who hold the plan may return it. Raises as ``ratify``.
    """
    with transaction.atomic():
        case = locked(signoff.case_id)
        held = case.signoffs.select_related("organisation").get(pk=signoff.pk)
        if held.is_refused and (held.ratified_on, held.ratified_minute) == (met_on, minute):
            return held
        if not held.awaits_ratification:
            raise GuardNotMet("Nothing of this body is to be ratified.")
        faults = faults_of_ratification(held, met_on=met_on, minute=minute, on=timezone.localdate(at))
        if faults:
            raise ReplyIncomplete(faults)
        held.case, held.is_refused = case, True
        held.ratified_on, held.ratified_minute, held.ratified_by, held.ratified_at = met_on, minute, by, at
        held.save(update_fields=["is_refused", "ratified_on", "ratified_minute", "ratified_by", "ratified_at"])
        data = {
            "organisation": held.organisation.name,
            "version": held.version.number,
            "met_on": met_on.isoformat() if met_on else "",
            "minute": minute,
        }
        record(actor=by, action="signoff.ratification_refused", subject=held, plan_key=case.plan.key, data=data, at=at)
        if case.status in {CaseStatus.IN_SIGNOFF, CaseStatus.REOPENED}:
            void(held, by=by, at=at, reason=f"{held.organisation.name} refused to ratify it ({minute}).")
    return held


def void_changed(case: Case, version: PlanVersion, *, by: User, at: datetime) -> list[SignOff]:
    """Void every answer of a case that covers a section whose words differ in ``version``; the others stand.

    A signature stands as well where a deputy has accepted these very words within a delegation. The case must be
    locked. Returns those that are now void.
    """
    titles = {part["slug"]: part["title"] for part in parts(version)}
    reason = f"Version {version.number} changed what it covers."
    now_void = []
    standing = case.signoffs.filter(voided_at__isnull=True).select_related("organisation", "case__plan")
    on_route = set(case.stops.values_list("organisation", flat=True))
    for signoff in standing.prefetch_related(Prefetch("amendments", amendments_told())):
        if signoff.organisation_id not in on_route:
            now_void.append(void(signoff, by=by, at=at, reason=f"{signoff.organisation.name} left the plan."))
            continue
        now = covered_in_version(version, signoff.organisation)
        changed = undone(signoff, now)
        if changed and not delegation.take_up(signoff, version, now, by=by, at=at):
            signoff.changed_sections = {slug: titles.get(slug, slug) for slug in changed}
            now_void.append(void(signoff, by=by, at=at, reason=reason))
    return now_void


def void(signoff: SignOff, *, by: User, at: datetime, reason: str) -> SignOff:
    """Undo a sign-off, saying why; the row stays, with the ``changed_sections`` set on it. Within a transaction."""
    signoff.voided_at, signoff.void_reason = at, reason
    signoff.save(update_fields=["voided_at", "void_reason", "changed_sections"])
    titles = list(signoff.changed_sections.values())
    data = {"organisation": signoff.organisation.name, "reason": reason, "sections": titles}
    plan_key = signoff.case.plan.key
    record(actor=by, action="signoff.voided", subject=signoff, plan_key=plan_key, data=data, at=at)
    return signoff


def _answer(
    case: Case, organisation: Organisation, by: User, at: datetime, fingerprint_shown: str, reply: Reply
) -> SignOff:
    """Store a body's answer in place of the one that stood, if any. The case is locked."""
    decision = _decision(reply)
    require_guard(case_is_in_signoff(case))
    require_guard(is_on_the_route(case, organisation))
    # Reckoned again from the words themselves: a fingerprint that is only stored beside them proves nothing.
    words = PlanContent.from_json(case.version.content).fingerprint
    if any(fingerprint != fingerprint_shown for fingerprint in (case.version.fingerprint, words)):
        raise WordsMoved
    answers = standing_answers(case)
    earlier = next((answer for answer in answers if answer.organisation_id == organisation.pk), None)
    if earlier and earlier.decision == decision and earlier.signatory_id == by.pk:
        return earlier
    if decision in SIGNATURES:
        require_guard(has_not_signed(answers, organisation))
    require_guard(keys_are_separate(answers, organisation, by))
    if earlier:
        earlier.case = case
        void(earlier, by=by, at=at, reason=f"{organisation.name} has answered again since.")
    return _store(case, organisation, by, at, reply)


def _decision(reply: Reply) -> SignOffDecision:
    if not reply.basis:
        return SignOffDecision.DECLINED
    return SignOffDecision.EXCEPT if reply.has_exception else SignOffDecision.SIGNED


def _store(case: Case, organisation: Organisation, by: User, at: datetime, reply: Reply) -> SignOff:
    kind = kind_for(organisation)
    signoff = SignOff.objects.create(
        case=case,
        version=case.version,
        organisation=organisation,
        kind=kind,
        decision=_decision(reply),
        signatory=by,
        position=reply.position,
        basis=reply.basis,
        minute_reference=reply.minute_reference,
        meeting_on=reply.meeting_on,
        ratification_due_on=reply.ratification_due_on if reply.basis == AuthorityBasis.CHAIRS_ACTION else None,
        statement=reply.statement,
        signed_at=at,
        fingerprint=case.version.fingerprint,
        sections=covered_in_version(case.version, organisation),
    )
    signed = "signoff.agreed" if kind == SignatureKind.BOARD else "signoff.signed"
    action = signed if reply.basis else "signoff.declined"
    data = {
        "organisation": organisation.name,
        "version": case.version.number,
        "fingerprint": case.version.fingerprint,
        "basis": reply.basis,
        "authority": signoff.authority,
        "position": reply.position,
        "statement": reply.statement,
        "exception": reply.has_exception,
    }
    record(actor=by, action=action, subject=signoff, plan_key=case.plan.key, data=data, at=at)
    return signoff
