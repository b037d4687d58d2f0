"""App configuration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background jobs."""

    name = "itf.jobs"
    label = "jobs"
