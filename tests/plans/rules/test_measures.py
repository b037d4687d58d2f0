"""Rules about measures: a target is judged by exact rates (R25), a percentage by its whole (R40)."""

from decimal import Decimal

import pytest

from plans.rules import WARN, findings
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


@pytest.mark.parametrize(
    ("unit", "numerator", "count"),
    [("%", 1001, 1), ("per cent of patients", 1001, 1), ("%", 1000, 0), ("falls per 100 people", 1001, 0)],
)
def test_a_percentage_of_more_than_all_is_asked_about(unit, numerator, count):
    facts = {**FALLS["_facts"], "unit": unit, "multiplier": "100"}
    warnings = found("R40", _facts=facts, october_numerator=Decimal(numerator))

    assert len(warnings) == count
    for warning in warnings:
        assert (warning.severity, warning.field) == (WARN, "october_numerator")
        assert warning.message == "Falls, October 2015: 1,001 of 1,000 is more than 100%."
