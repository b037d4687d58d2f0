"""Signing, agreeing and declining through the pages."""

import re

import pytest

from approvals import workflow
from approvals.models import SignOff
from approvals.signoff import Reply
from itf.accounts.membership import join
from itf.accounts.models import Role
from plans.models import Risk
from tests.factories.accounts import PASSWORD, OrganisationFactory, UserFactory
from tests.factories.approvals import NOW

KEY = "samplebury"
# What an empty form is told of at once.
FIELDS = ["answer", "position", "basis", "meeting_on", "minute_reference"]


def reply(place, **changes):
    """What the form of a signature sends."""
    return {
        "fingerprint": place.case().version.fingerprint,
        "answer": "signed",
        "position": "Leader of the council",
        "basis": "executive",
        "meeting_on_day": "30",
        "meeting_on_month": "1",
        "meeting_on_year": "2014",
        "minute_reference": "Cabinet, minute 14/22",
        "statement": "",
        "proof": PASSWORD,
    } | changes


def by_chairs_action(place, **changes):
    """A signature to be ratified."""
    ratified = {"ratification_due_on_day": "27", "ratification_due_on_month": "3", "ratification_due_on_year": "2034"}
    return reply(place, basis="chairs_action", **ratified) | changes


def test_sign_shows_what_is_signed(place, visit):
    place.freeze()

    page = " ".join(visit(place.council_signatory, "sign", KEY, place.council.pk).content.decode().split())

    assert "Sign for Samplebury Council" in page
    assert "covers: Plan details and parties; Vision, aims and planned changes" in page
    assert "Implications for the acute sector" not in page.split("covers:")[1].split("</p>")[0]
    assert place.case().version.fingerprint in page
    assert "Decision of the executive or cabinet" in page


def test_sign_asks_once_more_before_it_signs(place, visit):
    place.freeze()

    checked = visit(place.council_signatory, "sign", KEY, place.council.pk, post=reply(place))

    page = checked.content.decode()
    assert "Sign for Samplebury Council?" in page
    assert "Cabinet, minute 14/22" in page
    assert "30 January 2014" in page
    assert not SignOff.objects.exists()


def test_sign_signs_once_confirmed(place, visit):
    place.freeze()

    response = visit(
        place.council_signatory, "sign", KEY, place.council.pk, post=reply(place, confirmed="1"), follow=True
    )

    row = SignOff.objects.get()
    assert (row.position, row.basis, row.minute_reference) == (
        "Leader of the council",
        "executive",
        "Cabinet, minute 14/22",
    )
    assert response.redirect_chain == [(f"/plans/{KEY}/sign/{place.council.pk}/done/", 302)]
    assert "Signed for Samplebury Council" in response.content.decode()


def test_sign_goes_back_with_everything_typed(place, visit):
    place.freeze()

    page = visit(
        place.council_signatory, "sign", KEY, place.council.pk, post=reply(place, change="1", statement="With thanks.")
    ).content.decode()

    assert 'value="Leader of the council"' in page
    assert "With thanks." in page
    assert not SignOff.objects.exists()


def test_sign_twice_shows_the_same_confirmation(place, visit):
    place.freeze()
    asked = reply(place, confirmed="1")

    first = visit(place.council_signatory, "sign", KEY, place.council.pk, post=asked, follow=True)
    second = visit(place.council_signatory, "sign", KEY, place.council.pk, post=asked, follow=True)

    assert first.redirect_chain == second.redirect_chain
    assert SignOff.objects.count() == 1
    assert "nothing was done twice" not in first.content.decode()


@pytest.mark.parametrize("answer", ["signed", "except"])
def test_a_second_page_of_the_same_place_says_when_it_was_signed_and_by_whom(place, visit, answer):
    place.freeze()
    row = place.sign(place.council, place.council_signatory)
    asked = reply(place, confirmed="1", answer=answer, statement="But for the beds.")

    page = visit(place.council_signatory, "sign", KEY, place.council.pk, post=asked, follow=True).content.decode()

    said = "Signed for Samplebury Council already, on 3 February 2034 at 10:00, by Accountable officer."
    assert f"{said} What you sent now changed nothing: nothing was done twice." in " ".join(page.split())
    assert SignOff.objects.get() == row


def test_a_page_of_a_place_that_a_colleague_has_signed_says_when_and_by_whom(place, visit):
    place.freeze()
    colleague = UserFactory(post="Deputy leader")
    join(colleague, place.council, Role.SIGNATORY)
    place.sign(place.council, place.council_signatory)

    answer = visit(colleague, "sign", KEY, place.council.pk, post=reply(place, confirmed="1"))

    assert answer.status_code == 409
    said = "Samplebury Council has signed already, on 3 February 2034 at 10:00, by Accountable officer."
    assert said in " ".join(answer.content.decode().split())
    assert SignOff.objects.count() == 1


def test_sign_chooses_no_answer_beforehand(place, visit):
    place.freeze()

    page = visit(place.council_signatory, "sign", KEY, place.council.pk).content.decode()

    assert 'name="answer"' in page
    assert not re.search(r"<input[^>]* checked", page)


def test_sign_says_everything_that_is_missing_at_once(place, visit):
    place.freeze()
    empty = {"fingerprint": place.case().version.fingerprint}

    page = visit(place.council_signatory, "sign", KEY, place.council.pk, post=empty).content.decode()

    summary = page.split('class="govuk-error-summary"')[1].split("</ul>")[0]
    assert [field for field in FIELDS if f'href="#id_{field}' in summary] == FIELDS


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answer": ""}, "Choose what the answer is."),
        ({"basis": ""}, "Choose on what authority you sign."),
        ({"position": ""}, "Enter the position in which you sign."),
        ({"position": "x" * 121}, "use 120 characters or fewer"),
        ({"meeting_on_day": "", "meeting_on_month": "", "meeting_on_year": ""}, "Enter the date of the meeting"),
        ({"meeting_on_year": "2034"}, "The meeting must have been held."),
        (
            {"meeting_on_year": "2034", "basis": "delegation"},
            "the meeting that gave the delegation: it cannot be after",
        ),
        ({"meeting_on_year": "2034", "basis": "chairs_action"}, "has decided nothing yet: leave this empty"),
        ({"meeting_on_year": "1890"}, "must be in a year from 1900 to 2100"),
        ({"meeting_on_month": "13"}, "has a month that cannot be read"),
        ({"basis": "delegation", "minute_reference": ""}, "Enter the reference of the minute"),
        ({"basis": "chairs_action"}, "Enter the date by which the action will be ratified"),
        ({"basis": "hearsay"}, "choose from the answers offered here"),
        ({"statement": "x" * 4001}, "use 4,000 characters or fewer"),
    ],
)
def test_sign_says_what_is_missing_beside_the_field(place, visit, changes, message):
    place.freeze()

    response = visit(
        place.council_signatory, "sign", KEY, place.council.pk, post=reply(place, confirmed="1", **changes)
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "There is a problem" in page
    assert "<title>Error:" in " ".join(page.split()).replace("<title> Error:", "<title>Error:")
    assert not SignOff.objects.exists()


def test_sign_by_chairs_action_keeps_the_date_of_ratification(place, visit):
    place.freeze()

    visit(place.council_signatory, "sign", KEY, place.council.pk, post=by_chairs_action(place, confirmed="1"))
    page = visit(place.council_signatory, "signed", KEY, place.council.pk).content.decode()

    assert "Open: to be ratified by 27 March 2034" in page


@pytest.mark.parametrize("fingerprint", ["", "0" * 64, "x" * 5000])
def test_sign_refuses_a_forged_fingerprint(place, visit, fingerprint):
    place.freeze()

    response = visit(
        place.council_signatory,
        "sign",
        KEY,
        place.council.pk,
        post=reply(place, confirmed="1", fingerprint=fingerprint),
    )

    assert response.status_code == 409
    assert "The words have changed since you opened the page." in response.content.decode()


def test_sign_refuses_an_old_page(place, visit):
    place.freeze()
    old = reply(place, confirmed="1")
    workflow.reopen(place.case(), by=place.nhs_author, at=place.at, reason="A wrong figure.")
    place.change("vision")
    place.freeze()

    assert visit(place.council_signatory, "sign", KEY, place.council.pk, post=old).status_code == 409


def test_sign_again_says_what_changed_since(place, visit):
    place.freeze()
    place.sign_all()
    workflow.reopen(place.case(), by=place.nhs_author, at=place.at, reason="A wrong figure.")
    place.change("risks")
    place.freeze()

    page = " ".join(visit(place.council_signatory, "sign", KEY, place.council.pk).content.decode().split())

    assert "Version 2 changed what it covers. Changed since: Risk register." in page


def test_sign_says_why_words_that_came_back_are_signed_again(place, visit):
    place.freeze()
    place.sign_all()
    risk = Risk.objects.get()
    for text in ("Two nurses more.", risk.mitigation):
        workflow.reopen(place.case(), by=place.nhs_author, at=place.at, reason="A wrong figure.")
        Risk.objects.update(mitigation=text)
        place.freeze()

    page = " ".join(visit(place.council_signatory, "sign", KEY, place.council.pk).content.decode().split())

    said = "Version 3 has the very words that Samplebury Council signed on 3 February 2034 in version 1."
    assert f"{said} What it gave then does not come back by itself: it ended on 3 February 2034" in page
    assert "Changed since:" not in page


def test_sign_before_the_freeze_is_refused_with_the_reason(place, visit):
    response = visit(place.council_signatory, "sign", KEY, place.council.pk)

    assert response.status_code == 403
    assert "Once both sides have agreed to freeze it, it can be signed." in response.content.decode()


@pytest.mark.parametrize("person", ["council author", "nhs author", "ccg signatory", "chair"])
def test_sign_for_a_body_that_is_not_ones_own_is_refused(place, visit, person):
    place.freeze()

    response = visit(place.people[person], "sign", KEY, place.council.pk, post=reply(place, confirmed="1"))

    assert response.status_code == 403
    assert "Only a signatory of Samplebury Council can sign for it." in response.content.decode()
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("name", ["sign", "decline"])
def test_sign_for_a_body_outside_the_plan_does_not_exist(place, visit, name):
    place.freeze()

    assert visit(place.council_signatory, name, KEY, OrganisationFactory().pk).status_code == 404


def test_the_board_has_no_page_among_the_parties(place, visit):
    place.freeze()

    assert visit(place.chair, "sign", KEY, place.board.pk).status_code == 404


def test_agree_asks_once_more_and_agrees(place, visit):
    place.freeze()
    place.sign_all()
    asked = reply(place, basis="full_body")

    checked = visit(place.chair, "agree", KEY, place.board.pk, post=asked).content.decode()
    done = visit(
        place.chair, "agree", KEY, place.board.pk, post=asked | {"confirmed": "1"}, follow=True
    ).content.decode()

    assert f"Agree for {place.board}?" in checked
    assert f"Agreed for {place.board}" in done
    assert SignOff.objects.get(kind="board").stands


def test_agree_before_the_parties_is_refused_with_their_names(place, visit):
    place.freeze()

    response = visit(place.chair, "agree", KEY, place.board.pk)

    assert response.status_code == 403
    assert "Still to sign: Samplebury Council, Samplebury CCG, Samplebury South CCG." in response.content.decode()


def test_agree_is_for_the_chair(place, visit):
    place.freeze()
    place.sign_all()

    response = visit(place.council_signatory, "agree", KEY, place.board.pk)

    assert response.status_code == 403
    assert "Only the chair of" in response.content.decode()


def test_agree_needs_the_minute_of_the_meeting(place, visit):
    place.freeze()
    place.sign_all()

    response = visit(
        place.chair, "agree", KEY, place.board.pk, post=reply(place, basis="full_body", minute_reference="")
    )

    assert "Enter the reference of the minute" in response.content.decode()


def test_signed_without_an_answer_leads_to_the_route(place, visit):
    place.freeze()

    assert visit(place.chair, "signed", KEY, place.council.pk).url == f"/plans/{KEY}/route/"


def test_one_person_cannot_sign_for_both_sides_and_is_told_why(place, visit):
    place.freeze()
    join(place.council_signatory, place.ccgs[0], Role.SIGNATORY)
    place.sign(place.council, place.council_signatory)

    response = visit(place.council_signatory, "sign", KEY, place.ccgs[0].pk)

    assert response.status_code == 403
    assert "each need a person of their own" in response.content.decode()


def test_a_posts_words_are_shown_as_words(place, visit):
    place.freeze()
    asked = reply(place, position="<script>alert(1)</script>", confirmed="1")

    page = visit(place.council_signatory, "sign", KEY, place.council.pk, post=asked, follow=True).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_way_back_to_the_form_leads_to_the_confirmation(place, visit):
    place.freeze()
    place.sign(place.council, place.council_signatory)

    answer = visit(place.council_signatory, "sign", KEY, place.council.pk)

    assert (answer.status_code, answer.url) == (302, f"/plans/{KEY}/sign/{place.council.pk}/done/")


@pytest.mark.parametrize(("year", "says_so"), [("2014", True), ("2034", False)])
def test_a_meeting_before_the_words_were_frozen_is_pointed_out(place, visit, year, says_so):
    place.freeze()
    place.case().version.__class__.objects.update(frozen_at=NOW.replace(month=1, day=1))

    checked = visit(place.council_signatory, "sign", KEY, place.council.pk, post=reply(place, meeting_on_year=year))

    assert ("make sure that what it decided covers them" in checked.content.decode()) == says_so


def test_the_authority_is_recorded_in_the_words_it_was_chosen_in(place, visit):
    place.freeze()
    place.sign(place.council, place.council_signatory, reply=Reply("Leader", "delegation", minute_reference="14/3"))

    page = visit(place.chair, "route", KEY).content.decode()

    assert "Delegated to the signatory, 14/3" in page
