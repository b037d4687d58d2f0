"""Who is at which page of a draft: noted when it is opened, moved by the open page, gone when it is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from itf.accounts.models import User
from plans.models import Plan, Presence

BEAT = timedelta(seconds=15)  # how often an open page speaks up
ACTIVE = timedelta(seconds=45)  # three beats missed: the page is closed, or its machine is
RECENT = timedelta(minutes=10)  # how long an opening counts where no script speaks up
KEPT = timedelta(hours=12)


@dataclass(frozen=True)
class Present:
    """Someone else at a page; without a script all that is known is when they opened it."""

    who: str
    section: str
    row: UUID | None
    is_editing: bool
    opened_at: datetime


def arrive(plan: Plan, section: str, row: UUID | None, *, user: User, at: datetime) -> None:
    """Note that someone opened a page for editing."""
    if not _places(plan, section, row).filter(user=user).update(opened_at=at):
        # Once for each person and page: also a good moment to forget old ones.
        Presence.objects.filter(plan=plan, opened_at__lt=at - KEPT).delete()
        _add(plan, section, row, user=user, opened_at=at)


def beat(plan: Plan, section: str, row: UUID | None, *, user: User, at: datetime) -> None:
    """Note that someone's page is still open; writes at most once every fifteen seconds, and never to the plan."""
    place = _places(plan, section, row).filter(user=user)
    seen = place.values_list("seen_at", flat=True)
    if not seen:
        _add(plan, section, row, user=user, opened_at=at, seen_at=at)
    elif seen[0] is None or at - seen[0] >= BEAT - timedelta(seconds=1):
        place.update(seen_at=at)


def leave(plan: Plan, section: str, row: UUID | None, *, user: User) -> None:
    """Note that someone closed a page."""
    _places(plan, section, row).filter(user=user).delete()


def others_here(plan: Plan, section: str, row: UUID | None, *, user: User, at: datetime) -> list[Present]:
    """Who else has this page open, in one query."""
    return _present(_places(plan, section, row), user, at)


def others_in(plan: Plan, *, user: User, at: datetime) -> list[Present]:
    """Who else has any page of the plan open, in one query."""
    return _present(Presence.objects.filter(plan=plan), user, at)


def _places(plan: Plan, section: str, row: UUID | None) -> QuerySet[Presence]:
    return Presence.objects.filter(plan=plan, section=section, row=row)


def _add(
    plan: Plan, section: str, row: UUID | None, *, user: User, opened_at: datetime, seen_at: datetime | None = None
) -> None:
    here = Presence(plan=plan, section=section, row=row, user=user, opened_at=opened_at, seen_at=seen_at)
    # Two tabs of one person may open at once: one row is enough.
    Presence.objects.bulk_create([here], ignore_conflicts=True)


def _present(places: QuerySet[Presence], user: User, at: datetime) -> list[Present]:
    """Those seen within the last beats first; then those whose page has not spoken since it was opened lately."""
    lately = Q(seen_at__gte=at - ACTIVE) | Q(opened_at__gte=at - RECENT)
    found = places.filter(lately).exclude(user=user).select_related("user").order_by("-opened_at")
    listed = [
        _told(row, at) for row in found if _is_active(row, at) or row.seen_at is None or row.seen_at < row.opened_at
    ]
    return sorted(listed, key=lambda present: not present.is_editing)


def _told(row: Presence, at: datetime) -> Present:
    return Present(str(row.user), row.section, row.row, _is_active(row, at), row.opened_at)


def _is_silent(row: Presence) -> bool:
    """Whether the page has not spoken since it was opened: without a script it never does."""
    return row.seen_at is None or row.seen_at < row.opened_at


def _is_active(row: Presence, at: datetime) -> bool:
    return row.seen_at is not None and at - row.seen_at <= ACTIVE
