"""The mail backend of production: SMTP that says when a message leaves our hands."""

import smtplib
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class SayingBackend(EmailBackend):
    """Django's SMTP; ``before_data`` is called once the server has agreed to take the message, before its first byte.

    Until then nothing can have been delivered; from then on only the server's answer says whether it was.
    """

    before_data: Callable[[], None] | None = None

    @property
    def connection_class(self) -> Any:
        """The connection, with our call in it."""
        saying = _SayingSSL if self.use_ssl else _Saying
        return partial(saying, before_data=self.before_data)


class _Saying(smtplib.SMTP):
    def __init__(self, *args: Any, before_data: Callable[[], None] | None = None, **kwargs: Any) -> None:
        self._before_data = before_data
        super().__init__(*args, **kwargs)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """As the base class, after the call."""
        if self._before_data:
            self._before_data()
        return super().data(msg)


class _SayingSSL(_Saying, smtplib.SMTP_SSL):
    """The same through TLS from the first byte."""
