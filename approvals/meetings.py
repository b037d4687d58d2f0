"""Entering and removing the meetings at which bodies decide."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from approvals.deadlines import day_in_words
from approvals.guards import StepRefused
from approvals.models import Meeting
from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from plans.models import Plan


def add(
    plan: Plan, *, organisation: Organisation, title: str, meets_on: date, papers_by: date, by: User, at: datetime
) -> Meeting:
    """Enter a meeting; it counts for every plan in which the body has a part. Raises StepRefused when it is there."""
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                organisation=organisation, title=title, meets_on=meets_on, papers_by=papers_by, added_by=by, added_at=at
            )
            data = _told(meeting)
            record(actor=by, action="meeting.added", subject=meeting, plan_key=plan.key, data=data, at=at)
    except IntegrityError:
        raise StepRefused("This meeting is entered already.") from None
    return meeting


def remove(meeting: Meeting, plan: Plan, *, by: User, at: datetime) -> None:
    """Take a meeting out; removing it twice changes nothing."""
    with transaction.atomic():
        held = Meeting.objects.select_for_update().select_related("organisation").filter(pk=meeting.pk).first()
        if held:
            data = _told(held)
            record(actor=by, action="meeting.removed", subject=held, plan_key=plan.key, data=data, at=at)
            held.delete()


def _told(meeting: Meeting) -> dict[str, str]:
    return {
        "organisation": meeting.organisation.name,
        "title": meeting.title,
        "day": day_in_words(meeting.meets_on),
        "papers": day_in_words(meeting.papers_by),
    }
