"""Whether a measure's target is far enough from its baseline that chance alone would rarely explain it: a hint."""

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from itf.lib.figures import plain
from plans.content import Row

LEVEL = 1.96  # of a normal curve: beyond it lies one result in twenty
FEWEST = 10  # cases: with fewer, the curve says nothing
TENTH = Decimal("0.1")
# Units whose numerator is no count of separate cases: many days of one person, sums of scores.
NOT_CASES = ("days", "score")


@dataclass(frozen=True)
class Part:
    """A number of cases, and out of how many."""

    cases: float
    whole: float

    @property
    def rate(self) -> float:
        """Cases for each of the whole."""
        return self.cases / self.whole


def chance_text(row: Row, point: str) -> str:
    """What chance alone could do to a target, in words; empty where it cannot be reckoned from counts of cases."""
    unit = str(row.facts.get("unit", ""))
    baseline, target = _part(row, "baseline"), _part(row, point)
    if point == "baseline" or baseline is None or target is None or any(word in unit for word in NOT_CASES):
        return ""
    is_share = unit == "%"
    if is_share and max(baseline.rate, target.rate) > 1:
        return ""
    if min(baseline.cases, target.cases) < FEWEST:
        return "too few cases to tell from chance."
    if abs(baseline.rate - target.rate) > LEVEL * _error(baseline, target, is_share=is_share):
        return "further from the baseline than chance alone would bring it."
    same = Part(baseline.rate * target.whole, target.whole)
    least = LEVEL * _error(baseline, same, is_share=is_share) / baseline.rate * 100
    return (
        f"chance alone could do this; a change of about {plain(Decimal(least).quantize(TENTH))}% or more it would not."
    )


def _error(one: Part, other: Part, *, is_share: bool) -> float:
    """The standard error of the difference between two rates: of shares, or of cases that come one by one."""
    if is_share:
        pooled = (one.cases + other.cases) / (one.whole + other.whole)
        return sqrt(pooled * (1 - pooled) * (1 / one.whole + 1 / other.whole))
    return sqrt(one.cases / one.whole**2 + other.cases / other.whole**2)


def _part(row: Row, point: str) -> Part | None:
    cases, whole = row.figure(f"{point}_numerator"), row.figure(f"{point}_denominator")
    return None if cases is None or not whole or cases < 0 else Part(float(cases), float(whole))
