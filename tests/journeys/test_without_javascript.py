"""The same pages with the browser's scripts turned off: rows come and go, words stay, a plan is signed."""

import time

import pytest
from playwright.sync_api import expect

from tests.journeys import road

pytestmark = pytest.mark.postgresql
PLAIN = {"java_script_enabled": False}


def test_rows_of_a_scheme_are_added_and_removed_without_scripts(people):
    author = people("Council author, Ealing", **PLAIN)
    author.open("/plans/ealing/schemes/").follow("E1 Seven-day access (weekends)")

    author.fill({"Scheme name": "Weekend access, made up"}).press("Add another investment line")
    new_line = {"What is paid for": "A made-up night service", "Financial year": "2014/15", "Cost": "1,250.50"}
    author.fill(new_line, author.row("Investment line 5")).press("Remove Investment line 1")
    author.sees("Investment line 1 “Set-up costs” will be removed when you save.")
    author.press("Undo removing Investment line 1")
    expect(author.row("Investment line 1").get_by_label("What is paid for")).to_have_value("Set-up costs")
    author.press("Remove Investment line 1").press("Save and stay").is_at("E1 Weekend access, made up")

    labels = [line.get_by_label("What is paid for").input_value() for line in author.rows("investment line")]
    assert labels == [
        "2 social workers",
        "Home care commissioned from external providers, Band 3 rate",
        "Additional telecare and telehealth, 200 pieces of equipment",
        "A made-up night service",
    ]
    author.sees("Total 2014/15").sees("£1,250.50")


def test_plan_is_frozen_signed_and_read_without_scripts(people):
    council_author = people("Council author, Samplebury", **PLAIN)

    road.agree_to_freeze(council_author, "the council")
    road.agree_to_freeze(people("CCG author, Samplebury", **PLAIN), "the NHS")
    signatory = people("Council signatory, Samplebury", **PLAIN)
    road.sign(signatory, "Samplebury Council", "Urgent action, to be ratified", road.to_be_ratified())
    ccg = people("CCG signatory, Samplebury", **PLAIN)
    road.sign(ccg, "NHS Samplebury CCG", "Decision of the governing body", road.FULL_BODY)
    chair = people("Board chair, Samplebury", **PLAIN)
    board = "Samplebury Health and Wellbeing Board"
    road.agree(chair, board, "Delegated to the chair by the board", road.FULL_BODY)
    road.submit(council_author, "Samplebury")

    council_author.open("/plans/samplebury/versions/1/")
    documents = council_author.page.get_by_role("link", name="Download the")
    deadline = time.monotonic() + 60
    while documents.count() < 2:
        assert time.monotonic() < deadline, "the documents are not built within a minute"
        council_author.follow("Check again")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_enter_in_a_box_saves_the_page(people, script):
    author = people("Council author, Samplebury", java_script_enabled=script)
    author.open("/plans/samplebury/contributions/")
    rows = len(author.rows("contribution"))
    box = author.page.get_by_label("Note", exact=True).first

    box.fill("Made up")
    box.press("Enter")

    author.sees("Saved: Contributions to the pool.")
    author.open("/plans/samplebury/contributions/")
    assert len(author.rows("contribution")) == rows
    expect(author.page.get_by_label("Note", exact=True).first).to_have_value("Made up")
