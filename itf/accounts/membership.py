"""Joining and leaving an organisation's role: the one place that touches role groups."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet

from itf.accounts.models import Organisation, Role, RoleGroup, User
from itf.lib.batch import USER, Batch, Part

# Every page asks it: written once.
_OF_USER = RoleGroup.objects.filter(group__user=USER)
_HELD = Batch(
    {"held": Part(_OF_USER), "bodies": Part(Organisation.objects.filter(pk__in=_OF_USER.values("organisation")))}
)


def role_group(organisation: Organisation, role: Role) -> RoleGroup:
    """The group of those who hold ``role`` in ``organisation``, made when first asked for."""
    existing = RoleGroup.objects.select_related("group").filter(organisation=organisation, role=role).first()
    return existing or role_groups([(organisation, role)])[organisation.pk, role]


def role_groups(wanted: Iterable[tuple[Organisation, Role]]) -> dict[tuple[UUID, str], RoleGroup]:
    """The groups of these roles by body and role, those not there yet made: as many queries for many as for one."""
    names = {(body.pk, str(role)): f"{body.kind}:{body.code}:{role}" for body, role in wanted}
    with transaction.atomic():
        Group.objects.bulk_create((Group(name=name) for name in names.values()), ignore_conflicts=True)
        groups = {group.name: group for group in Group.objects.filter(name__in=names.values())}
        RoleGroup.objects.bulk_create(
            (RoleGroup(organisation_id=body, role=role, group=groups[name]) for (body, role), name in names.items()),
            ignore_conflicts=True,
        )
        held = RoleGroup.objects.filter(group__in=groups.values()).select_related("group")
        return {(found.organisation_id, found.role): found for found in held}


def join(user: User, organisation: Organisation, role: Role) -> None:
    """Let ``user`` act as ``role`` for ``organisation``."""
    user.groups.add(role_group(organisation, role).group)


def leave(user: User, organisation: Organisation, role: Role) -> None:
    """Take the role from ``user``; what they did before stands."""
    user.groups.remove(role_group(organisation, role).group)


def holders_of(organisation: Organisation, role: Role) -> list[User]:
    """Everyone who can sign in and holds the role."""
    return list(_holding(organisation, role).filter(is_active=True))


def closed_holders_of(organisation: Organisation, role: Role) -> list[User]:
    """Everyone who holds the role and whose account is closed."""
    return list(_holding(organisation, role).filter(is_active=False))


def _holding(organisation: Organisation, role: Role) -> QuerySet[User]:
    group = RoleGroup.objects.filter(organisation=organisation, role=role).values("group")
    return User.objects.filter(groups__in=group).distinct()


def roles_of(user: User) -> list[RoleGroup]:
    """Every role the person holds, with its organisation, in one query."""
    found = _HELD.read(user=user.pk)
    bodies = {body.pk: body for body in found["bodies"]}
    held: list[RoleGroup] = found["held"]
    for role in held:
        role.organisation = bodies[role.organisation_id]
    return held


def reads_trail(user: User) -> bool:
    """Whether a person may read the whole audit trail: administrators, and staff to whom it was given there."""
    return user.is_staff and user.has_perm("audit.view_auditevent")
