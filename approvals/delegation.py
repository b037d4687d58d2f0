"""Delegations of minor amendments: given, ended, used by the named deputy, and taken up at the next freeze."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone

from approvals.deadlines import day_in_words
from approvals.guards import GuardNotMet, StepRefused, require_guard, still_before_submission, words_are_open
from approvals.models import SIGNATURES, Amendment, Case, CaseStatus, Delegation, SignOff
from approvals.queries import amendments_told, locked
from approvals.words import changed_sections, covered_in_draft, money_moved, undone
from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from itf.lib.figures import pounds
from itf.lib.verdict import ALLOWED, Verdict, first_refusal, refused
from plans.content import PlanContent
from plans.gather import plan_content
from plans.lifecycle import WordsMoved
from plans.models import Plan, PlanVersion


@dataclass(frozen=True)
class Terms:
    """What a body delegates: to whom, within which limits, until when, and where that was decided."""

    deputy: User | None
    until: date | None
    minute_reference: str
    meeting_on: date | None
    sections: tuple[str, ...] = ()
    up_to: Decimal | None = None


class TermsIncomplete(StepRefused):
    """What terms of a delegation lack; ``faults`` has a sentence for each field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


@dataclass(frozen=True)
class Reach:
    """What a draft changes of the words that a body signed, and whether a delegation reaches so far."""

    changed: dict[str, str]
    moved: Decimal
    verdict: Verdict


def faults_of_terms(terms: Terms, *, on: date) -> dict[str, str]:
    """What is missing or cannot be, a sentence for each field; the form and the step both ask here."""
    faults = {}
    if terms.deputy is None:
        faults["deputy"] = "Choose the person who may accept amendments."
    if terms.until is None or terms.until < on:
        faults["until"] = "Enter the last day on which amendments can be accepted: today or later."
    if not terms.sections and terms.up_to is None:
        faults["up_to"] = "Set a limit: an amount, the sections that may change, or both."
    if terms.up_to is not None and terms.up_to < 0:
        faults["up_to"] = "Enter an amount of nought or more."
    if terms.meeting_on is None or terms.meeting_on > on:
        faults["meeting_on"] = "Enter the date of the meeting that delegated: today or earlier."
    if not terms.minute_reference.strip():
        faults["minute_reference"] = "Enter the reference of the minute that records the delegation."
    return faults


def give(case: Case, *, organisation: Organisation, terms: Terms, by: User, at: datetime) -> Delegation:
    """Record that a body lets a named deputy accept minor amendments; one that the deputy had of it before ends.

    The very same terms given twice by one person are one delegation. Raises TermsIncomplete, and GuardNotMet once the
    plan is submitted.
    """
    faults = faults_of_terms(terms, on=timezone.localdate(at))
    if faults or terms.deputy is None:
        raise TermsIncomplete(faults)
    if terms.deputy == by:
        raise GuardNotMet("Name another person: you can sign for the body yourself.")
    with transaction.atomic():
        held = locked(case.pk)
        require_guard(still_before_submission(held))
        values = {
            "sections": list(terms.sections),
            "up_to": terms.up_to,
            "until": terms.until,
            "minute_reference": terms.minute_reference,
            "meeting_on": terms.meeting_on,
            "given_by": by,
        }
        live = Delegation.objects.filter(
            plan=held.plan, organisation=organisation, deputy=terms.deputy, ended_at__isnull=True
        )
        for earlier in live:
            if all(getattr(earlier, name) == value for name, value in values.items()):
                return earlier
            _end(earlier, by, at, is_replaced=True)
        given = Delegation.objects.create(
            plan=held.plan, organisation=organisation, deputy=terms.deputy, given_at=at, **values
        )
        data = {
            "organisation": organisation.name,
            "deputy": str(terms.deputy),
            "sections": list(terms.sections),
            "up_to": str(terms.up_to or ""),
            "until": terms.until.isoformat() if terms.until else "",
            "minute": terms.minute_reference,
        }
        record(actor=by, action="delegation.given", subject=given, plan_key=held.plan.key, data=data, at=at)
    return given


def end(delegation: Delegation, *, by: User, at: datetime) -> None:
    """Take a delegation back: nothing more is accepted on it, and what no version has taken up no longer counts."""
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=delegation.plan_id)
        held = Delegation.objects.select_related("organisation", "deputy", "plan").get(pk=delegation.pk)
        if not held.is_ended:
            _end(held, by, at)


def reach(delegation: Delegation, signoff: SignOff, draft: PlanContent, *, on: date) -> Reach:
    """What this draft changes of what the body signed, and whether the delegation covers all of it on this day."""
    signed = PlanContent.from_json(signoff.version.content)
    now = covered_in_draft(draft, signoff.organisation)
    slugs = changed_sections(signoff.sections, now)
    titles = {section.slug: section.title for content in (signed, draft) for section in content.sections}
    changed = {slug: titles.get(slug, slug) for slug in slugs}
    moved = money_moved(signed, draft)
    return Reach(changed, moved, first_refusal(_goes_further(signoff, now), _within(delegation, changed, moved, on)))


def accept(delegation: Delegation, *, by: User, at: datetime, fingerprint_shown: str) -> Amendment:
    """Let the body's signature stand on the draft as it is now; the next freeze takes it up if the words stay so.

    A second click returns the first acceptance. Raises WordsMoved when the draft is no longer what the deputy was
    shown, and GuardNotMet for another person, a draft that goes beyond the delegation, or a body without a signature.
    """
    with transaction.atomic():
        case = locked(_live_case_id(delegation))
        held = Delegation.objects.select_related("organisation", "plan").get(pk=delegation.pk)
        if held.deputy_id != by.pk:
            raise GuardNotMet("Only the deputy whom the delegation names can accept amendments on it.")
        require_guard(words_are_open(case))
        signoff = standing_signature(case, held.organisation)
        if signoff is None:
            raise GuardNotMet(f"No signature of {held.organisation} stands, so there is nothing to amend.")
        draft = plan_content(case.plan)
        if draft.fingerprint != fingerprint_shown:
            raise WordsMoved
        found = reach(held, signoff, draft, on=timezone.localdate(at))
        require_guard(found.verdict)
        again = held.amendments.filter(signoff=signoff, version__isnull=True, fingerprint=fingerprint_shown).first()
        if again:
            return again
        made = Amendment.objects.create(
            delegation=held,
            signoff=signoff,
            accepted_by=by,
            accepted_at=at,
            fingerprint=fingerprint_shown,
            sections=covered_in_draft(draft, held.organisation),
            changed_sections=found.changed,
            money_moved=found.moved,
        )
        data = {
            "organisation": held.organisation.name,
            "sections": list(found.changed.values()),
            "moved": str(found.moved),
            "minute": held.minute_reference,
            "fingerprint": fingerprint_shown,
        }
        record(actor=by, action="amendment.accepted", subject=made, plan_key=case.plan.key, data=data, at=at)
    return made


def take_up(signoff: SignOff, version: PlanVersion, now: dict[str, str], *, by: User, at: datetime) -> bool:
    """Whether a deputy has accepted exactly the words that ``version`` has of what this signature covers.

    If so, the amendment is in force from now on and the signature stands. The case must be locked.
    """
    accepted = signoff.amendments.filter(version__isnull=True, delegation__ended_at__isnull=True)
    for amendment in accepted.select_related("delegation__deputy").order_by("-accepted_at"):
        if amendment.sections == now:
            amendment.version = version
            amendment.save(update_fields=["version"])
            data = {
                "organisation": signoff.organisation.name,
                "deputy": str(amendment.delegation.deputy),
                "version": version.number,
                "sections": list(amendment.changed_sections.values()),
                "minute": amendment.delegation.minute_reference,
            }
            record(
                actor=by, action="signoff.amended", subject=signoff, plan_key=signoff.case.plan.key, data=data, at=at
            )
            return True
    return False


def standing_signature(case: Case, organisation: Organisation) -> SignOff | None:
    """The signature of this body that stands, if there is one."""
    standing = case.signoffs.filter(organisation=organisation, voided_at__isnull=True)
    found = (
        standing.select_related("organisation", "version")
        .prefetch_related(Prefetch("amendments", amendments_told()))
        .first()
    )
    return found if found and found.is_signed else None


def live(plan: Plan, *, on: date) -> QuerySet[Delegation]:
    """The delegations of a plan on which amendments can be accepted on this day."""
    return Delegation.objects.filter(plan=plan, ended_at__isnull=True, until__gte=on)


def to_use(user: User, plans: Mapping[UUID, Plan], *, on: date) -> list[Delegation]:
    """Those on which this person can accept what the drafts of these plans, open again, now change.

    A delegation that does not reach so far, or whose body's signature stands as it is, asks nothing of its deputy. The
    draft is read whole of each plan that names them and was changed since: of these there is rarely a second.
    """
    seen = Amendment.objects.filter(version__isnull=True, accepted_at__gte=F("delegation__plan__changed_at"))
    given = Delegation.objects.filter(plan__in=plans, deputy=user, ended_at__isnull=True, until__gte=on)
    named = list(given.exclude(pk__in=seen.values("delegation")).select_related("organisation"))
    if not named:
        return []
    standing = SignOff.objects.filter(decision__in=SIGNATURES, voided_at__isnull=True, case__status=CaseStatus.REOPENED)
    signed = standing.filter(case__plan__in={found.plan_id for found in named})
    signed = signed.select_related("organisation", "version", "case")
    signed = signed.prefetch_related(Prefetch("amendments", amendments_told()))
    signatures = {(one.case.plan_id, one.organisation_id): one for one in signed}
    drafts = {plan_id: plan_content(plans[plan_id]) for plan_id in {plan_id for plan_id, _ in signatures}}

    def is_asked(found: Delegation) -> bool:
        signature = signatures.get((found.plan_id, found.organisation_id))
        if signature is None:
            return False
        draft = drafts[found.plan_id]
        is_accepted = accepted(signature, covered_in_draft(draft, signature.organisation))
        return not is_accepted and bool(reach(found, signature, draft, on=on).verdict)

    return [found for found in named if is_asked(found)]


def accepted(signoff: SignOff, now: dict[str, str]) -> Amendment | None:
    """What a deputy has accepted of just these words, to be taken up at the next freeze."""
    pending = [one for one in signoff.amendments.all() if not one.version_id and not one.delegation.is_ended]
    return next((one for one in pending if one.sections == now and undone(signoff, now)), None)


def limits_in_words(delegation: Delegation, titles: dict[str, str]) -> str:
    """``Up to £20,000, in Risk register, until 14 March 2014``."""
    amount = [f"Up to {pounds(delegation.up_to)}"] if delegation.up_to is not None else []
    named = ", ".join(titles.get(slug, slug) for slug in delegation.sections)
    where = [f"in {named}" if amount else f"In {named}"] if named else []
    return ", ".join([*amount, *where, f"until {day_in_words(delegation.until)}"])


def _goes_further(signoff: SignOff, now: dict[str, str]) -> Verdict:
    """Whether these words differ from those that the signature stands for, accepted ones among them."""
    if undone(signoff, now):
        return ALLOWED
    if signoff.sections == now:
        return refused("The draft changes nothing that the signature covers, so nothing needs to be accepted.")
    last = signoff.amendments_in_force[-1]
    return refused(
        f"{last.accepted_by} accepted these words on {day_in_words(timezone.localdate(last.accepted_at))}. Nothing has "
        "changed further, and the signature stands."
    )


def _within(delegation: Delegation, changed: dict[str, str], moved: Decimal, on: date) -> Verdict:
    if delegation.is_ended or on > delegation.until:
        return refused("The delegation has ended. The body can sign again, or delegate again.")
    beyond = [title for slug, title in changed.items() if delegation.sections and slug not in delegation.sections]
    if beyond:
        return refused(f"The delegation does not reach to: {', '.join(beyond)}. The body must sign again for that.")
    if delegation.up_to is not None and moved > delegation.up_to:
        return refused(
            f"The draft moves {pounds(moved)} and the delegation reaches to {pounds(delegation.up_to)}. "
            "The body must sign again for that."
        )
    return ALLOWED


def _end(delegation: Delegation, by: User, at: datetime, *, is_replaced: bool = False) -> None:
    delegation.ended_by, delegation.ended_at = by, at
    delegation.save(update_fields=["ended_by", "ended_at"])
    data = {"organisation": delegation.organisation.name, "deputy": str(delegation.deputy)}
    # Told in the history; its deputy learns of the new terms that replace it.
    data |= {"replaced": "yes"} if is_replaced else {}
    record(actor=by, action="delegation.ended", subject=delegation, plan_key=delegation.plan.key, data=data, at=at)


def _live_case_id(delegation: Delegation) -> UUID:
    found: UUID = (
        Case.objects.filter(plan=delegation.plan_id).order_by("-version__number").values_list("pk", flat=True)[0]
    )
    return found
