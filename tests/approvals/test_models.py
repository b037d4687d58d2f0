"""What the database refuses, one named test for each constraint of approvals."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from approvals.models import Case, Decision, Review, Score, SignOff
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.approvals import (
    NOW,
    CaseFactory,
    DecisionFactory,
    ReviewFactory,
    ScoreFactory,
    SignOffFactory,
)
from tests.factories.plans import PlanVersionFactory

pytestmark = pytest.mark.django_db


def refused(constraint, act):
    """The database refuses the act, and names the constraint or its columns."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return constraint in str(caught.value) or "UNIQUE" in str(caught.value)


def test_case_status_known_refuses_another_word():
    case = CaseFactory()

    assert refused("case_status_known", lambda: Case.objects.filter(pk=case.pk).update(status="lost"))


def test_case_submitted_at_and_by_refuses_one_without_the_other():
    case = CaseFactory()
    changes = {"status": "submitted", "submitted_at": NOW}

    assert refused("case_submitted_at_and_by", lambda: Case.objects.filter(pk=case.pk).update(**changes))


@pytest.mark.parametrize("status", ["submitted", "in_assurance", "decided"])
def test_case_submitted_when_with_the_centre_refuses_a_case_never_submitted(status):
    case = CaseFactory()

    assert refused("case_submitted_when_with_the_centre", lambda: Case.objects.filter(pk=case.pk).update(status=status))


@pytest.mark.parametrize("status", ["in_signoff", "reopened"])
def test_case_submitted_when_with_the_centre_refuses_a_date_before_submission(status):
    person = UserFactory()

    assert refused(
        "case_submitted_when_with_the_centre",
        lambda: CaseFactory(status=status, submitted_at=NOW, submitted_by=person),
    )


def test_case_one_live_for_a_plan_refuses_a_second():
    case = CaseFactory()
    version = PlanVersionFactory(plan=case.plan)

    assert refused("case_one_live_for_a_plan", lambda: CaseFactory(version=version))


def test_case_one_live_for_a_plan_allows_another_after_a_decision():
    first = CaseFactory(status="decided", submitted_at=NOW, submitted_by=UserFactory())
    second = CaseFactory(version=PlanVersionFactory(plan=first.plan))

    assert Case.objects.filter(plan=first.plan).count() == 2
    assert second.is_live
    assert not first.is_live


def test_signoff_one_standing_refuses_a_second_answer_of_a_body():
    first = SignOffFactory()

    assert refused("signoff_one_standing", lambda: SignOffFactory(case=first.case, organisation=first.organisation))


def test_signoff_one_standing_allows_another_once_the_first_is_void():
    first = SignOffFactory(voided_at=NOW, void_reason="It changed.")

    second = SignOffFactory(case=first.case, organisation=first.organisation)

    assert second.stands
    assert not first.stands


def test_signoff_kind_known_refuses_another_word():
    assert refused("signoff_kind_known", lambda: SignOffFactory(kind="friend"))


def test_signoff_decision_known_refuses_another_word():
    assert refused("signoff_", lambda: SignOffFactory(decision="perhaps"))


@pytest.mark.parametrize("changes", [{"basis": ""}, {"basis": "hearsay"}, {"decision": "declined", "statement": "No."}])
def test_signoff_signed_on_a_basis_refuses_a_signature_without_and_a_refusal_with_one(changes):
    assert refused("signoff_signed_on_a_basis", lambda: SignOffFactory(**changes))


def test_signoff_names_the_position_refuses_none():
    assert refused("signoff_names_the_position", lambda: SignOffFactory(position=""))


@pytest.mark.parametrize("changes", [{"decision": "declined", "basis": ""}, {"decision": "except"}])
def test_signoff_says_what_it_does_not_agree_refuses_silence(changes):
    assert refused("signoff_says_what_it_does_not_agree", lambda: SignOffFactory(**changes))


@pytest.mark.parametrize("basis", ["full_body", "executive", "committee"])
def test_signoff_meeting_has_its_date_refuses_a_decision_of_no_day(basis):
    assert refused("signoff_meeting_has_its_date", lambda: SignOffFactory(basis=basis, meeting_on=None))


def test_signoff_delegation_has_its_minute_refuses_none():
    assert refused("signoff_delegation_has_its_minute", lambda: SignOffFactory(basis="delegation"))


def test_signoff_chairs_action_is_to_be_ratified_refuses_no_date():
    assert refused("signoff_chairs_action_is_to_be_ratified", lambda: SignOffFactory(basis="chairs_action"))


@pytest.mark.parametrize("changes", [{"voided_at": NOW}, {"void_reason": "It changed."}])
def test_signoff_void_with_a_reason_refuses_one_without_the_other(changes):
    assert refused("signoff_void_with_a_reason", lambda: SignOffFactory(**changes))


def test_review_one_for_each_assurer_refuses_a_second():
    first = ReviewFactory()

    assert refused("review_one_for_each_assurer", lambda: ReviewFactory(case=first.case, assurer=first.assurer))


def test_review_finished_after_it_started_refuses_the_reverse():
    assert refused("review_finished_after_it_started", lambda: ReviewFactory(finished_at=NOW - dt.timedelta(seconds=1)))


def test_score_one_for_each_line_refuses_a_second():
    first = ScoreFactory()

    assert refused("score_one_for_each_line", lambda: ScoreFactory(review=first.review, line=first.line))


def test_score_mark_from_0_to_3_refuses_four():
    assert refused("score_mark_from_0_to_3", lambda: ScoreFactory(mark=4))


@pytest.mark.parametrize("mark", [None, 0, 1, 2, 3])
def test_score_mark_from_0_to_3_allows_each_and_none(mark):
    assert ScoreFactory(mark=mark).mark == mark


def test_decision_outcome_known_refuses_another_word():
    assert refused("decision_outcome_known", lambda: DecisionFactory(outcome="deferred"))


def test_decision_has_reasons_refuses_none():
    assert refused("decision_has_reasons", lambda: DecisionFactory(reasons=""))


def test_decision_is_one_for_each_case():
    first = DecisionFactory()

    assert refused("case_id", lambda: DecisionFactory(case=first.case))


def test_rows_that_others_rest_on_cannot_be_deleted():
    review, signed, decision = ReviewFactory(), SignOffFactory(), DecisionFactory()

    for row in (review.case, signed.case, decision.case, signed.organisation, signed.signatory, decision.decided_by):
        with pytest.raises(ProtectedError):
            row.delete()
    assert (Review.objects.count(), SignOff.objects.count(), Decision.objects.count()) == (1, 1, 1)


def test_scores_are_given_with_a_mark_and_a_reason():
    given = [
        ScoreFactory.build(review=None, mark=mark, reason=reason).is_given
        for mark, reason in [(None, ""), (0, ""), (None, "Why."), (0, "Why."), (3, " ")]
    ]

    assert given == [False, False, False, True, False]


def test_nothing_of_approvals_can_be_reached_from_below():
    for model in (Case, SignOff, Review, Decision, Score):
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model._meta.app_label != "approvals":
                assert field.remote_field.hidden, f"{model.__name__}.{field.name}"


def test_each_row_says_what_it_is():
    signed, organisation = SignOffFactory(), OrganisationFactory(name="Town council")
    signed.organisation = organisation

    assert str(signed.case).startswith("In sign-off")
    assert str(signed).startswith("Signed by")
    assert str(ScoreFactory(line="K01", title="Funding")) == "K01 Funding"
    assert str(DecisionFactory()) == "Approved"
    assert str(ReviewFactory()).startswith("Review of")
