"""Rules about two years side by side: V20, a jump from one to the next."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from itf.lib.figures import plain, pounds
from plans import ledger
from plans.content import PlanContent, SectionContent
from plans.rules.finding import WARN, Finding, at
from plans.rules.parameters import number

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
