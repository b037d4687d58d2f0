"""What rules measure by: issued, editable, kept in content; those of this release where content has none."""

from dataclasses import replace
from decimal import Decimal

import pytest

from conditions.loading import load_conditions
from conditions.models import AreaOfSpend, FundingSource, RuleParameter
from plans.rules import RULES, findings
from plans.rules.more_examples import EXAMPLES
from plans.rules.parameters import ISSUED, keys, number
from plans.rules.sample import sample
from tests.factories.conditions import FundingSourceFactory, RuleParameterFactory
from tests.factories.plans import a_plan


@pytest.mark.django_db
def test_what_this_release_falls_back_on_is_what_is_issued():
    load_conditions()

    issued = dict(RuleParameter.objects.values_list("key", "value"))
    sets = {
        "CAPITAL_SOURCES": set(FundingSource.objects.filter(capital_only=True).values_list("pk", flat=True)),
        "SOCIAL_CARE_AREAS": set(AreaOfSpend.objects.filter(is_social_care=True).values_list("pk", flat=True)),
        "OUT_OF_HOSPITAL_AREAS": set(AreaOfSpend.objects.filter(is_out_of_hospital=True).values_list("pk", flat=True)),
    }

    assert {key: value for key, value in ISSUED.items() if key not in sets} == issued
    assert {key: set(ISSUED[key].split()) for key in sets} == sets


@pytest.mark.django_db
def test_every_parameter_names_rules_that_exist():
    load_conditions()
    known = {rule.id for rule in RULES}

    for parameter in RuleParameter.objects.all():
        assert set(parameter.rules.split()) <= known, parameter.key


@pytest.mark.django_db
def test_a_draft_carries_the_parameters_as_they_are_now():
    drafting = a_plan()
    RuleParameterFactory(key="YEAR_JUMP", value="40")
    capital = FundingSourceFactory(capital_only=True)

    about = drafting.content.about

    assert number(drafting.content, "YEAR_JUMP") == 40
    assert capital.pk in about.parameters["CAPITAL_SOURCES"]


def test_a_parameter_changes_what_a_rule_finds():
    content = EXAMPLES["V20"].speaks
    patient = replace(content, about=replace(content.about, parameters={"YEAR_JUMP": "1000"}))

    assert "V20" in {finding.rule for finding in findings(content)}
    assert "V20" not in {finding.rule for finding in findings(patient)}


def test_content_without_parameters_is_judged_by_those_of_this_release():
    content = sample({})

    assert content.about.parameters == {}
    assert number(content, "NEL_PRICE") == Decimal(1490)
    assert keys(content, "PERFORMANCE_SOURCES") == {"NHS_MINIMUM", "NHS_ADDITIONAL"}


def test_a_parameter_that_no_rule_has_is_an_error():
    with pytest.raises(KeyError):
        number(sample({}), "NOTHING")
