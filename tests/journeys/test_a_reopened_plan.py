"""A signed plan that must change: whose signature falls, whose stands, and what a refusal of the centre brings."""

import pytest

from tests.journeys import road

pytestmark = pytest.mark.postgresql
COUNCIL, CCG, BOARD = "Samplebury Council", "NHS Samplebury CCG", "Samplebury Health and Wellbeing Board"
ROUTE = "/plans/samplebury/route/"
ASSURER = "Assurer, demonstration area team"


@pytest.fixture
def samplebury(people):
    """Someone of Samplebury by their post: ``samplebury("Board chair")``."""
    return lambda post: people(f"{post}, Samplebury")


def freeze(samplebury):
    road.agree_to_freeze(samplebury("Council author"), "the council")
    road.agree_to_freeze(samplebury("CCG author"), "the NHS").is_at("Who signs, and how it stands")


def sign(samplebury):
    road.sign(samplebury("Council signatory"), COUNCIL, "Decision of the full council", road.FULL_BODY)
    road.sign(samplebury("CCG signatory"), CCG, "Decision of the governing body", road.FULL_BODY)


def agree(samplebury):
    road.agree(samplebury("Board chair"), BOARD, "Chair's action, to be ratified", road.to_be_ratified())


def statuses(desk):
    """How each body's answer stands on the route page."""
    stops = desk.open(ROUTE).page.locator(".desk-stop h3").all()
    return dict(split(stop) for stop in stops)


def split(stop):
    """The body, and its answer with whether that will be void; other tags tell of ratification."""
    answer, *others = stop.locator(".govuk-tag").all_inner_texts()
    body = stop.inner_text().partition(answer)[0].strip()
    return body, f"{answer}, will be void" if "Will become void" in others else answer


def reopen_and_change(author, section, answers, row=None):
    author.open(ROUTE).follow("Reopen it for changes").is_at("Reopen the plan for changes")
    author.fill({"Why must the plan change?": "Made up: a risk was put too low."}).press("Reopen the plan")
    author.is_at("Samplebury").sees("The plan is open for changes.")
    author.open(f"/plans/samplebury/{section}/").fill(answers, author.row(row) if row else None)
    author.press("Save and come back later").is_at("Samplebury")


def test_change_of_a_risk_undoes_two_signatures_and_leaves_the_board(samplebury):
    author = samplebury("Council author")
    freeze(samplebury)
    sign(samplebury)
    agree(samplebury)

    reopen_and_change(author, "risks", {"Mitigation": "Made up: two nurses more."}, row="Risk 1")
    assert statuses(author) == {COUNCIL: "Signed, will be void", CCG: "Signed, will be void", BOARD: "Agreed"}
    author.sees("Changed in the draft since: Risk register.")
    freeze(samplebury)

    assert statuses(author) == {COUNCIL: "Asked again", CCG: "Asked again", BOARD: "Agreed"}
    author.sees("what it covers is unchanged in version 2")
    samplebury("Council signatory").open("/").follow(f"Sign for {COUNCIL}").sees("Changed since: Risk register.")
    sign(samplebury)
    assert statuses(author) == {COUNCIL: "Signed", CCG: "Signed", BOARD: "Agreed"}
    road.submit(author, "Samplebury")


def test_plan_that_is_not_approved_goes_back_for_a_new_version(samplebury, people):
    author, assurer = samplebury("Council author"), people(ASSURER)
    freeze(samplebury)
    sign(samplebury)
    agree(samplebury)
    road.submit(author, "Samplebury")
    assurer.open("/").follow("Take the plan up")
    road.take_up(assurer, "Samplebury", "Demonstration area team")
    road.score(assurer, "Samplebury")

    road.decide(people, ASSURER, "Samplebury", "Not approved", "Made up: say more about risk.")

    author.open("/plans/").sees("Draft, not approved before")
    author.open("/plans/samplebury/risks/").fill({"Mitigation": "Made up: more."}, author.row("Risk 1"))
    author.press("Save and continue")
    freeze(samplebury)
    assert statuses(author) == {COUNCIL: "Not yet", CCG: "Not yet", BOARD: "Not yet"}
    author.follow("Version 2 and its documents").is_at("Version 2")
    assurer.open("/cases/?list=decided").sees("Not approved").sees("version 1")
    assert assurer.page.get_by_text("version 2").count() == 0
