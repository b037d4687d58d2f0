"""The difference moves while figures are typed, is said once, and is right without a script after a save."""

import pytest
from playwright.sync_api import expect

from tests.pages import KeyboardDesk, axe_faults, width_needed

pytestmark = pytest.mark.postgresql
POOL = "/plans/samplebury/contributions/"
FIRST, SECOND = "Total agreed pool, 2014/15", "Total agreed pool, 2015/16"


def totals(desk):
    return desk.page.locator("#running-totals")


def left(desk, words):
    """The last row of the sums, when it reads like this."""
    return totals(desk).get_by_role("row", name=f"Left of the pool {words}")


def test_difference_moves_while_two_figures_are_typed_by_keyboard(people):
    seated = people("Council author, Samplebury").open(POOL)
    author = KeyboardDesk(seated.page)
    expect(left(author, "Balances Balances")).to_be_visible()

    author.fill({FIRST: "2,106,970"})
    expect(totals(author)).to_contain_text("£1,394 left to allot")
    expect(author.page.locator("#desk-announce")).to_contain_text("2014/15: £1,394 left to allot")
    author.fill({SECOND: "45.000"})
    expect(totals(author)).to_contain_text("One figure cannot be read and is not counted.")
    expect(totals(author)).to_contain_text("No pool agreed yet")
    author.fill({SECOND: "8,515,920"})
    expect(left(author, "£1,394 left to allot Balances")).to_be_visible()

    assert "cannot be read" not in totals(author).inner_text()
    expect(author.page.get_by_label(SECOND, exact=True)).to_be_focused()
    assert axe_faults(author.page) == []


def test_lines_of_a_scheme_move_the_spend_and_a_removed_line_comes_off(people):
    author = people("Council author, Samplebury").open("/plans/samplebury/schemes/").follow("S1 Home on any day")
    expect(totals(author)).to_contain_text("£420,000")

    author.add_row(
        "investment line", {"What is paid for": "A made-up service", "Financial year": "2014/15", "Cost": "80"}
    )
    expect(totals(author)).to_contain_text("£80 short")
    expect(author.page.get_by_text("Counts £80 in 2014/15.")).to_be_visible()
    author.press("Remove Investment line 1")

    expect(totals(author)).not_to_contain_text("£80 short")
    expect(totals(author)).to_contain_text("left to allot")


def test_contributions_stand_one_to_a_line_on_a_wide_page_and_stacked_on_a_phone(people):
    author = people("Council author, Samplebury").open(POOL)
    page = author.page
    heads = page.locator("#contributions-heading ~ .desk-table__heads")
    first = page.locator("#contributions-rows .desk-row").first

    page.set_viewport_size({"width": 1280, "height": 900})
    expect(heads).to_be_visible()
    assert first.bounding_box()["height"] < 70
    author.add_row("contribution", {"Financial year": "2014/15", "Amount": "80"})
    expect(totals(author)).to_contain_text("£80 over")
    assert axe_faults(page) == []
    assert width_needed(page) <= 1280

    page.set_viewport_size({"width": 375, "height": 800})
    expect(heads).to_be_hidden()
    assert first.bounding_box()["height"] > 300
    assert width_needed(page) <= 375


def test_without_scripts_the_sums_are_right_after_each_save(people):
    author = people("Council author, Samplebury", java_script_enabled=False).open(POOL)

    author.fill({FIRST: "2,106,970"}).press("Save and come back later").open(POOL)

    expect(totals(author)).to_contain_text("£1,394 left to allot")


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, {"width": 375, "height": 800}])
def test_ledger_keeps_the_rules_and_never_scrolls_sideways(people, size):
    author = people("Council author, Samplebury", viewport=size)

    for path in ("/plans/samplebury/ledger/", "/plans/samplebury/ledger/area/"):
        author.open(path)
        assert axe_faults(author.page) == []
        assert width_needed(author.page) <= size["width"]
