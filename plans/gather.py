"""Gathering a draft: from the rows of a plan to its PlanContent, in a number of queries that rows do not change."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models

from plans.content import About, Answer, Explanation, PartyFacts, PlanContent, Row, SectionContent, Table
from plans.models import AcceptedFinding, HeldValue, LocalityCcg, MinimumContribution, Party, Plan
from plans.national_templates import template_for
from plans.questions import Question, day_text, kind_of, natural_key, questions
from plans.sections import RowSpec, Section

# (section, row id, field) -> the text held there
HeldTexts = dict[tuple[str, str, str], str]


def plan_content(plan: Plan) -> PlanContent:
    """The whole draft as it stands now."""
    held = held_texts(plan)
    explanations = _explanations(plan)
    parties = list(plan.parties.select_related("organisation"))
    sections = tuple(
        _section(plan, section, held, explanations.get(section.slug, ()), parties)
        for section in template_for(plan.template_key).sections
    )
    return PlanContent(about=about(plan, parties), sections=sections)


def section_content(plan: Plan, section: Section) -> SectionContent:
    """One section of the draft as it stands now."""
    return _section(plan, section, held_texts(plan, section.slug), _explanations(plan).get(section.slug, ()), None)


def about(plan: Plan, parties: Iterable[Party]) -> About:
    """What the plan is, with what reference data says of its parties now."""
    template = template_for(plan.template_key)
    facts = _party_facts(plan, list(parties))
    locality = plan.locality
    return About(
        key=plan.key,
        title=plan.title,
        locality=locality.name,
        board=str(locality.board or ""),
        round=plan.round.title,
        template=template.key,
        template_title=template.title,
        condition_set=plan.condition_set.title,
        years=plan.years,
        window_closes_on=plan.window_closes_on.isoformat(),
        illustration=plan.illustration,
        is_synthetic=plan.is_synthetic,
        parties=facts,
    )


def held_texts(plan: Plan, section: str = "") -> HeldTexts:
    """Everything held in the plan (or in one section) because it could not be read."""
    held = HeldValue.objects.filter(plan=plan)
    if section:
        held = held.filter(section=section)
    return {(value.section, str(value.row), value.field): value.text for value in held}


def answers_of(instance: models.Model, asked: tuple[Question, ...], held: HeldTexts, section: str) -> tuple[Answer, ...]:
    """The answers one model instance gives to its questions."""
    row = str(instance.pk)
    return tuple(question.answer(instance, held.get((section, row, question.name), "")) for question in asked)


def row_of(
    instance: models.Model, spec: RowSpec, section: Section, held: HeldTexts, tables: tuple[Table, ...] = ()
) -> Row:
    """One row as content; ``tables`` are the rows below it."""
    asked = questions(spec.model, spec.fields, spec.required, section.labels)
    key_object = getattr(instance, spec.keyed_by) if spec.keyed_by else None
    return Row(
        id=str(instance.pk),
        key=natural_key(key_object) if key_object else "",
        title=str(key_object or instance),
        answers=answers_of(instance, asked, held, section.slug),
        tables=tables,
        facts=_facts(key_object),
    )


def single_answers(instance: models.Model, section: Section, held: HeldTexts) -> tuple[Answer, ...]:
    """The answers to a section's own questions."""
    assert section.model is not None
    asked = questions(section.model, section.fields, section.required, section.labels)
    return answers_of(instance, asked, held, section.slug)


def instances_of(plan: Plan, spec: RowSpec) -> list[Any]:
    """The rows of one table of the plan in order, each with what its answers need, in one query and one per relation."""
    path = f"{spec.parent}__plan" if spec.parent else "plan"
    found = spec.model._default_manager.filter(**{path: plan})
    kinds = {name: kind_of(spec.model._meta.get_field(name)) for name in spec.fields}
    related = [name for name, kind in kinds.items() if kind == "reference"] + ([spec.keyed_by] if spec.keyed_by else [])
    many = [name for name, kind in kinds.items() if kind == "references"]
    return list(found.select_related(*related).prefetch_related(*many) if related else found.prefetch_related(*many))


def _section(
    plan: Plan,
    section: Section,
    held: HeldTexts,
    explanations: Iterable[Explanation],
    parties: list[Party] | None,
) -> SectionContent:
    answers: tuple[Answer, ...] = ()
    if section.model is not None:
        instance = section.model._default_manager.filter(plan=plan).first() or section.model(plan=plan)
        answers = single_answers(instance, section, held)
    known = {"parties": parties} if parties is not None else {}
    return SectionContent(
        slug=section.slug,
        title=section.title,
        group=section.group,
        signed_by=tuple(sorted(str(kind) for kind in section.signed_by)),
        answers=answers,
        tables=tuple(_table(plan, spec, section, held, known.get(spec.slug)) for spec in section.rows),
        explanations=tuple(explanations),
    )


def _table(plan: Plan, spec: RowSpec, section: Section, held: HeldTexts, instances: list[Any] | None) -> Table:
    below = {child.slug: _by_parent(plan, child, section, held) for child in spec.children}
    rows = []
    for instance in instances_of(plan, spec) if instances is None else instances:
        tables = tuple(
            Table(child.slug, child.title, child.singular, child.at_least, tuple(below[child.slug][instance.pk]))
            for child in spec.children
        )
        rows.append(row_of(instance, spec, section, held, tables))
    return Table(spec.slug, spec.title, spec.singular, spec.at_least, tuple(rows))


def _by_parent(plan: Plan, spec: RowSpec, section: Section, held: HeldTexts) -> dict[Any, list[Row]]:
    rows: dict[Any, list[Row]] = defaultdict(list)
    for instance in instances_of(plan, spec):
        rows[getattr(instance, f"{spec.parent}_id")].append(row_of(instance, spec, section, held))
    return rows


def _facts(key_object: Any) -> dict[str, Any]:
    """What reference data says of the thing a keyed row answers for; a model offers it as ``plan_facts``."""
    offered = getattr(key_object, "plan_facts", None)
    return offered() if offered else {}


def _explanations(plan: Plan) -> dict[str, list[Explanation]]:
    by_section: dict[str, list[Explanation]] = defaultdict(list)
    accepted = AcceptedFinding.objects.filter(plan=plan).select_related("accepted_by").order_by("finding")
    for row in accepted:
        by = str(row.accepted_by) if row.accepted_by else ""
        day = day_text(row.accepted_at.date())
        by_section[row.section].append(Explanation(row.finding, row.figures, row.explanation, by, day))
    return by_section


def _party_facts(plan: Plan, parties: list[Party]) -> tuple[PartyFacts, ...]:
    organisations = [party.organisation_id for party in parties]
    elsewhere: dict[Any, Decimal] = defaultdict(Decimal)
    shares = LocalityCcg.objects.filter(ccg__in=organisations).exclude(locality=plan.locality)
    for ccg_id, share in shares.values_list("ccg_id", "ccg_share"):
        elsewhere[ccg_id] += share * 100
    minimums: dict[Any, dict[str, str]] = defaultdict(dict)
    published = MinimumContribution.objects.filter(organisation__in=organisations)
    for organisation_id, year, amount in published.values_list("organisation_id", "year", "amount"):
        minimums[organisation_id][year] = str(amount)
    return tuple(
        PartyFacts(
            organisation=str(party.organisation_id),
            code=party.organisation.code,
            name=party.organisation.name,
            kind=party.organisation.kind,
            mapped_elsewhere=str(elsewhere[party.organisation_id].quantize(Decimal("0.01"))),
            minimums=dict(minimums[party.organisation_id]),
        )
        for party in parties
    )
