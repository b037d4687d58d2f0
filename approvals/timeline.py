"""The timeline of a plan: what happened, newest first, in sentences; the drafting of one sitting told as one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator

from approvals.events import DRAFTING, SENTENCES, saved_sentence, sentence
from itf.accounts.models import User
from itf.audit.models import AuditEvent
from plans.models import Plan

PER_PAGE = 60  # events read for a page; a sitting makes several of them one entry
PAUSE = timedelta(minutes=30)  # a longer one ends a sitting
DRAFT, COMMENTS, SIGN_OFF, ASSURANCE = "draft", "comments", "sign-off", "assurance"
KINDS = {
    DRAFT: "Drafting",
    COMMENTS: "Comments",
    SIGN_OFF: "Freezing and sign-off",
    ASSURANCE: "Submission and assurance",
}
SIGNING = (
    "plan.freeze_agreed",
    "plan.freeze_consent_withdrawn",
    "plan.frozen",
    "plan.reopened",
    "case.reopened",
    "case.follows",
    "case.route_changed",
    "case.went_forward",
    "signoff.",
    "delegation.",
    "amendment.",
    "meeting.",
    "role.",
    "account.",
)
COMMENTING = "comment."
ASSURING = ("case.", "review.", "recommendation.", "clarification.", "condition.", "document.")


@dataclass(frozen=True)
class Entry:
    """One thing that happened; ``began_at`` is earlier than ``at`` where it went on for a while."""

    at: datetime
    began_at: datetime
    text: str
    kind: str


def kind_of(action: str) -> str:
    """Under which heading an action is told."""
    if action.startswith(SIGNING):
        return SIGN_OFF
    if action.startswith(COMMENTING):
        return COMMENTS
    return ASSURANCE if action.startswith(ASSURING) else DRAFT


def timeline(plan: Plan, kind: str, page: int) -> tuple[Page[Any], list[Entry]]:
    """What happened to the plan, of one kind or (empty) of all; a number beyond the last page shows the last."""
    told = [action for action, words in SENTENCES.items() if words and kind in {"", kind_of(action)}]
    events = AuditEvent.objects.filter(plan_key=plan.key, action__in=told).order_by("-seq")
    listed = Paginator(events, PER_PAGE).get_page(page)
    read = list(listed.object_list)
    people = User.objects.in_bulk({event.actor_id for event in read if event.actor_id})
    who = {actor: str(person) for actor, person in people.items()}
    return listed, [_entry(run, who.get(run[0].actor_id or 0, "The service"), plan) for run in sittings(read)]


def sittings(events: Iterable[AuditEvent]) -> list[list[AuditEvent]]:
    """Events, newest first, in runs: one person's drafting without a long pause is one, whatever others wrote.

    Everything else stands alone, and no run reaches across it: what was written before a freeze is told before it.
    """
    runs: list[list[AuditEvent]] = []
    going_on: dict[int | None, list[AuditEvent]] = {}
    for event in events:
        run = going_on.get(event.actor_id)
        if event.action not in DRAFTING:
            going_on.clear()
            runs.append([event])
        elif run and run[-1].at - event.at <= PAUSE:
            run.append(event)
        else:
            going_on[event.actor_id] = [event]
            runs.append(going_on[event.actor_id])
    return runs


def _entry(run: list[AuditEvent], who: str, plan: Plan) -> Entry:
    newest, oldest, template = run[0], run[-1], plan.template_key
    text = saved_sentence(run, who, template) if len(run) > 1 else sentence(newest, who, template)
    return Entry(newest.at, oldest.at, text, KINDS[kind_of(newest.action)])
