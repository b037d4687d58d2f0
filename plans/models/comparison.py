"""ComparisonPaper: two states of a plan side by side as a PDF, for a board paper."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from itf.jobs.models import Job
from plans.models.plan import Plan


class ComparisonPaper(models.Model):
    """Asked for on the page; the job makes it of the words as they were then, which it needs no longer afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="comparison_papers")
    words = models.CharField(max_length=64, help_text="SHA-256 of the names and fingerprints of both sides")
    sides = models.JSONField(default=list, blank=True, help_text="Name and content of each; empty once it is made")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="comparisons/", blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "words"], name="comparison_paper_unique"),
        ]

    def __str__(self) -> str:
        return f"comparison of {self.plan_id}"
