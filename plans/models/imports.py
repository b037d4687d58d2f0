"""Workbooks that went out to be filled in and came back: the file, the job that reads it, what came of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from itf.jobs.models import Job
from plans.models.plan import Plan


class WorkbookDownload(models.Model):
    """A draft's workbook too large to make while someone waits: the job makes it, the author fetches it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="workbook_downloads")
    words = models.CharField(max_length=64, help_text="SHA-256 of the content and page versions it was asked for")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="workbooks/", blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "words"], name="workbook_download_unique"),
        ]

    def __str__(self) -> str:
        return f"workbook of {self.plan_id}"


class UploadState(models.TextChoices):
    """How far an uploaded workbook has come; only a ready one can be accepted, and only once."""

    READING = "reading", "Being read"
    READY = "ready", "To be decided"
    REFUSED = "refused", "Refused"
    ACCEPTED = "accepted", "Accepted"
    SET_ASIDE = "set_aside", "Nothing taken"


class WorkbookUpload(models.Model):
    """One workbook that an author sent back. The file goes once it is settled; what came of it stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="workbook_uploads")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, help_text="What the author's file was called")
    file = models.FileField(upload_to="workbooks/", blank=True)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")
    reads = models.PositiveSmallIntegerField(default=1, help_text="How often it was read: again once the plan moved")
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.READING)
    result = models.JSONField(default=dict, blank=True, help_text="The preview, or why the file was refused")
    stored = models.PositiveIntegerField(default=0, help_text="How many changes were accepted")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=UploadState.values), name="workbook_upload_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "set_aside"], settled_at__isnull=False)
                | (~Q(state__in=["accepted", "set_aside"]) & Q(settled_at__isnull=True)),
                name="workbook_upload_settled_at_when_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    @property
    def can_decide(self) -> bool:
        """Whether its changes wait for an author."""
        return self.state == UploadState.READY
