"""Schemes by local service group."""

from decimal import Decimal

from hypothesis import given as drawn
from hypothesis import strategies as st

from plans import ledger
from plans.grouping import spend_by_group
from tests.plans.contents import with_section, with_tables
from tests.plans.documents.builders import plan, row, scheme

NAMES = st.lists(st.sampled_from(["", "Short-term", "short-TERM", "Long-term", "Elsewhere"]), max_size=8)


def content_of(names, *groups):
    content = plan(rows=[scheme(number, service_group=name) for number, name in enumerate(names, start=1)])
    rows = [
        row("plan-details", "service-groups", n, {"name": name, "services": "Some"}) for n, name in enumerate(groups)
    ]
    return with_section(content, with_tables(content.section("plan-details"), **{"service-groups": rows}))


def test_groups_stand_in_the_plans_order_then_others_then_none():
    found = spend_by_group(content_of(["", "LONG-TERM", "Elsewhere"], "Short-term", "Long-term"))

    assert [group.name for group in found] == ["Short-term", "Long-term", "Elsewhere", "In no group"]
    assert [len(group.schemes) for group in found] == [0, 1, 1, 1]
    assert found[1].amounts == (Decimal(75_000), Decimal(171_394))


def test_a_plan_that_groups_nothing_has_no_groups():
    assert spend_by_group(content_of(["", ""])) == ()


@drawn(names=NAMES)
def test_groups_add_up_to_the_spend(names):
    content = content_of(names, "Short-term")

    for place, year in enumerate(content.years):
        assert sum(group.amounts[place] for group in spend_by_group(content)) == ledger.spend(content, year)
