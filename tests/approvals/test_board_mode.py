"""Board mode: the pack that members read, ratification that chases itself, and who owes a decision."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import delegation, signoff, workflow
from approvals.acts import awaited
from approvals.documents.sign_offs import sign_off_rows, sign_off_table
from approvals.guards import GuardNotMet
from approvals.models import Notice, SignOff
from approvals.notices import telling
from approvals.owing import awaited_now
from approvals.signoff import Reply, ReplyIncomplete
from approvals.stages import standings, with_stage
from approvals.waiting import waiting_for
from itf.accounts.models import Role, User
from itf.audit.models import AuditEvent
from plans.models import Plan
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.approvals import NOW, a_place

KEY = "samplebury"
TODAY = NOW.date()
DUE = TODAY + dt.timedelta(days=20)
ACTION = Reply(position="Chair", basis="chairs_action", ratification_due_on=DUE)


@pytest.fixture
def acted(place):
    """The council's leader signed ahead of the cabinet's meeting."""
    place.freeze()
    place.sign(place.council, place.council_signatory, reply=ACTION)
    return place


def owed(person, today):
    return [(act.label, act.due) for act in waiting_for(person, today).acts]


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (0, "Ratify by 23 February 2034"),
        (20, "Ratify by 23 February 2034"),
        (21, "Late: to be ratified by 23 February 2034"),
    ],
)
def test_ratification_is_owed_and_late_from_the_day_after(acted, after, due):
    today = TODAY + dt.timedelta(days=after)

    assert owed(acted.council_signatory, today) == [("Record that Samplebury Council has ratified its action", due)]
    assert owed(acted.ccg_signatories[1], today)[0][0].startswith("Sign for")
    assert SignOff.objects.get().is_ratification_late(today) is (after > 20)


def ratify(place, **changes):
    given = {"met_on": TODAY, "minute": "Cabinet, minute 70", "by": place.council_signatory, "at": NOW}
    return signoff.ratify(SignOff.objects.get(organisation=place.council), **given | changes)


def test_ratification_once_recorded_is_owed_no_more_and_stands_in_the_table(acted):
    assert sign_off_table(acted.case().version)[0].minute == "to be ratified by 23 February 2034"

    assert ratify(acted) == ratify(acted)

    assert owed(acted.council_signatory, DUE + dt.timedelta(days=9)) == []
    assert sign_off_table(acted.case().version)[0].notes == ("Ratified on 3 February 2034, Cabinet, minute 70.",)
    assert AuditEvent.objects.filter(action="signoff.ratified").count() == 1
    with pytest.raises(GuardNotMet, match="Nothing of this body is to be ratified"):
        ratify(acted, minute="Another")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"met_on": None}, "met_on"),
        ({"met_on": TODAY - dt.timedelta(days=1)}, "met_on"),
        ({"met_on": TODAY + dt.timedelta(days=1)}, "met_on"),
        ({"minute": " "}, "minute"),
    ],
)
def test_ratification_lacks(acted, changes, field):
    with pytest.raises(ReplyIncomplete) as refusal:
        ratify(acted, **changes)
    assert list(refusal.value.faults) == [field]


def test_ratification_is_recorded_after_submission_as_well(acted):
    for ccg, person in zip(acted.ccgs, acted.ccg_signatories, strict=True):
        acted.sign(ccg, person)
    acted.agree()
    workflow.submit(acted.case(), by=acted.council_author, at=NOW)
    assert owed(acted.council_signatory, TODAY)[0][0].startswith("Record that")

    assert ratify(acted).ratified_on == TODAY


def test_pages_record_a_ratification(acted, visit):
    signed_at = dt.datetime(2014, 1, 30, 12, tzinfo=dt.UTC)
    SignOff.objects.update(signed_at=signed_at, ratification_due_on=dt.date(2014, 2, 9))
    sent = {"answer": "ratified", "met_on_day": "6", "met_on_month": "2", "met_on_year": "2014"}
    sent |= {"minute": "Cabinet, minute 70"}
    url, person = ("ratify", KEY, acted.council.pk), acted.council_signatory

    assert "Ratification late" in visit(acted.council_author, "route", KEY).content.decode()
    assert visit(acted.council_author, *url).status_code == 403
    assert visit(person, "ratify", KEY, acted.ccgs[0].pk).status_code == 404
    undecided = visit(person, *url, post={name: text for name, text in sent.items() if name != "answer"})
    assert undecided.status_code == 422
    assert "Choose what the body decided." in undecided.content.decode()
    page = visit(person, *url).content.decode()
    assert "Has Samplebury Council ratified it?" in page
    assert "checked" not in page.split("What did the body decide?")[1].split("</fieldset>")[0]
    done = visit(person, *url, post=sent | {"confirmed": "1", "proof": PASSWORD}, follow=True).content.decode()
    again = visit(person, *url, post=sent | {"confirmed": "1", "proof": PASSWORD})

    assert "Ratified on 6 February 2014, Cabinet, minute 70" in done
    assert again.status_code == 302


def refuse(place, **changes):
    given = {"met_on": TODAY, "minute": "Cabinet, minute 71", "by": place.council_signatory, "at": NOW}
    return signoff.refuse_ratification(SignOff.objects.get(organisation=place.council), **given | changes)


def standing(place):
    (found,) = standings(with_stage(Plan.objects.filter(pk=place.plan.pk)))
    return found


def test_a_refusal_before_submission_voids_the_answer_and_the_body_is_asked_again(acted):
    refuse(acted)
    assert refuse(acted).is_refused  # a second click changes nothing

    found = SignOff.objects.get()
    assert (found.is_refused, found.void_reason) == (
        True, "Samplebury Council refused to ratify it (Cabinet, minute 71).",
    )  # fmt: skip
    assert owed(acted.council_signatory, TODAY)[0][0] == "Sign for Samplebury Council"
    assert AuditEvent.objects.filter(action="signoff.ratification_refused").count() == 1
    acted.sign(acted.council, acted.council_signatory)
    assert acted.case().signoffs.filter(voided_at=None).count() == 1


def go_on_to_assurance(acted):
    """The other parties sign, the board agrees, the plan is submitted and taken up."""
    for ccg, person in zip(acted.ccgs, acted.ccg_signatories, strict=True):
        acted.sign(ccg, person)
    acted.agree()
    workflow.submit(acted.case(), by=acted.council_author, at=NOW)
    acted.take_up()


def test_a_refusal_after_submission_stays_to_be_seen_and_everyone_is_told(acted, visit):
    go_on_to_assurance(acted)
    telling.tell(NOW)
    refuse(acted)
    telling.tell(NOW)

    assert acted.case().signoffs.get(organisation=acted.council).stands
    assert standing(acted).not_agreed == "Not ratified by Samplebury Council"
    assert owed(acted.council_signatory, TODAY) == []
    for person in (acted.assurer, acted.chair):
        told = Notice.objects.filter(person=person, text__contains="refused to ratify its action on version 1")
        assert told.count() == 1
    for page in (
        visit(acted.assurer, "case", acted.case().pk),
        visit(acted.council_author, "route", KEY),
    ):
        assert "Not ratified" in page.content.decode()
    with pytest.raises(GuardNotMet):
        ratify(acted)


def test_what_was_decided_on_is_ratified_though_a_next_version_is_up(acted, visit):
    go_on_to_assurance(acted)
    acted.decide()
    workflow.reopen(acted.case(), by=acted.council_author, at=NOW, reason="The sums changed.")
    acted.change("vision")
    acted.freeze()
    SignOff.objects.filter(organisation=acted.council).update(
        signed_at=dt.datetime(2014, 1, 30, 12, tzinfo=dt.UTC), ratification_due_on=dt.date(2014, 2, 9)
    )
    label = "Record that Samplebury Council has ratified its action on version 1"
    (act,) = [one for one in awaited(standing(acted), TODAY) if one.label == label]

    client, person = visit, acted.council_signatory
    assert client(person, "ratify", KEY, acted.council.pk).status_code == 404
    assert client(person, "ratify", KEY, acted.council.pk, query_params={"version": "x"}).status_code == 404
    page = client(person, "ratify", KEY, acted.council.pk, query_params={"version": "1"}).content.decode()
    assert "Has Samplebury Council ratified it?" in page
    sent = {"answer": "ratified", "met_on_day": "6", "met_on_month": "2", "met_on_year": "2014", "minute": "Cabinet 4"}
    sent |= {"confirmed": "1", "proof": PASSWORD}
    assert act.url.endswith("?version=1")
    assert f'href="{act.url}"' in visit(person, "route", KEY).content.decode()
    assert act.url not in visit(acted.council_author, "route", KEY).content.decode()
    for _ in range(2):
        answer = client(person, "ratify", KEY, acted.council.pk, post=sent, query_params={"version": "1"})
        assert answer.status_code == 302

    assert SignOff.objects.get(organisation=acted.council).ratified_minute == "Cabinet 4"
    assert label not in [one.label for one in awaited(standing(acted), TODAY)]
    assert act.url not in visit(person, "route", KEY).content.decode()


def test_a_refusal_after_the_decision_is_told_to_all_who_spoke_and_says_what_can_follow(acted, visit):
    go_on_to_assurance(acted)
    acted.decide()
    telling.tell(NOW)
    SignOff.objects.filter(organisation=acted.council).update(signed_at=dt.datetime(2014, 1, 30, 12, tzinfo=dt.UTC))
    sent = {"answer": "refused", "met_on_day": "6", "met_on_month": "2", "met_on_year": "2014", "minute": "Cabinet 4"}

    check = visit(acted.council_signatory, "ratify", KEY, acted.council.pk, post=sent).content.decode()
    assert "The decision stands; an author may reopen the plan for a next version." in check
    assert "may return it" not in check
    refuse(acted)
    telling.tell(NOW)

    for person in (acted.assurer, acted.local_assurer, acted.moderator, acted.reviewer, acted.office):
        assert Notice.objects.filter(person=person, text__contains="refused to ratify").count() == 1, person
    assert "Not ratified by Samplebury Council" in visit(acted.office, "case", acted.case().pk).content.decode()


@pytest.mark.parametrize(("changes", "field"), [({"minute": " "}, "minute"), ({"met_on": None}, "met_on")])
def test_a_refusal_names_its_meeting_and_minute(acted, changes, field):
    with pytest.raises(ReplyIncomplete) as refusal:
        refuse(acted, **changes)
    assert list(refusal.value.faults) == [field]


def test_meeting_beside_an_action_is_not_told_as_the_day_of_the_action(acted, visit):
    SignOff.objects.update(meeting_on=dt.date(2034, 1, 6), minute_reference="Cabinet, minute 3")

    page = " ".join(visit(acted.council_author, "route", KEY).content.decode().split())
    rows = {row.organisation: row.minute for row in sign_off_rows(acted.case())}

    assert "Urgent action, to be ratified, meeting of 6 January 2034, Cabinet, minute 3" in page
    assert rows["Samplebury Council"].startswith("meeting of 6 January 2034, Cabinet, minute 3, to be ratified by")


def test_pages_record_a_refusal(acted, visit):
    signed_at = dt.datetime(2014, 1, 30, 12, tzinfo=dt.UTC)
    SignOff.objects.update(signed_at=signed_at, ratification_due_on=dt.date(2014, 2, 9))
    day = {"met_on_day": "6", "met_on_month": "2", "met_on_year": "2014"}
    sent = {"answer": "refused", **day, "minute": "Cabinet, minute 71"}
    url, person = ("ratify", KEY, acted.council.pk), acted.council_signatory

    before = visit(person, *url, post=sent | {"met_on_day": "29", "met_on_month": "1"}).content.decode()
    assert "the meeting that decided about the action: not before the action, on 30 January 2014" in before
    assert "that ratified" not in before.split("</h1>")[0]
    check = visit(person, *url, post=sent).content.decode()
    assert "Record that Samplebury Council refused to ratify it?" in check
    assert "The answer becomes void" in check
    for _ in range(2):
        done = visit(person, *url, post=sent | {"confirmed": "1", "proof": PASSWORD}, follow=True)
        assert done.status_code == 200
    assert "refused to ratify it (Cabinet, minute 71)" in done.content.decode()


def pack(visit, person):
    return " ".join(visit(person, "pack", KEY).content.decode().split())


def test_member_reads_the_pack_and_can_do_nothing(place, visit):
    member = UserFactory(post="Member", roles=[(place.board, Role.MEMBER)])
    place.freeze()
    place.sign_all()

    page = pack(visit, member)

    assert "Samplebury joint plan: pack for the board" in page
    assert "The money" in page
    assert "National conditions" in page
    assert "This is the first time." in page
    assert "One team." in page
    assert f"http://testserver/plans/{KEY}/pack/" in page
    assert "Agree for" not in page
    assert visit(member, "agree", KEY, place.board.pk).status_code == 403
    assert f"Agree for {place.board}" in pack(visit, place.chair)


def test_pack_says_when_the_board_agreed_and_no_longer_that_it_is_to(place, visit):
    place.freeze()
    place.sign_all()
    before = pack(visit, place.chair)
    place.agree()

    assert f"To be agreed by {place.board}." in before
    assert f"{place.board}: agreed on 3 February 2034." in pack(visit, place.chair)
    assert "To be agreed by" not in pack(visit, place.chair)


def test_pack_shows_what_changed_since_this_body_answered(place, visit):
    place.freeze()
    place.sign_all()
    for section in ("risks", "engagement"):
        workflow.reopen(place.case(), by=place.council_author, at=NOW, reason="A wrong word.")
        place.change(section)
        place.freeze()

    council, chair = pack(visit, place.council_signatory), pack(visit, place.chair)

    assert "Since version 1, frozen" in council
    assert "2 sections changed" in council
    assert "Since version 2, frozen" in chair
    assert "1 section changed" in chair


def test_pack_before_the_first_freeze_is_the_draft(place, visit):
    assert "Draft, not frozen" in pack(visit, place.chair)


def test_a_deputy_is_asked_to_look_until_they_have_accepted(place):
    place.freeze()
    place.sign_all()
    deputy = UserFactory(post="Director", roles=[(place.council, Role.AUTHOR)])
    terms = delegation.Terms(deputy, DUE, "Cabinet, minute 61", TODAY, ("risks",))
    delegation.give(place.case(), organisation=place.council, terms=terms, by=place.council_signatory, at=NOW)
    assert owed(deputy, TODAY) == []

    workflow.reopen(place.case(), by=place.council_author, at=NOW, reason="A wrong word.")
    place.change("risks")

    assert ("Look at what changed for Samplebury Council", "You may accept amendments until 23 February 2034") in owed(
        deputy, TODAY
    )
    assert [label for label, _ in owed(place.chair, TODAY)] == []


def test_awaited_now_names_everyone_who_can_give_each_decision(place):
    place.freeze()
    place.sign(place.council, place.council_signatory, reply=replace(ACTION))

    found = {found.label: people for _, found, people in awaited_now(Plan.objects.values_list("pk", flat=True), TODAY)}

    assert found == {
        "Sign for Samplebury CCG": {place.ccg_signatories[0].pk},
        "Sign for Samplebury South CCG": {place.ccg_signatories[1].pk},
        "Record that Samplebury Council has ratified its action": {place.council_signatory.pk},
    }
    User.objects.filter(pk=place.ccg_signatories[0].pk).update(is_active=False)
    now = awaited_now(Plan.objects.values_list("pk", flat=True), TODAY)
    assert [people for _, found, people in now if "Samplebury CCG" in found.label] == [set()]


def test_awaited_now_takes_as_many_queries_for_three_plans_as_for_one(acted):
    counts = []
    for more in (0, 2):
        for number in range(more):
            place = a_place(f"place-{number}")
            place.freeze()
            place.sign(place.council, place.council_signatory, reply=ACTION)
        with CaptureQueriesContext(connection) as queries:
            awaited_now(Plan.objects.values_list("pk", flat=True), TODAY)
        counts.append(len(queries))

    assert counts[0] == counts[1]
