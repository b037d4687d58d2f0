"""One example for each rule that makes it speak and one that leaves it silent; a test runs every one of them."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from plans.content import PlanContent
from plans.rules.sample import CCG, COUNCIL, sample

D = Decimal
FIRST, SECOND = "2014/15", "2015/16"


@dataclass(frozen=True)
class Example:
    """In words and as plans: when the rule speaks, and when the same plan gives it nothing to say."""

    speaks_when: str
    speaks: PlanContent
    silent_when: str
    silent: PlanContent


def line(**values: Any) -> dict[str, Any]:
    """A revenue line of the second year that recurs, from the NHS minimum."""
    return {
        "label": "Staff",
        "year": SECOND,
        "funding_source": "NHS_MINIMUM",
        "recurrent": True,
        "capital": False,
        **values,
    }


def scheme(*lines: dict[str, Any], ref: str = "S1", **values: Any) -> dict[str, Any]:
    """A scheme with these lines."""
    return {"ref": ref, "title": f"Scheme {ref}", "_title": f"{ref} Scheme", "investments": lines, **values}


def schemes(*rows: dict[str, Any], **more: Any) -> PlanContent:
    """A plan of these schemes."""
    return sample({"schemes": {"schemes": rows}, **more})


def paid(amount: int, **values: Any) -> dict[str, Any]:
    """A contribution of the CCG's minimum in the second year."""
    return {
        "organisation": "ccg",
        "funding_source": "NHS_MINIMUM",
        "year": SECOND,
        "amount": D(amount),
        "_title": "NHS Samplebury CCG",
        **values,
    }


def pool(agreed: int, *contributions: dict[str, Any], **values: Any) -> dict[str, Any]:
    """An agreed pool of the second year and what is paid into it."""
    return {"agreed_second_year": D(agreed), "contributions": contributions, **values}


def balance(agreed: int, contributed: int, spent: int, source: str = "NHS_MINIMUM", **values: Any) -> PlanContent:
    """A plan with a pool, one contribution and one scheme of one line."""
    return sample(
        {
            "contributions": pool(agreed, paid(contributed), **values),
            "schemes": {"schemes": [scheme(line(stated=D(spent), funding_source=source))]},
        }
    )


def section(slug: str, **values: Any) -> PlanContent:
    """A plan of which only one section says something."""
    return sample({slug: values})


def only(slug: str, **values: Any) -> PlanContent:
    """One section alone, for rules that look into every section."""
    content = section(slug, **values)
    return replace(content, sections=(content.section(slug),))


def party(**values: Any) -> dict[str, Any]:
    """The CCG as a party."""
    return {"_title": CCG.name, "_key": CCG.organisation, "mapped_share": D(100), **values}


def measure(key: str = "DTOC", **values: Any) -> dict[str, Any]:
    """Delayed transfers, 264 of 40,000."""
    known = {"baseline_numerator": D(264), "baseline_denominator": D(40_000)}
    facts = {"multiplier": "100000", "good": "down", "unit": "per 100,000"}
    return {"_title": "Delayed transfers", "_key": key, "_facts": facts, **known, **values}


def at_home(numerator: Decimal) -> dict[str, Any]:
    """Still at home after reablement, a percentage, of 101,000 people in October."""
    facts = {"multiplier": "100", "good": "up", "unit": "%"}
    named = {"_title": "Still at home", "_key": "REABLE_91", "_facts": facts}
    return {**named, "october_numerator": numerator, "october_denominator": D(101_000)}


def admissions(planned_last: int = 5900, **values: Any) -> dict[str, Any]:
    """Emergency admissions of four quarters: a fall of 840 in 24,000, of £4m ring-fenced."""
    counts = {"q1": (6000, 5910), "q2": (5900, 5700), "q3": (5900, 5650), "q4": (6200, planned_last)}
    figures = {f"{kind}_{name}": D(pair[place]) for name, pair in counts.items() for place, kind in enumerate(KINDS)}
    return {**figures, "ring_fenced": D(4_000_000), **values}


KINDS = ("baseline", "planned")


def july(**sections: Any) -> PlanContent:
    """A plan on the template of July 2014; a section's name has _ for -."""
    return sample({name.replace("_", "-"): values for name, values in sections.items()}, template="jul-2014")


def statement(stated: str, *parts: list[str]) -> PlanContent:
    """A national statement and its parts, in £ million."""
    told = {"key": "fund", "title": "The fund", "reckoning": "sum", "stated": stated, "parts": list(parts)}
    return sample({}, national=(told,))


def minimum(amount: int, contributed: int) -> PlanContent:
    """A CCG with a published minimum and what it pays in."""
    ccg = replace(CCG, minimums={SECOND: str(amount)})
    return sample({"contributions": pool(contributed, paid(contributed))}, parties=(COUNCIL, ccg))


def districts(passed: int) -> PlanContent:
    """A two-tier area with £500,000 of the grant."""
    return sample(
        {
            "contributions": pool(500_000, paid(500_000, funding_source="DFG")),
            "districts": {"districts": [{"district": "North Moor", "year": SECOND, "amount": D(passed)}]},
        },
        two_tier=True,
    )


def claim(ref: str, target: int) -> dict[str, Any]:
    """A scheme that claims a fall in admissions."""
    promise = {"measure": "Admissions", "year": SECOND, "change": "reduction", "target": D(target)}
    return scheme(ref=ref, outcomes=[promise])


def benefit(**values: Any) -> dict[str, Any]:
    """A scheme with one benefit of the second year."""
    return scheme(benefits=[{"label": "Fewer admissions", "type": "admissions", "year": SECOND, **values}])


def condition(**values: Any) -> dict[str, Any]:
    """The answer on seven-day services."""
    return {"conditions": [{"_title": "Seven-day services", "_key": "SEVEN_DAY", **values}]}


def like(ref: str, label: str, quantity: int, cost: int) -> dict[str, Any]:
    """A scheme of one line with a quantity."""
    return scheme(line(label=label, quantity=D(quantity), stated=D(cost)), ref=ref)


FULL_LOCAL = {
    "numerator": "Falls",
    "denominator": "People over 65",
    "unit": "per 100,000",
    "direction": "down",
    "source": "Hospital records",
    "frequency": "Monthly",
}
LOCAL_ROW = {"measures": [measure("LOCAL")]}


def local(**values: Any) -> PlanContent:
    """A plan with a local measure."""
    return sample({"measures": LOCAL_ROW, "local-measure": values})


def contingency(support: int, **values: Any) -> PlanContent:
    """£1m depends on performance; this much support may be needed."""
    at_risk = [{"measure": "DTOC", "support": D(support), **values}]
    return sample({"contributions": {"performance_linked": D(1_000_000)}, "contingency": {"at-risk": at_risk}})


IDENTITIES = {
    "V01": Example(
        "the pool is £100,000 and £95,000 is paid in",
        balance(100_000, 95_000, 100_000),
        "£100,000 is paid in",
        balance(100_000, 100_000, 100_000),
    ),
    "V02": Example(
        "a CCG must pay in £5,501,000 and pays £5,500,000",
        minimum(5_501_000, 5_500_000),
        "it pays £5,501,000",
        minimum(5_501_000, 5_501_000),
    ),
    "V03": Example(
        "schemes spend £90,000 of a pool of £100,000",
        balance(100_000, 100_000, 90_000),
        "£10,000 is left unallocated, with a reason",
        balance(100_000, 100_000, 90_000, unallocated_second_year=D(10_000), unallocated_reason="A reserve"),
    ),
    "V04": Example(
        "£100,000 comes from one source and is spent from another",
        balance(100_000, 100_000, 100_000, source="REABLEMENT"),
        "it is spent from the source it came from",
        balance(100_000, 100_000, 100_000),
    ),
    "V05": Example(
        "£285,000 is stated and the lines make £280,000",
        schemes(scheme(line(stated=D(280_000)), stated_second_year=D(285_000))),
        "the lines make £285,000",
        schemes(scheme(line(stated=D(285_000)), stated_second_year=D(285_000))),
    ),
    "V06": Example(
        "2 posts × £33.35 × 35 hours × 52 weeks are stated as £120,000",
        schemes(
            scheme(
                line(quantity=D(2), rate=D("33.35"), units_per_period=D(35), periods=D(52), stated=D(120_000)),
            )
        ),
        "£121,394 is stated",
        schemes(
            scheme(
                line(quantity=D(2), rate=D("33.35"), units_per_period=D(35), periods=D(52), stated=D(121_394)),
            )
        ),
    ),
    "V07": Example(
        "a line of £50,000 does not say whether it recurs",
        schemes(scheme(line(stated=D(50_000), recurrent=None))),
        "it says so",
        schemes(scheme(line(stated=D(50_000)))),
    ),
    "V08": Example(
        "the Disabled Facilities Grant pays for staff",
        schemes(scheme(line(stated=D(50_000), funding_source="DFG"))),
        "it pays for adaptations, which are capital",
        schemes(scheme(line(stated=D(50_000), funding_source="DFG", capital=True))),
    ),
    "V09": Example(
        "£500,000 of the grant is paid in and £400,000 is passed on",
        districts(400_000),
        "all of it is passed on",
        districts(500_000),
    ),
    "V10": Example(
        "the payment is stated as £1,000,000, and 840 admissions at £1,490 make £1,251,600",
        july(payment_metric=admissions(stated_linked=D(1_000_000))),
        "£1,251,600 is stated, and £2,748,400 for services outside hospital",
        july(payment_metric=admissions(stated_linked=D(1_251_600), stated_out_of_hospital=D(2_748_400))),
    ),
    "V11": Example(
        "264 of 40,000 is stated as 666 per 100,000",
        section("measures", measures=[measure(baseline_stated=D(666))]),
        "660 is stated",
        section("measures", measures=[measure(baseline_stated=D(660))]),
    ),
    "V12": Example(
        "90% of a CCG's people are counted here and none elsewhere",
        section("plan-details", parties=[party(mapped_share=D(90))]),
        "all are counted here",
        section("plan-details", parties=[party()]),
    ),
    "V13": Example(
        "schemes claim 1,000 avoided admissions of a planned fall of 840",
        july(payment_metric=admissions(), schemes={"schemes": [benefit(quantity=D(1000))]}),
        "they claim 840",
        july(payment_metric=admissions(), schemes={"schemes": [benefit(quantity=D(840))]}),
    ),
    "V14": Example(
        "two schemes each claim a fall of 4% in the same admissions",
        schemes(claim("S1", 4), claim("S2", 4)),
        "one scheme claims it",
        schemes(claim("S1", 4), scheme(ref="S2")),
    ),
    "V15": Example(
        "a joint line is 60% the NHS's and 30% the council's",
        schemes(scheme(line(commissioner="joint", nhs_share=D(60), council_share=D(30)))),
        "it is 60% and 40%",
        schemes(scheme(line(commissioner="joint", nhs_share=D(60), council_share=D(40)))),
    ),
    "V16": Example(
        "£1,000,000 of the NHS minimum must go to social care and £900,000 does",
        schemes(
            scheme(line(stated=D(900_000), area_of_spend="SOCIAL_CARE")),
            **{"social-care": {"required_amount": D(1_000_000)}},
        ),
        "£1,000,000 does",
        schemes(
            scheme(line(stated=D(1_000_000), area_of_spend="SOCIAL_CARE")),
            **{"social-care": {"required_amount": D(1_000_000)}},
        ),
    ),
    "V17": Example(
        "£1,900m is stated and the parts make £1,880m",
        statement("1900", ["Carers", "130"], ["Reablement", "300"], ["Capital", "350"], ["Transfer", "1100"]),
        "with the capital of December 2013 they make £1,884m, within 1%",
        statement("1900", ["Carers", "130"], ["Reablement", "300"], ["Capital", "354"], ["Transfer", "1100"]),
    ),
    "V18": Example(
        "someone writes 45.000",
        section("contributions", held={"agreed_second_year": "45.000"}),
        "someone writes 45,000",
        section("contributions", agreed_second_year=D(45_000)),
    ),
    "V19": Example(
        "the answer is TBC",
        section("plan-details", council_contact="TBC"),
        "the answer is a post",
        section("plan-details", council_contact="Director of adult social services"),
    ),
    "V20": Example(
        "a scheme goes from £50,000 to £285,000",
        schemes(scheme(line(year=FIRST, stated=D(50_000)), line(stated=D(285_000)))),
        "it goes from £250,000 to £285,000",
        schemes(scheme(line(year=FIRST, stated=D(250_000)), line(stated=D(285_000)))),
    ),
    "V21": Example(
        "the board meets on 20 February and the plan goes in on 14 February",
        section("plan-details", board_meets_on=date(2014, 2, 20), submits_on=date(2014, 2, 14)),
        "the board meets on 30 January",
        section("plan-details", board_meets_on=date(2014, 1, 30), submits_on=date(2014, 2, 14)),
    ),
    "V22": Example(
        "£3m depends on performance and the NHS adds £2m",
        sample({"contributions": pool(2_000_000, paid(2_000_000), performance_linked=D(3_000_000))}),
        "£1m depends on it",
        sample({"contributions": pool(2_000_000, paid(2_000_000), performance_linked=D(1_000_000))}),
    ),
}
