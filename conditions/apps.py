"""App configuration."""

from django.apps import AppConfig


class ConditionsConfig(AppConfig):
    """What the centre requires of a plan, as issued."""

    name = "conditions"
