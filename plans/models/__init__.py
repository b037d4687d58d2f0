"""The data of a plan, one module per matter."""

from plans.models.document import Document, DocumentKind
from plans.models.drafting import AcceptedFinding, FreezeConsent, HeldValue, SectionRevision, SectionState
from plans.models.locality import (
    CcgFacts,
    Locality,
    LocalityCcg,
    MeasureOutturn,
    MinimumContribution,
    Population,
)
from plans.models.permission import PlanGroupPermission, PlanUserPermission
from plans.models.plan import Party, Plan, PlanStatus
from plans.models.rows import (
    AcuteImpact,
    ConditionResponse,
    Contribution,
    EngagementEvent,
    MeasurePlan,
    PlanRow,
    Risk,
)
from plans.models.scheme import Benefit, Investment, Outcome, Scheme
from plans.models.sections import (
    Acute,
    Engagement,
    Governance,
    MeasuresNarrative,
    PlanDetails,
    PlanSection,
    Pool,
    Vision,
)
from plans.models.version import PlanVersion

__all__ = [
    "AcceptedFinding",
    "Acute",
    "AcuteImpact",
    "Benefit",
    "CcgFacts",
    "ConditionResponse",
    "Contribution",
    "Document",
    "DocumentKind",
    "Engagement",
    "EngagementEvent",
    "FreezeConsent",
    "Governance",
    "HeldValue",
    "Investment",
    "Locality",
    "LocalityCcg",
    "MeasureOutturn",
    "MeasurePlan",
    "MeasuresNarrative",
    "MinimumContribution",
    "Outcome",
    "Party",
    "Plan",
    "PlanDetails",
    "PlanGroupPermission",
    "PlanRow",
    "PlanSection",
    "PlanStatus",
    "PlanUserPermission",
    "PlanVersion",
    "Pool",
    "Population",
    "Risk",
    "Scheme",
    "SectionRevision",
    "SectionState",
    "Vision",
]
