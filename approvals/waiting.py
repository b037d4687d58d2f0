"""What waits for one person: acts that are theirs, what they wait for, and what happened lately."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from approvals.acts import Act, acts_for, due_sentence
from approvals.events import OF_THE_CENTRE, SENTENCES, sentence
from approvals.permissions import Powers, known_plans, powers
from approvals.stages import Stage, Standing, standings, with_stage
from itf.accounts.models import User
from itf.audit.models import AuditEvent
from plans.models import Plan

RECENT = 8
WAITING = 10


@dataclass(frozen=True)
class Happening:
    """One event of a plan in a sentence."""

    at: datetime
    plan: Plan
    text: str


@dataclass(frozen=True)
class Waiting:
    """A person's first page."""

    acts: tuple[Act, ...]
    others: tuple[tuple[Standing, str], ...]
    more_others: int
    happenings: tuple[Happening, ...]
    has_acted: bool
    has_plans: bool


def waiting_for(user: User, today: date) -> Waiting:
    """Everything for the first page, in a number of queries that plans do not change."""
    listed = standings(with_stage(known_plans(user)).order_by("window_closes_on", "title"))
    held = powers(user, [standing.plan for standing in listed])
    acts = [act for standing in listed for act in acts_for(standing, held[standing.plan.pk], today)]
    mine = {act.standing.plan.pk for act in acts}
    others = [standing for standing in listed if standing.plan.pk not in mine and standing.stage != Stage.DECIDED]
    return Waiting(
        acts=tuple(acts),
        others=tuple((standing, due_sentence(standing, today)) for standing in others[:WAITING]),
        more_others=max(0, len(others) - WAITING),
        happenings=tuple(_happenings([standing.plan for standing in listed], held)),
        has_acted=AuditEvent.objects.filter(actor_id=user.pk).exists(),
        has_plans=bool(listed),
    )


def _happenings(plans: Iterable[Plan], held: Powers) -> list[Happening]:
    """The newest events that the person may know of, those without a sentence left out."""
    by_key = {plan.key: plan for plan in plans}
    inside = [plan.key for plan in by_key.values() if "view_plan" in held[plan.pk]]
    told = [action for action, words in SENTENCES.items() if words]
    may_know = Q(plan_key__in=inside) | Q(plan_key__in=list(by_key), action__in=OF_THE_CENTRE)
    events = list(AuditEvent.objects.filter(may_know, action__in=told).order_by("-seq")[:RECENT])
    people = User.objects.in_bulk([event.actor_id for event in events if event.actor_id])
    return [
        Happening(
            event.at, by_key[event.plan_key], sentence(event, str(people.get(event.actor_id or 0, "The service")))
        )
        for event in events
    ]
