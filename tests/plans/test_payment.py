"""Tests of plans.payment: the four fixtures of scheme B, scheme A on Bromley's pool, and what always holds."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.payment import (
    PENNY,
    POUND,
    MeasureResult,
    Quarter,
    SchemeATerms,
    linked_by_national_share,
    part_achieved,
    planned_targets,
    scheme_a,
    scheme_b,
)

PRICE, SHARE = Decimal(1490), Decimal(4_000_000)
BASELINES, TARGETS = (6000, 5900, 5900, 6200), (5910, 5700, 5650, 5900)


def quarters(actuals, *, targets=TARGETS):
    return [
        Quarter(Decimal(baseline), Decimal(target), None if actual is None else Decimal(actual))
        for baseline, target, actual in zip(BASELINES, targets, actuals, strict=True)
    ]


def paid(result):
    return [quarter.paid for quarter in result.quarters]


def test_scheme_b_worked_example():
    result = scheme_b(quarters((5960, 5750, 5700, 6050)), price=PRICE, ring_fenced=SHARE)

    assert [quarter.planned for quarter in result.quarters] == [90, 290, 540, 840]
    assert [quarter.achieved for quarter in result.quarters] == [40, 190, 390, 540]
    assert [quarter.due for quarter in result.quarters] == [59_600, 283_100, 581_100, 804_600]
    assert paid(result) == [59_600, 223_500, 298_000, 223_500]
    assert result.reduction_percent == Decimal("3.50")
    assert (result.value, result.linked, result.out_of_hospital) == (1_251_600, 1_251_600, 2_748_400)
    assert (result.paid, result.unearned) == (804_600, 447_000)


def test_scheme_b_pays_when_a_late_start_catches_up():
    result = scheme_b(quarters((6000, 5900, 5500, 5760)), price=PRICE, ring_fenced=SHARE)

    assert [quarter.achieved for quarter in result.quarters] == [0, 0, 400, 840]
    assert paid(result) == [0, 0, 596_000, 655_600]
    assert (result.paid, result.unearned) == (1_251_600, 0)


def test_scheme_b_pays_nothing_in_a_year_worse_than_its_baseline():
    result = scheme_b(quarters((6100, 5950, 6000, 6300)), price=PRICE, ring_fenced=SHARE)

    assert paid(result) == [0, 0, 0, 0]
    assert result.unearned == result.linked == 1_251_600


@pytest.mark.parametrize("targets", [BASELINES, (6000, 5900, 5900, 6300)])
def test_scheme_b_without_a_planned_reduction_has_nothing_to_pay(targets):
    result = scheme_b(quarters((5000, 5000, 5000, 5000), targets=targets), price=PRICE, ring_fenced=SHARE)

    assert result.reduction <= 0
    assert result.linked == 0
    assert result.out_of_hospital == SHARE
    assert paid(result) == [0, 0, 0, 0]


def test_scheme_b_is_capped_at_the_ring_fenced_sum():
    result = scheme_b(quarters((5910, 5700, 5650, 5900)), price=PRICE, ring_fenced=Decimal(1_000_000))

    assert (result.linked, result.out_of_hospital, result.paid) == (1_000_000, 0, 1_000_000)


def test_scheme_b_waits_for_quarters_that_are_not_known():
    result = scheme_b(quarters((5960, None, 5700, None)), price=PRICE, ring_fenced=SHARE)

    assert paid(result) == [59_600, 0, 0, 0]
    assert [quarter.achieved for quarter in result.quarters] == [40, None, None, None]


def test_scheme_b_takes_nothing_back_within_the_year():
    result = scheme_b(quarters((5910, 6100, 5900, 6200)), price=PRICE, ring_fenced=SHARE)

    assert paid(result) == [134_100, 0, 0, 0]


def test_scheme_b_without_baselines_has_no_percentage():
    result = scheme_b([Quarter(Decimal(0), Decimal(0))], price=PRICE, ring_fenced=SHARE)

    assert result.reduction_percent is None


@pytest.mark.parametrize(("price", "share"), [(Decimal(-1), SHARE), (PRICE, Decimal(-1))])
def test_scheme_b_refuses_negative_terms(price, share):
    with pytest.raises(ValueError, match="not negative"):
        scheme_b(quarters((1, 1, 1, 1)), price=price, ring_fenced=share)


@pytest.mark.parametrize(
    ("percent", "pattern", "targets"),
    [
        (Decimal("3.5"), [90, 200, 250, 300], [5910, 5700, 5650, 5900]),
        (Decimal(7), [90, 200, 250, 300], [5820, 5500, 5400, 5600]),
        (Decimal("3.5"), [], [5790, 5693, 5694, 5983]),
        (Decimal("3.5"), [-10, 200, 250, 300], [5790, 5693, 5694, 5983]),
        (Decimal(100), [0, 0, 0, 1], [0, 0, 0, 0]),
        (Decimal(0), [90, 200, 250, 300], [6000, 5900, 5900, 6200]),
        (Decimal(-1), [], [6060, 5959, 5959, 6262]),
    ],
)
def test_a_fall_is_spread_over_the_quarters_in_whole_admissions(percent, pattern, targets):
    assert list(planned_targets([Decimal(count) for count in BASELINES], percent, pattern)) == targets


counts = st.integers(min_value=0, max_value=20_000)
steps = st.sampled_from([PENNY, POUND])
a_quarter = st.builds(Quarter, counts.map(Decimal), counts.map(Decimal), st.none() | counts.map(Decimal))


@given(st.lists(a_quarter, min_size=4, max_size=4), st.integers(0, 500_000), st.integers(0, 10_000_000), steps)
def test_scheme_b_always_accounts_for_every_pound(four, pence, share, step):
    result = scheme_b(four, price=Decimal(pence) / 100, ring_fenced=Decimal(share), step=step)

    assert result.paid + result.unearned + result.out_of_hospital == share
    assert result.unearned >= 0
    assert all(quarter.paid >= 0 for quarter in result.quarters)


@given(st.lists(counts, min_size=4, max_size=4), st.integers(-10_000, 10_000), st.lists(counts, max_size=4))
def test_a_fall_spread_over_the_quarters_adds_up_and_leaves_no_quarter_below_nought(baselines, hundredths, pattern):
    baselines, percent = [Decimal(count) for count in baselines], Decimal(hundredths) / 100

    targets = planned_targets(baselines, percent, pattern if len(pattern) == 4 else ())

    assert sum(baselines) - sum(targets) == (sum(baselines) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
    assert min(targets) >= 0


parts = st.integers(0, 100).map(lambda hundredths: Decimal(hundredths) / 100)


@given(st.integers(0, 1_000_000_000), st.booleans(), parts, parts, steps)
def test_scheme_a_always_accounts_for_every_penny(pence, gate_met, april, october, step):
    result = scheme_a(Decimal(pence) / 100, gate_met=gate_met, april=april, october=october, step=step)

    assert result.paid + result.withheld == result.linked
    assert result.withheld >= 0
    if gate_met and april == october == 1:
        assert result.withheld == 0


rates = st.integers(0, 100_000).map(lambda tenths: Decimal(tenths) / 10)


@given(st.lists(st.builds(MeasureResult, rates, rates, rates, st.booleans()), min_size=1, max_size=8))
def test_the_part_achieved_lies_between_none_and_all(results):
    assert 0 <= part_achieved({str(number): result for number, result in enumerate(results)}) <= 1


def test_scheme_a_on_bromleys_pool_at_the_national_share():
    linked = linked_by_national_share(Decimal(15_000_000))

    result = scheme_a(linked, gate_met=True, april=Decimal(1), october=Decimal(1))

    assert linked == Decimal("3947368.42")
    assert (result.gate, result.april, result.october) == (
        Decimal("986842.11"),
        Decimal("986842.11"),
        Decimal("1973684.20"),  # the last of three rounded payments gives way by a penny
    )
    assert result.withheld == 0


def test_scheme_a_on_the_quarter_that_bromley_names():
    result = scheme_a(Decimal(15_000_000) * Decimal("0.25"), gate_met=True, april=Decimal(1), october=Decimal(1))

    assert result.linked == 3_750_000
    assert result.withheld == 0


def test_scheme_a_without_its_gate_pays_only_for_measures():
    result = scheme_a(Decimal(1000), gate_met=False, april=Decimal("0.5"), october=Decimal("0.8"))

    assert (result.gate, result.april, result.october) == (0, 125, 400)
    assert result.withheld == 475
    assert result.needs_recovery_plan


def test_scheme_a_takes_other_terms():
    terms = SchemeATerms(gate=Decimal(0), april=Decimal("0.5"), october=Decimal("0.5"), pass_mark=Decimal("0.4"))

    result = scheme_a(Decimal(1000), gate_met=True, april=Decimal("0.5"), october=Decimal("0.5"), terms=terms)

    assert result.paid == 500
    assert not result.needs_recovery_plan


@pytest.mark.parametrize(("linked", "april"), [(Decimal(-1), Decimal(1)), (Decimal(1), Decimal("1.1"))])
def test_scheme_a_refuses_what_cannot_be(linked, april):
    with pytest.raises(ValueError, match="between 0 and 1"):
        scheme_a(linked, gate_met=True, april=april, october=Decimal(1))


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "lower", "achieved"),
    [
        (100, 90, 95, True, "0.5"),
        (100, 90, 80, True, "1"),
        (100, 90, 110, True, "0"),
        (80, 84, 83, False, "0.75"),
        (80, 80, 80, False, "1"),
        (80, 80, 79, False, "0"),
    ],
)
def test_part_of_a_measure_achieved(baseline, target, actual, lower, achieved):
    result = MeasureResult(Decimal(baseline), Decimal(target), Decimal(actual), lower_is_good=lower)

    assert result.achieved == Decimal(achieved)


def test_part_achieved_is_the_mean_unless_weighted():
    results = {
        "DTOC": MeasureResult(Decimal(100), Decimal(90), Decimal(90)),
        "PX": MeasureResult(Decimal(70), Decimal(76), Decimal(70), lower_is_good=False),
    }

    assert part_achieved(results) == Decimal("0.5")
    assert part_achieved(results, {"DTOC": Decimal("0.8"), "PX": Decimal("0.2")}) == Decimal("0.8")
    assert part_achieved(results, {"DTOC": Decimal(4), "PX": Decimal(1)}) == Decimal("0.8")


@pytest.mark.parametrize("weights", [{"DTOC": Decimal(0)}, {"DTOC": Decimal(-1)}, {"PX": Decimal(1)}])
def test_weights_must_fit_the_measures(weights):
    results = {"DTOC": MeasureResult(Decimal(100), Decimal(90), Decimal(90))}

    with pytest.raises(ValueError, match="weight"):
        part_achieved(results, weights)


def test_no_measures_is_no_payment():
    with pytest.raises(ValueError, match="no measure"):
        part_achieved({})
