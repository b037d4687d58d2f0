"""What two authors might have typed into Ealing's draft: made up for the tests, and nobody's real figures."""

from datetime import date

SOURCE_14 = "Transfer from health to social care"
SOURCE_15 = "Minimum CCG contribution"
COUNCIL_MONEY = "Additional council contribution"
COUNCIL, CCG = "Ealing Council", "NHS Ealing CCG"

DETAILS = {
    "Council lead (post)": "Made-up director of integration",
    "CCG lead (post)": "Made-up chief finance officer",
    "Date the Health and Wellbeing Board considers the plan": date(2014, 1, 28),
    "Date you mean to submit the plan": date(2014, 2, 21),
    "Why will the plan be submitted after the window closes?": "Made up: the board met after the paper was issued.",
    "Section 75 agreement": "In draft",
    "What changed in this version": "Findings settled for a test",
}
VISION = {"What changes are planned?": "Made up: six schemes, two of them in the first year."}
ACUTE = {
    "What does the plan mean for acute hospitals?": "Made up: 40 fewer beds in use by the end of the second year.",
    "What happens to hospital services if the savings are not made?": "Made up: the reserve pays for one year.",
}
ENGAGEMENT = {
    "How have service providers been involved in the plan?": "Made up: two meetings with each of them.",
    "How have patients, service users and the public been involved?": "Made up: a survey of 300 people.",
    "What is the view of local Healthwatch?": "Made up: in favour.",
}
EVENT = {
    "Who was involved": "A made-up hospital trust",
    "Type": "Acute provider",
    "Date": date(2013, 11, 5),
    "What they raised": "How many beds close.",
    "What you did about it": "The number stands in the plan now.",
}
RISK = {
    "Risk and its cause": "Made up: too few nurses can be hired.",
    "Category": "Delivery capacity",
    "Likelihood, 1 to 5": 3,
    "Impact, 1 to 5": 4,
    "Cost if it happens": "90,000",
    "Mitigation": "Made up: hire early and share a bank.",
    "Owner (post)": "Made-up director of nursing",
}
SOCIAL_CARE = {"What does protecting social care services mean locally?": "Made up: as many hours as in 2013/14."}
OUTCOME_AT_RISK = {
    "Outcome at risk": "Delayed transfers of care",
    "Saving if achieved in full, 2015/16": "80,000",
    "Most that other services need if not achieved, 2015/16": "60,000",
    "How is money redeployed, and who decides?": "Made up: the board decides within a month.",
}
POOL = {"Total agreed pool, 2014/15": "290,000", "Total agreed pool, 2015/16": "£2,705,500"}
CONTRIBUTIONS = (
    {"Organisation": CCG, "Funding source": SOURCE_14, "Financial year": "2014/15", "Amount": "290,000"},
    {"Organisation": CCG, "Funding source": SOURCE_15, "Financial year": "2015/16", "Amount": "2,245,500"},
    {"Organisation": COUNCIL, "Funding source": COUNCIL_MONEY, "Financial year": "2015/16", "Amount": "460,000"},
)
MET = {"Is the condition met?": "Met", "How is it met, and what is the evidence?": "Made up: it is met in every ward."}
PLANNED = {
    "Is the condition met?": "A plan is in place",
    "How is it met, and what is the evidence?": "Made up: from October.",
    "Who owns the plan to meet it (post)?": "Made-up head of commissioning",
    "Met by which date?": date(2014, 10, 1),
}
CONDITIONS = {
    "Social care services protected": MET,
    "Seven-day services": PLANNED,
    "Data shared on the NHS number": MET,
    "Risk sharing and contingency": MET,
    "Consequences for the acute sector": MET,
    "Targets for A&E attendances and emergency admissions": MET,
}
OUTCOMES = {"What outcomes do you expect, and how will you measure them?": "Made up: fewer stays, counted each month."}
MEASURES = {
    "Permanent admissions to residential and nursing care, 65 and over": (200, 40_000, 180, 41_000),
    "Still at home 91 days after reablement, 65 and over": (80, 100, 85, 100),
    "Delayed transfers of care": (900, 260_000, 810, 262_000),
    "Avoidable emergency admissions": (5_000, 340_000, 4_700, 342_000),
    "Patient and service user experience": (600, 1_000, 650, 1_000),
    "A local measure of your own": (50, 100, 60, 100),
}
LOCAL_MEASURE = {
    "Own measure: what is counted": "Made up: people who feel supported",
    "Own measure: out of how many": "Made up: all who answered",
    "Own measure: unit": "%",
    "Own measure: which way is better": "Higher is better",
    "Own measure: source of the figures": "Made up: a survey of patients",
    "Own measure: how often it is published": "Twice a year",
}
MEASURE_LABELS = (
    "Baseline numerator",
    "Baseline denominator",
    "Numerator for the October 2015 payment",
    "Denominator for the October 2015 payment",
)
# By reference: who leads, and what the paper left out.
SCHEMES = {
    "E1": {"Lead commissioner": COUNCIL, "Lead provider": "A made-up provider of social care"},
    "E2": {"Lead commissioner": COUNCIL, "Lead provider": "A made-up provider of records"},
    "E3": {"Lead commissioner": CCG, "Lead provider": "A made-up community trust"},
    "E4": {"Lead commissioner": COUNCIL, "Lead provider": "A made-up provider of reablement"},
    "E5": {"Lead commissioner": CCG, "Lead provider": "A made-up mental health trust"},
    "E6": {
        "Lead commissioner": CCG,
        "Lead provider": "A made-up provider of telecare",
        "What is the scheme?": "Made up: sensors and a line to ring, for 400 homes.",
    },
}
# What the paper printed so that nobody can read it, and what the authors decide.
HELD = {"45.000": "45,000", "460,,000": "460,000", "2,000 to 8,000": "5,000", "TBC": "3,000", "?%": "5"}
LINES_TO_EXPLAIN = ("2 social workers", "11 step-down units")
WHY = "Made up: the figure is right, and this is why it may stand."
