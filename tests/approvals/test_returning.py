"""Back from every state with a reason: returned from assurance, reopened after a decision."""

import pytest

from approvals import workflow
from approvals.guards import GuardNotMet
from approvals.models import Case, CaseStatus
from approvals.permissions import can_reopen
from approvals.stages import standings, with_stage
from approvals.workflow import TransitionNotAllowed
from plans.models import Plan
from tests.factories.approvals import NOW

REASON = "Table 4 is of last year."


def send_back(place):
    return workflow.send_back(place.case(), by=place.assurer, at=NOW, reason=REASON)


@pytest.mark.parametrize("taken_up", [False, True])
def test_returned_plan_goes_the_whole_road_again_with_what_still_stands(place, taken_up):
    place.freeze()
    place.submit()
    if taken_up:
        place.review()
    send_back(place)
    case = place.case()
    returned = (case.status, case.submitted_at, Plan.objects.get(pk=place.plan.pk).is_open)

    place.change("risks")
    place.freeze()
    for body, signatory in place.parties:
        if not place.case().signoffs.filter(organisation=body, voided_at=None).exists():
            place.sign(body, signatory)
    if not place.case().signoffs.filter(kind="board", voided_at=None).exists():
        place.agree()
    workflow.submit(place.case(), by=place.council_author, at=NOW)
    place.review()
    place.decide()

    assert returned == (CaseStatus.REOPENED, None, True)
    assert place.case().status == CaseStatus.DECIDED
    assert place.case().reviews.count() == 2  # one of each side: what was begun before went on


def test_finished_review_is_open_again_after_a_return(place):
    place.freeze()
    place.submit()
    place.review()

    send_back(place)

    assert place.case().reviews.get().finished_at is None


def test_returning_needs_a_reason_and_a_plan_that_is_with_the_team(place):
    place.freeze()

    with pytest.raises(TransitionNotAllowed):
        send_back(place)
    place.submit()
    with pytest.raises(GuardNotMet):
        workflow.send_back(place.case(), by=place.assurer, at=NOW, reason=" ")


def test_page_returns_the_plan_and_its_history_says_why(place, visit):
    place.freeze()
    place.submit()
    case = place.case()

    refused = visit(place.assurer, "return", case.pk, post={"reason": ""})
    done = visit(place.assurer, "return", case.pk, post={"reason": REASON})
    again = visit(place.assurer, "return", case.pk, post={"reason": REASON})
    history = visit(place.council_author, "history", "samplebury").content.decode()

    assert (refused.status_code, done["Location"], again.status_code) == (422, "/cases/", 409)
    assert REASON in again.content.decode()
    assert f"Assurer returned the plan to its authors: {REASON}" in history


def test_decided_plan_opens_for_a_next_version_with_a_case_of_its_own(place, visit):
    place.freeze()
    place.submit()
    place.review()
    place.decide()
    page = visit(place.council_author, "reopen", "samplebury").content.decode()

    visit(place.council_author, "reopen", "samplebury", post={"reason": REASON})
    (standing,) = standings(with_stage(Plan.objects.filter(pk=place.plan.pk)))
    again = can_reopen(place.council_author, place.case())
    place.change("vision")
    place.freeze()

    assert "The decision on version 1 stands." in page
    assert standing.title == "Draft, reopened after a decision"
    assert not again
    assert sorted(Case.objects.values_list("status", flat=True)) == [CaseStatus.DECIDED, CaseStatus.IN_SIGNOFF]
    assert place.case().signoffs.count() == 0
