"""AuditEvent: one act, as one link of the chain. Added by itf.audit.chain.record, never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class AuditEvent(models.Model):
    """Who did what to which thing. Triggers of the database refuse every change (itf.audit.triggers).

    The actor is a number, not a key: a person's name and address can be erased and the chain still holds.
    SQLite drops triggers when a migration rebuilds a table: one that alters this model installs them anew.
    """

    seq = models.PositiveBigIntegerField(primary_key=True, help_text="1, 2, 3 ... without a gap")
    at = models.DateTimeField()
    actor_id = models.PositiveBigIntegerField(null=True, help_text="The user's id; none when the service itself acted")
    action = models.CharField(max_length=60, help_text="Lower case with dots, for example plan.frozen")
    subject_type = models.CharField(max_length=60, help_text="The model, for example plans.plan")
    subject_id = models.CharField(max_length=60)
    plan_key = models.CharField(max_length=80, blank=True, help_text="The plan whose history shows this, if any")
    data = models.JSONField(default=dict, blank=True)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [
            models.Index(fields=["plan_key", "seq"], name="audit_plan_key"),
            models.Index(fields=["subject_type", "subject_id", "seq"], name="audit_subject"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(seq__gte=1), name="audit_seq_from_one"),
            models.CheckConstraint(condition=~Q(action="") & ~Q(subject_type=""), name="audit_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject_type} {self.subject_id}"


class ChainCheck(models.Model):
    """What one reading of the whole chain showed. Written each night; the newest stands on the page for auditors."""

    at = models.DateTimeField()
    count = models.PositiveBigIntegerField(help_text="How many events hold")
    head = models.CharField(max_length=64, help_text="The hash of the last one that holds")
    first_bad = models.PositiveBigIntegerField(null=True)
    fault = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(first_bad__isnull=True, fault="") | (Q(first_bad__isnull=False) & ~Q(fault="")),
                name="chain_check_fault_with_its_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'broken' if self.first_bad else 'unbroken'}"
