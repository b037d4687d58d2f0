"""The timetable worked back from the window and the meetings, its page, and the calendar feed."""

import datetime as dt

import icalendar
import pytest
from django.utils import timezone

from approvals import meetings
from approvals.calendar import calendar_of, end_link, make_link
from approvals.deadlines import lateness, working_days_from
from approvals.guards import StepRefused
from approvals.models import CalendarLink, Meeting, Notice
from approvals.notices.reminding import remind
from approvals.notices.telling import tell
from approvals.stages import standings, with_stage
from approvals.timetable import of_no_use, timetable, timetables
from plans.models import Plan
from tests.factories.approvals import NOW, a_place

pytestmark = pytest.mark.one_database

TODAY = dt.date(2034, 1, 3)
CLOSES = dt.date(2034, 2, 14)  # a Tuesday


def meet(place, body, meets_on, papers_by, title="Meeting"):
    said = {"title": title, "meets_on": meets_on, "papers_by": papers_by, "by": place.council_author, "at": NOW}
    return meetings.add(place.plan, organisation=body, **said)


def steps_of(place, today=TODAY):
    (standing,) = standings(with_stage(Plan.objects.filter(pk=place.plan.pk)))
    return timetables([standing], today)[place.plan.pk]


def days(place, today=TODAY):
    return [step.last_day for step in steps_of(place, today)]


def test_days_are_worked_back_from_meetings_and_their_papers(place):
    meet(place, place.board, dt.date(2034, 1, 31), dt.date(2034, 1, 23), "Board")
    meet(place, place.board, dt.date(2034, 2, 28), dt.date(2034, 2, 20), "Board after the window")
    meet(place, place.council, dt.date(2034, 1, 25), dt.date(2034, 1, 16), "Cabinet")
    meet(place, place.ccgs[0], dt.date(2034, 1, 19), dt.date(2034, 1, 15), "Governing body")  # papers on a Sunday

    found = steps_of(place)

    assert [(step.title, step.last_day) for step in found] == [
        ("Freeze the words", dt.date(2034, 1, 13)),
        (f"{place.council} signs", dt.date(2034, 1, 25)),
        (f"{place.ccgs[0]} signs", dt.date(2034, 1, 19)),
        (f"{place.ccgs[1]} signs", dt.date(2034, 1, 31)),
        (f"{place.board} agrees", dt.date(2034, 1, 31)),
        ("Submit the plan", CLOSES),
    ]
    assert found[0].why == "Papers for Governing body on 19 January 2034 are due then."
    assert [bool(step.warning) for step in found] == [False, False, False, True, False, False]


def test_meetings_that_cannot_serve_say_why_and_the_step_names_the_one_that_is_too_late(place, visit):
    board = meet(place, place.board, dt.date(2034, 1, 31), dt.date(2034, 1, 23), "Board")
    cabinet = meet(place, place.council, dt.date(2034, 2, 2), dt.date(2034, 1, 26), "Cabinet")
    after = meet(place, place.board, dt.date(2034, 2, 28), dt.date(2034, 2, 20), "Board in February")
    over = meet(place, place.council, dt.date(2033, 12, 1), dt.date(2033, 11, 23), "Cabinet")
    body = meet(place, place.ccgs[0], dt.date(2034, 1, 19), dt.date(2034, 1, 15), "Governing body")
    steps = steps_of(place)

    said = [of_no_use(meeting, steps, CLOSES, TODAY) for meeting in (board, body, cabinet, after, over)]

    assert said == [
        "", "", "It is too late for the steps that follow.", "It is after the window has closed.", "It is over.",
    ]  # fmt: skip
    warned = {step.body: step.warning for step in steps}[place.council.pk]
    assert "Cabinet on 2 February 2034 is too late. Enter one, or decide by delegation" in warned
    assert of_no_use(after, steps_of(place, dt.date(2034, 2, 20)), CLOSES, dt.date(2034, 2, 20)) == ""
    meetings.add(
        place.plan, organisation=place.council, title="Long ago", meets_on=dt.date(2014, 1, 9),
        papers_by=dt.date(2014, 1, 2), by=place.council_author, at=NOW,
    )  # fmt: skip
    assert "It is over." in visit(place.council_author, "timetable", "samplebury").content.decode()


def test_without_meetings_every_step_has_the_closing_day_and_a_warning(place):
    found = steps_of(place)

    assert {step.last_day for step in found} == {CLOSES}
    assert all("No meeting is entered" in step.warning for step in found[1:-1])


def test_meeting_that_is_over_no_longer_counts(place):
    meet(place, place.board, dt.date(2034, 1, 31), dt.date(2034, 1, 23))

    board = steps_of(place, dt.date(2034, 2, 1))[-2]

    assert board.last_day == CLOSES
    assert board.warning.startswith("No meeting falls between today and 14 February 2034")


def test_meeting_after_the_window_is_warned_of(place):
    meet(place, place.board, dt.date(2034, 2, 28), dt.date(2034, 2, 20))

    assert "No meeting falls on or before 14 February 2034" in steps_of(place)[-2].warning


def test_after_the_window_each_body_has_its_next_meeting(place):
    late = dt.date(2034, 3, 1)
    meet(place, place.council, dt.date(2034, 1, 25), dt.date(2034, 1, 16), "Cabinet before")
    meet(place, place.council, dt.date(2034, 3, 20), dt.date(2034, 3, 10), "Cabinet")
    meet(place, place.ccgs[0], dt.date(2034, 3, 6), dt.date(2034, 2, 27), "Governing body")
    meet(place, place.board, dt.date(2034, 3, 8), dt.date(2034, 3, 3), "Board before the others")

    freeze, council, ccg, other, board, submit = steps_of(place, late)

    assert {step.last_day for step in (freeze, council, ccg, other, board, submit)} == {CLOSES}
    assert council.why == ("The window closed on 14 February 2034. Cabinet on 20 March 2034 is its next meeting.")
    assert "were due on 27 February 2034" in ccg.warning
    assert other.warning.startswith("No meeting is entered from today on. Enter one")
    assert board.warning.startswith("No meeting is entered from 20 March 2034 on. Enter one")
    assert "Papers for Governing body on 6 March 2034 are due on 27 February 2034." in freeze.why
    assert "it can be on" not in submit.why

    meet(place, place.ccgs[1], dt.date(2034, 3, 9), dt.date(2034, 3, 2))
    meet(place, place.board, dt.date(2034, 4, 4), dt.date(2034, 3, 28))

    assert "Submitting asks for a reason. By these meetings it can be on 4 April 2034." in steps_of(place, late)[-1].why


def test_papers_that_are_overdue_are_warned_of(place):
    meet(place, place.board, dt.date(2034, 1, 31), dt.date(2034, 1, 23))

    assert "were due on 23 January 2034" in steps_of(place, dt.date(2034, 1, 24))[-2].warning


def test_window_that_closes_on_a_bank_holiday_gives_way_to_the_day_before(place):
    Plan.objects.filter(pk=place.plan.pk).update(window_closes_on=dt.date(2014, 4, 21))  # Easter Monday

    assert days(place, dt.date(2014, 3, 3))[-1] == dt.date(2014, 4, 17)


def test_steps_that_are_done_say_so_and_warn_of_nothing(place):
    place.freeze()
    place.sign(place.council, place.council_signatory)

    found = steps_of(place)

    assert [step.is_done for step in found] == [True, True, False, False, False, False]
    assert found[1].warning == ""
    assert not found[1].is_late(CLOSES + dt.timedelta(30))
    assert found[2].is_late(CLOSES + dt.timedelta(1))
    assert not found[2].is_late(CLOSES)


@pytest.mark.parametrize(
    ("done_on", "words"),
    [
        (dt.date(2014, 2, 14), ""),
        (dt.date(2014, 2, 15), "1 working day late"),  # a Saturday is late all the same
        (dt.date(2014, 2, 17), "1 working day late"),
        (dt.date(2014, 2, 18), "2 working days late"),
        (dt.date(2018, 2, 14), "1,011 working days late"),
    ],
)
def test_lateness_is_derived_and_the_closing_day_is_on_time(done_on, words):
    assert lateness(dt.date(2014, 2, 14), done_on) == words


def test_bank_holidays_of_the_years_of_the_fund_are_known():
    # Christmas 2013 to New Year 2014: of eight days from the 24th, two bank holidays and a weekend are none.
    assert working_days_from(dt.date(2013, 12, 23), dt.date(2014, 1, 2)) == 5
    # The August bank holiday of 2017.
    assert working_days_from(dt.date(2017, 8, 25), dt.date(2017, 8, 29)) == 1


def test_reminders_follow_the_meeting_and_not_the_window(place):
    tell(NOW)
    place.freeze()
    meet(place, place.council, dt.date(2034, 2, 10), dt.date(2034, 2, 6))

    remind(dt.datetime(2034, 2, 8, 9, tzinfo=dt.UTC))

    texts = set(Notice.objects.filter(kind="reminder").values_list("text", flat=True))
    assert texts == {"“Sign for Samplebury Council” is due by 10 February 2034"}


def test_same_meeting_twice_is_refused_and_removing_twice_changes_nothing(place):
    meeting = meet(place, place.board, dt.date(2034, 1, 31), dt.date(2034, 1, 23))

    with pytest.raises(StepRefused):
        meet(place, place.board, dt.date(2034, 1, 31), dt.date(2034, 1, 23))
    for _ in range(2):
        meetings.remove(meeting, place.plan, by=place.council_author, at=NOW)

    assert not Meeting.objects.exists()


FORM = {
    "title": "Cabinet", "meets_on_day": "30", "meets_on_month": "1", "meets_on_year": "2034",
    "papers_by_day": "22", "papers_by_month": "1", "papers_by_year": "2034",
}  # fmt: skip


def test_page_takes_a_meeting_and_tells_it_to_the_history(place, visit):
    body = str(place.council.pk)

    answer = visit(place.council_author, "timetable", "samplebury", post={**FORM, "organisation": body})
    page = visit(place.chair, "timetable", "samplebury").content.decode()
    history = visit(place.chair, "history", "samplebury").content.decode()

    assert answer.status_code == 302
    assert "Cabinet" in page
    assert "Wednesday 25 January 2034" not in page
    assert "entered a meeting of Samplebury Council: Cabinet on 30 January 2034, papers by 22 January 2034" in history


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"papers_by_month": "2"}, "Papers must be in on the day of the meeting or before it."),
        ({"meets_on_day": "31", "meets_on_month": "2"}, "meets_on"),
        ({"title": ""}, "Say which meeting it is"),
        ({"organisation": "elsewhere"}, "organisation"),
    ],
)
def test_page_says_what_is_wrong_beside_the_box(place, visit, changes, words):
    posted = {**FORM, "organisation": str(place.council.pk), **changes}

    answer = visit(place.council_author, "timetable", "samplebury", post=posted)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Meeting.objects.exists()


def test_meeting_of_another_body_is_neither_entered_nor_taken_out(place, visit):
    other = meet(place, place.ccgs[0], dt.date(2034, 1, 31), dt.date(2034, 1, 23))
    body = {**FORM, "organisation": str(place.ccgs[0].pk)}

    entered = visit(place.council_author, "timetable", "samplebury", post=body)
    removed = visit(place.council_author, "meeting-remove", "samplebury", other.pk, post={})
    by_its_own = visit(place.nhs_author, "meeting-remove", "samplebury", other.pk, post={})

    assert (entered.status_code, removed.status_code, by_its_own.status_code) == (422, 404, 302)


def test_council_author_enters_the_meetings_of_the_board_as_well(place, visit):
    posted = {**FORM, "organisation": str(place.board.pk)}

    assert visit(place.council_author, "timetable", "samplebury", post=posted).status_code == 302
    assert visit(place.nhs_author, "timetable", "samplebury", post=posted).status_code == 422


def test_feed_holds_days_and_titles_of_the_persons_plans_and_nothing_else(place, client):
    elsewhere = a_place("elsewhere")
    meet(place, place.board, dt.date(2034, 1, 31), dt.date(2034, 1, 23), "Board")
    token = make_link(place.chair, at=NOW)

    answer = client.get(f"/calendar/{token}.ics")

    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    titles = {str(event["SUMMARY"]) for event in events}
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert {key for event in events for key in event} == {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "TRANSP"}
    assert f"{place.plan.title}: Submit the plan, last safe day" in titles
    assert f"{place.board}: papers for Board" in titles
    assert not any(elsewhere.plan.title in title for title in titles)
    assert len({str(event["UID"]) for event in events}) == len(events) == 8


def test_feed_of_an_assurer_knows_only_submitted_plans(place):
    assert b"VEVENT" not in calendar_of(place.assurer, NOW)
    place.freeze()
    place.submit()

    assert b"SUMMARY" in calendar_of(place.assurer, NOW)


def test_feed_ends_with_its_address_with_a_new_one_and_with_the_account(place, client):
    first, second = make_link(place.chair, at=NOW), make_link(place.chair, at=NOW)
    found = [client.get(f"/calendar/{token}.ics").status_code for token in (first, second)]
    place.chair.is_active = False
    place.chair.save()
    closed = client.get(f"/calendar/{second}.ics").status_code
    place.chair.is_active = True
    place.chair.save()
    end_link(place.chair)

    assert (found, closed, client.get(f"/calendar/{second}.ics").status_code) == ([404, 200], 404, 404)


def test_address_is_shown_once_and_only_its_hash_is_kept(place, visit):
    made = visit(place.chair, "calendar", post={"make": "1"}).content.decode()
    again = visit(place.chair, "calendar").content.decode()
    token = made.split("/calendar/")[-1].split(".ics")[0]

    assert len(token) == 43
    assert token not in again
    assert token not in CalendarLink.objects.get().token_hash


def test_page_says_how_late_a_plan_is(place, visit):
    Plan.objects.filter(pk=place.plan.pk).update(window_closes_on=timezone.localdate() - dt.timedelta(days=21))

    assert (
        "working days late: submitting asks for a reason"
        in visit(place.chair, "timetable", "samplebury").content.decode()
    )


def test_timetable_of_many_plans_takes_one_query(place, django_assert_num_queries):
    listed = standings(with_stage(Plan.objects.filter(pk__in=[place.plan.pk, a_place("elsewhere").plan.pk])))

    with django_assert_num_queries(1):
        found = timetables(listed, TODAY)

    assert len(found) == 2
    assert timetable(listed[0], [], TODAY)
