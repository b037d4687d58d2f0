"""App configuration."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Sign-off, submission and assurance."""

    name = "approvals"
