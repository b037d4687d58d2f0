"""The people of the demonstration: posts that anyone may enter by one click, never names."""

from collections.abc import Iterable

from itf.accounts.membership import join
from itf.accounts.models import User
from plans.demo.files import DemoPerson
from plans.demo.rows import body


def make_people(people: Iterable[DemoPerson]) -> list[User]:
    """Everyone listed, with their role; those who exist are left as they are. None has a password."""
    return [_make(person) for person in people]


def _make(person: DemoPerson) -> User:
    user = User.objects.filter(email=person.email).first() or User.objects.create_user(
        person.email,
        None,
        post=person.post,
        is_demo=True,
        demo_order=person.order,
        demo_group=person.group,
        demo_note=person.can,
    )
    join(user, body(person.organisation), person.role)
    return user
