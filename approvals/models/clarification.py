"""Clarification and Interest: what assurers ask the authors about one place, and what keeps a person from assuring."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from approvals.models.case import REASON_LIMIT, Case


class Clarification(models.Model):
    """One question of an assurer, pinned to a place of the version, and the authors' answer.

    ``place`` and ``said`` are the place and its words as they stood when it was asked. Asked again, it is a new row
    that ``follows`` this one. While one is unanswered the clock of the case stands still.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clarifications")
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="again")
    section = models.CharField(max_length=40)
    row = models.UUIDField(null=True, blank=True)
    field = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=300)
    said = models.TextField(blank=True)
    question = models.TextField(max_length=REASON_LIMIT)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=REASON_LIMIT, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(question=""), name="clarification_asks_something"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__gte=F("asked_at"), answered_by__isnull=False) & ~Q(answer="")),
                name="clarification_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__gte=F("answered_at"), accepted_by__isnull=False),
                name="clarification_accepted_once_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def is_open(self) -> bool:
        """Whether the authors owe an answer."""
        return self.answered_at is None

    @property
    def state(self) -> str:
        """How it stands, in a word or two."""
        if self.is_open:
            return "Waits for an answer"
        if self.accepted_at:
            return "Accepted"
        return "Asked again" if hasattr(self, "again") else "Answered"


class Interest(models.Model):
    """A person's own statement that they have an interest in a body: they assure no plan that it is part of."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    interest = models.TextField(max_length=REASON_LIMIT)
    declared_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["declared_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "organisation"], name="interest_one_for_a_body"),
            models.CheckConstraint(condition=~Q(interest=""), name="interest_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.organisation_id}"
