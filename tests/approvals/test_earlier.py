"""A plan that comes again: what was said of it before, what changed since, and signing again as before."""

import datetime as dt
from dataclasses import replace

import pytest

from approvals import workflow
from approvals.models import SignOff
from plans.gather import plan_content
from plans.models import FreezeConsent, Plan, SectionState
from plans.models.drafting import Side
from tests.factories.accounts import PASSWORD
from tests.factories.approvals import AUTHORITY, NOW

KEY = "samplebury"
BY_DELEGATION = replace(AUTHORITY, basis="delegation", minute_reference="61", meeting_on=None)
EXCEPT = replace(BY_DELEGATION, has_exception=True, statement="Not the telecare line.")


@pytest.fixture
def refused(place):
    """A plan whose first version was not approved; the council had signed it with an exception."""
    place.freeze()
    place.sign(place.council, place.council_signatory, reply=EXCEPT)
    for ccg, person in zip(place.ccgs, place.ccg_signatories, strict=True):
        place.sign(ccg, person)
    place.agree()
    workflow.submit(place.case(), by=place.council_author, at=NOW)
    place.review()
    place.decide("not_approved")
    return place


def words(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("changed", [True, False])
def test_assurers_see_what_was_said_before_and_what_changed_since(refused, visit, changed):
    first = refused.case()
    if changed:
        refused.change("vision")
    refused.freeze()
    refused.submit()
    case = refused.case()

    page = words(visit(refused.assurer, "case", case.pk))
    compared = visit(refused.assurer, "case-changes", case.pk, data={"from": "1"})

    assert "Version 1: Not approved" in page
    assert "As scored." in page
    assert f'href="/cases/{first.pk}/"' in page
    assert ("Nothing has changed since:" in page) is not changed
    assert (f"/cases/{case.pk}/changes/?from=1" in page) is changed
    assert ("1 section changed" in words(compared)) is changed
    assert visit(refused.assurer, "case-changes", case.pk, data={"from": "2"}).status_code == 404
    assert "No earlier version of this plan was assured." in words(visit(refused.assurer, "case-changes", first.pk))


def test_authors_are_told_before_they_freeze_and_submit_the_same_words(refused, visit):
    warning = "Nothing has changed since version 1"
    before = words(visit(refused.council_author, "freeze", KEY))
    refused.freeze()
    refused.sign_all()
    refused.agree()

    assert warning in before
    assert "Every body signs again" in before
    assert "Agreed, with an exception" not in before
    assert "“Not the telecare line.”" in before
    assert warning in words(visit(refused.council_author, "submit", KEY))


def test_a_change_ends_the_warning(refused, visit):
    refused.change("vision")

    page = words(visit(refused.council_author, "freeze", KEY))

    assert "Nothing has changed since" not in page
    assert f"/plans/{KEY}/compare/?from=1&amp;to=draft" in page


def test_a_body_signs_again_as_before_with_its_exception(refused, visit):
    refused.freeze()
    url = ("sign", KEY, refused.council.pk)
    sent = {"fingerprint": refused.case().version.fingerprint, "again": "1", "proof": PASSWORD}

    page = words(visit(refused.council_signatory, *url))
    visit(refused.council_signatory, *url, post=sent)

    assert "Sign again as before" in page
    assert "Nothing that it covers has changed since." in page
    given = SignOff.objects.get(case=refused.case())
    assert (given.decision, given.statement) == ("except", "Not the telecare line.")


def test_another_signatory_is_told_why_not(refused, visit):
    SignOff.objects.filter(organisation=refused.council).update(signatory=refused.council_author)
    refused.freeze()

    page = words(visit(refused.council_signatory, "sign", KEY, refused.council.pk))

    assert "only whoever gave it can give it again as it was" in page
    assert "Sign again as before" not in page


def test_a_plan_that_was_returned_says_so_to_whoever_takes_it_up(place, visit):
    place.freeze()
    place.submit()
    workflow.send_back(place.case(), by=place.assurer, at=NOW, reason="Table 4 is of last year.")
    assert "Nothing has changed since version 1" in words(visit(place.nhs_author, "freeze", KEY))
    place.freeze()
    workflow.submit(place.case(), by=place.council_author, at=NOW)

    page = words(visit(place.assurer, "case", place.case().pk))

    assert "Version 1: Returned to its authors" in page
    assert "Table 4 is of last year." in page


def test_words_that_moved_lead_to_what_was_saved(place, visit):
    fingerprint = plan_content(Plan.objects.get(pk=place.plan.pk)).fingerprint
    asked = {"organisation": place.council, "by": place.council_author, "at": NOW, "fingerprint": fingerprint}
    workflow.put_up(place.plan, side=Side.COUNCIL, **asked)
    place.change("vision")
    later = NOW.replace(hour=11)
    FreezeConsent.objects.filter(plan=place.plan).update(lapsed_at=later)
    SectionState.objects.update_or_create(plan=place.plan, section="vision", defaults={"saved_at": later})

    page = words(visit(place.nhs_author, "freeze", KEY))

    assert f'href="/plans/{KEY}/vision/history/"' in page


def test_what_its_body_refused_to_ratify_is_not_given_again_as_it_was(refused, visit):
    SignOff.objects.filter(organisation=refused.council).update(
        basis="chairs_action", ratification_due_on=dt.date(2099, 2, 1), is_refused=True, ratified_on=NOW.date(),
        ratified_minute="Cabinet 7", ratified_by=refused.council_signatory, ratified_at=NOW,
    )  # fmt: skip
    before = words(visit(refused.council_author, "freeze", KEY))
    refused.freeze()
    url = ("sign", KEY, refused.council.pk)
    sent = {"fingerprint": refused.case().version.fingerprint, "again": "1", "proof": PASSWORD}

    page = words(visit(refused.council_signatory, *url))
    forced = visit(refused.council_signatory, *url, post=sent)

    assert "Signed, with an exception, not ratified" in before
    assert "Samplebury Council refused to ratify it (Cabinet 7): it cannot be given again as it was." in page
    assert "Sign again as before" not in page
    assert forced.status_code == 422
    assert not SignOff.objects.filter(case=refused.case()).exists()
