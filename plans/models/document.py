"""Document: a file built from a version, and the job that builds it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from itf.jobs.models import Job
from plans.models.version import PlanVersion


class DocumentKind(models.TextChoices):
    """The outputs of a version."""

    PDF = "pdf", "PDF document"
    XLSX = "xlsx", "Excel workbook"
    SUBMISSION = "submission", "PDF as submitted"
    LETTER = "letter", "Outcome letter"


# Made of every version as soon as it is frozen; the others follow a submission and a decision.
OF_EVERY_VERSION = (DocumentKind.PDF, DocumentKind.XLSX)


class Document(models.Model):
    """One output of one version. The job says how far it is; the file is there once the job is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=DocumentKind)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="documents/", blank=True)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="By which a file that comes back is known"
    )
    built_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "kind"], name="document_version_kind_unique"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
            models.CheckConstraint(
                condition=Q(file="", sha256="", built_at__isnull=True) | (~Q(file="") & ~Q(sha256="")),
                name="document_file_has_its_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.version_id}"

    @property
    def suffix(self) -> str:
        """How the names of its files end."""
        return "xlsx" if self.kind == DocumentKind.XLSX else "pdf"

    @property
    def is_ready(self) -> bool:
        """Whether the file can be downloaded."""
        return bool(self.file)
