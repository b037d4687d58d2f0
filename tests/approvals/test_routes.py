"""A plan keeps to its own route: groups that it leaves out are left out everywhere, and the last one named decides."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from approvals import deciding, recommending
from approvals.acts import awaited
from approvals.desk_permissions import can_moderate
from approvals.guards import GuardNotMet
from approvals.models import Case, CaseStatus, Decision, Level, Notice
from approvals.notices import telling
from approvals.owing import awaited_now
from approvals.stages import standings, with_stage
from approvals.standing import Stage
from approvals.stuck import posts_of, stuck_among
from approvals.workflow import TransitionNotAllowed, move
from conditions.models import Round
from conditions.models.rounds import is_route
from itf.audit.models import AuditEvent
from plans.models import Document, Plan
from tests.factories.accounts import PASSWORD
from tests.factories.approvals import NOW, advice
from tests.factories.conditions import TrancheFactory

TODAY = dt.date(2034, 2, 3)


@pytest.fixture
def on_the_route(place):
    """The place's plan, submitted on a route with these groups after the board."""

    def submit(*groups):
        Round.objects.filter(pk=place.plan.round_id).update(route=" ".join(["party", "board", *groups]))
        place.plan.refresh_from_db()
        place.freeze()
        place.submit()
        return place

    return submit


def standing_of(place):
    (standing,) = standings(with_stage(Plan.objects.filter(pk=place.plan.pk)))
    return standing


@pytest.mark.parametrize(
    "route",
    [
        "party board",
        "party board ministers",
        "board party area",
        "party board area ministers region",
        "party area board",
    ],
)
def test_a_route_names_those_who_sign_and_the_area_first_and_the_others_in_order(route):
    with pytest.raises(ValidationError, match="in this order"):
        is_route(route)


@pytest.mark.parametrize(
    "route", ["party board area", "party board area ministers", "party board area region national"]
)
def test_any_level_above_the_area_may_be_left_out(route):
    assert is_route(route) is None


def test_the_area_alone_decides_where_the_route_ends_with_it(on_the_route):
    place = on_the_route("area")
    place.recommend("approved_with_support")

    decision = place.case().decision
    assert (place.case().status, decision.outcome) == (CaseStatus.DECIDED, "approved_with_support")
    assert (decision.organisation, decision.reasons, decision.decided_by) == (
        place.team, "As scored.", place.local_assurer,
    )  # fmt: skip
    assert Document.objects.filter(version=place.case().version, kind="letter").exists()
    assert [event.action for event in AuditEvent.objects.order_by("seq")].count("case.decided") == 1
    assert not AuditEvent.objects.filter(action="case.recommended").exists()


def test_a_plan_that_the_area_does_not_approve_opens_again(on_the_route):
    place = on_the_route("area")
    place.recommend("not_approved")

    assert Plan.objects.get().is_open
    assert standing_of(place).title == "Draft, not approved before"


def test_the_area_passes_a_plan_straight_to_ministers(on_the_route, visit):
    place = on_the_route("area", "ministers")
    place.recommend()
    assert place.case().status == CaseStatus.WITH_MINISTERS
    round_ = place.plan.round_id

    country = visit(place.office, "nation")
    assert reverse("approvals:without-a-list", args=[round_]) in country.content.decode()
    case = place.case()
    answers = {"reference": "M/14", f"outcome-{case.pk}": "approved", f"reasons-{case.pk}": "As scored."}
    page = visit(place.office, "without-a-list", round_).content.decode()
    assert "Recommended: approved" in page
    visit(place.office, "without-a-list", round_, post={**answers, "confirmed": "1", "proof": PASSWORD})

    assert Decision.objects.get().organisation == place.ministers
    assert "M/14" in visit(place.office, "without-a-list", round_).content.decode()
    assert visit(place.office, "without-a-list", "no-such-round").status_code == 404
    assert visit(place.council_author, "without-a-list", round_).status_code == 404


def test_the_national_team_decides_where_no_ministers_follow(on_the_route, visit):
    place = on_the_route("area", "national")
    place.recommend()
    assert place.case().status == CaseStatus.IN_NATIONAL_REVIEW
    with pytest.raises(GuardNotMet, match="does not go to ministers"):
        deciding.put_into([place.case().pk], TrancheFactory(round=place.plan.round), by=place.reviewer, at=NOW)

    page = visit(place.reviewer, "national-review", place.case().pk).content.decode()
    assert "Which outcome does the plan have?" in page
    answers = {"outcome": "approved", "reasons": "It holds."}
    check = visit(place.reviewer, "national-review", place.case().pk, post=answers).content.decode()
    assert "Decide: approved" in check
    assert "The plan is decided: all parties see the outcome" in check
    for _ in range(2):  # a second click shows the same
        visit(place.reviewer, "national-review", place.case().pk, post={**answers, "confirmed": "1", "proof": PASSWORD})

    decision = Decision.objects.get()
    assert (decision.organisation, decision.decided_by) == (place.national, place.reviewer)
    asked = {"organisation": place.national, "by": place.reviewer, "at": NOW}
    assert recommending.review_nationally(place.case(), advice=advice("not_approved"), **asked).outcome == "approved"


def test_the_region_decides_where_it_is_last(on_the_route):
    place = on_the_route("area", "region")
    place.recommend()
    place.moderate("not_approved")

    assert (place.case().decision.organisation, place.case().decision.outcome) == (place.region, "not_approved")


def test_no_step_takes_a_plan_past_a_group_of_its_route(on_the_route):
    place = on_the_route("area", "region", "ministers")
    place.recommend()

    for to in (CaseStatus.IN_NATIONAL_REVIEW, CaseStatus.DECIDED):
        with pytest.raises(TransitionNotAllowed):
            move(place.case(), to=to, by=place.reviewer, at=NOW)
    place.moderate()
    assert place.case().status == CaseStatus.WITH_MINISTERS


def test_a_level_that_the_route_leaves_out_is_told_so(on_the_route):
    place = on_the_route("area", "ministers")

    assert can_moderate(place.moderator, place.case(), Level.REGION).reason == (
        "The route of this plan does not pass the region."
    )
    assert can_moderate(place.reviewer, place.case(), Level.NATIONAL).reason == (
        "The route of this plan does not pass the national team."
    )


@pytest.mark.parametrize(
    ("groups", "lacking"),
    [
        (("area",), {Stage.WITH_REGION, Stage.IN_NATIONAL_REVIEW, Stage.WITH_MINISTERS}),
        (("area", "ministers"), {Stage.WITH_REGION, Stage.IN_NATIONAL_REVIEW}),
        (("area", "region", "national"), {Stage.WITH_MINISTERS}),
    ],
)
def test_the_strip_shows_the_stages_of_the_route_alone(on_the_route, visit, groups, lacking):
    place = on_the_route(*groups)

    assert set(Stage) - set(standing_of(place).stages) == lacking
    page = visit(place.council_author, "route", place.plan.key).content.decode()
    strip = page[page.index("desk-strip") : page.index("</ol>", page.index("desk-strip"))]
    shown = {stage for stage in Stage if f">{stage.label}<" in "".join(line.strip() for line in strip.splitlines())}
    assert shown == set(Stage) - lacking


def test_a_draft_shows_the_route_of_its_round_and_a_case_keeps_its_own(on_the_route, place):
    Round.objects.filter(pk=place.plan.round_id).update(route="party board area ministers")
    assert standing_of(place).levels == ("area", "ministers")

    on_the_route("area")
    Round.objects.filter(pk=place.plan.round_id).update(route="party board area region national ministers")

    assert standing_of(place).levels == ("area",)
    assert Case.objects.get().levels == "area"
    place.recommend("not_approved")
    assert standing_of(place).levels == ("area", "region", "national", "ministers")


def test_it_says_who_decides_and_who_owes_what(on_the_route):
    place = on_the_route("area")
    place.review()
    place.review_locally()
    assert standing_of(place).headline == "Next: the two sides settle their differences and decide together."
    assert [wait.label for wait in awaited(standing_of(place), TODAY)] == ["Settle the differences and decide"]

    place.propose()
    assert f"{place.local} agrees to what is proposed, which decides the plan" in standing_of(place).headline
    ((_, wait, people),) = awaited_now([place.plan.pk], TODAY)
    assert (wait.label, people) == ("Agree to what is proposed and so decide", {place.local_assurer.pk})


def test_everyone_hears_of_a_decision_that_the_area_made(on_the_route):
    place = on_the_route("area")
    place.recommend()
    while telling.tell(NOW):
        pass

    told = Notice.objects.filter(person=place.council_author, text__contains="decided: approved")
    assert told.count() == 1


def test_coming_steps_are_those_of_the_route(on_the_route):
    place = on_the_route("area", "ministers")
    titles = [post.title for post in posts_of([standing_of(place)])[place.plan.pk]]

    assert titles == [
        "Assure the plan for the NHS", "Assure the plan for local government", "Record what ministers decide",
    ]  # fmt: skip
    place.office.groups.clear()
    (stuck,) = stuck_among([standing_of(place)])
    assert [post.title for post in stuck.posts] == ["Record what ministers decide"]
    assert not stuck.is_now
    place.recommend()
    (stuck,) = stuck_among([standing_of(place)])
    assert stuck.is_now
