"""The newcomer's path: the complete practice plan from freezing to a decision, as five posts and an assurer."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.journeys import road
from tests.pages import KeyboardDesk, PhoneDesk

pytestmark = pytest.mark.postgresql
COUNCIL, CCG, BOARD = "Samplebury Council", "NHS Samplebury CCG", "Samplebury Health and Wellbeing Board"
PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}


def test_newcomer_takes_samplebury_to_a_decision_without_a_mouse(embedded, desk, faults):
    newcomer = KeyboardDesk(desk(embedded).page)

    take_samplebury_to_a_decision(newcomer)

    faults.forgive("status of 422")  # the signature that was sent empty


def test_newcomer_takes_samplebury_to_a_decision_on_a_phone(embedded, desk, faults):
    newcomer = PhoneDesk(desk(embedded, **PHONE).page)

    take_samplebury_to_a_decision(newcomer)

    faults.forgive("status of 422")


def take_samplebury_to_a_decision(newcomer):
    newcomer.open("/account/sign-in/")
    become(newcomer, "Council author, Samplebury")
    road.agree_to_freeze(newcomer, "the council").sees("The other side is still to agree.")
    become(newcomer, "CCG author, Samplebury")
    road.agree_to_freeze(newcomer, "the NHS").is_at("Who signs, and how it stands")
    become(newcomer, "Council signatory, Samplebury")
    send_an_empty_signature(newcomer)
    road.sign(newcomer, COUNCIL, "Decision of the executive or cabinet", road.FULL_BODY)
    become(newcomer, "CCG signatory, Samplebury")
    road.sign(newcomer, CCG, "Chair's action, to be ratified", road.to_be_ratified())
    become(newcomer, "Board chair, Samplebury")
    road.agree(newcomer, BOARD, "Decision of the board at a meeting", road.FULL_BODY)
    become(newcomer, "Council author, Samplebury")
    road.submit(newcomer, "Samplebury")
    newcomer.page.go_back()  # over the page that asked once more
    newcomer.is_at("Samplebury is submitted")
    become(newcomer, "Assurer, demonstration area team")
    newcomer.open("/").follow("Take the plan up")
    road.take_up(newcomer, "Samplebury", "Demonstration area team")
    road.score(newcomer, "Samplebury")
    decided = partial(become_at, newcomer)
    road.decide(decided, "Assurer, demonstration area team", "Samplebury", "Approved", "Made up: it holds together.")
    become(newcomer, "Council author, Samplebury")
    newcomer.open("/").sees("decided on version 1: approved")


def become_at(newcomer, post):
    """The same desk, as another person."""
    become(newcomer, post)
    return newcomer


def become(newcomer, post):
    """Act as another person, from the banner of the demonstration when already someone."""
    if "/sign-in/" not in newcomer.page.url:
        newcomer.follow("Act as another person")
    newcomer.is_at("Sign in").press(re.compile(f"^Enter as {post}")).is_at("What waits for me")


def send_an_empty_signature(newcomer):
    """What is wrong is said first and has the focus, and a link leads to the question."""
    newcomer.open("/").follow(f"Sign for {COUNCIL}").is_at(f"Sign for {COUNCIL}").press("Continue")
    expect(newcomer.page.locator(".govuk-error-summary")).to_be_focused()
    newcomer.follow("Choose on what authority you sign.")
    expect(newcomer.page.get_by_label("Decision of the executive or cabinet")).to_be_focused()
