"""App configuration: makes the template tags of this package known, and says in our words what Django says."""

from typing import Any

from django.apps import AppConfig

from itf.lib.wording import speak_plainly


class LibConfig(AppConfig):
    """Parts that know no app."""

    name = "itf.lib"
    label = "lib"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Reword first: a form has its sentences from the moment its module is read, before any app is ready."""
        super().__init__(*args, **kwargs)
        speak_plainly()
