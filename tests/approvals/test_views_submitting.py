"""Submitting and withdrawing through the pages."""

import datetime as dt

import pytest
from django.utils import timezone

from approvals.models import Case, CaseStatus
from plans.models import Plan

KEY = "samplebury"


@pytest.fixture
def agreed(place):
    """The plan signed by all and agreed."""
    place.freeze()
    place.sign_all()
    place.agree()
    return place


def close_the_window(place):
    """Yesterday was the last day."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Plan.objects.filter(pk=place.plan.pk).update(window_closes_on=yesterday)


def test_submit_asks_once_more_and_submits(agreed, visit):
    checked = visit(agreed.council_author, "submit", KEY, post={}).content.decode()
    done = visit(agreed.council_author, "submit", KEY, post={"confirmed": "1"}, follow=True).content.decode()

    assert f"Submit to {agreed.team}" in checked
    assert "is submitted" in done
    assert Case.objects.get().submitted_by == agreed.council_author


def test_submit_asks_for_no_reason_on_time(agreed, visit):
    assert "after the window closed" not in visit(agreed.council_author, "submit", KEY).content.decode()


def test_submit_after_the_window_asks_why(agreed, visit):
    close_the_window(agreed)

    refused = visit(agreed.council_author, "submit", KEY, post={"confirmed": "1"})
    visit(agreed.council_author, "submit", KEY, post={"confirmed": "1", "late_reason": "The board met late."})

    assert refused.status_code == 422
    assert "Say why the plan is submitted late." in refused.content.decode()
    assert Case.objects.get().late_reason == "The board met late."


def test_submit_twice_shows_the_same_confirmation(agreed, visit):
    urls = [visit(agreed.council_author, "submit", KEY, post={"confirmed": "1"}).url for _ in range(2)]

    assert urls == [f"/plans/{KEY}/submit/done/"] * 2


def test_submit_after_someone_else_did_is_refused_with_the_reason(agreed, visit):
    visit(agreed.council_author, "submit", KEY, post={"confirmed": "1"})

    response = visit(agreed.nhs_author, "submit", KEY, post={"confirmed": "1"})

    assert response.status_code == 403
    assert "The plan is submitted" in response.content.decode()


def test_submit_too_early_names_what_is_missing(place, visit):
    place.freeze()

    response = visit(place.council_author, "submit", KEY)

    assert response.status_code == 403
    assert "Still to sign:" in response.content.decode()


@pytest.mark.parametrize("person", ["council signatory", "chair"])
def test_submit_is_for_authors(agreed, visit, person):
    assert visit(agreed.people[person], "submit", KEY).status_code == 403


def test_submitted_offers_to_withdraw_until_it_is_taken_up(agreed, visit):
    visit(agreed.council_author, "submit", KEY, post={"confirmed": "1"})
    before = visit(agreed.council_author, "submitted", KEY).content.decode()
    agreed.take_up()
    after = visit(agreed.council_author, "submitted", KEY).content.decode()

    assert f'href="/plans/{KEY}/withdraw/"' in before
    assert f'href="/plans/{KEY}/withdraw/"' not in after
    assert "it can no longer be withdrawn" in after


def test_submitted_of_a_plan_that_is_not_leads_to_the_route(place, visit):
    assert visit(place.council_author, "submitted", KEY).url == f"/plans/{KEY}/route/"


def test_withdraw_takes_the_plan_back(agreed, visit):
    visit(agreed.council_author, "submit", KEY, post={"confirmed": "1"})

    page = visit(agreed.nhs_author, "withdraw", KEY).content.decode()
    asked = visit(agreed.nhs_author, "withdraw", KEY, post={"reason": "A wrong figure."})
    submitted = Case.objects.get().status
    answer = {"reason": "A wrong figure.", "confirmed": "1"}
    response = visit(agreed.nhs_author, "withdraw", KEY, post=answer)
    again = visit(agreed.nhs_author, "withdraw", KEY, post=answer)

    assert "Withdraw the submitted plan" in page
    assert "A wrong figure." in asked.content.decode()
    assert submitted == CaseStatus.SUBMITTED
    assert again.url == response.url
    assert response.url == f"/plans/{KEY}/"
    assert Case.objects.get().status == CaseStatus.REOPENED


def test_withdraw_without_a_reason_keeps_the_page(agreed, visit):
    visit(agreed.council_author, "submit", KEY, post={"confirmed": "1"})

    assert visit(agreed.nhs_author, "withdraw", KEY, post={"reason": ""}).status_code == 422
    assert Case.objects.get().status == CaseStatus.SUBMITTED


def test_withdraw_after_it_is_taken_up_is_refused_with_the_reason(agreed, visit):
    visit(agreed.council_author, "submit", KEY, post={"confirmed": "1"})
    agreed.take_up()

    response = visit(agreed.nhs_author, "withdraw", KEY, post={"reason": "A wrong figure."})

    assert response.status_code == 403
    assert "The area team has taken the plan up" in response.content.decode()
