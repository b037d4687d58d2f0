"""Rules about rates of measures: whether a target is better is judged by exact rates (R25)."""

from decimal import Decimal

import pytest

from plans.rules import findings
from plans.rules.sample import sample

FALLS = {
    "_title": "Falls",
    "_key": "LOCAL",
    "_facts": {"multiplier": "1", "good": "down", "unit": "falls a head"},
    "baseline_numerator": Decimal(44),
    "baseline_denominator": Decimal(1000),
    "october_denominator": Decimal(1000),
}


def found(rule, **values):
    content = sample({"measures": {"measures": [{**FALLS, **values}]}})
    return [finding for finding in findings(content) if finding.rule == rule]


@pytest.mark.parametrize("target", [42, 36])
def test_a_target_of_a_small_rate_that_is_better_is_in_order(target):
    assert found("R25", october_numerator=Decimal(target)) == []


def test_rates_that_are_no_better_are_shown_with_digits_that_tell_them_apart():
    (warning,) = found("R25", october_numerator=Decimal(46))

    assert dict(warning.figures) == {"Baseline": "0.044", "October 2015": "0.046"}


def test_a_stated_rate_is_set_against_one_that_can_be_read():
    (finding,) = found("V11", baseline_stated=Decimal(44))

    assert dict(finding.figures) == {"Stated": "44", "Computed": "0.044"}
