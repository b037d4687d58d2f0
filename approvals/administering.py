"""What an administrator changes of who may act, in the trail of every plan that it touches, as a body's change is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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


def as_it_is(person: User) -> Before:
    """The account as it is stored; of a new one, that it is open and may do nothing."""
    stored = User.objects.filter(pk=person.pk).first()
    if stored is None:
        return Before(roles=(), is_active=True, rights=(False, False))
    return Before(tuple(roles_of(stored)), stored.is_active, (stored.is_staff, stored.is_superuser))


def note(person: User, before: Before, *, by: User, at: datetime) -> None:
    """Record what differs since ``before``: one event for each plan of each body, or one alone where it has none."""
    now = as_it_is(person)
    for action, roles in (
        ("role.given", _without(now.roles, before.roles)),
        ("role.taken", _without(before.roles, now.roles)),
    ):
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
        rights = Act(person, "", {"person": str(person), "is_staff": staff, "is_superuser": administers})
        record_each([rights], actor=by, action="account.rights_changed", at=at)


def _without(roles: Iterable[RoleGroup], others: Iterable[RoleGroup]) -> list[RoleGroup]:
    left_out = {held.pk for held in others}
    return [held for held in roles if held.pk not in left_out]
