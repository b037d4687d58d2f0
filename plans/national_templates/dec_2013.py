"""The template of December 2013, for plans covering two years.

The official file was not obtainable: the field list is our reading of domain.md section 1, most of it marked own there.
"""

from plans.models import (
    Acute,
    AcuteImpact,
    Benefit,
    ConditionResponse,
    Contribution,
    Engagement,
    EngagementEvent,
    Governance,
    Investment,
    MeasurePlan,
    MeasuresNarrative,
    Outcome,
    Party,
    PlanDetails,
    Pool,
    Risk,
    Scheme,
    Vision,
)
from plans.sections import BOARD, CCG, COUNCIL, RowSpec, Section

TITLE = "Template of December 2013"

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
        "change_note",
    ),
    required=("council_contact", "nhs_contact", "board_meets_on", "submits_on"),
    rows=(
        RowSpec(
            slug="parties",
            title="Parties to the plan",
            singular="party",
            model=Party,
            fields=("holds_pool", "mapped_share", "mapped_share_reason"),
            keyed_by="organisation",
        ),
    ),
)

VISION = Section(
    slug="vision",
    title="Vision, aims and planned changes",
    group="Vision and change",
    model=Vision,
    fields=("vision", "person_statement", "aims", "changes", "alignment", "transfer_use"),
    required=("vision", "aims", "changes", "alignment"),
)

SCHEMES = Section(
    slug="schemes",
    title="Schemes",
    group="Money",
    rows=(
        RowSpec(
            slug="schemes",
            title="Schemes",
            singular="scheme",
            model=Scheme,
            fields=(
                "ref",
                "title",
                "title_inferred",
                "description",
                "concepts",
                "concepts_inferred",
                "lead_commissioner",
                "lead_provider",
                "provider_type",
                "starts_on",
                "ends_on",
                "evidence",
                "stated_first_year",
                "stated_second_year",
                "source_note",
            ),
            required=("ref", "title", "description", "concepts", "lead_commissioner", "lead_provider"),
            at_least=1,
            children=(
                RowSpec(
                    slug="investments",
                    title="Investment lines",
                    singular="investment line",
                    model=Investment,
                    fields=(
                        "label",
                        "year",
                        "basis",
                        "quantity",
                        "rate",
                        "unit",
                        "units_per_period",
                        "periods",
                        "stated",
                        "funding_source",
                        "recurrent",
                        "capital",
                    ),
                    required=("label", "year", "funding_source", "recurrent", "capital"),
                    parent="scheme",
                    at_least=1,
                ),
                RowSpec(
                    slug="benefits",
                    title="Benefits",
                    singular="benefit",
                    model=Benefit,
                    fields=("label", "beneficiary", "year", "quantity", "unit", "unit_price", "stated", "how_measured"),
                    required=("label",),
                    parent="scheme",
                ),
                RowSpec(
                    slug="outcomes",
                    title="Outcome statements",
                    singular="outcome statement",
                    model=Outcome,
                    fields=("measure", "year", "change", "target", "baseline_period", "baseline"),
                    required=("measure", "change"),
                    parent="scheme",
                    at_least=1,
                ),
            ),
        ),
    ),
    labels={
        "stated_first_year": "Total stated elsewhere, 2014/15",
        "stated_second_year": "Total stated elsewhere, 2015/16",
    },
    page_per_row=True,
)

CONTRIBUTIONS = Section(
    slug="contributions",
    title="Contributions to the pool",
    group="Money",
    model=Pool,
    fields=(
        "agreed_first_year",
        "agreed_second_year",
        "unallocated_first_year",
        "unallocated_second_year",
        "unallocated_reason",
    ),
    required=("agreed_first_year", "agreed_second_year"),
    rows=(
        RowSpec(
            slug="contributions",
            title="Contributions by organisation and source",
            singular="contribution",
            model=Contribution,
            fields=("organisation", "funding_source", "year", "amount", "note"),
            required=("organisation", "funding_source", "year", "amount"),
            at_least=1,
        ),
    ),
    labels={
        "agreed_first_year": "Total agreed pool, 2014/15",
        "agreed_second_year": "Total agreed pool, 2015/16",
        "unallocated_first_year": "Not yet allocated to a scheme, 2014/15",
        "unallocated_second_year": "Not yet allocated to a scheme, 2015/16",
    },
    signed_by=frozenset({COUNCIL, CCG}),
)

CONDITIONS = Section(
    slug="conditions",
    title="National conditions",
    group="Conditions",
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

MEASURES = Section(
    slug="measures",
    title="Measures, baselines and targets",
    group="Measures and payment",
    model=MeasuresNarrative,
    fields=("expected_outcomes", "assurance_process"),
    required=("expected_outcomes",),
    rows=(
        RowSpec(
            slug="measures",
            title="National and local measures",
            singular="measure",
            model=MeasurePlan,
            fields=(
                "local_title",
                "baseline_numerator",
                "baseline_denominator",
                "baseline_from",
                "baseline_to",
                "april_numerator",
                "april_denominator",
                "october_numerator",
                "october_denominator",
                "source",
                "quality",
            ),
            required=("baseline_numerator", "baseline_denominator", "october_numerator", "october_denominator"),
            keyed_by="definition",
        ),
    ),
)

RISKS = Section(
    slug="risks",
    title="Risk register",
    group="Risk",
    rows=(
        RowSpec(
            slug="risks",
            title="Risks",
            singular="risk",
            model=Risk,
            fields=("risk", "category", "likelihood", "impact", "cost", "bearer", "mitigation", "owner"),
            required=("risk", "likelihood", "impact", "mitigation", "owner"),
            at_least=1,
        ),
    ),
    signed_by=frozenset({COUNCIL, CCG}),
)

ENGAGEMENT = Section(
    slug="engagement",
    title="Engagement",
    group="Engagement",
    model=Engagement,
    fields=("provider_engagement", "public_engagement", "healthwatch_view"),
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

ACUTE = Section(
    slug="acute",
    title="Implications for the acute sector",
    group="Risk",
    model=Acute,
    fields=("implications", "if_savings_fail"),
    required=("implications", "if_savings_fail"),
    rows=(
        RowSpec(
            slug="impacts",
            title="Impact on each provider",
            singular="impact",
            model=AcuteImpact,
            fields=("provider", "service_line", "year", "activity_change", "value", "agreed"),
            required=("provider", "year"),
        ),
    ),
    signed_by=frozenset({CCG, BOARD}),
)

GOVERNANCE = Section(
    slug="governance",
    title="Governance and risk sharing",
    group="Vision and change",
    model=Governance,
    fields=("governance", "risk_sharing"),
    required=("governance", "risk_sharing"),
)

SECTIONS = (
    PLAN_DETAILS,
    VISION,
    GOVERNANCE,
    SCHEMES,
    CONTRIBUTIONS,
    CONDITIONS,
    MEASURES,
    RISKS,
    ACUTE,
    ENGAGEMENT,
)
