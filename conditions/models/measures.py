"""What plans are measured and judged by: measure definitions and key lines of enquiry."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conditions.models.issued import IssuedRow, known_mark


class GoodDirection(models.TextChoices):
    """Which way a measure moves when things get better."""

    UP = "up", "Higher is better"
    DOWN = "down", "Lower is better"


class MeasureDefinition(IssuedRow):
    """One version of what a measure counts; its rate is numerator ÷ denominator × multiplier."""

    key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1, help_text="A changed definition is a new version")
    title = models.CharField(max_length=160)
    numerator = models.TextField()
    denominator = models.TextField()
    unit = models.CharField(max_length=80)
    multiplier = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="Empty when the plan's own definition says"
    )
    good_direction = models.CharField(
        max_length=4, choices=GoodDirection, blank=True, help_text="Empty when the plan's own definition says"
    )
    period = models.TextField(blank=True)
    april_period = models.CharField("period of the April 2015 target", max_length=120, blank=True)
    october_period = models.CharField("period of the October 2015 target", max_length=120, blank=True)
    note = models.TextField(blank=True)
    counts_for_april = models.BooleanField("counts for the April 2015 payment", default=False)
    counts_for_october = models.BooleanField("counts for the October 2015 payment", default=False)
    is_national = models.BooleanField(default=False, help_text="One of the five national measures of December 2013")
    is_local = models.BooleanField(default=False, help_text="On the menu from which a plan takes its one local measure")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key", "version"]
        constraints: ClassVar = [
            known_mark("measure_definition"),
            models.UniqueConstraint(fields=["key", "version"], name="measure_definition_version_unique"),
            models.CheckConstraint(
                condition=Q(good_direction__in=["", *GoodDirection.values]), name="measure_definition_direction_known"
            ),
            models.CheckConstraint(
                condition=Q(multiplier__isnull=True) | Q(multiplier__gt=0),
                name="measure_definition_multiplier_positive",
            ),
            models.CheckConstraint(
                condition=Q(is_national=False) | Q(is_local=False), name="measure_definition_national_or_local"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class KeyLineOfEnquiry(IssuedRow):
    """One question that assurers score; authors see the same list."""

    key = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=120)
    question = models.TextField()
    sections = models.CharField(
        max_length=200, blank=True, help_text="The sections of a plan that answer it, by their slugs, between spaces"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key"]
        verbose_name_plural = "key lines of enquiry"
        constraints: ClassVar = [known_mark("key_line_of_enquiry")]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"
