"""Investment lines on paper: under their year, each with how its cost is arrived at and what it counts for."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from itf.lib.figures import pounds
from plans import ledger
from plans.content import Answer, PlanContent, Row
from plans.documents.money import difference_text

# The answers that a line's title, sum, source and words tell already.
TOLD = frozenset(
    {"label", "year", "basis", "quantity", "rate", "unit", "units_per_period", "periods", "stated", "funding_source"}
    | {"recurrent", "capital"}
)


@dataclass(frozen=True)
class PrintedLine:
    """One investment line: what it counts for, and in words how that is arrived at."""

    title: str
    parts: tuple[str, ...]
    source: Answer
    amount: str


@dataclass(frozen=True)
class YearOfLines:
    """The investment lines of one scheme in one year, with their total and what was stated elsewhere."""

    year: str
    lines: tuple[PrintedLine, ...]
    total: str
    stated: str = ""
    difference: str = ""


def lines_by_year(scheme: Row, content: PlanContent) -> tuple[YearOfLines, ...]:
    """A scheme's lines under their years; lines without one of the plan's years come last and count for neither."""
    years = [_year_of_lines(scheme, year, content) for year in content.years]
    others = [line for line in scheme.table("investments").rows if line.value("year") not in content.years]
    if others:
        years.append(YearOfLines("No year of this plan", tuple(printed_line(line) for line in others), "Not counted"))
    return tuple(year for year in years if year.lines or year.stated)


def printed_line(line: Row) -> PrintedLine:
    """One line as printed."""
    return PrintedLine(
        title=line.answer("label").text,
        parts=tuple(part for part in (_computation(line), _stated(line), _kind(line), _others(line)) if part),
        source=line.answer("funding_source"),
        amount=pounds(ledger.line_amount(line)),
    )


def how_computed(line: Row) -> str:
    """The factors and their product, and how a cost stated beside them differs; empty where only a cost is stated."""
    return ". ".join(part for part in (_computation(line), _stated(line)) if part)


def _year_of_lines(scheme: Row, year: str, content: PlanContent) -> YearOfLines:
    total = ledger.scheme_total(scheme, year)
    stated = scheme.answer(f"stated_{ledger.ordinal(content, year)}_year")
    figure = stated.figure
    return YearOfLines(
        year=year,
        lines=tuple(printed_line(line) for line in ledger.scheme_lines(scheme, year)),
        total=pounds(total),
        stated=stated.text,
        difference="" if figure is None else difference_text(total - figure, none="The lines agree"),
    )


def _computation(line: Row) -> str:
    """``2 × £33.35 (hour) × 35 × 52 = £121,394``: the factors given, as they are written."""
    factors = (
        line.answer("quantity").text,
        _rate(line),
        line.answer("units_per_period").text,
        line.answer("periods").text,
    )
    if not line.answer("rate").text:
        return f"Quantity {factors[0]}" if factors[0] else ""
    product = " × ".join(factor for factor in factors if factor)
    computed = ledger.line_computed(line)
    return product if computed is None else f"{product} = {pounds(computed)}"


def _rate(line: Row) -> str:
    rate, unit = line.answer("rate"), line.answer("unit").text
    figure, said = rate.figure, rate.text
    if figure is not None and not rate.held:
        # Pence are written in two figures; a rate may have four.
        said = pounds(figure) if figure == figure.quantize(ledger.PENNY) else f"£{rate.text}"
    return " ".join(part for part in (said, f"({unit})" if unit else "") if part)


def _stated(line: Row) -> str:
    """What was stated, where a computed cost or a text that cannot be read stands beside it."""
    stated, figure, computed = line.answer("stated"), line.figure("stated"), ledger.line_computed(line)
    if figure is None or computed is None:
        return f"Stated {stated.text}" if stated.held else ""
    return f"Stated {stated.text}. Computed: {than_stated(computed - figure)}"


def than_stated(difference: Decimal) -> str:
    """``£1,394 more than stated``: how a sum computed from quantities differs from the one written."""
    if not difference:
        return "the same"
    return f"{pounds(abs(difference))} {'more' if difference > 0 else 'less'} than stated"


def _kind(line: Row) -> str:
    """``Lump sum, recurrent, revenue``."""
    said = [line.answer("basis").text, *_yes_no(line, "recurrent", "recurrent", "not recurrent")]
    said += _yes_no(line, "capital", "capital", "revenue")
    return ", ".join(part for part in said if part)


def _others(line: Row) -> str:
    """Whatever else the template asks of a line."""
    told = (answer for answer in line.answers if answer.name not in TOLD and answer.text)
    return "; ".join(f"{answer.label}: {answer.text}" for answer in told)


def _yes_no(line: Row, name: str, yes: str, no: str) -> Iterator[str]:
    if line.value(name) is not None:
        yield yes if line.value(name) else no
