"""A made-up plan is one that nothing stops, whatever the template and the rules ask for by now."""

import io

import pytest
from django.core.management import call_command

from plans.gather import plan_content
from plans.models import Plan
from plans.rules import blocking, findings
from tests.bench.bodies import make_areas, make_everywhere
from tests.bench.localities import Size, make_drafts


@pytest.fixture
def drafts(db):
    """Two plans in areas of their own, on the reference data that the product ships."""
    call_command("load_reference", stdout=io.StringIO())
    everywhere = make_everywhere()
    first, second = make_areas(2, everywhere)
    return make_drafts([(first, "small", Size(1, 1)), (second, "large", Size(9, 3))], everywhere)


def test_made_up_plans_can_be_frozen(drafts):
    contents = [plan_content(Plan.objects.get(pk=plan.pk)) for plan in drafts]

    assert [blocking(findings(content)) for content in contents] == [(), ()]
    assert [len(content.section("schemes").table("schemes").rows) for content in contents] == [1, 9]
