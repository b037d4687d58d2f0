"""What an author might type into Bromley's early draft: made up for the tests, and nobody's real figures."""

from tests.journeys import ealing

COUNCIL, CCG = "Bromley Council", "NHS Bromley CCG"
MET = ealing.MET
FIGURES = {title: dict(zip(ealing.MEASURE_LABELS, row, strict=True)) for title, row in ealing.MEASURES.items()}
CONDITIONS = (
    "Social care services protected",
    "Seven-day services",
    "Data shared on the NHS number",
    "Joint assessment and care planning",
    "Accountable professional",
    "Risk sharing and contingency",
    "Consequences for the acute sector",
)
# Title of the section, its own answers, answers of rows that are there, new rows; each in the order of its page.
SECTIONS = (
    (
        "Plan details and parties",
        {
            "Council lead (post)": "Made-up director of integration",
            "CCG lead (post)": "Made-up chief finance officer",
        },
        {COUNCIL: {"Hosts the pooled budget": True}},
        (),
    ),
    (
        "Vision, aims and planned changes",
        {
            "How does the plan align with the needs assessment, the health and wellbeing strategy and each partner's "
            "plans?": "Made up: it follows both."
        },
        {},
        (),
    ),
    (
        "Contributions to the pool",
        {"Total agreed pool, 2014/15": "0", "Total agreed pool, 2015/16": "15,000,000"},
        {
            "Contribution 1": {
                "Funding source": ealing.SOURCE_15,
                "Financial year": "2015/16",
                "Amount": "9,750,000",
            },
            "Contribution 2": {
                "Funding source": ealing.COUNCIL_MONEY,
                "Financial year": "2015/16",
                "Amount": "5,250,000",
            },
        },
        (),
    ),
    ("National conditions", {}, dict.fromkeys(CONDITIONS, MET), ()),
    ("Protecting social care", ealing.SOCIAL_CARE, {}, ()),
    ("Measures, baselines and targets", {}, FIGURES, ()),
    ("Local measure, experience and shared boards", ealing.LOCAL_MEASURE, {}, ()),
    ("Risk register", {}, {}, (("risk", ealing.RISK),)),
    ("Contingency plan", {}, {}, (("outcome at risk", ealing.OUTCOME_AT_RISK),)),
    ("Implications for the acute sector", ealing.ACUTE, {}, ()),
    (
        "Engagement",
        {"How have patients, service users and the public been involved?": "Made up: a survey of 300 people."},
        {},
        (("engagement event", ealing.EVENT),),
    ),
)
SCHEME = "B1 Joint short term intervention & preventative services"
SCHEME_ANSWERS = {"Lead commissioner": CCG, "Lead provider": "A made-up community trust"}
SCHEME_ROWS = (
    (
        "investment line",
        {
            "What is paid for": "Made up: intermediate care",
            "Financial year": "2015/16",
            "Cost": "9,750,000",
            "Funding source": ealing.SOURCE_15,
            "Recurrent?": "Yes",
            "Capital?": "No",
        },
    ),
    (
        "investment line",
        {
            "What is paid for": "Made up: equipment and advice",
            "Financial year": "2015/16",
            "Cost": "5,250,000",
            "Funding source": ealing.COUNCIL_MONEY,
            "Recurrent?": "Yes",
            "Capital?": "No",
        },
    ),
    (
        "outcome statement",
        {"Measure": "Delayed transfers of care", "Financial year": "2015/16", "Promise": "Reduction of"}
        | {"Target (%)": "5", "Baseline period": "2013/14"},
    ),
)
