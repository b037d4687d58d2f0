"""Tests of conditions.admin: source marks are shown, keys stay, and saving without a change is no edit."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from conditions.loading import load_conditions
from conditions.models import (
    AreaOfSpend,
    Concept,
    ConditionSet,
    FundingSource,
    KeyLineOfEnquiry,
    MeasureDefinition,
    NationalCondition,
    NationalStatement,
    ProviderType,
    Round,
    RuleParameter,
    SchemeType,
    TimetableEntry,
)
from conditions.rows import Outcome
from itf.accounts.models import User

pytestmark = pytest.mark.django_db
MODELS = [
    Concept,
    ConditionSet,
    NationalCondition,
    MeasureDefinition,
    FundingSource,
    KeyLineOfEnquiry,
    Round,
    TimetableEntry,
    AreaOfSpend,
    NationalStatement,
    ProviderType,
    RuleParameter,
    SchemeType,
]


@pytest.fixture
def request_of_administrator(rf: RequestFactory):
    """A request as an administrator makes it."""
    request = rf.get("/")
    request.user = User(email="admin@example.org", is_staff=True, is_superuser=True)
    return request


@pytest.mark.parametrize("model", MODELS)
def test_list_shows_the_source_mark(model, request_of_administrator):
    page = admin.site.get_model_admin(model)

    assert "source_mark" in page.get_list_display(request_of_administrator)
    assert "source_mark" in page.list_filter


@pytest.mark.parametrize("model", MODELS)
def test_key_can_be_given_once_and_not_changed(model, request_of_administrator):
    load_conditions()
    page = admin.site.get_model_admin(model)

    fields_of_new = page.get_form(request_of_administrator).base_fields
    fields_of_old = page.get_form(request_of_administrator, model.objects.first()).base_fields

    assert set(fields_of_new) - set(fields_of_old) == set(page.fixed)
    assert "loaded" not in fields_of_new


@pytest.mark.parametrize("model", MODELS)
def test_saving_a_row_without_a_change_is_no_local_edit(model, request_of_administrator):
    load_conditions()
    row = model.objects.first()
    form_class = admin.site.get_model_admin(model).get_form(request_of_administrator, row, change=True)
    unchanged = form_class(instance=row)
    posted = {name: unchanged[name].value() for name in unchanged.fields}
    form = form_class({name: value for name, value in posted.items() if value not in (None, False)}, instance=row)

    assert form.is_valid(), form.errors
    form.save()

    assert {change.outcome for change in load_conditions()} == {Outcome.UNCHANGED}
