"""Conditions of approval: drafted while a plan is assured, met with evidence by their owner, closed by an assurer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from approvals.deadlines import day_in_words
from approvals.guards import GuardNotMet, in_force, no_conflict_of_interest, reason_is_given, require_guard
from approvals.models import ASSURING, ApprovalCondition, Case, Outcome, Recommendation
from approvals.queries import locked
from approvals.workflow import TransitionNotAllowed
from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from itf.audit.models import AuditEvent
from itf.lib.verdict import ALLOWED, Verdict, refused
from plans.models import Plan
from plans.national_templates import template_for


@dataclass(frozen=True)
class Task:
    """What a condition asks, of whom, by when, and which sections it touches."""

    text: str
    owner: Organisation
    due_on: date
    sections: tuple[str, ...] = ()


def draft(case: Case, *, task: Task, by: User, at: datetime) -> ApprovalCondition:
    """Add a condition to what is recommended; the same one twice is one. TransitionNotAllowed once it is decided."""
    require_guard(reason_is_given(task.text))
    require_guard(may_be_due(task.due_on, on=timezone.localdate(at)))
    with transaction.atomic():
        held = locked(case.pk)
        if held.status not in ASSURING:
            raise TransitionNotAllowed(held)
        require_guard(no_conflict_of_interest(held, by))
        wanted = {"text": task.text, "owner": task.owner, "due_on": task.due_on, "sections": list(task.sections)}
        made = held.conditions.filter(**wanted).first()
        if made is None:
            made = ApprovalCondition.objects.create(case=held, drafted_by=by, drafted_at=at, **wanted)
            _note(made, held, "condition.drafted", by, at)
    return made


def may_be_due(due_on: date, *, on: date) -> Verdict:
    """Whether a condition can be set for this day: one that is over would bind too late to be met."""
    return refused("The day has passed. Enter today or a later day.") if due_on < on else ALLOWED


def touched(condition: ApprovalCondition, plan: Plan) -> str:
    """The titles of the sections that may change for it; empty where it is met with evidence alone."""
    titles = {section.slug: section.title for section in template_for(plan.template_key).sections}
    return ", ".join(titles.get(slug, slug) for slug in condition.sections)


def in_words(condition: ApprovalCondition, plan: Plan) -> str:
    """What it asks, of whom, by when, and what may change for it."""
    sections = touched(condition, plan)
    more = f" Touches: {sections}." if sections else ""
    return f"{condition.text} {condition.owner}, by {day_in_words(condition.due_on)}.{more}"


def stand_as_proposed(case: Case, made: Recommendation) -> Verdict:
    """Whether nobody changed the conditions since one side proposed an approval that hangs on them."""
    if made.outcome != Outcome.APPROVED_WITH_CONDITIONS:
        return ALLOWED
    events = AuditEvent.objects.filter(plan_key=case.plan.key, at__gt=made.made_at)
    if not events.filter(action__in=["condition.drafted", "condition.dropped"]).exists():
        return ALLOWED
    return refused(
        "The conditions were changed since this was proposed. It is proposed anew, with the conditions as they are."
    )


def drop(condition: ApprovalCondition, *, by: User, at: datetime) -> None:
    """Take a drafted condition out again; one that is in force stays. Dropped twice is once."""
    with transaction.atomic():
        held = locked(condition.case_id)
        if held.status not in ASSURING:
            raise TransitionNotAllowed(held)
        require_guard(no_conflict_of_interest(held, by))
        found = ApprovalCondition.objects.filter(pk=condition.pk).first()
        if found:
            _note(found, held, "condition.dropped", by, at)
            found.delete()


def are_named(case: Case, outcome: str) -> Verdict:
    """An approval with conditions names at least one."""
    if outcome != Outcome.APPROVED_WITH_CONDITIONS or case.conditions.exists():
        return ALLOWED
    return refused("Add each condition first, with its owner and its day, under “Conditions of approval”.")


def give_evidence(condition: ApprovalCondition, *, evidence: str, by: User, at: datetime) -> ApprovalCondition:
    """Say for its owner how a condition is met; it then waits for an assurer. Raises GuardNotMet when it does not."""
    require_guard(reason_is_given(evidence))
    with transaction.atomic():
        held, found = _bound(condition)
        if not found.waits_for_owner:
            if found.evidence == evidence:
                return found
            raise GuardNotMet("Evidence has been given already. The assurer closes the condition or sends it back.")
        found.evidence, found.given_by, found.given_at, found.sent_back = evidence, by, at, ""
        found.save(update_fields=["evidence", "given_by", "given_at", "sent_back"])
        _note(found, held, "condition.evidence", by, at)
    return found


def close(condition: ApprovalCondition, *, by: User, at: datetime) -> ApprovalCondition:
    """Take a condition as met. Closed twice is once; raises GuardNotMet while evidence is owed."""
    with transaction.atomic():
        held, found = _bound(condition)
        if found.is_closed:
            return found
        require_guard(no_conflict_of_interest(held, by))
        _has_evidence(found)
        found.closed_by, found.closed_at = by, at
        found.save(update_fields=["closed_by", "closed_at"])
        _note(found, held, "condition.closed", by, at)
    return found


def send_evidence_back(condition: ApprovalCondition, *, reason: str, by: User, at: datetime) -> ApprovalCondition:
    """Say what the evidence lacks; the owner owes it again."""
    require_guard(reason_is_given(reason))
    with transaction.atomic():
        held, found = _bound(condition)
        require_guard(no_conflict_of_interest(held, by))
        _has_evidence(found)
        found.sent_back = reason
        found.save(update_fields=["sent_back"])
        _note(found, held, "condition.sent_back", by, at)
    return found


def _has_evidence(found: ApprovalCondition) -> None:
    if found.is_closed or found.waits_for_owner:
        raise GuardNotMet("There is no evidence to look at now.")


def _bound(condition: ApprovalCondition) -> tuple[Case, ApprovalCondition]:
    """The case under lock, and the condition as it stands, where it is in force."""
    held = locked(condition.case_id)
    if not in_force(held):
        raise GuardNotMet("The condition is not in force: the plan was not approved with conditions.")
    return held, ApprovalCondition.objects.select_related("owner").get(pk=condition.pk)


def _note(made: ApprovalCondition, case: Case, action: str, by: User, at: datetime) -> None:
    data = {
        "condition": made.text,
        "organisation": made.owner.name,
        "due_on": made.due_on.isoformat(),
        "evidence": made.evidence,
        "reason": made.sent_back,
    }
    record(actor=by, action=action, subject=made, plan_key=case.plan.key, data=data, at=at)
