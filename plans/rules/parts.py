"""Rules of single parts of a plan: host, boundaries, conditions' figures, local measure (domain.md 1.1 to 1.5, 1.9)."""

from collections.abc import Iterator
from decimal import Decimal

from itf.lib.figures import plain, pounds
from plans import ledger
from plans.content import PlanContent
from plans.naming_files import names_in
from plans.rules.finding import BLOCK, INFORM, WARN, Finding, at
from plans.rules.parameters import number
from plans.rules.places import figure, given, rows

HUNDRED = Decimal(100)
OWN_MEASURE = ("numerator", "denominator", "unit", "direction", "source", "frequency")
# Conditions that are met by how the plan is made, not by what a scheme does.
BY_PROCESS = frozenset({"JOINT_AGREEMENT", "RISK_CONTINGENCY", "OBJECTIVES", "OVERSIGHT"})


def r06(content: PlanContent) -> Iterator[Finding]:
    """Exactly one party hosts the pooled budget."""
    section = content.section("plan-details")
    hosts = [row for row in section.table("parties").rows if row.value("holds_pool")]
    if len(hosts) != 1 and section.table("parties").rows:
        words = "No party is named as host" if not hosts else f"{len(hosts)} parties are named as hosts"
        yield at(
            section,
            "R06",
            BLOCK,
            f"{words} of the pooled budget: there must be one.",
            answer="parties",
            figures=(("Hosts", ", ".join(row.title for row in hosts) or "none"),),
        )


def r07(content: PlanContent) -> Iterator[Finding]:
    """Where a CCG lies only partly in the area, the plan says how boundaries are dealt with."""
    section = content.section("plan-details")
    # A share entered for a council says nothing: the question is about a CCG's people.
    councils = {party.organisation for party in content.about.parties if party.kind == "council"}
    partly = [
        row
        for row in section.table("parties").rows
        if row.key not in councils and (share := figure(row, "mapped_share")) is not None and share < HUNDRED
    ]
    if partly and section.answer("boundary_differences").is_blank:
        yield at(
            section,
            "R07",
            BLOCK,
            f"{partly[0].title} lies only partly in this area, and nothing is said about boundaries.",
            answer="boundary_differences",
            figures=tuple((row.title, f"{row.answer('mapped_share').text}") for row in partly),
        )


def r08(content: PlanContent) -> Iterator[Finding]:
    """The local measure is chosen from the menu or defined in all six parts."""
    section = content.section("local-measure")
    if "LOCAL" not in {row.key for row in rows(content, "measures", "measures")} or given(section, "menu"):
        return
    missing = [name for name in OWN_MEASURE if not given(section, name)]
    if missing:
        told = ", ".join(section.answer(name).label.removeprefix("Own measure: ") for name in missing)
        yield at(
            section,
            "R08",
            BLOCK,
            f"The local measure is neither chosen from the menu nor defined in full. Missing: {told}.",
            answer=missing[0] if len(missing) < len(OWN_MEASURE) else "menu",
            figures=(("Parts given", f"{len(OWN_MEASURE) - len(missing)} of {len(OWN_MEASURE)}"),),
        )


def r09(content: PlanContent) -> Iterator[Finding]:
    """Where figures are combined, the boards' shares add up to 100%."""
    section = content.section("local-measure")
    boards = section.table("boards").rows
    total = sum((row.figure("share") or ledger.NOUGHT for row in boards), ledger.NOUGHT)
    if (section.value("combined") or boards) and total != HUNDRED:
        yield at(
            section,
            "R09",
            BLOCK,
            f"The shares of the boards whose figures are combined add up to {plain(total)}%, not 100%.",
            answer="combined",
            figures=tuple((row.title, row.answer("share").text or "–") for row in boards),
        )


def r10(content: PlanContent) -> Iterator[Finding]:
    """Parts of people and of records lie between 0% and 100%."""
    for slug in ("data-sharing", "joint-assessment"):
        for answer in content.section(slug).answers if slug in {one.slug for one in content.sections} else ():
            if answer.kind == "percent" and answer.figure is not None and answer.figure > HUNDRED:
                yield at(
                    content.section(slug),
                    "R10",
                    BLOCK,
                    f"{answer.label}: there is no more than 100%.",
                    answer=answer,
                    figures=(("Written", answer.text),),
                )


def r11(content: PlanContent) -> Iterator[Finding]:
    """Without the NHS number as identifier there is a date; matching does not fall from year to year."""
    section = content.section("data-sharing")
    if section.value("nhs_number") is False and section.answer("nhs_number_by").is_blank:
        yield at(
            section,
            "R11",
            BLOCK,
            "The NHS number is not yet the main identifier, and no date is given.",
            answer="nhs_number_by",
            figures=(("NHS number", "No"),),
        )
    names = ("matched_now", "matched_first_year", "matched_second_year")
    known = [(section.answer(name).label, share) for name in names if (share := figure(section, name)) is not None]
    if [share for _, share in known] != sorted(share for _, share in known):
        yield at(
            section,
            "R11",
            WARN,
            "Fewer records are to carry the NHS number than before.",
            answer="matched_second_year",
            figures=tuple((label, f"{plain(share)}%") for label, share in known),
        )


def r13(content: PlanContent) -> Iterator[Finding]:
    """Every aim is measured by something."""
    section = content.section("vision")
    for row in rows(content, "vision", "aim-list"):
        if not given(row, "measures") and not given(row, "other_measure"):
            message = f"“{row.title}” is an aim that nothing measures."
            yield at(section, "R13", WARN, message, answer="measures", row=row)


def r21(content: PlanContent) -> Iterator[Finding]:
    """The uses of the transfer add up to the share."""
    section = content.section("transfer")
    share = figure(section, "share")
    used = sum((row.figure("amount") or ledger.NOUGHT for row in rows(content, "transfer", "uses")), ledger.NOUGHT)
    if used != (share or ledger.NOUGHT):
        yield at(
            section,
            "R21",
            WARN,
            "The uses of the 2014/15 transfer do not add up to your share of it.",
            answer="share",
            figures=(("Uses", pounds(used)), ("Share", pounds(share) if share is not None else "not given")),
        )


def r22(content: PlanContent) -> Iterator[Finding]:
    """Spend on social care stays within the pool, and does not fall below the year before."""
    section = content.section("social-care")
    amounts = {}
    for year in content.years:
        name = f"amount_{ledger.ordinal(content, year)}_year"
        amounts[year], pool = figure(section, name), ledger.agreed_pool(content, year)
        amount = amounts[year]
        if amount is not None and pool is not None and amount > pool:
            yield at(
                section,
                "R22",
                BLOCK,
                f"More is spent on social care in {year} than the pool holds.",
                answer=name,
                figures=(("Social care", pounds(amount)), ("Agreed pool", pounds(pool))),
            )
    first, second = amounts[content.years[0]], amounts[content.years[1]]
    if first is not None and second is not None and second < first:
        yield at(
            section,
            "R22",
            WARN,
            f"Less is spent on social care in {content.years[1]} than the year before.",
            answer="amount_second_year",
            figures=((content.years[0], pounds(first)), (content.years[1], pounds(second))),
        )


def r23(content: PlanContent) -> Iterator[Finding]:
    """Each condition that schemes must meet is served by one."""
    section = content.section("conditions")
    served = {key for scheme in ledger.schemes(content) for key in scheme.value("concepts") or ()}
    gaps = [row for row in section.table("conditions").rows if row.key not in served | BY_PROCESS]
    if gaps and ledger.schemes(content):
        yield at(
            section,
            "R23",
            INFORM,
            f"No scheme says that it serves: {', '.join(row.title for row in gaps)}.",
            answer="coverage",
            figures=(("Conditions without a scheme", str(len(gaps))),),
        )


def r29(content: PlanContent) -> Iterator[Finding]:
    """Services on seven days are named for health and for social care."""
    section = content.section("seven-day")
    sectors = {given(row, "sector") for row in rows(content, "seven-day", "seven-day")}
    missing = [words for key, words in (("health", "health"), ("social_care", "social care")) if key not in sectors]
    if missing:
        yield at(
            section,
            "R29",
            INFORM,
            f"No service on seven days is named for {' or '.join(missing)}.",
            answer="seven-day",
        )


def r30(content: PlanContent) -> Iterator[Finding]:
    """An acute provider was involved, the five-year strategy is named, and related documents say where they are."""
    events = rows(content, "engagement", "events")
    if not any(given(row, "type") == "acute" for row in events):
        yield at(
            content.section("engagement"), "R30", INFORM, "No acute provider is in the engagement log.", answer="events"
        )
    engagement = content.section("engagement")
    if not given(engagement, "healthwatch_view") and not engagement.facts.get("awaited"):
        yield at(engagement, "R30", INFORM, "Local Healthwatch has given no view.", answer="healthwatch_view")
    details = content.section("plan-details")
    if details.answer("five_year_strategy").is_blank:
        yield at(details, "R30", INFORM, "The five-year strategy is not named.", answer="five_year_strategy")
    held = names_in(content.sections)
    for row in rows(content, "related-documents", "related-documents"):
        section, named = content.section("related-documents"), given(row, "attached_file")
        if named and named not in held:
            told = f"“{row.title}” names a file that is not attached: {named}."
            yield at(section, "R30", INFORM, told, answer="attached_file", row=row)
        elif not named and not given(row, "link"):
            told = f"“{row.title}” has no link, no attached file and no place where it is kept."
            yield at(section, "R30", INFORM, told, answer="link", row=row)


def r37(content: PlanContent) -> Iterator[Finding]:
    """Everyone who leads a scheme was involved, unless it is a party to the plan."""
    involved = [given(row, "who").casefold() for row in rows(content, "engagement", "events")]
    parties = {party.name.casefold() for party in content.about.parties}
    leads = dict.fromkeys(given(row, "lead_provider") for row in ledger.schemes(content))
    missing = [
        lead
        for lead in leads
        if lead and lead.casefold() not in parties and not any(lead.casefold() in who for who in involved)
    ]
    if missing:
        yield at(
            content.section("engagement"),
            "R37",
            INFORM,
            f"Not in the engagement log, though schemes are led by it: {'; '.join(missing)}.",
            answer="events",
        )


def r32(content: PlanContent) -> Iterator[Finding]:
    """The CCGs in the plan cover the whole area, as far as boundaries are known."""
    section = content.section("plan-details")
    shares = {
        party.name: Decimal(party.board_share) for party in content.about.parties if party.board_share is not None
    }
    total = sum(shares.values(), ledger.NOUGHT)
    if shares and abs(total - HUNDRED) > number(content, "AREA_POINTS"):
        yield at(
            section,
            "R32",
            INFORM,
            f"The CCGs in the plan cover {plain(total)}% of the people who live in the area.",
            answer="parties",
            figures=tuple((name, f"{plain(share)}%") for name, share in shares.items()),
        )
