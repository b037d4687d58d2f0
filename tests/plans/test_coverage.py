"""Conditions by schemes: gaps, inferred marks, every pound once."""

from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from plans import ledger
from plans.coverage import coverage
from tests.plans.documents.builders import condition, line, plan, scheme, section, with_lines

KEYS = ("SEVEN_DAY", "DATA_SHARING", "JOINT_AGREEMENT")
CHOICES = st.lists(st.sets(st.sampled_from((*KEYS, "OF_ANOTHER_SET"))), max_size=8)


def content_of(*concepts, **values):
    rows = [
        with_lines(
            scheme(number, concepts=[(key, key) for key in sorted(keys)], **values),
            [line(number, {"year": "2015/16", "stated": Decimal(10**number)})],
        )
        for number, keys in enumerate(concepts, start=1)
    ]
    conditions = section("conditions", {}, {"conditions": [condition(n, key) for n, key in enumerate(KEYS, start=1)]})
    return plan(rows=rows, conditions=conditions)


def test_each_condition_shows_its_schemes_and_those_alone_count():
    found = coverage(content_of({"SEVEN_DAY"}, {"SEVEN_DAY", "DATA_SHARING"}, set()))

    seven, sharing, agreement = found.conditions
    assert [cell.text for cell in seven.cells] == ["Yes", "Yes", ""]
    assert (seven.alone, seven.shared) == ((0, 10), 1)
    assert (sharing.alone, sharing.shared) == ((0, 0), 1)
    assert (found.several, found.none, found.spend) == ((0, 100), (0, 1000), (0, 1110))
    assert agreement.is_gap


@pytest.mark.parametrize(
    ("served", "told"),
    [
        ([{"SEVEN_DAY"}], "1"),
        ([{"SEVEN_DAY", "DATA_SHARING"}], "1, with other conditions too"),
        ([{"SEVEN_DAY"}, {"SEVEN_DAY"}], "2"),
        ([{"SEVEN_DAY"}, {"SEVEN_DAY", "DATA_SHARING"}], "2, 1 of them with other conditions too"),
        ([{"SEVEN_DAY", "DATA_SHARING"}] * 2, "2, all of them with other conditions too"),
    ],
)
def test_how_many_schemes_serve_a_condition_is_told_in_words(served, told):
    assert coverage(content_of(*served)).conditions[0].told == told


def test_only_conditions_that_ask_for_services_can_be_gaps():
    assert [gap.key for gap in coverage(content_of({"SEVEN_DAY"})).gaps] == ["DATA_SHARING"]


def test_an_inferred_condition_is_marked():
    found = coverage(content_of({"SEVEN_DAY"}, concepts_inferred=True))

    assert [cell.text for cell in found.conditions[0].cells] == ["Yes, inferred"]
    assert [cell.text for cell in found.conditions[1].cells] == [""]


def test_a_concept_that_the_set_does_not_have_counts_as_none():
    assert coverage(content_of({"OF_ANOTHER_SET"})).none == (0, 10)


@drawn(concepts=CHOICES)
def test_every_pound_counts_once(concepts):
    content = content_of(*concepts)
    found = coverage(content)

    for place, year in enumerate(content.years):
        parts = [one.alone[place] for one in found.conditions] + [found.several[place], found.none[place]]
        assert sum(parts) == found.spend[place] == ledger.spend(content, year)
    assert [row[0] for row in found.rows] == list(found.schemes)
