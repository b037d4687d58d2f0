"""Enough plans for every act of every round."""

from collections import Counter

import pytest

from tests.bench.spread import Stop, TooFewPlans, described, stops


def test_stops_give_each_act_a_plan_for_every_round():
    counted = Counter(stops(151, 32))

    assert sum(counted.values()) == 151
    assert counted[Stop.TO_FREEZE] == counted[Stop.TO_SIGN] == counted[Stop.TO_SUBMIT] == 32


def test_stops_fill_a_page_of_the_inbox_from_the_first_round():
    assert Counter(stops(151, 32))[Stop.SUBMITTED] >= 25


def test_stops_begin_with_the_large_plans():
    assert stops(40, 7)[:4] == [Stop.DRAFT, Stop.REOPENED, Stop.SUBMITTED, Stop.DRAFT]


def test_stops_always_hold_a_decided_plan_to_copy():
    assert Stop.DECIDED in stops(26, 7)


def test_too_few_plans_for_the_rounds_are_refused():
    with pytest.raises(TooFewPlans, match="at least 26 plans, not 25"):
        stops(25, 7)


def test_plans_beyond_one_round_are_told_apart():
    assert described(755, 32).endswith(", 604 of earlier rounds, decided")
    assert len(stops(755, 32)) == 151
