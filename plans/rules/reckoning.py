"""Rules that reckon again: rates (V11), national statements (V17), bounds (U01), slips of units (U02)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from itf.lib.figures import plain, pounds
from plans import ledger
from plans.calculator import worth
from plans.content import Answer, PlanContent, Row, SectionContent
from plans.national_templates.years import in_years
from plans.rates import places_of, ratio, rounded
from plans.rules.finding import BLOCK, INFORM, WARN, Finding, at
from plans.rules.parameters import number
from plans.rules.places import figure, rows, tables_under

POINTS = {"baseline": "Baseline", "april": "April 2015", "october": "October 2015"}
HUNDRED = Decimal(100)
TENTH = Decimal("0.1")
SLIPS = {Decimal(1000): "thousands", Decimal(1_000_000): "millions"}


def v11(content: PlanContent) -> Iterator[Finding]:
    """Rate = numerator ÷ denominator × multiplier: a denominator above nought, a stated rate that agrees."""
    section, tolerance = content.section("measures"), number(content, "RATE_DIFFERENCE")
    for row in section.table("measures").rows:
        for point, issued in POINTS.items():
            words = in_years(issued, content.years)
            numerator, denominator = figure(row, f"{point}_numerator"), figure(row, f"{point}_denominator")
            if denominator == 0:
                yield at(
                    section,
                    "V11",
                    BLOCK,
                    f"{row.title}, {words}: nothing can be divided by 0.",
                    answer=f"{point}_denominator",
                    row=row,
                    figures=(("Numerator", plain(numerator) if numerator is not None else "–"), ("Denominator", "0")),
                )
            stated, rate = figure(row, f"{point}_stated"), ratio(row, numerator, denominator)
            if stated is not None and rate is not None and abs(stated - rate) > tolerance:
                yield at(
                    section,
                    "V11",
                    BLOCK,
                    f"{row.title}, {words}: the stated rate is not numerator ÷ denominator.",
                    answer=f"{point}_stated",
                    row=row,
                    figures=(("Stated", plain(stated)), ("Computed", plain(rounded(rate, places_of(row))))),
                )


def v17(content: PlanContent) -> Iterator[Finding]:
    """National statements against their parts: shown where they miss, never mended."""
    section, tolerance = content.sections[0], number(content, "TOTAL_PERCENT")
    for statement in content.about.national:
        stated, computed = Decimal(statement["stated"]), reckoned(statement)
        is_share = statement["reckoning"] == "share"
        off = abs(stated - computed) / computed * HUNDRED if computed else HUNDRED
        if off <= tolerance:
            continue
        slip = slip_of(content, stated, computed)
        told = f" It looks like a slip of {slip}." if slip and not is_share else ""
        parts = ", ".join(f"{part[0]} {plain(Decimal(part[1]))}" for part in statement["parts"])
        yield at(
            section,
            "V17",
            INFORM,
            f"{statement['title']}: {_in_unit(stated, is_share)} is stated, the parts make "
            f"{_in_unit(computed, is_share)}.{told}",
            answer=statement["key"],
            figures=(
                ("Stated", _in_unit(stated, is_share)),
                ("Parts", parts),
                ("Off by", f"{plain(off.quantize(TENTH, ROUND_HALF_UP))}%"),
            ),
        )


def reckoned(statement: dict[str, Any]) -> Decimal:
    """What a statement's parts make: their sum in £ million, or the share of those that count, in per cent."""
    total = sum((Decimal(part[1]) for part in statement["parts"]), ledger.NOUGHT)
    if statement["reckoning"] != "share":
        return total
    counted = sum((Decimal(part[1]) for part in statement["parts"] if part[2:]), ledger.NOUGHT)
    return (counted / total * HUNDRED).quantize(TENTH, ROUND_HALF_UP)


def _in_unit(amount: Decimal, is_share: bool) -> str:  # noqa: FBT001 - the one choice there is
    return f"{plain(amount)}%" if is_share else f"£{plain(amount)}m"


@dataclass(frozen=True)
class Amount:
    """An amount of a plan where it stands: written in an answer, or computed from it and its neighbours."""

    section: SectionContent
    page_row: Row | None
    row: Row | None
    field: str
    label: str
    amount: Decimal
    said: str = "Written"


def u01(content: PlanContent) -> Iterator[Finding]:
    """No amount, written or computed, beyond what national returns ever took; very large ones are explained."""
    unusual, limit = number(content, "AMOUNT_UNUSUAL"), number(content, "AMOUNT_LIMIT")
    for found in (*_written(content), *_computed(content)):
        # What a partner spends in all is larger than any fund, and not in it.
        if found.amount > (limit if found.section.slug == "whole-spend" else unusual):
            beyond = found.amount > limit
            yield at(
                found.section,
                "U01",
                BLOCK if beyond else WARN,
                f"{f'{found.row.title}, ' if found.row else ''}{found.label}: {pounds(found.amount)} is "
                f"{'more than a plan can hold' if beyond else 'unusually much'}.",
                answer=found.field,
                row=found.row,
                page_row=found.page_row,
                figures=((found.said, pounds(found.amount)), ("Limit", pounds(limit if beyond else unusual))),
            )


def _written(content: PlanContent) -> Iterator[Amount]:
    for section, page_row, row, answer in _money(content):
        if answer.figure is not None:
            yield Amount(section, page_row, row, answer.name, answer.label, answer.figure)


def _computed(content: PlanContent) -> Iterator[Amount]:
    """What counts in place of an amount left empty."""
    for scheme in rows(content, "schemes", "schemes"):
        section = content.section("schemes")  # only here: a page reads no more of a plan than it shows
        for line in tables_under(scheme, "investments"):
            computed = ledger.line_computed(line)
            if computed is not None and line.figure("stated") is None:
                yield Amount(section, scheme, line, "quantity", "Quantity × rate × periods", computed, "Computed")
        for benefit in tables_under(scheme, "benefits"):
            found = worth(scheme, benefit)
            if found.computed is not None and found.stated is None:
                yield Amount(section, scheme, benefit, "quantity", "Quantity × unit price", found.computed, "Computed")


def u02(content: PlanContent) -> Iterator[Finding]:
    """Two figures for one sum that differ by about 1,000 or a million: pounds and thousands were mixed."""
    pool = content.section("contributions")
    for year in content.years:
        agreed = ledger.agreed_pool(content, year)
        paid_in, spent = ledger.contributed(content, year), ledger.spend(content, year)
        pairs = {"what is paid in": paid_in, "what schemes spend": spent}
        for words, amount in pairs.items():
            yield from _slip(content, pool, f"The agreed pool for {year} and {words}", agreed, amount, f"pool-{year}")
    schemes = content.section("schemes")
    for scheme in rows(content, "schemes", "schemes"):
        for year in content.years:
            stated = figure(scheme, f"stated_{ledger.ordinal(content, year)}_year")
            words = f"{scheme.title}: the stated total for {year} and its lines"
            yield from _slip(
                content, schemes, words, stated, ledger.scheme_total(scheme, year), f"scheme-{year}", scheme
            )


def _slip(
    content: PlanContent,
    section: SectionContent,
    words: str,
    one: Decimal | None,
    other: Decimal,
    field: str,
    row: Row | None = None,
) -> Iterator[Finding]:
    slip = slip_of(content, one, other) if one else ""
    if one and slip:
        yield at(
            section,
            "U02",
            WARN,
            f"{words} differ by about {'1,000' if slip == 'thousands' else '1,000,000'} times: pounds and {slip} "
            "may have been mixed.",
            answer=f"units-{field}-{len(words)}",
            row=row,
            figures=(("One", pounds(one)), ("Other", pounds(other))),
        )


def slip_of(content: PlanContent, one: Decimal, other: Decimal) -> str:
    """``thousands`` or ``millions`` when one figure is about that many times the other; empty when not."""
    if not one or not other:
        return ""
    ratio, near = max(one, other) / min(one, other), number(content, "UNIT_SLIP")
    for times, words in SLIPS.items():
        if abs(ratio / times - 1) * HUNDRED <= near:
            return words
    return ""


def _money(content: PlanContent) -> Iterator[tuple[SectionContent, Row | None, Row | None, Answer]]:
    for section in content.sections:
        for answer in section.answers:
            if answer.kind == "money":
                yield section, None, None, answer
        for table in section.tables:
            for row in table.rows:
                yield from ((section, row, row, answer) for answer in row.answers if answer.kind == "money")
                for nested in row.tables:
                    for below in nested.rows:
                        yield from ((section, row, below, answer) for answer in below.answers if answer.kind == "money")
