"""App configuration."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Outgoing mail."""

    name = "itf.mail"
    label = "mail"
