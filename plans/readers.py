"""Who reads comments: a person with the bodies they act for, and what of a plan's threads they may know of."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from itf.accounts.models import Organisation, User
from itf.lib.verdict import ALLOWED, Verdict, refused
from plans.models import Audience, Comment, CommentThread, Mention, Plan


@dataclass(frozen=True)
class Reader:
    """A person before one plan. ``is_party``: may see its draft; ``is_assurer``: may know of its submitted case.

    Whatever a page says of threads comes from here: nobody outside an audience learns that a thread is there.
    """

    user: User
    bodies: tuple[Organisation, ...]
    is_party: bool
    is_assurer: bool = False
    is_author: bool = False

    @property
    def body(self) -> Organisation | None:
        """The body they speak for, unless they say otherwise."""
        return self.bodies[0] if self.bodies else None

    def threads(self, plan: Plan) -> QuerySet[CommentThread]:
        """The threads of a plan that this person may know of: every page that names one starts here."""
        return CommentThread.objects.filter(self._may_know(), plan=plan)

    def open_threads(self, plan: Plan) -> QuerySet[CommentThread]:
        """Those of them that nobody has resolved."""
        return self.threads(plan).filter(resolved_at__isnull=True)

    def knows(self, thread: CommentThread) -> bool:
        """The same for one thread that is read already."""
        if thread.audience == Audience.ORGANISATION:
            return thread.organisation_id in {body.pk for body in self.bodies}
        return self.is_party or (self.is_assurer and thread.audience == Audience.ASSURERS)

    def audiences(self) -> list[tuple[Audience, Organisation | None]]:
        """For whom they may begin a thread, from the narrowest: an assurer cannot speak to partners alone."""
        inside = [(Audience.ORGANISATION, body) for body in self.bodies]
        shared = [Audience.PARTNERS, Audience.ASSURERS] if self.is_party else [Audience.ASSURERS]
        return [*inside, *((audience, None) for audience in shared)]

    def wider(self, thread: CommentThread) -> list[Audience]:
        """To whom they may open a thread further; there is no way back, as others may have read it."""
        shared = {audience for audience, _ in self.audiences() if audience != Audience.ORGANISATION}
        present = Audience(thread.audience)
        return [audience for audience in Audience if audience in shared and audience.reach > present.reach]

    def _may_know(self) -> Q:
        mine = Q(audience=Audience.ORGANISATION, organisation__in=[body.pk for body in self.bodies])
        if self.is_party:
            return mine | Q(audience__in=[Audience.PARTNERS, Audience.ASSURERS])
        return mine | Q(audience=Audience.ASSURERS) if self.is_assurer else mine


@dataclass(frozen=True)
class Person:
    """Someone who may be told of a message, with their bodies."""

    user: User
    bodies: dict[UUID, str]
    is_party: bool

    @property
    def label(self) -> str:
        """The post and the body."""
        return f"{self.user}, {', '.join(self.bodies.values())}"

    def is_in(self, audience: Audience, organisation: Organisation | None) -> bool:
        """Whether a thread for this audience is for them."""
        if audience == Audience.ORGANISATION:
            return organisation is not None and organisation.pk in self.bodies
        return self.is_party or audience == Audience.ASSURERS


def can_settle(reader: Reader, thread: CommentThread) -> Verdict:
    """May resolve the thread, open it again or open it to more readers."""
    if reader.is_author or thread.opened_by_id == reader.user.pk:
        return ALLOWED
    return refused("Only an author of the plan, or whoever began these comments, can resolve or reopen them.")


def can_withdraw(reader: Reader, comment: Comment) -> Verdict:
    """May take this message back."""
    if comment.written_by_id == reader.user.pk:
        return ALLOWED
    return refused("Only whoever wrote a comment can withdraw it.")


def waiting_mentions(user: User, plans: Iterable[Plan]) -> QuerySet[Mention]:
    """Messages that mention a person and that they have not opened, of threads still open, newest first.

    Whether they may still know of each thread is the caller's to ask: people change posts.
    """
    waiting = Mention.objects.filter(
        user=user,
        seen_at__isnull=True,
        comment__withdrawn_at__isnull=True,
        comment__thread__resolved_at__isnull=True,
        comment__thread__plan__in=[plan.pk for plan in plans],
    )
    return waiting.select_related("comment__written_by", "comment__thread").order_by("-comment__written_at")
