"""What keeps joint drafting safe: section versions, revisions, held values, explanations, consents to freeze."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models.plan import Plan

SITTING_LENGTH = 32  # a UUID in hexadecimal: one page, opened once


class SectionState(models.Model):
    """The version of one page of a draft: a section, or one scheme. A save compares it inside the UPDATE."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="section_states")
    section = models.SlugField(max_length=40)
    row = models.UUIDField(null=True, blank=True, help_text="The scheme, where the section has a page for each row")
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sitting = models.CharField(max_length=SITTING_LENGTH, blank=True, help_text="The opened page that saved last")
    sitting_since = models.PositiveIntegerField(
        default=0, help_text="The version from which that page has saved without another in between"
    )
    sent = models.PositiveIntegerField(default=0, help_text="How often that page had sent itself")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "section"], condition=Q(row__isnull=True), name="section_state_unique"
            ),
            models.UniqueConstraint(
                fields=["plan", "section", "row"], condition=Q(row__isnull=False), name="section_state_row_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} version {self.version}"

    def goes_on_from(self, version: int, sitting: str) -> bool:
        """Whether only this sitting has saved since ``version``: what it sends next contains all that is saved."""
        return bool(sitting) and sitting == self.sitting and self.sitting_since <= version <= self.version

    def has_had(self, sitting: str, number: int) -> bool:
        """Whether this very send arrived before, or a later one of the same sitting; 0 numbers nothing."""
        return bool(sitting) and sitting == self.sitting and 0 < number <= self.sent


class SectionRevision(models.Model):
    """A page of a draft as it stood after one save, so that two authors can see mine, theirs and before.

    While a page saves itself, one revision follows its author for ten minutes: see itf/docs/decisions/0011.
    """

    SITTING = timedelta(minutes=10)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.ForeignKey(SectionState, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    began_at = models.DateTimeField(null=True, help_text="The first save of the sitting that this revision keeps")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sitting = models.CharField(max_length=SITTING_LENGTH, blank=True)
    is_kept = models.BooleanField(default=True, help_text="Saved on purpose, or opened by someone: never replaced")

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["state", "version"], name="section_revision_unique"),
        ]

    def __str__(self) -> str:
        return f"revision {self.version}"

    def may_follow(self, sitting: str, at: datetime) -> bool:
        """Whether the next save of this sitting may replace this revision instead of adding one."""
        began = self.began_at or self.saved_at
        return not self.is_kept and bool(sitting) and sitting == self.sitting and at - began <= self.SITTING


class HeldValue(models.Model):
    """What was written where a figure or date belongs and cannot be read as one; held for an author to decide.

    The field beside it may carry a proposed reading (an import's), which totals use until someone decides.
    """

    LIMIT = 200  # characters

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="held_values")
    row = models.UUIDField(help_text="The row's id; the plan's own id for a section's single answers")
    section = models.SlugField(max_length=40)
    field = models.CharField(max_length=60)
    text = models.CharField(max_length=LIMIT)
    from_source = models.BooleanField(default=False, help_text="As imported, not typed here")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row", "section", "field"], name="held_value_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.text}"


class AcceptedFinding(models.Model):
    """A warning that the authors explain instead of changing the plan. Lapses when the finding's figures change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="accepted_findings")
    section = models.SlugField(max_length=40)
    finding = models.CharField(max_length=200, help_text="The finding's lasting key: rule, row and field")
    figures = models.CharField(max_length=400, help_text="The figures explained; other figures need a new explanation")
    explanation = models.TextField(max_length=2_000)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "finding"], name="accepted_finding_unique"),
            models.CheckConstraint(condition=~Q(explanation=""), name="accepted_finding_is_explained"),
        ]

    def __str__(self) -> str:
        return self.finding


class Side(models.TextChoices):
    """The two sides that must both agree before a plan is frozen."""

    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS"


class FreezeConsent(models.Model):
    """One side's agreement to freeze these exact words; other words need a new one.

    ``lapsed_at``: when the words changed, also where the change was taken back; None while the agreement stands.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="freeze_consents")
    side = models.CharField(max_length=10, choices=Side)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "side"], name="freeze_consent_unique"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="freeze_consent_side_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} agreed to freeze"
