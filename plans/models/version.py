"""PlanVersion: what was put up for sign-off, word for word."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from plans.models.plan import Plan


class VersionIsFinal(Exception):
    """Raised on an attempt to change or delete a frozen version."""


class PlanVersion(models.Model):
    """A frozen copy of a plan's content with its fingerprints. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    section_fingerprints = models.JSONField(help_text="Fingerprint of each section, by slug")
    change_note = models.CharField(max_length=200, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version; raises VersionIsFinal for one already stored."""
        if not self._state.adding:
            raise VersionIsFinal("A frozen version is never changed: freeze the plan again instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: raises VersionIsFinal."""
        raise VersionIsFinal("A frozen version is never deleted.")
