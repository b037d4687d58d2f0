"""From notices to mail: composed when it is sent, sent once, and never lost for a server that is away."""

import datetime as dt

import pytest

from approvals import workflow
from approvals.deadlines import day_in_words
from approvals.models import Letter, LetterState, Notice
from approvals.notices.letters import deliver, gather, next_morning, send, to_send
from approvals.notices.reading import choose, mark_read
from approvals.notices.telling import tell
from plans.models import Plan
from tests.approvals.notices.conftest import NOON
from tests.factories.approvals import NOW
from tests.races import at_once

LATER = NOON + dt.timedelta(hours=1)
MONDAY = dt.datetime(2034, 2, 6, 8, 0, tzinfo=dt.UTC)


def to(server, person):
    """The subjects of what the server took for this person, long ones unfolded."""
    return [" ".join(message["Subject"].split()) for message in server.messages if message["To"] == person.email]


def letters_of(person):
    return [letter.state for letter in Letter.objects.filter(person=person)]


def one_letter(person):
    """Every letter but this person's is out of the way."""
    Letter.objects.exclude(person=person).delete()
    return Letter.objects.get(person=person)


@pytest.fixture
def asked(place):
    """The council's signatory is asked to sign, and nobody else's mail is in the way."""
    place.freeze()
    tell(NOON)
    Notice.objects.exclude(person=place.council_signatory).update(needs_mail=False)
    return place.council_signatory


def test_mail_says_what_is_to_do_and_holds_no_secret(place, asked, server, settings):
    settings.SITE_URL = "https://itf.example"
    gather(NOON)
    send(NOON)

    (message,) = server.messages
    text, html = (part.get_payload(decode=True).decode() for part in message.get_payload())
    address = f"https://itf.example/plans/samplebury/sign/{place.council.pk}/"
    assert message["Subject"] == f"Sign for Samplebury Council: {place.plan.title}"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Sign for Samplebury Council" in text
    assert address in text
    assert f'href="{address}"' in html
    day = f"The window closes on {day_in_words(place.plan.window_closes_on)}"
    assert (text.count(day), html.count(day)) == (1, 1)
    assert letters_of(asked) == [LetterState.SENT]


def test_mail_of_a_late_act_says_that_the_window_has_closed(place, asked, server):
    Plan.objects.filter(pk=place.plan.pk).update(window_closes_on=NOON.date() - dt.timedelta(days=3))
    gather(NOON)
    send(NOON)

    text = server.messages[0].get_payload()[0].get_payload(decode=True).decode()
    assert f"The window closed on {day_in_words(NOON.date() - dt.timedelta(days=3))}" in text


def test_opening_the_address_of_a_mail_asks_to_sign_in_and_changes_nothing(place, asked, client):
    answer = client.get(Notice.objects.get(person=asked).url)

    assert answer["Location"].startswith("/account/sign-in/")
    assert place.case().signoffs.count() == 0


@pytest.mark.parametrize("step", ["recipient", "answer", "goodbye"])  # the others: tests/mail/test_handing.py
def test_a_server_that_dies_loses_nothing_and_gets_nothing_twice(asked, server, step):
    gather(NOON)
    server.dies_at = step
    send(NOON)
    server.dies_at = ""

    for when in (LATER, LATER + dt.timedelta(hours=1), MONDAY):
        gather(when)
        send(when)

    ids = [message["Message-ID"] for message in server.messages]
    assert len(ids) == len(set(ids))
    # Taken and not confirmed: what it said comes in another letter of the next working morning, if it is still to do.
    assert len(ids) == (2 if step == "answer" else 1)


def test_a_letter_that_was_not_confirmed_is_forgotten_when_the_act_is_done_meanwhile(place, asked, server):
    gather(NOON)
    server.dies_at = "answer"
    send(NOON)
    server.dies_at = ""
    place.sign(place.council, asked)
    tell(LATER)
    gather(MONDAY)
    send(MONDAY)

    assert letters_of(asked)[0] == LetterState.UNCONFIRMED
    assert to(server, asked) == [f"Sign for Samplebury Council: {place.plan.title}"]


def test_what_is_done_before_the_mail_leaves_is_not_sent(place, asked, server):
    gather(NOON)
    place.sign(place.council, asked)

    send(LATER)

    assert (server.taken, letters_of(asked)) == ([], [LetterState.DROPPED])


def test_what_was_read_in_the_service_is_not_sent(asked, server):
    gather(NOON)
    mark_read(asked, at=NOON)

    send(LATER)

    assert (server.taken, letters_of(asked)) == ([], [LetterState.DROPPED])


def test_an_account_that_was_closed_gets_no_mail(asked, server):
    gather(NOON)
    asked.is_active = False
    asked.save()

    send(LATER)

    assert (server.taken, letters_of(asked)) == ([], [LetterState.DROPPED])


def test_a_server_that_is_away_is_tried_again_ever_less_often(asked, server, settings):
    settings.EMAIL_PORT = 9
    gather(NOON)
    waits, when = [], NOON
    for _ in range(3):
        send(when)
        letter = Letter.objects.get(person=asked)
        waits.append((letter.due_at - when).total_seconds() / 60)
        when = letter.due_at

    settings.EMAIL_PORT = server.port
    send(when - dt.timedelta(seconds=1))
    early = len(server.taken)
    send(when)

    assert (waits, early, len(server.taken)) == ([1, 2, 4], 0, 1)


def test_an_address_that_is_refused_is_not_tried_again(asked, server):
    server.answers["recipient"] = "550 no such person"
    gather(NOON)
    send(NOON)
    send(LATER)

    letter = Letter.objects.get(person=asked)
    assert (letter.state, letter.problem, letter.attempts) == (LetterState.REFUSED, "550 no such person", 1)


def test_a_run_that_dies_before_the_message_leaves_is_followed_by_another(asked, server):
    gather(NOON)
    Letter.objects.update(claim="0" * 32, claimed_until=NOON + dt.timedelta(minutes=2))

    send(NOON)
    held = len(server.taken)
    send(LATER)

    assert (held, len(server.taken)) == (0, 1)


def test_a_run_that_dies_while_the_message_leaves_is_not_followed_by_the_same_letter(asked, server):
    gather(NOON)
    Letter.objects.update(state=LetterState.LEAVING, claim="0" * 32, claimed_until=NOON + dt.timedelta(minutes=2))

    send(LATER)

    assert (server.taken, letters_of(asked)) == ([], [LetterState.UNCONFIRMED])
    assert Notice.objects.get(person=asked).mail_from == MONDAY


def test_whoever_wants_one_message_a_day_gets_it_on_the_working_morning(place, asked, server):
    choose(asked, pace="daily", wants_information=True)
    gather(NOON)  # a Friday noon, with no message yet today
    send(NOON)
    place.sign(place.council, asked)
    place.decline(*place.parties[1])
    tell(LATER)
    gather(LATER)
    send(LATER)
    on_friday = len(to(server, asked))
    gather(MONDAY)
    send(MONDAY)

    assert (on_friday, len(to(server, asked))) == (1, 2)


def test_whoever_wants_no_information_gets_mail_only_for_what_is_to_do(place, asked, server):
    choose(asked, pace="at_once", wants_information=False)
    place.sign(place.council, asked)
    place.decline(*place.parties[1])
    tell(LATER)
    gather(LATER)
    send(LATER)

    assert to(server, asked) == []
    assert Notice.objects.filter(person=asked, kind="told").exists()


def test_one_letter_holds_everything_that_waits(place, asked, server):
    from itf.accounts.membership import join
    from itf.accounts.models import Role

    join(asked, place.ccgs[0], Role.SIGNATORY)
    workflow.reopen(place.case(), by=place.council_author, at=NOW, reason="A word.")
    place.change("vision")
    place.freeze()
    tell(NOON)
    gather(NOON)
    send(NOON)

    (subject,) = to(server, asked)
    assert subject.endswith(" and 1 more notice")


def test_what_a_letter_tells_begins_with_the_newest(place, asked, server):
    place.sign(place.council, asked)
    for body, person in place.parties[1:]:
        place.sign(body, person)
    place.agree()
    early, late = NOON, NOON + dt.timedelta(minutes=5)
    workflow.submit(place.case(), by=place.council_author, at=early)
    workflow.withdraw(place.case(), by=place.council_author, at=late, reason="A sum is wrong.")
    tell(LATER)
    Notice.objects.exclude(person=asked).update(needs_mail=False)
    gather(LATER)
    send(LATER)

    assert to(server, asked) == [f"The submitted plan was withdrawn: {place.plan.title} and 1 more notice"]


def test_no_letter_is_written_where_no_mail_is_sent(asked, settings):
    settings.SENDS_MAIL = False

    gather(NOON)

    assert not Letter.objects.exists()


def test_a_text_with_markup_stays_text(place, asked, server):
    Notice.objects.filter(person=asked).update(text="<script>alert(1)</script>\nBcc: x@example.org")
    gather(NOON)
    send(NOON)

    (message,) = server.messages
    html = message.get_payload()[1].get_payload(decode=True).decode()
    assert "<script>" not in html
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (dt.datetime(2014, 4, 17, 7, 0, tzinfo=dt.UTC), dt.datetime(2014, 4, 22, 7, 0, tzinfo=dt.UTC)),  # Easter
        (dt.datetime(2014, 2, 14, 7, 59, tzinfo=dt.UTC), dt.datetime(2014, 2, 14, 8, 0, tzinfo=dt.UTC)),
        (dt.datetime(2014, 2, 14, 8, 0, tzinfo=dt.UTC), dt.datetime(2014, 2, 17, 8, 0, tzinfo=dt.UTC)),
    ],
)
def test_next_morning_is_eight_o_clock_of_a_working_day_here(now, expected):
    assert next_morning(now) == expected


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_runs_send_a_letter_once(place, asked, server):
    gather(NOON)
    letter = one_letter(asked)

    at_once(lambda: deliver(letter.pk, NOON), lambda: deliver(letter.pk, NOON))

    assert len(server.taken) == 1
    assert not to_send(LATER).exists()
