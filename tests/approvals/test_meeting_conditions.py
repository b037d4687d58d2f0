"""Conditions of approval: named before an outcome needs them, met by their owner, closed by an assurer."""

import datetime as dt

import pytest

from approvals import meeting_conditions, recommending
from approvals.desk_permissions import can_draft_condition
from approvals.guards import GuardNotMet
from approvals.models import ApprovalCondition
from approvals.workflow import TransitionNotAllowed
from tests.factories.approvals import NOW


@pytest.fixture
def taken_up(place):
    """The NHS side reads the plan."""
    place.freeze()
    place.submit()
    place.take_up()
    return place


@pytest.fixture
def bound(taken_up):
    """The plan is approved with one condition, which the council meets."""
    taken_up.draft_condition()
    taken_up.decide("approved_with_conditions")
    return taken_up


def test_an_outcome_with_conditions_needs_one(taken_up):
    taken_up.review()
    taken_up.review_locally()

    with pytest.raises(GuardNotMet, match="Add each condition first"):
        taken_up.propose("approved_with_conditions")
    first, again = taken_up.draft_condition(), taken_up.draft_condition()
    taken_up.propose("approved_with_conditions")

    assert first == again


def test_a_draft_is_dropped_until_the_decision(taken_up):
    condition = taken_up.draft_condition()
    meeting_conditions.drop(condition, by=taken_up.assurer, at=NOW)
    assert not ApprovalCondition.objects.exists()

    condition = taken_up.draft_condition()
    taken_up.decide("approved_with_conditions")
    with pytest.raises(TransitionNotAllowed):
        meeting_conditions.drop(condition, by=taken_up.assurer, at=NOW)


def test_nothing_binds_when_ministers_approve_without(taken_up):
    condition = taken_up.draft_condition()
    taken_up.decide("approved")

    with pytest.raises(GuardNotMet, match="not in force"):
        meeting_conditions.give_evidence(condition, evidence="Named.", by=taken_up.council_author, at=NOW)


def test_evidence_is_sent_back_given_again_and_closed(bound):
    condition = bound.case().conditions.get()
    assert [condition.state(day) for day in (dt.date(2034, 4, 1), dt.date(2034, 4, 2))] == ["Open", "Late"]
    with pytest.raises(GuardNotMet, match="no evidence"):
        meeting_conditions.close(condition, by=bound.assurer, at=NOW)

    meeting_conditions.give_evidence(condition, evidence="Soon.", by=bound.council_author, at=NOW)
    with pytest.raises(GuardNotMet, match="given already"):
        meeting_conditions.give_evidence(condition, evidence="Later.", by=bound.council_author, at=NOW)
    meeting_conditions.send_evidence_back(condition, reason="Who?", by=bound.assurer, at=NOW)
    meeting_conditions.give_evidence(condition, evidence="Twelve nurses.", by=bound.council_author, at=NOW)
    meeting_conditions.close(condition, by=bound.assurer, at=NOW)
    done = meeting_conditions.close(condition, by=bound.assurer, at=NOW)

    assert (done.evidence, done.closed_by, done.state(NOW.date())) == ("Twelve nurses.", bound.assurer, "Met")


def test_pages_lead_owner_and_assurer_through(bound, visit):
    case, condition = bound.case().pk, bound.case().conditions.get().pk

    owed = visit(bound.council_author, "home").content.decode()
    listed = visit(bound.chair, "conditions", case).content.decode()
    refused = visit(bound.nhs_author, "condition", case, condition, post={"reason": "Ours."})
    empty = visit(bound.council_author, "condition", case, condition, post={"reason": ""})
    visit(bound.council_author, "condition", case, condition, post={"reason": "Twelve nurses."})
    to_close = visit(bound.assurer, "home").content.decode()
    visit(bound.assurer, "condition", case, condition, post={"close": "1"})
    met = visit(bound.council_author, "condition", case, condition).content.decode()

    assert "Meet a condition of approval by 1 April 2034" in owed
    assert "Name the staff in the east." in listed
    assert (refused.status_code, empty.status_code) == (403, 422)
    assert "Close a condition of approval" in to_close
    assert "taken as met by" in met


def test_the_parties_do_not_see_what_is_drafted(taken_up, visit):
    case = taken_up.case().pk
    sent = {"text": "Sign the agreement.", "owner": str(taken_up.ccgs[0].pk)}
    sent |= {"due_on_day": "1", "due_on_month": "4", "due_on_year": "2034", "sections": ["risks"]}

    bare = visit(taken_up.assurer, "conditions", case, post={})
    visit(taken_up.assurer, "conditions", case, post=sent)
    page = visit(taken_up.council_author, "conditions", case).content.decode()

    assert "Say what must be met." in bare.content.decode()
    assert ApprovalCondition.objects.get().sections == ["risks"]
    assert "Sign the agreement." not in page


def test_a_condition_is_not_set_for_a_day_that_is_over(taken_up, visit):
    task = meeting_conditions.Task("Sign the agreement.", taken_up.council, dt.date(2034, 2, 2))
    with pytest.raises(GuardNotMet, match="The day has passed"):
        meeting_conditions.draft(taken_up.case(), task=task, by=taken_up.assurer, at=NOW)

    sent = {"text": "Sign the agreement.", "owner": str(taken_up.council.pk)}
    sent |= {"due_on_day": "1", "due_on_month": "1", "due_on_year": "2020"}
    answer = visit(taken_up.assurer, "conditions", taken_up.case().pk, post=sent)
    assert answer.status_code == 422
    assert "The day has passed. Enter today or a later day." in answer.content.decode()


def test_conditions_are_whose_the_plan_is_once_it_is_passed_on(taken_up, visit):
    condition = taken_up.draft_condition()
    taken_up.recommend("approved_with_conditions")
    case = taken_up.case()

    for person in (taken_up.assurer, taken_up.local_assurer, taken_up.reviewer):
        assert not can_draft_condition(person, case)
        assert visit(person, "conditions", case.pk, post={"drop": str(condition.pk)}).status_code == 403
    assert "Name the staff in the east." in visit(taken_up.assurer, "conditions", case.pk).content.decode()
    assert "Touches: " in visit(taken_up.assurer, "conditions", case.pk).content.decode()
    assert can_draft_condition(taken_up.moderator, case)
    visit(taken_up.moderator, "conditions", case.pk, post={"drop": str(condition.pk)})
    assert not ApprovalCondition.objects.exists()


def test_who_agrees_agrees_to_the_conditions_that_were_proposed(taken_up, visit):
    taken_up.review()
    taken_up.review_locally()
    taken_up.draft_condition()
    answers = {"outcome": "approved_with_conditions", "reasons": "As scored."}
    check = visit(taken_up.assurer, "recommend", taken_up.case().pk, post=answers).content.decode()
    assert "Name the staff in the east." in check
    taken_up.propose("approved_with_conditions")
    later = NOW + dt.timedelta(minutes=1)
    task = meeting_conditions.Task("Sign the agreement.", taken_up.council, dt.date(2034, 4, 1))
    meeting_conditions.draft(taken_up.case(), task=task, by=taken_up.assurer, at=later)

    page = visit(taken_up.local_assurer, "recommend", taken_up.case().pk).content.decode()
    assert "The conditions were changed since this was proposed." in page
    assert f"Agree for {taken_up.local}" not in page
    asked = {"organisation": taken_up.local, "shown": NOW, "by": taken_up.local_assurer, "at": later}
    with pytest.raises(GuardNotMet, match="conditions were changed"):
        recommending.agree(taken_up.case(), **asked)
