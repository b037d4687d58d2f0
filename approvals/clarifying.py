"""Clarification: a question pinned to a place, the authors' answer, accepted or asked again; and interests declared."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from approvals.guards import GuardNotMet, no_conflict_of_interest, reason_is_given, require_guard
from approvals.models import ASSURING, Case, CaseStatus, Clarification, Interest
from approvals.queries import locked
from approvals.workflow import TransitionNotAllowed
from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from plans.content import PlanContent
from plans.places import spot_in


@dataclass(frozen=True)
class Pin:
    """A place of the plan: a section, one of its rows or empty, one question of it or empty."""

    section: str
    row: UUID | None = None
    field: str = ""


def ask(
    case: Case,
    *,
    pin: Pin,
    question: str,
    organisation: Organisation,
    by: User,
    at: datetime,
    follows: Clarification | None = None,
) -> Clarification:
    """Ask the authors about one place; the clock stands still until they answer.

    The same question by the same person at the same place, still open, is the one already asked. Raises GuardNotMet
    for a place that the version does not have, TransitionNotAllowed for a case that is not being assured.
    """
    require_guard(reason_is_given(question))
    with transaction.atomic():
        held = locked(case.pk)
        if held.status not in ASSURING:
            raise TransitionNotAllowed(held)
        require_guard(no_conflict_of_interest(held, by))
        same = {"section": pin.section, "row": pin.row, "field": pin.field, "question": question, "asked_by": by}
        asked = held.clarifications.filter(**same, answered_at__isnull=True).first()
        if asked:
            return asked
        content = PlanContent.from_json(held.version.content)
        section = next((one for one in content.sections if one.slug == pin.section), None)
        spot = spot_in(section, pin.row, pin.field) if section else None
        if spot is None:
            raise GuardNotMet("The plan has no such place. Choose the place again.")
        made = Clarification.objects.create(
            case=held,
            follows=follows,
            organisation=organisation,
            asked_at=at,
            place=spot.title[:300],
            said=spot.said,
            **same,
        )
        _note(made, held, "clarification.asked", by, at)
    return made


def answer(clarification: Clarification, *, text: str, by: User, at: datetime) -> Clarification:
    """Give the authors' answer; the clock runs on. An answer given stays: the first of two is kept, and returned."""
    require_guard(reason_is_given(text))
    with transaction.atomic():
        case = locked(clarification.case_id)
        held = Clarification.objects.get(pk=clarification.pk)
        if not held.is_open:
            return held
        if case.status not in ASSURING:
            raise TransitionNotAllowed(case)
        held.answer, held.answered_by, held.answered_at = text, by, at
        held.save(update_fields=["answer", "answered_by", "answered_at"])
        _note(held, case, "clarification.answered", by, at)
    return held


def accept(clarification: Clarification, *, by: User, at: datetime) -> Clarification:
    """Take the answer as enough. Raises GuardNotMet before there is one, and when it was asked again."""
    with transaction.atomic():
        case = locked(clarification.case_id)
        held = Clarification.objects.get(pk=clarification.pk)
        if held.accepted_at:
            return held
        require_guard(no_conflict_of_interest(case, by))
        if held.is_open or hasattr(held, "again"):
            raise GuardNotMet(f"There is nothing to accept: {held.state.lower()}.")
        held.accepted_by, held.accepted_at = by, at
        held.save(update_fields=["accepted_by", "accepted_at"])
        _note(held, case, "clarification.accepted", by, at)
    return held


def ask_again(
    clarification: Clarification, *, question: str, organisation: Organisation, by: User, at: datetime
) -> Clarification:
    """Ask further at the same place: a question that follows the one answered. A second click returns it."""
    with transaction.atomic():
        locked(clarification.case_id)
        held = Clarification.objects.select_related("case").get(pk=clarification.pk)
        if hasattr(held, "again"):
            return held.again
        if held.is_open or held.accepted_at:
            raise GuardNotMet(f"It cannot be asked again: {held.state.lower()}.")
        pin = Pin(held.section, held.row, held.field)
        return ask(held.case, pin=pin, question=question, organisation=organisation, by=by, at=at, follows=held)


def declare(case: Case, *, organisation: Organisation, interest: str, by: User, at: datetime) -> Interest:
    """Record a person's interest in a body of the plan: from now on they assure no plan of it.

    Their reading of this one no longer counts; someone else of their side takes it up. Declared twice is once.
    """
    require_guard(reason_is_given(interest))
    with transaction.atomic():
        held = locked(case.pk)
        made, is_new = Interest.objects.get_or_create(
            person=by, organisation=organisation, defaults={"interest": interest, "declared_at": at}
        )
        if is_new:
            if held.status == CaseStatus.IN_ASSURANCE:
                held.reviews.filter(assurer=by).update(finished_at=None)
            data = {"organisation": organisation.name, "interest": interest}
            record(actor=by, action="interest.declared", subject=made, plan_key=held.plan.key, data=data, at=at)
    return made


def _note(made: Clarification, case: Case, action: str, by: User, at: datetime) -> None:
    data = {"place": made.place, "section": made.section, "question": made.question, "answer": made.answer}
    record(actor=by, action=action, subject=made, plan_key=case.plan.key, data=data, at=at)
