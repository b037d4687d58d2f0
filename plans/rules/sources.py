"""Rules about where money comes from and what it may pay for: V07 to V09, V15, V16, V22 of domain.md 4.4."""

from collections.abc import Iterator
from decimal import Decimal

from itf.lib.figures import plain, pounds
from plans import ledger, payment
from plans.content import PlanContent, Row
from plans.rules.admissions import payment_of
from plans.rules.finding import BLOCK, WARN, Finding, at
from plans.rules.parameters import keys
from plans.rules.places import asked, figure, given, rows

HUNDRED = Decimal(100)


def v07(content: PlanContent) -> Iterator[Finding]:
    """Recurrent + non-recurrent = total, capital + revenue = total, for each scheme over both years."""
    section = content.section("schemes")
    splits = {"recurrent": "recurrent or not", "capital": "capital or revenue"}
    for scheme in ledger.schemes(content):
        lines = scheme.table("investments").rows
        total = sum((ledger.line_amount(line) for line in lines), ledger.NOUGHT)
        for name, words in splits.items():
            unsaid = [line for line in lines if ledger.line_amount(line) and given(line, name) == ""]
            amount = sum((ledger.line_amount(line) for line in unsaid), ledger.NOUGHT)
            if amount:
                yield at(
                    section,
                    "V07",
                    BLOCK,
                    f"{scheme.title}: {pounds(amount)} is not said to be {words}, so the split misses the total.",
                    answer=name,
                    row=scheme,
                    figures=(("Said", pounds(total - amount)), ("Total", pounds(total))),
                )


def v08(content: PlanContent) -> Iterator[Finding]:
    """Capital sources pay only for capital lines."""
    section, sources = content.section("schemes"), keys(content, "CAPITAL_SOURCES")
    for scheme in ledger.schemes(content):
        for line in scheme.table("investments").rows:
            if line.value("funding_source") in sources and line.value("capital") is False:
                source = line.answer("funding_source").text
                yield at(
                    section,
                    "V08",
                    BLOCK,
                    f"“{line.title}” in {scheme.title} is revenue, but “{source}” may pay for capital only.",
                    answer="capital",
                    row=line,
                    page_row=scheme,
                    figures=(("Cost", pounds(ledger.line_amount(line))), ("Source", source)),
                )


def v09(content: PlanContent) -> Iterator[Finding]:
    """In two-tier areas what districts receive is what came in for them, or an agreement is recorded."""
    section, sources = content.section("districts"), keys(content, "DISTRICT_SOURCES")
    if not content.about.two_tier or not section.answer("agreement").is_blank:
        return
    for year in content.years:
        received = sum(
            (paid for key, (_, paid, _) in ledger.by_source(content, year).items() if key in sources), ledger.NOUGHT
        )
        listed = [row for row in rows(content, "districts", "districts") if row.value("year") == year]
        passed = sum((row.figure("amount") or ledger.NOUGHT for row in listed), ledger.NOUGHT)
        if received != passed:
            yield at(
                section,
                "V09",
                WARN,
                f"Grants passed to district councils for {year} are not the Disabled Facilities Grant paid in, "
                "and no agreement is recorded.",
                answer="agreement" if year == content.years[1] else f"agreement-{year}",
                figures=(("Passed on", pounds(passed)), ("Paid in", pounds(received))),
            )


def v15(content: PlanContent) -> Iterator[Finding]:
    """The two shares of a joint line add up to 100%."""
    section = content.section("schemes")
    for scheme in ledger.schemes(content):
        for line in scheme.table("investments").rows:
            nhs, council = figure(line, "nhs_share"), figure(line, "council_share")
            if given(line, "commissioner") != "joint" and nhs is None and council is None:
                continue
            total = (nhs or ledger.NOUGHT) + (council or ledger.NOUGHT)
            if total != HUNDRED:
                yield at(
                    section,
                    "V15",
                    BLOCK,
                    f"“{line.title}” in {scheme.title}: the two sides' shares add up to {plain(total)}%, not 100%.",
                    answer="nhs_share",
                    row=line,
                    page_row=scheme,
                    figures=(("NHS", share_text(nhs)), ("Council", share_text(council))),
                )


def v16(content: PlanContent) -> Iterator[Finding]:
    """From the NHS minimum, enough goes to social care and to NHS services outside hospital, in the second year."""
    year = content.years[1]
    required = figure(content.section("social-care"), "required_amount")
    spent = spend_from_minimum(content, year, "SOCIAL_CARE_AREAS", nhs_only=False)
    if required is not None and spent < required:
        yield at(
            content.section("social-care"),
            "V16",
            BLOCK,
            f"Too little of the NHS minimum goes to social care in {year}.",
            answer="required_amount",
            figures=(("Spent on social care", pounds(spent)), ("Required", pounds(required))),
        )
    paid = payment_of(content)
    outside = spend_from_minimum(content, year, "OUT_OF_HOSPITAL_AREAS", nhs_only=True)
    if paid is not None and outside < paid.out_of_hospital:
        yield at(
            content.section("payment-metric"),
            "V16",
            BLOCK,
            f"Too little of the NHS minimum goes to NHS services outside hospital in {year}.",
            answer="stated_out_of_hospital",
            figures=(("Spent outside hospital", pounds(outside)), ("Required", pounds(paid.out_of_hospital))),
        )


def spend_from_minimum(content: PlanContent, year: str, areas: str, *, nhs_only: bool) -> Decimal:
    """Spend of one year from the NHS minimum in a set of areas; of a joint line only the NHS share if ``nhs_only``."""
    sources, counted = keys(content, "MINIMUM_SOURCES"), keys(content, areas)
    total = ledger.NOUGHT
    for scheme in ledger.schemes(content):
        for line in ledger.scheme_lines(scheme, year):
            if line.value("funding_source") in sources and given(line, "area_of_spend") in counted:
                total += ledger.line_amount(line) * (nhs_part(line) if nhs_only else 1)
    return payment.pounds_and_pence(total)


def nhs_part(line: Row) -> Decimal:
    """The part of a line that the NHS commissions, from 0 to 1."""
    by = given(line, "commissioner")
    if by == "joint":
        return (figure(line, "nhs_share") or ledger.NOUGHT) / HUNDRED
    return Decimal(by == "nhs")


def v22(content: PlanContent) -> Iterator[Finding]:
    """The performance-linked sum ≤ what the NHS adds in the second year."""
    section, year = content.section("contributions"), content.years[1]
    sources = keys(content, "PERFORMANCE_SOURCES")
    added = sum(
        (paid for key, (_, paid, _) in ledger.by_source(content, year).items() if key in sources), ledger.NOUGHT
    )
    paid = payment_of(content)
    stated = figure(section, "performance_linked") if asked(section, "performance_linked") else None
    linked = paid.linked if paid is not None else stated
    if linked is not None and linked > added:
        yield at(
            section,
            "V22",
            WARN,
            f"More depends on performance in {year} than the NHS adds to the pool.",
            answer="performance_linked",
            figures=(("Depends on performance", pounds(linked)), ("Additional NHS money", pounds(added))),
        )


def share_text(share: Decimal | None) -> str:
    """A share with its sign, or a dash."""
    return "–" if share is None else f"{plain(share)}%"
