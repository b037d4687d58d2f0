"""Examples of the rules about answers, amounts and targets; with those of the identities, one for each rule."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from plans.rules.examples import (
    FIRST,
    FULL_LOCAL,
    IDENTITIES,
    SECOND,
    D,
    Example,
    admissions,
    at_home,
    balance,
    benefit,
    condition,
    contingency,
    july,
    like,
    line,
    local,
    measure,
    only,
    party,
    pool,
    scheme,
    schemes,
    section,
)
from plans.rules.sample import CCG, COUNCIL, sample

DETAILS = {
    "council_contact": "Director of adult social services",
    "nhs_contact": "Chief finance officer",
    "board_meets_on": date(2014, 1, 30),
    "submits_on": date(2014, 2, 14),
}
OUTCOME = {"measure": "Admissions", "change": "reduction", "target": D(4), "year": SECOND}
RISK = {"risk": "Beds stay open", "category": "acute", "likelihood": 4, "impact": 4}
OTHER_RISKS = [
    {"risk": f"A risk of {kind}", "category": kind} for kind in ("finance", "social_care", "delivery", "information")
]
DISAGREES = {"provider": "Riverside Hospital", "_title": "Riverside Hospital", "agrees": False}
TRANSFERS = {"_key": "DTOC", "_title": "Delayed transfers of care"}
EXPECTS = {"provider": "Riverside Hospital", "_title": "Riverside Hospital", "agrees": True}
COUNCIL_PAYS = {"organisation": "council", "year": SECOND}
COUNCIL_SPENDS = {"organisation": "council", "year": SECOND, "amount": D(190_000_000)}

ANSWERS = {
    "R01": Example(
        "nobody says how risk is shared",
        only("governance", governance="The board decides."),
        "the plan says so",
        only("governance", governance="The board decides.", risk_sharing="Equally."),
    ),
    "R02": Example(
        "the risk register is empty",
        only("risks"),
        "it holds a risk",
        only("risks", risks=[RISK]),
    ),
    "R03": Example(
        "a condition is not met",
        section("conditions", **condition(status="not_met")),
        "it is planned for",
        section("conditions", **condition(status="plan")),
    ),
    "R04": Example(
        "two schemes are called S1",
        schemes(scheme(), scheme()),
        "they are called S1 and S2",
        schemes(scheme(), scheme(ref="S2")),
    ),
    "R05": Example(
        "a plan to meet a condition has an owner and no date",
        section("conditions", **condition(status="plan", owner="Director of operations")),
        "it has both",
        section("conditions", **condition(status="plan", owner="Director of operations", meets_on=date(2015, 4, 1))),
    ),
    "R06": Example(
        "no party hosts the pool",
        section("plan-details", parties=[party(holds_pool=False)]),
        "one does",
        section("plan-details", parties=[party(holds_pool=True)]),
    ),
    "R07": Example(
        "92% of a CCG's people live here, and nothing is said about the others",
        section("plan-details", parties=[party(mapped_share=D(92))]),
        "the plan says how boundaries are dealt with",
        section("plan-details", parties=[party(mapped_share=D(92))], boundary_differences="By agreement."),
    ),
    "R08": Example(
        "the local measure has a numerator and nothing else",
        local(numerator="Falls"),
        "all six parts are given",
        local(**FULL_LOCAL),
    ),
    "R09": Example(
        "two boards share a figure 60% to 30%",
        section("local-measure", boards=[{"board": "North", "share": D(60)}, {"board": "South", "share": D(30)}]),
        "they share it 60% to 40%",
        section("local-measure", boards=[{"board": "North", "share": D(60)}, {"board": "South", "share": D(40)}]),
    ),
    "R10": Example(
        "120% of adults are at high risk",
        section("joint-assessment", high_risk=D(120)),
        "2% are",
        section("joint-assessment", high_risk=D(2)),
    ),
    "R11": Example(
        "the NHS number is not used and no date is given",
        section("data-sharing", nhs_number=False),
        "it will be from March 2015",
        section("data-sharing", nhs_number=False, nhs_number_by=date(2015, 3, 31)),
    ),
    "R12": Example(
        "a risk rated 16 has no cost",
        section("risks", risks=[RISK, *OTHER_RISKS]),
        "its cost and who bears it are given",
        section("risks", risks=[{**RISK, "cost": D(50_000), "bearer": "Both"}, *OTHER_RISKS]),
    ),
    "R13": Example(
        "an aim has no measure",
        section("vision", **{"aim-list": [{"aim": "Fewer stays"}]}),
        "delayed transfers measure it",
        section("vision", **{"aim-list": [{"aim": "Fewer stays", "measures": ["DTOC"]}]}),
    ),
    "R14": Example(
        "the figures of a measure are rated low",
        section("measures", measures=[measure(quality="low")]),
        "they are rated medium",
        section("measures", measures=[measure(quality="medium")]),
    ),
    "R15": Example(
        "a target for 2015/16 starts from 2014/15, and the plan is due in February 2014",
        schemes(scheme(outcomes=[{**OUTCOME, "baseline_period": FIRST}])),
        "it starts from 2012/13",
        schemes(scheme(outcomes=[{**OUTCOME, "baseline_period": "2012/13"}])),
    ),
    "R16": Example(
        "£1.5m of support may be needed and £1m depends on performance",
        contingency(1_500_000),
        "another source is named",
        contingency(1_500_000, other_source="The council's reserve"),
    ),
    "R17": Example(
        "admissions fall by 1.2%, without a reason",
        july(payment_metric=admissions(6450)),
        "they fall by 3.5%",
        july(payment_metric=admissions()),
    ),
    "R18": Example(
        "admissions fall by 3.5% here and by 1% in the operating plans",
        july(payment_metric=admissions(), alignment={"operating_reduction": D(1)}),
        "the difference has a reason",
        july(
            payment_metric=admissions(),
            alignment={"operating_reduction": D(1), "difference_reason": "A new ward opened."},
        ),
    ),
    "R19": Example(
        "a hospital disagrees and nobody replies",
        july(payment_metric=admissions(), provider_commentary={"commentaries": [DISAGREES]}),
        "the partners reply",
        july(
            payment_metric=admissions(),
            provider_commentary={"commentaries": [{**DISAGREES, "reply": "We meet in May."}]},
        ),
    ),
    "R20": Example(
        "£1,000,000 is at risk and the payment is £1,251,600",
        july(payment_metric=admissions(), contingency={"at_risk": D(1_000_000)}),
        "£1,251,600 is at risk",
        july(payment_metric=admissions(), contingency={"at_risk": D(1_251_600)}),
    ),
    "R21": Example(
        "the share is £200,000 and the uses make £150,000",
        section("transfer", share=D(200_000), uses=[{"label": "Telecare", "amount": D(150_000)}]),
        "the uses make £200,000",
        section("transfer", share=D(200_000), uses=[{"label": "Telecare", "amount": D(200_000)}]),
    ),
    "R22": Example(
        "£2m is spent on social care from a pool of £1m",
        sample({"contributions": pool(1_000_000), "social-care": {"amount_second_year": D(2_000_000)}}),
        "£0.5m is",
        sample({"contributions": pool(1_000_000), "social-care": {"amount_second_year": D(500_000)}}),
    ),
    "R23": Example(
        "no scheme serves seven-day services",
        schemes(scheme(), conditions=condition()),
        "one does",
        schemes(scheme(concepts=["SEVEN_DAY"]), conditions=condition()),
    ),
    "R24": Example(
        "a baseline runs from April 2013 to March 2013",
        section("measures", measures=[measure(baseline_from=date(2013, 4, 1), baseline_to=date(2013, 3, 31))]),
        "it runs to March 2014",
        section("measures", measures=[measure(baseline_from=date(2013, 4, 1), baseline_to=date(2014, 3, 31))]),
    ),
    "R25": Example(
        "delayed transfers are to rise from 660 to 700 per 100,000",
        section("measures", measures=[measure(october_numerator=D(280), october_denominator=D(40_000))]),
        "they are to fall to 600",
        section("measures", measures=[measure(october_numerator=D(240), october_denominator=D(40_000))]),
    ),
    "R26": Example(
        "an avoided admission is worth £1,490, and nobody says how many",
        schemes(benefit(unit_price=D(1490))),
        "100 are avoided",
        schemes(benefit(unit_price=D(1490), quantity=D(100))),
    ),
    "R27": Example(
        "two schemes buy telecare at £375",
        schemes(like("S1", "Telecare, 200 items", 200, 75_000), like("S2", "Telecare equipment", 400, 150_000)),
        "one buys telecare, the other home care",
        schemes(like("S1", "Telecare, 200 items", 200, 75_000), like("S2", "Home care", 400, 150_000)),
    ),
    "R28": Example(
        "a scheme of £864,500 consists of lump sums",
        schemes(scheme(line(stated=D(864_500)))),
        "a quantity is given",
        schemes(scheme(line(stated=D(864_500), quantity=D(20)))),
    ),
    "R29": Example(
        "only social care is named",
        section("seven-day", **{"seven-day": [{"service": "Social work", "sector": "social_care"}]}),
        "both are",
        section(
            "seven-day",
            **{
                "seven-day": [
                    {"service": "Social work", "sector": "social_care"},
                    {"service": "Nursing", "sector": "health"},
                ]
            },
        ),
    ),
    "R30": Example(
        "no acute provider is in the log",
        sample({"plan-details": {**DETAILS, "five_year_strategy": "Closer to home"}}),
        "one is",
        sample(
            {
                "plan-details": {**DETAILS, "five_year_strategy": "Closer to home"},
                "engagement": {
                    "events": [{"who": "Samplebury Hospital", "type": "acute"}],
                    "healthwatch_view": "We were heard.",
                },
            }
        ),
    ),
    "R31": Example(
        "a scheme runs to March 2017",
        schemes(scheme(starts_on=date(2014, 4, 1), ends_on=date(2017, 3, 31))),
        "it runs to March 2016",
        schemes(scheme(starts_on=date(2014, 4, 1), ends_on=date(2016, 3, 31))),
    ),
    "R32": Example(
        "the only CCG in the plan covers 92% of the area's people",
        sample({}, parties=(COUNCIL, replace(CCG, board_share="92.00"))),
        "it covers all of them",
        sample({}, parties=(COUNCIL, replace(CCG, board_share="100.00"))),
    ),
    "R33": Example(
        "a hospital was invited and has not commented",
        sample({"provider-commentary": {"_facts": {"awaited": ["Riverside Hospital"]}}}),
        "it has",
        sample({"provider-commentary": {"commentaries": [{**DISAGREES, "agrees": True}]}}),
    ),
    "R34": Example(
        "nothing is entered for delayed transfers, and no order of calls",
        sample({"measures": {"measures": [TRANSFERS]}}),
        "both are",
        sample(
            {
                "measures": {"measures": [TRANSFERS]},
                "contingency": {"at-risk": [{"measure": "DTOC"}], "calls": [{"call": "risk_pool"}]},
            }
        ),
    ),
    "R35": Example(
        "the council's spend of 2015/16 is entered twice",
        sample({"whole-spend": {"whole-spend": [COUNCIL_SPENDS, {**COUNCIL_SPENDS, "amount": D(2_000_000)}]}}),
        "it is entered once for each year",
        sample({"whole-spend": {"whole-spend": [COUNCIL_SPENDS, {**COUNCIL_SPENDS, "year": FIRST}]}}),
    ),
    "R36": Example(
        "schemes claim 180 avoided admissions and the hospital expects 160",
        sample(
            {
                "schemes": {"schemes": [benefit(quantity=D(180))]},
                "provider-commentary": {"commentaries": [{**EXPECTS, "avoided": D(160)}]},
            }
        ),
        "it expects 180",
        sample(
            {
                "schemes": {"schemes": [benefit(quantity=D(180))]},
                "provider-commentary": {"commentaries": [{**EXPECTS, "avoided": D(180)}]},
            }
        ),
    ),
    "R37": Example(
        "Riverside Hospital leads a scheme and is not in the log",
        sample({"schemes": {"schemes": [{"lead_provider": "Riverside Hospital"}]}}),
        "it is",
        sample(
            {
                "schemes": {"schemes": [{"lead_provider": "Riverside Hospital"}]},
                "engagement": {"events": [{"who": "Riverside Hospital and its staff", "type": "acute"}]},
            }
        ),
    ),
    "R38": Example(
        "the council pays in £2,000,000 and spends £1,000,000 in all",
        sample(
            {
                "contributions": {"contributions": [{**COUNCIL_PAYS, "amount": D(2_000_000)}]},
                "whole-spend": {"whole-spend": [{**COUNCIL_SPENDS, "amount": D(1_000_000)}]},
            }
        ),
        "it spends £190,000,000",
        sample(
            {
                "contributions": {"contributions": [{**COUNCIL_PAYS, "amount": D(2_000_000)}]},
                "whole-spend": {"whole-spend": [COUNCIL_SPENDS]},
            }
        ),
    ),
    "R39": Example(
        "50 delayed days become 60 a year later, without a reason",
        july(delayed_transfers={"baseline_q1": D(50), "first_q1": D(60)}),
        "the plan says why",
        july(delayed_transfers={"baseline_q1": D(50), "first_q1": D(60), "reason": "Days are counted in full now."}),
    ),
    "R40": Example(
        "200,000 people of 101,000 are to be at home still",
        section("measures", measures=[at_home(D(200_000))]),
        "90,000 are",
        section("measures", measures=[at_home(D(90_000))]),
    ),
    "U01": Example(
        "a line costs £1,500,000,000",
        schemes(scheme(line(stated=D(1_500_000_000)))),
        "it costs £1,500,000",
        schemes(scheme(line(stated=D(1_500_000)))),
    ),
    "U02": Example(
        "the pool is £15,000 and £15,000,000 is paid in",
        balance(15_000, 15_000_000, 15_000),
        "the pool is £15,000,000",
        balance(15_000_000, 15_000_000, 15_000_000),
    ),
}

EXAMPLES: Mapping[str, Example] = MappingProxyType(IDENTITIES | ANSWERS)
