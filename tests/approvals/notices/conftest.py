"""A locality whose people are told, and a mail server on 127.0.0.1."""

import datetime as dt

import pytest

from tests.mail_server import MailServer

NOON = dt.datetime(2034, 2, 3, 12, 0, tzinfo=dt.UTC)  # a Friday


@pytest.fixture
def place(db):
    """A locality with a complete, open plan, of which everything so far is told."""
    from approvals.notices.telling import tell
    from tests.factories.approvals import a_place

    made = a_place()
    tell(NOON)
    return made


@pytest.fixture
def server(settings):
    """A mail server; the service sends its mail there."""
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "itf.mail.smtp.SayingBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = "127.0.0.1", False, 5
    with MailServer().running() as running:
        settings.EMAIL_PORT = running.port
        yield running
