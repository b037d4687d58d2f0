"""The one tuple of rules, in the order in which they are published."""

from plans.rules import (
    admissions,
    finance,
    narrative,
    overlaps,
    parts,
    reckoning,
    sources,
    targets,
    years,
)
from plans.rules.finding import BLOCK, INFORM, WARN
from plans.rules.rule import Rule

POOL, SCHEMES = frozenset({"contributions"}), frozenset({"schemes"})
DETAILS, CONDITIONS = frozenset({"plan-details"}), frozenset({"conditions"})
MEASURES, PAYMENT = frozenset({"measures"}), frozenset({"payment-metric"})
BALANCE = POOL | SCHEMES
IDENTITY = "domain.md 4.4"

IDENTITIES = (
    Rule(
        "V01",
        "Contributions add up to the agreed pool, for each year",
        BLOCK,
        "domain.md 4.4, derived",
        finance.v01,
        POOL,
    ),
    Rule(
        "V02", "No organisation pays in less than its published minimum", BLOCK, "domain.md 4.4, own", finance.v02, POOL
    ),
    Rule(
        "V03",
        "Scheme spend and unallocated money add up to the pool",
        BLOCK,
        "domain.md 4.4, derived",
        finance.v03,
        BALANCE,
    ),
    Rule(
        "V04",
        "What is paid in from each funding source is what is spent from it",
        BLOCK,
        IDENTITY,
        finance.v04,
        BALANCE,
    ),
    Rule(
        "V05", "A scheme's stated total is the sum of its lines", BLOCK, "domain.md 4.4, derived", finance.v05, SCHEMES
    ),
    Rule(
        "V06", "A line's stated cost is quantity × rate × periods", WARN, "domain.md 4.4, derived", finance.v06, SCHEMES
    ),
    Rule(
        "V07",
        "Recurrent and non-recurrent, capital and revenue each add up to a scheme's total",
        BLOCK,
        "domain.md 4.4, own",
        sources.v07,
        SCHEMES,
    ),
    Rule("V08", "Capital sources pay for capital only", BLOCK, IDENTITY, sources.v08, SCHEMES),
    Rule(
        "V09",
        "In two-tier areas the Disabled Facilities Grant reaches the districts, or an agreement says otherwise",
        WARN,
        "domain.md 4.4, found F23",
        sources.v09,
        POOL | {"districts"} | SCHEMES,
    ),
    Rule(
        "V10",
        "Performance payment and money for services outside hospital make up the ring-fenced share",
        BLOCK,
        "domain.md 3.3, own",
        admissions.v10,
        PAYMENT,
    ),
    Rule(
        "V11",
        "A rate is numerator ÷ denominator × multiplier",
        BLOCK,
        "domain.md 4.4, derived",
        reckoning.v11,
        MEASURES,
    ),
    Rule(
        "V12", "The shares of each CCG's population add up to 100%", BLOCK, "domain.md 4.4, own", finance.v12, DETAILS
    ),
    Rule(
        "V13",
        "Schemes claim as many avoided admissions as the plan's fall in admissions",
        WARN,
        "domain.md 4.4, own",
        admissions.v13,
        SCHEMES | PAYMENT,
    ),
    Rule(
        "V14",
        "No change is claimed twice: one measure, one group of people, one year",
        WARN,
        "domain.md 4.4, own",
        overlaps.v14,
        SCHEMES,
    ),
    Rule(
        "V15", "The two sides' shares of a joint line add up to 100%", BLOCK, "domain.md 4.4, own", sources.v15, SCHEMES
    ),
    Rule(
        "V16",
        "Enough of the NHS minimum goes to social care and to NHS services outside hospital",
        BLOCK,
        "domain.md 4.4, own",
        sources.v16,
        SCHEMES | {"social-care"},
    ),
    Rule("V17", "The parts of a national figure add up to it", INFORM, "domain.md 4.2, derived", reckoning.v17),
    Rule("V18", "Every figure can be read in one way only", BLOCK, "domain.md 4.4, design", narrative.v18),
    Rule("V19", "No placeholder stands where an answer is needed", BLOCK, "domain.md 4.4, design", narrative.v19),
    Rule(
        "V20",
        "What changes by more than a quarter from one year to the next is explained",
        WARN,
        "domain.md 4.4, own",
        years.v20,
        BALANCE,
    ),
    Rule(
        "V21",
        "The board meets before the plan is submitted, and the plan is not late",
        WARN,
        IDENTITY,
        narrative.v21,
        DETAILS,
    ),
    Rule(
        "V22",
        "What depends on performance is no more than the NHS adds",
        WARN,
        "domain.md 4.4, derived",
        sources.v22,
        POOL | SCHEMES,
    ),
)

ANSWERS = (
    Rule("R01", "Every answer the national template needs is given", BLOCK, "the national template", narrative.r01),
    Rule("R02", "Every table has the rows the national template needs", BLOCK, "the national template", narrative.r02),
    Rule(
        "R03",
        "Every national condition is met or planned for",
        BLOCK,
        "domain.md 1.5, design",
        narrative.r03,
        CONDITIONS,
    ),
    Rule("R04", "Every scheme has a reference of its own", BLOCK, "domain.md 1.6, own", narrative.r04, SCHEMES),
    Rule(
        "R05",
        "A condition with a plan in place has an owner and a date",
        BLOCK,
        "domain.md 1.5, design",
        narrative.r05,
        CONDITIONS,
    ),
    Rule("R06", "One party hosts the pooled budget", BLOCK, "domain.md 1.1, found F54", parts.r06, DETAILS),
    Rule("R07", "A CCG that lies partly elsewhere is explained", BLOCK, "domain.md 1.1, own", parts.r07, DETAILS),
    Rule(
        "R08",
        "The local measure is chosen from the menu or defined in six parts",
        BLOCK,
        "domain.md 1.9, own",
        parts.r08,
        MEASURES | {"local-measure"},
    ),
    Rule(
        "R09",
        "Boards that combine figures share them in full",
        BLOCK,
        "domain.md 1.9, own",
        parts.r09,
        frozenset({"local-measure"}),
    ),
    Rule("R10", "Parts of a whole are no more than 100%", BLOCK, "domain.md 1.5, own", parts.r10),
    Rule(
        "R11",
        "Without the NHS number there is a date, and matching does not fall back",
        BLOCK,
        "domain.md 1.5, own",
        parts.r11,
        frozenset({"data-sharing"}),
    ),
    Rule(
        "R12",
        "High risks have a cost and a bearer, and every kind of risk is thought of",
        WARN,
        "domain.md 1.11, own",
        targets.r12,
        frozenset({"risks"}),
    ),
    Rule("R13", "Every aim is measured", WARN, "domain.md 1.4, own", parts.r13, frozenset({"vision"})),
    Rule("R14", "Figures of low quality are explained", WARN, "domain.md 1.9, seed 003", targets.r14, MEASURES),
    Rule(
        "R15",
        "Baselines lie before targets, and have begun when the plan is written",
        WARN,
        "domain.md 1.6, own",
        targets.r15,
        SCHEMES,
    ),
    Rule(
        "R16",
        "Support needed if targets are missed has a source",
        WARN,
        "domain.md 1.8, own",
        targets.r16,
        POOL | {"contingency"},
    ),
    Rule(
        "R17",
        "A smaller fall in admissions, or another price, has a reason",
        WARN,
        "domain.md 3.3, own",
        admissions.r17,
        PAYMENT,
    ),
    Rule(
        "R18",
        "The fall in admissions is near the operating plans' fall",
        WARN,
        "domain.md 1.12, found F20",
        admissions.r18,
        PAYMENT | {"alignment"},
    ),
    Rule(
        "R19",
        "Providers' counts fit, and a provider who disagrees has a reply",
        WARN,
        "domain.md 1.12, own",
        admissions.r19,
        frozenset({"provider-commentary"}),
    ),
    Rule(
        "R20",
        "The sum at risk is the performance payment",
        BLOCK,
        "domain.md 1.12, own",
        admissions.r20,
        PAYMENT | {"contingency"},
    ),
    Rule(
        "R21",
        "The uses of the 2014/15 transfer add up to the share",
        WARN,
        "domain.md 1.4, seed 002",
        parts.r21,
        frozenset({"transfer"}),
    ),
    Rule(
        "R22",
        "Spend on social care fits the pool and does not fall",
        BLOCK,
        "domain.md 1.5, own",
        parts.r22,
        POOL | {"social-care"},
    ),
    Rule(
        "R23", "Each condition is served by a scheme", INFORM, "domain.md 1.6, design", parts.r23, CONDITIONS | SCHEMES
    ),
    Rule("R24", "A baseline period begins before it ends", BLOCK, "domain.md 1.9, own", targets.r24, MEASURES),
    Rule("R25", "Targets are better than the baseline", WARN, "domain.md 1.9, own", targets.r25, MEASURES),
    Rule(
        "R26",
        "A benefit has a quantity, and its value is quantity × unit price",
        WARN,
        "domain.md 1.6, own",
        overlaps.r26,
        SCHEMES,
    ),
    Rule(
        "R27",
        "Lines that look alike in two schemes are looked at",
        INFORM,
        "domain.md 6, design",
        overlaps.r27,
        SCHEMES,
    ),
    Rule("R28", "Large lump sums are noted", INFORM, "domain.md 6, design", overlaps.r28, SCHEMES),
    Rule(
        "R29",
        "Services on seven days are named for both sectors",
        INFORM,
        "domain.md 1.5, own",
        parts.r29,
        frozenset({"seven-day"}),
    ),
    Rule(
        "R30",
        "Acute providers, strategy and related documents are on record",
        INFORM,
        "domain.md 1.3, own",
        parts.r30,
        DETAILS | {"engagement"},
    ),
    Rule("R31", "A scheme runs within the plan's two years", WARN, "domain.md 1.6, own", targets.r31, SCHEMES),
    Rule("R32", "The CCGs in the plan cover the whole area", INFORM, "domain.md 1.10, own", parts.r32, DETAILS),
    Rule(
        "R33",
        "Whoever was invited to comment has done so",
        INFORM,
        "domain.md 1.12, own",
        narrative.r33,
    ),
    Rule(
        "R34",
        "The contingency plan speaks of every measure that is paid for, and says what is called on first",
        INFORM,
        "domain.md 1.8, own",
        targets.r34,
        frozenset({"contingency", "measures"}),
    ),
    Rule(
        "R35",
        "What a partner spends in all is entered once for a year",
        WARN,
        "domain.md 4.2, design",
        years.r35,
        frozenset({"whole-spend"}),
    ),
    Rule(
        "U01", "No amount is beyond what national returns took", BLOCK, "domain.md 1, found F30 and F35", reckoning.u01
    ),
    Rule("U02", "Pounds and thousands are not mixed", WARN, "domain.md 4.2, design", reckoning.u02, BALANCE),
)

RULES = IDENTITIES + ANSWERS
