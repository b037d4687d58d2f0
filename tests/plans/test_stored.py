"""What is stored of a draft, read at once, is what each table would give by itself."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import models

from conditions.models import Concept, MeasureDefinition
from plans.models import ConditionResponse, Plan, Risk
from plans.models.fields import DayField, FigureField, NarrativeField, YesNoField
from plans.national_templates import TEMPLATES
from plans.questions import kind_of, model_field
from plans.stored import Stored
from tests.factories.accounts import OrganisationFactory
from tests.factories.plans import ContributionFactory, RiskFactory, SchemeFactory, a_plan

SECTIONS = {slug.slug: slug for slug in TEMPLATES["jul-2014"].sections}


def every_kind(field):
    """A value that a careless reader would change."""
    if isinstance(field, FigureField):
        return Decimal(99).quantize(Decimal(1).scaleb(-field.decimal_places)) + Decimal(1).scaleb(-field.decimal_places)
    if isinstance(field, DayField):
        return dt.date(2014, 2, 14)
    if isinstance(field, YesNoField):
        return False
    if isinstance(field, NarrativeField):
        return "“One”\r\n\ttwo \\ \N{GRINNING FACE}"
    return None


def row_of(model, **owner):
    """A row of any table, its prose, figures, days and answers given."""
    given = {field.name: every_kind(field) for field in model._meta.concrete_fields}
    return model._default_manager.create(**{name: value for name, value in given.items() if value is not None}, **owner)


def as_read(row):
    """Every value of a row."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("slug", SECTIONS)
def test_rows_are_as_their_own_table_gives_them(db, slug):
    place = a_plan(template="jul-2014")
    section = SECTIONS[slug]
    parents = {}
    for spec in section.all_row_specs():
        if not spec.keyed_by:
            owner = {spec.parent: parents[spec.model._meta.get_field(spec.parent).related_model]} if spec.parent else {}
            parents[spec.model] = row_of(spec.model, **(owner or {"plan": place.plan}))
    if section.model:
        section.model._default_manager.filter(plan=place.plan).delete()
        row_of(section.model, plan=place.plan)

    stored = Stored(place.plan, [section])

    for spec in section.all_row_specs():
        assert [as_read(row) for row in stored.rows(spec)] == [
            as_read(row) for row in spec.model._default_manager.all()
        ]
    if section.model:
        assert as_read(stored.single(section)) == as_read(section.model._default_manager.get())


def test_what_rows_refer_to_is_read_with_them(db, django_assert_num_queries):
    place = a_plan()
    body = OrganisationFactory(name="Left the plan")
    ContributionFactory(plan=place.plan, organisation=body, funding_source=place.source)
    scheme = SchemeFactory(plan=place.plan, concepts=list(Concept.objects.all()))
    risk = RiskFactory(plan=place.plan)
    risk.schemes.add(scheme)
    risk.measures.add(MeasureDefinition.objects.all()[0])
    sections = [SECTIONS[slug] for slug in ("schemes", "contributions", "risks")]
    plan = Plan.objects.get(pk=place.plan.pk)

    with django_assert_num_queries(2):
        # The body is a party no longer, and is asked for by itself.
        stored = Stored(plan, sections)
        for section in sections:
            for spec in section.rows:
                for name in spec.fields:
                    kind = kind_of(model_field(spec.model, name))
                    for row in stored.rows(spec):
                        value = getattr(row, name)
                        assert kind != "references" or list(value.all())

    (contribution,) = stored.rows(SECTIONS["contributions"].row_spec("contributions"))
    assert contribution.organisation.name == "Left the plan"
    (read,) = stored.rows(SECTIONS["risks"].row_spec("risks"))
    assert list(read.schemes.all()) == [scheme]
    other = SchemeFactory(plan=place.plan)
    read.schemes.set([other])
    assert list(read.schemes.all()) == list(Risk.objects.get().schemes.all()) == [other]
    assert list(read.measures.all()) == list(Risk.objects.get().measures.all()) != []


def test_one_row_is_read_alone_with_what_stands_below_it(complete):
    section = SECTIONS["schemes"]
    (spec,) = section.rows
    first = Stored(complete.plan, [section]).rows(spec)[0]
    SchemeFactory(plan=complete.plan)

    stored = Stored(complete.plan, [section], only=first.pk)

    assert stored.rows(spec) == [first]
    lines = stored.rows(section.row_spec("investments"))
    assert lines
    assert all(line.scheme is stored.rows(spec)[0] for line in lines)


def test_answers_that_the_plans_set_does_not_ask_for_stay_out(drafting):
    other = Concept.objects.create(key="other", title="Of another set")
    ConditionResponse.objects.create(plan=drafting.plan, concept=other)
    (spec,) = SECTIONS["conditions"].rows

    found = Stored(drafting.plan, [SECTIONS["conditions"]]).rows(spec)

    assert other not in [row.concept for row in found]
    assert len(found) == ConditionResponse.objects.count() - 1


def test_a_section_of_rows_alone_has_no_row_of_its_own(drafting):
    with pytest.raises(ValueError, match="schemes has no answers of its own"):
        Stored(drafting.plan, [SECTIONS["schemes"]]).single(SECTIONS["schemes"])


def test_a_section_never_saved_has_an_empty_row(drafting):
    single = Stored(drafting.plan, [SECTIONS["vision"]]).single(SECTIONS["vision"])

    assert isinstance(single, models.Model)
    assert (single._state.adding, single.plan) == (True, drafting.plan)
