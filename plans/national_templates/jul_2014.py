"""The template of July 2014, as differences from December 2013.

Five new questions and four changed ones are on record (Medway minutes, found F06); the fields behind them are our
knowledge of the field (domain.md 1.12, own). The official file was not obtainable.
"""

from dataclasses import replace

from plans.models import (
    Alignment,
    CaseForChange,
    DelayedTransfers,
    PaymentMetric,
    PlanMilestone,
    PlanOfAction,
    SourcedFigure,
)
from plans.national_templates import dec_2013
from plans.national_templates.dec_2013.money import BENEFITS, INVESTMENTS, MILESTONES, OUTCOMES, PARTNERS
from plans.sections import RowSpec, Section

TITLE = "Template of July 2014"

# Payment now depends on emergency admissions alone, and the composite of avoidable ones is no longer asked about.
LEAVES_OUT = frozenset({"AVOID_EA"})

ANNEX_1 = (
    "objective",
    "cohort",
    "delivery_chain",
    "evidence",
    "investment_needs",
    "expected_impact",
    "feedback",
    "success_factors",
)

NEEDED_OF_A_LINE = ("area_of_spend", "commissioner", "provider_type")

(_SCHEME,) = dec_2013.SCHEMES.rows
_FIELDS = tuple(name for name in _SCHEME.fields if name != "evidence")
_PLACE = _FIELDS.index("lead_commissioner")

SCHEMES = replace(
    dec_2013.SCHEMES,
    rows=(
        replace(
            _SCHEME,
            fields=(*_FIELDS[:_PLACE], *ANNEX_1, *_FIELDS[_PLACE:]),
            required=(*_SCHEME.required, *ANNEX_1),
            children=(
                replace(
                    INVESTMENTS, required=(*INVESTMENTS.required, "area_of_spend", "commissioner", "provider_type")
                ),
                replace(BENEFITS, required=("label", "type", "beneficiary", "year", "quantity", "unit_price")),
                OUTCOMES,
                MILESTONES,
            ),
        ),
    ),
    labels=dec_2013.SCHEMES.labels
    | {
        "evidence": "What is the evidence, for choosing it and for its impact? Name the source.",
        "how_measured": "How it is tracked",
    },
)

VISION = replace(
    dec_2013.VISION,
    labels={"vision": "What is your vision for joined-up health and care in five years, and what will differ by then?"},
)

CASE_FOR_CHANGE = Section(
    slug="case-for-change",
    title="Case for change",
    group="Vision and change",
    model=CaseForChange,
    fields=("segments", "stratification", "opportunity"),
    required=("segments", "stratification", "opportunity"),
    rows=(
        RowSpec(
            slug="figures",
            title="Figures that the case rests on",
            singular="figure",
            model=SourcedFigure,
            fields=("statement", "figure", "unit", "source"),
            required=("statement", "figure", "source"),
            at_least=1,
        ),
    ),
)

PLAN_OF_ACTION = Section(
    slug="plan-of-action",
    title="Plan of action",
    group="Vision and change",
    model=PlanOfAction,
    fields=("interdependencies", "delivery", "oversight"),
    required=("interdependencies", "delivery", "oversight"),
    rows=(
        RowSpec(
            slug="plan-milestones",
            title="Milestones of the plan",
            singular="milestone",
            model=PlanMilestone,
            fields=("label", "due_on", "owner"),
            required=("label", "due_on", "owner"),
            at_least=1,
        ),
    ),
)

ALIGNMENT = Section(
    slug="alignment",
    title="Alignment with other plans",
    group="Vision and change",
    model=Alignment,
    fields=("other_work", "operating_plans", "primary_care", "operating_reduction", "difference_reason"),
    required=("other_work", "operating_plans", "primary_care", "operating_reduction"),
)

# What depends on performance is computed from admissions now, and no longer stated.
CONTRIBUTIONS = replace(
    dec_2013.CONTRIBUTIONS,
    title="Funding sources",
    fields=tuple(name for name in dec_2013.CONTRIBUTIONS.fields if name != "performance_linked"),
)

SOCIAL_CARE = replace(
    dec_2013.SOCIAL_CARE,
    fields=(*dec_2013.SOCIAL_CARE.fields, "care_act_amount", "carers_amount"),
    required=("definition", "support", "amount_second_year", "care_act_amount", "carers_amount"),
    labels=dec_2013.SOCIAL_CARE.labels
    | {
        "care_act_amount": "For duties under the Care Act, 2015/16",
        "carers_amount": "For support to carers, 2015/16",
    },
)

PAYMENT_METRIC = Section(
    slug="payment-metric",
    title="Payment metric: emergency admissions",
    group="Measures and payment",
    model=PaymentMetric,
    fields=(
        "population",
        "baseline_q1",
        "baseline_q2",
        "baseline_q3",
        "baseline_q4",
        "planned_q1",
        "planned_q2",
        "planned_q3",
        "planned_q4",
        "ambition_reason",
        "price",
        "price_reason",
        "ring_fenced",
        "stated_linked",
        "stated_out_of_hospital",
    ),
    required=(
        "baseline_q1",
        "baseline_q2",
        "baseline_q3",
        "baseline_q4",
        "planned_q1",
        "planned_q2",
        "planned_q3",
        "planned_q4",
        "ring_fenced",
    ),
    signed_by=PARTNERS,
)

(_MEASURES,) = dec_2013.MEASURES.rows

MEASURES = replace(
    dec_2013.MEASURES,
    title="Supporting metrics",
    rows=(replace(_MEASURES, title="Supporting metrics", fields=(*_MEASURES.fields, "rationale")),),
    labels={
        "april_numerator": "Numerator for 2014/15",
        "april_denominator": "Denominator for 2014/15",
        "april_stated": "Rate for 2014/15, if stated elsewhere",
        "october_numerator": "Numerator for 2015/16",
        "october_denominator": "Denominator for 2015/16",
        "october_stated": "Rate for 2015/16, if stated elsewhere",
    },
)

_DAYS = tuple(f"{period}_q{number}" for period in ("baseline", "first", "second") for number in range(1, 5))
_RESIDENTS = ("population_baseline", "population_first", "population_second")

DELAYED_TRANSFERS = Section(
    slug="delayed-transfers",
    title="Delayed transfers of care by quarter",
    group="Measures and payment",
    model=DelayedTransfers,
    fields=(*_RESIDENTS, *_DAYS, "reason"),
    required=(*_RESIDENTS, *_DAYS),
    signed_by=PARTNERS,
)

LOCAL_MEASURE = replace(dec_2013.LOCAL_MEASURE, required=("experience",))

RISKS = replace(dec_2013.RISKS, title="Risk log")

CONTINGENCY = replace(
    dec_2013.CONTINGENCY,
    title="Contingency and risk sharing",
    fields=(*dec_2013.CONTINGENCY.fields, "at_risk"),
    required=("trigger", "destination", "decision_maker", "at_risk"),
    labels=dec_2013.CONTINGENCY.labels | {"at_risk": "Performance payment at risk, 2015/16"},
)

(_COMMENTARIES,) = dec_2013.PROVIDER_COMMENTARY.rows

PROVIDER_COMMENTARY = replace(
    dec_2013.PROVIDER_COMMENTARY,
    rows=(
        replace(
            _COMMENTARIES,
            required=("provider", "outturn", "plan_first", "plan_second", "agrees", "considered"),
            at_least=1,
        ),
    ),
)

SECTIONS = (
    dec_2013.PLAN_DETAILS,
    VISION,
    CASE_FOR_CHANGE,
    PLAN_OF_ACTION,
    ALIGNMENT,
    dec_2013.GOVERNANCE,
    SCHEMES,
    CONTRIBUTIONS,
    dec_2013.TRANSFER,
    dec_2013.DISTRICTS,
    dec_2013.WHOLE_SPEND,
    dec_2013.CONDITIONS,
    SOCIAL_CARE,
    dec_2013.SEVEN_DAY,
    dec_2013.DATA_SHARING,
    dec_2013.JOINT_ASSESSMENT,
    PAYMENT_METRIC,
    MEASURES,
    DELAYED_TRANSFERS,
    LOCAL_MEASURE,
    RISKS,
    CONTINGENCY,
    dec_2013.ACUTE,
    PROVIDER_COMMENTARY,
    dec_2013.ENGAGEMENT,
    dec_2013.RELATED_DOCUMENTS,
)
