"""The made-up plans: complete drafts of a given size, in few statements."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from conditions.models import Concept, FundingSource, Round
from plans.authoring import create_plan
from plans.gather import plan_content
from plans.models import (
    Acute,
    Benefit,
    ConditionResponse,
    Contribution,
    Engagement,
    EngagementEvent,
    Governance,
    Investment,
    MeasurePlan,
    MeasuresNarrative,
    Outcome,
    Plan,
    PlanDetails,
    Pool,
    Risk,
    Scheme,
    SectionState,
    Vision,
)
from plans.permissions import grant_parties
from plans.rules import blocking, findings
from tests.bench.bodies import Area, Everywhere

PROSE = "People are helped at home sooner, by one team that knows them and keeps one record. " * 8
LINES = 3
WINDOW = dt.timedelta(days=30)


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
    _write(rows, plan)
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
    pools = [sum((amount for (of, _), amount in paid.items() if of == year), Decimal(0)) for year in plan.years]
    rows.add(Pool(plan=plan, agreed_first_year=pools[0], agreed_second_year=pools[1]))
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


def _write(rows: Rows, plan: Plan) -> None:
    """The sections that are prose."""
    today = timezone.localdate()
    rows.add(
        PlanDetails(
            plan=plan,
            council_contact="Director of adult social services",
            nhs_contact="Chief finance officer",
            board_meets_on=today,
            submits_on=today + WINDOW,
        )
    )
    rows.add(Vision(plan=plan, vision=PROSE, aims=PROSE, changes=PROSE, alignment=PROSE))
    rows.add(Governance(plan=plan, governance=PROSE, risk_sharing=PROSE))
    rows.add(MeasuresNarrative(plan=plan, expected_outcomes=PROSE))
    rows.add(Engagement(plan=plan, provider_engagement=PROSE, public_engagement=PROSE))
    rows.add(EngagementEvent(plan=plan, who="A forum of carers", type="public", issue=PROSE[:200]))
    rows.add(Acute(plan=plan, implications=PROSE, if_savings_fail=PROSE))


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
            provider_type="community",
            evidence=PROSE[:300],
        )
    )
    rows.add(SectionState(plan=plan, section="schemes", row=scheme.pk))
    rows.add(Scheme.concepts.through(scheme=scheme, concept=concepts[number % len(concepts)]))
    for position in range(LINES):
        year, source = plan.years[min(position, 1)], (number + position) % 2
        counted = position == LINES - 1
        amount = Decimal(10_000 + 500 * number + 100 * position)
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
    rows.add(Outcome(scheme=scheme, measure="Emergency admissions", change="reduction", target=3))


def _answer_what_is_asked(plans: list[Plan]) -> None:
    """The rows that every plan has from the start: shares, conditions, measures; and a window that is open."""
    for plan in plans:
        plan.window_closes_on = timezone.localdate() + WINDOW
        plan.parties.update(mapped_share=100)
    Plan.objects.bulk_update(plans, ["window_closes_on"])
    ConditionResponse.objects.filter(plan__in=plans).update(status="met", answer=PROSE)
    MeasurePlan.objects.filter(plan__in=plans).update(
        local_title="People at home after a fall",
        baseline_numerator=264,
        baseline_denominator=40_000,
        april_numerator=250,
        april_denominator=40_500,
        october_numerator=240,
        october_denominator=41_000,
    )


def _refuse_incomplete(plans: list[Plan]) -> None:
    stopping = blocking(findings(plan_content(plans[0])))
    if stopping:
        raise Unusable("; ".join(finding.message for finding in stopping))
