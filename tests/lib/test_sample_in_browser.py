"""The template pack and the script in a browser: focus, announcements, width, accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.lib.sample")]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = {"width": 820, "height": 1180}, {"width": 320, "height": 640}


def violations(page):
    answer = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
    return [(fault["id"], node["target"]) for fault in answer["violations"] for node in fault["nodes"]]


def send(page):
    page.goto("/sample/")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["tablet", "narrow"])
@pytest.mark.parametrize("path", ["/sample/", "/account/sign-in/", "/about/"])
def test_page_keeps_the_rules_and_never_scrolls_sideways(page, path, size):
    page.set_viewport_size(size)

    page.goto(path)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["tablet", "narrow"])
def test_page_with_faults_keeps_the_rules_and_never_scrolls_sideways(page, size, screenshot):
    page.set_viewport_size(size)

    send(page)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    screenshot(page, f"sample-faults-{size['width']}")


def test_rules_find_a_fault_when_there_is_one(page):
    page.goto("/sample/")
    page.evaluate("document.querySelector('label[for=id_title]').remove()")

    assert "label" in [rule for rule, _ in violations(page)]


def test_each_link_of_the_error_summary_moves_the_focus_to_its_control(page):
    send(page)
    links = page.locator(".govuk-error-summary a")

    reached = []
    for number in range(links.count()):
        links.nth(number).click()
        reached.append(page.evaluate("[document.activeElement.tagName, document.activeElement.id]"))

    targets = [links.nth(number).get_attribute("href")[1:] for number in range(links.count())]
    assert len(targets) >= 13
    assert [id_ for _, id_ in reached] == targets
    assert {tag for tag, _ in reached} <= {"INPUT", "SELECT", "TEXTAREA"}


def test_added_row_takes_the_focus_and_is_announced(page):
    page.goto("/sample/")

    page.get_by_role("button", name="Add another line").press("Enter")

    expect(page.locator("#id_lines-2-what")).to_be_focused()
    expect(page.locator("#desk-announce")).to_have_text("Line 3 added.")
    expect(page.locator(".desk-row")).to_have_count(3)


def test_removed_row_leaves_the_focus_on_the_heading_and_is_announced(page):
    page.goto("/sample/")

    page.get_by_role("button", name="Remove Line 2").press("Enter")

    expect(page.locator("#lines")).to_be_focused()
    expect(page.locator("#desk-announce")).to_have_text("Line 2 removed.")
    expect(page.locator(".desk-row")).to_have_count(1)


def test_double_click_sends_once_and_leaves_the_button_alone(page):
    page.goto("/sample/")
    # After the guard has spoken, the listener notes its word and keeps the page.
    page.evaluate(
        """() => { window.sent = 0; document.querySelector("main form button:last-of-type").focus();
        addEventListener("submit", (event) => { window.sent += !event.defaultPrevented; event.preventDefault(); });
        }"""
    )

    page.get_by_role("button", name="Save and continue").dblclick()

    assert page.evaluate("window.sent") == 1
    expect(page.get_by_role("button", name="Save and continue")).to_be_focused()
    expect(page.get_by_role("button", name="Save and continue")).to_be_enabled()


def test_option_shows_its_fields_only_when_chosen(page):
    page.goto("/sample/")
    date = page.locator("#id_ratified_on")

    expect(date).to_be_hidden()
    page.get_by_label("Chair’s action").last.scroll_into_view_if_needed()
    page.locator("#id_basis-3").check()

    expect(date).to_be_visible()


def test_password_is_shown_on_request(page):
    page.goto("/account/sign-in/")

    page.get_by_role("button", name="Show password").click()

    expect(page.locator("#id_password")).to_have_attribute("type", "text")


def test_prose_is_counted_as_it_is_typed(page):
    page.goto("/sample/")

    page.get_by_label("Vision").fill("x" * 310)

    expect(page.locator(".govuk-character-count__status")).to_have_text("You have 10 characters too many")
    expect(page.get_by_label("Vision")).to_have_value("x" * 310)


def test_page_works_without_a_script(new_context, faults):
    page = new_context(java_script_enabled=False).new_page()
    faults.watch(page)
    page.goto("/sample/")

    page.get_by_role("button", name="Save and continue").click()

    expect(page.locator(".govuk-error-summary li").first).to_have_text("Title: enter an answer.")
    expect(page).to_have_title("Error: Sample – Integration Transformation Fund: joint plans")
