"""The tolerances, limits and sets that rules use: those the content carries, else those of this release."""

from decimal import Decimal
from types import MappingProxyType

from plans.content import PlanContent

# What conditions/data/rule_parameters.yaml issues; a version frozen before a parameter existed is read with these.
ISSUED = MappingProxyType(
    {
        "LINE_POUNDS": "1",
        "LINE_PERCENT": "0.1",
        "RATE_DIFFERENCE": "0.05",
        "SHARE_POINTS": "0.1",
        "AREA_POINTS": "1",
        "YEAR_JUMP": "25",
        "YEAR_JUMP_FROM": "1000",
        "TOTAL_PERCENT": "1",
        "AMOUNT_UNUSUAL": "100000000",
        "AMOUNT_LIMIT": "1000000000",
        "UNIT_SLIP": "5",
        "LUMP_FROM": "500000",
        "RISK_RATING": "15",
        "NEL_REDUCTION": "3.5",
        "NEL_PRICE": "1490",
        "OPERATING_POINTS": "2",
        "PERFORMANCE_SOURCES": "NHS_MINIMUM NHS_ADDITIONAL",
        "MINIMUM_SOURCES": "NHS_MINIMUM",
        "CAPITAL_SOURCES": "DFG SOCIAL_CARE_CAPITAL",
        "DISTRICT_SOURCES": "DFG",
        "SOCIAL_CARE_AREAS": "SOCIAL_CARE",
        "OUT_OF_HOSPITAL_AREAS": "MENTAL_HEALTH COMMUNITY CONTINUING PRIMARY SOCIAL_CARE",
    }
)


def number(content: PlanContent, key: str) -> Decimal:
    """A parameter that is a number; raises KeyError for one that no rule has."""
    return Decimal(_value(content, key))


def keys(content: PlanContent, key: str) -> frozenset[str]:
    """A parameter that is a set of keys; raises KeyError for one that no rule has."""
    return frozenset(_value(content, key).split())


def _value(content: PlanContent, key: str) -> str:
    return content.about.parameters.get(key) or ISSUED[key]
