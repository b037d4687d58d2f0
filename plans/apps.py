"""App configuration."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans: localities, sections, schemes, versions and their documents."""

    name = "plans"
