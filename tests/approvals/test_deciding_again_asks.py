"""Deciding asks for the password as signing does; a finished review is corrected until it is compared."""

import pytest

from approvals import assurance
from approvals.guards import GuardNotMet
from approvals.models import CaseStatus, Decision, Review
from conditions.models import Round
from itf.audit.models import AuditEvent
from tests.factories.accounts import PASSWORD
from tests.factories.approvals import NOW

WRONG = "The password is not right."


@pytest.fixture
def submitted(place):
    """A place whose plan is submitted."""
    place.freeze()
    place.submit()
    return place


def marks(review, **said):
    """What the form of scores sends."""
    given = {f"mark-{score.line}": "2" for score in review.scores.all()}
    return given | {f"reason-{score.line}": "Sound." for score in review.scores.all()} | said


def test_finishing_a_review_asks_once_more_who_it_is(submitted, visit):
    case = submitted.case().pk
    visit(submitted.assurer, "take-up", case, post={})
    review = Review.objects.get()

    asked = visit(submitted.assurer, "scores", case, post=marks(review, finish="1")).content.decode()
    assert "Finish the review?" in asked
    assert 'name="proof"' in asked
    wrong = visit(submitted.assurer, "scores", case, post=marks(review, finish="1", confirmed="1", proof="a guess"))
    assert wrong.status_code == 422
    assert WRONG in wrong.content.decode()
    assert not Review.objects.get().is_finished
    back = visit(submitted.assurer, "scores", case, post=marks(review, finish="1", change="1")).content.decode()
    assert "Score the plan" in back
    visit(submitted.assurer, "scores", case, post=marks(review, finish="1", confirmed="1", proof=PASSWORD))
    assert Review.objects.get().is_finished


def test_telling_ministers_and_recording_what_they_decide_ask_too(submitted, visit):
    submitted.recommend()
    submitted.moderate()
    case, said = submitted.case(), {"outcome": "approved", "reasons": "It holds.", "confirmed": "1"}
    assert visit(submitted.reviewer, "national-review", case.pk, post=said).status_code == 422
    assert not submitted.case().recommendations.filter(level="national").exists()
    submitted.review_nationally()
    submitted.send()

    tranche = submitted.case().tranche_id
    sent = {"reference": "M/1", f"outcome-{case.pk}": "approved", f"reasons-{case.pk}": "As scored.", "confirmed": "1"}
    refused = visit(submitted.office, "tranche", tranche, post=sent | {"proof": "a guess"})
    assert (refused.status_code, WRONG in refused.content.decode()) == (422, True)
    assert not Decision.objects.exists()


def test_the_second_key_of_the_area_asks_where_it_decides(place, visit):
    Round.objects.filter(pk=place.plan.round_id).update(route="party board area")
    place.plan.refresh_from_db()
    place.freeze()
    place.submit()
    place.review()
    place.review_locally()
    made = place.propose()
    case, shown = place.case().pk, {"shown": made.made_at.isoformat()}

    assert 'name="proof"' in visit(place.local_assurer, "recommend", case).content.decode()
    refused = visit(place.local_assurer, "recommend-agree", case, post=shown | {"proof": "a guess"})
    page = refused.content.decode()
    assert (refused.status_code, WRONG in page) == (422, True)
    assert 'href="#id_proof"' in page
    assert f"Agree for {place.local}" in page
    assert visit(place.local_assurer, "recommend-agree", case).status_code == 405
    assert not Decision.objects.exists()
    visit(place.local_assurer, "recommend-agree", case, post=shown | {"proof": PASSWORD})
    assert Decision.objects.exists()


def test_a_finished_review_is_corrected_with_a_reason_that_the_trail_keeps(submitted, visit):
    review, case = submitted.review(mark=3), submitted.case().pk

    assert "Correct your review" in visit(submitted.assurer, "case", case).content.decode()
    assert visit(submitted.assurer, "correct", case).status_code == 200
    assert visit(submitted.assurer, "correct", case, post={"reason": " "}).status_code == 422
    for _ in range(2):  # a second click finds it open
        assert visit(submitted.assurer, "correct", case, post={"reason": "A wrong line."}).url.endswith("/scores/")

    event = AuditEvent.objects.get(action="review.reopened")
    assert event.data == {"reason": "A wrong line.", "marks": {score.line: 3 for score in review.scores.all()}}
    history = visit(submitted.council_author, "history", submitted.plan.key).content.decode()
    assert "opened the finished review again" in history
    assert "A wrong line." not in history
    submitted._read(Review.objects.get(), submitted.assurer, 1)
    assert Review.objects.get().is_finished


def test_once_both_are_in_nothing_is_corrected(submitted, visit):
    review = submitted.review()
    submitted.review_locally()

    with pytest.raises(GuardNotMet, match="Both sides’ reviews are in"):
        assurance.correct(review, reason="A wrong line.", by=submitted.assurer, at=NOW)
    assert visit(submitted.assurer, "correct", submitted.case().pk).status_code == 403
    submitted.recommend()
    with pytest.raises(GuardNotMet, match="stand as they are"):
        assurance.correct(review, reason="A wrong line.", by=submitted.assurer, at=NOW)
    assert submitted.case().status == CaseStatus.WITH_REGION


def test_nobody_corrects_anothers_review(submitted, visit):
    review = submitted.review()

    assert visit(submitted.local_assurer, "correct", submitted.case().pk).status_code == 403
    assert visit(submitted.council_author, "correct", submitted.case().pk).status_code == 403
    with pytest.raises(GuardNotMet, match="another assurer"):
        assurance.correct(review, reason="A wrong line.", by=submitted.local_assurer, at=NOW)
