"""What money is spent on and through whom, as lists that the centre issues and an administrator may correct."""

from typing import ClassVar

from django.db import models

from conditions.models.issued import IssuedRow, known_mark


class SchemeType(IssuedRow):
    """A kind of scheme, with the unit in which its output is counted."""

    key = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=120)
    unit = models.CharField(max_length=80, blank=True, help_text="Empty where no output is counted")
    is_free = models.BooleanField("the plan names type and unit itself", default=False)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key"]
        constraints: ClassVar = [known_mark("scheme_type")]

    def __str__(self) -> str:
        return self.title


class AreaOfSpend(IssuedRow):
    """The part of health or care that a line of spend belongs to."""

    key = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=120)
    is_social_care = models.BooleanField(default=False)
    is_out_of_hospital = models.BooleanField(default=False, help_text="Counts as a service outside acute hospitals")
    is_free = models.BooleanField("the plan names the area itself", default=False)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key"]
        verbose_name_plural = "areas of spend"
        constraints: ClassVar = [known_mark("area_of_spend")]

    def __str__(self) -> str:
        return self.title


class ProviderType(IssuedRow):
    """What kind of body provides a service."""

    key = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key"]
        constraints: ClassVar = [known_mark("provider_type")]

    def __str__(self) -> str:
        return self.title
