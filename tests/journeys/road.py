"""The road of a plan through its pages, from two agreements to a decision; each step by whoever sits at the desk."""

import re
from datetime import date, timedelta

from tests.journeys.installations import PASSWORD

FULL_BODY = {"When was the meeting?": date(2014, 1, 28), "Reference of the minute": "Made-up minute 14/3"}
WORD = "Type the word demonstration"
SCORE = "Made up: read, and found sound."


def to_be_ratified():
    """The answers that go with a chair's action: a day that is still to come for the server."""
    return {"When is the action due to be ratified?": date.today() + timedelta(days=20)}  # noqa: DTZ011 - UK time


def agree_to_freeze(desk, side):
    """From the first page: agree for "the council" or "the NHS"."""
    desk.open("/").follow(re.compile("gree to freeze (it|the draft)")).is_at("Agree to freeze the plan")
    return desk.press(f"Agree to freeze for {side}")


def sign(desk, body, authority, answers):
    """From the first page to the confirmation: a council or CCG signs on this authority."""
    _reply(desk, f"Sign for {body}", authority, answers)
    return desk.is_at(f"Signed for {body}")


def agree(desk, board, authority, answers):
    """From the first page to the confirmation: the chair agrees for the board."""
    _reply(desk, f"Agree for {board}", authority, answers)
    return desk.is_at(f"Agreed for {board}")


def submit(desk, title, late_reason=""):
    """From the first page to the confirmation; a reason only when it is asked for."""
    desk.open("/").follow("Submit the plan").is_at("Submit the plan")
    if late_reason:
        desk.fill({"Why is the plan submitted after the window closed?": late_reason})
    desk.press("Continue").is_at(f"Submit {title}?").press(re.compile("^Submit to "))
    return desk.is_at(f"{title} is submitted")


def take_up(desk, title, team):
    """From the case: begin the review."""
    desk.is_at(title).press("Take the plan up").is_at(f"Take the plan up for {team}?")
    return desk.press("Take the plan up").is_at("Score the plan")


def score(desk, title):
    """Give every key line the same mark with a reason, and finish."""
    for line in desk.page.locator("section.desk-row").all():
        question = line.get_by_role("heading").inner_text()
        name = line.get_by_role("radio").nth(2).get_attribute("id")
        desk.tick(desk.page.locator(f"#{name}"))
        desk.fill({f"Reason for the score of {question}": SCORE}, line)
    desk.press("Finish the review").is_at("Finish the review?")
    return prove(desk).press("Finish the review").is_at(title)


LEVELS = {
    "Assurer, demonstration local government": "Demonstration local government assurers",
    "Moderator, demonstration region": "Moderate the plan",
    "Reviewer, demonstration national team": "Review the plan nationally",
    "Private secretary, demonstration ministers’ office": "",
}


def decide(sit_down, assurer, title, outcome, reasons, nation="/nation/"):
    """From two readings to the decision: ``assurer`` has read for the NHS, ``sit_down`` gives a desk for each post."""
    local, region, national, office = LEVELS
    desk = sit_down(local)
    desk.open("/cases/?list=in_assurance").follow(title)
    take_up(desk, title, LEVELS[local])
    score(desk, title)
    desk = sit_down(assurer)
    desk.open("/cases/?list=in_assurance").follow(title).is_at(title).press("Compare and recommend")
    _advise(desk, title, "Recommend an outcome", "Propose", outcome, reasons)
    desk = sit_down(local)
    desk.open("/cases/?list=in_assurance").follow(title).is_at(title).press("Compare and recommend")
    desk.press("Agree for Demonstration local government assurers").is_at(title)
    desk = sit_down(region)
    desk.open("/cases/?list=with_region").follow(title).is_at(title).press(LEVELS[region])
    _advise(desk, title, "Moderate the plan", "Moderate", outcome, reasons)
    desk = sit_down(national)
    tranche = put_into_a_tranche(desk, title, nation)
    desk.open("/cases/?list=in_national_review").follow(title).is_at(title).press(LEVELS[national])
    _advise(desk, title, "Review the plan nationally", "Tell ministers", outcome, reasons, asks_again=True)
    desk.open(nation).follow(tranche).is_at(tranche).press("Send to ministers")
    desk.is_at(f"Send {tranche} to ministers?").press("Send to ministers").is_at(tranche)
    desk = sit_down(office)
    desk.open(nation).follow(tranche).is_at(tranche).fill({"Reference of the ministers’ letter": "Made-up M/14"})
    desk.press("Continue").is_at("Record 1 decision?")
    prove(desk).press("Record what ministers decided").is_at(tranche)
    return desk.sees("Made-up M/14")


def put_into_a_tranche(desk, title, nation):
    """From the page of the country; returns the name of the tranche."""
    desk.open(nation)
    tranche = desk.page.get_by_label("Put the chosen plans into").locator("option").nth(1).text_content()
    desk.page.get_by_role("checkbox", name=title).check()
    desk.page.get_by_label("Put the chosen plans into").select_option(label=tranche)
    desk.press("Put into the tranche").sees(f"1 plan put into {tranche}.")
    return tranche


def _advise(desk, title, heading, button, outcome, reasons, *, asks_again=False):
    desk.is_at(heading).choose(outcome).fill({"What are the reasons?": reasons}).press("Continue")
    desk.is_at(f"{heading}: {title}?")
    if asks_again:
        prove(desk)
    desk.press(f"{button}: {outcome.lower()}").is_at(title)


def prove(desk):
    """On the page that asks once more: the password again, or the word that demonstration people type."""
    desk.page.locator("#id_proof").wait_for()
    by_word = desk.page.get_by_label(WORD, exact=True).count()
    return desk.fill({WORD: "demonstration"} if by_word else {"Your password": PASSWORD})


def _reply(desk, act, authority, answers):
    desk.open("/").follow(act).is_at(act).choose(act.split()[0]).choose(authority).fill(answers)
    prove(desk.press("Continue").is_at(f"{act}?")).press(act)
