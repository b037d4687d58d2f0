"""Reads of people and organisations for pages."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Prefetch

from itf.accounts.models import User


@dataclass(frozen=True)
class DemoPerson:
    """A demonstration person as the sign-in page lists them."""

    pk: int
    post: str
    organisation: str
    note: str
    group: str


def demo_people() -> list[DemoPerson]:
    """Everyone who may be entered by one click, in their order, those of one heading together. Two queries."""
    with_roles = Prefetch("groups", Group.objects.select_related("role_group__organisation").order_by("pk"))
    people = User.objects.filter(is_demo=True, is_active=True).order_by("demo_order", "email")
    listed = [_demo_person(user) for user in people.prefetch_related(with_roles)]
    titles = list(dict.fromkeys(person.group for person in listed))
    return sorted(listed, key=lambda person: titles.index(person.group))


def _demo_person(user: User) -> DemoPerson:
    names = [group.role_group.organisation.name for group in user.groups.all() if hasattr(group, "role_group")]
    organisation = ", ".join(dict.fromkeys(names))
    return DemoPerson(user.pk, str(user), organisation, user.demo_note, user.demo_group or organisation)
