"""The data of a plan, one module per matter."""

from plans.models.attachment import Attachment, AttachmentKind
from plans.models.comments import Audience, Comment, CommentThread, Mention
from plans.models.comparison import ComparisonPaper
from plans.models.conditions import DataSharing, JointAssessment, SevenDayService, SocialCare
from plans.models.contingency import Contingency, ContingencyRow, SpendingCall
from plans.models.copying import PlanCopy
from plans.models.document import OF_EVERY_VERSION, Document, DocumentKind
from plans.models.drafting import AcceptedFinding, FreezeConsent, HeldValue, SectionRevision, SectionState
from plans.models.grants import DistrictGrant, Districts, Transfer, TransferLine
from plans.models.imports import UploadState, WorkbookDownload, WorkbookUpload
from plans.models.invited import Capacity, CommentaryDraft, Invitation
from plans.models.local_measure import BoardShare, LocalMeasure
from plans.models.locality import (
    CcgFacts,
    Locality,
    LocalityCcg,
    MeasureOutturn,
    MinimumContribution,
    Population,
)
from plans.models.moving import MoveConsent
from plans.models.permission import PlanGroupPermission, PlanUserPermission
from plans.models.plan import Party, Plan, PlanStatus
from plans.models.presence import Presence
from plans.models.resubmission import (
    Alignment,
    CaseForChange,
    DelayedTransfers,
    PaymentMetric,
    PlanMilestone,
    PlanOfAction,
    ProviderCommentary,
    SourcedFigure,
)
from plans.models.rows import (
    AcuteImpact,
    Aim,
    ConditionResponse,
    Contribution,
    EngagementEvent,
    MeasurePlan,
    PlanRow,
    RelatedDocument,
    Risk,
    ServiceGroup,
    WholeSpend,
)
from plans.models.scheme import Benefit, Investment, Milestone, Outcome, Scheme
from plans.models.seal import Seal
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
    "OF_EVERY_VERSION",
    "AcceptedFinding",
    "Acute",
    "AcuteImpact",
    "Aim",
    "Alignment",
    "Attachment",
    "AttachmentKind",
    "Audience",
    "Benefit",
    "BoardShare",
    "Capacity",
    "CaseForChange",
    "CcgFacts",
    "Comment",
    "CommentThread",
    "CommentaryDraft",
    "ComparisonPaper",
    "ConditionResponse",
    "Contingency",
    "ContingencyRow",
    "Contribution",
    "DataSharing",
    "DelayedTransfers",
    "DistrictGrant",
    "Districts",
    "Document",
    "DocumentKind",
    "Engagement",
    "EngagementEvent",
    "FreezeConsent",
    "Governance",
    "HeldValue",
    "Investment",
    "Invitation",
    "JointAssessment",
    "LocalMeasure",
    "Locality",
    "LocalityCcg",
    "MeasureOutturn",
    "MeasurePlan",
    "MeasuresNarrative",
    "Mention",
    "Milestone",
    "MinimumContribution",
    "MoveConsent",
    "Outcome",
    "Party",
    "PaymentMetric",
    "Plan",
    "PlanCopy",
    "PlanDetails",
    "PlanGroupPermission",
    "PlanMilestone",
    "PlanOfAction",
    "PlanRow",
    "PlanSection",
    "PlanStatus",
    "PlanUserPermission",
    "PlanVersion",
    "Pool",
    "Population",
    "Presence",
    "ProviderCommentary",
    "RelatedDocument",
    "Risk",
    "Scheme",
    "Seal",
    "SectionRevision",
    "SectionState",
    "ServiceGroup",
    "SevenDayService",
    "SocialCare",
    "SourcedFigure",
    "SpendingCall",
    "Transfer",
    "TransferLine",
    "UploadState",
    "Vision",
    "WholeSpend",
    "WorkbookDownload",
    "WorkbookUpload",
]
