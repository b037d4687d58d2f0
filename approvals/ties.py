"""What a part in a plan, or an interest in a body of it, takes from those who would assure it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from approvals.models import Interest
from approvals.standing import Standing
from itf.accounts.models import RoleGroup, User

# For these, nobody may have a part in the plan.
ASSURE = frozenset({"assure_plan", "moderate_plan", "review_plan"})
# What a person may do with a plan, and for which bodies, by codename; and that of everyone, by plan and person.
Held = dict[str, set[UUID]]
Everyone = Mapping[UUID, Mapping[int, Held]]


def able(listed: Sequence[Standing], everyone: Everyone) -> Everyone:
    """The same powers without those to assure a plan in whose bodies the person has a part, in at most two queries.

    ``guards.no_conflict_of_interest`` refuses them; what they see of a plan does not hang on it.
    """
    assuring = {
        person for people in everyone.values() for person, held in people.items() if not ASSURE.isdisjoint(held)
    }
    ties: dict[int, set[UUID]] = defaultdict(set)
    if assuring:
        roles = RoleGroup.objects.filter(group__user__in=assuring).values_list("group__user", "organisation")
        interests = Interest.objects.filter(person__in=assuring).values_list("person", "organisation")
        for person, body in (*roles, *interests):
            ties[person].add(body)
    return {
        standing.plan.pk: {
            person: unbound(standing, held, ties[person]) for person, held in everyone[standing.plan.pk].items()
        }
        for standing in listed
    }


def able_to(user: User, listed: Sequence[Standing], held: Mapping[UUID, Held]) -> dict[UUID, Held]:
    """The same of one person."""
    of_them = able(listed, {standing.plan.pk: {user.pk: held[standing.plan.pk]} for standing in listed})
    return {plan: people[user.pk] for plan, people in of_them.items()}


def unbound(standing: Standing, held: Held, ties: set[UUID]) -> Held:
    """What is left of these powers to someone with these ties."""
    if ties.isdisjoint(body.organisation.pk for body in (*standing.parties, *standing.boards)):
        return held
    return {codename: bodies for codename, bodies in held.items() if codename not in ASSURE}
