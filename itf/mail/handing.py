"""Handing one message to the mail server, and telling apart what may be tried again from what may not."""

import contextlib
import smtplib
from collections.abc import Callable

from django.core.mail import EmailMessage, get_connection

from itf.mail.smtp import SayingBackend

PERMANENT = 500  # SMTP answers from here on are refusals for good


class NotTaken(Exception):
    """The server did not take the message: it can be tried again without being sent twice."""


class AddressRefused(Exception):
    """The server will never take a message for this address."""


class Unconfirmed(Exception):
    """The message left our hands and no answer came: it may have been delivered, so it must not be sent again."""


def hand_over(message: EmailMessage, *, leaving: Callable[[], None]) -> None:
    """Give one message, to one recipient, to the mail server; return when the server has said that it has it.

    ``leaving`` is called at the last moment at which nothing can have been delivered; what it raises stops the
    message and is passed on. Raises NotTaken, AddressRefused, Unconfirmed.
    """
    left = False

    def leave() -> None:
        nonlocal left
        leaving()
        left = True

    connection = get_connection()
    try:
        if isinstance(connection, SayingBackend):
            connection.before_data = leave
            connection.open()
        else:
            leave()
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refusal:
        code, said = next(iter(refusal.recipients.values()))
        raise (AddressRefused if code >= PERMANENT else NotTaken)(_told(code, said)) from refusal
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refusal:
        # An answer to the message itself: it was not delivered. Who we are and what we send can be mended.
        raise NotTaken(_told(refusal.smtp_code, refusal.smtp_error)) from refusal
    except (smtplib.SMTPException, OSError) as error:
        raise (Unconfirmed if left else NotTaken)(str(error) or type(error).__name__) from error
    finally:
        # The message is decided; a server that dies while it is told goodbye changes nothing.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.close()


def _told(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {words}"
