"""Delegation and Amendment: what a body lets a named deputy change after it signed, and what the deputy accepted."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from approvals.models.signoff import SignOff


class Delegation(models.Model):
    """A body's decision that minor amendments by one named person need no new signature, within limits, until a day.

    ``sections``: the slugs of those that may change, none for any; ``up_to``: pounds that may move, empty for no limit
    of its own. One of the two is set. A limit counts from the words that were signed, however many amendments follow.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sections = models.JSONField(default=list, blank=True)
    up_to = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    until = models.DateField(help_text="The last day on which an amendment can be accepted")
    minute_reference = models.CharField(max_length=120)
    meeting_on = models.DateField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["given_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "organisation", "deputy"],
                condition=Q(ended_at__isnull=True),
                name="delegation_one_live_for_a_deputy",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="delegation_ended_at_and_by",
            ),
            models.CheckConstraint(condition=~Q(minute_reference=""), name="delegation_has_its_minute"),
            models.CheckConstraint(condition=Q(up_to__isnull=True) | Q(up_to__gte=0), name="delegation_up_to_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} to {self.deputy_id}"

    @property
    def is_ended(self) -> bool:
        """Whether the body has taken it back."""
        return self.ended_at is not None


class Amendment(models.Model):
    """Changed words that a deputy accepted for a body whose signature is on the earlier ones.

    ``version`` is the one that took them up, word for word; while it is empty nothing rests on this row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="amendments")
    signoff = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="amendments")
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    fingerprint = models.CharField("fingerprint of the draft shown", max_length=64)
    sections = models.JSONField(help_text="Fingerprint of each covered section as accepted, by slug")
    changed_sections = models.JSONField(help_text="Titles of what differs from the words signed, by slug")
    money_moved = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering: ClassVar = ["accepted_at"]

    def __str__(self) -> str:
        return f"{self.signoff_id}: {', '.join(self.changed_sections.values())}"
