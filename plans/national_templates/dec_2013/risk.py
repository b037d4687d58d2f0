"""December 2013: risks, contingency and hospitals (domain.md 1.4, 1.8, 1.11)."""

from plans.models import Acute, AcuteImpact, Contingency, ContingencyRow, ProviderCommentary, Risk, SpendingCall
from plans.sections import BOARD, CCG, COUNCIL, RowSpec, Section

GROUP = "Risk"
PARTNERS = frozenset({COUNCIL, CCG})

RISKS = Section(
    slug="risks",
    title="Risk register",
    group=GROUP,
    rows=(
        RowSpec(
            slug="risks",
            title="Risks",
            singular="risk",
            model=Risk,
            fields=(
                "risk",
                "category",
                "likelihood",
                "impact",
                "cost",
                "bearer",
                "mitigation",
                "owner",
                "review_on",
                "schemes",
                "measures",
            ),
            required=("risk", "likelihood", "impact", "mitigation", "owner"),
            at_least=1,
        ),
    ),
    signed_by=PARTNERS,
)

CONTINGENCY = Section(
    slug="contingency",
    title="Contingency plan",
    group=GROUP,
    model=Contingency,
    fields=("trigger", "amount", "destination", "decision_maker"),
    rows=(
        RowSpec(
            slug="at-risk",
            title="If a target is missed",
            singular="outcome at risk",
            model=ContingencyRow,
            fields=("measure", "saving", "saving_ongoing", "support", "support_ongoing", "other_source", "route"),
            required=("measure", "saving", "support", "route"),
            at_least=1,
        ),
        RowSpec(
            slug="calls",
            title="If the pool runs over or under: what is called on, in order",
            singular="step",
            model=SpendingCall,
            fields=("call", "limit", "note"),
            required=("call",),
        ),
    ),
    labels={
        "amount": "Amount held for it, 2015/16",
        "saving": "Saving if achieved in full, 2015/16",
        "support": "Most that other services need if not achieved, 2015/16",
    },
    signed_by=PARTNERS,
)

ACUTE = Section(
    slug="acute",
    title="Implications for the acute sector",
    group=GROUP,
    model=Acute,
    fields=("implications", "if_savings_fail"),
    required=("implications", "if_savings_fail"),
    rows=(
        RowSpec(
            slug="impacts",
            title="Impact on each provider",
            singular="impact",
            model=AcuteImpact,
            fields=(
                "provider",
                "service_line",
                "year",
                "activity_change",
                "admissions",
                "length_of_stay",
                "occupancy",
                "value",
                "agreed",
            ),
            required=("provider", "year"),
        ),
    ),
    signed_by=frozenset({CCG, BOARD}),
)

PROVIDER_COMMENTARY = Section(
    slug="provider-commentary",
    title="Commentary of acute providers",
    group="Engagement",
    rows=(
        RowSpec(
            slug="commentaries",
            title="Commentary of acute providers",
            singular="commentary",
            model=ProviderCommentary,
            fields=(
                "provider",
                "signed_by",
                "signed_on",
                "outturn",
                "plan_first",
                "plan_second",
                "avoided",
                "agrees",
                "why_not",
                "considered",
                "implications",
                "reply",
            ),
            required=("provider", "agrees"),
        ),
    ),
    signed_by=frozenset({CCG, BOARD}),
)
