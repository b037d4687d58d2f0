"""What is left out of the contingency plan, and a partner's whole spend entered twice: R34 and R35."""

from decimal import Decimal

import pytest

from plans.rules import INFORM, WARN, findings
from plans.rules.sample import sample

DTOC = {"_key": "DTOC", "_title": "Delayed transfers of care"}
SPEND = {"organisation": "council", "year": "2015/16", "amount": Decimal(190_000_000)}


def found(content, rule):
    return [finding for finding in findings(content) if finding.rule == rule]


def test_measures_without_an_entry_are_named_in_one_note():
    others = [{"_key": key, "_title": key.title()} for key in ("FALLS", "STAYS")]

    notes = found(
        sample({"measures": {"measures": [DTOC, *others]}, "contingency": {"at-risk": [{"measure": "FALLS"}]}}), "R34"
    )

    assert [(note.severity, note.field, dict(note.figures)) for note in notes] == [
        (INFORM, "at-risk", {"Measures": "3", "Without an entry": "2"}),
        (INFORM, "calls", {}),
    ]
    assert notes[0].message.endswith("for: Delayed transfers of care; Stays.")


def test_by_the_template_of_july_2014_measures_are_not_paid_for():
    assert [note.field for note in found(sample({"measures": {"measures": [DTOC]}}, template="jul-2014"), "R34")] == [
        "calls"
    ]


def test_each_entry_after_the_first_is_a_warning_at_its_row():
    warnings = found(sample({"whole-spend": {"whole-spend": [SPEND, {**SPEND, "amount": None}, SPEND]}}), "R35")

    assert {warning.severity for warning in warnings} == {WARN}
    assert [warning.row for warning in warnings] == ["whole-spend-2", "whole-spend-3"]
    assert warnings[0].figures_text == "Entered first £190,000,000; Entered again –"


@pytest.mark.parametrize("others", [[{"year": "2014/15"}], [{"organisation": "ccg"}], [{"year": None}] * 2])
def test_other_partners_other_years_and_unfinished_rows_are_not_twice(others):
    rows = [SPEND, *({**SPEND, **other} for other in others)]

    assert found(sample({"whole-spend": {"whole-spend": rows}}), "R35") == []
