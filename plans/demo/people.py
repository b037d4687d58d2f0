"""The people of the demonstration: posts that anyone may enter by one click, never names."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from itf.accounts.membership import join
from itf.accounts.models import User
from plans.demo.files import DemoInvited, DemoPerson
from plans.demo.rows import body
from plans.inviting import invite
from plans.models import Plan


def make_people(people: Iterable[DemoPerson]) -> list[User]:
    """Everyone listed, with their role; those who exist are left as they are. None has a password."""
    return [_make(person) for person in people]


def invite_people(plan: Plan, invited: Iterable[DemoInvited], *, by: User, at: datetime) -> None:
    """Ask everyone listed to comment on the plan, by an account that may do nothing else."""
    for person in invited:
        _find_or_make(person)
        figures = {name: Decimal(value) for name, value in person.figures.items()}
        invite(
            plan,
            capacity=person.capacity,
            organisation=person.organisation,
            post=person.post.partition(",")[0],
            email=person.email,
            by=by,
            at=at,
            more={"respond_by": localdate(at) + timedelta(days=person.days), **figures},
        )


def _make(person: DemoPerson) -> User:
    user = _find_or_make(person)
    join(user, body(person.organisation), person.role)
    return user


def _find_or_make(person: DemoPerson | DemoInvited) -> User:
    return User.objects.filter(email=person.email).first() or User.objects.create_user(
        person.email,
        None,
        post=person.post,
        is_demo=True,
        demo_order=person.order,
        demo_group=person.group,
        demo_note=person.can,
        is_invited=isinstance(person, DemoInvited),
    )
