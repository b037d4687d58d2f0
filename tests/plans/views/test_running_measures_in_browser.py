"""The measures at a browser: rate, distance and chart follow what is typed; axe; a phone."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from plans.models import MeasurePlan
from tests.factories.plans import complete_plan
from tests.pages import axe_faults, width_needed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_measures(page, live_server):
    """The council's author at the measures of a complete plan."""
    drafting, client = complete_plan(), Client()
    client.force_login(drafting.author)
    page.context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}
                              for name, cookie in client.cookies.items()])  # fmt: skip
    page.goto(f"{live_server.url}/plans/{drafting.plan.key}/measures/")
    return page.locator(f"#measure-{MeasurePlan.objects.get().pk}")


def test_rate_distance_and_chart_follow_what_is_typed(page, at_measures):
    box = page.get_by_label("Numerator for the October 2015 payment")

    box.fill("205")

    expect(at_measures).to_contain_text("500.0 per 100,000")
    expect(at_measures.locator("figcaption")).to_contain_text("24.2% below the baseline")
    expect(box).to_be_focused()
    box.fill("TBC")
    expect(at_measures.locator("svg")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_page_keeps_the_rules_and_never_scrolls_sideways(page, at_measures, width):
    page.set_viewport_size({"width": width, "height": 800})
    expect(at_measures).to_contain_text("11.3% lower")

    assert axe_faults(page) == []
    assert width_needed(page) <= width
