"""Measures as read: rates at each point, how far a target is from the baseline, and the chart beside the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.text import capfirst

from itf.lib.charts import Bar, BarChart, bar_chart
from itf.lib.figures import plain
from plans.content import Answer, PlanContent, Row
from plans.documents.chance import chance_text
from plans.documents.tables import Run, runs
from plans.rates import places_of, rate_of, rounded, said_facts, shown_rate, unit_of

POINTS = {"baseline": "Baseline", "april": "April 2015 payment", "october": "October 2015 payment"}
FIGURES = tuple(f"{point}_{part}" for point in POINTS for part in ("numerator", "denominator"))
# What a measure shows in words and figures of its own.
SHOWN = (*FIGURES, "local_title", "baseline_from", "baseline_to", "quality")
PAYMENT = "payment"
STATED = "_stated"  # ends the name of a rate that was stated elsewhere
TENTH = Decimal("0.1")
GOOD = {"up": "Higher is better", "down": "Lower is better"}


@dataclass(frozen=True)
class Point:
    """A measure at its baseline or at one of its targets. ``change``: how far from the baseline, and which way.

    ``period``: for which time its figures are; a dash where nobody says. ``chance``: whether chance alone could do it.
    """

    title: str
    period: str
    numerator: str
    denominator: str
    rate: str
    change: str
    chance: str


@dataclass(frozen=True)
class PrintedMeasure:
    """One measure: what it counts, its points, its chart, and the rest of its answers."""

    id: str
    title: str
    facts: dict[str, Any]
    unit: str
    good: str
    points: tuple[Point, ...]
    finding: str
    chart: BarChart | None
    quality: str
    answers: tuple[Answer, ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        """The rest of its answers, as they stand on paper."""
        return runs(self.answers)


def printed_measures(content: PlanContent) -> tuple[PrintedMeasure, ...]:
    """Every measure of the plan, in order."""
    return measures_of(content.section("measures").table("measures").rows)


def measures_of(rows: Iterable[Row]) -> tuple[PrintedMeasure, ...]:
    """These rows of the table of measures."""
    return tuple(measure_of(row, number) for number, row in enumerate(rows, start=1))


def measure_title(row: Row) -> str:
    """What a measure is called, with the name that the plan gives its local one."""
    local = row.answer("local_title").text
    return f"{row.title}: {local}" if local and local != row.title else row.title


def rate_text(row: Row, point: str) -> str:
    """The computed rate with its unit; why there is none, where the measure does not count then."""
    rate = shown_rate(row, point)
    if rate is None:
        counts = point != "april" or row.facts.get("counts_for_april", True)
        return "–" if counts or not point_title(row, point).endswith(PAYMENT) else "Does not count then"
    return in_unit(rate, unit_of(row))


def point_title(row: Row, point: str) -> str:
    """What a point is called by the plan's template: ``April 2015 payment``, or ``2014/15``."""
    if point == "baseline":
        return POINTS[point]
    _, found, name = row.answer(f"{point}_numerator").label.partition(" for ")
    return name.removeprefix("the ") if found else POINTS[point]


def period_text(row: Row, point: str) -> str:
    """For which time a point's figures are: the baseline as the plan says, a target as the measure's definition does.

    Where the template asks by year, the year is its title. Empty where nobody says.
    """
    if point == "baseline":
        return _baseline_period(row)
    if not point_title(row, point).endswith(PAYMENT):
        return point_title(row, point)
    if point == "april" and not row.facts.get("counts_for_april", True):
        return ""
    facts = said_facts(row.facts)
    return str(facts.get(f"{point}_period") or facts.get("period", ""))


def change_text(row: Row, point: str) -> str:
    """How far a target is from the baseline: ``4.2% lower, the good way``; empty while there is nothing to compare."""
    baseline, rate, good = rate_of(row, "baseline"), rate_of(row, point), row.facts.get("good")
    if point == "baseline" or baseline is None or rate is None:
        return ""
    if rate == baseline:
        return "No change"
    way = "higher" if rate > baseline else "lower"
    words = capfirst(f"{share_of(baseline, rate)}% {way}") if baseline else way.capitalize()
    if good not in GOOD:
        return words
    return f"{words}, the {'good' if (good == 'up') == (rate > baseline) else 'wrong'} way"


def share_of(baseline: Decimal, rate: Decimal) -> str:
    """The distance in per cent of the baseline, which is not nought: ``4.2``, or ``less than 0.1``."""
    share = (abs(rate - baseline) / baseline * 100).quantize(TENTH, ROUND_HALF_UP)
    return plain(share) if share else f"less than {TENTH}"


def in_unit(rate: Decimal, unit: str) -> str:
    """``82.5%`` or ``660.0 per 100,000``, of a rate with as many decimals as it is shown with."""
    return f"{rate:,f}%" if unit == "%" else f"{rate:,f} {unit}".strip()


def measure_of(row: Row, number: int) -> PrintedMeasure:
    """One row of the table; ``number`` tells its chart from the others of the page."""
    unit, good = unit_of(row), str(row.facts.get("good", ""))
    title = measure_title(row)
    finding = _finding(row, unit, good)
    return PrintedMeasure(
        id=row.id,
        title=title,
        facts=said_facts(row.facts),
        unit=unit,
        good=GOOD.get(good, ""),
        points=tuple(_point(row, point) for point in POINTS),
        finding=finding,
        chart=_chart(row, number, title, finding),
        quality=row.answer("quality").text,
        answers=tuple(answer for answer in row.answers if answer.name not in SHOWN and not _is_for_none(answer)),
    )


def _point(row: Row, point: str) -> Point:
    numerator, denominator = row.answer(f"{point}_numerator").text, row.answer(f"{point}_denominator").text
    return Point(
        title=point_title(row, point),
        period=period_text(row, point) or "–",
        numerator=numerator or "–",
        denominator=denominator or "–",
        rate=rate_text(row, point),
        change=change_text(row, point),
        chance=chance_text(row, point),
    )


def _is_for_none(answer: Answer) -> bool:
    """Whether it is a rate stated elsewhere that nobody stated: that leaves nothing open."""
    return answer.name.endswith(STATED) and answer.is_blank


def _baseline_period(row: Row) -> str:
    begins, ends = row.answer("baseline_from").text, row.answer("baseline_to").text
    return f"{begins or 'not given'} to {ends or 'not given'}" if begins or ends else ""


def _finding(row: Row, unit: str, good: str) -> str:
    """One sentence that says what the chart shows; empty while there is nothing to compare."""
    baseline, point = rate_of(row, "baseline"), _last_target(row)
    target = rate_of(row, point) if point else None
    if baseline is None or target is None:
        return ""
    places, name = places_of(row), point_title(row, point)
    told_baseline, told = (in_unit(rounded(rate, places), unit) for rate in (baseline, target))
    better = GOOD.get(good, "")
    close = f". {better}." if better else "."
    name = f"the {name}" if name.endswith(PAYMENT) else name
    if not baseline or target == baseline:
        words = "the same as the baseline" if target == baseline else f"from a baseline of {told_baseline}"
        return f"The target for {name} is {told}, {words}{close}"
    side = "above" if target > baseline else "below"
    return (
        f"The target for {name} is {told}, {share_of(baseline, target)}% {side} the baseline of {told_baseline}{close}"
    )


def _last_target(row: Row) -> str:
    return next((point for point in ("october", "april") if rate_of(row, point) is not None), "")


def _chart(row: Row, number: int, title: str, finding: str) -> BarChart | None:
    """Baseline outlined, targets filled. A measure with nothing to compare has no chart."""
    if not finding:
        return None
    rates = {point: shown_rate(row, point) for point in POINTS}
    # The unit stands in the sentence above the chart: beside a bar there is room for the figure only.
    sign = "%" if row.facts.get("unit") == "%" else ""
    bars = [
        Bar(point_title(row, point), rate, in_unit(rate, sign), is_outlined=point == "baseline")
        for point, rate in rates.items()
        if rate is not None
    ]
    return bar_chart(id=f"measure-{number}", title=title, finding=finding, bars=bars)
