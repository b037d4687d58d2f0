"""Rules about the same thing counted twice, and claims that nothing can be worked out from: V14, R26 to R28."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from itf.lib.figures import plain, pounds
from plans import calculator, ledger
from plans.content import PlanContent, Row
from plans.rules.finding import INFORM, WARN, Finding, at
from plans.rules.parameters import number
from plans.rules.places import figure, given, tables_under

PENNY = Decimal("0.01")
# Words that say what is bought; shorter ones (staff, costs) say too little to compare lines by.
TELLING_WORD = re.compile(r"[a-z]{7,}")
MOST_NAMED = 8  # schemes in one sentence
PLAIN_WORDS = frozenset({"additional", "another", "installation", "equipment", "maintenance", "workers", "officers"})


def v14(content: PlanContent) -> Iterator[Finding]:
    """One fall in one measure, claimed by several schemes for the same people and year."""
    section = content.section("schemes")
    for (measure, year, baseline), claims in claims_of_change(content).items():
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


def claims_of_change(content: PlanContent) -> dict[tuple[str, str, str], list[tuple[Row, Decimal]]]:
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


def claims_of_benefit(content: PlanContent) -> dict[tuple[str, str, str, str], list[tuple[Row, Decimal]]]:
    """Benefits with a value, by kind, people, year and beneficiary."""
    found: dict[tuple[str, str, str, str], list[tuple[Row, Decimal]]] = defaultdict(list)
    for scheme in ledger.schemes(content):
        for benefit in tables_under(scheme, "benefits"):
            cohort, value = given(benefit, "cohort").casefold(), benefit_value(benefit)
            if cohort and value:
                key = (given(benefit, "type"), cohort, given(benefit, "year"), given(benefit, "beneficiary").casefold())
                found[key].append((scheme, value))
    return found


def _benefits_twice(content: PlanContent) -> Iterator[Finding]:
    """Benefits of one kind, for the same people, year and beneficiary, valued in several schemes."""
    for (kind, cohort, year, _), claims in claims_of_benefit(content).items():
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
    return calculator.worth(benefit, benefit).counts


def r26(content: PlanContent) -> Iterator[Finding]:
    """A benefit's value is quantity × unit price; a price without a quantity is no benefit."""
    section = content.section("schemes")
    for scheme in ledger.schemes(content):
        prices = []
        for benefit in tables_under(scheme, "benefits"):
            stated, quantity = figure(benefit, "stated"), figure(benefit, "quantity")
            prices_given = (figure(benefit, "unit_price"), figure(benefit, "unit_price_high"))
            priced = any(price is not None for price in prices_given) or bool(benefit.answer("unit_price").held)
            if stated is None and quantity is None and priced:
                prices.append(benefit)
            found = calculator.worth(scheme, benefit)
            if found.difference and not found.is_within_range:
                yield at(
                    section,
                    "R26",
                    WARN,
                    f"“{benefit.title}” in {scheme.title}: the value is not quantity × unit price.",
                    answer="stated",
                    row=benefit,
                    page_row=scheme,
                    figures=(("Stated", pounds(found.stated)), ("Quantity × unit price", pounds(found.computed))),
                )
        if prices:
            yield at(
                section,
                "R26",
                WARN,
                f"{scheme.title}: a unit cost without a quantity, so no saving can be worked out.",
                answer="benefits",
                row=scheme,
                figures=tuple((benefit.title, price_text(benefit)) for benefit in prices),
            )


def price_text(benefit: Row) -> str:
    """A unit price as written: one, a range, or a text that cannot be read."""
    price = calculator.price_of(benefit)
    if price is not None and price.is_range:
        return f"{pounds(price.low)} to {pounds(price.high)}"
    return benefit.answer("unit_price").text or (pounds(price.low) if price else "")


@dataclass(frozen=True)
class Alike:
    """Two lines of two schemes that buy what sounds alike at one unit price."""

    year: str
    scheme: Row
    line: Row
    other: Row
    twin: Row
    price: Decimal


def lines_alike(content: PlanContent) -> Iterator[Alike]:
    """Pairs of lines of two schemes in one year with the same unit price and a telling word in common."""
    for year in content.years:
        lines = [(scheme, line, unit_price(line)) for scheme, line in _lines(content, year)]
        priced = [(scheme, line, price) for scheme, line, price in lines if price is not None]
        for (scheme, line, price), (other, twin, same) in combinations(priced, 2):
            if scheme.id != other.id and price == same and telling_words(line) & telling_words(twin):
                yield Alike(year, scheme, line, other, twin, price)


@dataclass(frozen=True)
class SameSum:
    """Lines without a unit price that bear one name and amount in one year, with the schemes that they stand in."""

    year: str
    amount: Decimal
    places: tuple[tuple[Row, Row], ...]

    @property
    def line(self) -> Row:
        """The first of them."""
        return self.places[0][1]

    @property
    def schemes(self) -> list[Row]:
        """The schemes, each once."""
        return list({scheme.id: scheme for scheme, _ in self.places}.values())


def same_sums(content: PlanContent) -> Iterator[SameSum]:
    """What stands under one name and amount in several schemes of one year; what has a unit price is compared by it."""
    for year in content.years:
        named: dict[tuple[str, Decimal], list[tuple[Row, Row]]] = defaultdict(list)
        for scheme, line in _lines(content, year):
            name, amount = " ".join(given(line, "label").casefold().split()), ledger.line_amount(line)
            if unit_price(line) is None and name and amount:
                named[name, amount].append((scheme, line))
        for (_, amount), places in named.items():
            found = SameSum(year, amount, tuple(places))
            if len(found.schemes) > 1:
                yield found


def r27(content: PlanContent) -> Iterator[Finding]:
    """Lines of several schemes that sound alike at one price, or bear one name and sum: perhaps one thing twice."""
    section = content.section("schemes")
    for found in lines_alike(content):
        line, twin = found.line, found.twin
        yield at(
            section,
            "R27",
            INFORM,
            f"{short_name(found.scheme)} and {short_name(found.other)} may buy the same in {found.year}: "
            f"“{line.title}” and “{twin.title}”, both at {pounds(found.price)}.",
            answer=f"like-{twin.id}",
            row=line,
            page_row=found.scheme,
            figures=(("Quantities", f"{line.answer('quantity').text} and {twin.answer('quantity').text}"),),
        )
    for same in same_sums(content):
        # One finding for all of them: sixty schemes of one make have 1,770 pairs.
        names = [short_name(scheme) for scheme in same.schemes]
        shown = [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED + 1 else names
        yield at(
            section,
            "R27",
            INFORM,
            f"{_listed(shown)} may buy the same in {same.year}: “{same.line.title}”, {pounds(same.amount)} each.",
            answer=f"same-{same.places[1][1].id}",
            row=same.line,
            page_row=same.schemes[0],
            figures=(("Amount", pounds(same.amount)), ("Lines", str(len(same.places)))),
        )


def _lines(content: PlanContent, year: str) -> Iterator[tuple[Row, Row]]:
    for scheme in ledger.schemes(content):
        for line in ledger.scheme_lines(scheme, year):
            yield scheme, line


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
