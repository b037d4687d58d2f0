"""Who has a page of a draft open now."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models.plan import Plan


class Presence(models.Model):
    """One person at one page: opened when, seen last when. Says nothing of what they write."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="presences")
    section = models.SlugField(max_length=40)
    row = models.UUIDField(null=True, blank=True, help_text="The scheme, where the section has a page for each row")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, help_text="When the open page last spoke up; never, without a script")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "user", "section"], condition=Q(row__isnull=True), name="presence_unique"
            ),
            models.UniqueConstraint(
                fields=["plan", "user", "section", "row"], condition=Q(row__isnull=False), name="presence_row_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.seen_at:%H:%M}"
