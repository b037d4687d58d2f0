"""Taking up, scoring and finishing."""

import pytest

from approvals import assurance, workflow
from approvals.guards import GuardNotMet
from approvals.models import CaseStatus, Review, Score
from approvals.workflow import TransitionNotAllowed
from conditions.models import KeyLineOfEnquiry
from itf.accounts.membership import join
from itf.accounts.models import Role
from itf.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.approvals import NOW


@pytest.fixture
def submitted(place):
    """The plan signed, agreed and submitted."""
    place.freeze()
    place.submit()
    return place


def marks_for(review, mark=2, reason="Sound."):
    """The same mark for every line."""
    return {score.line: (mark, reason) for score in review.scores.all()}


def another_assurer(place):
    """A second person of the area team."""
    return UserFactory(post="Second assurer", roles=[(place.team, Role.ASSURER)])


def test_take_up_begins_assurance_with_every_line_to_score(submitted):
    review = submitted.take_up()

    assert submitted.case().status == CaseStatus.IN_ASSURANCE
    assert (review.assurer, review.organisation, review.started_at) == (submitted.assurer, submitted.team, NOW)
    assert [score.title for score in review.scores.all()] == [line.title for line in KeyLineOfEnquiry.objects.all()]


def test_take_up_copies_the_words_of_the_lines(submitted):
    review = submitted.take_up()

    KeyLineOfEnquiry.objects.update(title="Another title", question="Another question?")

    assert "Another title" not in {score.title for score in review.scores.all()}


def test_take_up_twice_is_one_review(submitted):
    first, second = submitted.take_up(), submitted.take_up()

    assert first == second
    assert AuditEvent.objects.filter(action="case.taken_up").count() == 1


def test_a_second_assurer_may_review_beside_the_first(submitted):
    submitted.take_up()
    second = another_assurer(submitted)

    review = assurance.take_up(submitted.case(), organisation=submitted.team, by=second, at=NOW)

    assert Review.objects.count() == 2
    assert review.scores.count() == 2
    assert AuditEvent.objects.filter(action="review.started", actor_id=second.pk).count() == 1


@pytest.mark.parametrize("body", ["council", "board"])
def test_nobody_assures_a_plan_of_a_body_they_hold_a_role_in(submitted, body):
    join(submitted.assurer, getattr(submitted, body), Role.AUTHOR)

    with pytest.raises(GuardNotMet, match="another assurer must assure"):
        submitted.take_up()
    assert submitted.case().status == CaseStatus.SUBMITTED


def test_a_conflict_that_arises_later_stops_the_recommendation(submitted):
    submitted.review()
    submitted.review_locally()
    join(submitted.assurer, submitted.ccgs[1], Role.SIGNATORY)

    with pytest.raises(GuardNotMet, match="another assurer must assure"):
        submitted.propose()


def test_take_up_needs_lines_to_score(submitted):
    KeyLineOfEnquiry.objects.all().delete()

    with pytest.raises(GuardNotMet, match="No key lines of enquiry"):
        submitted.take_up()


def test_take_up_refuses_what_is_not_submitted(place):
    place.freeze()

    with pytest.raises(TransitionNotAllowed):
        place.take_up()
    assert not Review.objects.exists()


def test_take_up_refuses_what_is_decided(submitted):
    submitted.take_up()
    submitted.decide()

    with pytest.raises(TransitionNotAllowed):
        assurance.take_up(submitted.case(), organisation=submitted.team, by=another_assurer(submitted), at=NOW)


def test_score_keeps_half_finished_lines(submitted):
    review = submitted.take_up()
    first, second = review.scores.all()

    changed = assurance.score(
        review, marks={first.line: (3, ""), second.line: (None, "To ask.")}, by=submitted.assurer, at=NOW
    )

    assert [(score.mark, score.reason) for score in review.scores.all()] == [(3, ""), (None, "To ask.")]
    assert len(changed) == 2


def test_score_leaves_other_lines_and_tells_only_what_changed(submitted):
    review = submitted.take_up()
    first, second = review.scores.all()
    assurance.score(review, marks=marks_for(review), by=submitted.assurer, at=NOW)

    changed = assurance.score(review, marks={second.line: (1, "Weak.")}, by=submitted.assurer, at=NOW)
    again = assurance.score(review, marks={second.line: (1, "Weak.")}, by=submitted.assurer, at=NOW)

    first.refresh_from_db()
    assert (first.mark, [score.line for score in changed], again) == (2, [second.line], [])
    assert AuditEvent.objects.filter(action="review.scored").count() == 2


def test_score_refuses_another_assurers_review(submitted):
    review = submitted.take_up()

    with pytest.raises(GuardNotMet, match="another assurer's"):
        assurance.score(review, marks=marks_for(review), by=another_assurer(submitted), at=NOW)
    assert not Score.objects.exclude(mark=None).exists()


def test_score_refuses_a_finished_review(submitted):
    review = submitted.review()

    with pytest.raises(GuardNotMet, match="finished"):
        assurance.score(review, marks=marks_for(review, 0), by=submitted.assurer, at=NOW)


def test_score_refuses_once_the_area_has_recommended(submitted):
    second = another_assurer(submitted)
    submitted.take_up()
    late = assurance.take_up(submitted.case(), organisation=submitted.team, by=second, at=NOW)
    submitted.decide()

    with pytest.raises(GuardNotMet, match="has recommended"):
        assurance.score(late, marks=marks_for(late), by=second, at=NOW)


@pytest.mark.parametrize("given", [(None, "Why."), (2, ""), (2, "  ")])
def test_finish_needs_a_mark_and_a_reason_for_every_line(submitted, given):
    review = submitted.take_up()
    first, second = review.scores.all()
    assurance.score(review, marks={first.line: (2, "Sound."), second.line: given}, by=submitted.assurer, at=NOW)

    with pytest.raises(GuardNotMet, match=second.title):
        assurance.finish(review, by=submitted.assurer, at=NOW)
    assert not Review.objects.get().is_finished


def test_finish_twice_changes_nothing(submitted):
    review = submitted.review()

    again = assurance.finish(review, by=submitted.assurer, at=NOW)

    assert again.finished_at == NOW
    assert AuditEvent.objects.filter(action="review.finished").count() == 1


def test_finish_refuses_another_assurers_review(submitted):
    submitted.review()

    with pytest.raises(GuardNotMet):
        assurance.finish(Review.objects.get(), by=another_assurer(submitted), at=NOW)


def test_a_returned_plan_keeps_its_withdrawal_and_its_road_open(submitted):
    submitted.take_up()
    submitted.decide("not_approved")
    submitted.freeze()

    case = workflow.reopen(submitted.case(), by=submitted.nhs_author, at=NOW, reason="Not yet.")

    assert case.status == CaseStatus.REOPENED
