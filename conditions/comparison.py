"""Setting condition sets side by side: which concepts they share, add, drop, or keep only outside their conditions."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from conditions.models import Concept, ConditionSet, ImpliedConcept, NationalCondition


class Standing(StrEnum):
    """How a set treats a concept."""

    OWN = "own"
    IMPLIED = "implied"
    ABSENT = "absent"


@dataclass(frozen=True)
class Place:
    """Where a concept stands in one set.

    ``number`` is that of its condition, with a letter when the condition rests on several concepts. For an implied
    concept it is empty, and ``where`` says what asks for the concept, if that is known.
    """

    standing: Standing
    number: str = ""
    scope: str = ""
    where: str = ""


ABSENT = Place(Standing.ABSENT)


@dataclass(frozen=True)
class SetComparison:
    """What changes for a plan that moves from one set to another, as keys of concepts in their lasting order.

    ``rescoped`` are shared concepts whose scope the two sets word differently; ``demoted`` are those dropped ones that
    the new set still asks for outside its conditions.
    """

    shared: tuple[str, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    rescoped: tuple[str, ...]
    demoted: tuple[str, ...]


def compare(before: ConditionSet, after: ConditionSet) -> SetComparison:
    """Which concepts two sets share, which the later one adds and drops. Only a set's own conditions count."""
    table = matrix([before, after])
    both = [(key, places[before.key], places[after.key]) for key, places in table.items()]
    own = Standing.OWN
    shared = [(key, old, new) for key, old, new in both if old.standing == own and new.standing == own]
    dropped = [(key, new) for key, old, new in both if old.standing == own and new.standing != own]
    return SetComparison(
        shared=tuple(key for key, _, _ in shared),
        added=tuple(key for key, old, new in both if old.standing != own and new.standing == own),
        dropped=tuple(key for key, _ in dropped),
        rescoped=tuple(key for key, old, new in shared if old.scope != new.scope),
        demoted=tuple(key for key, new in dropped if new.standing == Standing.IMPLIED),
    )


def matrix(sets: Iterable[ConditionSet]) -> dict[str, dict[str, Place]]:
    """Every concept against every set given: concept key -> set key -> place. Four queries, however many sets."""
    keys = [issued.key for issued in sets]
    table = {concept: dict.fromkeys(keys, ABSENT) for concept in Concept.objects.values_list("key", flat=True)}
    for implied in ImpliedConcept.objects.filter(condition_set__in=keys):
        table[implied.concept_id][implied.condition_set_id] = Place(Standing.IMPLIED, where=implied.where)
    conditions = NationalCondition.objects.filter(condition_set__in=keys).prefetch_related("concepts")
    for condition in conditions.order_by("-position"):
        for concept, number in zip(condition.concepts.all(), _numbers(condition), strict=True):
            # Two items may rest on one concept; read from the last, so that the first one's place is shown.
            table[concept.key][condition.condition_set_id] = Place(Standing.OWN, number, condition.scope)
    return table


def _numbers(condition: NationalCondition) -> list[str]:
    """5a and 5b for an item that rests on two concepts."""
    concepts = len(condition.concepts.all())
    if concepts == 1:
        return [condition.number]
    return [f"{condition.number}{letter}" for letter in "abcdefghijklmn"[:concepts]]
