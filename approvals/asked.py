"""What a submitted plan waits for: which permission each act takes, and for which bodies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from approvals.deadlines import day_in_words
from approvals.standing import Stage, Standing

# Who reads an answer, by where the plan is.
SPEAKERS = {
    Stage.IN_ASSURANCE: ("assure_plan",),
    Stage.WITH_REGION: ("moderate_plan",),
    Stage.IN_NATIONAL_REVIEW: ("review_plan",),
    Stage.WITH_MINISTERS: (),
}


@dataclass(frozen=True)
class Asked:
    """An act that a plan waits for. ``bodies``: for whom it is done, None where any that holds the permission may.

    ``due_on``: where it has a day of its own, which the window of the plan says nothing of.
    """

    codename: str
    bodies: frozenset[UUID] | None
    label: str
    url: str
    due_on: date | None = None


def asked_of_the_centre(standing: Standing) -> Iterable[Asked]:
    """What those who assure a plan owe it now."""
    case = standing.case_id
    for question, place in standing.desk.to_answer:
        url = reverse("approvals:clarification", args=[case, question])
        yield Asked("edit_plan", None, f"Answer the assurers about {place}", url)
    for question, place in standing.desk.answered:
        url = reverse("approvals:clarification", args=[case, question])
        for codename in SPEAKERS.get(standing.stage, ()):
            yield Asked(codename, None, f"Read the authors’ answer about {place}", url)
    yield from _of_conditions(standing)
    match standing.stage:
        case Stage.SUBMITTED:
            yield Asked("assure_plan", None, "Take the plan up", reverse("approvals:case", args=[case]))
        case Stage.IN_ASSURANCE:
            yield from _of_the_area(standing)
        case Stage.WITH_REGION:
            yield Asked("moderate_plan", None, "Moderate the plan", reverse("approvals:moderate", args=[case]))
        case Stage.IN_NATIONAL_REVIEW:
            label = "Send the tranche to ministers" if standing.desk.is_reviewed else "Review the plan nationally"
            review = reverse("approvals:national-review", args=[case])
            yield Asked("review_plan", None, label, _tranche_of(standing) if standing.desk.is_reviewed else review)
        case Stage.WITH_MINISTERS:
            yield Asked("decide_plan", None, "Record the ministers’ decision", _tranche_of(standing))


def _tranche_of(standing: Standing) -> str:
    """Where its list is sent, and what was decided recorded; of a plan in none, where it is put into one or found."""
    if standing.tranche:
        return reverse("approvals:tranche", args=[standing.tranche])
    if standing.stage == Stage.WITH_MINISTERS:
        return reverse("approvals:without-a-list", args=[standing.plan.round_id])
    return reverse("approvals:nation")


def _of_the_area(standing: Standing) -> Iterable[Asked]:
    """First the readings, each side by itself; then a recommendation by one side, to which the other agrees."""
    place, case, desk = standing.plan.locality, standing.case_id, standing.desk
    sides = [body for body in (place.area_team, place.local_government) if body]
    reading = [body for body in sides if body.pk not in desk.finished]
    url = reverse("approvals:case", args=[case])
    for body in reading:
        yield Asked("assure_plan", frozenset([body.pk]), "Score the plan", url)
    if reading:
        return
    url = reverse("approvals:recommend", args=[case])
    if desk.proposed_for is None:
        label = "Settle the differences and decide" if standing.decides_now else "Settle the differences and recommend"
        yield Asked("assure_plan", None, label, url)
        return
    other = frozenset(body.pk for body in sides if body.pk != desk.proposed_for)
    label = "Agree to what is proposed and so decide" if standing.decides_now else "Agree to what is recommended"
    yield Asked("assure_plan", other, label, url)


def _of_conditions(standing: Standing) -> Iterable[Asked]:
    """Evidence, from each condition's owner by its day; a look at what was given, from the assurers."""
    for condition in standing.conditions:
        url = reverse("approvals:condition", args=[condition.case, condition.pk])
        if condition.has_evidence:
            yield Asked("assure_plan", None, "Close a condition of approval, or send its evidence back", url)
        else:
            label = f"Meet a condition of approval by {day_in_words(condition.due_on)}"
            yield Asked("edit_plan", frozenset([condition.owner]), label, url, condition.due_on)
