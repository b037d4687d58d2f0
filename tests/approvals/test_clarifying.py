"""Questions pinned to a place, the clock that stands still, and interests declared."""

import datetime as dt

import pytest

from approvals import clarifying
from approvals.clarifying import Pin
from approvals.clock import clock_of
from approvals.guards import GuardNotMet
from approvals.models import Clarification
from approvals.workflow import TransitionNotAllowed
from conditions.models import KeyLineOfEnquiry
from tests.factories.approvals import NOW

DAY = dt.timedelta(days=1)
MONDAY = dt.datetime(2034, 2, 6, 10, 0, tzinfo=dt.UTC)  # the working day after NOW, a Friday


@pytest.fixture
def taken_up(place):
    """The NHS side reads the plan, submitted on a Friday."""
    place.freeze()
    place.submit()
    place.take_up()
    return place


def ask(place, question="How many nurses?", at=NOW, field="vision"):
    asked = {"organisation": place.team, "by": place.assurer, "at": at}
    return clarifying.ask(place.case(), pin=Pin("vision", field=field), question=question, **asked)


def test_a_question_keeps_the_place_and_what_it_says(taken_up):
    first, second = ask(taken_up), ask(taken_up)

    assert first == second
    assert first.said == "One team."
    assert first.state == "Waits for an answer"


def test_the_list_of_what_waits_says_that_the_clock_stands_still_as_the_case_does(taken_up, visit):
    before = visit(taken_up.assurer, "home").content.decode()
    ask(taken_up, at=taken_up.at)
    home = visit(taken_up.assurer, "home").content.decode()
    case = visit(taken_up.assurer, "case", taken_up.case().pk).content.decode()

    assert "Score the plan" in before
    assert "The clock stands still" not in before
    assert "Score the plan" in home
    assert "The clock stands still" in home
    assert "The clock stands still" in case
    assert "The clock stands still" not in visit(taken_up.council_author, "home").content.decode().split("To do")[0]


def test_a_place_that_the_plan_does_not_have_is_refused(taken_up):
    with pytest.raises(GuardNotMet, match="no such place"):
        ask(taken_up, field="hearing")
    assert not Clarification.objects.exists()


def test_nothing_is_asked_before_the_plan_is_taken_up(place):
    place.freeze()
    place.submit()

    with pytest.raises(TransitionNotAllowed):
        ask(place)


def test_an_answer_is_accepted_or_asked_again(taken_up):
    asked = ask(taken_up)
    with pytest.raises(GuardNotMet, match="nothing to accept"):
        clarifying.accept(asked, by=taken_up.assurer, at=NOW)
    clarifying.answer(asked, text="Twelve.", by=taken_up.council_author, at=NOW)
    kept = clarifying.answer(asked, text="Thirteen.", by=taken_up.nhs_author, at=NOW)

    said = {"organisation": taken_up.team, "by": taken_up.assurer, "at": NOW}
    again = clarifying.ask_again(asked, question="In which year?", **said)
    clarifying.answer(again, text="In both.", by=taken_up.nhs_author, at=NOW)
    done = clarifying.accept(again, by=taken_up.assurer, at=NOW)

    assert kept.answer == "Twelve."
    assert (again.follows, again.place, done.state) == (asked, asked.place, "Accepted")
    with pytest.raises(GuardNotMet, match="asked again"):
        clarifying.accept(asked, by=taken_up.assurer, at=NOW)


def clock(place, day):
    case = place.case()
    return clock_of(case, case.clarifications.all(), day.date())


def test_the_clock_counts_working_days_and_stands_still_while_the_authors_owe(taken_up):
    # Submitted on Friday; asked on Monday, which counts; answered on Thursday, which does not; Friday counts again.
    asked = ask(taken_up, at=MONDAY)
    open_on_wednesday = clock(taken_up, MONDAY + 2 * DAY)
    clarifying.answer(asked, text="Twelve.", by=taken_up.council_author, at=MONDAY + 3 * DAY)
    on_friday = clock(taken_up, MONDAY + 4 * DAY)

    assert (open_on_wednesday.used, open_on_wednesday.stopped, open_on_wednesday.waited) == (1, True, 2)
    assert (on_friday.used, on_friday.stopped, on_friday.waited) == (2, False, 3)
    assert on_friday.words == "2 of 20 working days used."


def test_two_questions_at_once_stop_one_clock(taken_up):
    ask(taken_up, at=MONDAY)
    ask(taken_up, "And when?", at=MONDAY)

    assert clock(taken_up, MONDAY + 2 * DAY).waited == 2


def test_pages_ask_answer_and_accept(taken_up, visit):
    case = taken_up.case().pk
    where = {"QUERY_STRING": "section=vision"}

    bare = visit(taken_up.assurer, "clarification-new", case, post={"question": "Why?"}, **where)
    visit(taken_up.assurer, "clarification-new", case, post={"place": "/vision", "question": "Why?"}, **where)
    asked = Clarification.objects.get()
    home = visit(taken_up.council_author, "home").content.decode()
    empty = visit(taken_up.council_author, "clarification", case, asked.pk, post={"reason": " "})
    visit(taken_up.council_author, "clarification", case, asked.pk, post={"reason": "Because."})
    told = visit(taken_up.assurer, "home").content.decode()
    visit(taken_up.assurer, "clarification", case, asked.pk, post={"accept": "1"})
    page = visit(taken_up.chair, "clarifications", case).content.decode()

    assert (bare.status_code, empty.status_code) == (422, 422)
    assert "Answer the assurers about" in home
    assert "Read the authors’ answer about" in told
    assert Clarification.objects.get().state == "Accepted"
    assert "of 20 working days used" in page
    assert visit(taken_up.stranger, "clarification", case, asked.pk).status_code == 404
    assert visit(taken_up.chair, "clarification", case, asked.pk, post={"reason": "Mine."}).status_code == 403


def test_whoever_declares_an_interest_assures_no_plan_of_that_body(taken_up, visit):
    taken_up.review()
    sent = {"organisation": str(taken_up.council.pk), "interest": "A near relation works there."}

    check = visit(taken_up.assurer, "declare", taken_up.case().pk, post=sent).content.decode()
    assert "Declare an interest in Samplebury Council?" in check
    assert taken_up.case().reviews.get().is_finished
    visit(taken_up.assurer, "declare", taken_up.case().pk, post=sent | {"confirmed": "1"})
    page = visit(taken_up.assurer, "case", taken_up.case().pk).content.decode()

    assert "You declared an interest in Samplebury Council, so another assurer must assure this plan." in page
    assert not taken_up.case().reviews.get().is_finished
    with pytest.raises(GuardNotMet, match="declared an interest"):
        ask(taken_up)


def test_authors_read_the_lines_with_todays_findings_before_they_submit(place, visit):
    line = KeyLineOfEnquiry.objects.first()
    KeyLineOfEnquiry.objects.filter(pk=line.pk).update(sections="risks hearing")

    page = visit(place.council_author, "criteria", place.plan.key).content.decode()

    assert line.question in page
    assert f'href="/plans/{place.plan.key}/risks/"' in page
    assert visit(place.assurer, "criteria", place.plan.key).status_code == 404
