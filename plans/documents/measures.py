"""Measures on paper: rates at each point, how far a target is from the baseline, and the chart beside the table."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from itf.lib.charts import Bar, BarChart, bar_chart
from itf.lib.figures import plain
from plans import ledger
from plans.content import PlanContent, Row
from plans.documents.tables import Run, runs

POINTS = {"baseline": "Baseline", "april": "April 2015 payment", "october": "October 2015 payment"}
FIGURES = tuple(f"{point}_{part}" for point in POINTS for part in ("numerator", "denominator"))
TENTH = Decimal("0.1")
GOOD = {"up": "Higher is better", "down": "Lower is better"}


@dataclass(frozen=True)
class Point:
    """A measure at its baseline or at one of the two payments."""

    title: str
    numerator: str
    denominator: str
    rate: str


@dataclass(frozen=True)
class PrintedMeasure:
    """One measure: what it counts, its points, its chart, and the rest of its answers."""

    title: str
    facts: dict[str, Any]
    unit: str
    good: str
    points: tuple[Point, ...]
    finding: str
    chart: BarChart | None
    runs: tuple[Run, ...]


def printed_measures(content: PlanContent) -> tuple[PrintedMeasure, ...]:
    """Every measure of the plan, in order."""
    rows = content.section("measures").table("measures").rows
    return tuple(_printed(row, number) for number, row in enumerate(rows, start=1))


def measure_title(row: Row) -> str:
    """What a measure is called, with the name that the plan gives its local one."""
    local = row.answer("local_title").text
    return f"{row.title}: {local}" if local and local != row.title else row.title


def rate_text(row: Row, point: str) -> str:
    """The computed rate with its unit; why there is none, where the measure does not count then."""
    rate = ledger.measure_rate(row, point)
    if rate is None:
        counts = point != "april" or row.facts.get("counts_for_april", True)
        return "–" if counts else "Does not count then"
    return in_unit(rate, str(row.facts.get("unit", "")))


def in_unit(rate: Decimal, unit: str) -> str:
    """``82.5%`` or ``660.0 per 100,000``."""
    return f"{rate:,.1f}%" if unit == "%" else f"{rate:,.1f} {unit}".strip()


def _printed(row: Row, number: int) -> PrintedMeasure:
    unit, good = str(row.facts.get("unit", "")), str(row.facts.get("good", ""))
    title = measure_title(row)
    finding = _finding(row, unit, good)
    return PrintedMeasure(
        title=title,
        facts=row.facts,
        unit=unit,
        good=GOOD.get(good, ""),
        points=tuple(_point(row, point) for point in POINTS),
        finding=finding,
        chart=_chart(row, number, title, finding),
        runs=runs(row.answers, leave_out=(*FIGURES, "local_title")),
    )


def _point(row: Row, point: str) -> Point:
    numerator, denominator = row.answer(f"{point}_numerator").text, row.answer(f"{point}_denominator").text
    return Point(POINTS[point], numerator or "–", denominator or "–", rate_text(row, point))


def _finding(row: Row, unit: str, good: str) -> str:
    """One sentence that says what the chart shows; empty while there is nothing to compare."""
    baseline = ledger.measure_rate(row, "baseline")
    name, target = _last_target(row)
    if baseline is None or target is None:
        return ""
    better = GOOD.get(good, "")
    close = f". {better}." if better else "."
    if not baseline or target == baseline:
        words = "the same as the baseline" if target == baseline else f"from a baseline of {in_unit(baseline, unit)}"
        return f"The target for the {name} is {in_unit(target, unit)}, {words}{close}"
    share = (abs(target - baseline) / baseline * 100).quantize(TENTH, ROUND_HALF_UP)
    side = "above" if target > baseline else "below"
    return (
        f"The target for the {name} is {in_unit(target, unit)}, {plain(share)}% {side} "
        f"the baseline of {in_unit(baseline, unit)}{close}"
    )


def _last_target(row: Row) -> tuple[str, Decimal | None]:
    for point in ("october", "april"):
        rate = ledger.measure_rate(row, point)
        if rate is not None:
            return POINTS[point], rate
    return "", None


def _chart(row: Row, number: int, title: str, finding: str) -> BarChart | None:
    """Baseline outlined, targets filled. A measure with nothing to compare has no chart."""
    if not finding:
        return None
    rates = {point: ledger.measure_rate(row, point) for point in POINTS}
    # The unit stands in the sentence above the chart: beside a bar there is room for the figure only.
    sign = "%" if row.facts.get("unit") == "%" else ""
    bars = [
        Bar(POINTS[point], rate, in_unit(rate, sign), is_outlined=point == "baseline")
        for point, rate in rates.items()
        if rate is not None
    ]
    return bar_chart(id=f"measure-{number}", title=title, finding=finding, bars=bars)
