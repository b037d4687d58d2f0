"""Agreeing to freeze and reopening, through the pages."""

import pytest

from approvals.models import Case, CaseStatus
from plans.gather import plan_content
from plans.models import FreezeConsent, Plan, PlanDetails, ProviderCommentary
from tests.factories.comments import a_thread
from tests.factories.invited import HEALTHWATCH, HOSPITAL, given, healthwatch, invited

KEY = "samplebury"


def fingerprint(place):
    """Of the draft as it stands."""
    return plan_content(Plan.objects.get(pk=place.plan.pk)).fingerprint


def consent(place, side="council", **more):
    """What the button of one side sends."""
    return {"side": side, "fingerprint": fingerprint(place), **more}


def test_freeze_offers_each_author_the_button_of_their_side(place, visit):
    council = visit(place.council_author, "freeze", KEY).content.decode()
    nhs = visit(place.nhs_author, "freeze", KEY).content.decode()

    assert "Agree to freeze for the council</button>" in council
    assert "Agree to freeze for the NHS</button>" not in council
    assert "Agree to freeze for the NHS</button>" in nhs


def test_freeze_needs_both_sides(place, visit):
    first = visit(place.council_author, "freeze", KEY, post=consent(place), follow=True)
    second = visit(place.nhs_author, "freeze", KEY, post=consent(place, "nhs"), follow=True)

    assert "The other side is still to agree." in first.content.decode()
    assert "Version 1 is frozen and up for sign-off." in second.content.decode()
    assert Case.objects.get().status == CaseStatus.IN_SIGNOFF


def test_freeze_shows_the_other_sides_consent_and_when(place, visit):
    visit(place.council_author, "freeze", KEY, post=consent(place))

    page = visit(place.nhs_author, "freeze", KEY).content.decode()

    assert "Agreed" in page
    assert "Council author, Samplebury Council" in page


def test_freeze_says_when_the_words_have_moved_since_a_consent(place, visit):
    visit(place.council_author, "freeze", KEY, post=consent(place))
    place.change("vision")

    page = visit(place.nhs_author, "freeze", KEY).content.decode()

    assert "to words that were changed since" in page


def test_freeze_lists_who_gave_nothing_and_who_has_no_reply(place, visit):
    given(invited(place.plan, place.council_author))
    healthwatch(place.plan, place.council_author)

    page = " ".join(visit(place.council_author, "freeze", KEY).content.decode().split())

    assert f"{HOSPITAL} disagrees with the figures and has no reply." in page
    assert f"{HEALTHWATCH} was invited to comment and has given nothing yet." in page
    ProviderCommentary.objects.update(reply="We count the winter.")
    assert "has no reply" not in visit(place.council_author, "freeze", KEY).content.decode()


@pytest.mark.parametrize(("audience", "seen"), [("organisation", False), ("partners", True)])
def test_freeze_names_open_comments_to_their_audience_alone(place, visit, audience, seen):
    a_thread(place.plan, place.council_author, "Our figure is wrong.", audience=audience)

    theirs = visit(place.nhs_author, "freeze", KEY).content.decode()

    assert ("Our figure is wrong." in theirs, "still open" in theirs) == (seen, seen)
    assert "Our figure is wrong." in visit(place.council_author, "freeze", KEY).content.decode()


def test_freeze_takes_a_consent_back(place, visit):
    visit(place.council_author, "freeze", KEY, post=consent(place))

    page = visit(place.council_author, "freeze", KEY, post=consent(place, take_back="1"), follow=True)

    assert "taken your agreement to freeze back" in page.content.decode()
    assert not FreezeConsent.objects.exists()


def test_freeze_shows_what_stops_it_and_no_button(place, visit):
    place.plan.risk_rows.all().delete()

    page = visit(place.council_author, "freeze", KEY).content.decode()

    assert "1 finding stops the freeze" in page
    assert "Agree to freeze for the council</button>" not in page


def test_freeze_refuses_words_that_moved(place, visit):
    old = consent(place)
    place.change("vision")

    response = visit(place.council_author, "freeze", KEY, post=old)

    assert response.status_code == 409
    assert "The words have changed since you opened the page." in response.content.decode()


def test_freeze_refuses_an_incomplete_plan(place, visit):
    place.plan.risk_rows.all().delete()

    response = visit(place.council_author, "freeze", KEY, post=consent(place))

    assert response.status_code == 409
    assert "Findings stop the freeze" in response.content.decode()


def test_freeze_by_one_person_for_both_sides_is_refused(place, visit):
    from itf.accounts.membership import join
    from itf.accounts.models import Role

    join(place.council_author, place.ccgs[0], Role.AUTHOR)
    visit(place.council_author, "freeze", KEY, post=consent(place))

    response = visit(place.council_author, "freeze", KEY, post=consent(place, "nhs"))

    assert response.status_code == 409
    assert "two people" in response.content.decode()


@pytest.mark.parametrize("side", ["nhs", "both", ""])
def test_freeze_for_a_side_that_is_not_ones_own_does_nothing(place, visit, side):
    visit(place.council_author, "freeze", KEY, post=consent(place, side))

    assert not FreezeConsent.objects.exists()


def test_freeze_twice_by_the_last_side_leads_to_the_route(place, visit):
    again = consent(place, "nhs")
    visit(place.council_author, "freeze", KEY, post=consent(place))
    visit(place.nhs_author, "freeze", KEY, post=again)

    response = visit(place.nhs_author, "freeze", KEY, post=again)

    assert response.url == f"/plans/{KEY}/route/"
    assert Case.objects.count() == 1


@pytest.mark.parametrize("person", ["council author", "nhs author"])
def test_freeze_of_a_frozen_plan_leads_to_who_signs_and_says_so(place, visit, person):
    place.freeze()

    response = visit(place.people[person], "freeze", KEY, follow=True)

    assert response.redirect_chain == [(f"/plans/{KEY}/route/", 302)]
    assert "The plan is frozen: both sides agreed, and version 1 was frozen on" in response.content.decode()


def test_an_agreement_to_freeze_a_frozen_plan_in_other_words_is_refused(place, visit):
    place.freeze()

    response = visit(place.council_author, "freeze", KEY, post={"side": "council", "fingerprint": "0" * 64})

    assert response.status_code == 403
    assert "The plan is frozen already." in response.content.decode()


@pytest.mark.parametrize("person", ["council signatory", "chair"])
def test_freeze_is_for_authors(place, visit, person):
    response = visit(place.people[person], "freeze", KEY)

    assert response.status_code == 403
    assert "Only authors of the council or a CCG" in response.content.decode()


@pytest.mark.parametrize("person", ["assurer", "stranger"])
@pytest.mark.parametrize("name", ["freeze", "reopen", "route", "agree", "submit", "withdraw", "submitted"])
def test_pages_of_a_plan_do_not_exist_for_others(place, visit, person, name):
    place.freeze()

    ids = [place.board.pk] if name == "agree" else []
    assert visit(place.people[person], name, KEY, *ids).status_code == 404


def test_freeze_again_lists_the_signatures_that_become_void(place, visit):
    place.freeze()
    place.sign_all()
    visit(place.council_author, "reopen", KEY, post={"reason": "A wrong figure."})
    place.change("risks")

    page = visit(place.council_author, "freeze", KEY).content.decode()

    assert "Sign-offs that become void" in page
    assert "<strong>Samplebury Council</strong>: Risk register" in " ".join(page.split())


def test_reopen_says_whose_signature_each_section_would_undo(place, visit):
    place.freeze()
    place.sign_all()

    page = " ".join(visit(place.council_author, "reopen", KEY).content.decode().split())

    assert "Samplebury Council, Samplebury CCG, Samplebury South CCG" in page
    assert "nobody so far" in page


def test_reopen_counts_no_refusal_as_a_signature_that_is_lost(place, visit):
    place.freeze()
    place.decline(place.council, place.council_signatory)

    page = " ".join(visit(place.council_author, "reopen", KEY).content.decode().split())

    assert "no signature is lost" in page
    assert "undoes the signature of" not in page
    assert "<strong>Samplebury Council</strong> declined" in page


def test_reopen_before_any_signature_says_nothing_is_lost(place, visit):
    place.freeze()

    assert "no signature is lost" in visit(place.council_author, "reopen", KEY).content.decode()


def test_reopen_opens_the_draft(place, visit):
    place.freeze()

    response = visit(place.nhs_author, "reopen", KEY, post={"reason": "A wrong figure."})

    assert response.url == f"/plans/{KEY}/"
    assert Plan.objects.get().is_open


def test_reopen_without_a_reason_keeps_the_page(place, visit):
    place.freeze()

    response = visit(place.nhs_author, "reopen", KEY, post={"reason": " "})

    assert response.status_code == 422
    assert "Say why: everyone who has signed will read it." in response.content.decode()
    assert not Plan.objects.get().is_open


def test_reopen_twice_leads_to_the_draft(place, visit):
    place.freeze()
    visit(place.nhs_author, "reopen", KEY, post={"reason": "A wrong figure."})

    response = visit(place.nhs_author, "reopen", KEY, post={"reason": "A wrong figure."})

    assert response.url == f"/plans/{KEY}/"


def test_reopen_is_refused_with_the_reason(place, visit):
    place.freeze()

    assert "Only an author" in visit(place.chair, "reopen", KEY).content.decode()
    place.submit()
    assert "withdraw it until" in visit(place.council_author, "reopen", KEY).content.decode()


def test_reopen_of_a_plan_never_frozen_says_so(place, visit):
    response = visit(place.council_author, "reopen", KEY)

    assert response.status_code == 403
    assert "The plan is a draft." in response.content.decode()


def test_route_before_the_first_freeze_names_everyone_who_will_sign(place, visit):
    page = visit(place.chair, "route", KEY).content.decode()

    assert "these bodies are asked to sign" in page
    assert all(str(body) in page for body in (place.council, *place.ccgs, place.board))


def test_route_shows_each_answer_with_its_authority(place, visit):
    place.freeze()
    place.sign_all()
    place.agree()

    page = " ".join(visit(place.chair, "route", KEY).content.decode().split())

    assert "Accountable officer, 3 February 2034, 10:00. Decision of the full council, on 30 January 2034" in page
    assert "minute 14/22" in page
    assert page.count(">Signed<") == 3
    assert page.count(">Agreed<") == 1


def test_route_shows_live_what_the_draft_would_undo(place, visit):
    place.freeze()
    place.sign_all()
    visit(place.council_author, "reopen", KEY, post={"reason": "A wrong figure."})
    place.change("acute")

    page = " ".join(visit(place.chair, "route", KEY).content.decode().split())

    assert page.count("Will become void") == 2
    assert (page.count(">Signed<"), page.count(">Agreed<")) == (3, 0)  # what was answered stays in view
    assert "Changed in the draft since: Implications for the acute sector." in page


def test_route_keeps_void_answers_and_says_why(place, visit):
    place.freeze()
    place.sign_all()
    visit(place.council_author, "reopen", KEY, post={"reason": "A wrong figure."})
    place.change("risks")
    place.freeze()

    page = " ".join(visit(place.chair, "route", KEY).content.decode().split())

    assert page.count("Asked again") == 3
    assert "Version 2 changed what it covers. Changed: Risk register." in page


def test_route_says_when_a_signature_on_an_older_version_still_stands(place, visit):
    place.freeze()
    place.sign_all()
    place.agree()
    visit(place.council_author, "reopen", KEY, post={"reason": "A wrong figure."})
    place.change("risks")
    place.freeze()

    page = " ".join(visit(place.chair, "route", KEY).content.decode().split())

    assert "on version 1; what it covers is unchanged in version 2" in page


def test_route_says_when_nobody_can_sign(place, visit):
    place.chair.groups.clear()
    place.freeze()

    page = visit(place.council_author, "route", KEY).content.decode()

    assert f"Nobody can agree for {place.board} yet." in page


def test_route_offers_the_key_only_to_its_holder(place, visit):
    place.freeze()

    assert "Sign for Samplebury Council" in visit(place.council_signatory, "route", KEY).content.decode()
    assert "Sign for Samplebury Council" not in visit(place.council_author, "route", KEY).content.decode()
    assert f"Agree for {place.board}" not in visit(place.chair, "route", KEY).content.decode()
    place.sign_all()
    assert f"Agree for {place.board}" in visit(place.chair, "route", KEY).content.decode()


def test_route_takes_as_many_queries_for_many_parties(place, visit, django_assert_max_num_queries):
    from tests.factories.accounts import OrganisationFactory
    from tests.factories.plans import PartyFactory

    place.freeze()
    visit(place.chair, "route", KEY)
    with django_assert_max_num_queries(60) as few:
        visit(place.chair, "route", KEY)
    for _ in range(10):
        PartyFactory(plan=place.plan, organisation=OrganisationFactory(kind="ccg"))

    with django_assert_max_num_queries(60) as many:
        visit(place.chair, "route", KEY)

    assert len(many) == len(few)


def test_freezing_again_points_to_a_note_that_speaks_of_the_last_version(place, visit):
    PlanDetails.objects.filter(plan=place.plan).update(change_note="Complete draft")
    place.freeze()
    visit(place.council_author, "reopen", KEY, post={"reason": "A wrong figure."})
    page = " ".join(visit(place.council_author, "freeze", KEY).content.decode().split())
    PlanDetails.objects.filter(plan=place.plan).update(change_note="")
    without = visit(place.council_author, "freeze", KEY).content.decode()

    assert "Say what changed since version 1" in without
    assert "is still what they were told of version 1: “Complete draft”" in page
