"""December 2013: the header of a plan, its parties and the papers it rests on (domain.md 1.1, 1.3, 1.10)."""

from plans.models import Party, PlanDetails, RelatedDocument, ServiceGroup
from plans.sections import BOARD, RowSpec, Section

PLAN_DETAILS = Section(
    slug="plan-details",
    title="Plan details and parties",
    group="About the plan",
    model=PlanDetails,
    fields=(
        "council_contact",
        "nhs_contact",
        "board_meets_on",
        "submits_on",
        "late_reason",
        "boundary_differences",
        "five_year_strategy",
        "pooled_fund_agreement",
        "pooled_fund_agreed_on",
        "version_label",
        "change_note",
    ),
    required=("council_contact", "nhs_contact", "board_meets_on", "submits_on"),
    rows=(
        RowSpec(
            slug="parties",
            title="Parties to the plan",
            singular="party",
            model=Party,
            fields=("holds_pool", "mapped_share", "mapped_share_reason", "activity"),
            keyed_by="organisation",
        ),
        RowSpec(
            slug="service-groups",
            title="Local service groups, if you sort schemes into any",
            singular="local service group",
            model=ServiceGroup,
            fields=("name", "services"),
            required=("name",),
        ),
    ),
)

RELATED_DOCUMENTS = Section(
    slug="related-documents",
    title="Related documents",
    group="Engagement",
    rows=(
        RowSpec(
            slug="related-documents",
            title="Related documents",
            singular="document",
            model=RelatedDocument,
            fields=("title", "synopsis", "link", "attached_file", "dated_on"),
            required=("title",),
        ),
    ),
    signed_by=frozenset({BOARD}),
)
