"""December 2013: measures, baselines and targets, and those the plan chooses itself (domain.md 1.9)."""

from plans.models import BoardShare, LocalMeasure, MeasurePlan, MeasuresNarrative
from plans.sections import RowSpec, Section

GROUP = "Measures and payment"

MEASURES = Section(
    slug="measures",
    title="Measures, baselines and targets",
    group=GROUP,
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
                "baseline_stated",
                "april_stated",
                "october_stated",
            ),
            required=("baseline_numerator", "baseline_denominator", "october_numerator", "october_denominator"),
            keyed_by="definition",
        ),
    ),
)

LOCAL_MEASURE = Section(
    slug="local-measure",
    title="Local measure, experience and shared boards",
    group=GROUP,
    model=LocalMeasure,
    fields=(
        "menu",
        "numerator",
        "denominator",
        "unit",
        "direction",
        "source",
        "frequency",
        "experience",
        "instrument",
        "question",
        "combined",
    ),
    rows=(
        RowSpec(
            slug="boards",
            title="Boards whose figures are combined",
            singular="board",
            model=BoardShare,
            fields=("board", "share"),
            required=("board", "share"),
        ),
    ),
)
