"""From a model field to an answer, kind by kind."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itf.lib.figures import read_figure
from plans.models import AcuteImpact, Investment, Outcome, PlanDetails, Pool, Risk, Scheme, Vision
from plans.questions import day_text, kind_of, natural_key, questions

# A busy machine is no fault of what is tested.
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow])


def answer(instance, name, held="", labels=None):
    (question,) = questions(type(instance), (name,), (name,), labels or {})
    return question.answer(instance, held)


@pytest.mark.parametrize(
    ("instance", "name", "kind", "value", "text"),
    [
        (Vision(vision="One\n\ntwo"), "vision", "narrative", "One\n\ntwo", "One\n\ntwo"),
        (Vision(), "vision", "narrative", "", ""),
        (Scheme(title="Home care"), "title", "line", "Home care", "Home care"),
        (Pool(agreed_first_year=Decimal("45000.5")), "agreed_first_year", "money", "45000.50", "£45,000.50"),
        (Pool(agreed_first_year=Decimal(0)), "agreed_first_year", "money", "0.00", "£0"),
        (Pool(), "agreed_first_year", "money", None, ""),
        (Investment(rate=Decimal("33.3500")), "rate", "number", "33.35", "33.35"),
        (Investment(quantity=Decimal("40000.0000")), "quantity", "number", "40000", "40,000"),
        (Outcome(target=Decimal("4.50")), "target", "percent", "4.5", "4.5%"),
        (Outcome(), "target", "percent", None, ""),
        (Risk(likelihood=3), "likelihood", "whole", "3", "3"),
        (Risk(), "likelihood", "whole", None, ""),
        (PlanDetails(submits_on=date(2014, 2, 4)), "submits_on", "date", "2014-02-04", "4 February 2014"),
        (PlanDetails(), "submits_on", "date", None, ""),
        (Investment(basis="rate"), "basis", "choice", "rate", "Quantity × rate × periods"),
        (Investment(year="2014/15"), "year", "choice", "2014/15", "2014/15"),
        (Outcome(), "change", "choice", "", ""),
        (AcuteImpact(agreed=True), "agreed", "yesno", True, "Yes"),
        (AcuteImpact(agreed=False), "agreed", "yesno", False, "No"),
        (AcuteImpact(), "agreed", "yesno", None, ""),
        (Scheme(title_inferred=True), "title_inferred", "flag", True, "Yes"),
        (Scheme(), "title_inferred", "flag", False, ""),
        (Scheme(), "lead_commissioner", "reference", None, ""),
    ],
)
def test_each_kind_of_field_gives_its_value_and_words(instance, name, kind, value, text):
    found = answer(instance, name)

    assert (found.kind, found.value, found.text) == (kind, value, text)


@pytest.mark.parametrize(
    ("reading", "text"),
    [(None, "“45.000”"), (Decimal(45_000), "“45.000”, read as £45,000 until decided")],
)
def test_a_held_text_stands_before_its_proposed_reading(reading, text):
    found = answer(Pool(agreed_first_year=reading), "agreed_first_year", "45.000")

    assert (found.held, found.text) == ("45.000", text)


def test_the_template_may_word_a_question_otherwise():
    assert answer(Pool(), "agreed_first_year").label == "Total agreed pool, first year"
    assert answer(Pool(), "agreed_first_year", labels={"agreed_first_year": "The pool"}).label == "The pool"


def test_what_is_chosen_on_an_unsaved_form_stands_before_what_is_stored():
    scheme = Scheme()
    scheme._chosen_concepts = [Named("B"), Named("A")]

    found = answer(scheme, "concepts")

    assert (found.value, found.text) == (["A", "B"], "the A, the B")


class Named:
    """Something with a lasting key."""

    def __init__(self, key):
        self.pk = self.key = key

    def __str__(self):
        return f"the {self.key}"


def test_the_natural_key_is_the_key_where_there_is_one():
    assert natural_key(Named("SEVEN_DAY")) == "SEVEN_DAY"
    assert natural_key(Vision(pk="5")) == "5"


def test_a_class_of_field_that_no_plan_uses_is_refused():
    with pytest.raises(TypeError, match="no kind of answer"):
        kind_of(models.BinaryField())


def test_a_day_in_words():
    assert day_text(date(2014, 1, 30)) == "30 January 2014"


@UNHURRIED
@given(st.decimals(0, 1_000_000_000, places=2))
def test_money_stored_and_printed_is_the_same_amount(amount):
    found = answer(Pool(agreed_first_year=amount), "agreed_first_year")

    assert found.figure == read_figure(found.value) == read_figure(found.text) == amount


@UNHURRIED
@given(st.decimals(0, 1_000_000_000, places=4))
def test_a_quantity_stored_and_printed_is_the_same_number(quantity):
    found = answer(Investment(quantity=quantity), "quantity")

    assert found.figure == read_figure(found.value, places=4) == read_figure(found.text, places=4) == quantity
