"""What an administrator changes of who may act, in the trail of every plan that it touches, as a body's change is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from approvals.models import Deputy
from approvals.standing_in import plans_of, told
from itf.accounts.membership import roles_of
from itf.accounts.models import Role, RoleGroup, User
from itf.audit.chain import Act, record_each


@dataclass(frozen=True)
class Before:
    """A person's account before it was saved: its roles, whether it was open, and what its holder could administer."""

    roles: tuple[RoleGroup, ...]
    is_active: bool
    rights: tuple[bool, bool]


NEW = Before(roles=(), is_active=True, rights=(False, False))


def as_it_is(person: User) -> Before:
    """The account as it is stored; of a new one, that it is open and may do nothing."""
    stored = User.objects.filter(pk=person.pk).first()
    if stored is None:
        return NEW
    return Before(tuple(roles_of(stored)), stored.is_active, (stored.is_staff, stored.is_superuser))


def note(person: User, before: Before, *, by: User | None, at: datetime) -> None:
    """Record what differs since ``before``: one event for each plan of each body, or one alone where it has none.

    A deputy whose role was taken is deputy no longer. ``by`` is None for what was done at the command line.
    """
    now = as_it_is(person)
    taken = _without(before.roles, now.roles)
    for held in taken:
        named = Deputy.objects.filter(organisation=held.organisation, role=held.role, person=person, ended_at=None)
        named.update(ended_at=at)
    for action, roles in (("role.given", _without(now.roles, before.roles)), ("role.taken", taken)):
        for held in roles:
            said = told(held.organisation, Role(held.role), person)
            acts = [Act(person, key, said) for key in plans_of(held.organisation) or [""]]
            record_each(acts, actor=by, action=action, at=at)
    if now.is_active != before.is_active:
        keys = sorted({key for held in now.roles for key in plans_of(held.organisation)})
        action = "account.opened" if now.is_active else "account.closed"
        record_each([Act(person, key, {"person": str(person)}) for key in keys or [""]], actor=by, action=action, at=at)
    if now.rights != before.rights:
        staff, administers = now.rights
        # By post or number: an address could not be erased from the chain.
        called = person.post or f"person {person.pk}"
        rights = Act(person, "", {"person": called, "is_staff": staff, "is_superuser": administers})
        record_each([rights], actor=by, action="account.rights_changed", at=at)


def note_administrator(*, person: User, **_: Any) -> None:
    """Record an administrator made at the command line; takes the signal ``administrator_made``."""
    note(person, NEW, by=None, at=timezone.now())


def _without(roles: Iterable[RoleGroup], others: Iterable[RoleGroup]) -> list[RoleGroup]:
    left_out = {held.pk for held in others}
    return [held for held in roles if held.pk not in left_out]
