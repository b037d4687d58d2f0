"""Every state has a way back, with a reason: reopened, withdrawn or returned, or a sentence that says by whom."""

import pytest

from approvals import workflow
from approvals.models import CaseStatus
from approvals.permissions import can_reopen, can_return, can_withdraw
from tests.factories.approvals import NOW

# How a plan comes to each state, and the one act that takes it back from there: who does it.
ROAD = {
    "in_signoff": ("freeze", "reopen", "council_author"),
    "submitted": ("submit", "withdraw", "council_author"),
    "in_assurance": ("take_up", "return", "assurer"),
    "with_region": ("recommend", "return", "moderator"),
    "in_national_review": ("moderate", "return", "reviewer"),
    "with_ministers": (None, "return", "office"),
    "decided": ("record", "reopen", "nhs_author"),
}
ACTS = {"reopen": can_reopen, "withdraw": can_withdraw, "return": can_return}
STEPS = {"reopen": workflow.reopen, "withdraw": workflow.withdraw, "return": workflow.send_back}


def come_to(place, state):
    """Take the plan along the road to this state."""
    for reached, (step, *_) in ROAD.items():
        if step is None:
            place.review_nationally()
            place.send()
        else:
            getattr(place, step)()
        if reached == state:
            return place.case()
    raise AssertionError(state)


@pytest.mark.parametrize("state", ROAD)
def test_someone_takes_the_plan_back_from_every_state_with_a_reason(place, visit, state):
    case, (_, act, who) = come_to(place, state), ROAD[state]
    person = getattr(place, who)
    assert case.status == state
    assert ACTS[act](person, case)

    address = (act, case.pk) if act == "return" else (act, place.plan.key)
    at = ("case", case.pk) if act == "return" else ("route", place.plan.key)
    url = f"/cases/{case.pk}/return/" if act == "return" else f"/plans/{place.plan.key}/{act}/"
    assert f'href="{url}"' in visit(person, *at).content.decode()
    assert visit(person, *address, post={"reason": " "}).status_code == 422
    assert visit(person, *address, post={"reason": "A wrong figure.", "confirmed": "1"}).status_code == 302

    place.plan.refresh_from_db()
    assert place.plan.is_open
    assert place.case().status == (CaseStatus.DECIDED if state == "decided" else CaseStatus.REOPENED)


@pytest.mark.parametrize("state", ROAD)
def test_what_is_not_offered_is_refused_and_says_who_can(place, visit, state):
    case, (_, act, _) = come_to(place, state), ROAD[state]
    author = place.council_author

    for name in {"reopen", "withdraw"} - {act}:
        verdict = ACTS[name](author, case)
        assert not verdict
        assert verdict.reason.endswith(".")
        page = visit(author, name, place.plan.key)
        assert page.status_code == 403
        assert verdict.reason in page.content.decode()
        with pytest.raises((workflow.TransitionNotAllowed, workflow.guards.GuardNotMet)):
            STEPS[name](case, by=author, at=NOW, reason="A wrong figure.")


@pytest.mark.parametrize(
    ("state", "holder"),
    [
        ("in_assurance", "area team"),
        ("with_region", "the region"),
        ("in_national_review", "the national team"),
        ("with_ministers", "the ministers’ office"),
    ],
)
def test_authors_read_whom_to_ask_while_others_hold_the_plan(place, visit, state, holder):
    case = come_to(place, state)

    assert holder in can_withdraw(place.council_author, case).reason
    assert holder in can_reopen(place.council_author, case).reason.lower()
    assert (
        can_reopen(place.council_author, case).reason
        in visit(place.council_author, "route", place.plan.key).content.decode()
    )


def test_the_case_returned_by_a_way_back_is_as_stored(place):
    place.freeze()

    taken_back = workflow.reopen(place.case(), by=place.council_author, at=NOW, reason="A figure has moved.")

    assert taken_back.plan.is_open
    assert taken_back.plan.changed_at == place.case().plan.changed_at
