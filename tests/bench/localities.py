"""The made-up plans: complete drafts of a given size, in few statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from conditions.models import Concept, FundingSource, Round
from plans.beginning import create_plan
from plans.gather import plan_content
from plans.models import (
    Benefit,
    Contribution,
    Investment,
    LocalMeasure,
    MeasurePlan,
    Outcome,
    Plan,
    Risk,
    Scheme,
    SectionState,
)
from plans.national_templates import template_for
from plans.permissions import grant_parties
from plans.questions import kind_of, model_field
from plans.rules import blocking, findings
from tests.bench.bodies import Area, Everywhere

PROSE = "People are helped at home sooner, by one team that knows them and keeps one record. " * 8
LINES = 3
WINDOW = dt.timedelta(days=30)
# What rules ask for though the template does not require it.
ALSO_ASKED: dict[type[models.Model], tuple[str, ...]] = {
    LocalMeasure: ("numerator", "denominator", "unit", "direction", "source", "frequency")
}


@dataclass(frozen=True)
class Size:
    """How much a plan holds."""

    schemes: int
    risks: int


class Unusable(Exception):
    """A made-up plan would be stopped from freezing: the template asks for something that it does not give."""


class Rows:
    """Rows gathered for many plans, stored with one statement for each model."""

    def __init__(self) -> None:
        self._kept: dict[type[models.Model], list[models.Model]] = defaultdict(list)

    def add(self, row: Any) -> Any:
        """Keep a row; models are stored in the order in which they first came."""
        self._kept[type(row)].append(row)
        return row

    def store(self) -> None:
        """Write everything."""
        for model, rows in self._kept.items():
            model._default_manager.bulk_create(rows, batch_size=2_000)
        self._kept.clear()


def make_drafts(areas: list[tuple[Area, str, Size]], everywhere: Everywhere) -> list[Plan]:
    """A complete draft for each area, under the key given. Raises Unusable when a finding would stop a freeze."""
    round_ = Round.objects.get(key="first-submission-2014")
    sources = list(FundingSource.objects.filter(first_year__lte=round_.first_year)[:2])
    concepts = list(Concept.objects.filter(conditions__condition_set=round_.condition_set).distinct()[:3])
    rows, plans = Rows(), []
    for area, key, size in areas:
        plan = create_plan(
            key=key,
            title=f"{area.locality.name} joint plan",
            locality=area.locality,
            round_=round_,
            organisations=[area.council, area.ccg, everywhere.ccg],
            by=None,
            is_synthetic=True,
        )
        grant_parties(plan)
        _fill(rows, plan, area, everywhere, size, sources, concepts)
        plans.append(plan)
    rows.store()
    _answer_what_is_asked(plans)
    _refuse_incomplete(plans)
    return plans


def _fill(
    rows: Rows,
    plan: Plan,
    area: Area,
    everywhere: Everywhere,
    size: Size,
    sources: list[FundingSource],
    concepts: list[Concept],
) -> None:
    paid: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for number in range(size.schemes):
        _scheme(rows, plan, area, number, sources, concepts, paid)
    for position, ((year, source), amount) in enumerate(sorted(paid.items())):
        body = area.council if source else everywhere.ccg
        rows.add(
            Contribution(
                plan=plan,
                position=position,
                organisation=body,
                funding_source=sources[source],
                year=year,
                amount=amount,
            )
        )
    for position in range(size.risks):
        rows.add(
            Risk(
                plan=plan,
                position=position,
                risk=PROSE[:200],
                category="finance",
                likelihood=1 + position % 5,
                impact=3,
                cost=20_000,
                bearer=area.council.name,
                mitigation=PROSE[:300],
                owner="Director of adult social services",
            )
        )
    pools = [sum((amount for (of, _), amount in paid.items() if of == year), Decimal(0)) for year in plan.years]
    _answer_the_rest(rows, plan, {"agreed_first_year": pools[0], "agreed_second_year": pools[1]})


def _answer_the_rest(rows: Rows, plan: Plan, known: dict[str, Any]) -> None:
    """What the template needs beside schemes, contributions and risks, whatever that is; ``known`` by field."""
    today = timezone.localdate()
    known = {**known, "board_meets_on": today, "submits_on": today + WINDOW, "direction": "up"}
    for section in template_for(plan.template_key).sections:
        if section.model is not None:
            asked = (*section.required, *ALSO_ASKED.get(section.model, ()))
            rows.add(section.model(plan=plan, **_needed(section.model, asked, known)))
        for spec in section.rows:
            if spec.model not in {Scheme, Contribution, Risk}:
                for position in range(spec.at_least):
                    rows.add(spec.model(plan=plan, position=position, **_needed(spec.model, spec.required, known)))


def _needed(model: type[models.Model], names: Iterable[str], known: dict[str, Any]) -> dict[str, Any]:
    """An answer to each of these questions of a model."""
    return {name: known[name] if name in known else _some_answer(model, name) for name in names}


def _some_answer(model: type[models.Model], name: str) -> Any:
    field = model_field(model, name)
    if field.choices:
        return field.choices[0][0]
    if field.related_model:
        return field.related_model._default_manager.first()
    made = {"narrative": PROSE, "line": "As agreed", "date": timezone.localdate(), "yesno": True, "flag": True}
    return made.get(kind_of(field), 3)


def _scheme(
    rows: Rows,
    plan: Plan,
    area: Area,
    number: int,
    sources: list[FundingSource],
    concepts: list[Concept],
    paid: dict[tuple[str, int], Decimal],
) -> None:
    scheme = rows.add(
        Scheme(
            plan=plan,
            position=number,
            ref=f"S{number + 1}",
            title=f"Care closer to home, part {number + 1}",
            description=PROSE,
            lead_commissioner=area.council,
            lead_provider="A community trust",
            evidence=PROSE[:300],
        )
    )
    rows.add(SectionState(plan=plan, section="schemes", row=scheme.pk))
    rows.add(Scheme.concepts.through(scheme=scheme, concept=concepts[number % len(concepts)]))
    for position in range(LINES):
        # As much in the second year's two lines as in the first year's one: a leap would want a reason.
        year, source = plan.years[min(position, 1)], number % 2
        counted = position == LINES - 1
        amount = Decimal(10_000 + 500 * number) / (1 if position == 0 else 2)
        rows.add(
            Investment(
                scheme=scheme,
                position=position,
                label=f"Posts and equipment {position + 1}",
                year=year,
                basis="rate" if counted else "lump",
                stated=None if counted else amount,
                quantity=amount / 100 if counted else None,
                rate=100 if counted else None,
                unit="day" if counted else "",
                funding_source=sources[source],
                recurrent=True,
                capital=False,
            )
        )
        paid[year, source] += amount
    rows.add(Benefit(scheme=scheme, label="Fewer unplanned stays", year=plan.second_year, quantity=10, unit_price=300))
    rows.add(Outcome(scheme=scheme, measure=f"Emergency admissions, cause {number + 1}", change="reduction", target=3))


def _answer_what_is_asked(plans: list[Plan]) -> None:
    """The rows that every plan has from the start: shares, conditions, measures; and a window that is open."""
    for plan in plans:
        plan.window_closes_on = timezone.localdate() + WINDOW
        plan.parties.update(mapped_share=100)
        plan.parties.filter(organisation=plan.locality.council_id).update(holds_pool=True)
    Plan.objects.bulk_update(plans, ["window_closes_on"])
    for section in template_for(plans[0].template_key).sections:
        for spec in section.rows:
            if spec.keyed_by and spec.model is not MeasurePlan:
                spec.model._default_manager.filter(plan__in=plans).update(**_needed(spec.model, spec.required, {}))
    measures = MeasurePlan.objects.filter(plan__in=plans)
    people = {f"{point}_denominator": 40_000 for point in ("baseline", "april", "october")}
    falling = {"baseline_numerator": 24_000, "april_numerator": 22_000, "october_numerator": 20_000}
    measures.update(local_title="People at home after a fall", **falling, **people)
    better = Q(definition__good_direction="up") | Q(definition__key="LOCAL")
    measures.filter(better).update(april_numerator=26_000, october_numerator=28_000)


def _refuse_incomplete(plans: list[Plan]) -> None:
    for plan in plans[:4]:
        stopping = blocking(findings(plan_content(plan)))
        if stopping:
            raise Unusable("; ".join(finding.message for finding in stopping))
