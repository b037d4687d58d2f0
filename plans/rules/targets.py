"""Rules about measures, risks, contingency: R12, R14 to R16, R24, R25, R31, R34, R40 (domain.md 1.6, 1.8 to 1.11)."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from itf.lib.figures import plain, pounds
from plans import ledger
from plans.content import PlanContent, Row
from plans.national_templates.years import in_years
from plans.rates import rate_of, shown_rate, unit_of
from plans.rules.finding import BLOCK, INFORM, WARN, Finding, at
from plans.rules.overlaps import short_name
from plans.rules.parameters import number
from plans.rules.places import asked, figure, given, rows, tables_under
from plans.rules.reckoning import POINTS

PER_CENT = ("%", "per cent")  # in the unit of a measure, as the plan or its definition words it
FINANCIAL_YEAR = re.compile(r"\b(20\d{2})/(\d{2})\b")
CATEGORIES = {
    "finance": "finance",
    "acute": "acute providers",
    "social_care": "protection of social care",
    "delivery": "delivery capacity",
    "information": "data and information governance",
}


def r12(content: PlanContent) -> Iterator[Finding]:
    """High risks have a cost and someone who bears it; every kind of risk was thought of."""
    section, limit = content.section("risks"), number(content, "RISK_RATING")
    risks = section.table("risks").rows
    for row in risks:
        likelihood, impact = row.figure("likelihood"), row.figure("impact")
        rating = (likelihood or ledger.NOUGHT) * (impact or ledger.NOUGHT)
        if rating >= limit and (figure(row, "cost") is None or not given(row, "bearer")):
            yield at(
                section,
                "R12",
                WARN,
                f"“{row.title}” is rated {plain(rating)}, and its cost or who bears it is not given.",
                answer="cost",
                row=row,
                figures=(("Rating", plain(rating)), ("Asked from", plain(limit))),
            )
    missing = [words for key, words in CATEGORIES.items() if key not in {given(row, "category") for row in risks}]
    if missing and risks:
        yield at(section, "R12", INFORM, f"No risk is entered about {', '.join(missing)}.", answer="category")


def r14(content: PlanContent) -> Iterator[Finding]:
    """Figures of low quality are explained."""
    section = content.section("measures")
    for row in section.table("measures").rows:
        if given(row, "quality") == "low":
            yield at(
                section,
                "R14",
                WARN,
                f"{row.title}: the figures are of low quality.",
                answer="quality",
                row=row,
                figures=(("Quality", "Low"),),
            )


def r15(content: PlanContent) -> Iterator[Finding]:
    """An outcome's baseline lies before its target's year, and has happened when the plan is written."""
    section = content.section("schemes")
    written = date.fromisoformat(content.about.window_closes_on)
    future: dict[str, list[str]] = {}
    for scheme in ledger.schemes(content):
        for outcome in tables_under(scheme, "outcomes"):
            begins, target = year_begins(given(outcome, "baseline_period")), year_begins(given(outcome, "year"))
            if begins and target and begins >= target:
                yield at(
                    section,
                    "R15",
                    BLOCK,
                    f"“{outcome.title}” in {scheme.title}: the baseline does not lie before the target's year.",
                    answer="baseline_period",
                    row=outcome,
                    page_row=scheme,
                    figures=(("Baseline", given(outcome, "baseline_period")), ("Target", given(outcome, "year"))),
                )
            elif begins and begins > written:
                future.setdefault(given(outcome, "baseline_period"), []).append(short_name(scheme))
    for period, schemes in future.items():
        names = ", ".join(dict.fromkeys(schemes))
        yield at(
            section,
            "R15",
            WARN,
            f"{len(schemes)} outcome statements ({names}) start from {period}, "
            "which had not begun when the plan was due.",
            answer=f"baseline-{period}",
            figures=(("Statements", str(len(schemes))), ("Plan due", written.isoformat())),
        )


def year_begins(text: str) -> date | None:
    """1 April of the financial year that a text names, None when it names none."""
    found = FINANCIAL_YEAR.search(text)
    return date(int(found[1]), 4, 1) if found else None


def r16(content: PlanContent) -> Iterator[Finding]:
    """Support needed if targets are missed is covered by the performance-linked sum, or has another source."""
    section, pool = content.section("contingency"), content.section("contributions")
    linked = figure(pool, "performance_linked")
    open_rows = [row for row in rows(content, "contingency", "at-risk") if not given(row, "other_source")]
    needed = sum((row.figure("support") or ledger.NOUGHT for row in open_rows), ledger.NOUGHT)
    if linked is not None and needed > linked:
        yield at(
            section,
            "R16",
            WARN,
            "More support may be needed if targets are missed than depends on performance, and no source is named.",
            answer="at-risk",
            figures=(("Support needed", pounds(needed)), ("Depends on performance", pounds(linked))),
        )


def r24(content: PlanContent) -> Iterator[Finding]:
    """A measure's baseline period begins before it ends, and ends before the fund begins to be measured."""
    section = content.section("measures")
    for row in section.table("measures").rows:
        begins, ends = given(row, "baseline_from"), given(row, "baseline_to")
        if begins and ends and begins > ends:
            yield at(
                section,
                "R24",
                BLOCK,
                f"{row.title}: the baseline period ends before it begins.",
                answer="baseline_to",
                row=row,
                figures=(("From", begins), ("To", ends)),
            )


def r25(content: PlanContent) -> Iterator[Finding]:
    """Targets are better than the baseline."""
    section = content.section("measures")
    for row in section.table("measures").rows:
        baseline, good = rate_of(row, "baseline"), row.facts.get("good")
        for point, issued in (("april", "April 2015"), ("october", "October 2015")):
            words = in_years(issued, content.years)
            target = rate_of(row, point)
            if baseline is None or target is None or good not in {"up", "down"} or _is_better(baseline, target, good):
                continue
            yield at(
                section,
                "R25",
                WARN,
                f"{row.title}: the target for {words} is no better than the baseline.",
                answer=f"{point}_numerator",
                row=row,
                figures=(("Baseline", plain(shown_rate(row, "baseline"))), (words, plain(shown_rate(row, point)))),
            )


def _is_better(baseline: Decimal, target: Decimal, good: str) -> bool:
    return target > baseline if good == "up" else target < baseline


def r40(content: PlanContent) -> Iterator[Finding]:
    """A measure shown as a percentage counts no more than it is out of.

    A warning: more people can be on a register than an estimate expects, and the plan then says so.
    """
    section = content.section("measures")
    for row in section.table("measures").rows:
        if not any(sign in unit_of(row) for sign in PER_CENT):
            continue
        for point, issued in POINTS.items():
            numerator, denominator = figure(row, f"{point}_numerator"), figure(row, f"{point}_denominator")
            if numerator is None or not denominator or numerator <= denominator:
                continue
            yield at(
                section,
                "R40",
                WARN,
                f"{row.title}, {in_years(issued, content.years)}: {plain(numerator)} of {plain(denominator)} is more "
                "than 100%.",
                answer=f"{point}_numerator",
                row=row,
                figures=(("Numerator", plain(numerator)), ("Denominator", plain(denominator))),
            )


def r31(content: PlanContent) -> Iterator[Finding]:
    """A scheme starts before it ends, and runs within the plan's two years."""
    section = content.section("schemes")
    first, last = year_begins(content.years[0]), year_begins(content.years[1])
    for scheme in ledger.schemes(content):
        starts, ends = _day(scheme, "starts_on"), _day(scheme, "ends_on")
        if starts and ends and starts > ends:
            message = f"{scheme.title} ends before it starts."
        elif first and last and ((starts and starts < first) or (ends and ends >= last.replace(year=last.year + 1))):
            message = f"{scheme.title} runs outside the plan's two years."
        else:
            continue
        figures = (("Starts", str(starts or "–")), ("Ends", str(ends or "–")))
        yield at(section, "R31", WARN, message, answer="ends_on", row=scheme, figures=figures)


def _day(row: Row, name: str) -> date | None:
    text = given(row, name)
    return date.fromisoformat(text) if text else None


def r34(content: PlanContent) -> Iterator[Finding]:
    """The contingency plan speaks of every measure that is paid for, and says in what order money is called on."""
    section = content.section("contingency")
    measures = [row for row in rows(content, "measures", "measures") if _is_paid_for(row)]
    named = {given(row, "measure") for row in rows(content, "contingency", "at-risk")}
    silent = [row.title for row in measures if row.key not in named]
    if silent:
        yield at(
            section,
            "R34",
            INFORM,
            f"What happens if the target is missed is not entered for: {'; '.join(silent)}.",
            answer="at-risk",
            figures=(("Measures", str(len(measures))), ("Without an entry", str(len(silent)))),
        )
    if not rows(content, "contingency", "calls"):
        yield at(section, "R34", INFORM, "In what order money is called on is not entered.", answer="calls")


def _is_paid_for(row: Row) -> bool:
    """Whether its targets are those of payments: by the template of July 2014 they are those of years."""
    answer = asked(row, "october_numerator")
    return answer is not None and answer.label.endswith("payment")
