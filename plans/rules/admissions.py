"""Rules about emergency admissions and their payment (July 2014): V10, V13, R17 to R20."""

from collections.abc import Iterator
from decimal import Decimal

from itf.lib.figures import plain, pounds
from plans import ledger
from plans.content import PlanContent, SectionContent
from plans.payment import Quarter, SchemeB, pounds_and_pence, scheme_b
from plans.rules.avoided import claimed_admissions
from plans.rules.finding import BLOCK, WARN, Finding, at
from plans.rules.parameters import number
from plans.rules.places import figure, rows

QUARTERS = ("q1", "q2", "q3", "q4")
PAYMENT = "payment-metric"


def quarters_of(section: SectionContent) -> tuple[Quarter, ...] | None:
    """The four quarters as planned; None until all eight counts are given."""
    quarters = []
    for name in QUARTERS:
        baseline, planned = figure(section, f"baseline_{name}"), figure(section, f"planned_{name}")
        if baseline is None or planned is None:
            return None
        quarters.append(Quarter(baseline, planned))
    return tuple(quarters)


def payment_of(content: PlanContent) -> SchemeB | None:
    """What the plan's own figures make of the payment; None where the template or the authors give no figures."""
    if PAYMENT not in {section.slug for section in content.sections}:
        return None
    section = content.section(PAYMENT)
    quarters, ring_fenced = quarters_of(section), figure(section, "ring_fenced")
    if quarters is None or ring_fenced is None:
        return None
    return scheme_b(quarters, price=price_of(content, section), ring_fenced=ring_fenced)


def price_of(content: PlanContent, section: SectionContent) -> Decimal:
    """The plan's own price of an admission, else the default."""
    own = figure(section, "price")
    return number(content, "NEL_PRICE") if own is None else own


def planned_fall(content: PlanContent) -> Decimal | None:
    """R of the paper: by how many admissions the four quarters fall; None until all are given."""
    quarters = quarters_of(content.section(PAYMENT))
    if quarters is None:
        return None
    return sum((quarter.baseline - quarter.target for quarter in quarters), ledger.NOUGHT)


def fall_percent(content: PlanContent) -> Decimal | None:
    """The planned fall in per cent of the baseline."""
    quarters = quarters_of(content.section(PAYMENT))
    if quarters is None:
        return None
    return scheme_b(quarters, price=ledger.NOUGHT, ring_fenced=ledger.NOUGHT).reduction_percent


def v10(content: PlanContent) -> Iterator[Finding]:
    """Performance payment + money for services outside hospital = ring-fenced share, each as the figures make it."""
    section, paid = content.section(PAYMENT), payment_of(content)
    if paid is None:
        return
    expected = {
        "stated_linked": ("performance payment", paid.linked),
        "stated_out_of_hospital": ("money for NHS services outside hospital", paid.out_of_hospital),
    }
    for name, (words, amount) in expected.items():
        stated = figure(section, name)
        if stated is not None and stated != amount:
            yield at(
                section,
                "V10",
                BLOCK,
                f"The {words} is not what admissions, price and ring-fenced share come to.",
                answer=name,
                figures=(
                    ("Stated", pounds(stated)),
                    ("Computed", pounds(amount)),
                    ("Ring-fenced share", pounds(paid.ring_fenced)),
                ),
            )


def v13(content: PlanContent) -> Iterator[Finding]:
    """What schemes claim together of the fall in admissions, against the fall that is planned."""
    section, fall = content.section("schemes"), planned_fall(content)
    claimed = claimed_admissions(content, content.years[1])
    if fall is None or claimed == fall:
        return
    more = claimed > fall
    yield at(
        section,
        "V13",
        WARN,
        f"Schemes claim {'more' if more else 'fewer'} avoided admissions than the plan's fall in admissions.",
        answer="admissions-claimed",
        figures=(
            ("Claimed by schemes", plain(claimed)),
            ("Planned fall", plain(fall)),
            ("Share claimed", f"{plain((claimed / fall * 100).quantize(Decimal(1)))}%" if fall else "–"),
        ),
    )


def r17(content: PlanContent) -> Iterator[Finding]:
    """A fall smaller than expected, and a price that is not the default, have a reason."""
    section, fall = content.section(PAYMENT), fall_percent(content)
    expected, default = number(content, "NEL_REDUCTION"), number(content, "NEL_PRICE")
    if fall is not None and fall < expected and section.answer("ambition_reason").is_blank:
        yield at(
            section,
            "R17",
            WARN,
            f"Emergency admissions are planned to fall by less than {plain(expected)}%, and no reason is given.",
            answer="ambition_reason",
            figures=(("Planned fall", f"{plain(fall)}%"), ("Expected", f"{plain(expected)}%")),
        )
    price = figure(section, "price")
    if price is not None and price != default and section.answer("price_reason").is_blank:
        yield at(
            section,
            "R17",
            WARN,
            "The price of an admission is not the usual one, and no reason is given.",
            answer="price_reason",
            figures=(("Price", pounds(price)), ("Usual", pounds(default))),
        )


def r18(content: PlanContent) -> Iterator[Finding]:
    """The fall in admissions is near that of the CCGs' operating plans, or the difference has a reason."""
    section, limit = content.section("alignment"), number(content, "OPERATING_POINTS")
    ours, theirs = fall_percent(content), figure(section, "operating_reduction")
    if ours is None or theirs is None or not section.answer("difference_reason").is_blank:
        return
    if abs(ours - theirs) > limit:
        yield at(
            section,
            "R18",
            WARN,
            f"The fall in emergency admissions is more than {plain(limit)} points away from the operating plans.",
            answer="difference_reason",
            figures=(("This plan", f"{plain(ours)}%"), ("Operating plans", f"{plain(theirs)}%")),
        )


def r19(content: PlanContent) -> Iterator[Finding]:
    """A provider who disagrees is answered; where the template counts the fall, providers' counts add up to it."""
    section = content.section("provider-commentary")
    commentaries = rows(content, "provider-commentary", "commentaries")
    for row in commentaries:
        if row.value("agrees") is False and row.answer("reply").is_blank:
            yield at(
                section,
                "R19",
                WARN,
                f"{row.title} disagrees with the figures and has no reply.",
                answer="reply",
                row=row,
                figures=(("Agrees", "No"),),
            )
    counted = [figure(row, "avoided") for row in commentaries]
    known = [count for count in counted if count is not None]
    is_counted = PAYMENT in {one.slug for one in content.sections}
    fall = planned_fall(content) if is_counted else None
    if fall is not None and known and sum(known) != fall:
        yield at(
            section,
            "R19",
            WARN,
            "The admissions that providers expect to be avoided are not the plan's fall in admissions.",
            answer="avoided",
            figures=(("Providers", plain(sum(known, ledger.NOUGHT))), ("Planned fall", plain(fall))),
        )


def r20(content: PlanContent) -> Iterator[Finding]:
    """The sum at risk in the contingency plan is the performance payment."""
    section, paid = content.section("contingency"), payment_of(content)
    at_risk = figure(section, "at_risk")
    if paid is not None and at_risk is not None and at_risk != paid.linked:
        yield at(
            section,
            "R20",
            BLOCK,
            "The performance payment at risk is not the one that the payment metric comes to.",
            answer="at_risk",
            figures=(("At risk", pounds(at_risk)), ("Performance payment", pounds(pounds_and_pence(paid.linked)))),
        )
