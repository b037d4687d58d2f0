"""Two authors at the same page at once: whoever saves second loses nothing."""

import pytest
from playwright.sync_api import expect

from tests.journeys import road

pytestmark = pytest.mark.postgresql
VISION = "What is your vision for health and care services in five years?"
PERSON = "What will a person be able to say about their care?"
AIMS = "What are your aims and objectives, and how will you measure them?"
CHANGES = "What changes are planned?"


@pytest.fixture
def council(people):
    return people("Council author, Samplebury")


@pytest.fixture
def ccg(people):
    return people("CCG author, Samplebury")


def holds(desk, answers, scope=None):
    for label, text in answers.items():
        expect((scope or desk.page).get_by_label(label, exact=True)).to_have_value(text)


def test_answers_that_both_changed_are_chosen_and_the_others_merged(council, ccg, faults):
    for author in (council, ccg):
        author.open("/plans/samplebury/vision/")
    before = ccg.page.get_by_label(VISION).input_value()
    council.fill({VISION: "Theirs one", PERSON: "Theirs two", CHANGES: "Theirs three"}).press("Save and continue")
    council.sees("Saved: Vision, aims and planned changes.")

    ccg.fill({VISION: "Mine one", PERSON: "Mine two", AIMS: "Mine four"}).press("Save and continue")

    ccg.sees("Someone else saved this page").sees("Council author, Samplebury saved it on")
    ccg.sees("1 of their changes taken over")
    clash = ccg.page.locator(".desk-clash").filter(has_text="Mine one")
    expect(clash).to_contain_text("Theirs one")
    expect(clash).to_contain_text(before[:60])
    holds(ccg, {VISION: "Mine one", PERSON: "Mine two", AIMS: "Mine four", CHANGES: "Theirs three"})
    ccg.page.get_by_role("group", name=f"Which to keep for {PERSON}").get_by_label("Theirs").check()
    ccg.press("Save and continue").sees(f"Choose whose words to keep for {VISION}")
    ccg.page.get_by_role("group", name=f"Which to keep for {VISION}").get_by_label("Mine, as in the form").check()
    ccg.press("Save and continue").sees("Saved: Vision")
    council.open("/plans/samplebury/vision/")
    holds(council, {VISION: "Mine one", PERSON: "Theirs two", AIMS: "Mine four", CHANGES: "Theirs three"})
    for answer in ("409", "422"):  # the conflict, and the page that was sent without a choice
        faults.forgive(f"status of {answer}")


def test_rows_that_each_added_or_changed_are_all_kept(council, ccg, faults):
    for author in (council, ccg):
        author.open("/plans/samplebury/risks/")
    rows = len(council.rows("risk"))
    council.add_row("risk", {"Risk and its cause": "Theirs is new"}).press("Save and continue")
    council.sees("Saved: Risk register.")

    ccg.fill({"Mitigation": "Mine is changed"}, ccg.row("Risk 1")).add_row(
        "risk", {"Risk and its cause": "Mine is new"}
    )
    ccg.press("Save and continue").sees("Someone else saved this page").press("Save and continue")

    ccg.sees("Saved: Risk register.").open("/plans/samplebury/risks/")
    told = [row.get_by_label("Risk and its cause").input_value() for row in ccg.rows("risk")]
    assert len(told) == rows + 2
    assert {"Theirs is new", "Mine is new"} <= set(told)
    holds(ccg, {"Mitigation": "Mine is changed"}, ccg.row("Risk 1"))
    faults.forgive("status of 409")


def test_scheme_removed_while_it_was_written_is_put_back_with_the_words(council, ccg, faults):
    title = ccg.open("/plans/samplebury/schemes/").page.locator("main table a").first.inner_text()
    for author in (council, ccg):
        author.open("/plans/samplebury/schemes/").follow(title).is_at(title)
    lines = len(ccg.rows("investment line"))
    council.follow("Remove this scheme").press("Remove the scheme").sees(f"Removed: {title}.")

    ccg.fill({"What is the scheme?": "Mine, at length"}).press("Save and stay")

    ccg.is_at("The scheme was removed while you wrote").sees("Mine, at length")
    ccg.press("Put it back with my words").is_at(title)
    holds(ccg, {"What is the scheme?": "Mine, at length"})
    assert len(ccg.rows("investment line")) == lines > 0
    faults.forgive("status of 409")


def test_plan_frozen_while_a_page_was_written_shows_the_words(council, ccg, people, desk, embedded, faults):
    second_tab = desk(embedded).enter("Council author, Samplebury").open("/plans/samplebury/vision/")
    road.agree_to_freeze(council, "the council")
    road.agree_to_freeze(ccg, "the NHS").is_at("Who signs, and how it stands")

    second_tab.fill({VISION: "Mine, at length"}).press("Save and continue")

    second_tab.is_at("The plan was frozen while you wrote").sees("Mine, at length")
    faults.forgive("status of 409")
