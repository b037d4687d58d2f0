"""Moving a plan to another national template or condition set: what changes, both sides' consent, the move itself.

Answers are kept by concept and field. What the new template or set does not ask stays stored, out of sight, and is
there again after moving back.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from conditions.models import ConditionSet, MeasureDefinition, NationalCondition, Round
from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from plans.authoring import lock_open
from plans.models import ConditionResponse, MeasurePlan, MoveConsent, Plan, SectionState
from plans.models.drafting import Side
from plans.national_templates import NationalTemplate, template_for
from plans.national_templates.years import in_years
from plans.questions import questions
from plans.sections import RowSpec, Section

CONDITIONS, MEASURES = "National conditions", "Measures"


class DifferenceMoved(Exception):
    """What would change is no longer what the person was shown."""


class OnePersonForBoth(Exception):
    """The two consents must come from two people."""


class NothingToMove(Exception):
    """The plan is written for this template and condition set already."""


@dataclass(frozen=True)
class Target:
    """Where a plan may move: a template, a condition set and, if it goes to another round, that round."""

    template_key: str
    condition_set: ConditionSet
    round: Round | None = None

    @classmethod
    def of_round(cls, round_: Round) -> "Target":
        """The template and condition set of a round."""
        return cls(round_.national_template, round_.condition_set, round_)

    @property
    def title(self) -> str:
        """As people call it: the round, else the template with its conditions."""
        return self.round.title if self.round else f"{template_for(self.template_key).title}, {self.condition_set}"


@dataclass(frozen=True)
class Asked:
    """One thing that a template or set asks: where, in which words, whether it must be answered."""

    key: str
    where: str
    words: str
    is_needed: bool


@dataclass(frozen=True)
class Change:
    """One line of the difference; ``before`` only where the words change."""

    where: str
    words: str
    before: str = ""
    is_needed: bool = False


@dataclass(frozen=True)
class Difference:
    """What a move keeps, asks in other words, asks for the first time, needs from now on, and no longer asks."""

    kept: tuple[Change, ...]
    reworded: tuple[Change, ...]
    new: tuple[Change, ...]
    needed: tuple[Change, ...]
    dropped: tuple[Change, ...]
    fingerprint: str


def difference(plan: Plan, target: Target) -> Difference:
    """What moving the plan to the target would change, in the order in which it is asked."""
    years = target.round.years if target.round else plan.years
    # What differs by its years alone is not asked in other words: both sides are read as they were issued.
    before = _asked(plan.template_key, plan.condition_set)
    after = _asked(target.template_key, target.condition_set)
    both = [(before[key], now) for key, now in after.items() if key in before]
    reworded = [(was, now) for was, now in both if was.words != now.words]
    parts = {
        "kept": [Change(now.where, in_years(now.words, years)) for was, now in both if was.words == now.words],
        "reworded": [Change(now.where, in_years(now.words, years), was.words) for was, now in reworded],
        "new": [
            Change(now.where, in_years(now.words, years), "", now.is_needed)
            for key, now in after.items()
            if key not in before
        ],
        "needed": [
            Change(now.where, in_years(now.words, years)) for was, now in both if now.is_needed and not was.is_needed
        ],
        "dropped": [Change(was.where, was.words) for key, was in before.items() if key not in after],
    }
    told = {name: [asdict(change) for change in changes] for name, changes in parts.items()}
    place = [plan.template_key, plan.condition_set_id, target.template_key, target.condition_set.pk]
    place.append(target.round.pk if target.round else "")
    digest = hashlib.sha256(json.dumps([place, told], sort_keys=True).encode()).hexdigest()
    return Difference(**{name: tuple(changes) for name, changes in parts.items()}, fingerprint=digest)


def targets(plan: Plan) -> list[Round]:
    """The rounds to which the plan could move: those for its years with another template or condition set."""
    rounds = Round.objects.filter(first_year=plan.first_year, second_year=plan.second_year)
    here = (plan.template_key, plan.condition_set_id)
    return [round_ for round_ in rounds if (round_.national_template, round_.condition_set_id) != here]


def agree_to_move(
    plan: Plan, target: Target, *, side: Side, organisation: Organisation, fingerprint: str, by: User, at: datetime
) -> bool:
    """Record one side's consent to a move; moves once both sides consented to the same difference.

    Returns whether the plan moved. Raises PlanNotOpen, NothingToMove, DifferenceMoved when the person was shown another
    difference, and OnePersonForBoth when the other side's consent is theirs too.
    """
    with transaction.atomic():
        locked = lock_open(plan)
        if (locked.template_key, locked.condition_set_id) == (target.template_key, target.condition_set.pk):
            raise NothingToMove
        if difference(locked, target).fingerprint != fingerprint:
            raise DifferenceMoved
        same = locked.move_consents.filter(fingerprint=fingerprint)
        if same.exclude(side=side).filter(agreed_by=by).exists():
            raise OnePersonForBoth
        MoveConsent.objects.update_or_create(
            plan=locked,
            side=side,
            defaults={
                "organisation": organisation,
                "template_key": target.template_key,
                "condition_set": target.condition_set,
                "round": target.round,
                "fingerprint": fingerprint,
                "agreed_at": at,
                "agreed_by": by,
            },
        )
        data = {"side": str(side), "organisation": organisation.name, "to": _told(target), "to_title": target.title}
        record(actor=by, action="plan.move_agreed", subject=locked, plan_key=locked.key, data=data, at=at)
        if set(same.values_list("side", flat=True)) != set(Side.values):
            return False
        move(locked, target, by=by, at=at)
    return True


def take_back_move(plan: Plan, *, side: Side, by: User, at: datetime) -> None:
    """Withdraw one side's consent to a move while the plan has not moved."""
    with transaction.atomic():
        locked = lock_open(plan)
        taken_back, _ = locked.move_consents.filter(side=side).delete()
        if taken_back:
            data = {"side": str(side)}
            record(actor=by, action="plan.move_withdrawn", subject=locked, plan_key=locked.key, data=data, at=at)


def move(plan: Plan, target: Target, *, by: User | None, at: datetime) -> None:
    """Move an open plan; nothing is deleted. Consents to move or to freeze lapse. Raises PlanNotOpen."""
    with transaction.atomic():
        locked = lock_open(plan)
        change = difference(locked, target)
        names = [
            str(consent.agreed_by) for consent in locked.move_consents.select_related("agreed_by").order_by("side")
        ]
        here = Target(locked.template_key, locked.condition_set, locked.round)
        told = {"from_title": here.title, "to_title": target.title, "people": " and ".join(names)}
        source = {"template": locked.template_key, "conditions": locked.condition_set_id, "round": locked.round_id}
        move_to_template(locked, target.template_key)
        move_to_condition_set(locked, target.condition_set)
        if target.round:
            locked.round = target.round
            # A made-up plan practises with a window of its own, so that submitting can be on time.
            locked.window_closes_on = locked.window_closes_on if locked.is_synthetic else target.round.window_closes_on
        locked.changed_at = at
        locked.save()
        locked.move_consents.all().delete()
        locked.freeze_consents.all().delete()
        counts = {name: len(getattr(change, name)) for name in ("kept", "reworded", "new", "needed", "dropped")}
        data = {"from": source, "to": _told(target), "counts": counts, **told}
        record(actor=by, action="plan.moved", subject=locked, plan_key=locked.key, data=data, at=at)


def move_to_template(plan: Plan, template_key: str) -> None:
    """Point the plan at another template and give it the pages and measures it lacks; the caller saves and records.

    Raises KeyError for a template that was never issued.
    """
    template = template_for(template_key)
    plan.template_key = template.key
    known = set(plan.section_states.filter(row=None).values_list("section", flat=True))
    missing = [section.slug for section in template.sections if section.slug not in known]
    SectionState.objects.bulk_create(SectionState(plan=plan, section=slug) for slug in missing)
    answered = plan.measureplan_rows.values("definition")
    asked = MeasureDefinition.objects.filter(is_national=True) | MeasureDefinition.objects.filter(key="LOCAL")
    place = plan.measureplan_rows.count()
    MeasurePlan.objects.bulk_create(
        MeasurePlan(plan=plan, definition=definition, position=place + number)
        for number, definition in enumerate(asked.exclude(pk__in=answered).exclude(key__in=template.leaves_out))
    )


def move_to_condition_set(plan: Plan, condition_set: ConditionSet) -> None:
    """Point the plan at another condition set, with an answer to give for each concept new to it.

    The caller saves and records. Answers to concepts that the set lacks stay stored.
    """
    plan.condition_set = condition_set
    concepts = list(condition_set.concepts())
    answers = {answer.concept_id: answer for answer in plan.conditionresponse_rows.all()}
    fresh = [ConditionResponse(plan=plan, concept=concept) for concept in concepts if concept.pk not in answers]
    ConditionResponse.objects.bulk_create(fresh)
    answers |= {answer.concept_id: answer for answer in fresh}
    for position, concept in enumerate(concepts):
        answers[concept.pk].position = position
    ConditionResponse.objects.bulk_update([answers[concept.pk] for concept in concepts], ["position"])


def _asked(template_key: str, condition_set: ConditionSet) -> dict[str, Asked]:
    """Everything that a template with a condition set asks, by what answers are kept under."""
    template = template_for(template_key)
    found: dict[str, Asked] = {}
    for section in template.sections:
        found |= {asked.key: asked for asked in _of_section(section)}
    found |= {asked.key: asked for asked in _measures(template)}
    return found | {asked.key: asked for asked in _conditions(condition_set)}


def _of_section(section: Section) -> Iterable[Asked]:
    if section.model is not None:
        yield from _of_fields(section, section, section.title)
    for spec in section.all_row_specs():
        yield from _of_fields(section, spec, section.title if spec.title == section.title else spec.title)


def _of_fields(section: Section, part: Section | RowSpec, where: str) -> Iterable[Asked]:
    if part.model is not None:
        for question in questions(part.model, part.fields, part.required, section.labels):
            key = f"{part.model._meta.model_name}.{question.name}"
            yield Asked(key, where, question.label, question.required)


def _measures(template: NationalTemplate) -> Iterable[Asked]:
    for definition in MeasureDefinition.objects.filter(is_national=True).exclude(key__in=template.leaves_out):
        yield Asked(f"measure.{definition.key}", MEASURES, definition.title, is_needed=True)


def _conditions(condition_set: ConditionSet) -> Iterable[Asked]:
    found = NationalCondition.objects.filter(condition_set=condition_set).prefetch_related("concepts")
    for condition in found:
        for concept in condition.concepts.all():
            scope = f" ({condition.scope})" if condition.scope else ""
            yield Asked(
                f"concept.{concept.pk}", CONDITIONS, f"{concept.title}: {condition.wording}{scope}", is_needed=True
            )


def _told(target: Target) -> dict[str, str]:
    return {
        "template": target.template_key,
        "conditions": str(target.condition_set.pk),
        "round": target.round.pk if target.round else "",
    }
