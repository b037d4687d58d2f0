"""The road of a case: every move allowed and refused, every guard, what a freeze makes void."""

import datetime as dt
import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings

from approvals import workflow
from approvals.guards import GuardNotMet
from approvals.models import ASSURING, HELD_AS, Case, CaseStatus, SignOff
from approvals.workflow import EVENTS, TRANSITIONS, TransitionNotAllowed, move
from conditions.models import RouteGroup
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans.lifecycle import PlanIncomplete, SamePerson, WordsMoved
from plans.models import Plan, PlanVersion
from plans.models.drafting import Side
from tests.factories.accounts import UserFactory
from tests.factories.approvals import NOW, WINDOW_CLOSES_ON, CaseFactory

EVERY_PAIR = list(itertools.product(CaseStatus, CaseStatus))
ALLOWED = [(start, to) for start, to in EVERY_PAIR if to in TRANSITIONS[start]]
REFUSED = [pair for pair in EVERY_PAIR if pair not in ALLOWED]


def a_case(status):
    """A case at this status, put there past the steps."""
    submitted = {"submitted_at": NOW, "submitted_by": UserFactory()} if status in TO_THE_CENTRE else {}
    return CaseFactory(status=status, **submitted)


TO_THE_CENTRE = set(CaseStatus) - {CaseStatus.IN_SIGNOFF, CaseStatus.REOPENED}


def facts_of(to, person):
    """The fields that go with a status."""
    return (
        {"submitted_at": NOW, "submitted_by": person}
        if to in TO_THE_CENTRE
        else {
            "submitted_at": None,
            "submitted_by": None,
        }
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "to"), ALLOWED)
def test_move_goes_where_the_table_allows(start, to):
    case, person = a_case(start), UserFactory()
    if start in ASSURING and to != CaseStatus.REOPENED:
        # On a route that holds just these two and the area.
        at = {status: group for group, status in HELD_AS.items()}
        groups = [RouteGroup.AREA, at[start], *([at[to]] if to in at else [])]
        Case.objects.update(levels=" ".join(dict.fromkeys(groups)))

    moved = move(case, to=to, by=person, at=NOW, facts=facts_of(to, person), said={"reason": "So."})

    event = AuditEvent.objects.get()
    assert (moved.status, Case.objects.get().status) == (to, to)
    assert (event.action, event.actor_id, event.subject_id) == (EVENTS[start, to], person.pk, str(case.pk))
    assert (event.plan_key, event.data["reason"]) == (case.plan.key, "So.")


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "to"), REFUSED)
def test_move_refuses_everything_else(start, to):
    case, person = a_case(start), UserFactory()

    with pytest.raises(TransitionNotAllowed) as refusal:
        move(case, to=to, by=person, at=NOW, facts=facts_of(to, person))

    assert case.get_status_display().lower() in refusal.value.reason
    assert Case.objects.get().status == start
    assert not AuditEvent.objects.exists()


def test_transitions_name_every_status_and_every_move_has_its_event():
    assert set(TRANSITIONS) == set(CaseStatus)
    assert set(EVENTS) == set(ALLOWED)
    # To be returned, or decided, is one thing whoever held the plan; to speak is named by who speaks.
    apart = {(event, start) for (start, _), event in EVENTS.items() if event not in {"case.returned", "case.decided"}}
    assert len({event for event, _ in apart}) == len(apart)


def test_status_is_assigned_in_one_place_of_each_app():
    assigned = re.compile(r"\.status\s*=[^=]")
    found = [
        f"{path.relative_to(settings.BASE_DIR)}"
        for app in ("approvals", "plans", "itf", "conditions")
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if assigned.search(line)
    ]

    assert sorted(found) == ["approvals/workflow.py", "plans/lifecycle.py"]


def test_case_status_is_written_by_no_bulk_update():
    written = re.compile(r"update\([^)]*\bstatus=")
    found = [
        path.name for path in (Path(settings.BASE_DIR) / "approvals").rglob("*.py") if written.search(path.read_text())
    ]

    assert found == []


def test_put_up_waits_for_the_other_side(place):
    fingerprint = place_fingerprint(place)

    first = workflow.put_up(
        place.plan,
        side=Side.COUNCIL,
        organisation=place.council,
        fingerprint=fingerprint,
        by=place.council_author,
        at=NOW,
    )

    assert first is None
    assert not Case.objects.exists()
    assert Plan.objects.get().is_open


def test_put_up_opens_a_case_for_the_first_version(place):
    case = place.freeze()

    assert case.status == CaseStatus.IN_SIGNOFF
    assert case.version == PlanVersion.objects.get()
    assert not Plan.objects.get().is_open
    assert AuditEvent.objects.filter(action="case.opened", subject_id=str(case.pk)).count() == 1


def test_put_up_passes_on_what_the_freeze_refuses(place):
    asked = {"organisation": place.council, "fingerprint": place_fingerprint(place), "at": NOW}
    workflow.put_up(place.plan, side=Side.COUNCIL, by=place.council_author, **asked)

    with pytest.raises(SamePerson):
        workflow.put_up(place.plan, side=Side.NHS, by=place.council_author, **asked)
    with pytest.raises(WordsMoved):
        workflow.put_up(place.plan, side=Side.NHS, by=place.nhs_author, **asked | {"fingerprint": "0" * 64})


def test_put_up_refuses_an_incomplete_plan(place):
    place.plan.risk_rows.all().delete()
    asked = {"organisation": place.council, "fingerprint": place_fingerprint(place), "at": NOW}

    with pytest.raises(PlanIncomplete):
        workflow.put_up(place.plan, side=Side.COUNCIL, by=place.council_author, **asked)


def reopened(place):
    """The plan signed by all, agreed, and open again."""
    place.freeze()
    place.sign_all()
    place.agree()
    return workflow.reopen(place.case(), by=place.nhs_author, at=NOW, reason="A figure is wrong.")


def test_reopen_opens_the_plan_and_leaves_every_answer_standing(place):
    case = reopened(place)

    assert case.status == CaseStatus.REOPENED
    assert Plan.objects.get().is_open
    assert SignOff.objects.filter(voided_at__isnull=True).count() == 4


def test_reopen_needs_a_reason(place):
    case = place.freeze()

    with pytest.raises(GuardNotMet):
        workflow.reopen(case, by=place.nhs_author, at=NOW, reason="  ")
    assert not Plan.objects.get().is_open


def test_reopen_refuses_a_submitted_case(place):
    place.freeze()
    case = place.submit()

    with pytest.raises(TransitionNotAllowed):
        workflow.reopen(case, by=place.nhs_author, at=NOW, reason="Late thought.")
    assert Case.objects.get().status == CaseStatus.SUBMITTED


@pytest.mark.parametrize(
    ("section", "void"),
    [
        ("vision", {"council", "north", "south", "board"}),
        ("risks", {"council", "north", "south"}),
        ("contributions", {"council", "north", "south"}),
        ("engagement", {"board"}),
        ("acute", {"north", "south", "board"}),
        ("schemes", {"council", "north", "south", "board"}),
    ],
)
def test_freezing_again_voids_exactly_the_answers_whose_sections_changed(place, section, void):
    reopened(place)
    place.change(section)

    case = place.freeze()

    bodies = dict(zip(("council", "north", "south", "board"), [place.council, *place.ccgs, place.board], strict=True))
    now_void = {name for name, body in bodies.items() if not case.signoffs.get(organisation=body).stands}
    changed = {slug for row in case.signoffs.exclude(voided_at=None) for slug in row.changed_sections}
    assert now_void == void
    assert changed == {section}
    assert (case.status, case.version.number) == (CaseStatus.IN_SIGNOFF, 2)


def test_freezing_again_unchanged_words_voids_nothing(place):
    reopened(place)

    case = place.freeze()

    assert case.signoffs.filter(voided_at__isnull=True).count() == 4
    assert case.version.number == 2


def test_a_void_answer_says_which_version_changed_what(place):
    reopened(place)
    place.change("risks")

    case = place.freeze()

    row = case.signoffs.get(organisation=place.council)
    event = AuditEvent.objects.filter(action="signoff.voided").first()
    assert row.void_reason == "Version 2 changed what it covers."
    assert row.changed_sections == {"risks": "Risk register"}
    assert (row.voided_at, row.version.number) == (NOW, 1)
    assert event.data["sections"] == ["Risk register"]


def test_a_refusal_stands_through_a_version_that_changes_nothing_it_covers(place):
    place.freeze()
    place.decline(place.council, place.council_signatory)
    workflow.reopen(place.case(), by=place.nhs_author, at=NOW, reason="More engagement.")
    place.change("engagement")

    case = place.freeze()

    assert case.signoffs.get(organisation=place.council).stands


def test_the_chairs_agreement_stands_when_only_risks_change_and_the_parties_sign_again(place):
    reopened(place)
    place.change("risks")
    place.freeze()
    place.sign_all()

    case = workflow.submit(place.case(), by=place.council_author, at=NOW)

    assert case.status == CaseStatus.SUBMITTED
    assert case.signoffs.get(organisation=place.board).version.number == 1


def test_submit_records_who_and_when(place):
    place.freeze()

    case = place.submit()

    event = AuditEvent.objects.filter(action="case.submitted").get()
    assert (case.status, case.submitted_by, case.submitted_at) == (CaseStatus.SUBMITTED, place.council_author, NOW)
    assert event.data == {"version": 1, "late_reason": ""}


def test_submit_refuses_while_a_party_has_not_signed(place):
    place.freeze()
    place.sign(place.council, place.council_signatory)

    with pytest.raises(GuardNotMet, match="Still to sign: Samplebury CCG, Samplebury South CCG"):
        workflow.submit(place.case(), by=place.council_author, at=NOW)


def test_submit_refuses_while_the_board_has_not_agreed(place):
    place.freeze()
    place.sign_all()

    with pytest.raises(GuardNotMet, match="Still to agree"):
        workflow.submit(place.case(), by=place.council_author, at=NOW)


def test_submit_refuses_after_a_party_declined(place):
    place.freeze()
    place.sign_all()
    place.agree()
    place.decline(place.ccgs[0], place.ccg_signatories[0])

    with pytest.raises(GuardNotMet, match="Still to sign: Samplebury CCG"):
        workflow.submit(place.case(), by=place.council_author, at=NOW)


def test_submit_refuses_a_locality_without_a_board(place):
    place.plan.locality.board = None
    place.plan.locality.save()
    place.freeze()
    place.sign_all()

    with pytest.raises(GuardNotMet, match="No Health and Wellbeing Board was recorded"):
        workflow.submit(place.case(), by=place.council_author, at=NOW)


def test_submit_is_on_time_on_the_last_day_in_united_kingdom_time(place):
    # In February London is on UTC: half past eleven in the evening is still the closing day.
    last_moment = dt.datetime.combine(WINDOW_CLOSES_ON, dt.time(23, 30), tzinfo=dt.UTC)
    place.freeze()
    place.sign_all()
    place.agree()

    case = workflow.submit(place.case(), by=place.council_author, at=last_moment)

    assert case.late_reason == ""


def test_submit_after_the_window_needs_a_reason(place):
    too_late = dt.datetime.combine(WINDOW_CLOSES_ON, dt.time(0, 30), tzinfo=dt.UTC) + dt.timedelta(days=1)
    place.freeze()
    place.sign_all()
    place.agree()

    with pytest.raises(GuardNotMet, match="The window closed on 14 February 2034"):
        workflow.submit(place.case(), by=place.council_author, at=too_late)
    case = workflow.submit(place.case(), by=place.council_author, at=too_late, late_reason="The board met late.")

    assert case.late_reason == "The board met late."


def test_submit_refuses_an_open_plan(place):
    reopened(place)

    with pytest.raises(GuardNotMet, match="open for changes"):
        workflow.submit(place.case(), by=place.council_author, at=NOW)


def test_withdraw_takes_the_submission_back_and_leaves_every_answer(place):
    place.freeze()
    place.submit()

    case = workflow.withdraw(place.case(), by=place.nhs_author, at=NOW, reason="A wrong figure.")

    event = AuditEvent.objects.filter(action="case.withdrawn").get()
    assert (case.status, case.submitted_at, case.submitted_by) == (CaseStatus.REOPENED, None, None)
    assert Plan.objects.get().is_open
    assert case.signoffs.filter(voided_at__isnull=True).count() == 4
    assert event.data["reason"] == "A wrong figure."


def test_withdraw_refuses_once_it_is_taken_up(place):
    place.freeze()
    place.submit()
    place.take_up()

    with pytest.raises(TransitionNotAllowed):
        workflow.withdraw(place.case(), by=place.nhs_author, at=NOW, reason="A wrong figure.")
    assert not Plan.objects.get().is_open


def test_withdraw_needs_a_reason(place):
    place.freeze()
    place.submit()

    with pytest.raises(GuardNotMet):
        workflow.withdraw(place.case(), by=place.nhs_author, at=NOW, reason="")


def test_a_withdrawn_plan_can_be_submitted_again_without_new_signatures(place):
    place.freeze()
    place.submit()
    workflow.withdraw(place.case(), by=place.nhs_author, at=NOW, reason="To look again.")
    place.freeze()

    case = workflow.submit(place.case(), by=place.council_author, at=NOW)

    assert (case.status, case.version.number) == (CaseStatus.SUBMITTED, 2)


def test_a_refused_step_leaves_no_trace(place):
    place.freeze()
    before = AuditEvent.objects.count()

    with pytest.raises(GuardNotMet):
        workflow.submit(place.case(), by=place.council_author, at=NOW)

    assert AuditEvent.objects.count() == before
    assert Case.objects.get().submitted_at is None


def test_every_step_stands_in_the_chain(place):
    place.freeze()
    place.submit()
    place.take_up()
    place.decide("not_approved")

    told = list(AuditEvent.objects.exclude(action__startswith="section").values_list("action", flat=True))
    assert told == [
        "plan.created",
        "plan.freeze_agreed",
        "plan.freeze_agreed",
        "plan.frozen",
        "case.opened",
        "signoff.signed",
        "signoff.signed",
        "signoff.signed",
        "signoff.agreed",
        "case.submitted",
        "case.taken_up",
        "review.scored",
        "review.finished",
        "review.started",
        "review.scored",
        "review.finished",
        "recommendation.proposed",
        "case.recommended",
        "case.moderated",
        "case.put_into_tranche",
        "recommendation.national",
        "case.sent_to_ministers",
        "case.decided",
        "plan.reopened",
    ]
    assert verify()


def place_fingerprint(place):
    """The fingerprint of the draft as it stands."""
    from plans.gather import plan_content

    return plan_content(Plan.objects.get(pk=place.plan.pk)).fingerprint
