"""Attachment: a file that stands behind the plan: minutes, an agreement, a paper it rests on."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models.plan import Plan
from plans.models.version import PlanVersion


class AttachmentKind(models.TextChoices):
    """What a file is to the plan."""

    MINUTES = "minutes", "Minutes"
    AGREEMENT = "agreement", "Agreement"
    RELATED = "related", "Related document"


class Attachment(models.Model):
    """One file of a plan. Its bytes never change; once a version lists it, they are kept for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField("What it is", max_length=10, choices=AttachmentKind)
    name = models.CharField(max_length=120, help_text="What the author's file was called")
    media_type = models.CharField(max_length=100, help_text="By its content, never as the browser named it")
    size = models.PositiveBigIntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="attachments/")
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    versions = models.ManyToManyField(PlanVersion, related_name="attachments", help_text="Those that list it")

    class Meta:
        ordering: ClassVar = ["attached_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=AttachmentKind.values), name="attachment_kind_known"),
            models.UniqueConstraint(
                fields=["plan", "sha256"], condition=Q(removed_at__isnull=True), name="attachment_once_in_a_draft"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name
