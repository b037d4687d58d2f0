"""MinistersLetter: the signed letter on which decisions rest, as the ministers' office sent it in."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class MinistersLetter(models.Model):
    """One PDF. Its bytes never change; it is kept once sent in, and named by the decisions that rest on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, help_text="What the file was called")
    size = models.PositiveBigIntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="letters/")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["kept_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kept_by", "sha256"], name="ministers_letter_once_from_each"),
        ]

    def __str__(self) -> str:
        return self.name
