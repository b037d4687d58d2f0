"""Where a plan is and what it is written for: its locality with the bodies that it names, round and condition set."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from conditions.models import ConditionSet, Round
from itf.accounts.models import Organisation
from itf.lib.batch import Part, all_but
from plans.models import Locality, Plan


def place(**plan: Any) -> dict[str, Part]:
    """What is read of the one plan that ``plan`` finds, as parts of a batch."""
    here = Plan.objects.filter(**plan).order_by()
    named = Q(pk__in=here.values("locality__board")) | Q(pk__in=here.values("locality__area_team"))
    sets = ConditionSet.objects.filter(pk__in=here.values("condition_set"))
    return {
        "place.locality": Part(Locality.objects.filter(pk__in=here.values("locality"))),
        "place.bodies": Part(Organisation.objects.filter(named)),
        "place.round": Part(Round.objects.filter(pk__in=here.values("round")), all_but(Round, "loaded")),
        "place.set": Part(sets, all_but(ConditionSet, "loaded")),
    }


def tell_place(plan: Plan, found: Mapping[str, list[Any]]) -> None:
    """Give the plan what was read of its place."""
    (plan.locality,), (plan.round,), (plan.condition_set,) = (
        found[f"place.{name}"] for name in ("locality", "round", "set")
    )
    bodies = {body.pk: body for body in found["place.bodies"]}
    if plan.locality.board_id:
        plan.locality.board = bodies[plan.locality.board_id]
    if plan.locality.area_team_id:
        plan.locality.area_team = bodies[plan.locality.area_team_id]
