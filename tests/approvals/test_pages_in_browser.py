"""Notifications, the timetable, who acts and what is stuck, at a browser: axe, and a phone."""

import datetime as dt

import pytest
from django.test import Client
from playwright.sync_api import expect

from approvals import meetings
from approvals.notices.telling import tell
from itf.accounts.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.approvals import NOW, a_place
from tests.pages import axe_faults, width_needed

pytestmark = pytest.mark.django_db(transaction=True)
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 667}
OF_A_PLAN = "/plans/samplebury"
PAGES = ("/notifications/", "/notifications/settings/", f"{OF_A_PLAN}/timetable/", f"{OF_A_PLAN}/people/", "/stuck/")


@pytest.fixture
def signatory(page, live_server):
    """A signatory who is also an administrator at the page: asked to sign, with a meeting entered and a step stuck."""
    place = a_place()
    person = UserFactory(post="Director", is_staff=True, roles=[(place.council, Role.SIGNATORY)])
    when = {"meets_on": dt.date(2034, 2, 8), "papers_by": dt.date(2034, 2, 1)}
    meetings.add(place.plan, organisation=place.council, title="Cabinet", **when, by=person, at=NOW)
    place.freeze()
    place.chair.is_active = False
    place.chair.save()
    tell(NOW)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()]
    )
    return page


def test_pages_of_who_must_act_by_when_pass_axe_and_fit_a_phone(signatory, screenshot):
    for path in PAGES:
        for size in (WIDE, PHONE):
            signatory.set_viewport_size(size)
            assert signatory.goto(path).ok
            assert width_needed(signatory) <= size["width"], (path, size)
            assert axe_faults(signatory) == [], (path, size)
            if path in PAGES[2:]:
                screenshot(signatory, f"{path.strip('/').replace('/', '-')}-{size['width']}")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_links_of_the_demonstration_stand_apart(signatory, settings, size):
    settings.DEMO = settings.KEEPS_MAIL = True
    signatory.set_viewport_size(size)
    signatory.goto("/")

    other, mail = (
        signatory.get_by_role("link", name=name).bounding_box()
        for name in ("Act as another person", "Mail it would send")
    )

    beside, below = mail["x"] - other["x"] - other["width"], mail["y"] - other["y"] - other["height"]
    assert max(beside, below) >= 8
    assert width_needed(signatory) <= size["width"]


def test_timetable_stacks_on_a_phone_and_names_each_cell(signatory):
    signatory.set_viewport_size(PHONE)
    signatory.goto(f"{OF_A_PLAN}/timetable/")

    for name in ("Last safe days", "Meetings"):
        box = signatory.get_by_role("region", name=name, exact=True)
        # What hides words from the eye takes a pixel.
        assert box.evaluate("box => box.scrollWidth - box.clientWidth") <= 1
    cell = signatory.get_by_role("cell", name="Wednesday 8 February 2034")
    expect(cell.first).to_have_css("display", "flex")
    assert cell.first.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Last safe day"'
