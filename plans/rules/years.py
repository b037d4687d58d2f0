"""Rules about single years: V20, a jump from one to the next; R35, a year that is entered twice."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from itf.lib.figures import plain, pounds
from plans import funding, ledger
from plans.content import PlanContent, Row, SectionContent
from plans.rules.finding import WARN, Finding, at
from plans.rules.parameters import number
from plans.rules.places import given

# Title, first year, second year.
Pair = tuple[str, Decimal, Decimal]


def v20(content: PlanContent) -> Iterator[Finding]:
    """Schemes and sources paid for in both years, and how much they change; one finding for all of either kind."""
    first, second = content.years
    schemes: list[Pair] = [
        (
            scheme.answer("ref").text or scheme.title,
            ledger.scheme_total(scheme, first),
            ledger.scheme_total(scheme, second),
        )
        for scheme in ledger.schemes(content)
    ]
    yield from _jumps(content, content.section("schemes"), "schemes", schemes)
    before, after = ledger.by_source(content, first), ledger.by_source(content, second)
    sources = [(before[key][0], before[key][1], after[key][1]) for key in before if key in after]
    yield from _jumps(content, content.section("contributions"), "funding sources", sources)


def _jumps(content: PlanContent, section: SectionContent, kind: str, pairs: list[Pair]) -> Iterator[Finding]:
    limit, least = number(content, "YEAR_JUMP"), number(content, "YEAR_JUMP_FROM")
    jumps = [
        pair for pair in pairs if pair[1] and pair[2] and abs(pair[2] - pair[1]) >= least and abs(percent(pair)) > limit
    ]
    if jumps:
        told = ", ".join(f"{title} {percent((title, one, two)):+,.0f}%" for title, one, two in jumps)
        yield at(
            section,
            "V20",
            WARN,
            f"From {content.years[0]} to {content.years[1]}, {kind} change by more than {plain(limit)}%: {told}.",
            answer=f"years-{kind.replace(' ', '-')}",
            figures=tuple((title, f"{pounds(one)} to {pounds(two)}") for title, one, two in jumps),
        )


def percent(pair: Pair) -> Decimal:
    """The change from the first year to the second, in per cent of the first."""
    _, one, two = pair
    return ((two - one) / one * 100).quantize(Decimal(1), ROUND_HALF_UP)


def r35(content: PlanContent) -> Iterator[Finding]:
    """No partner's whole spend is entered a second time for one year: sums would hold it twice."""
    section = content.section("whole-spend")
    first: dict[tuple[str, str], Row] = {}
    for row in section.table("whole-spend").rows:
        key = (given(row, "organisation"), given(row, "year"))
        if not all(key):
            continue
        if key in first:
            who = row.answer("organisation").text
            yield at(
                section,
                "R35",
                WARN,
                f"All that {who} spends on health and care in {key[1]} is entered more than once: each is added.",
                answer="amount",
                row=row,
                figures=(
                    ("Entered first", first[key].answer("amount").text or "–"),
                    ("Entered again", row.answer("amount").text or "–"),
                ),
            )
        first.setdefault(key, row)


def r38(content: PlanContent) -> Iterator[Finding]:
    """Nobody pays more into the fund than all that it spends on health and care."""
    section = content.section("whole-spend")
    for partner in funding.partners(content):
        for year, whole, paid in zip(content.years, partner.whole, partner.paid, strict=True):
            if whole is not None and paid > whole:
                yield at(
                    section,
                    "R38",
                    WARN,
                    f"{partner.title} pays more into the fund in {year} than it spends on health and care in all.",
                    answer="amount",
                    row=next((row for row in partner.rows if given(row, "year") == year), None),
                    figures=(("In the fund", pounds(paid)), ("All health and care spend", pounds(whole))),
                )
