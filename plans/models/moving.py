"""Consent to move a plan to another template or condition set: each side agrees to the difference it was shown."""

from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models.drafting import Side
from plans.models.plan import Plan


class MoveConsent(models.Model):
    """One side's agreement to move, for exactly the difference it was shown; another difference needs a new one."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="move_consents")
    side = models.CharField(max_length=10, choices=Side)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    template_key = models.CharField(max_length=40)
    condition_set = models.ForeignKey("conditions.ConditionSet", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("conditions.Round", on_delete=models.PROTECT, null=True, related_name="+")
    fingerprint = models.CharField(max_length=64, help_text="Of the difference as it was shown")
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "side"], name="move_consent_unique"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="move_consent_side_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} agreed to move"

    @property
    def asked(self) -> str:
        """The query by which the page of the move shows what this side agreed to."""
        if self.round_id:
            return f"?{urlencode({'round': self.round_id})}"
        return f"?{urlencode({'template': self.template_key, 'conditions': self.condition_set_id})}"
