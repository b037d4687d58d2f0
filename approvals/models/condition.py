"""ApprovalCondition: what an approval hangs on, as a dated task of one body of the plan."""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from approvals.models.case import REASON_LIMIT, Case


class ApprovalCondition(models.Model):
    """One condition of approval. Drafted while the plan is assured; in force once it is approved with conditions.

    ``sections``: the slugs of those that it touches, none where it is about the plan as a whole.
    ``evidence`` is the owner's last; sent back by the assurer it is asked for again, with ``sent_back``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField(max_length=REASON_LIMIT)
    sections = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    evidence = models.TextField(max_length=REASON_LIMIT, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField(null=True, blank=True)
    sent_back = models.TextField(max_length=REASON_LIMIT, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "drafted_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="approval_condition_says_what"),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, given_by__isnull=True, evidence="")
                | (Q(given_at__isnull=False, given_by__isnull=False) & ~Q(evidence="")),
                name="approval_condition_evidence_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__gte=F("given_at"), closed_by__isnull=False),
                name="approval_condition_closed_on_evidence",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_closed(self) -> bool:
        """Whether the assurer has taken it as met."""
        return self.closed_at is not None

    @property
    def waits_for_owner(self) -> bool:
        """Whether its owner owes evidence: none was given, or what was given was sent back."""
        return not self.is_closed and (self.given_at is None or bool(self.sent_back))

    def state(self, today: date) -> str:
        """How it stands, in a few words; the day itself is on time."""
        if self.is_closed:
            return "Met"
        if not self.waits_for_owner:
            return "Evidence given"
        return "Late" if today > self.due_on else "Open"
