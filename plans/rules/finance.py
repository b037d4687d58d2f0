"""Rules about money: the identities V01 to V06 and V12 of domain.md 4.4."""

from collections.abc import Iterator
from decimal import Decimal

from itf.lib.figures import plain, pounds
from plans import ledger
from plans.content import PlanContent
from plans.rules.finding import BLOCK, INFORM, WARN, Finding, at
from plans.rules.parameters import number


def difference(amount: Decimal) -> str:
    """``£1,394 short of`` or ``£1,394 over``: from what there is less what there should be, before what should be."""
    return f"{pounds(abs(amount))} {'short of' if amount < 0 else 'over'}"


def v01(content: PlanContent) -> Iterator[Finding]:
    """Σ contributions of a year = total agreed pool of that year."""
    section = content.section("contributions")
    for year in content.years:
        pool, paid = ledger.agreed_pool(content, year), ledger.contributed(content, year)
        if pool is not None and paid != pool:
            yield at(
                section,
                "V01",
                BLOCK,
                f"Contributions for {year} are {difference(paid - pool)} the agreed pool.",
                answer=f"agreed_{ledger.ordinal(content, year)}_year",
                figures=((f"Contributions {year}", pounds(paid)), (f"Agreed pool {year}", pounds(pool))),
            )


def v02(content: PlanContent) -> Iterator[Finding]:
    """Each organisation's contribution ≥ its published minimum; where none is published to us, say so."""
    section = content.section("contributions")
    for party in content.about.parties:
        if not party.minimums and party.kind == "ccg":
            yield at(
                section,
                "V02",
                INFORM,
                f"The minimum contribution of {party.name} is not published to us, so it cannot be checked.",
                answer=f"minimum-{party.code}",
            )
        for year, minimum in party.minimums.items():
            paid = ledger.by_organisation(content, year).get(party.organisation, ledger.NOUGHT)
            short = paid - Decimal(minimum)
            if year in content.years and short < 0:
                yield at(
                    section,
                    "V02",
                    BLOCK,
                    f"{party.name} pays in {difference(short)} its minimum for {year}.",
                    answer=f"minimum-{party.code}-{year}",
                    figures=((f"Contribution {year}", pounds(paid)), ("Minimum", pounds(Decimal(minimum)))),
                )


def v03(content: PlanContent) -> Iterator[Finding]:
    """Σ scheme spend + unallocated = pool, and unallocated money has a reason."""
    section = content.section("contributions")
    for money in ledger.money_years(content):
        field = f"unallocated_{ledger.ordinal(content, money.year)}_year"
        if money.difference:
            yield at(
                section,
                "V03",
                BLOCK,
                f"Scheme spend for {money.year} is {difference(-money.difference)} the agreed pool.",
                answer=field,
                figures=(
                    (f"Scheme spend {money.year}", pounds(money.spend)),
                    ("Unallocated", pounds(money.unallocated)),
                    ("Agreed pool", pounds(money.pool)),
                ),
            )
    unallocated = sum((ledger.unallocated(content, year) for year in content.years), ledger.NOUGHT)
    if unallocated and section.answer("unallocated_reason").is_blank:
        yield at(
            section,
            "V03",
            BLOCK,
            f"{pounds(unallocated)} is left unallocated and no reason is given.",
            answer="unallocated_reason",
            figures=(("Unallocated, both years", pounds(unallocated)),),
        )


def v04(content: PlanContent) -> Iterator[Finding]:
    """For each funding source and year: paid in − spent = 0, leaving out what is unallocated."""
    section = content.section("contributions")
    for year in content.years:
        allowed = ledger.unallocated(content, year)
        for key, (title, paid_in, spent) in ledger.by_source(content, year).items():
            left = paid_in - spent
            # Unallocated money is in the pool but in no scheme: a surplus up to that sum is explained by it.
            if left and not 0 < left <= allowed:
                verb = "More is spent than paid in" if left < 0 else "Not all that is paid in is spent"
                yield at(
                    section,
                    "V04",
                    BLOCK,
                    f"{verb} from “{title}” in {year}: {pounds(abs(left))} of difference.",
                    answer=f"source-{key or 'none'}-{year}",
                    figures=(("Paid in", pounds(paid_in)), ("Spent", pounds(spent))),
                )


def v05(content: PlanContent) -> Iterator[Finding]:
    """A scheme's stated total = Σ of its lines."""
    section = content.section("schemes")
    for scheme in ledger.schemes(content):
        for year in content.years:
            field = f"stated_{ledger.ordinal(content, year)}_year"
            stated, total = scheme.figure(field), ledger.scheme_total(scheme, year)
            if stated is not None and stated != total:
                yield at(
                    section,
                    "V05",
                    BLOCK,
                    f"The lines of {scheme.title} for {year} are {difference(total - stated)} the stated total.",
                    answer=field,
                    row=scheme,
                    figures=((f"Sum of lines {year}", pounds(total)), ("Total stated", pounds(stated))),
                )


def v06(content: PlanContent) -> Iterator[Finding]:
    """A line's stated cost against quantity × rate × periods, within £1 or 0.1%."""
    section = content.section("schemes")
    least, part = number(content, "LINE_POUNDS"), number(content, "LINE_PERCENT") / 100
    for scheme in ledger.schemes(content):
        for line in scheme.table("investments").rows:
            stated, computed = line.figure("stated"), ledger.line_computed(line)
            if stated is None or computed is None:
                continue
            if abs(computed - stated) > max(least, computed * part):
                yield at(
                    section,
                    "V06",
                    WARN,
                    f"“{line.title}” in {scheme.title}: the stated cost is {difference(stated - computed)} "
                    "quantity × rate × periods.",
                    answer="stated",
                    row=line,
                    page_row=scheme,
                    figures=(("Stated", pounds(stated)), ("Quantity × rate × periods", pounds(computed))),
                )


def v12(content: PlanContent) -> Iterator[Finding]:
    """Each CCG's shares over all localities add up to 100%."""
    section = content.section("plan-details")
    facts = {party.organisation: party for party in content.about.parties}
    for row in section.table("parties").rows:
        party = facts.get(row.key)
        if party is None or party.kind != "ccg":
            continue
        here, elsewhere = row.figure("mapped_share"), Decimal(party.mapped_elsewhere or 0)
        total = elsewhere + (here or ledger.NOUGHT)
        if abs(total - 100) > number(content, "SHARE_POINTS"):
            yield at(
                section,
                "V12",
                BLOCK,
                f"The shares of {party.name}'s population add up to {plain(total)}%, not 100%.",
                answer="mapped_share",
                row=row,
                figures=(
                    ("Here", f"{plain(here)}%" if here is not None else "–"),
                    ("Elsewhere", f"{plain(elsewhere)}%"),
                ),
            )
