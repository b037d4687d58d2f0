"""What stands open on a page of forms, and what behind "More"."""

import pytest

from plans.models import Plan, Scheme
from plans.national_templates import template_for
from plans.pages import Page
from plans.templatetags.plan_forms import (
    FURTHER,
    asked_at_once,
    asked_further,
    how_many_answered,
    needs_a_look,
)
from tests.factories.conditions import AreaOfSpendFactory
from tests.factories.plans import HeldValueFactory, InvestmentFactory

pytestmark = pytest.mark.django_db


def the_lines(drafting, template="dec-2013"):
    """The table of lines on the page of the plan's only scheme."""
    Plan.objects.update(template_key=template)
    scheme = Scheme.objects.prefetch_related("concepts").get()
    page = Page(drafting.reread, template_for(template).section("schemes"), row=scheme)
    return page, page.table("investments")


def names(fields):
    return {field.name for field in fields}


def test_few_answers_of_a_line_stand_behind_more(complete):
    _, table = the_lines(complete)
    form = table.forms[0]

    assert names(asked_further(form, table)) == FURTHER["investment"]
    assert not names(asked_at_once(form, table)) & FURTHER["investment"]
    assert "stated" in names(asked_at_once(form, table))


def test_what_a_template_requires_stands_with_the_others(complete):
    _, table = the_lines(complete, "jul-2014")
    form = table.forms[0]

    assert {"area_of_spend", "commissioner", "provider_type"} <= names(asked_at_once(form, table))


def test_every_field_is_on_one_side(complete):
    page, table = the_lines(complete)

    for holder, form in ((table, table.forms[0]), (page, page.main)):
        asked = names(asked_at_once(form, holder)) | names(asked_further(form, holder))
        assert asked == set(holder.spec.fields)
        assert not names(asked_at_once(form, holder)) & names(asked_further(form, holder))


def test_what_is_answered_behind_more_is_counted(complete):
    InvestmentFactory(scheme=Scheme.objects.get(), area_of_spend=AreaOfSpendFactory(), commissioner="nhs")
    _, table = the_lines(complete)

    assert sorted(how_many_answered(asked_further(form, table)) for form in table.forms) == [0, 0, 2]


def test_more_stands_open_over_what_is_held(complete):
    scheme = Scheme.objects.get()
    HeldValueFactory(plan=complete.plan, row=scheme.pk, section="schemes", field="stated_second_year", text="460,,000")
    page, table = the_lines(complete)

    assert needs_a_look(asked_further(page.main, page))
    assert not needs_a_look(asked_further(table.forms[0], table))


def test_every_field_behind_more_exists():
    template = template_for("dec-2013")
    asked = {
        (spec.model._meta.model_name, name)
        for section in template.sections
        for spec in section.all_row_specs()
        for name in spec.fields
    }

    assert {(model, name) for model, fields in FURTHER.items() for name in fields} <= asked
