"""What several schemes claim at once."""

from decimal import Decimal

import pytest

from plans import claims
from tests.plans.contents import with_tables
from tests.plans.documents.builders import YEARS, plan, row, scheme

SECOND = YEARS[1]


def outcome(target, **values):
    said = {"measure": "Non-elective activity", "year": SECOND, "change": "reduction", "baseline_period": "2014/15"}
    return row("schemes", "outcomes", 1, {**said, "target": Decimal(target), **values})


def avoided(quantity):
    return row("schemes", "benefits", 1, {"type": "admissions", "year": SECOND, "quantity": Decimal(quantity)})


def content_of(*rows):
    return plan(rows=[with_tables(scheme(number), **tables) for number, tables in enumerate(rows, start=1)])


def test_one_fall_claimed_three_times_is_12_or_4_per_cent():
    (found,) = claims.shared_changes(content_of(*[{"outcomes": [outcome(4)]}] * 3))

    assert (found.added, found.shared) == (12, 4)
    assert [claim.scheme.given("ref") for claim in found.claims] == ["E1", "E2", "E3"]


@pytest.mark.parametrize("other", [{"year": YEARS[0]}, {"baseline_period": "2013/14"}, {"measure": "Delays"}])
def test_another_year_baseline_or_measure_is_another_fall(other):
    content = content_of({"outcomes": [outcome(4)]}, {"outcomes": [outcome(4, **other)]})

    assert not claims.shared_changes(content)


def test_admissions_avoided_are_listed_with_their_schemes():
    (found,) = claims.admissions_claimed(content_of({"benefits": [avoided(40)]}, {"benefits": [avoided(60)]}))

    assert (found.year, found.claimed, found.planned) == (SECOND, 100, None)
    assert [claim.amount for claim in found.claims] == [40, 60]


def test_a_plan_without_an_admissions_measure_has_no_target():
    assert claims.target_percent(content_of({})) is None
