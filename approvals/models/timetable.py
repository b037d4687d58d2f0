"""Meeting and CalendarLink: the days on which bodies decide, and a person's own feed of dates."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Meeting(models.Model):
    """A meeting of a cabinet, governing body or board, for every plan in which the body has a part."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=80, help_text="For example: Cabinet")
    meets_on = models.DateField()
    papers_by = models.DateField(help_text="The last day on which papers for it are taken")
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["meets_on", "title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "meets_on", "title"], name="meeting_entered_once"),
            models.CheckConstraint(condition=Q(papers_by__lte=F("meets_on")), name="meeting_papers_come_before_it"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.meets_on:%d.%m.%Y}"


class CalendarLink(models.Model):
    """The secret address of a person's feed. Only its hash is kept, so it is shown once; a new one ends the old."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Calendar of {self.person_id}"
