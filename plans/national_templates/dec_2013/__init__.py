"""The template of December 2013, for plans covering two years.

The official file was not obtainable: the field list is our reading of domain.md section 1, most of it marked own there.
"""

from plans.national_templates.dec_2013.about import PLAN_DETAILS, RELATED_DOCUMENTS
from plans.national_templates.dec_2013.conditions import (
    CONDITIONS,
    DATA_SHARING,
    JOINT_ASSESSMENT,
    SEVEN_DAY,
    SOCIAL_CARE,
)
from plans.national_templates.dec_2013.measures import LOCAL_MEASURE, MEASURES
from plans.national_templates.dec_2013.money import CONTRIBUTIONS, DISTRICTS, SCHEMES, TRANSFER, WHOLE_SPEND
from plans.national_templates.dec_2013.narrative import ENGAGEMENT, GOVERNANCE, VISION
from plans.national_templates.dec_2013.risk import ACUTE, CONTINGENCY, PROVIDER_COMMENTARY, RISKS

TITLE = "Template of December 2013"

SECTIONS = (
    PLAN_DETAILS,
    VISION,
    GOVERNANCE,
    SCHEMES,
    CONTRIBUTIONS,
    TRANSFER,
    DISTRICTS,
    WHOLE_SPEND,
    CONDITIONS,
    SOCIAL_CARE,
    SEVEN_DAY,
    DATA_SHARING,
    JOINT_ASSESSMENT,
    MEASURES,
    LOCAL_MEASURE,
    RISKS,
    CONTINGENCY,
    ACUTE,
    PROVIDER_COMMENTARY,
    ENGAGEMENT,
    RELATED_DOCUMENTS,
)

__all__ = [
    "ACUTE",
    "CONDITIONS",
    "CONTINGENCY",
    "CONTRIBUTIONS",
    "DATA_SHARING",
    "DISTRICTS",
    "ENGAGEMENT",
    "GOVERNANCE",
    "JOINT_ASSESSMENT",
    "LOCAL_MEASURE",
    "MEASURES",
    "PLAN_DETAILS",
    "PROVIDER_COMMENTARY",
    "RELATED_DOCUMENTS",
    "RISKS",
    "SCHEMES",
    "SECTIONS",
    "SEVEN_DAY",
    "SOCIAL_CARE",
    "TITLE",
    "TRANSFER",
    "VISION",
    "WHOLE_SPEND",
]
