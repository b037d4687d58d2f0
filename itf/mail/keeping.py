"""The mail backend of demonstration and development: it keeps each message for the viewer and sends none."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from itf.mail.models import KeptMail

MOST = 500  # messages kept; the oldest go


class KeepingBackend(BaseEmailBackend):
    """Keeps messages in the database, a row for each recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep them, and let the oldest beyond the limit go."""
        for message in email_messages:
            KeptMail.objects.bulk_create(
                KeptMail(to=to, subject=message.subject[:300], text=str(message.body), html=_html_of(message))
                for to in message.recipients()
            )
        kept = KeptMail.objects.values_list("pk", flat=True)[:MOST]
        KeptMail.objects.exclude(pk__in=list(kept)).delete()
        return len(email_messages)


def _html_of(message: EmailMessage) -> str:
    """The HTML part, where there is one."""
    parts = [str(part.content) for part in getattr(message, "alternatives", []) if part.mimetype == "text/html"]
    return parts[0] if parts else ""
