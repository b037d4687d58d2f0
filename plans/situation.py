"""Where a plan is and what it is written for: its locality with the bodies that it names, round and condition set."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from conditions.models import ConditionSet, Round
from itf.accounts.models import Organisation
from itf.lib.batch import Part, all_but
from plans.models import Locality, Plan

# The bodies of a locality that its plan's pages speak of.
BODIES = ("board", "area_team", "local_government", "region_team")


def place(**plan: Any) -> dict[str, Part]:
    """What is read of the one plan that ``plan`` finds, as parts of a batch."""
    here = Plan.objects.filter(**plan).order_by()
    named = Q()
    for body in BODIES:
        named |= Q(pk__in=here.values(f"locality__{body}"))
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
    for name in BODIES:
        named = getattr(plan.locality, f"{name}_id")
        if named:
            setattr(plan.locality, name, bodies[named])
