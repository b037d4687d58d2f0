"""App configuration."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Sign-off, submission and assurance."""

    name = "approvals"

    def ready(self) -> None:
        """Keep in the trail who is made an administrator at the command line."""
        from approvals.administering import note_administrator  # noqa: PLC0415 - models are not there before
        from itf.accounts.signals import administrator_made  # noqa: PLC0415 - as above

        administrator_made.connect(note_administrator, dispatch_uid="approvals.administering")
