"""Who owes a plan an act now, who gave it a decision, and who may therefore be told of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from approvals.acts import Act, Awaited, acts_for, awaited, move_url
from approvals.models import Case, Decision, Recommendation, Review, SignOff
from approvals.permissions import OF_THE_CENTRE, everyones_powers
from approvals.stages import standings, with_stage
from approvals.standing import Stage, Standing
from approvals.ties import Everyone, able
from approvals.timetable import Step, timetables
from itf.audit.models import AuditEvent
from plans.models import Plan


@dataclass(frozen=True)
class Owed:
    """An act that is this person's to do now."""

    person: int
    act: Act

    @property
    def plan(self) -> Plan:
        """The plan that waits for it."""
        return self.act.standing.plan


@dataclass(frozen=True)
class Concern:
    """Everyone with something to do with some plans: what is owed, who gave a decision, who may know of which plan.

    ``takers``: who takes it up once it is submitted. ``leads``: the authors of the council, who lead a plan.
    """

    owed: tuple[Owed, ...]
    gave: dict[UUID, set[int]]
    insiders: dict[UUID, set[int]]
    assurers: dict[UUID, set[int]]
    leads: dict[UUID, set[int]]
    takers: dict[UUID, set[int]]
    timetables: dict[UUID, list[Step]]

    def people_of(self, plan: UUID) -> set[int]:
        """Who owes this plan an act or gave it a decision, and may still know of it."""
        owe = {owed.person for owed in self.owed if owed.plan.pk == plan}
        return (owe | self.gave[plan]) & (self.insiders[plan] | self.assurers[plan])


def concern(plans: Iterable[UUID], today: date) -> Concern:
    """The same for plans by their ids, in a number of queries that they do not change."""
    listed = standings(with_stage(Plan.objects.filter(pk__in=list(plans))))
    powers = everyones_powers([standing.plan for standing in listed])
    councils = {standing.plan.pk: standing.plan.locality.council_id for standing in listed}
    leads: dict[UUID, set[int]] = defaultdict(set)
    takers: dict[UUID, set[int]] = defaultdict(set)
    insiders: dict[UUID, set[int]] = defaultdict(set)
    assurers: dict[UUID, set[int]] = defaultdict(set)
    for plan, people in powers.items():
        for person, held in people.items():
            if "view_plan" in held:
                insiders[plan].add(person)
            elif not held.keys().isdisjoint(OF_THE_CENTRE):
                assurers[plan].add(person)
            if "assure_plan" in held:
                takers[plan].add(person)
            if councils[plan] in held.get("edit_plan", ()):
                leads[plan].add(person)
    gave = _gave([standing.plan for standing in listed])
    return Concern(
        tuple(_owed(listed, able(listed, powers), today)),
        gave,
        insiders,
        assurers,
        leads,
        takers,
        timetables(listed, today),
    )


def awaited_now(plans: Iterable[UUID], today: date) -> list[tuple[Standing, Awaited, set[int]]]:
    """Every decision that these plans wait for, with everyone who can give it: nobody, where a plan cannot move.

    What looks for plans that nobody can move asks here. In a number of queries that plans do not change.
    """
    listed = standings(with_stage(Plan.objects.filter(pk__in=list(plans))))
    powers = able(listed, everyones_powers([standing.plan for standing in listed]))
    return [
        (standing, wait, {person for person, held in powers[standing.plan.pk].items() if wait.is_theirs(held)})
        for standing in listed
        for wait in awaited(standing, today)
    ]


def is_worth_telling(owed: Owed) -> bool:
    """A draft is its authors' daily work: only once the other side waits for them is it something to be told of."""
    standing = owed.act.standing
    if owed.act.url in {move_url(standing.plan.key, consent) for consent in standing.moves}:
        return True
    return standing.stage != Stage.DRAFT or bool(standing.agreed) or standing.is_not_approved


def _owed(listed: Sequence[Standing], powers: Everyone, today: date) -> Iterable[Owed]:
    for standing in listed:
        for person, held in powers[standing.plan.pk].items():
            for act in acts_for(standing, held, today):
                yield Owed(person, act)


def _gave(plans: Sequence[Plan]) -> dict[UUID, set[int]]:
    """Who agreed to freeze, signed, declined, submitted, reviewed, recommended or decided, of each plan."""
    found: dict[UUID, set[int]] = defaultdict(set)
    # A consent is gone once the plan is frozen; the trail remembers whose it was.
    by_key = {plan.key: plan.pk for plan in plans}
    agreed = AuditEvent.objects.filter(plan_key__in=by_key, action="plan.freeze_agreed")
    for key, person in agreed.values_list("plan_key", "actor_id"):
        found[by_key[key]].add(person or 0)
    first, *others = (
        rows.order_by().values_list(plan, person)
        for rows, plan, person in (
            (SignOff.objects.filter(case__plan__in=plans), "case__plan", "signatory"),
            (Case.objects.filter(plan__in=plans, submitted_by__isnull=False), "plan", "submitted_by"),
            (Review.objects.filter(case__plan__in=plans), "case__plan", "assurer"),
            # The second key of the area is that of a reviewer.
            (Recommendation.objects.filter(case__plan__in=plans), "case__plan", "made_by"),
            (Decision.objects.filter(case__plan__in=plans), "case__plan", "decided_by"),
        )
    )
    for plan_id, person in first.union(*others):
        found[plan_id].add(person)
    return found
