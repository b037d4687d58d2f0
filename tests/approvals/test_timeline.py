"""The timeline of a plan: sittings told as one, kinds, pages."""

import datetime as dt

import pytest

from approvals.timeline import PER_PAGE, kind_of, sittings, timeline
from itf.audit.models import AuditEvent
from plans.models import Vision
from tests.factories.approvals import NOW
from tests.plans.desks import AuthorDesk

COUNCIL, CCG = 1, 2


def event(minute, actor, action="section.saved"):
    """An event as read from the chain, so many minutes after a beginning."""
    return AuditEvent(action=action, actor_id=actor, at=NOW + dt.timedelta(minutes=minute))


def runs(*events):
    """The sittings of events given oldest first, each as the minutes of its events, newest first."""
    return [[int((one.at - NOW).total_seconds() // 60) for one in run] for run in sittings(reversed(events))]


def test_saves_of_one_person_are_one_sitting_until_a_long_pause():
    assert runs(event(0, CCG), event(10, CCG), event(40, CCG), event(71, CCG)) == [[71], [40, 10, 0]]


def test_two_people_writing_at_once_are_two_sittings():
    assert runs(event(0, CCG), event(1, COUNCIL), event(2, CCG), event(3, COUNCIL)) == [[3, 1], [2, 0]]


def test_a_sitting_does_not_reach_across_another_act():
    assert runs(event(0, CCG), event(1, COUNCIL, "plan.freeze_agreed"), event(2, CCG)) == [[2], [1], [0]]


def test_acts_that_are_no_drafting_stand_alone():
    assert runs(event(0, CCG, "finding.explained"), event(1, CCG, "finding.explained")) == [[1], [0]]


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("section.saved", "draft"),
        ("plan.created", "draft"),
        ("plan.freeze_agreed", "sign-off"),
        ("case.reopened", "sign-off"),
        ("signoff.voided", "sign-off"),
        ("case.submitted", "assurance"),
        ("review.finished", "assurance"),
    ],
)
def test_kind_of(action, kind):
    assert kind_of(action) == kind


def test_what_a_page_saves_by_itself_is_told_once(place):
    desk = AuthorDesk(place.council_author, place.plan)
    for words in ("One", "Two", "Three"):
        desk.type(main__vision=words).autosave()
    AuthorDesk(place.council_author, place.plan, "risks").type(risks_0__owner="Someone").autosave()

    _, entries = timeline(place.plan, "", 1)

    assert Vision.objects.get(plan=place.plan).vision == "Three"
    assert [entry.text for entry in entries if "saved" in entry.text] == [
        f"{place.council_author} saved Risk register, Vision, aims and planned changes."
    ]


def test_the_history_page_tells_the_road_of_a_plan(place, visit):
    case = place.freeze()
    page = visit(place.council_author, "history", place.plan.key)

    text = " ".join(page.content.decode().split())
    assert page.status_code == 200
    assert "Both sides have agreed: version 1 was frozen and put up for sign-off." in text
    assert case.version.number == 1


def test_the_history_page_shows_one_kind(place, visit):
    AuthorDesk(place.council_author, place.plan).type(main__vision="One").save()
    place.freeze()

    shown = visit(place.council_author, "history", place.plan.key, query_params={"kind": "sign-off"}).content.decode()
    every = visit(place.council_author, "history", place.plan.key, query_params={"kind": "forged"}).content.decode()

    assert "saved Vision" not in shown
    assert "was frozen" in shown
    assert "saved Vision" in every


def test_the_history_page_goes_on_in_pages(place, visit):
    desk = AuthorDesk(place.council_author, place.plan)
    AuditEvent.objects.bulk_create(
        AuditEvent(
            seq=1_000 + number,
            at=NOW,
            action="finding.explained",
            subject_type="plans.plan",
            subject_id=str(place.plan.pk),
            plan_key=place.plan.key,
            data={"explanation": f"Reason {number}."},
            previous_hash=f"{number + 7_000:064}",
            hash=f"{number + 7_001:064}",
        )
        for number in range(PER_PAGE + 5)
    )

    first, last = (
        visit(place.council_author, "history", place.plan.key, query_params={"page": page}).content.decode()
        for page in ("1", "99")
    )

    assert desk.version == 0
    assert (f"Reason {PER_PAGE + 4}." in first, "Reason 0." in first, "Reason 0." in last) == (True, False, True)


def test_the_history_takes_as_many_queries_for_many_events_as_for_few(place, client, django_assert_max_num_queries):
    client.force_login(place.council_author)
    desk = AuthorDesk(place.council_author, place.plan)
    for number in range(8):
        desk.type(main__vision=f"Number {number}").save()
        desk.open()

    with django_assert_max_num_queries(15):
        client.get(f"/plans/{place.plan.key}/history/")


@pytest.mark.parametrize(("who", "status"), [("chair", 200), ("assurer", 404), ("stranger", 404)])
def test_all_parties_read_the_history(place, visit, who, status):
    assert visit(getattr(place, who), "history", place.plan.key).status_code == status
