"""Deputy: someone who holds a role in a body for whoever holds it first."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from itf.accounts.models import Role


class Deputy(models.Model):
    """A person whom a body named to act in a role beside, or in the absence of, whoever holds it.

    While it lasts the person holds the role like everyone else: the row says that it is as a deputy, and until when.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True, help_text="The last day; empty: until it is ended")
    named_at = models.DateTimeField(default=timezone.now)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-named_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="deputy_role_known"),
            models.UniqueConstraint(
                fields=["organisation", "role", "person"], condition=Q(ended_at__isnull=True), name="deputy_named_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.organisation_id}"
