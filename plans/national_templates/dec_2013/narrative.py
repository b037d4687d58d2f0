"""December 2013: vision, governance and engagement (domain.md 1.3, 1.4)."""

from plans.models import Aim, Engagement, EngagementEvent, Governance, Vision
from plans.sections import BOARD, RowSpec, Section

VISION = Section(
    slug="vision",
    title="Vision, aims and planned changes",
    group="Vision and change",
    model=Vision,
    fields=("vision", "person_statement", "aims", "changes", "alignment"),
    required=("vision", "aims", "changes", "alignment"),
    rows=(
        RowSpec(
            slug="aim-list",
            title="Aims and what they are measured by",
            singular="aim",
            model=Aim,
            fields=("aim", "measures", "other_measure"),
            required=("aim",),
        ),
    ),
)

GOVERNANCE = Section(
    slug="governance",
    title="Governance and risk sharing",
    group="Vision and change",
    model=Governance,
    fields=("governance", "risk_sharing"),
    required=("governance", "risk_sharing"),
)

ENGAGEMENT = Section(
    slug="engagement",
    title="Engagement",
    group="Engagement",
    model=Engagement,
    fields=("provider_engagement", "public_engagement", "healthwatch_view", "healthwatch_reply"),
    required=("provider_engagement", "public_engagement"),
    rows=(
        RowSpec(
            slug="events",
            title="Engagement events",
            singular="engagement event",
            model=EngagementEvent,
            fields=("who", "type", "held_on", "method", "issue", "response"),
            required=("who", "type"),
        ),
    ),
    signed_by=frozenset({BOARD}),
)
