"""Rules about the same thing counted twice, and claims that nothing can be worked out from: V14, R26 to R28."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from itf.lib.figures import plain, pounds
from plans import ledger
from plans.content import PlanContent, Row
from plans.rules.finding import INFORM, WARN, Finding, at
from plans.rules.parameters import number
from plans.rules.places import figure, given, tables_under

PENNY = Decimal("0.01")
# Words that say what is bought; shorter ones (staff, costs) say too little to compare lines by.
TELLING_WORD = re.compile(r"[a-z]{7,}")
PLAIN_WORDS = frozenset({"additional", "another", "installation", "equipment", "maintenance", "workers", "officers"})


def v14(content: PlanContent) -> Iterator[Finding]:
    """One fall in one measure, claimed by several schemes for the same people and year."""
    section = content.section("schemes")
    for (measure, year, baseline), claims in _claims(content).items():
        schemes = [scheme for scheme, _ in claims]
        if len({scheme.id for scheme in schemes}) < 2:  # noqa: PLR2004 - one scheme cannot overlap with itself
            continue
        refs = _listed([short_name(scheme) for scheme in schemes])
        parts = [part for _, part in claims]
        added, shared = sum(parts, ledger.NOUGHT), max(parts)
        yield at(
            section,
            "V14",
            WARN,
            f"{refs} claim the same change of “{measure}”{f' for {year}' if year else ''}: "
            f"{plain(added)}% if each adds its own, {plain(shared)}% if they share it.",
            answer=f"claimed-{measure.casefold()[:20]}-{year}",
            figures=(
                *((short_name(scheme), f"{plain(part)}%") for scheme, part in claims),
                ("Baseline", baseline or "not said"),
            ),
        )
    yield from _benefits_twice(content)


def _claims(content: PlanContent) -> dict[tuple[str, str, str], list[tuple[Row, Decimal]]]:
    """Outcome statements that promise a change in per cent, by measure, year and baseline."""
    claims: dict[tuple[str, str, str], list[tuple[Row, Decimal]]] = defaultdict(list)
    names: dict[str, str] = {}
    for scheme in ledger.schemes(content):
        for outcome in tables_under(scheme, "outcomes"):
            target = figure(outcome, "target")
            if target is not None and given(outcome, "change") in {"reduction", "increase"}:
                name = names.setdefault(given(outcome, "measure").casefold(), given(outcome, "measure"))
                claims[name, given(outcome, "year"), given(outcome, "baseline_period")].append((scheme, target))
    return claims


def _benefits_twice(content: PlanContent) -> Iterator[Finding]:
    """Benefits of one kind, for the same people, year and beneficiary, valued in several schemes."""
    found: dict[tuple[str, str, str, str], list[tuple[Row, Decimal]]] = defaultdict(list)
    for scheme in ledger.schemes(content):
        for benefit in tables_under(scheme, "benefits"):
            cohort, value = given(benefit, "cohort").casefold(), benefit_value(benefit)
            if cohort and value:
                key = (given(benefit, "type"), cohort, given(benefit, "year"), given(benefit, "beneficiary").casefold())
                found[key].append((scheme, value))
    for (kind, cohort, year, _), claims in found.items():
        if len({scheme.id for scheme, _ in claims}) > 1:
            yield at(
                content.section("schemes"),
                "V14",
                WARN,
                f"{_listed([short_name(scheme) for scheme, _ in claims])} count benefits of the same kind for the same "
                f"people ({cohort}).",
                answer=f"benefit-{kind}-{cohort[:20]}-{year}",
                figures=tuple((short_name(scheme), pounds(value)) for scheme, value in claims),
            )


def benefit_value(benefit: Row) -> Decimal | None:
    """What a benefit is worth: the value stated, else quantity × unit price, None when neither is there."""
    stated, quantity, price = (figure(benefit, name) for name in ("stated", "quantity", "unit_price"))
    if stated is not None:
        return stated
    if quantity is None or price is None:
        return None
    return (quantity * price).quantize(PENNY, ROUND_HALF_UP)


def r26(content: PlanContent) -> Iterator[Finding]:
    """A benefit's value is quantity × unit price; a price without a quantity is no benefit."""
    section = content.section("schemes")
    for scheme in ledger.schemes(content):
        prices = []
        for benefit in tables_under(scheme, "benefits"):
            stated, quantity, price = (figure(benefit, name) for name in ("stated", "quantity", "unit_price"))
            priced = price is not None or bool(benefit.answer("unit_price").held)
            if stated is None and quantity is None and priced:
                prices.append(benefit)
            if stated is not None and quantity is not None and price is not None and stated != quantity * price:
                yield at(
                    section,
                    "R26",
                    WARN,
                    f"“{benefit.title}” in {scheme.title}: the value is not quantity × unit price.",
                    answer="stated",
                    row=benefit,
                    page_row=scheme,
                    figures=(("Stated", pounds(stated)), ("Quantity × unit price", pounds(quantity * price))),
                )
        if prices:
            yield at(
                section,
                "R26",
                WARN,
                f"{scheme.title}: a unit cost without a quantity, so no saving can be worked out.",
                answer="benefits",
                row=scheme,
                figures=tuple((benefit.title, benefit.answer("unit_price").text) for benefit in prices),
            )


def r27(content: PlanContent) -> Iterator[Finding]:
    """Lines of two schemes that buy what sounds alike at the same price: perhaps one thing twice."""
    section = content.section("schemes")
    for year in content.years:
        lines = [
            (scheme, line, unit_price(line))
            for scheme in ledger.schemes(content)
            for line in ledger.scheme_lines(scheme, year)
        ]
        priced = [(scheme, line, price) for scheme, line, price in lines if price is not None]
        for (scheme, line, price), (other, twin, same) in combinations(priced, 2):
            if scheme.id != other.id and price == same and telling_words(line) & telling_words(twin):
                yield at(
                    section,
                    "R27",
                    INFORM,
                    f"{short_name(scheme)} and {short_name(other)} may buy the same in {year}: “{line.title}” and "
                    f"“{twin.title}”, both at {pounds(price)}.",
                    answer=f"like-{twin.id}",
                    row=line,
                    page_row=scheme,
                    figures=(("Quantities", f"{line.answer('quantity').text} and {twin.answer('quantity').text}"),),
                )


def unit_price(line: Row) -> Decimal | None:
    """What one of a line's items costs: its rate, else cost ÷ quantity to the penny."""
    rate, quantity, stated = (figure(line, name) for name in ("rate", "quantity", "stated"))
    if rate is not None:
        return rate
    if stated is None or not quantity or quantity == 1:
        return None
    return (stated / quantity).quantize(PENNY, ROUND_HALF_UP)


def telling_words(line: Row) -> set[str]:
    """The long words of a line's label, without those that any line may bear."""
    return set(TELLING_WORD.findall(given(line, "label").casefold())) - PLAIN_WORDS


def r28(content: PlanContent) -> Iterator[Finding]:
    """Schemes with large sums and no line that says how its cost is made up."""
    section, least = content.section("schemes"), number(content, "LUMP_FROM")
    for scheme in ledger.schemes(content):
        for year in content.years:
            lines, total = ledger.scheme_lines(scheme, year), ledger.scheme_total(scheme, year)
            if total >= least and all(figure(line, "quantity") is None for line in lines):
                share = _share(total, ledger.spend(content, year))
                yield at(
                    section,
                    "R28",
                    INFORM,
                    f"{scheme.title}: no line for {year} says how many and at what price.",
                    answer=f"lumps-{year}",
                    row=scheme,
                    figures=(("Lump sums", pounds(total)), ("Share of the year's spend", share)),
                )


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{plain((part / whole * 100).quantize(Decimal(1), ROUND_HALF_UP))}%" if whole else "–"


def short_name(scheme: Row) -> str:
    """A scheme's reference, or its title where it has none."""
    return given(scheme, "ref") or scheme.title


def _listed(names: list[str]) -> str:
    unique = list(dict.fromkeys(names))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"
