"""Joining and leaving an organisation's role: the one place that touches role groups."""

from django.contrib.auth.models import Group
from django.db import transaction

from itf.accounts.models import Organisation, Role, RoleGroup, User


def role_group(organisation: Organisation, role: Role) -> RoleGroup:
    """The group of those who hold ``role`` in ``organisation``, made when first asked for."""
    existing = RoleGroup.objects.select_related("group").filter(organisation=organisation, role=role).first()
    if existing:
        return existing
    with transaction.atomic():
        group, _ = Group.objects.get_or_create(name=f"{organisation.kind}:{organisation.code}:{role}")
        found, _ = RoleGroup.objects.get_or_create(organisation=organisation, role=role, defaults={"group": group})
        return found


def join(user: User, organisation: Organisation, role: Role) -> None:
    """Let ``user`` act as ``role`` for ``organisation``."""
    user.groups.add(role_group(organisation, role).group)


def leave(user: User, organisation: Organisation, role: Role) -> None:
    """Take the role from ``user``; what they did before stands."""
    user.groups.remove(role_group(organisation, role).group)


def holders_of(organisation: Organisation, role: Role) -> list[User]:
    """Everyone who can sign in and holds the role."""
    group = RoleGroup.objects.filter(organisation=organisation, role=role).values("group")
    return list(User.objects.filter(groups__in=group, is_active=True).distinct())


def roles_of(user: User) -> list[RoleGroup]:
    """Every role the person holds, with its organisation, in one query."""
    return list(RoleGroup.objects.filter(group__user=user).select_related("organisation"))
