"""What the centre issues, one module per matter."""

from conditions.models.checks import NationalStatement, ParameterKind, Reckoning, RuleParameter
from conditions.models.condition_sets import Concept, ConditionKind, ConditionSet, ImpliedConcept, NationalCondition
from conditions.models.funding import FundingSource, Side
from conditions.models.issued import IssuedRow, SourceMark
from conditions.models.measures import GoodDirection, KeyLineOfEnquiry, MeasureDefinition
from conditions.models.rounds import Round, RouteGroup, TimetableEntry, Tranche
from conditions.models.spending import AreaOfSpend, ProviderType, SchemeType

__all__ = [
    "AreaOfSpend",
    "Concept",
    "ConditionKind",
    "ConditionSet",
    "FundingSource",
    "GoodDirection",
    "ImpliedConcept",
    "IssuedRow",
    "KeyLineOfEnquiry",
    "MeasureDefinition",
    "NationalCondition",
    "NationalStatement",
    "ParameterKind",
    "ProviderType",
    "Reckoning",
    "Round",
    "RouteGroup",
    "RuleParameter",
    "SchemeType",
    "Side",
    "SourceMark",
    "TimetableEntry",
    "Tranche",
]
