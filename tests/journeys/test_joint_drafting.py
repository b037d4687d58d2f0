"""A page that saves itself, in a browser: with the server gone, beside another author, and afterwards."""

import os
import re
import signal

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.postgresql
VISION = "What is your vision for health and care services in five years?"
AIMS = "What are your aims and objectives, and how will you measure them?"
PATH = "/plans/samplebury/vision/"
COUNCIL, CCG = "Council author, Samplebury", "CCG author, Samplebury"
SAVED = re.compile(r"Draft saved at \d\d:\d\d\.")
NOT_SAVED = "Not saved. Your work is still on this page."


@pytest.fixture
def author(desk, embedded):
    return desk(embedded).enter(COUNCIL).open(PATH)


@pytest.fixture
def colleague(desk, embedded):
    return desk(embedded).enter(CCG)


def status(desk):
    return desk.page.locator("#save-status")


def box(desk, label=VISION):
    return desk.page.get_by_label(label, exact=True)


def type_into(desk, text, label=VISION):
    """Type as a person does, letter by letter, at the end of what is there."""
    box(desk, label).press("Control+End")
    box(desk, label).press_sequentially(text)


def kill_server(installation):
    program = installation.programs["serve"]
    os.killpg(program.pid, signal.SIGKILL)
    program.wait(10)


def start_server(installation):
    installation.start("serve", "manage", "serve", "--port", str(installation.port))
    installation.wait()


def forgive_the_silence(faults):
    """Drop what the browser says of a server that is away; anything else still fails the test."""
    silence = ("ERR_CONNECTION_REFUSED", "ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    faults[:] = [fault for fault in faults if not any(part in fault for part in silence)]


def test_a_page_saves_itself_and_shows_what_it_saved_after_a_reload(author):
    type_into(author, " Typed once.")
    expect(status(author)).to_have_text(SAVED)

    author.open(PATH)

    expect(box(author)).to_have_value(re.compile("Typed once.$"))
    expect(author.page.locator("#kept-words")).to_be_hidden()


def test_typing_with_the_server_stopped_and_started_again_loses_nothing(author, embedded, faults):
    type_into(author, " Before.")
    expect(status(author)).to_have_text(SAVED)

    kill_server(embedded)
    type_into(author, " While it was away.")
    expect(status(author)).to_have_text(NOT_SAVED)
    start_server(embedded)
    expect(status(author)).to_have_text(SAVED, timeout=70_000)
    type_into(author, " Afterwards.")
    expect(status(author)).to_have_text(SAVED)
    author.page.wait_for_timeout(2_500)

    author.open(PATH)
    expect(box(author)).to_have_value(re.compile(r" Before\. While it was away\. Afterwards\.$"))
    expect(author.page.locator("#kept-words")).to_be_hidden()
    forgive_the_silence(faults)


def test_words_of_a_page_that_was_closed_unsaved_are_offered_back(author, embedded, faults, picture):
    kill_server(embedded)
    type_into(author, " Never sent.")
    expect(status(author)).to_have_text(NOT_SAVED)
    later = author.page.context.new_page()
    author.page.close()
    start_server(embedded)

    later.goto(f"{embedded.url}{PATH}")
    offer = later.locator("#kept-words")
    expect(offer).to_contain_text(re.compile(r"You have words from \d\d:\d\d that were never saved here\."))
    offer.get_by_role("button", name="Put them back").click()

    expect(later.get_by_label(VISION, exact=True)).to_have_value(re.compile("Never sent.$"))
    expect(later.locator("#save-status")).to_have_text(SAVED)
    later.reload()
    expect(later.get_by_label(VISION, exact=True)).to_have_value(re.compile("Never sent.$"))
    expect(later.locator("#kept-words")).to_be_hidden()
    forgive_the_silence(faults)


def test_words_that_are_thrown_away_are_gone(author, embedded, faults):
    kill_server(embedded)
    type_into(author, " Never mind.")
    expect(status(author)).to_have_text(NOT_SAVED)
    later = author.page.context.new_page()
    author.page.close()
    start_server(embedded)
    later.goto(f"{embedded.url}{PATH}")

    later.get_by_role("button", name="Throw them away").click()

    expect(later.locator("#kept-words")).to_be_hidden()
    assert later.evaluate("Object.keys(localStorage).length") == 0
    forgive_the_silence(faults)


def test_kept_words_are_gone_from_the_browser_once_saved_and_after_signing_out(author, faults):
    author.fill({VISION: "Saved by the button."}).press("Save and continue").is_at("Governance and risk sharing")
    kept_after_saving = author.page.evaluate("Object.keys(localStorage).length")

    author.open(PATH)
    author.page.context.set_offline(True)
    type_into(author, " Not saved.")
    kept_while_typing = author.page.evaluate("Object.keys(localStorage).length")
    expect(status(author)).to_have_text(NOT_SAVED)
    author.press("Sign out")
    author.sees("You have words that are not saved.")
    author.page.context.set_offline(False)
    author.page.evaluate("document.querySelector('form[action$=\"/sign-out/\"]').requestSubmit()")
    author.is_at("Sign in")

    assert (kept_after_saving, kept_while_typing) == (0, 1)
    assert author.page.evaluate("Object.keys(localStorage).length") == 0
    forgive_the_silence(faults)


def test_signed_out_elsewhere_the_words_wait_in_the_browser(author, embedded, faults):
    author.page.context.clear_cookies(name="sessionid")

    type_into(author, " Written signed out.")
    expect(status(author)).to_contain_text("Not saved: you are signed out.")
    author.follow("Sign in and come back")
    author.press(re.compile(f"Enter as {COUNCIL}")).press("Put them back")

    expect(box(author)).to_have_value(re.compile("Written signed out.$"))
    expect(status(author)).to_have_text(SAVED)


def test_two_browsers_on_the_same_field_lose_neither_text(author, colleague, faults):
    colleague.open(PATH)
    box(colleague).fill("Theirs.")
    expect(status(colleague)).to_have_text(SAVED)

    box(author).fill("Mine")
    notice = author.page.locator("#save-conflict")
    expect(notice).to_contain_text(f"{CCG} saved this page after you opened it.")
    box(author).press_sequentially(", typed on.")
    expect(box(author)).to_have_value("Mine, typed on.")
    author.press("See both and decide")
    author.page.get_by_label("Both, mine first").check()
    author.press("Save and continue").is_at("Governance and risk sharing")

    author.open(PATH)
    expect(box(author)).to_have_value(f"Mine, typed on.\n\n[{CCG} wrote:]\nTheirs.")
    faults.forgive("status of 409")


def test_a_row_added_while_the_page_saves_itself_is_there_once(author):
    author.open("/plans/samplebury/risks/")
    before = len(author.rows("risk"))

    author.add_row("risk", {"Risk and its cause": "Too few nurses."})
    expect(status(author)).to_have_text(SAVED)
    author.fill({"Owner (post)": "Director of nursing"}, author.row(f"Risk {before + 1}"))
    author.page.wait_for_timeout(2_500)
    author.press("Save and continue").open("/plans/samplebury/risks/")

    assert len(author.rows("risk")) == before + 1
    row = author.row(f"Risk {before + 1}")
    expect(row.get_by_label("Owner (post)", exact=True)).to_have_value("Director of nursing")


def test_who_else_is_here_is_shown_and_goes_when_they_leave(author, colleague):
    colleague.open(PATH)
    here = author.page.locator("#presence")

    expect(here).to_contain_text(f"{CCG} is editing this section.", timeout=40_000)
    expect(here).not_to_contain_text(COUNCIL)
    colleague.open("/plans/samplebury/")
    colleague.sees(f"{COUNCIL} is editing")
    expect(here).to_have_text("", timeout=40_000)


def test_a_revision_is_put_back_from_the_history(author):
    before = box(author).input_value()
    author.fill({VISION: "Something else."}).press("Save and continue").open(PATH)

    author.follow("History of this section").is_at("History of Vision, aims and planned changes")
    author.page.get_by_role("link", name=re.compile("See it as it stood")).nth(1).click()
    author.press("Put these words back").sees("Saved: Vision, aims and planned changes.")

    expect(box(author)).to_have_value(before)
