"""Copying forward through its page: preview, confirmation, a second click, refusals, and marks on the new plan."""

import datetime as dt
import re

import pytest
from django.core.files.base import ContentFile

from plans.attachments.acts import attach
from plans.models import Plan, Vision
from plans.views import comparing
from tests.factories.approvals import NOW
from tests.factories.conditions import RoundFactory

KEY, NEW = "samplebury", "samplebury-2016-17"
CONFIRMED = {"confirmed": "1"}


@pytest.fixture
def later(place):
    """The round that follows, on the set of the first one."""
    return RoundFactory(
        national_template="jul-2014",
        condition_set=place.plan.condition_set,
        first_year="2016/17",
        second_year="2017/18",
    )


@pytest.fixture
def signed(place, later):
    """The plan signed by every party."""
    place.freeze()
    place.sign_all()
    return place


def test_preview_says_what_is_carried_and_makes_nothing(signed, visit):
    page = visit(signed.council_author, "copy-forward", KEY).content.decode()

    assert ", 2016/17 and 2017/18</strong>" in page
    assert "What is left behind" in page
    assert "belong to an earlier year: 1 line." in page
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("is_synthetic", [True, False])
def test_preview_names_the_day_on_which_the_new_plans_window_closes(signed, later, visit, is_synthetic):
    Plan.objects.update(is_synthetic=is_synthetic, window_closes_on=dt.date(2026, 12, 28))
    type(later).objects.filter(pk=later.pk).update(
        window_closes_on=dt.date(2016, 3, 31), note="The day before the first year stands in for it."
    )

    page = visit(signed.council_author, "copy-forward", KEY).content.decode()
    visit(signed.council_author, "copy-forward", KEY, post=CONFIRMED)

    made = Plan.objects.get(key=NEW).window_closes_on
    assert made == (dt.date(2026, 12, 28) if is_synthetic else dt.date(2016, 3, 31))
    assert f"{made.day} {made:%B %Y}" in page
    assert ("stands in for it" in page) != is_synthetic


def test_files_that_stay_behind_are_named_before_and_said_after(place, later, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    attach(place.plan, ContentFile(b"Agreed.", "minutes.txt"), kind="minutes", by=place.council_author, at=NOW)
    place.freeze()
    place.sign_all()

    before = visit(place.council_author, "copy-forward", KEY).content.decode()
    after = visit(place.council_author, "copy-forward", KEY, post=CONFIRMED, follow=True).content.decode()

    assert "1 attached file: minutes.txt. It stays with" in before
    assert "Attached files stay with the old plan" in after


def test_a_long_comparison_closes_its_rows_and_counts_them(signed, visit, client, monkeypatch):
    visit(signed.council_author, "copy-forward", KEY, post=CONFIRMED)
    monkeypatch.setattr(comparing, "LONG", 1)

    page = client.get(f"/plans/{NEW}/compare/?from=source&to=draft").content.decode()

    assert "each row below is closed until you open it" in page
    assert "desk-row-changed" in page
    assert re.search(r"Schemes</a>:\s+1 row changed", page)


def test_a_post_without_confirmation_shows_the_preview_again(signed, visit):
    answer = visit(signed.council_author, "copy-forward", KEY, post={})

    assert (answer.status_code, Plan.objects.count()) == (422, 1)


def test_second_click_and_second_author_come_to_the_one_new_plan(signed, visit):
    people = (signed.council_author, signed.council_author, signed.nhs_author)
    answers = [visit(person, "copy-forward", KEY, post=CONFIRMED) for person in people]
    back = visit(signed.council_author, "copy-forward", KEY)

    assert {answer.url for answer in (*answers, back)} == {f"/plans/{NEW}/"}
    assert Plan.objects.count() == 2


def test_plan_not_signed_by_all_is_refused_with_the_reason(place, later, visit):
    place.freeze()
    place.sign(place.council, place.council_signatory)

    answers = [visit(place.council_author, "copy-forward", KEY, post=post) for post in (None, CONFIRMED)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "was signed by every council and CCG" in answers[0].content.decode()


def test_plan_of_the_round_that_was_begun_otherwise_is_named(signed, later, visit):
    Plan.objects.create(
        key="begun", title="Begun by hand", locality=signed.plan.locality, round=later,
        condition_set=later.condition_set, template_key="jul-2014", first_year="2016/17", second_year="2017/18",
        window_closes_on=later.window_closes_on,
    )  # fmt: skip

    answer = visit(signed.council_author, "copy-forward", KEY, post=CONFIRMED)

    assert answer.status_code == 403
    assert "Begun by hand" in answer.content.decode()


def test_no_later_round_is_said(place, visit):
    place.freeze()
    place.sign_all()

    answer = visit(place.council_author, "copy-forward", KEY)

    assert answer.status_code == 403
    assert "There is no later round" in answer.content.decode()


def test_pages_of_the_new_plan_mark_what_has_changed(signed, visit, client):
    visit(signed.council_author, "copy-forward", KEY, post=CONFIRMED)
    Vision.objects.filter(plan__key=NEW).update(vision="Another.")
    open_page = lambda path: client.get(f"/plans/{NEW}/{path}").content.decode()  # noqa: E731 - one line, used below

    overview, vision, governance = open_page(""), open_page("vision/"), open_page("governance/")
    compared = open_page("compare/?from=source&to=draft")

    assert ("Changed since" in overview, "As carried over" in overview) == (True, True)
    assert "Changed since" in vision
    assert "As carried over" in governance
    assert "2015/16, then 2016/17" in compared
    assert compared.index("Vision, aims") < compared.index("Unchanged: ") < compared.index("Governance and risk")


def test_history_of_both_plans_tells_of_the_copy(signed, visit):
    visit(signed.council_author, "copy-forward", KEY, post=CONFIRMED)

    old, new = (visit(signed.council_author, "history", key).content.decode() for key in (KEY, NEW))

    assert "copied version 1 forward into" in old
    assert "It was copied forward from version 1 of" in new


def test_preview_says_that_the_version_was_refused_and_that_a_newer_one_is_not_signed(signed, visit):
    signed.submit()
    signed.review()
    signed.decide("not_approved")
    before = visit(signed.council_author, "copy-forward", KEY).content.decode()
    signed.change("vision")
    signed.freeze()

    after = visit(signed.council_author, "copy-forward", KEY).content.decode()

    assert "Version 1 was not approved." in before
    assert "is newer" not in before
    assert "Version 2 is newer, and not yet signed by every council and CCG." in after
