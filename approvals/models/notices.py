"""Notice, Letter and what people choose: who was told what, by which mail, and how far the telling has come."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class NoticeKind(models.TextChoices):
    """Why someone is told."""

    OWED = "owed", "To do"
    REMINDER = "reminder", "Reminder"
    ESCALATED = "escalated", "Overdue elsewhere"
    PEOPLE = "people", "Who acts"
    TOLD = "told", "For information"


class LetterState(models.TextChoices):
    """Where a mail is. Only a queued one is ever sent; one that left without an answer is not sent again."""

    QUEUED = "queued", "Waiting to be sent"
    LEAVING = "leaving", "Being handed over"
    SENT = "sent", "Sent"
    UNCONFIRMED = "unconfirmed", "Handed over, not confirmed"
    REFUSED = "refused", "Address refused"
    DROPPED = "dropped", "No longer needed"


class Letter(models.Model):
    """One mail to one person: the row that says whether it was sent. What it says is composed when it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=LetterState, default=LetterState.QUEUED)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, help_text="Not tried before")
    attempts = models.PositiveIntegerField(default=0)
    # The claim is the fence: a run writes only while the row still names its own.
    claim = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    address = models.EmailField(blank=True, help_text="As it was when the mail left")
    subject = models.CharField(max_length=200, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["made_at"]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="letter_state_due_at")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[LetterState.QUEUED, LetterState.LEAVING], ended_at__isnull=True)
                | (~Q(state__in=[LetterState.QUEUED, LetterState.LEAVING]) & Q(ended_at__isnull=False)),
                name="letter_ended_at_when_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.LEAVING) | Q(claim__isnull=False), name="letter_leaves_by_a_claim"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.subject}"


class Notice(models.Model):
    """One thing that one person is told, in the list of their notifications and, if it is to be, by mail."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    key = models.CharField(max_length=200, help_text="The same thing has the same key, and is told a person once")
    about = models.CharField(max_length=200, blank=True, help_text="The address of the act it speaks of")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True, help_text="When the act was no longer theirs to do")
    needs_mail = models.BooleanField(default=True)
    mail_from = models.DateTimeField(default=timezone.now, help_text="Not put into a mail before")
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="notices")

    class Meta:
        ordering: ClassVar = ["-made_at", "text"]
        indexes: ClassVar = [
            models.Index(fields=["person", "-made_at"], name="notice_person_made_at"),
            models.Index(fields=["mail_from"], condition=Q(needs_mail=True), name="notice_needs_mail"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"),
            models.UniqueConstraint(fields=["person", "plan", "key"], name="notice_told_once"),
            models.UniqueConstraint(
                fields=["person", "plan", "about"],
                condition=Q(kind=NoticeKind.OWED, settled_at__isnull=True),
                name="notice_owed_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_new(self) -> bool:
        """Whether it is still to be read, or done."""
        return self.read_at is None and self.settled_at is None


class Pace(models.TextChoices):
    """How often mail comes."""

    AT_ONCE = "at_once", "As things happen"
    DAILY = "daily", "One message each working morning"


class MailChoice(models.Model):
    """How one person wants mail; whoever has no row has not chosen."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.AT_ONCE)
    wants_information = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="mail_choice_pace_known"),
        ]

    def __str__(self) -> str:
        return self.get_pace_display()


class Rounds(models.Model):
    """How far telling has come: a single row, locked while someone tells."""

    read_to = models.BigIntegerField(default=0, help_text="The last audit event that was looked at")
    reminded_on = models.DateField(null=True)
    checked_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "rounds"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="rounds_single_row")]

    def __str__(self) -> str:
        return f"Told up to event {self.read_to}"
