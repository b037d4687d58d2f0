"""The road of a case: what may follow what, the one writer of Case.status, and the authors' steps."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from approvals import follow_ups, guards, routing, signoff
from approvals.guards import StepRefused, require_guard
from approvals.models import ASSURING, Case, CaseStatus, ForwardStatement, SignOff, SignOffDecision
from approvals.queries import live_case, locked
from approvals.words import parts
from conditions.models import Round
from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from itf.lib.verdict import Verdict
from plans import lifecycle
from plans.models import DocumentKind, Plan, PlanVersion
from plans.models.drafting import Side

TRANSITIONS: dict[CaseStatus, set[CaseStatus]] = {
    CaseStatus.IN_SIGNOFF: {CaseStatus.REOPENED, CaseStatus.SUBMITTED},
    CaseStatus.REOPENED: {CaseStatus.IN_SIGNOFF},
    CaseStatus.SUBMITTED: {CaseStatus.REOPENED, CaseStatus.IN_ASSURANCE},
    # Those who assure a plan pass it on along its own route: to the next group that it names, or after the last to the
    # decision.
    **{
        status: {CaseStatus.REOPENED, *ASSURING[number:], CaseStatus.DECIDED}
        for number, status in enumerate(ASSURING, start=1)
    },
    CaseStatus.DECIDED: set(),
}

# What each move is called in the history of the plan.
EVENTS: dict[tuple[CaseStatus, CaseStatus], str] = {
    (CaseStatus.IN_SIGNOFF, CaseStatus.REOPENED): "case.reopened",
    (CaseStatus.IN_SIGNOFF, CaseStatus.SUBMITTED): "case.submitted",
    (CaseStatus.REOPENED, CaseStatus.IN_SIGNOFF): "case.put_up_again",
    (CaseStatus.SUBMITTED, CaseStatus.REOPENED): "case.withdrawn",
    (CaseStatus.SUBMITTED, CaseStatus.IN_ASSURANCE): "case.taken_up",
    **{(status, CaseStatus.REOPENED): "case.returned" for status in ASSURING},
    **{(CaseStatus.IN_ASSURANCE, status): "case.recommended" for status in ASSURING[1:]},
    **{(CaseStatus.WITH_REGION, status): "case.moderated" for status in ASSURING[2:]},
    (CaseStatus.IN_NATIONAL_REVIEW, CaseStatus.WITH_MINISTERS): "case.sent_to_ministers",
    **{(status, CaseStatus.DECIDED): "case.decided" for status in ASSURING},
}


class TransitionNotAllowed(StepRefused):
    """The case is not where this step starts from: someone was faster, or the page is old."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"This cannot be done now. The plan has moved on: it is {case.get_status_display().lower()}.")


def move(
    case: Case,
    *,
    to: CaseStatus,
    by: User,
    at: datetime,
    facts: dict[str, Any] | None = None,
    said: dict[str, Any] | None = None,
    action: str = "",
) -> Case:
    """Bring a case to another status, with the facts that go with it; returns the case as stored.

    Locks plan and case, and writes status, ``facts`` (fields of the case) and the event in one transaction; ``said``
    goes into the event, called ``action`` where the same move has two names. Raises TransitionNotAllowed for a move
    that TRANSITIONS does not hold, or that leaves out a group of the case's own route.
    """
    with transaction.atomic():
        return _moved(locked(case.pk), to=to, by=by, at=at, facts=facts or {}, said=said or {}, action=action)


def _moved(
    held: Case, *, to: CaseStatus, by: User, at: datetime, facts: dict[str, Any], said: dict[str, Any], action: str = ""
) -> Case:
    """``move`` for a case that the caller has locked, and read under the lock."""
    start = CaseStatus(held.status)
    is_passed_on = start in ASSURING and to != CaseStatus.REOPENED
    if to not in TRANSITIONS[start] or (is_passed_on and to != held.following):
        raise TransitionNotAllowed(held)
    for field, value in facts.items():
        setattr(held, field, value)
    held.status = to
    held.save(update_fields=["status", *facts])
    data = {"version": held.version.number, **said}
    record(actor=by, action=action or EVENTS[start, to], subject=held, plan_key=held.plan.key, data=data, at=at)
    return held


def put_up(
    plan: Plan, *, side: Side, organisation: Organisation, fingerprint: str, by: User, at: datetime
) -> PlanVersion | None:
    """Agree to freeze for one side; when both have, the frozen version is up for sign-off. Returns it, or None before.

    The first version opens a case. A later one goes into the case that was reopened, and voids exactly those answers
    that cover a section whose words now differ. Raises what ``lifecycle.agree_to_freeze`` raises.
    """
    with transaction.atomic():
        version = lifecycle.agree_to_freeze(
            plan, side=side, organisation=organisation, fingerprint=fingerprint, by=by, at=at
        )
        if version is None:
            return None
        case = live_case(plan)
        if case is None:
            allows = Round.objects.values_list("allows_not_agreed", flat=True).get(pk=plan.round_id)
            followed = follow_ups.followed_by(version)
            case = Case.objects.create(
                plan=plan, version=version, opened_at=at, allows_not_agreed=allows, follows=followed
            )
            routing.lay(case, by=by, at=at, is_new=True)
            data = {"version": version.number}
            record(actor=by, action="case.opened", subject=case, plan_key=plan.key, data=data, at=at)
            if followed:
                follow_ups.carry_sign_offs(case, followed, by=by, at=at)
        else:
            move(case, to=CaseStatus.IN_SIGNOFF, by=by, at=at, facts={"version": version})
            routing.lay(case, by=by, at=at)
            signoff.void_changed(case, version, by=by, at=at)
    return version


def reopen(case: Case, *, by: User, at: datetime, reason: str) -> Case:
    """Open the plan for changes before it is submitted; answers stand until the next freeze shows what changed.

    A plan that is decided opens for a next version, with every section: the decision stands, and the version gets a
    case of its own. Raises GuardNotMet without a reason, TransitionNotAllowed while it is with the centre.
    """
    require_guard(guards.reason_is_given(reason))
    with transaction.atomic():
        held = locked(case.pk)
        if held.status == CaseStatus.DECIDED and (held.plan.open_sections or not held.plan.is_open):
            if held.plan.is_open:
                lifecycle.open_whole(held.plan)
            else:
                lifecycle.reopen(held.plan, by=by, at=at, reason=reason, sections=())
            data = {"version": held.version.number, "reason": reason}
            record(actor=by, action="case.reopened", subject=held, plan_key=held.plan.key, data=data, at=at)
            return held
        if held.status != CaseStatus.IN_SIGNOFF:
            # SUBMITTED may move to REOPENED as well, but only by withdrawing.
            raise TransitionNotAllowed(held)
        return _open_for_changes(held, by=by, at=at, reason=reason, facts={})


def reopen_for_conditions(case: Case, *, by: User, at: datetime, reason: str) -> Case:
    """Open a plan that is approved with conditions for the sections that they touch, and nothing else.

    Raises GuardNotMet without a reason, and where no condition that is open names a section.
    """
    require_guard(guards.reason_is_given(reason))
    with transaction.atomic():
        held = locked(case.pk)
        require_guard(follow_ups.can_open(held))
        sections = follow_ups.sections_touched(held)
        lifecycle.reopen(held.plan, by=by, at=at, reason=reason, sections=sections)
        titles = [part["title"] for part in parts(held.version) if part["slug"] in sections]
        data = {"version": held.version.number, "reason": reason, "sections": titles}
        record(actor=by, action="case.reopened_for_conditions", subject=held, plan_key=held.plan.key, data=data, at=at)
    return held


def go_forward(
    case: Case, *, organisation: Organisation, by: User, at: datetime, fingerprint_shown: str, statement: str
) -> ForwardStatement:
    """Put the plan forward as not agreed: the refusals that stand keep their reasons, beside this statement.

    ``organisation``: for whom it is stated, a council or CCG that has signed. The bodies that declined may still sign.
    A second click returns the statement made. Raises WordsMoved, GuardNotMet, TransitionNotAllowed.
    """
    with transaction.atomic():
        held = locked(case.pk)
        require_guard(guards.case_is_in_signoff(held))
        if held.version.fingerprint != fingerprint_shown:
            raise lifecycle.WordsMoved
        refusals = held.signoffs.filter(decision=SignOffDecision.DECLINED, voided_at__isnull=True)
        made = held.forward_statements.filter(stated_by=by, statement=statement, version=held.version).last()
        if made and not refusals.filter(carried_by__isnull=True).exists():
            return made
        require_guard(guards.can_go_forward(held))
        require_guard(guards.has_signed(held, organisation))
        require_guard(guards.reason_is_given(statement))
        said = ForwardStatement.objects.create(
            case=held, version=held.version, organisation=organisation, stated_by=by, stated_at=at, statement=statement
        )
        open_refusals = list(refusals.filter(carried_by__isnull=True).select_related("organisation"))
        SignOff.objects.filter(pk__in=[refusal.pk for refusal in open_refusals]).update(carried_by=said)
        data = {
            "version": held.version.number,
            "organisation": organisation.name,
            "without": [refusal.organisation.name for refusal in open_refusals],
            "statement": statement,
        }
        record(actor=by, action="case.went_forward", subject=held, plan_key=held.plan.key, data=data, at=at)
    return said


def submit(case: Case, *, by: User, at: datetime, late_reason: str = "") -> Case:
    """Submit the version that is up, once every party has signed and the board agreed.

    Raises GuardNotMet, TransitionNotAllowed.
    """
    with transaction.atomic():
        held = locked(case.pk)
        for verdict in submitting(held, at=at, late_reason=late_reason):
            require_guard(verdict)
        facts = {"submitted_at": at, "submitted_by": by, "late_reason": late_reason}
        lifecycle.queue_document(held.version, DocumentKind.SUBMISSION)
        refusals = held.signoffs.filter(decision=SignOffDecision.DECLINED, voided_at__isnull=True)
        without = list(refusals.values_list("organisation__name", flat=True))
        said = {"late_reason": late_reason, **({"without": without} if without else {})}
        return _moved(held, to=CaseStatus.SUBMITTED, by=by, at=at, facts=facts, said=said)


def submitting(case: Case, *, at: datetime, late_reason: str) -> list[Verdict]:
    """The guards of submitting, in the order in which a reader would settle them."""
    return [
        guards.case_is_in_signoff(case),
        guards.all_have_signed(case),
        guards.lateness_is_explained(case, late_reason=late_reason, on=timezone.localdate(at)),
    ]


def withdraw(case: Case, *, by: User, at: datetime, reason: str) -> Case:
    """Take a submitted plan back before assurance begins; it opens for changes, and sign-offs stand until the freeze.

    Raises GuardNotMet without a reason, TransitionNotAllowed once it is taken up.
    """
    require_guard(guards.reason_is_given(reason))
    with transaction.atomic():
        held = locked(case.pk)
        if held.status != CaseStatus.SUBMITTED:
            raise TransitionNotAllowed(held)
        facts = {"submitted_at": None, "submitted_by": None, "late_reason": ""}
        return _open_for_changes(held, by=by, at=at, reason=reason, facts=facts)


def send_back(case: Case, *, by: User, at: datetime, reason: str) -> Case:
    """Return a submitted plan to its authors, in assurance or before; sign-offs stand until the next freeze.

    Reviews stay with their scores and are unfinished again: whoever takes the plan up again goes on from them. Raises
    GuardNotMet without a reason or for a conflict of interest, TransitionNotAllowed for a case that is not with the
    area team.
    """
    require_guard(guards.reason_is_given(reason))
    with transaction.atomic():
        held = locked(case.pk)
        require_guard(guards.no_conflict_of_interest(held, by))
        if held.status not in {CaseStatus.SUBMITTED, *ASSURING}:
            raise TransitionNotAllowed(held)
        held.reviews.update(finished_at=None)
        # What was recommended was of other words; the trail keeps it.
        held.recommendations.all().delete()
        facts = {"submitted_at": None, "submitted_by": None, "late_reason": ""}
        return _open_for_changes(held, by=by, at=at, reason=reason, facts=facts, action="case.returned")


def _open_for_changes(
    case: Case, *, by: User, at: datetime, reason: str, facts: dict[str, Any], action: str = ""
) -> Case:
    lifecycle.reopen(case.plan, by=by, at=at, reason=reason)
    # Reopening holds a plan of its own: the case returned is as stored, with a plan that is open.
    case.plan.refresh_from_db(fields=["status", "changed_at"])
    return _moved(case, to=CaseStatus.REOPENED, by=by, at=at, facts=facts, said={"reason": reason}, action=action)
