"""Beginning plans, one or many at once: each with its parties, its pages, and an answer to give for each question."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from conditions.models import MeasureDefinition, Round
from itf.accounts.models import Organisation, User
from itf.audit.chain import Act, record_each
from plans.models import ConditionResponse, Locality, LocalityCcg, MeasurePlan, Party, Plan, SectionState
from plans.national_templates import template_for

BATCH = 2_000  # rows in one statement


@dataclass(frozen=True)
class Beginning:
    """A plan to begin: its address and title, and whose it is."""

    key: str
    title: str
    locality: Locality
    organisations: Sequence[Organisation]
    illustration: str = ""
    is_synthetic: bool = False


def create_plan(
    *,
    key: str,
    title: str,
    locality: Locality,
    round_: Round,
    organisations: Iterable[Organisation],
    by: User | None,
    illustration: str = "",
    is_synthetic: bool = False,
) -> Plan:
    """A new, empty draft: its parties, an answer to give for each concept and measure, a state for each page."""
    beginning = Beginning(key, title, locality, tuple(organisations), illustration, is_synthetic)
    return create_plans([beginning], round_=round_, by=by)[0]


def create_plans(beginnings: Sequence[Beginning], *, round_: Round, by: User | None) -> list[Plan]:
    """New, empty drafts of one round, in their order: as many queries for a hundred as for one."""
    with transaction.atomic():
        plans = Plan.objects.bulk_create(
            Plan(
                key=beginning.key,
                title=beginning.title,
                locality=beginning.locality,
                round=round_,
                condition_set=round_.condition_set,
                template_key=round_.national_template,
                first_year=round_.first_year,
                second_year=round_.second_year,
                window_closes_on=round_.window_closes_on,
                illustration=beginning.illustration,
                is_synthetic=beginning.is_synthetic,
            )
            for beginning in beginnings
        )
        _add_parties(plans, beginnings)
        _add_keyed_rows(plans, round_)
        sections = template_for(round_.national_template, round_.years).sections
        SectionState.objects.bulk_create(
            (SectionState(plan=plan, section=section.slug) for plan in plans for section in sections), batch_size=BATCH
        )
        begun = [Act(plan, plan.key, {"title": plan.title}) for plan in plans]
        record_each(begun, actor=by, action="plan.created")
    return plans


def join_boards(plan: Plan, boards: Iterable[Organisation]) -> None:
    """Let these boards agree a new plan beside its locality's own; the caller then writes the permissions."""
    plan.more_boards.set(boards)
    plan.is_joint = plan.more_boards.exists()
    plan.save(update_fields=["is_joint"])


def _add_parties(plans: Sequence[Plan], beginnings: Sequence[Beginning]) -> None:
    shares: dict[int, dict[UUID, Decimal]] = defaultdict(dict)
    mapped = LocalityCcg.objects.filter(locality__in=[beginning.locality for beginning in beginnings])
    for locality, ccg, share in mapped.values_list("locality_id", "ccg_id", "ccg_share"):
        shares[locality][ccg] = share
    Party.objects.bulk_create(
        (
            Party(
                plan=plan,
                organisation=body,
                position=position,
                **({"mapped_share": here[body.pk] * 100} if body.pk in here else {}),
            )
            for plan, beginning in zip(plans, beginnings, strict=True)
            for here in [shares[beginning.locality.pk]]
            for position, body in enumerate(beginning.organisations)
        ),
        batch_size=BATCH,
    )


def _add_keyed_rows(plans: Sequence[Plan], round_: Round) -> None:
    concepts = list(round_.condition_set.concepts())
    ConditionResponse.objects.bulk_create(
        (
            ConditionResponse(plan=plan, concept=concept, position=position)
            for plan in plans
            for position, concept in enumerate(concepts)
        ),
        batch_size=BATCH,
    )
    national = MeasureDefinition.objects.filter(is_national=True)
    definitions = list(national | MeasureDefinition.objects.filter(key="LOCAL"))
    MeasurePlan.objects.bulk_create(
        (
            MeasurePlan(plan=plan, definition=definition, position=position)
            for plan in plans
            for position, definition in enumerate(definitions)
        ),
        batch_size=BATCH,
    )
