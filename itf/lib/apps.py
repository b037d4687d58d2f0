"""App configuration: makes the template tags of this package known."""

from django.apps import AppConfig


class LibConfig(AppConfig):
    """Parts that know no app."""

    name = "itf.lib"
    label = "lib"
