"""Recommendation and ModeratedMark: what a level of assurance makes of the scores, and what it advises."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from approvals.models.assurance import Mark, Outcome
from approvals.models.case import REASON_LIMIT, Case


class Level(models.TextChoices):
    """Who recommends, in order; ministers decide."""

    AREA = "area", "Area"
    REGION = "region", "Region"
    NATIONAL = "national", "National review"


class Recommendation(models.Model):
    """The outcome that one level advises, with reasons.

    Of the area it is what one of the two sides proposes until the other has agreed to it; of the others it is theirs
    alone, and ``agreed_at`` stays empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recommendations")
    level = models.CharField(max_length=10, choices=Level)
    outcome = models.CharField(max_length=30, choices=Outcome)
    reasons = models.TextField(max_length=REASON_LIMIT)
    without_answers = models.TextField(
        "why it was made though the authors owed an answer", max_length=REASON_LIMIT, blank=True
    )
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    agreed_for = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "level"], name="recommendation_one_for_a_level"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="recommendation_level_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="recommendation_outcome_known"),
            models.CheckConstraint(condition=~Q(reasons=""), name="recommendation_has_reasons"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True, agreed_for__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, agreed_for__isnull=False, level=Level.AREA),
                name="recommendation_agreed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.get_outcome_display()}"


class ModeratedMark(models.Model):
    """A line whose mark one level has settled or changed, and why; lines without one stand as they came."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="marks")
    line = models.CharField("key of the line of enquiry", max_length=40)
    mark = models.PositiveSmallIntegerField(choices=Mark)
    reason = models.TextField(max_length=REASON_LIMIT)

    class Meta:
        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recommendation", "line"], name="moderated_mark_one_for_a_line"),
            models.CheckConstraint(condition=Q(mark__in=Mark.values), name="moderated_mark_from_0_to_3"),
            models.CheckConstraint(condition=~Q(reason=""), name="moderated_mark_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.mark}"
