"""The round as a job: queued when something is due, whether or not a broker is there, and run to the sent mail."""

import datetime as dt

import pytest
from django.utils import timezone

from approvals import standing_in
from approvals.models import Letter, LetterState, Notice, Rounds
from approvals.notices.reminding import remind
from approvals.notices.rounds import is_due, queue_when_due
from itf.accounts.membership import leave
from itf.accounts.models import Role
from itf.jobs.execution import ask_sources, execute
from itf.jobs.models import Job, JobState
from tests.factories.accounts import UserFactory
from tests.factories.approvals import NOW

WINDOW = dt.date(2034, 2, 14)  # a Tuesday


def at(day, hour=9):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)


@pytest.fixture
def reminded(db):
    """The reminders of the day on which the tests run are made."""
    Rounds.objects.update_or_create(
        pk=1, defaults={"reminded_on": timezone.localdate(), "checked_on": timezone.localdate()}
    )


@pytest.mark.usefixtures("reminded")
def test_a_round_is_queued_once_and_only_when_something_is_due(place, server):
    idle = is_due()
    place.freeze()

    queue_when_due()
    queue_when_due()

    assert (idle, is_due(), Job.objects.filter(kind="notices").count()) == (False, True, 1)


@pytest.mark.usefixtures("reminded")
def test_a_round_is_queued_and_run_with_the_broker_away(place, server, settings, caplog):
    settings.REDIS_URL = settings.CELERY_BROKER_URL = "redis://127.0.0.1:9/0"
    place.freeze()

    ask_sources()
    job = Job.objects.get(kind="notices")
    execute(job.pk, "a worker, when one is back")

    job.refresh_from_db()
    people = {place.council_author, place.council_signatory, *place.ccg_signatories}
    assert job.state == JobState.DONE
    assert {message["To"] for message in server.messages} == {person.email for person in people}
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}
    assert is_due() is False


@pytest.mark.usefixtures("reminded")
def test_a_worker_killed_in_a_round_is_followed_by_one_that_sends_the_rest(place, server, monkeypatch):
    from approvals.notices import letters

    place.freeze()
    queue_when_due()
    job = Job.objects.get(kind="notices")
    really, killed = letters.deliver, []

    def once(letter, now):
        if killed:
            raise SystemExit
        killed.append(letter)
        really(letter, now)

    with monkeypatch.context() as patch:
        patch.setattr(letters, "deliver", once)
        with pytest.raises(SystemExit):
            execute(job.pk, "the first")
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    half_way = len(server.taken)
    execute(job.pk, "the second")

    receivers = [message["To"] for message in server.messages]
    assert (half_way, len(receivers), len(set(receivers))) == (1, 4, 4)


def test_a_source_that_fails_is_told_to_the_log_and_to_nobody_else(settings, caplog):
    settings.JOB_SOURCES = ["tests.nowhere.to_be_found"]

    ask_sources()

    assert "job source tests.nowhere.to_be_found failed" in caplog.text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (WINDOW - dt.timedelta(7), "is due by 14 February 2034"),  # five working days before
        (WINDOW - dt.timedelta(6), None),
        (WINDOW, "is due today"),
        (WINDOW + dt.timedelta(1), "was due by 14 February 2034"),
        (WINDOW + dt.timedelta(4), None),  # a Saturday
        (WINDOW + dt.timedelta(60), None),
    ],
)
def test_reminders_come_on_working_days_and_say_the_day(place, day, words):
    place.freeze()

    remind(at(day))

    found = Notice.objects.filter(person=place.council_signatory, kind="reminder")
    assert [notice.text for notice in found] == ([f"“Sign for Samplebury Council” {words}"] if words else [])


def test_reminders_are_made_once_a_day_after_eight_and_only_for_who_owes(place):
    place.freeze()
    place.sign(place.council, place.council_signatory)

    made = [remind(at(WINDOW, 7)), remind(at(WINDOW)), remind(at(WINDOW, 12))]

    assert made == [0, 2, 0]
    assert set(Notice.objects.values_list("person", flat=True)) == {person.pk for person in place.ccg_signatories}


def test_what_is_long_overdue_is_told_to_the_council_that_leads(place):
    place.freeze()

    remind(at(WINDOW + dt.timedelta(3)))

    lead = Notice.objects.filter(kind="escalated")
    assert {notice.person for notice in lead} == {place.council_author}
    assert "Nobody has done “Sign for Samplebury Council”, which was due by 14 February 2034" in {
        notice.text for notice in lead
    }


def test_what_is_overdue_is_told_to_the_deputy_before_the_lead_and_never_before_it_is_late(place):
    deputy = UserFactory(post="Deputy")
    standing_in.deputise(
        organisation=place.council, role=Role.SIGNATORY, person=deputy, until=None, by=place.council_signatory, at=NOW
    )
    place.freeze()

    told = {}
    for days in (0, 1, 3):  # Tuesday, Wednesday, Friday: due, one working day late, three
        remind(at(WINDOW + dt.timedelta(days)))
        told[days] = Notice.objects.filter(kind="escalated").exclude(text__contains="CCG").values_list("person", "text")
        told[days] = set(told[days])

    sign = "“Sign for Samplebury Council”"
    as_deputy = (deputy.pk, f"{sign} was due by 14 February 2034, and you may do it as deputy")
    to_the_lead = (place.council_author.pk, f"Nobody has done {sign}, which was due by 14 February 2034")
    assert told == {0: set(), 1: {as_deputy}, 3: {as_deputy, to_the_lead}}
    assert not Notice.objects.filter(kind="reminder", person=deputy).exists()


def test_deputy_of_nobody_is_reminded_like_whoever_holds_the_role(place):
    deputy = UserFactory(post="Deputy")
    standing_in.deputise(
        organisation=place.council, role=Role.SIGNATORY, person=deputy, until=None, by=place.council_signatory, at=NOW
    )
    place.freeze()
    leave(place.council_signatory, place.council, Role.SIGNATORY)

    remind(at(WINDOW))

    assert Notice.objects.filter(kind="reminder", person=deputy).count() == 1


def test_nobody_is_reminded_once_the_plan_is_submitted(place):
    place.freeze()
    place.submit()

    remind(at(WINDOW))

    assert not Notice.objects.filter(kind="reminder").exists()
