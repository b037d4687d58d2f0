"""December 2013: answers to the national conditions, and what some of them ask beside (domain.md 1.5)."""

from plans.models import ConditionResponse, DataSharing, JointAssessment, SevenDayService, SocialCare
from plans.sections import RowSpec, Section

GROUP = "Conditions"

CONDITIONS = Section(
    slug="conditions",
    title="National conditions",
    group=GROUP,
    rows=(
        RowSpec(
            slug="conditions",
            title="Answers to the national conditions",
            singular="national condition",
            model=ConditionResponse,
            fields=("status", "answer", "owner", "meets_on"),
            required=("status", "answer"),
            keyed_by="concept",
        ),
    ),
)

SOCIAL_CARE = Section(
    slug="social-care",
    title="Protecting social care",
    group=GROUP,
    model=SocialCare,
    fields=("definition", "support", "amount_first_year", "amount_second_year", "required_amount"),
    required=("definition",),
    labels={
        "amount_first_year": "Spent on social care, 2014/15",
        "amount_second_year": "Spent on social care, 2015/16",
        "required_amount": "Least that must go to social care from the NHS minimum, 2015/16",
    },
)

SEVEN_DAY = Section(
    slug="seven-day",
    title="Seven-day services",
    group=GROUP,
    rows=(
        RowSpec(
            slug="seven-day",
            title="Services on seven days",
            singular="service",
            model=SevenDayService,
            fields=("service", "sector", "current_hours", "target_hours", "starts_on"),
            required=("service", "sector"),
        ),
    ),
)

DATA_SHARING = Section(
    slug="data-sharing",
    title="Sharing data on the NHS number",
    group=GROUP,
    model=DataSharing,
    fields=(
        "nhs_number",
        "nhs_number_by",
        "matched_now",
        "matched_first_year",
        "matched_second_year",
        "open_interfaces",
        "interfaces",
        "controls",
    ),
    labels={
        "matched_first_year": "Aimed at by March 2015 (%)",
        "matched_second_year": "Aimed at by March 2016 (%)",
    },
)

JOINT_ASSESSMENT = Section(
    slug="joint-assessment",
    title="Joint assessment and accountable professionals",
    group=GROUP,
    model=JointAssessment,
    fields=("high_risk", "joint_plans", "method", "accountable_role"),
)
