"""What commands name on the shell: a plan, one of its versions; and the sentences when there is none."""

from django.core.management.base import CommandError
from django.utils import timezone

from plans.documents.compose import draft_document, version_document
from plans.documents.plan_document import PlanDocument
from plans.models import Plan, PlanVersion


def chosen_document(key: str, number: int | None) -> PlanDocument:
    """The version asked for; without one, the draft of an open plan or the newest version of a frozen one.

    Raises CommandError, naming what there is, for a plan or version that does not exist.
    """
    plan = chosen_plan(key)
    if number is None and plan.is_open:
        return draft_document(plan, at=timezone.now())
    return version_document(chosen_version(plan, number))


def chosen_version(plan: Plan, number: int | None) -> PlanVersion:
    """The version asked for, or the newest; raises CommandError, naming what there is."""
    versions = PlanVersion.objects.filter(plan=plan)
    version = versions.filter(number=number).first() if number is not None else versions.first()
    if version is None and number is None:
        raise CommandError(f"{plan.title} has no version yet: it is a draft.")
    if version is None:
        numbers = ", ".join(str(known) for known in versions.order_by("number").values_list("number", flat=True))
        raise CommandError(f"{plan.title} has no version {number}. There is {numbers or 'none yet: it is a draft'}.")
    return version


def chosen_plan(key: str) -> Plan:
    """The plan at this address; raises CommandError, naming the plans there are."""
    plan = Plan.objects.filter(key=key).first()
    if plan is None:
        keys = ", ".join(Plan.objects.order_by("key").values_list("key", flat=True)[:20])
        raise CommandError(f"There is no plan “{key}”. There is: {keys or 'none yet'}.")
    return plan
