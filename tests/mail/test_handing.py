"""One message to a real server on 127.0.0.1 that dies at each step: what may be tried again, and what may not."""

import pytest
from django.core.mail import EmailMessage

from itf.mail.handing import AddressRefused, NotTaken, Unconfirmed, hand_over
from tests.mail_server import STEPS, MailServer

BEFORE, DURING = STEPS[:4], STEPS[4:7]


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "itf.mail.smtp.SayingBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = "127.0.0.1", False, 5
    with MailServer().running() as running:
        settings.EMAIL_PORT = running.port
        yield running


def send(left):
    message = EmailMessage("Subject", "Words", "from@example.org", ["to@example.org"])
    hand_over(message, leaving=lambda: left.append("now"))


def test_message_is_taken_once_and_leaves_once(server):
    left = []

    send(left)

    assert (len(server.taken), left) == (1, ["now"])


@pytest.mark.parametrize("step", BEFORE)
def test_server_that_dies_before_the_message_has_not_taken_it(server, step):
    server.dies_at, left = step, []

    with pytest.raises(NotTaken):
        send(left)

    assert (server.taken, left) == ([], [])


@pytest.mark.parametrize("step", DURING)
def test_server_that_dies_with_the_message_leaves_it_unconfirmed(server, step):
    server.dies_at, left = step, []

    with pytest.raises(Unconfirmed):
        send(left)

    assert left == ["now"]


def test_server_that_dies_at_goodbye_has_taken_it(server):
    server.dies_at = "goodbye"

    send([])

    assert len(server.taken) == 1


def test_no_server_has_not_taken_it(server, settings):
    settings.EMAIL_PORT = 9

    with pytest.raises(NotTaken):
        send([])


@pytest.mark.parametrize(
    ("step", "answer", "expected"),
    [
        ("recipient", "550 no such person", AddressRefused),
        ("recipient", "451 come again", NotTaken),
        ("sender", "550 who are you", NotTaken),
        ("answer", "554 not that", NotTaken),
        ("answer", "452 full", NotTaken),
    ],
)
def test_answer_of_the_server_is_believed(server, step, answer, expected):
    server.answers[step] = answer

    with pytest.raises(expected, match=answer[:3]):
        send([])

    assert server.taken == []


def test_whoever_stops_it_at_the_last_moment_stops_it(server):
    class Stop(Exception):
        """We have thought better of it."""

    def stop():
        raise Stop

    with pytest.raises(Stop):
        hand_over(EmailMessage("S", "W", "from@example.org", ["to@example.org"]), leaving=stop)

    assert server.taken == []
