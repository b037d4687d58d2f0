"""Working-day reminders of acts that are owed; one that is overdue is told to the deputy, then to the plan's lead."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from approvals.acts import awaited
from approvals.deadlines import day_in_words, working_days_from
from approvals.models import Deputy, Notice, NoticeKind
from approvals.notices.letters import is_morning
from approvals.notices.reading import recount
from approvals.notices.telling import locked_rounds
from approvals.owing import Concern, Owed, concern
from itf.accounts.models import Role
from plans.models import Plan

# Working days before the last safe day, and after it (below nought), on which whoever owes the act is reminded. After
# four weeks a mail a day would be read by nobody; the list of plans that wait goes on.
REMINDED = (5, 2, 1, 0, -1, -2, -3, -5, -10, -15, -20)
TO_THE_LEAD = -3  # from which on the plan's lead is told as well; deputies are told from the first day after it
ROLE_FOR = {
    "edit_plan": Role.AUTHOR,
    "freeze_plan": Role.AUTHOR,
    "submit_plan": Role.AUTHOR,
    "sign_plan": Role.SIGNATORY,
    "agree_plan": Role.CHAIR,
    "assure_plan": Role.ASSURER,
}
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
        safe = {(plan, step.about): step.last_day for plan, steps in found.timetables.items() for step in steps}
        due = [owed for owed in found.owed if (owed.plan.pk, owed.act.url) in safe]
        standing_in = _standing_in(due, today)
        notices = [
            notice
            for owed in due
            for notice in _reminders(owed, safe[owed.plan.pk, owed.act.url], found, now, is_deputy=owed in standing_in)
        ]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        recount({notice.person_id for notice in notices})
    return len(notices)


def _standing_in(due: Sequence[Owed], today: date) -> list[Owed]:
    """Those of the acts owed that their person owes as a deputy only, beside someone who holds the role themselves."""
    posts: dict[int, set[tuple[UUID, str]]] = defaultdict(set)
    for person, body, role in Deputy.objects.filter(ended_at=None).values_list("person", "organisation", "role"):
        posts[person].add((body, role))

    def is_deputy(owed: Owed) -> bool:
        standing = owed.act.standing
        taking_part = {body.organisation.pk for body in (*standing.parties, *standing.boards)}
        return any(
            not posts[owed.person].isdisjoint((body, ROLE_FOR[wait.codename]) for body in wait.bodies or taking_part)
            for wait in awaited(standing, today)
            if wait.url == owed.act.url
        )

    deputies = [owed for owed in due if owed.person in posts and is_deputy(owed)]
    held = {owed.act.url for owed in due if owed not in deputies}
    return [owed for owed in deputies if owed.act.url in held]


def _reminders(owed: Owed, due: date, found: Concern, now: datetime, *, is_deputy: bool) -> Iterable[Notice]:
    """What is said today of an act by its last safe day: to whoever owes it; overdue to their deputy, then to the lead.

    A deputy is left alone while the act is not late: it is for whoever holds the role.
    """
    today = timezone.localdate(now)
    left = working_days_from(today, due)
    if left not in REMINDED:
        return
    day = day_in_words(due)
    words = f"was due by {day}" if today > due else "is due today" if today == due else f"is due by {day}"
    said = {"plan": owed.plan, "about": owed.act.url, "made_at": now, "mail_from": now}
    if is_deputy and left >= 0:
        return
    if is_deputy:
        yield Notice(
            person_id=owed.person,
            kind=NoticeKind.ESCALATED,
            key=f"deputy:{today}:{owed.act.url}",
            text=f"“{owed.act.label}” {words}, and you may do it as deputy"[:300],
            url=owed.act.url,
            **said,
        )
        return
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
