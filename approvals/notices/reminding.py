"""Working-day reminders of acts that are owed, and telling the plan's lead when one is overdue."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from approvals.acts import BEFORE_SUBMISSION
from approvals.deadlines import day_in_words, working_days_from
from approvals.models import Notice, NoticeKind
from approvals.notices.letters import is_morning
from approvals.notices.reading import recount
from approvals.notices.telling import locked_rounds
from approvals.owing import Concern, Owed, concern
from plans.models import Plan

# Working days before the last safe day, and after it (below nought), on which whoever owes the act is reminded. After
# four weeks a mail a day would be read by nobody; the list of plans that wait goes on.
REMINDED = (5, 2, 1, 0, -1, -2, -3, -5, -10, -15, -20)
TO_THE_LEAD = -3  # from which on the plan's lead is told as well
LOOKED_BACK = timedelta(days=45)  # more than twenty working days


def remind(now: datetime) -> int:
    """Make the reminders of a working day, once in it; returns how many notices there are."""
    today = timezone.localdate(now)
    with transaction.atomic():
        rounds = locked_rounds()
        if not is_morning(now) or rounds.reminded_on == today:
            return 0
        rounds.reminded_on = today
        rounds.save(update_fields=["reminded_on"])
        plans = Plan.objects.filter(window_closes_on__gte=today - LOOKED_BACK)
        found = concern(plans.values_list("pk", flat=True), today)
        notices = [notice for owed in found.owed for notice in _reminders(owed, found, today, now)]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        recount({notice.person_id for notice in notices})
    return len(notices)


def last_safe_day(owed: Owed) -> date | None:
    """By when the act must be done for the plan to be on time; None once it is submitted."""
    standing = owed.act.standing
    return standing.plan.window_closes_on if standing.stage in BEFORE_SUBMISSION else None


def _reminders(owed: Owed, found: Concern, today: date, now: datetime) -> Iterable[Notice]:
    """What is said today of one act: to whoever owes it and, long overdue, to the plan's lead."""
    due = last_safe_day(owed)
    left = working_days_from(today, due) if due else None
    if due is None or left not in REMINDED:
        return
    day = day_in_words(due)
    words = f"was due by {day}" if today > due else "is due today" if today == due else f"is due by {day}"
    said = {"plan": owed.plan, "about": owed.act.url, "made_at": now, "mail_from": now}
    yield Notice(
        person_id=owed.person,
        kind=NoticeKind.REMINDER,
        key=f"reminder:{today}:{owed.act.url}",
        text=f"“{owed.act.label}” {words}"[:300],
        url=owed.act.url,
        **said,
    )
    if left > TO_THE_LEAD:
        return
    owing = {one.person for one in found.owed if one.act.url == owed.act.url}
    for lead in sorted(found.leads[owed.plan.pk] - owing):
        yield Notice(
            person_id=lead,
            kind=NoticeKind.ESCALATED,
            key=f"late:{today}:{owed.act.url}",
            text=f"Nobody has done “{owed.act.label}”, which {words}"[:300],
            url=reverse("approvals:route", args=[owed.plan.key]),
            **said,
        )
