"""The chair on a tablet and a phone: reads the pack, agrees ahead of the meeting, lets a deputy amend."""

from datetime import date, timedelta

import pytest

from tests.journeys import road
from tests.pages import PhoneDesk, axe_faults, width_needed

pytestmark = pytest.mark.postgresql
COUNCIL, CCG, BOARD = "Samplebury Council", "NHS Samplebury CCG", "Samplebury Health and Wellbeing Board"
ROUTE, DEPUTY = "/plans/samplebury/route/", "Council author, Samplebury"
TABLET = {"viewport": {"width": 768, "height": 1024}, "has_touch": True, "is_mobile": True}
WIDTHS = (768, 375)
CHANGED = "Engagement"


def test_chair_agrees_and_a_deputy_keeps_the_agreement_standing(embedded, desk):
    chair = PhoneDesk(desk(embedded, **TABLET).enter("Board chair, Samplebury").page)
    authors = {post: desk(embedded).enter(f"{post} author, Samplebury") for post in ("Council", "CCG")}
    freeze(authors)
    sign(desk, embedded)

    fits(chair.open("/plans/samplebury/pack/").is_at("Samplebury: pack for the board"))
    chair.follow(f"Agree for {BOARD}")
    fits(chair.is_at(f"Agree for {BOARD}"))
    road.agree(chair, BOARD, "Chair's action, to be ratified", road.to_be_ratified())
    fits(chair.open(ROUTE).sees("Subject to ratification"))
    chair.follow(f"Delegate minor amendments for {BOARD}").is_at(f"Minor amendments for {BOARD}")
    day = date.today()  # noqa: DTZ011 - UK time
    chair.choose(CHANGED).fill(
        {
            "Who may accept minor amendments?": DEPUTY,
            "Until when?": day + timedelta(days=20),
            "When was the meeting that delegated this?": day - timedelta(days=5),
            "Reference of the minute": "Made-up minute 8",
        }
    )
    fits(chair)
    road.prove(chair.press("Continue")).press("Delegate").sees("In force")

    deputy = authors["Council"]
    change(deputy)
    deputy.open("/").follow(f"Look at what changed for {BOARD}").is_at(f"Accept amendments for {BOARD}")
    deputy.sees("Changed since the body signed")
    fits(deputy)
    road.prove(deputy.press("Continue")).press("Accept the amendments").sees("If it is frozen like this")
    freeze(authors)
    chair.open(ROUTE).sees("Amended since, without a new signature").sees("Agreed")
    chair.open("/plans/samplebury/versions/2/").sees("as delegated on")


def freeze(authors):
    road.agree_to_freeze(authors["Council"], "the council")
    road.agree_to_freeze(authors["CCG"], "the NHS").is_at("Who signs, and how it stands")


def sign(desk, embedded):
    council, ccg = (desk(embedded).enter(f"{post} signatory, Samplebury") for post in ("Council", "CCG"))
    road.sign(council, COUNCIL, "Decision of the full council", road.FULL_BODY)
    road.sign(ccg, CCG, "Decision of the governing body", road.FULL_BODY)


def change(author):
    """Reopen the plan and change how people were involved, which the board's agreement covers."""
    author.open(ROUTE).follow("Reopen it for changes")
    author.fill({"Why must the plan change?": "Made up: a meeting was left out."}).press("Reopen the plan")
    author.open("/plans/samplebury/engagement/")
    box = author.page.locator("textarea[name='main-public_engagement']")
    box.fill(f"{box.input_value()} Made up: one meeting more.")
    author.press("Save and come back later").is_at("Samplebury")


def fits(someone):
    """At both widths no page scrolls sideways; at the first of them axe finds nothing."""
    size = someone.page.viewport_size
    for width in WIDTHS:
        someone.page.set_viewport_size({"width": width, "height": size["height"]})
        assert width_needed(someone.page) <= width
    assert axe_faults(someone.page) == []
    someone.page.set_viewport_size(size)
