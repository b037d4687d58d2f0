"""What waits for one person: acts that are theirs, what they wait for, and what happened lately."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from approvals import delegation
from approvals.acts import Act, acts_for, due_sentence
from approvals.deadlines import day_in_words
from approvals.events import DRAFTING, OF_THE_CENTRE, SENTENCES, saved_sentence, sentence
from approvals.models import CaseStatus
from approvals.permissions import OF_THE_CENTRE as CENTRE
from approvals.permissions import Powers, known_plans, powers, visible_cases
from approvals.stages import standings, with_stage
from approvals.standing import Stage, Standing
from approvals.ties import able_to
from itf.accounts.models import User
from itf.audit.models import AuditEvent
from plans.inviting import asked_of
from plans.models import Audience, CommentThread, Invitation, Mention, Plan
from plans.readers import waiting_mentions

RECENT = 8
READ = 60  # events read for them: many saves of one sitting become one sentence
WAITING = 10
MENTIONS = 10


@dataclass(frozen=True)
class Happening:
    """One event of a plan in a sentence."""

    at: datetime
    standing: Standing
    text: str


@dataclass(frozen=True)
class Asked:
    """A commentary that the person is invited to give, as a task list shows it."""

    title: str
    url: str
    hint: str
    status: str
    is_given: bool
    is_frozen: bool


@dataclass(frozen=True)
class Mentioned:
    """A message that someone wants this person to read, as a task list names it."""

    title: str
    url: str
    hint: str
    status: str


@dataclass(frozen=True)
class Waiting:
    """A person's first page."""

    acts: tuple[Act, ...]
    mentions: tuple[Mentioned, ...]
    more_mentions: int
    others: tuple[tuple[Standing, str], ...]
    more_others: int
    happenings: tuple[Happening, ...]
    has_plans: bool
    asked: tuple["Asked", ...]

    @property
    def to_give(self) -> tuple["Asked", ...]:
        """The commentaries that can still be given."""
        return tuple(one for one in self.asked if not one.is_given and not one.is_frozen)

    @property
    def too_late(self) -> tuple["Asked", ...]:
        """Those that nobody can give now: the plan was frozen without them."""
        return tuple(one for one in self.asked if not one.is_given and one.is_frozen)

    @property
    def given(self) -> tuple["Asked", ...]:
        """Those that stand in a plan."""
        return tuple(one for one in self.asked if one.is_given)


def waiting_for(user: User, today: date) -> Waiting:
    """Everything for the first page, in a number of queries that plans do not change."""
    listed = standings(with_stage(known_plans(user)).order_by("window_closes_on", "title"))
    held = powers(user, [standing.plan for standing in listed])
    free = able_to(user, listed, held)
    acts = [act for standing in listed for act in acts_for(standing, free[standing.plan.pk], today)]
    acts += _deputising(user, listed, today)
    mentions = _mentions(user, listed, held)
    mine = {act.standing.plan.pk for act in acts}
    others = [standing for standing in listed if standing.plan.pk not in mine and standing.stage != Stage.DECIDED]
    return Waiting(
        acts=tuple(acts),
        mentions=tuple(mentions[:MENTIONS]),
        more_mentions=max(0, len(mentions) - MENTIONS),
        others=tuple((standing, due_sentence(standing, today)) for standing in others[:WAITING]),
        more_others=max(0, len(others) - WAITING),
        happenings=tuple(_happenings(listed, held)),
        has_plans=bool(listed),
        asked=tuple(_asked(invitation) for invitation in asked_of(user)),
    )


def _deputising(user: User, listed: Iterable[Standing], today: date) -> list[Act]:
    """Changes that the person may accept for a body that named them its deputy, in plans that are open again."""
    reopened = {standing.plan.pk: standing for standing in listed if standing.case_status == CaseStatus.REOPENED}
    plans = {pk: standing.plan for pk, standing in reopened.items()}
    return [
        Act(
            f"Look at what changed for {found.organisation}",
            reverse("approvals:amend", args=[plans[found.plan_id].key, found.pk]),
            reopened[found.plan_id],
            f"You may accept amendments until {day_in_words(found.until)}",
        )
        for found in delegation.to_use(user, plans, on=today)
    ]


def _asked(invitation: Invitation) -> Asked:
    """One invitation as something to do, or done."""
    given, frozen = bool(invitation.given_at), not invitation.plan.is_open
    due = f"By {day_in_words(invitation.respond_by)}" if invitation.respond_by else "No day set"
    title = f"Comment for {invitation.organisation}"
    return Asked(
        title=f"Your commentary for {invitation.organisation}" if given else title,
        url=reverse("plans:commentary", args=[invitation.plan.key]),
        hint=invitation.plan.title,
        status="Given" if given else "Plan is frozen" if frozen else due,
        is_given=given,
        is_frozen=frozen,
    )


def _mentions(user: User, listed: Iterable[Standing], held: Powers) -> list[Mentioned]:
    """The messages not yet opened that mention the person, of threads that they may still know of, in two queries."""
    plans = {standing.plan.pk: standing.plan for standing in listed}
    newest: dict[UUID, Mention] = {}
    for mention in waiting_mentions(user, plans.values()):
        thread = mention.comment.thread
        if _knows(thread, held[thread.plan_id]):
            newest.setdefault(thread.pk, mention)
    of_cases = visible_cases(user).filter(plan__in=[mention.comment.thread.plan_id for mention in newest.values()])
    cases = dict(of_cases.order_by("version__number").values_list("plan", "pk")) if newest else {}
    return [_mentioned(mention, plans[mention.comment.thread.plan_id], held, cases) for mention in newest.values()]


def _knows(thread: CommentThread, held: Mapping[str, Iterable[UUID]]) -> bool:
    """As ``Reader.knows``, from what is read for the whole page already."""
    # A plan that is listed without any role in it is listed for an exception: its holder sees the draft.
    is_assurer = not held.keys().isdisjoint(CENTRE)
    is_party = "view_plan" in held or not is_assurer
    if thread.audience == Audience.ORGANISATION:
        mine = {body for codename in ("view_plan", *CENTRE) for body in held.get(codename, ())}
        return thread.organisation_id in mine
    return is_party or (is_assurer and thread.audience == Audience.ASSURERS)


def _mentioned(mention: Mention, plan: Plan, held: Powers, cases: Mapping[UUID, UUID]) -> Mentioned:
    thread = mention.comment.thread
    if "view_plan" not in held[plan.pk] and not held[plan.pk].keys().isdisjoint(CENTRE):
        url = reverse("approvals:case-comment-thread", args=[cases[plan.pk], thread.pk])
    else:
        url = reverse("plans:comment-thread", args=[plan.key, thread.pk])
    return Mentioned(
        title=f"Read what {mention.comment.written_by} says on {thread.place}",
        url=url,
        hint=plan.title,
        status=day_in_words(timezone.localdate(mention.comment.written_at)),
    )


def _happenings(listed: Iterable[Standing], held: Powers) -> list[Happening]:
    """The newest events that the person may know of that have a sentence; saves of one sitting are told as one."""
    by_key = {standing.plan.key: standing for standing in listed}
    inside = [key for key, standing in by_key.items() if "view_plan" in held[standing.plan.pk]]
    told = [action for action, words in SENTENCES.items() if words]
    may_know = Q(plan_key__in=inside) | Q(plan_key__in=list(by_key), action__in=OF_THE_CENTRE)
    events = list(AuditEvent.objects.filter(may_know, action__in=told).order_by("-seq")[:READ])
    people = User.objects.in_bulk([event.actor_id for event in events if event.actor_id])
    found = []
    for (plan_key, actor_id, _, _), run in groupby(events, key=_together):
        newest, *earlier = run
        who = str(people.get(actor_id or 0, "The service"))
        template = by_key[plan_key].plan.template_key
        text = saved_sentence([newest, *earlier], who, template) if earlier else sentence(newest, who, template)
        found.append(Happening(newest.at, by_key[plan_key], text))
    return found[:RECENT]


def _together(event: AuditEvent) -> tuple[str, int | None, date, int]:
    """The same for one person's drafting on one day without another event between, different for every other event."""
    own = 0 if event.action in DRAFTING else event.seq
    return event.plan_key, event.actor_id, event.at.date(), own


def has_acted(user: User) -> bool:
    """Whether the person has ever done anything here."""
    return AuditEvent.objects.filter(actor_id=user.pk).exists()
