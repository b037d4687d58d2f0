"""Counts by quarter, on pages and on paper: admissions and delayed days, each with its rate per 100,000 residents."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from itf.lib.figures import plain
from plans.content import PlanContent, SectionContent

SLUG, DELAYS = "payment-metric", "delayed-transfers"
QUARTERS = ("q1", "q2", "q3", "q4")
PER = Decimal(100_000)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class PrintedQuarter:
    """One quarter, or all four: both counts, both rates and the change, as printed; a dash where one is missing."""

    title: str
    baseline: str
    baseline_rate: str
    planned: str
    planned_rate: str
    change: str


@dataclass(frozen=True)
class PrintedQuarters:
    """The four quarters and their sum; ``note`` says what the rates are out of, or what they lack."""

    quarters: tuple[PrintedQuarter, ...]
    total: PrintedQuarter
    note: str


def printed_quarters(content: PlanContent) -> PrintedQuarters | None:
    """The quarters of the payment metric; None where the template asks for none or no count is given."""
    found = next((section for section in content.sections if section.slug == SLUG), None)
    return quarters_of(found) if found else None


def quarters_of(section: SectionContent) -> PrintedQuarters | None:
    """The same of the section itself."""
    people = section.figure("population") or None
    counts = [(section.figure(f"baseline_{name}"), section.figure(f"planned_{name}")) for name in QUARTERS]
    if all(count is None for pair in counts for count in pair):
        return None
    titles = [_title(section, name) for name in QUARTERS]
    befores, afters = ([pair[side] for pair in counts] for side in (0, 1))
    return PrintedQuarters(
        quarters=tuple(_quarter(title, *pair, people) for title, pair in zip(titles, counts, strict=True)),
        total=_quarter("All four quarters", _sum(befores), _sum(afters), people),
        note=f"Rates are for each 100,000 of {plain(people)} residents."
        if people
        else "Enter the number of residents to see rates per 100,000.",
    )


# The three years of delayed days: as its questions' names begin, and as its column is headed.
YEARS = {"baseline": "Baseline", "first": "First year", "second": "Second year"}
Cells = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PrintedDelays:
    """Delayed days: a row for each quarter and one for all four, with the count and the rate of each of three years.

    ``rows``: a title and its cells, each with the words that name it where the table is stacked.
    """

    rows: tuple[tuple[str, Cells], ...]
    years: tuple[str, ...] = tuple(YEARS.values())


def printed_delays(content: PlanContent) -> PrintedDelays | None:
    """The delayed days of a plan; None where the template asks for none or no count is given."""
    found = next((section for section in content.sections if section.slug == DELAYS), None)
    return delays_of(found) if found else None


def delays_of(section: SectionContent) -> PrintedDelays | None:
    """The same of the section itself. Rates are out of each year's own residents of 18 and over."""
    people = [section.figure(f"population_{year}") or None for year in YEARS]
    counts = [[section.figure(f"{year}_{name}") for year in YEARS] for name in QUARTERS]
    if all(count is None for row in counts for count in row):
        return None
    sums = [_sum([row[place] for row in counts]) for place in range(len(YEARS))]
    titles = [_months(section, name) for name in QUARTERS]
    rows = zip((*titles, "All four quarters"), (*counts, sums), strict=True)
    return PrintedDelays(tuple((title, _cells(row, people)) for title, row in rows))


def _cells(counts: list[Decimal | None], people: list[Decimal | None]) -> Cells:
    cells: list[tuple[str, str]] = []
    for year, count, residents in zip(YEARS.values(), counts, people, strict=True):
        cells += [(year, _count(count)), (f"{year} per 100,000", _rate(count, residents))]
    return tuple(cells)


def _months(section: SectionContent, name: str) -> str:
    """``April to June 2013, 2014 and 2015``, from the three questions."""
    first, *later = (section.answer(f"{year}_{name}").label.partition(", ")[2] for year in YEARS)
    years = [label.rpartition(" ")[2] for label in later]
    return f"{first}, {' and '.join(years)}"


def _title(section: SectionContent, name: str) -> str:
    """``January to March 2014, then 2015``, from the two questions."""
    before = section.answer(f"baseline_{name}").label.partition(", ")[2]
    after = section.answer(f"planned_{name}").label.rpartition(" ")[2]
    return f"{before}, then {after}"


def _sum(counts: list[Decimal | None]) -> Decimal | None:
    known = [count for count in counts if count is not None]
    return sum(known, Decimal(0)) if len(known) == len(counts) else None


def _quarter(title: str, before: Decimal | None, after: Decimal | None, people: Decimal | None) -> PrintedQuarter:
    return PrintedQuarter(
        title, _count(before), _rate(before, people), _count(after), _rate(after, people), _change(before, after)
    )


def _count(count: Decimal | None) -> str:
    return "–" if count is None else plain(count)


def _rate(count: Decimal | None, people: Decimal | None) -> str:
    if count is None or not people:
        return "–"
    return f"{(count / people * PER).quantize(TENTH, ROUND_HALF_UP):,}"


def _change(before: Decimal | None, after: Decimal | None) -> str:
    if not before or after is None:
        return "–"
    size = plain((abs(after - before) / before * 100).quantize(TENTH, ROUND_HALF_UP))
    return "0%" if after == before else f"{size}% {'more' if after > before else 'fewer'}"
