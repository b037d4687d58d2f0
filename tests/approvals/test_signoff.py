"""Signing, agreeing, declining: what each needs, what each refuses, what a second click does."""

import datetime as dt
from dataclasses import replace

import pytest

from approvals import signoff, workflow
from approvals.guards import GuardNotMet
from approvals.models import SignatureKind, SignOff
from approvals.signoff import Reply, ReplyIncomplete, faults_of
from approvals.words import changed_sections, covered_in_draft, covered_in_version
from itf.accounts.membership import join
from itf.accounts.models import Role
from itf.audit.models import AuditEvent
from plans.gather import plan_content
from plans.lifecycle import WordsMoved
from tests.factories.approvals import AUTHORITY, BOARD_AUTHORITY, NOW

TODAY = NOW.date()
SOME = {"vision", "risks", "contributions", "acute", "engagement"}


def test_sign_keeps_what_was_signed_and_on_what_authority(place):
    case = place.freeze()

    row = place.sign(place.council, place.council_signatory)

    assert (row.organisation, row.signatory, row.kind, row.decision) == (
        place.council,
        place.council_signatory,
        "party",
        "signed",
    )
    assert (row.version, row.fingerprint, row.signed_at) == (case.version, case.version.fingerprint, NOW)
    assert (row.position, row.basis, row.meeting_on) == ("Accountable officer", "full_body", dt.date(2034, 1, 30))
    assert row.sections == covered_in_version(case.version, place.council)


def test_a_signature_covers_the_sections_that_bind_its_kind_of_body(place):
    case = place.freeze()

    bodies = (place.council, place.ccgs[0], place.board)
    council, ccg, board = (SOME & covered_in_version(case.version, body).keys() for body in bodies)

    assert council == {"vision", "risks", "contributions"}
    assert ccg == {"vision", "risks", "contributions", "acute"}
    assert board == {"vision", "acute", "engagement"}


def test_draft_and_version_cover_the_same_while_nothing_changed(place):
    case = place.freeze()

    assert covered_in_draft(plan_content(place.plan), place.board) == covered_in_version(case.version, place.board)


@pytest.mark.parametrize(
    ("signed", "now", "changed"),
    [
        ({}, {}, ()),
        ({"a": "1"}, {"a": "1"}, ()),
        ({"a": "1"}, {"a": "2"}, ("a",)),
        ({"a": "1", "b": "1"}, {"a": "1", "b": "2"}, ("b",)),
        ({"a": "1"}, {}, ("a",)),
        ({}, {"a": "1"}, ("a",)),
    ],
)
def test_changed_sections_names_every_difference(signed, now, changed):
    assert changed_sections(signed, now) == changed


def test_sign_refuses_words_that_are_not_those_shown(place):
    place.freeze()

    with pytest.raises(WordsMoved):
        place.sign(place.council, place.council_signatory, fingerprint_shown="0" * 64)
    assert not SignOff.objects.exists()


def test_sign_refuses_an_older_version_once_a_newer_is_up(place):
    old = place.freeze().version.fingerprint
    workflow.reopen(place.case(), by=place.nhs_author, at=NOW, reason="A wrong word.")
    place.change("vision")
    place.freeze()

    with pytest.raises(WordsMoved):
        place.sign(place.council, place.council_signatory, fingerprint_shown=old)


def test_sign_refuses_an_open_plan(place):
    place.freeze()
    workflow.reopen(place.case(), by=place.nhs_author, at=NOW, reason="A wrong word.")

    with pytest.raises(GuardNotMet, match="open for changes"):
        place.sign(place.council, place.council_signatory)


@pytest.mark.parametrize("stage", ["submitted", "decided"])
def test_sign_refuses_a_case_that_is_past_it(place, stage):
    place.freeze()
    place.submit()
    if stage == "decided":
        place.take_up()
        place.decide()

    with pytest.raises(GuardNotMet, match="sign-offs stand as they are"):
        place.decline(place.council, place.council_signatory)


def test_sign_twice_keeps_one_signature(place):
    place.freeze()

    first = place.sign(place.council, place.council_signatory)
    second = place.sign(place.council, place.council_signatory)

    assert first == second
    assert SignOff.objects.count() == 1
    assert AuditEvent.objects.filter(action="signoff.signed").count() == 1


def test_sign_refuses_a_second_signatory_of_a_body_that_has_signed(place):
    place.freeze()
    place.sign(place.council, place.council_signatory)
    join(place.stranger, place.council, Role.SIGNATORY)

    with pytest.raises(GuardNotMet, match="has signed"):
        place.sign(place.council, place.stranger)


def test_sign_refuses_the_board(place):
    place.freeze()

    with pytest.raises(GuardNotMet, match="The board agrees after"):
        place.sign(place.board, place.chair)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"position": " "}, "position"),
        ({"basis": ""}, "basis"),
        ({"basis": "hearsay"}, "basis"),
        ({"meeting_on": None}, "meeting_on"),
        ({"basis": "executive", "meeting_on": None}, "meeting_on"),
        ({"basis": "committee", "meeting_on": None}, "meeting_on"),
        ({"meeting_on": TODAY + dt.timedelta(days=1)}, "meeting_on"),
        ({"basis": "delegation"}, "minute_reference"),
        ({"basis": "chairs_action"}, "ratification_due_on"),
        ({"basis": "chairs_action", "ratification_due_on": TODAY - dt.timedelta(days=1)}, "ratification_due_on"),
    ],
)
def test_a_reply_lacks(changes, field):
    assert list(faults_of(replace(AUTHORITY, **changes), kind=SignatureKind.PARTY, on=TODAY)) == [field]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"meeting_on": TODAY},
        {"basis": "delegation", "minute_reference": "minute 5", "meeting_on": None},
        {"basis": "chairs_action", "ratification_due_on": TODAY, "meeting_on": None},
    ],
)
def test_a_reply_is_complete(changes):
    assert faults_of(replace(AUTHORITY, **changes), kind=SignatureKind.PARTY, on=TODAY) == {}


def test_the_board_names_its_minute_and_a_party_need_not():
    without = replace(BOARD_AUTHORITY, minute_reference="")

    assert list(faults_of(without, kind=SignatureKind.BOARD, on=TODAY)) == ["minute_reference"]
    assert faults_of(without, kind=SignatureKind.PARTY, on=TODAY) == {}


def test_sign_and_agree_refuse_an_incomplete_reply(place):
    place.freeze()

    with pytest.raises(ReplyIncomplete) as refusal:
        place.sign(place.council, place.council_signatory, reply=Reply(position="Leader", basis="delegation"))
    place.sign_all()
    with pytest.raises(ReplyIncomplete):
        place.agree(reply=Reply(position="Chair", basis="chairs_action"))

    assert refusal.value.reason == "Enter the reference of the minute that records the decision."
    assert not SignOff.objects.filter(kind="board").exists()


def test_a_date_of_ratification_is_kept_only_for_chairs_action(place):
    place.freeze()
    due = dt.date(2034, 3, 27)

    plain = place.sign(place.council, place.council_signatory, reply=replace(AUTHORITY, ratification_due_on=due))
    urgent = place.sign(
        place.ccgs[0],
        place.ccg_signatories[0],
        reply=Reply(position="Chair", basis="chairs_action", ratification_due_on=due),
    )

    assert (plain.ratification_due_on, urgent.ratification_due_on) == (None, due)


def test_agree_waits_for_every_party(place):
    place.freeze()
    place.sign(place.council, place.council_signatory)

    with pytest.raises(GuardNotMet, match="Still to sign"):
        place.agree()


def test_agree_signs_for_the_board(place):
    place.freeze()
    place.sign_all()

    row = place.agree()

    assert (row.kind, row.organisation, row.minute_reference) == ("board", place.board, "minute 14/22")
    assert AuditEvent.objects.filter(action="signoff.agreed").count() == 1


def test_agree_twice_keeps_one_agreement(place):
    place.freeze()
    place.sign_all()

    assert place.agree() == place.agree()


def test_agree_refuses_a_board_that_was_not_on_the_route_when_signing_opened(place):
    place.plan.locality.board = None
    place.plan.locality.save()
    place.freeze()
    place.sign_all()

    with pytest.raises(GuardNotMet, match="has no part in this plan's sign-off"):
        place.agree()


def test_decline_stands_with_its_reason_and_moves_nothing(place):
    case = place.freeze()

    row = place.decline(place.council, place.council_signatory)

    assert (row.decision, row.statement, row.basis) == ("declined", "The risk is not shared.", "")
    assert place.case().status == case.status
    assert AuditEvent.objects.filter(action="signoff.declined").get().data["statement"] == "The risk is not shared."


@pytest.mark.parametrize("reply", [Reply(position="Leader"), Reply(position=" ", statement="No.")])
def test_decline_needs_a_position_and_a_reason(place, reply):
    place.freeze()

    with pytest.raises(ReplyIncomplete):
        place.decline(place.council, place.council_signatory, reply=reply)
    assert not SignOff.objects.exists()


def test_decline_twice_keeps_one_refusal(place):
    place.freeze()

    first, second = (place.decline(place.council, place.council_signatory) for _ in range(2))

    assert first == second


def test_a_body_that_declined_may_sign_and_the_refusal_becomes_void(place):
    place.freeze()
    refusal = place.decline(place.council, place.council_signatory)

    signed = place.sign(place.council, place.council_signatory)

    refusal.refresh_from_db()
    assert signed.stands
    assert refusal.void_reason == f"{place.council.name} has answered again since."
    assert refusal.changed_sections == {}


def test_a_body_that_signed_may_decline_and_the_signature_becomes_void(place):
    place.freeze()
    signed = place.sign(place.council, place.council_signatory)

    place.decline(place.council, place.council_signatory)

    signed.refresh_from_db()
    assert not signed.stands


def test_the_board_may_decline(place):
    place.freeze()
    place.sign_all()

    row = place.decline(place.board, place.chair)

    assert (row.kind, row.decision) == ("board", "declined")


def test_one_person_may_sign_for_two_ccgs(place):
    place.freeze()
    join(place.ccg_signatories[0], place.ccgs[1], Role.SIGNATORY)

    rows = [place.sign(ccg, place.ccg_signatories[0]) for ccg in place.ccgs]

    assert {row.organisation for row in rows} == set(place.ccgs)


def test_one_person_may_not_sign_for_the_council_and_a_ccg(place):
    place.freeze()
    place.sign(place.council, place.council_signatory)

    with pytest.raises(GuardNotMet, match="each need a person of their own"):
        place.sign(place.ccgs[0], place.council_signatory)


def test_one_person_may_not_sign_for_a_party_and_agree_for_the_board(place):
    place.freeze()
    place.sign(place.council, place.chair)
    for ccg, person in zip(place.ccgs, place.ccg_signatories, strict=True):
        place.sign(ccg, person)

    with pytest.raises(GuardNotMet, match="each need a person of their own"):
        place.agree()


def test_void_keeps_the_row_and_says_why(place):
    place.freeze()
    row = place.sign(place.council, place.council_signatory)

    signoff.void(row, by=place.council_author, at=NOW, reason="Signed in error.")

    row.refresh_from_db()
    assert (row.voided_at, row.void_reason, row.stands) == (NOW, "Signed in error.", False)
    assert AuditEvent.objects.filter(action="signoff.voided").get().data["organisation"] == place.council.name
