"""Tests of conditions.models: what the tables themselves refuse."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from conditions.loading import load_conditions
from conditions.models import Concept, ConditionSet, NationalStatement, RuleParameter, SourceMark
from tests.factories.conditions import (
    AreaOfSpendFactory,
    ConceptFactory,
    ConditionSetFactory,
    FundingSourceFactory,
    ImpliedConceptFactory,
    KeyLineOfEnquiryFactory,
    MeasureDefinitionFactory,
    NationalConditionFactory,
    NationalStatementFactory,
    ProviderTypeFactory,
    RoundFactory,
    RuleParameterFactory,
    SchemeTypeFactory,
    TimetableEntryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "factory",
    [
        ConceptFactory,
        ConditionSetFactory,
        NationalConditionFactory,
        MeasureDefinitionFactory,
        FundingSourceFactory,
        KeyLineOfEnquiryFactory,
        RoundFactory,
        TimetableEntryFactory,
        AreaOfSpendFactory,
        NationalStatementFactory,
        ProviderTypeFactory,
        RuleParameterFactory,
        SchemeTypeFactory,
    ],
)
def test_source_mark_is_one_of_four(factory):
    table = factory._meta.model._meta.db_table.removeprefix("conditions_")

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        factory(source_mark="official")

    assert "source_mark_known" in str(refusal.value), table


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint"),
    [
        (NationalConditionFactory, {"kind": "wish"}, "national_condition_kind_known"),
        (MeasureDefinitionFactory, {"good_direction": "left"}, "measure_definition_direction_known"),
        (MeasureDefinitionFactory, {"multiplier": Decimal(0)}, "measure_definition_multiplier_positive"),
        (MeasureDefinitionFactory, {"is_national": True, "is_local": True}, "measure_definition_national_or_local"),
        (FundingSourceFactory, {"contributor": "bank"}, "funding_source_sides_known"),
        (FundingSourceFactory, {"previous_holder": ""}, "funding_source_sides_known"),
        (FundingSourceFactory, {"first_year": "2014-15"}, "funding_source_first_year_is_a_financial_year"),
        (RoundFactory, {"first_year": "2014"}, "round_years_are_financial_years"),
        (RoundFactory, {"first_year": "2016/17"}, "round_years_in_order"),
        (TimetableEntryFactory, {"period": "March 2014"}, "timetable_entry_day_or_period"),
        (TimetableEntryFactory, {"falls_on": None}, "timetable_entry_day_or_period"),
    ],
)
def test_table_refuses_a_row_that_cannot_be(factory, wrong, constraint):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        factory(**wrong)

    assert constraint in str(refusal.value)


def test_national_condition_number_stands_once_in_a_set():
    first = NationalConditionFactory(number="1")

    with pytest.raises(IntegrityError), transaction.atomic():
        NationalConditionFactory(condition_set=first.condition_set, number="1")

    assert NationalConditionFactory(number="1").pk


def test_measure_definition_version_stands_once():
    MeasureDefinitionFactory(key="RES_ADM", version=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureDefinitionFactory(key="RES_ADM", version=1)

    assert MeasureDefinitionFactory(key="RES_ADM", version=2).pk


def test_implied_concept_stands_once_in_a_set():
    implied = ImpliedConceptFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ImpliedConceptFactory(condition_set=implied.condition_set, concept=implied.concept)


def test_condition_set_used_by_a_round_cannot_be_deleted():
    round_ = RoundFactory()

    with pytest.raises(ProtectedError):
        round_.condition_set.delete()


@pytest.mark.parametrize(
    ("mark", "official"),
    [
        (SourceMark.SOURCED, True),
        (SourceMark.DERIVED, True),
        (SourceMark.OWN, False),
        (SourceMark.DESIGN, False),
    ],
)
def test_row_is_official_only_when_a_paper_stands_behind_it(mark, official):
    assert ConceptFactory.build(source_mark=mark).is_official is official


def test_row_made_by_hand_is_not_official_until_marked():
    assert not Concept(key="NEW", title="New").is_official


def test_national_condition_gives_its_concepts_in_lasting_order():
    later, sooner = ConceptFactory(position=9), ConceptFactory(position=2)

    condition = NationalConditionFactory(concepts=[later, sooner])

    assert list(condition.concepts.all()) == [sooner, later]


def test_rows_name_themselves_as_people_do():
    condition = NationalConditionFactory.build(number="C1", title="Social care services protected")

    assert str(condition) == "C1 Social care services protected"
    assert str(KeyLineOfEnquiryFactory.build(key="K03", title="Plan of action")) == "K03 Plan of action"
    assert str(TimetableEntryFactory.build(title="First submission")) == "First submission"
    assert str(ImpliedConceptFactory.build(condition_set__key="S", concept__key="C")) == "S: C"


def test_round_gives_its_two_years():
    assert RoundFactory.build(window_closes_on=dt.date(2014, 4, 4)).years == ("2014/15", "2015/16")


@pytest.mark.parametrize("text", ["", "one", "1,000", "NaN", "-1"])
def test_a_parameter_that_is_no_number_is_refused(text):
    parameter = RuleParameterFactory.build(value=text)

    with pytest.raises(ValidationError, match=r"one number|blank"):
        parameter.full_clean(validate_unique=False)


@pytest.mark.parametrize(
    ("reckoning", "parts"),
    [("sum", []), ("sum", "130"), ("sum", [["Carers"]]), ("sum", [["Carers", "many"]]), ("share", [["Carers", "1"]])],
)
def test_a_statement_without_usable_parts_is_refused(reckoning, parts):
    statement = NationalStatementFactory.build(reckoning=reckoning, parts=parts)

    with pytest.raises(ValidationError):
        statement.full_clean(validate_unique=False)


def test_every_parameter_and_statement_as_issued_is_valid():
    load_conditions()

    for row in [*RuleParameter.objects.all(), *NationalStatement.objects.all()]:
        row.full_clean()


def test_concepts_of_a_set_stand_as_it_numbers_its_conditions():
    load_conditions()
    london = ConditionSet.objects.get(key="LONDON_SEP_2013")

    keys = [concept.key for concept in london.concepts()]

    assert keys == [
        "PROTECT_ASC",
        "SEVEN_DAY",
        "DATA_SHARING",
        "ADMISSIONS_TARGETS",
        "RISK_CONTINGENCY",
        "ACUTE_IMPACT",
    ]


def test_a_concept_of_two_conditions_of_a_set_stands_once():
    load_conditions()
    for issued in ConditionSet.objects.all():
        keys = [concept.key for concept in issued.concepts()]
        assert sorted(keys) == sorted(set(keys))
