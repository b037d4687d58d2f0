"""KeptMail: a message as the demonstration keeps it, in place of sending it."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone


class KeptMail(models.Model):
    """What would have been sent. Only demonstration and development keep mail; production sends it and keeps none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept_at = models.DateTimeField(default=timezone.now)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-kept_at"]
        verbose_name_plural = "kept mail"

    def __str__(self) -> str:
        return f"{self.subject}, to {self.to}"
