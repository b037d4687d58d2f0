"""The payment modeller at a browser: slider and box, keys, no script, faults as they are typed, axe, a phone."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.pages import axe_faults, width_needed
from tests.plans.modeller.papers import add_contingency, december_plan, july_plan

pytestmark = pytest.mark.django_db(transaction=True)
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 667}


def open_as_author(page, drafting, live_server, query=""):
    """The page, as the council's author sees it; returns the line that says what is paid."""
    client = Client()
    client.force_login(drafting.author)
    page.context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}
                              for name, cookie in client.cookies.items()])  # fmt: skip
    page.goto(f"{live_server.url}/plans/{drafting.plan.key}/payment/{query}")
    return page.locator("#payment-said")


def test_a_slider_moves_its_box_and_the_result_by_keys_alone(page, live_server):
    said = open_as_author(page, july_plan(), live_server)
    expect(said).to_contain_text("£1,251,600 is paid of £1,251,600")
    slider = page.get_by_role("slider", name="January to March 2015, slider")

    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")

    expect(page.get_by_label("January to March 2015", exact=True)).to_have_value("5,920")
    expect(said).to_contain_text("830 are reached")
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", "5,920")
    assert "actual_q1=5%2C920" in page.url
    page.reload()
    expect(said).to_contain_text("830 are reached")


def test_a_box_moves_its_slider_and_a_fault_is_said_while_it_is_typed(page, live_server):
    said = open_as_author(page, july_plan(), live_server)
    price = page.get_by_label("Price of an admission", exact=True)

    price.fill("2,000")
    expect(page.get_by_role("slider", name="Price of an admission, slider")).to_have_value("2000")
    expect(said).to_contain_text("£1,680,000 is paid")
    price.fill("45.000")

    expect(page.locator("#id_price-error")).to_contain_text("can mean 45 or 45,000")
    expect(price).to_have_attribute("aria-invalid", "true")
    expect(price).to_be_focused()
    price.fill("1500")
    expect(page.locator("#id_price-error")).to_be_empty()
    expect(price).to_have_attribute("aria-invalid", "false")
    expect(said).to_contain_text("£1,260,000 is paid")


def test_without_a_script_the_boxes_and_a_button_do_the_same(new_context, live_server):
    page = new_context(java_script_enabled=False).new_page()
    said = open_as_author(page, july_plan(), live_server)
    expect(page.get_by_role("slider")).to_have_count(0)

    page.get_by_label("October to December 2015", exact=True).fill("6050")
    page.get_by_role("button", name="Work it out").click()

    expect(said).to_contain_text("£1,028,100 is paid of £1,251,600")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("query", ["", "?linked=45.000", "?scheme=admissions"])
def test_the_page_keeps_the_rules_and_never_scrolls_sideways(page, live_server, size, query):
    drafting = december_plan()
    add_contingency(drafting.plan)
    page.set_viewport_size(size)

    open_as_author(page, drafting, live_server, query)

    assert axe_faults(page) == []
    assert width_needed(page) <= size["width"]
