"""Tranches: plans put into one, sent to ministers as one list, and what ministers decide, recorded in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from approvals.guards import GuardNotMet, reason_is_given, require_guard
from approvals.meeting_conditions import are_named
from approvals.models import Case, CaseStatus, Decision, Level, MinistersLetter, Outcome
from approvals.queries import locked
from approvals.workflow import TransitionNotAllowed, move
from conditions.models import RouteGroup, Tranche
from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from plans import lifecycle
from plans.models import DocumentKind

BEFORE_MINISTERS = (
    CaseStatus.SUBMITTED,
    CaseStatus.IN_ASSURANCE,
    CaseStatus.WITH_REGION,
    CaseStatus.IN_NATIONAL_REVIEW,
)


@dataclass(frozen=True)
class Verdicts:
    """What ministers decided of one case: the outcome, and why; the letter's reference is the list's."""

    case: UUID
    outcome: Outcome
    reasons: str


@dataclass(frozen=True)
class Grounds:
    """What a decision rests on: the reference of the ministers' letter, and the letter itself where it was sent in."""

    reference: str = ""
    letter: MinistersLetter | None = None


NO_LETTER = Grounds()


def put_into(cases: Iterable[UUID], tranche: Tranche, *, by: User, at: datetime) -> int:
    """Put submitted cases of the tranche's round into it; returns how many moved.

    Raises GuardNotMet for a case of another round, or one that is with ministers.
    """
    moved = 0
    with transaction.atomic():
        for held in _all_locked(cases):
            if held.plan.round_id != tranche.round_id:
                raise GuardNotMet(f"{held.plan} is of another round than {tranche}. Nothing was moved.")
            if held.status not in BEFORE_MINISTERS:
                raise GuardNotMet(f"{held.plan} is {held.get_status_display().lower()}: it stays where it is.")
            if not held.passes(RouteGroup.MINISTERS):
                raise GuardNotMet(f"{held.plan} does not go to ministers: its route ends before. Nothing was moved.")
            if held.tranche_id == tranche.pk:
                continue
            held.tranche = tranche
            held.save(update_fields=["tranche"])
            data = {"tranche": tranche.title}
            record(actor=by, action="case.put_into_tranche", subject=held, plan_key=held.plan.key, data=data, at=at)
            moved += 1
    return moved


def lacking(cases: Sequence[Case]) -> list[Case]:
    """Those of a tranche, recommendations prefetched, that hold the list up: not with ministers, not reviewed yet."""
    return [
        case
        for case in cases
        if case.status in BEFORE_MINISTERS
        and is_sent_in_a_list(case)
        and not any(made.level == Level.NATIONAL for made in case.recommendations.all())
    ]


def is_sent_in_a_list(case: Case) -> bool:
    """Whether the national team sends it to ministers: a route without one of them passes it on by itself."""
    return case.passes(RouteGroup.NATIONAL) and case.passes(RouteGroup.MINISTERS)


def send(tranche: Tranche, *, by: User, at: datetime) -> int:
    """Send every reviewed case of a tranche to ministers as one list; returns how many went.

    Raises GuardNotMet while a case of it is not reviewed nationally, and where there is none to send.
    """
    with transaction.atomic():
        waiting = Case.objects.filter(tranche=tranche, status__in=BEFORE_MINISTERS)
        listed = [case for case in _all_locked(waiting.values_list("pk", flat=True)) if is_sent_in_a_list(case)]
        late = lacking(listed)
        if late:
            names = ", ".join(str(case.plan) for case in late)
            raise GuardNotMet(f"Not reviewed nationally yet: {names}. Review them, or put them into another tranche.")
        if not listed:
            raise GuardNotMet(f"{tranche} holds no plan that waits to be sent.")
        for held in listed:
            move(held, to=CaseStatus.WITH_MINISTERS, by=by, at=at, said={"tranche": tranche.title})
    return len(listed)


def decide(
    decided: Sequence[Verdicts],
    *,
    organisation: Organisation,
    reference: str,
    by: User,
    at: datetime,
    letter: MinistersLetter | None = None,
) -> list[Decision]:
    """Record what ministers decided, all or nothing; each plan gets its letter, one not approved opens again.

    What the same person recorded before with the same outcome is left as it is. Raises GuardNotMet for a decision
    without reasons, TransitionNotAllowed for a case that is not with ministers.
    """
    wanted = {one.case: one for one in decided}
    made = []
    with transaction.atomic():
        for held in _all_locked(wanted):
            said = wanted[held.pk]
            if Decision.objects.filter(case=held, decided_by=by, outcome=said.outcome).exists():
                continue
            if held.status != CaseStatus.WITH_MINISTERS:
                raise TransitionNotAllowed(held)
            require_guard(reason_is_given(said.reasons))
            require_guard(are_named(held, said.outcome))
            made.append(pronounce(held, said, organisation=organisation, by=by, at=at, on=Grounds(reference, letter)))
    return made


def pronounce(
    held: Case, said: Verdicts, *, organisation: Organisation, by: User, at: datetime, on: Grounds = NO_LETTER
) -> Decision:
    """Decide a case under lock, for the last group of its route. Raises TransitionNotAllowed for any other group's."""
    decision = Decision.objects.create(
        case=held,
        outcome=said.outcome,
        reasons=said.reasons,
        organisation=organisation,
        decided_by=by,
        decided_at=at,
        reference=on.reference,
        letter=on.letter,
    )
    data = {
        "outcome": str(said.outcome),
        "reasons": said.reasons,
        "organisation": decision.bodies,
        "reference": on.reference,
    }
    if on.letter:
        data |= {"letter": on.letter.name, "letter_sha256": on.letter.sha256}
    lifecycle.queue_document(held.version, DocumentKind.LETTER)
    move(held, to=CaseStatus.DECIDED, by=by, at=at, said=data)
    if said.outcome == Outcome.NOT_APPROVED:
        reason = f"Not approved by {decision.bodies}."
        # A version that was to answer conditions opens again for just what it was to change.
        lifecycle.reopen(held.plan, by=by, at=at, reason=reason, sections=None if held.follows_id else ())
    return decision


def add_letter(case: Case, letter: MinistersLetter, *, by: User, at: datetime) -> Decision:
    """Put the signed letter beside a decision that was recorded without it; the same one twice is put there once.

    Raises GuardNotMet where another letter stands there, or nothing is decided.
    """
    with transaction.atomic():
        decision = Decision.objects.select_for_update().filter(case=case).first()
        if decision is None:
            raise GuardNotMet("Nothing is decided on this version yet. The letter goes with the decision.")
        if decision.letter_id == letter.pk:
            return decision
        if decision.letter_id:
            raise GuardNotMet("The signed letter is there already. A letter is not replaced: it was read.")
        decision.letter = letter
        decision.save(update_fields=["letter"])
        data = {"letter": letter.name, "letter_sha256": letter.sha256, "version": case.version.number}
        record(actor=by, action="case.letter_added", subject=case, plan_key=case.plan.key, data=data, at=at)
    return decision


def _all_locked(cases: Iterable[UUID]) -> list[Case]:
    """These cases under lock, always in the same order, so that two who act on lists do not wait for each other."""
    ordered = Case.objects.filter(pk__in=list(cases)).order_by("plan_id", "pk").values_list("pk", flat=True)
    return [locked(case) for case in ordered]
