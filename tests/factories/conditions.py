"""Factories of what the centre issues. Rows are marked as made for a test, and so not official."""

import datetime as dt
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from conditions.models import (
    AreaOfSpend,
    Concept,
    ConditionSet,
    FundingSource,
    ImpliedConcept,
    KeyLineOfEnquiry,
    MeasureDefinition,
    NationalCondition,
    NationalStatement,
    ProviderType,
    Round,
    RuleParameter,
    SchemeType,
    Side,
    SourceMark,
    TimetableEntry,
    Tranche,
)


class IssuedRowFactory(DjangoModelFactory):
    """What every issued row has."""

    class Meta:
        abstract = True

    source = "Made for a test"
    source_mark = SourceMark.DESIGN


class ConceptFactory(IssuedRowFactory):
    """A concept."""

    class Meta:
        model = Concept

    key = factory.Sequence(lambda n: f"CONCEPT_{n}")
    title = factory.LazyAttribute(lambda concept: f"Concept {concept.key}")
    position = factory.Sequence(lambda n: n)


class ConditionSetFactory(IssuedRowFactory):
    """A set without conditions."""

    class Meta:
        model = ConditionSet

    key = factory.Sequence(lambda n: f"SET_{n}")
    title = factory.LazyAttribute(lambda issued: f"Set {issued.key}")
    issued_text = "December 2013"


class ImpliedConceptFactory(DjangoModelFactory):
    """A concept that a set asks for outside its conditions."""

    class Meta:
        model = ImpliedConcept

    condition_set = factory.SubFactory(ConditionSetFactory)
    concept = factory.SubFactory(ConceptFactory)


class NationalConditionFactory(IssuedRowFactory):
    """A condition; ``concepts=[...]`` sets what it rests on, otherwise nothing."""

    class Meta:
        model = NationalCondition
        skip_postgeneration_save = True

    condition_set = factory.SubFactory(ConditionSetFactory)
    number = factory.Sequence(lambda n: str(n % 90_000))
    title = factory.LazyAttribute(lambda condition: f"Condition {condition.number}")
    wording = "Say how."
    position = factory.Sequence(lambda n: n % 30_000)

    @factory.post_generation
    def concepts(self, create, given, **options):
        """Rest the condition on the concepts given."""
        if create and given:
            self.concepts.set(given)


class MeasureDefinitionFactory(IssuedRowFactory):
    """A measure that is neither national nor local."""

    class Meta:
        model = MeasureDefinition

    key = factory.Sequence(lambda n: f"MEASURE_{n}")
    title = factory.LazyAttribute(lambda measure: f"Measure {measure.key}")
    numerator = "What is counted"
    denominator = "Of how many"
    unit = "per 100,000"
    multiplier = Decimal(100_000)
    good_direction = "down"


class FundingSourceFactory(IssuedRowFactory):
    """NHS money."""

    class Meta:
        model = FundingSource

    key = factory.Sequence(lambda n: f"SOURCE_{n}")
    title = factory.LazyAttribute(lambda source: f"Source {source.key}")
    contributor = Side.NHS
    previous_holder = Side.NHS
    first_year = "2014/15"


class KeyLineOfEnquiryFactory(IssuedRowFactory):
    """A line to score."""

    class Meta:
        model = KeyLineOfEnquiry

    key = factory.Sequence(lambda n: f"K{n:02}")
    title = factory.LazyAttribute(lambda line: f"Line {line.key}")
    question = "Is it so?"
    position = factory.Sequence(lambda n: n % 30_000)


class RoundFactory(IssuedRowFactory):
    """The first submission, on a set of its own."""

    class Meta:
        model = Round

    key = factory.Sequence(lambda n: f"round-{n}")
    title = factory.LazyAttribute(lambda round_: f"Round {round_.key}")
    national_template = "dec-2013"
    condition_set = factory.SubFactory(ConditionSetFactory)
    first_year = "2014/15"
    second_year = "2015/16"
    window_closes_on = dt.date(2014, 2, 14)


class TrancheFactory(IssuedRowFactory):
    """A list of a round of its own."""

    class Meta:
        model = Tranche

    key = factory.Sequence(lambda n: f"tranche-{n}")
    round = factory.SubFactory(RoundFactory)
    title = "First tranche"


class TimetableEntryFactory(IssuedRowFactory):
    """A day in the timetable."""

    class Meta:
        model = TimetableEntry

    key = factory.Sequence(lambda n: f"entry-{n}")
    title = factory.LazyAttribute(lambda entry: f"Entry {entry.key}")
    falls_on = dt.date(2014, 2, 14)


class SchemeTypeFactory(IssuedRowFactory):
    """A type whose output is counted in people."""

    class Meta:
        model = SchemeType

    key = factory.Sequence(lambda n: f"TYPE_{n}")
    title = factory.LazyAttribute(lambda kind: f"Type {kind.key}")
    unit = "people"


class AreaOfSpendFactory(IssuedRowFactory):
    """An area inside hospitals."""

    class Meta:
        model = AreaOfSpend

    key = factory.Sequence(lambda n: f"AREA_{n}")
    title = factory.LazyAttribute(lambda area: f"Area {area.key}")


class ProviderTypeFactory(IssuedRowFactory):
    """A kind of provider."""

    class Meta:
        model = ProviderType

    key = factory.Sequence(lambda n: f"provider-{n}")
    title = factory.LazyAttribute(lambda kind: f"Kind {kind.key}")


class RuleParameterFactory(IssuedRowFactory):
    """A number that no rule uses."""

    class Meta:
        model = RuleParameter

    key = factory.Sequence(lambda n: f"PARAMETER_{n}")
    title = factory.LazyAttribute(lambda parameter: f"Parameter {parameter.key}")
    rules = "V99"
    value = "1"


class NationalStatementFactory(IssuedRowFactory):
    """A sum of two parts that adds up."""

    class Meta:
        model = NationalStatement

    key = factory.Sequence(lambda n: f"statement-{n}")
    title = factory.LazyAttribute(lambda statement: f"Statement {statement.key}")
    stated = Decimal(3)
    parts = factory.LazyFunction(lambda: [["One", "1"], ["Two", "2"]])
