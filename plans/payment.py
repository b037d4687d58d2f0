"""The two payment schemes as arithmetic: by measures (December 2013) and by emergency admissions (July 2014).

Pure functions over Decimals, in pounds. "found" marks what was published, "own" what stands in for unseen guidance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NOUGHT, ONE, PENNY, PER_CENT = Decimal(0), Decimal(1), Decimal("0.01"), Decimal(100)
# £1bn of £3.8bn depends on performance (joint statement, 8 August 2013): for an area whose sum was not published.
NATIONAL_SHARE = (Decimal("1.0"), Decimal("3.8"))


def pounds_and_pence(amount: Decimal) -> Decimal:
    """An amount to the penny, halves up."""
    return amount.quantize(PENNY, ROUND_HALF_UP)


@dataclass(frozen=True)
class MeasureResult:
    """One measure at one payment: baseline, target and actual as rates, and which way is good."""

    baseline: Decimal
    target: Decimal
    actual: Decimal
    lower_is_good: bool = True

    @property
    def achieved(self) -> Decimal:
        """Part of the planned improvement that was reached, from 0 to 1.

        A measure that plans no improvement (or a worse figure) counts in full unless it ended worse than its baseline.
        """
        sign = 1 if self.lower_is_good else -1
        planned = (self.baseline - self.target) * sign
        reached = (self.baseline - self.actual) * sign
        if planned <= 0:
            return ONE if reached >= 0 else NOUGHT
        return min(ONE, max(NOUGHT, reached / planned))


@dataclass(frozen=True)
class SchemeATerms:
    """How the performance-linked sum is split (found F04) and where a recovery plan begins (own).

    Shares are parts of the sum: the gate of four conditions, the April measures, the October measures.
    """

    gate: Decimal = Decimal("0.25")
    april: Decimal = Decimal("0.25")
    october: Decimal = Decimal("0.50")
    pass_mark: Decimal = Decimal("0.70")


@dataclass(frozen=True)
class SchemeA:
    """What the scheme of December 2013 pays of ``linked``: at the gate, in April 2015 and in October 2015."""

    linked: Decimal
    gate: Decimal
    april: Decimal
    october: Decimal
    april_part: Decimal
    october_part: Decimal
    needs_recovery_plan: bool

    @property
    def paid(self) -> Decimal:
        """All three payments."""
        return self.gate + self.april + self.october

    @property
    def withheld(self) -> Decimal:
        """What was not earned."""
        return self.linked - self.paid


def linked_by_national_share(pool: Decimal, share: tuple[Decimal, Decimal] = NATIONAL_SHARE) -> Decimal:
    """The performance-linked sum of a pool at the national share, £1bn of £3.8bn; for want of a published sum."""
    part, whole = share
    return pounds_and_pence(pool * part / whole)


def part_achieved(results: Mapping[str, MeasureResult], weights: Mapping[str, Decimal] | None = None) -> Decimal:
    """f(M) of the paper: Σ weight × part achieved, from 0 to 1; equal weights unless given.

    Raises ValueError when there are no measures, or when the weights do not name the same measures or add up to 1.
    """
    if not results:
        raise ValueError("There is no measure to be paid by.")
    if weights is None:
        return sum((result.achieved for result in results.values()), NOUGHT) / len(results)
    if set(weights) != set(results) or sum(weights.values()) != ONE:
        raise ValueError("Each measure needs a weight, and the weights must add up to 1.")
    return sum((weights[key] * result.achieved for key, result in results.items()), NOUGHT)


def scheme_a(
    linked: Decimal,
    *,
    gate_met: bool,
    april: Decimal,
    october: Decimal,
    terms: SchemeATerms | None = None,
) -> SchemeA:
    """What the scheme of December 2013 pays (found F04; how parts are measured is own).

    ``april`` and ``october`` are parts achieved, from 0 to 1. Raises ValueError for one outside, or a negative sum.
    """
    if not (0 <= april <= 1 and 0 <= october <= 1) or linked < 0:
        raise ValueError("Parts achieved lie between 0 and 1, and the sum is not negative.")
    terms = terms or SchemeATerms()
    gate = pounds_and_pence(linked * terms.gate) if gate_met else NOUGHT
    first = pounds_and_pence(linked * terms.april * april)
    return SchemeA(
        linked=linked,
        gate=gate,
        april=first,
        # Three payments rounded one by one may come to a penny more than the sum: the last one gives way.
        october=min(pounds_and_pence(linked * terms.october * october), max(NOUGHT, linked - gate - first)),
        april_part=april,
        october_part=october,
        needs_recovery_plan=min(april, october) < terms.pass_mark,
    )


@dataclass(frozen=True)
class Quarter:
    """Emergency admissions of one quarter; ``actual`` is None before it is known."""

    baseline: Decimal
    target: Decimal
    actual: Decimal | None = None


@dataclass(frozen=True)
class QuarterPaid:
    """One quarter as the scheme of July 2014 sees it: cumulative counts, what is due by then, what is paid for it."""

    planned: Decimal
    achieved: Decimal | None
    due: Decimal
    paid: Decimal


@dataclass(frozen=True)
class SchemeB:
    """What the scheme of July 2014 pays of ``ring_fenced``, the local share of the £1bn."""

    ring_fenced: Decimal
    reduction: Decimal
    reduction_percent: Decimal | None
    value: Decimal
    linked: Decimal
    out_of_hospital: Decimal
    quarters: tuple[QuarterPaid, ...]

    @property
    def paid(self) -> Decimal:
        """All payments for performance so far."""
        return sum((quarter.paid for quarter in self.quarters), NOUGHT)

    @property
    def unearned(self) -> Decimal:
        """What was not earned: it stays with the CCG for NHS services, after the board has discussed it."""
        return self.linked - self.paid


def planned_targets(
    baselines: Sequence[Decimal], percent: Decimal, pattern: Sequence[Decimal] = ()
) -> tuple[Decimal, ...]:
    """Targets by quarter for a fall of ``percent`` in whole admissions, spread as ``pattern``, else as the baselines.

    A pattern that falls in no quarter, or would take a quarter below nought, is not followed.
    """
    fall = (sum(baselines, NOUGHT) * percent / PER_CENT).quantize(ONE, ROUND_HALF_UP)
    if sum(pattern, NOUGHT) > 0 and min(pattern) >= 0:
        targets = _spread(baselines, fall, pattern)
        if min(targets) >= 0:
            return targets
    return _spread(baselines, fall, baselines)


def _spread(baselines: Sequence[Decimal], fall: Decimal, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Rounded as running totals, so that the quarters add up to the whole fall."""
    whole, so_far, before, targets = sum(weights, NOUGHT), NOUGHT, NOUGHT, []
    for baseline, weight in zip(baselines, weights, strict=True):
        so_far += weight
        by_now = (fall * so_far / whole).quantize(ONE, ROUND_HALF_UP) if whole else NOUGHT
        targets.append(baseline - (by_now - before))
        before = by_now
    return tuple(targets)


def scheme_b(quarters: Sequence[Quarter], *, price: Decimal, ring_fenced: Decimal) -> SchemeB:
    """Payments for fewer emergency admissions: cumulative, in arrears, never taken back within the year.

    That they depend on admissions alone is found F11, the mechanics are own. Paid + unearned + out of hospital =
    ring-fenced. Raises ValueError for a negative price or sum. A quarter without an actual earns nothing yet.
    """
    if price < 0 or ring_fenced < 0:
        raise ValueError("Price and ring-fenced sum are not negative.")
    baseline = sum((quarter.baseline for quarter in quarters), NOUGHT)
    reduction = sum((quarter.baseline - quarter.target for quarter in quarters), NOUGHT)
    value = pounds_and_pence(max(NOUGHT, reduction) * price)
    linked = min(value, ring_fenced)
    return SchemeB(
        ring_fenced=ring_fenced,
        reduction=reduction,
        reduction_percent=(reduction / baseline * PER_CENT).quantize(PENNY, ROUND_HALF_UP) if baseline else None,
        value=value,
        linked=linked,
        out_of_hospital=ring_fenced - linked,
        quarters=_paid_by_quarter(quarters, linked, reduction),
    )


def _paid_by_quarter(quarters: Sequence[Quarter], linked: Decimal, reduction: Decimal) -> tuple[QuarterPaid, ...]:
    planned, achieved, paid, found = NOUGHT, NOUGHT, NOUGHT, []
    known = True
    for quarter in quarters:
        planned += quarter.baseline - quarter.target
        known = known and quarter.actual is not None
        achieved += quarter.baseline - (quarter.actual or NOUGHT) if known else NOUGHT
        due = _due(linked, reduction, planned, achieved) if known else paid
        payment = max(NOUGHT, due - paid)
        paid += payment
        found.append(QuarterPaid(planned, achieved if known else None, due, payment))
    return tuple(found)


def _due(linked: Decimal, reduction: Decimal, planned: Decimal, achieved: Decimal) -> Decimal:
    """What is due by a quarter: never more than was planned by then, nor than the whole sum."""
    if reduction <= 0:
        return NOUGHT
    counted = min(max(achieved, NOUGHT), max(planned, NOUGHT), reduction)
    return pounds_and_pence(linked * counted / reduction)
