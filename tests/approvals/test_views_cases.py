"""The assurers' inbox, a case and its documents; scoring and deciding through the pages."""

import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from approvals import assurance
from approvals.models import Review
from itf.accounts.membership import join
from itf.accounts.models import Role
from plans.models import Document
from tests.factories.accounts import PASSWORD
from tests.factories.approvals import NOW, a_place


@pytest.fixture
def submitted(place):
    """The plan signed, agreed and submitted."""
    place.freeze()
    place.submit()
    return place


def marks(review, **changes):
    """What the form of the scores sends, every line sound."""
    sent = {}
    for score in review.scores.all():
        sent |= {f"mark-{score.line}": "2", f"reason-{score.line}": "Sound."}
    return sent | changes


def test_inbox_shows_what_is_submitted(submitted, visit):
    page = visit(submitted.assurer, "cases").content.decode()

    assert "Samplebury joint plan" in page
    assert "Not taken up" in page
    assert "To take up (1)" in page


def test_inbox_before_submission_is_empty_and_says_what_would_fill_it(place, visit):
    place.freeze()

    page = visit(place.assurer, "cases").content.decode()

    assert "Samplebury" not in page
    assert "A plan comes here when its authors submit it" in page


def test_inbox_shows_how_far_each_review_is(submitted, visit):
    review = submitted.take_up()
    first = review.scores.first()
    assurance.score(review, marks={first.line: (2, "Sound.")}, by=submitted.assurer, at=NOW)

    page = visit(submitted.assurer, "cases").content.decode()

    assert "Assurer: 1 of 2 scored" in page


def test_inbox_shows_outcomes(submitted, visit):
    submitted.take_up()
    submitted.decide("approved_with_support")

    page = visit(submitted.assurer, "cases", data={"list": "decided"}).content.decode()

    assert "Approved with support" in page


def test_inbox_of_an_unknown_list_is_the_first_that_holds_something(submitted, visit):
    submitted.take_up()

    page = visit(submitted.assurer, "cases", data={"list": "nonsense"}).content.decode()

    assert '<strong aria-current="page">In assurance (1)</strong>' in " ".join(page.split())


def test_inbox_marks_what_came_late(place, visit):
    place.freeze()
    place.submit(late_reason="The board met late.")

    assert "After the window closed" in visit(place.assurer, "cases").content.decode()


def test_inbox_takes_as_many_queries_for_many_cases_as_for_one(submitted, visit, django_assert_max_num_queries):
    visit(submitted.assurer, "cases")
    with django_assert_max_num_queries(50) as one:
        visit(submitted.assurer, "cases")
    for number in range(4):
        other = a_place(f"place-{number}")
        other.freeze()
        other.submit()
        join(submitted.assurer, other.team, Role.ASSURER)

    with django_assert_max_num_queries(50) as many:
        page = visit(submitted.assurer, "cases").content.decode()

    assert "To take up (5)" in page
    assert len(many) == len(one)


def test_case_is_one_page_for_the_assurer(submitted, visit):
    page = " ".join(visit(submitted.assurer, "case", submitted.case().pk).content.decode().split())

    assert "Submitted on 3 February 2034, 10:00 by Council author." in page
    assert "Decision of the board at a meeting, on 30 January 2034, minute 14/22" in page
    assert submitted.case().version.fingerprint in page
    assert "Take the plan up" in page


def test_case_shows_open_ratifications(place, visit):
    from approvals.signoff import Reply

    place.freeze()
    due = NOW.date().replace(month=3, day=27)
    urgent = Reply(position="Chair", basis="chairs_action", ratification_due_on=due)
    place.sign(place.council, place.council_signatory, reply=urgent)
    for ccg, person in zip(place.ccgs, place.ccg_signatories, strict=True):
        place.sign(ccg, person)
    place.agree()
    from approvals import workflow

    case = workflow.submit(place.case(), by=place.council_author, at=NOW)

    assert "Open: to be ratified by 27 March 2034" in visit(place.assurer, "case", case.pk).content.decode()


def test_case_does_not_exist_for_strangers_and_before_submission_for_assurers(place, visit):
    case = place.freeze()

    for name in ("case", "case-plan", "take-up", "scores", "recommend", "moderate"):
        assert visit(place.stranger, name, case.pk).status_code == 404
        assert visit(place.assurer, name, case.pk).status_code == 404
    assert visit(place.assurer, "document", case.pk, "pdf").status_code == 404
    assert visit(place.chair, "case", uuid.uuid4()).status_code == 404


def test_case_shows_parties_no_score_before_the_decision(submitted, visit):
    submitted.review()
    case = submitted.case()

    before = visit(submitted.council_author, "case", case.pk).content.decode()
    submitted.decide()
    after = visit(submitted.council_author, "case", case.pk).content.decode()

    assert "Sound." not in before
    assert after.count("Sound.") == 4
    assert "As scored." in after


def test_case_plan_shows_the_words_as_frozen(submitted, visit):
    page = visit(submitted.assurer, "case-plan", submitted.case().pk).content.decode()

    assert "One team." in page
    assert "Samplebury Council, Samplebury CCG and Samplebury South CCG" in page


def test_document_is_served_to_those_who_may_see_the_case(submitted, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case = submitted.case()
    document = Document.objects.get(version=case.version, kind="pdf")
    document.file.save("plan.pdf", ContentFile(b"%PDF-1.7"), save=False)
    Document.objects.filter(pk=document.pk).update(file=document.file.name, sha256="0" * 64, built_at=NOW, size=8)

    response = visit(submitted.assurer, "document", case.pk, "pdf")

    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response["Content-Disposition"] == 'attachment; filename="samplebury-version-1.pdf"'
    assert visit(submitted.stranger, "document", case.pk, "pdf").status_code == 404
    page = visit(submitted.assurer, "case", case.pk).content.decode()
    assert re.search(r'id="read-submission"\s+hx-get.*PDF as submitted: .*Check again', page)


def test_document_that_is_not_built_yet_leads_to_the_case(submitted, visit):
    case = submitted.case()

    assert visit(submitted.assurer, "document", case.pk, "pdf").url == f"/cases/{case.pk}/"
    assert visit(submitted.assurer, "document", case.pk, "doc").status_code == 404


def test_take_up_asks_first_and_leads_to_the_scores(submitted, visit):
    case = submitted.case()

    asked = visit(submitted.assurer, "take-up", case.pk).content.decode()
    response = visit(submitted.assurer, "take-up", case.pk, post={})

    assert "the authors can no longer withdraw the plan" in asked
    assert response.url == f"/cases/{case.pk}/scores/"
    assert Review.objects.count() == 1


def test_take_up_twice_is_one_review(submitted, visit):
    case = submitted.case()

    urls = [visit(submitted.assurer, "take-up", case.pk, post={}).url for _ in range(2)]

    assert urls[0] == urls[1]
    assert Review.objects.count() == 1


@pytest.mark.parametrize("name", ["take-up", "scores"])
def test_assurance_is_for_assurers(submitted, visit, name):
    response = visit(submitted.council_author, name, submitted.case().pk)

    assert response.status_code == 403
    assert "Only an assurer of" in response.content.decode()


def test_an_assurer_with_a_role_in_the_plan_is_told_why_not(submitted, visit):
    join(submitted.assurer, submitted.council, Role.AUTHOR)
    case = submitted.case()

    page = visit(submitted.assurer, "case", case.pk).content.decode()
    refused = visit(submitted.assurer, "take-up", case.pk, post={})

    assert "You hold a role in Samplebury Council" in page
    assert refused.status_code == 403


def test_take_up_without_lines_to_score_is_refused_with_the_reason(submitted, visit):
    from conditions.models import KeyLineOfEnquiry

    KeyLineOfEnquiry.objects.all().delete()

    response = visit(submitted.assurer, "take-up", submitted.case().pk, post={})

    assert response.status_code == 409
    assert "No key lines of enquiry are loaded." in response.content.decode()


def test_scores_are_saved_half_finished(submitted, visit):
    review = submitted.take_up()
    first, second = review.scores.all()
    sent = {f"mark-{first.line}": "3", f"reason-{second.line}": "To ask."}

    response = visit(submitted.assurer, "scores", submitted.case().pk, post=sent, follow=True)

    assert "Your scores are saved." in response.content.decode()
    assert "0 of 2 lines have a score and a reason" in response.content.decode()
    assert [(score.mark, score.reason) for score in review.scores.all()] == [(3, ""), (None, "To ask.")]


def test_scores_cannot_be_finished_half_and_nothing_typed_is_lost(submitted, visit):
    review = submitted.take_up()
    first, second = review.scores.all()
    sent = {f"mark-{first.line}": "3", f"reason-{second.line}": "To ask.", "finish": "1"}

    response = visit(submitted.assurer, "scores", submitted.case().pk, post=sent)

    page = response.content.decode()
    assert response.status_code == 422
    assert f"Give a reason for the score of “{first.title}”." in page
    assert f"Choose a score for “{second.title}”." in page
    assert [(score.mark, score.reason) for score in review.scores.all()] == [(3, ""), (None, "To ask.")]
    assert not Review.objects.get().is_finished


@pytest.mark.parametrize("mark", ["4", "-1", "x", "1e9"])
def test_scores_refuse_a_mark_that_is_none(submitted, visit, mark):
    review = submitted.take_up()
    line = review.scores.first().line

    response = visit(submitted.assurer, "scores", submitted.case().pk, post=marks(review, **{f"mark-{line}": mark}))

    assert response.status_code == 422
    assert not review.scores.exclude(mark=None).exists()


def test_scores_finished_wait_for_the_other_side(submitted, visit):
    case = submitted.case()
    visit(submitted.assurer, "take-up", case.pk, post={})
    review = Review.objects.get()

    response = visit(
        submitted.assurer,
        "scores",
        case.pk,
        post=marks(review, finish="1", confirmed="1", proof=PASSWORD),
        follow=True,
    )
    again = visit(submitted.assurer, "scores", case.pk, post=marks(review, finish="1"))

    assert "Your review is finished." in response.content.decode()
    assert f"{submitted.local} has not finished its review." in response.content.decode()
    assert again.url == f"/cases/{case.pk}/"


def test_scores_before_taking_up_are_refused_with_the_reason(submitted, visit):
    response = visit(submitted.assurer, "scores", submitted.case().pk)

    assert response.status_code == 403
    assert "Take the plan up first." in response.content.decode()


def test_neither_side_sees_the_others_scores_before_both_are_in(submitted, visit):
    submitted.review()
    case = submitted.case()

    before = visit(submitted.local_assurer, "case", case.pk).content.decode()
    submitted.review_locally(mark=1)
    after = visit(submitted.local_assurer, "case", case.pk).content.decode()
    parties = visit(submitted.council_author, "case", case.pk).content.decode()

    assert "Sound." not in before
    assert "You review it apart." in before
    assert after.count("They differ") == 2
    assert "Compare and recommend" in after
    assert "Sound." not in parties


def test_scores_are_kept_while_they_are_typed(submitted, client):
    review = submitted.take_up()
    first = review.scores.first()
    client.force_login(submitted.assurer)
    address = reverse("approvals:scores", args=[submitted.case().pk])

    sent = {f"mark-{first.line}": "2", f"reason-{first.line}": "Half a reason"}
    answer = client.post(address, sent, headers={"HX-Request": "true"})

    assert f"1 of {review.scores.count()} lines have a score and a reason" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    first.refresh_from_db()
    assert (first.mark, first.reason) == (2, "Half a reason")


def test_an_assurer_reads_which_scheme_serves_which_condition(submitted, visit):
    page = visit(submitted.assurer, "case-coverage", submitted.case().pk).content.decode()

    assert "Which scheme serves which condition" in page
    assert f"/plans/{submitted.plan.key}/" not in page
