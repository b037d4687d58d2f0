"""Writing comments: begin a thread, reply, resolve, reopen, open it to more readers, withdraw a message.

None of it touches what the plan says: it works on a frozen plan as on a draft, and moves no fingerprint.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from plans.models import Audience, Comment, CommentThread, Mention, Plan, PlanVersion
from plans.places import Spot

# A thread for one organisation is recorded under names of its own that no timeline tells: others must not learn of it.
ACTIONS = {
    "opened": ("comment.opened", "comment.opened_inside"),
    "replied": ("comment.replied", "comment.replied_inside"),
    "resolved": ("comment.resolved", "comment.resolved_inside"),
    "reopened": ("comment.reopened", "comment.reopened_inside"),
    "withdrawn": ("comment.withdrawn", "comment.withdrawn_inside"),
    "widened": ("comment.widened", ""),
}


class AudienceNarrowed(Exception):
    """Others may have read the thread already: it cannot be taken from them."""


class ThreadMoved(Exception):
    """A message came after the person looked: they would open words to others that they have not read."""


@dataclass(frozen=True)
class Message:
    """What someone sends: the words, whom they tell of them, and the opened form they come from."""

    text: str
    token: str
    by: User
    organisation: Organisation | None = None
    tell: tuple[User, ...] = ()


def begin(
    plan: Plan, spot: Spot, message: Message, *, audience: Audience, organisation: Organisation | None, at: datetime
) -> CommentThread:
    """A new thread about a place, kept in its present words. Sent twice, the first one is returned.

    ``organisation`` is the body of a thread for one organisation; otherwise the one its opener speaks for.
    """
    with transaction.atomic():
        locked = _lock(plan)
        sent = _sent_before(message)
        if sent:
            return sent.thread
        thread = CommentThread.objects.create(
            plan=locked,
            section=spot.section,
            page_row=spot.page_row,
            row=spot.row,
            field=spot.field,
            section_title=spot.section_title,
            row_title=spot.row_title[:400],
            question=spot.question[:300],
            said=spot.said,
            audience=audience,
            organisation=organisation,
            opened_at=at,
            opened_by=message.by,
            last_at=at,
        )
        _add(locked, thread, message, at)
        _note(locked, thread, "opened", by=message.by, at=at)
    return thread


def reply(thread: CommentThread, message: Message, *, at: datetime) -> Comment:
    """Add a message. It is kept even when someone resolved the thread a moment before; sent twice, kept once."""
    with transaction.atomic():
        plan = _lock(thread.plan)
        sent = _sent_before(message)
        if sent:
            return sent
        held = CommentThread.objects.select_for_update().get(pk=thread.pk)
        comment = _add(plan, held, message, at)
        CommentThread.objects.filter(pk=held.pk).update(last_at=at)
        _note(plan, held, "replied", by=message.by, at=at, number=comment.number)
    return comment


def resolve(thread: CommentThread, *, by: User, at: datetime) -> bool:
    """Settle a thread; whether it was open. What mentions someone in it no longer waits for them."""
    with transaction.atomic():
        plan = _lock(thread.plan)
        unsettled = CommentThread.objects.filter(pk=thread.pk, resolved_at__isnull=True)
        if not unsettled.update(resolved_at=at, resolved_by=by):
            return False
        _note(plan, thread, "resolved", by=by, at=at)
    return True


def reopen(thread: CommentThread, *, by: User, at: datetime) -> bool:
    """Take a thread up again; whether it was resolved."""
    with transaction.atomic():
        plan = _lock(thread.plan)
        settled = CommentThread.objects.filter(pk=thread.pk, resolved_at__isnull=False)
        if not settled.update(resolved_at=None, resolved_by=None):
            return False
        _note(plan, thread, "reopened", by=by, at=at)
    return True


def widen(thread: CommentThread, audience: Audience, *, seen: int, by: User, at: datetime) -> None:
    """Open a thread, with all that was written before, to more readers; done twice, it is done once.

    ``seen`` is how many messages the person was shown. Raises AudienceNarrowed, and ThreadMoved when there are more.
    """
    with transaction.atomic():
        plan = _lock(thread.plan)
        held = CommentThread.objects.select_for_update().get(pk=thread.pk)
        if held.audience == audience:
            return
        if audience.reach < Audience(held.audience).reach:
            raise AudienceNarrowed
        if held.comments.count() > seen:
            raise ThreadMoved
        held.audience = audience
        held.save(update_fields=["audience"])
        _note(plan, held, "widened", by=by, at=at)


def withdraw(comment: Comment, *, at: datetime) -> None:
    """Erase a message's words for good; its place in the thread stays. For its author, who asks for it."""
    with transaction.atomic():
        plan = _lock(comment.thread.plan)
        standing = Comment.objects.filter(pk=comment.pk, withdrawn_at__isnull=True)
        if standing.update(text="", withdrawn_at=at):
            _note(plan, comment.thread, "withdrawn", by=comment.written_by, at=at, number=comment.number)


def mark_seen(thread: CommentThread, *, user: User, at: datetime) -> None:
    """What mentions a person in a thread no longer waits for them: they have it open."""
    Mention.objects.filter(comment__thread=thread, user=user, seen_at__isnull=True).update(seen_at=at)


def _lock(plan: Plan) -> Plan:
    """The plan under a row lock, open or frozen: its state holds while it is noted, messages are numbered in turn."""
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _sent_before(message: Message) -> Comment | None:
    return Comment.objects.select_related("thread").filter(written_by=message.by, token=message.token).first()


def _add(plan: Plan, thread: CommentThread, message: Message, at: datetime) -> Comment:
    last: int | None = thread.comments.aggregate(last=Max("number"))["last"]
    version: int | None = PlanVersion.objects.filter(plan=plan).aggregate(newest=Max("number"))["newest"]
    comment = Comment.objects.create(
        thread=thread,
        number=(last or 0) + 1,
        text=message.text,
        token=message.token,
        written_at=at,
        written_by=message.by,
        organisation=message.organisation,
        version=version or 0,
        on_draft=plan.is_open,
    )
    _tell(comment, message.tell)
    return comment


def _tell(comment: Comment, people: Iterable[User]) -> None:
    Mention.objects.bulk_create(Mention(comment=comment, user=person) for person in people)


def _note(plan: Plan, thread: CommentThread, what: str, *, by: User, at: datetime, number: int = 0) -> None:
    """Record an act, never its words: the chain cannot forget what a message's author may want to withdraw."""
    shared, inside = ACTIONS[what]
    action = inside if thread.audience == Audience.ORGANISATION else shared
    data = {"section": thread.section, "audience": str(thread.audience), "number": number}
    record(actor=by, action=action, subject=thread, plan_key=plan.key, data=data, at=at)
