"""Gathering a draft: from the rows of a plan to its PlanContent, in a number of queries that rows do not change."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.timezone import localdate

from conditions.models import AreaOfSpend, FundingSource, MeasureDefinition, NationalCondition, RuleParameter
from conditions.models.funding import Side
from plans.attached import with_files
from plans.content import About, Answer, Explanation, PartyFacts, PlanContent, Row, SectionContent, Table
from plans.given import commentary_facts, section_facts
from plans.minimums import OWN_MINIMUMS
from plans.models import (
    AcceptedFinding,
    HeldValue,
    LocalityCcg,
    LocalMeasure,
    MinimumContribution,
    Party,
    Plan,
    ProviderCommentary,
)
from plans.national_templates import template_for
from plans.questions import PENNY, Question, day_text, kind_of, model_field, natural_key, questions
from plans.sections import RowSpec, Section

LOCAL = "LOCAL"  # the key of the measure that a plan defines or chooses itself
COST_FIELDS = ("year", "stated", "quantity", "rate", "units_per_period", "periods")  # of an investment line
TWO_TIER = "county"  # in a locality's type: there district councils are the housing authorities

# (section, row id, field) -> the text held there
HeldTexts = dict[tuple[str, str, str], str]


def plan_content(plan: Plan) -> PlanContent:
    """The whole draft as it stands now, with the files attached to it."""
    written = written_content(plan)
    return replace(written, sections=with_files(plan, written.sections))


def written_content(plan: Plan) -> PlanContent:
    """The whole draft as far as it is written: what a workbook takes out and brings back."""
    held = held_texts(plan)
    explanations = _explanations(plan)
    parties = list(plan.parties.select_related("organisation"))
    template = template_for(plan.template_key, plan.years)
    singles = stored_singles(plan, template.sections)
    sections = tuple(
        _section(plan, section, held, explanations.get(section.slug, ()), parties, singles=singles)
        for section in template.sections
    )
    return PlanContent(about=about(plan, parties), sections=sections)


def part_content(plan: Plan, slugs: Iterable[str], *, row: Any = None) -> PlanContent:
    """Some sections of the draft, for a page that shows no more; ``row``: of a section's rows only this one."""
    template = template_for(plan.template_key, plan.years)
    parties = list(plan.parties.select_related("organisation"))
    held, explanations = held_texts(plan), _explanations(plan)
    sections = tuple(
        _section(plan, section, held, explanations.get(section.slug, ()), parties, only=row)
        for section in template.sections
        if section.slug in slugs
    )
    return PlanContent(about=about(plan, parties), sections=with_files(plan, sections))


def money_content(plan: Plan, about: About) -> PlanContent:
    """Of a draft what its sums need: the contributions whole, and of every scheme the lines' years and costs."""
    template = template_for(plan.template_key, plan.years)
    schemes = template.section("schemes")
    (spec,) = schemes.rows
    lines = replace(schemes.row_spec("investments"), fields=COST_FIELDS, required=())
    narrow = replace(schemes, rows=(replace(spec, fields=("title",), required=(), children=(lines,)),))
    held = held_texts(plan)
    read = (template.section("contributions"), narrow)
    return PlanContent(about=about, sections=tuple(_section(plan, section, held, (), None) for section in read))


def content_around(plan: Plan, section: SectionContent) -> PlanContent:
    """One page's content, read already, as the part of the plan that it is: what rules about one section need."""
    parties = list(plan.parties.select_related("organisation"))
    explained = replace(section, explanations=tuple(_explanations(plan).get(section.slug, ())))
    return PlanContent(about=about(plan, parties), sections=(explained,))


def section_content(plan: Plan, section: Section) -> SectionContent:
    """One section of the draft as it stands now."""
    return _section(plan, section, held_texts(plan, section.slug), _explanations(plan).get(section.slug, ()), None)


def page_content(plan: Plan, section: Section, row: Any = None) -> SectionContent:
    """What one page of the draft shows: a section, or the one row of it that has a page to itself."""
    if row is None and section.page_per_row:
        return SectionContent(section.slug, section.title, section.group, ())
    return _section(plan, section, held_texts(plan, section.slug), (), None, only=row)


def about(plan: Plan, parties: Iterable[Party]) -> About:
    """What the plan is, with what reference data says of its parties now."""
    template = template_for(plan.template_key, plan.years)
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
        two_tier=TWO_TIER in locality.authority_type,
        parameters=_parameters(),
    )


def _parameters() -> dict[str, str]:
    """What rules measure by, as it is now: the issued parameters, and the sets that follow from issued lists."""
    capital = FundingSource.objects.filter(capital_only=True).values_list("pk", flat=True)
    councils = FundingSource.objects.filter(contributor=Side.NHS, previous_holder=Side.COUNCIL)
    areas = list(AreaOfSpend.objects.values_list("pk", "is_social_care", "is_out_of_hospital"))
    sets = {
        "CAPITAL_SOURCES": capital,
        "COUNCIL_HELD_SOURCES": councils.values_list("pk", flat=True),
        "SOCIAL_CARE_AREAS": [key for key, social_care, _ in areas if social_care],
        "OUT_OF_HOSPITAL_AREAS": [key for key, _, outside in areas if outside],
    }
    issued = dict(RuleParameter.objects.values_list("key", "value"))
    return issued | {name: " ".join(members) for name, members in sets.items()}


def held_texts(plan: Plan, section: str = "") -> HeldTexts:
    """Everything held in the plan (or in one section) because it could not be read."""
    held = HeldValue.objects.filter(plan=plan)
    if section:
        held = held.filter(section=section)
    return {(value.section, str(value.row), value.field): value.text for value in held}


def answers_of(
    instance: models.Model, asked: tuple[Question, ...], held: HeldTexts, section: str
) -> tuple[Answer, ...]:
    """The answers one model instance gives to its questions."""
    row = str(instance.pk)
    return tuple(question.answer(instance, held.get((section, row, question.name), "")) for question in asked)


def row_of(
    instance: models.Model,
    spec: RowSpec,
    section: Section,
    held: HeldTexts,
    *,
    tables: tuple[Table, ...] = (),
    facts: dict[str, Any] | None = None,
) -> Row:
    """One row as content; ``tables`` are the rows below it, ``facts`` what reference data says of it."""
    asked = questions(spec.model, spec.fields, spec.required, section.labels)
    key_object = getattr(instance, spec.keyed_by) if spec.keyed_by else None
    return Row(
        id=str(instance.pk),
        key=natural_key(key_object) if key_object else "",
        title=(facts or {}).get("title") or str(key_object or instance),
        answers=answers_of(instance, asked, held, section.slug),
        tables=tables,
        facts=facts or {},
    )


def keyed_facts(plan: Plan, spec: RowSpec) -> dict[str, dict[str, Any]]:
    """What reference data says of each thing a keyed table asks about, by its key: a condition's wording, a unit.

    Of a table of commentaries, what each provider gave itself, by the row's id.
    """
    if spec.model is ProviderCommentary:
        return commentary_facts(plan)
    return {"concept": _condition_facts, "definition": _measure_facts}.get(spec.keyed_by, _no_facts)(plan)


def single_answers(instance: models.Model, section: Section, held: HeldTexts) -> tuple[Answer, ...]:
    """The answers to a section's own questions."""
    asked = questions(type(instance), section.fields, section.required, section.labels)
    return answers_of(instance, asked, held, section.slug)


def stored_single(plan: Plan, section: Section) -> models.Model:
    """A section's own row, or an empty one not yet stored; raises ValueError for a section of rows alone."""
    if section.model is None:
        raise ValueError(f"{section.slug} has no answers of its own")
    return section.model._default_manager.filter(plan=plan).first() or section.model(plan=plan)


def stored_singles(plan: Plan, sections: Iterable[Section]) -> dict[str, models.Model]:
    """The own rows of all sections, by slug, in one query; empty ones where nothing was saved yet."""
    found = {section.slug: section.model for section in sections if section.model is not None}
    paths = {slug: f"{model._meta.model_name}_section" for slug, model in found.items()}
    joined = Plan.objects.select_related(*paths.values()).get(pk=plan.pk)
    return {slug: getattr(joined, path, None) or found[slug](plan=plan) for slug, path in paths.items()}


def instances_of(plan: Plan, spec: RowSpec, only: Any = None) -> list[Any]:
    """The rows of one table of the plan in order, each with what its answers need, in one query and one per relation.

    ``only``: the id of the one top row wanted, or whose nested rows are wanted.
    """
    path = f"{spec.parent}__plan" if spec.parent else "plan"
    found = _asked_now(plan, spec, spec.model._default_manager.filter(**{path: plan}))
    if only is not None:
        found = found.filter(**{spec.parent or "pk": only})
    kinds = {name: kind_of(model_field(spec.model, name)) for name in spec.fields}
    related = [name for name, kind in kinds.items() if kind == "reference"] + ([spec.keyed_by] if spec.keyed_by else [])
    many = [name for name, kind in kinds.items() if kind == "references"]
    return list(found.select_related(*related).prefetch_related(*many) if related else found.prefetch_related(*many))


def _asked_now(plan: Plan, spec: RowSpec, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Of a keyed table the rows that the plan's condition set and template ask for; answers to others stay stored."""
    if spec.keyed_by == "concept":
        return rows.filter(concept__conditions__condition_set=plan.condition_set_id).distinct()
    if spec.keyed_by == "definition":
        return rows.exclude(definition__key__in=template_for(plan.template_key, plan.years).leaves_out)
    return rows


def _section(
    plan: Plan,
    section: Section,
    held: HeldTexts,
    explanations: Iterable[Explanation],
    parties: list[Party] | None,
    only: Any = None,
    singles: dict[str, models.Model] | None = None,
) -> SectionContent:
    answers: tuple[Answer, ...] = ()
    if section.model is not None:
        instance = singles[section.slug] if singles else stored_single(plan, section)
        answers = single_answers(instance, section, held)
    known = {"parties": parties} if parties is not None else {}
    return SectionContent(
        slug=section.slug,
        title=section.title,
        group=section.group,
        signed_by=tuple(sorted(str(kind) for kind in section.signed_by)),
        answers=answers,
        tables=tuple(_table(plan, spec, section, held, known.get(spec.slug), only) for spec in section.rows),
        explanations=tuple(explanations),
        facts=section_facts(plan, section.slug),
    )


def _table(
    plan: Plan, spec: RowSpec, section: Section, held: HeldTexts, instances: list[Any] | None, only: Any
) -> Table:
    below = {child.slug: _by_parent(plan, child, section, held, only) for child in spec.children}
    known = keyed_facts(plan, spec)
    rows = []
    for instance in instances_of(plan, spec, only) if instances is None else instances:
        tables = tuple(
            Table(child.slug, child.title, child.singular, child.at_least, tuple(below[child.slug][instance.pk]))
            for child in spec.children
        )
        facts = known.get(natural_key(getattr(instance, spec.keyed_by)) if spec.keyed_by else str(instance.pk))
        rows.append(row_of(instance, spec, section, held, tables=tables, facts=facts))
    return Table(spec.slug, spec.title, spec.singular, spec.at_least, tuple(rows))


def _by_parent(plan: Plan, spec: RowSpec, section: Section, held: HeldTexts, only: Any) -> dict[Any, list[Row]]:
    rows: dict[Any, list[Row]] = defaultdict(list)
    for instance in instances_of(plan, spec, only):
        rows[getattr(instance, f"{spec.parent}_id")].append(row_of(instance, spec, section, held))
    return rows


def _no_facts(_plan: Plan) -> dict[str, dict[str, Any]]:
    return {}


def _condition_facts(plan: Plan) -> dict[str, dict[str, Any]]:
    """The pinned set's own wording for each concept: sets differ in scope, and authors must see theirs."""
    facts: dict[str, dict[str, Any]] = {}
    conditions = NationalCondition.objects.filter(condition_set=plan.condition_set_id).prefetch_related("concepts")
    for condition in conditions:
        for concept in condition.concepts.all():
            facts[concept.key] = {
                "number": condition.number,
                "kind": condition.get_kind_display(),
                "condition": condition.title,
                "wording": condition.wording,
                "scope": condition.scope,
                "applies_if": condition.applies_if,
                "source": condition.source,
                "is_official": condition.is_official,
            }
    return facts


def _measure_facts(plan: Plan) -> dict[str, dict[str, Any]]:
    """The definitions of the measures the plan answers for."""
    definitions = MeasureDefinition.objects.filter(pk__in=plan.measureplan_rows.values("definition"))
    facts = {definition.key: _facts_of(definition) for definition in definitions}
    if LOCAL in facts:
        facts[LOCAL] |= _local_facts(LocalMeasure.objects.filter(plan=plan).select_related("menu").first())
    return facts


def _facts_of(definition: MeasureDefinition) -> dict[str, Any]:
    return {
        "numerator": definition.numerator,
        "denominator": definition.denominator,
        "unit": definition.unit,
        "multiplier": str(definition.multiplier or 1),
        "good": definition.good_direction,
        "period": definition.period,
        "april_period": definition.april_period,
        "october_period": definition.october_period,
        "counts_for_april": definition.counts_for_april,
        "is_national": definition.is_national,
        "source": definition.source,
        "is_official": definition.is_official,
    }


def _local_facts(chosen: LocalMeasure | None) -> dict[str, Any]:
    """What the plan says of its local measure: the menu's definition, or its own as far as it is given."""
    if chosen is None:
        return {}
    if chosen.menu:
        return _facts_of(chosen.menu)
    own = {
        "numerator": chosen.numerator,
        "denominator": chosen.denominator,
        "unit": chosen.unit,
        "good": chosen.direction,
        "source": chosen.source,
    }
    multiplier = {"multiplier": multiplier_of(chosen.unit)} if chosen.unit else {}
    return {name: value for name, value in own.items() if value} | multiplier


def multiplier_of(unit: str) -> str:
    """By what numerator ÷ denominator is multiplied for a unit in words: 100 for %, 100000 for "per 100,000"."""
    if "%" in unit or "per cent" in unit:
        return "100"
    found = re.search(r"per (\d[\d,]*)", unit)
    return found[1].replace(",", "") if found else "1"


def _explanations(plan: Plan) -> dict[str, list[Explanation]]:
    by_section: dict[str, list[Explanation]] = defaultdict(list)
    accepted = AcceptedFinding.objects.filter(plan=plan).select_related("accepted_by").order_by("finding")
    for row in accepted:
        by = str(row.accepted_by) if row.accepted_by else ""
        day = day_text(localdate(row.accepted_at))
        by_section[row.section].append(Explanation(row.finding, row.figures, row.explanation, by, day))
    return by_section


def _party_facts(plan: Plan, parties: list[Party]) -> tuple[PartyFacts, ...]:
    organisations = [party.organisation_id for party in parties]
    elsewhere: dict[Any, Decimal] = defaultdict(Decimal)
    here: dict[Any, Decimal] = {}
    shares = LocalityCcg.objects.filter(ccg__in=organisations)
    for ccg_id, locality_id, of_ccg, of_locality in shares.values_list("ccg_id", "locality_id", "ccg_share", "share"):
        if locality_id == plan.locality_id:
            here[ccg_id] = of_locality * 100
        else:
            elsewhere[ccg_id] += of_ccg * 100
    published: dict[Any, dict[str, MinimumContribution]] = defaultdict(dict)
    # A body's own minimum is published for one component only; others must not be mixed with it.
    own = MinimumContribution.objects.filter(organisation__in=organisations, component__in=OWN_MINIMUMS.values())
    for minimum in own:
        published[minimum.organisation_id][minimum.year] = minimum
    return tuple(
        PartyFacts(
            organisation=str(party.organisation_id),
            code=party.organisation.code,
            name=party.organisation.name,
            kind=party.organisation.kind,
            mapped_elsewhere=str(elsewhere[party.organisation_id].quantize(PENNY)),
            minimums={year: str(minimum.amount) for year, minimum in published[party.organisation_id].items()},
            minimum_sources={year: minimum.told_source for year, minimum in published[party.organisation_id].items()},
            board_share=str(here[party.organisation_id].quantize(PENNY)) if party.organisation_id in here else None,
        )
        for party in parties
    )
