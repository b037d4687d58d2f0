"""From events to notices: the audit trail is the outbox, read on from where the last round stopped.

An event is stored in the transaction of its act, and how far we have read in the transaction of the notices: whatever
dies in between, nothing is lost and nothing is told twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from approvals.events import BACK_WITH_AUTHORS, OF_THE_CENTRE, day_words, move_words
from approvals.models import Delegation, Notice, NoticeKind, Outcome, Rounds
from approvals.notices.reading import recount
from approvals.owing import Concern, Owed, concern, is_worth_telling
from itf.audit.models import AuditEvent
from plans.models import Plan

BATCH = 500  # events read in one transaction
# What those who gave or owe a decision are told; free text stays in the service, behind its sign-in.
SENTENCES = {
    "plan.moved": "The plan was moved{move_words}",
    "plan.frozen": "Version {version} was frozen for sign-off",
    "case.reopened": "The plan was reopened for changes",
    "case.withdrawn": "The submitted plan was withdrawn",
    "case.returned": "The plan was returned to its authors",
    "signoff.declined": "{organisation} declined version {version}",
    "signoff.voided": "What {organisation} answered became void: sections that it covers changed",
    "signoff.ratification_refused": "{organisation} refused to ratify its action on version {version}",
    "case.submitted": "Version {version} was submitted",
    "case.decided": "{organisation} decided: {outcome_words}",
}

# What changes about who acts is told every party.
PEOPLE = {
    "role.deputised": "{person} is now deputy {role} of {organisation}{until}",
    "role.replaced": "{person} is now {role} of {organisation}, in the place of {before}",
    "role.given": "{person} is now {role} of {organisation}, by an administrator",
    "role.taken": "{person} is no longer {role} of {organisation}, by an administrator",
    "account.closed": "The account of {person} was closed by an administrator",
    "account.opened": "The account of {person} was opened again by an administrator",
    "role.deputy_ended": "{person} is no longer deputy {role} of {organisation}",
}

# What a body lets one person do for it is told that person: nobody else has anything to do with it yet.
DELEGATED = {
    "delegation.given": "{organisation} lets you accept minor amendments for it until {until_words}",
    "delegation.ended": "{organisation} has ended its delegation: you can accept no more amendments for it",
}


def tell(now: datetime) -> bool:
    """Make the notices of the next events; says whether there may be more. Two that tell at once do it in turn."""
    with transaction.atomic():
        rounds = locked_rounds()
        events = list(AuditEvent.objects.filter(seq__gt=rounds.read_to).order_by("seq")[:BATCH])
        if not events:
            return False
        rounds.read_to = events[-1].seq
        rounds.save(update_fields=["read_to"])
        plans = Plan.objects.filter(key__in={event.plan_key for event in events if event.plan_key})
        _tell_of({plan.key: plan for plan in plans}, events, now)
    return len(events) == BATCH


def locked_rounds() -> Rounds:
    """The row that says how far telling has come, locked until the end of the transaction."""
    Rounds.objects.get_or_create(pk=1)
    return Rounds.objects.select_for_update().get(pk=1)


def settle(found: Concern, plans: Iterable[UUID], now: datetime) -> list[Notice]:
    """Close the notices of acts that are no longer theirs to do; returns those that stay open before and after."""
    owed = {(one.person, one.plan.pk, one.act.url) for one in found.owed}
    open_now = Notice.objects.filter(plan__in=list(plans), kind=NoticeKind.OWED, settled_at=None)
    listed = list(open_now)
    done = [notice.pk for notice in listed if (notice.person_id, notice.plan_id, notice.about) not in owed]
    if done:
        Notice.objects.filter(pk__in=done).update(settled_at=now)
        recount({notice.person_id for notice in listed})
    return listed


def _tell_of(plans: dict[str, Plan], events: Sequence[AuditEvent], now: datetime) -> None:
    found = concern([plan.pk for plan in plans.values()], timezone.localdate(now))
    newest = {event.plan_key: event for event in events}
    before = settle(found, [plan.pk for plan in plans.values()], now)
    asked = {(notice.person_id, notice.plan_id, notice.about) for notice in before}
    notices = [
        _to_do(owed, newest[owed.plan.key], now)
        for owed in found.owed
        if is_worth_telling(owed) and (owed.person, owed.plan.pk, owed.act.url) not in asked
    ]
    newly = {(notice.person_id, notice.plan_id) for notice in notices}
    deputies = _deputies(events)
    for event in events:
        plan = plans.get(event.plan_key)
        # An answer that its own body replaced is told by the new one.
        if plan and event.action in SENTENCES and (event.action != "signoff.voided" or event.data.get("sections")):
            were_asked = {notice.person_id for notice in before if notice.plan_id == plan.pk}
            informed = _informed(event, plan, found, were_asked, now)
            # Whoever is asked to act learns by that what happened.
            notices += [one for one in informed if (one.person_id, one.plan_id) not in newly]
        elif plan and event.action in PEOPLE:
            text = PEOPLE[event.action].format_map(event.data)
            notices += _of_people(event, plan, text, found.insiders[plan.pk], now)
        elif plan and event.action in DELEGATED and "replaced" not in event.data:
            words = {"until_words": day_words(event.data.get("until")), **event.data}
            text = DELEGATED[event.action].format_map(words)
            notices += _of_people(event, plan, text, deputies[event.subject_id] & found.insiders[plan.pk], now)
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    recount({notice.person_id for notice in notices})


def _to_do(owed: Owed, event: AuditEvent, now: datetime) -> Notice:
    """What one person owes since this event; whoever has just acted knows what is next and gets no mail."""
    is_own = owed.person == event.actor_id
    return Notice(
        person_id=owed.person,
        plan=owed.plan,
        kind=NoticeKind.OWED,
        key=f"owed:{event.seq}:{owed.act.url}",
        about=owed.act.url,
        text=owed.act.label[:300],
        url=owed.act.url,
        made_at=now,
        mail_from=now,
        needs_mail=not is_own,
        read_at=now if is_own else None,
    )


def _informed(event: AuditEvent, plan: Plan, found: Concern, were_asked: set[int], now: datetime) -> Iterable[Notice]:
    """What those who gave, owe or owed a decision are told of an event, but for whoever did it."""
    told = found.people_of(plan.pk) | were_asked
    if event.action == "case.withdrawn":
        # Whoever might have looked at it is told, before they were asked to take it up as well.
        told |= found.takers[plan.pk]
    told -= {event.actor_id or 0}
    outcome = event.data.get("outcome")
    words = {"outcome_words": str(Outcome(outcome).label).lower() if outcome else "", **event.data}
    words["move_words"] = move_words(event.data)
    for person in sorted(told):
        is_assurer = person in found.assurers[plan.pk]
        if is_assurer and event.action not in OF_THE_CENTRE:
            continue
        url = _where(event) if is_assurer else reverse("approvals:route", args=[plan.key])
        yield Notice(
            person_id=person,
            plan=plan,
            kind=NoticeKind.TOLD,
            key=f"event:{event.seq}",
            text=SENTENCES[event.action].format_map(words)[:300],
            url=url,
            made_at=event.at,
            mail_from=now,
        )


def _where(event: AuditEvent) -> str:
    """Where an assurer reads more of an event: of a plan that is back with its authors, when and why it went back."""
    if event.action in BACK_WITH_AUTHORS:
        return reverse("approvals:case", args=[event.subject_id])
    return reverse("approvals:cases")


def _deputies(events: Iterable[AuditEvent]) -> dict[str, set[int]]:
    """Whom each delegation that these events speak of names, by its id."""
    named = [event.subject_id for event in events if event.action in DELEGATED]
    found = Delegation.objects.filter(pk__in=named).values_list("pk", "deputy") if named else []
    return defaultdict(set, {str(pk): {deputy} for pk, deputy in found})


def _of_people(event: AuditEvent, plan: Plan, text: str, told: set[int], now: datetime) -> Iterable[Notice]:
    """What is told of who acts for a body, but to whoever arranged it."""
    is_delegated = event.action in DELEGATED
    for person in sorted(told - {event.actor_id or 0}):
        yield Notice(
            person_id=person,
            plan=plan,
            kind=NoticeKind.PEOPLE,
            key=f"event:{event.seq}",
            text=text[:300],
            url=reverse("approvals:route" if is_delegated else "approvals:people", args=[plan.key]),
            made_at=event.at,
            mail_from=now,
        )
