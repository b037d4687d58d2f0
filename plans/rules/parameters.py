"""Tolerances, limits, sets and terms that rules and models use: as the content carries them, else of this release."""

from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from itf.lib.figures import plain
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
        "PAY_CONDITIONS": "25",
        "PAY_APRIL": "25",
        "PAY_OCTOBER": "50",
        "PAY_MEASURE_MONTHS": "2015-04 2015-04 2015-10",
        "PAY_PASS_MARK": "70",
        "PAY_NATIONAL_PART": "1000",
        "PAY_NATIONAL_FUND": "3800",
        "PAY_QUARTER_MONTHS": "2015-05 2015-08 2015-11 2016-02",
        "PAY_UP_FRONT_MONTH": "2015-04",
        "LENGTH_OF_STAY": "5",
        "BED_OCCUPANCY": "85",
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
    return Decimal(value(content, key))


def keys(content: PlanContent, key: str) -> frozenset[str]:
    """A parameter that is a set of keys; raises KeyError for one that no rule has."""
    return frozenset(value(content, key).split())


def months(content: PlanContent, key: str) -> tuple[date, ...]:
    """A parameter that lists months, each as its first day; raises KeyError for one that no rule has."""
    return tuple(date.fromisoformat(f"{month}-01") for month in value(content, key).split())


def with_unit(text: str, unit: str) -> str:
    """A parameter as readers see it: ``£1,490``, ``£3,800 million``, ``3.5 per cent``; keys and months as they are."""
    try:
        shown = plain(Decimal(text))
    except InvalidOperation:
        return text
    before, after = {"pounds": ("£", ""), "£ million": ("£", " million")}.get(unit, ("", f" {unit}"))
    return f"{before}{shown}{after}".strip()


def value(content: PlanContent, key: str) -> str:
    """A parameter as it is written; raises KeyError for one that no rule has."""
    return content.about.parameters.get(key) or ISSUED[key]
