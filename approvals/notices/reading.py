"""A person's own notifications: the list, how many are new, marking them as read, and how mail should come."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from approvals.models import MailChoice, Notice, NoticeKind, Pace
from approvals.permissions import known_plans
from itf.accounts.models import User
from plans.permissions import plans_with


def notices_of(person: User) -> QuerySet[Notice]:
    """What the person was told of plans that they may still know of, newest first.

    An assurer of a plan that went back to its authors is still told that it did, though the case is no longer theirs.
    """
    told = Q(kind=NoticeKind.TOLD, plan__in=plans_with(person, "assure_plan"))
    return Notice.objects.filter(Q(plan__in=known_plans(person)) | told, person=person).select_related("plan")


def mark_read(person: User, *, at: datetime) -> int:
    """Mark everything as read; returns how many were new."""
    with transaction.atomic():
        marked = Notice.objects.filter(person=person, read_at=None).update(read_at=at)
        recount([person.pk])
    return marked


def recount(people: Iterable[int]) -> None:
    """Write how many are new into each person's row, where the header of every page finds it."""
    new = Notice.objects.filter(person=OuterRef("pk"), read_at=None, settled_at=None).order_by()
    counted = Subquery(new.values("person").annotate(number=Count("pk")).values("number"), IntegerField())
    User.objects.filter(pk__in=list(people)).update(unread_notices=Coalesce(counted, 0))


def choice_of(person: User) -> MailChoice:
    """How the person wants mail; unsaved where they have not chosen."""
    return MailChoice.objects.filter(person=person).first() or MailChoice(person=person)


def choose(person: User, *, pace: str, wants_information: bool) -> MailChoice:
    """Keep how the person wants mail."""
    chosen = {"pace": Pace(pace), "wants_information": wants_information}
    return MailChoice.objects.update_or_create(person=person, defaults=chosen)[0]
