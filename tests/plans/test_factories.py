"""The plans that other tests start from."""

from plans.rules import blocking, findings


def test_a_complete_plan_has_no_finding_that_stops_it(complete):
    found = findings(complete.content)

    assert blocking(found) == ()


def test_an_empty_plan_is_stopped(drafting):
    found = findings(drafting.content)

    assert blocking(found)
