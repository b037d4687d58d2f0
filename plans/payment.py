"""The two payment schemes as arithmetic: by measures (December 2013) and by emergency admissions (July 2014).

Pure functions over Decimals, in pounds. "found" marks what was published, "own" what stands in for unseen guidance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NOUGHT, ONE, PENNY, PER_CENT = Decimal(0), Decimal(1), Decimal("0.01"), Decimal(100)
POUND = ONE
# £1bn of £3.8bn depends on performance (joint statement, 8 August 2013): for an area whose sum was not published.
NATIONAL_SHARE = (Decimal("1.0"), Decimal("3.8"))


def pounds_and_pence(amount: Decimal) -> Decimal:
    """An amount to the penny, halves up."""
    return rounded(amount, PENNY)


def rounded(amount: Decimal, step: Decimal) -> Decimal:
    """An amount to the penny or to the pound, halves up."""
    return amount.quantize(step, ROUND_HALF_UP)


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


def linked_by_national_share(
    pool: Decimal, share: tuple[Decimal, Decimal] = NATIONAL_SHARE, *, step: Decimal = PENNY
) -> Decimal:
    """The performance-linked sum of a pool at the national share, £1bn of £3.8bn; for want of a published sum."""
    part, whole = share
    return rounded(pool * part / whole, step)


def shares_of(weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Weights as parts of one, however they were given: 1 and 3 are a quarter and three quarters.

    Raises ValueError for a negative weight, and where all of them are nought.
    """
    whole = sum(weights.values(), NOUGHT)
    if whole <= 0 or min(weights.values()) < 0:
        raise ValueError("No weight may be below nought, and at least one must be above it.")
    return {key: weight / whole for key, weight in weights.items()}


def part_achieved(results: Mapping[str, MeasureResult], weights: Mapping[str, Decimal] | None = None) -> Decimal:
    """f(M) of the paper: Σ weight × part achieved, from 0 to 1; equal weights unless given.

    Weights count by their proportion. Raises ValueError when there are no measures, when the weights do not name the
    same measures, and as ``shares_of`` does.
    """
    if not results:
        raise ValueError("There is no measure to be paid by.")
    if weights is None:
        return sum((result.achieved for result in results.values()), NOUGHT) / len(results)
    if set(weights) != set(results):
        raise ValueError("Each measure needs a weight.")
    whole = sum(weights.values(), NOUGHT)
    shares_of(weights)
    # Divided once and last, so that all achieved is one and not a little less.
    return sum((weights[key] * result.achieved for key, result in results.items()), NOUGHT) / whole


def scheme_a(
    linked: Decimal,
    *,
    gate_met: bool,
    april: Decimal,
    october: Decimal,
    terms: SchemeATerms | None = None,
    step: Decimal = PENNY,
) -> SchemeA:
    """What the scheme of December 2013 pays (found F04; how parts are measured is own).

    ``april`` and ``october`` are parts achieved, from 0 to 1; payments are rounded to ``step``. Raises ValueError for
    a part outside, or a negative sum.
    """
    if not (0 <= april <= 1 and 0 <= october <= 1) or linked < 0:
        raise ValueError("Parts achieved lie between 0 and 1, and the sum is not negative.")
    terms = terms or SchemeATerms()
    of_gate, of_april, of_october = _three_sums(linked, terms, step)
    return SchemeA(
        linked=linked,
        gate=of_gate if gate_met else NOUGHT,
        april=_part_of(of_april, april, step),
        october=_part_of(of_october, october, step),
        april_part=april,
        october_part=october,
        needs_recovery_plan=min(april, october) < terms.pass_mark,
    )


def _three_sums(linked: Decimal, terms: SchemeATerms, step: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """What each payment can come to. Rounded one by one they may miss the whole: the last one gives way."""
    gate, april = rounded(linked * terms.gate, step), rounded(linked * terms.april, step)
    left = max(NOUGHT, linked - gate - april)
    is_all = terms.gate + terms.april + terms.october >= ONE
    return gate, april, left if is_all else min(left, rounded(linked * terms.october, step))


def _part_of(amount: Decimal, part: Decimal, step: Decimal) -> Decimal:
    return amount if part == ONE else min(amount, rounded(amount * part, step))


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


def scheme_b(quarters: Sequence[Quarter], *, price: Decimal, ring_fenced: Decimal, step: Decimal = PENNY) -> SchemeB:
    """Payments for fewer emergency admissions: cumulative, in arrears, never taken back within the year.

    That they depend on admissions alone is found F11, the mechanics are own. Paid + unearned + out of hospital =
    ring-fenced. Raises ValueError for a negative price or sum. A quarter without an actual earns nothing yet, nor do
    those after it. Payments are rounded to ``step``; all of the fall pays all of the sum.
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
        quarters=_paid_by_quarter(quarters, linked, reduction, step),
    )


def _paid_by_quarter(
    quarters: Sequence[Quarter], linked: Decimal, reduction: Decimal, step: Decimal
) -> tuple[QuarterPaid, ...]:
    planned, achieved, paid, found = NOUGHT, NOUGHT, NOUGHT, []
    known = True
    for quarter in quarters:
        planned += quarter.baseline - quarter.target
        known = known and quarter.actual is not None
        achieved += quarter.baseline - (quarter.actual or NOUGHT) if known else NOUGHT
        due = _due(linked, reduction, planned, achieved, step) if known else paid
        payment = max(NOUGHT, due - paid)
        paid += payment
        found.append(QuarterPaid(planned, achieved if known else None, due, payment))
    return tuple(found)


def _due(linked: Decimal, reduction: Decimal, planned: Decimal, achieved: Decimal, step: Decimal) -> Decimal:
    """What is due by a quarter: never more than was planned by then, nor than the whole sum."""
    if reduction <= 0:
        return NOUGHT
    counted = min(max(achieved, NOUGHT), max(planned, NOUGHT), reduction)
    return linked if counted == reduction else min(linked, rounded(linked * counted / reduction, step))
