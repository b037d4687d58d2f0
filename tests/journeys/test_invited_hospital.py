"""A hospital at a tablet: asked, it disagrees; the authors answer; it sees nothing else of the plan."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages import KeyboardDesk, axe_faults, width_needed

pytestmark = pytest.mark.postgresql
TABLET = {"width": 768, "height": 1024}
HOSPITAL = "Samplebury General Hospital"
COMMENTARY = "/plans/samplebury/commentary/"


def choose(desk, question, option):
    """Answer a question of several options."""
    desk.tick(desk.page.get_by_role("group", name=question, exact=True).get_by_label(option, exact=True))


def write_and_give(desk):
    """What the hospital writes, checks and gives; every page on the way keeps to what pages keep to."""
    desk.open("/").follow(f"Comment for {HOSPITAL}").is_at(f"Your commentary for {HOSPITAL}")
    pages = [axe_faults(desk.page)] if desk.scripts else []
    desk.follow("Read the plan").is_at(f"The plan, as {HOSPITAL} may read it")
    pages += [axe_faults(desk.page)] if desk.scripts else []
    assert width_needed(desk.page) <= TABLET["width"]
    desk.follow("Back to your commentary")
    choose(desk, "Do you agree with these figures?", "No")
    desk.fill({"If you do not, why?": "The winter is missing, made up."})
    choose(desk, "Have you considered what this means for your services?", "Yes")
    desk.press("Save and check before giving it").is_at("Check your commentary, then give it")
    pages += [axe_faults(desk.page)] if desk.scripts else []
    desk.press(f"Give it for {HOSPITAL}").is_at("Thank you. Your commentary is given")
    pages += [axe_faults(desk.page)] if desk.scripts else []
    assert pages == [[]] * len(pages)
    assert width_needed(desk.page) <= TABLET["width"]


@pytest.mark.parametrize("scripts", [True, False], ids=["by keyboard", "without scripts"])
def test_hospital_disagrees_and_is_answered(people, faults, scripts):
    hospital = people(f"Chief executive, {HOSPITAL}", viewport=TABLET, java_script_enabled=scripts)
    if scripts:
        hospital = KeyboardDesk(hospital.page)
    hospital.scripts = scripts
    write_and_give(hospital)

    assert hospital.page.goto("/plans/samplebury/").status == 404
    assert hospital.page.goto("/plans/samplebury/vision/").status == 404
    faults.forgive("404") if scripts else faults.clear()

    author = people("Council author, Samplebury")
    author.open("/plans/samplebury/provider-commentary/").sees("The winter is missing, made up.")
    author.sees("disagrees with the figures and has no reply")
    expect(author.page.get_by_label("If not, why?")).to_have_count(0)
    author.fill({"What do the partners reply?": "We meet in May, made up."}).press("Save and continue")
    author.open("/plans/samplebury/invited/").sees("Answered")
    assert axe_faults(author.page) == []

    hospital.open(COMMENTARY).sees("We meet in May, made up.")
    hospital.press(re.compile("^Take it back")).is_at(f"Your commentary for {HOSPITAL}")
