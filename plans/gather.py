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
from itf.accounts.models import User
from plans.attached import with_files
from plans.content import BESIDE, About, Answer, Explanation, PartyFacts, PlanContent, Row, SectionContent, Table
from plans.given import commentary_facts, section_facts
from plans.models import (
    AcceptedFinding,
    Attachment,
    Invitation,
    LocalityCcg,
    LocalMeasure,
    MeasurePlan,
    MinimumContribution,
    Party,
    Plan,
    ProviderCommentary,
)
from plans.national_templates import template_for
from plans.national_templates.years import in_years
from plans.questions import PENNY, Question, day_text, natural_key, questions
from plans.sections import RowSpec, Section
from plans.stored import HeldTexts, Stored

LOCAL = "LOCAL"  # the key of the measure that a plan defines or chooses itself
COST_FIELDS = ("year", "stated", "quantity", "rate", "units_per_period", "periods")  # of an investment line
TWO_TIER = "county"  # in a locality's type: there district councils are the housing authorities


def plan_content(plan: Plan) -> PlanContent:
    """The whole draft as it stands now, with the files attached to it."""
    stored = Stored(plan, template_for(plan.template_key, plan.years).sections, is_about=True)
    return _with_files(stored, _content(stored))


def written_content(plan: Plan) -> PlanContent:
    """The whole draft as far as it is written: what a workbook takes out and brings back."""
    return _content(Stored(plan, template_for(plan.template_key, plan.years).sections, is_about=True))


def part_content(plan: Plan, slugs: Iterable[str], *, row: Any = None) -> PlanContent:
    """Some sections of the draft, for a page that shows no more; ``row``: of a section's rows only this one."""
    wanted = set(slugs)
    sections = [section for section in template_for(plan.template_key, plan.years).sections if section.slug in wanted]
    return stored_content(Stored(plan, sections, only=row, is_about=True))


def stored_content(stored: Stored) -> PlanContent:
    """What was read of a draft as content; it must have been read with what the plan is."""
    return _with_files(stored, _content(stored))


def money_content(plan: Plan, known: About | None = None) -> PlanContent:
    """Of a draft what its sums need: the contributions whole, and of every scheme the lines' years and costs.

    ``known``: what the plan is, where that was read already.
    """
    template = template_for(plan.template_key, plan.years)
    schemes = template.section("schemes")
    (spec,) = schemes.rows
    lines = replace(schemes.row_spec("investments"), fields=COST_FIELDS, required=())
    narrow = replace(schemes, rows=(replace(spec, fields=("title",), required=(), children=(lines,)),))
    stored = Stored(plan, (template.section("contributions"), narrow), is_about=known is None)
    sections = tuple(_section(stored, section) for section in stored.sections)
    return PlanContent(about=known or about(stored), sections=sections)


def content_around(plan: Plan, section: SectionContent) -> PlanContent:
    """One page's content, read already, as the part of the plan that it is: what rules about one section need."""
    stored = Stored(plan, (), is_about=True)
    explained = replace(section, explanations=_explanations(stored, section.slug))
    return PlanContent(about=about(stored), sections=(explained,))


def section_content(plan: Plan, section: Section) -> SectionContent:
    """One section of the draft as it stands now."""
    return _section(Stored(plan, [section], is_about=True), section)


def page_content(plan: Plan, section: Section, row: Any = None) -> SectionContent:
    """What one page of the draft shows: a section, or the one row of it that has a page to itself."""
    if row is None and section.page_per_row:
        return SectionContent(section.slug, section.title, section.group, ())
    return _section(Stored(plan, [section], only=row), section)


def about(stored: Stored) -> About:
    """What the plan is, with what reference data says of its parties now."""
    plan = stored.plan
    template = template_for(plan.template_key, plan.years)
    locality = plan.locality
    return About(
        key=plan.key,
        title=plan.title,
        locality=locality.name,
        board=BESIDE.join(str(board) for board in plan.boards),
        round=plan.round.title,
        template=template.key,
        template_title=template.title,
        condition_set=plan.condition_set.title,
        years=plan.years,
        window_closes_on=plan.window_closes_on.isoformat(),
        illustration=plan.illustration,
        is_synthetic=plan.is_synthetic,
        parties=_party_facts(stored),
        two_tier=TWO_TIER in locality.authority_type,
        parameters=_parameters(stored),
    )


def _parameters(stored: Stored) -> dict[str, str]:
    """What rules measure by, as it is now: the issued parameters, and the sets that follow from issued lists."""
    sources, areas = stored.listed(FundingSource), stored.listed(AreaOfSpend)
    sets = {
        "CAPITAL_SOURCES": [source.key for source in sources if source.capital_only],
        "COUNCIL_HELD_SOURCES": [
            source.key
            for source in sources
            if source.contributor == Side.NHS and source.previous_holder == Side.COUNCIL
        ],
        "SOCIAL_CARE_AREAS": [area.key for area in areas if area.is_social_care],
        "OUT_OF_HOSPITAL_AREAS": [area.key for area in areas if area.is_out_of_hospital],
    }
    issued = {parameter.key: parameter.value for parameter in stored.listed(RuleParameter)}
    return issued | {name: " ".join(members) for name, members in sets.items()}


def answers_of(
    instance: models.Model, asked: tuple[Question, ...], held: HeldTexts, section: str
) -> tuple[Answer, ...]:
    """The answers one model instance gives to its questions."""
    row = str(instance.pk)
    if not held:
        return tuple([question.answer(instance) for question in asked])
    return tuple([question.answer(instance, held.get((section, row, question.name), "")) for question in asked])


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


def keyed_facts(stored: Stored, spec: RowSpec) -> dict[str, dict[str, Any]]:
    """What reference data says of each thing a keyed table asks about, by its key: a condition's wording, a unit.

    Of a table of commentaries, what each provider gave itself, by the row's id.
    """
    if spec.model is ProviderCommentary:
        return commentary_facts(stored.listed(Invitation))
    return {"concept": _condition_facts, "definition": _measure_facts}.get(spec.keyed_by, _no_facts)(stored)


def single_answers(instance: models.Model, section: Section, held: HeldTexts) -> tuple[Answer, ...]:
    """The answers to a section's own questions."""
    asked = questions(type(instance), section.fields, section.required, section.labels)
    return answers_of(instance, asked, held, section.slug)


def _content(stored: Stored) -> PlanContent:
    return PlanContent(about=about(stored), sections=tuple(_section(stored, section) for section in stored.sections))


def _with_files(stored: Stored, written: PlanContent) -> PlanContent:
    return replace(written, sections=with_files(stored.listed(Attachment), written.sections))


def _section(stored: Stored, section: Section) -> SectionContent:
    answers: tuple[Answer, ...] = ()
    if section.model is not None:
        answers = single_answers(stored.single(section), section, stored.held)
    return SectionContent(
        slug=section.slug,
        title=section.title,
        group=section.group,
        signed_by=tuple(sorted(str(kind) for kind in section.signed_by)),
        answers=answers,
        tables=tuple(_table(stored, spec, section) for spec in section.rows),
        explanations=_explanations(stored, section.slug),
        facts=section_facts(stored.listed(Invitation), section.slug),
    )


def _table(stored: Stored, spec: RowSpec, section: Section) -> Table:
    below = {child.slug: _by_parent(stored, child, section) for child in spec.children}
    known = keyed_facts(stored, spec)
    rows = []
    for instance in stored.rows(spec):
        tables = tuple(
            Table(child.slug, child.title, child.singular, child.at_least, tuple(below[child.slug][instance.pk]))
            for child in spec.children
        )
        facts = known.get(natural_key(getattr(instance, spec.keyed_by)) if spec.keyed_by else str(instance.pk))
        rows.append(row_of(instance, spec, section, stored.held, tables=tables, facts=facts))
    return Table(spec.slug, spec.title, spec.singular, spec.at_least, tuple(rows))


def _by_parent(stored: Stored, spec: RowSpec, section: Section) -> dict[Any, list[Row]]:
    rows: dict[Any, list[Row]] = defaultdict(list)
    for instance in stored.rows(spec):
        rows[getattr(instance, f"{spec.parent}_id")].append(row_of(instance, spec, section, stored.held))
    return rows


def _no_facts(_stored: Stored) -> dict[str, dict[str, Any]]:
    return {}


def _condition_facts(stored: Stored) -> dict[str, dict[str, Any]]:
    """The pinned set's own wording for each concept: sets differ in scope, and authors must see theirs."""
    rests_on: dict[int, list[str]] = defaultdict(list)
    for pair in stored.listed(NationalCondition.concepts.through):
        rests_on[pair.nationalcondition_id].append(pair.concept_id)
    return {
        concept: {
            "number": condition.number,
            "kind": condition.get_kind_display(),
            "condition": condition.title,
            "wording": condition.wording,
            "scope": condition.scope,
            "applies_if": condition.applies_if,
            "source": condition.source,
            "is_official": condition.is_official,
        }
        for condition in stored.listed(NationalCondition)
        for concept in rests_on[condition.pk]
    }


def _measure_facts(stored: Stored) -> dict[str, dict[str, Any]]:
    """The definitions of the measures the plan answers for."""
    definitions = [row.definition for row in stored.listed(MeasurePlan)]
    years = stored.plan.years
    facts = {definition.key: _facts_of(definition, years) for definition in definitions}
    if LOCAL in facts:
        facts[LOCAL] |= _local_facts(next(iter(stored.listed(LocalMeasure)), None), years)
    return facts


def _facts_of(definition: MeasureDefinition, years: tuple[str, str]) -> dict[str, Any]:
    return {
        "numerator": definition.numerator,
        "denominator": definition.denominator,
        "unit": definition.unit,
        "multiplier": str(definition.multiplier or 1),
        "good": definition.good_direction,
        "period": in_years(definition.period, years),
        "april_period": in_years(definition.april_period, years),
        "october_period": in_years(definition.october_period, years),
        "counts_for_april": definition.counts_for_april,
        "is_national": definition.is_national,
        "source": definition.source,
        "is_official": definition.is_official,
    }


def _local_facts(chosen: LocalMeasure | None, years: tuple[str, str]) -> dict[str, Any]:
    """What the plan says of its local measure: the menu's definition, or its own as far as it is given."""
    if chosen is None:
        return {}
    if chosen.menu:
        return _facts_of(chosen.menu, years)
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


def _explanations(stored: Stored, section: str) -> tuple[Explanation, ...]:
    people = {user.pk: str(user) for user in stored.listed(User)}
    return tuple(
        Explanation(
            row.finding,
            row.figures,
            row.explanation,
            people.get(row.accepted_by_id, ""),
            day_text(localdate(row.accepted_at)),
        )
        for row in stored.listed(AcceptedFinding)
        if row.section == section
    )


def _party_facts(stored: Stored) -> tuple[PartyFacts, ...]:
    elsewhere: dict[Any, Decimal] = defaultdict(Decimal)
    here: dict[Any, Decimal] = {}
    for share in stored.listed(LocalityCcg):
        if share.locality_id == stored.plan.locality_id:
            here[share.ccg_id] = share.share * 100
        else:
            elsewhere[share.ccg_id] += share.ccg_share * 100
    published: dict[Any, dict[str, MinimumContribution]] = defaultdict(dict)
    for minimum in stored.listed(MinimumContribution):
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
        for party in stored.listed(Party)
    )
