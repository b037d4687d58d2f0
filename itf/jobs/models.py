"""Job: one long piece of work. The row is the truth; Celery or the embedded runner only acts on it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone


class JobState(models.TextChoices):
    """Where a job is: queued, running, then done or failed; a failed one is queued anew when asked for again."""

    QUEUED = "queued", "Waiting to start"
    RUNNING = "running", "In progress"
    DONE = "done", "Finished"
    FAILED = "failed", "Not finished"


class Job(models.Model):
    """What is to be done, how far it is, and which run holds it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40, help_text="A name in settings.JOB_KINDS")
    key = models.CharField(max_length=200, help_text="The same work has the same key, and is one job")
    payload = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Per cent")
    progress_label = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The lease is the fence: a run writes only while the row still names its own lease.
    # A count would not do, for it starts again when a failed job is asked for again.
    lease = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    worker = models.CharField(max_length=120, blank=True, help_text="Who ran it last")
    error = models.CharField(max_length=300, blank=True, help_text="A sentence for the people who wait")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    queued_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["queued_at", "id"]
        indexes: ClassVar = [models.Index(fields=["state", "queued_at"], name="job_state_queued_at")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_kind_key_unique"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_per_cent"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease__isnull=False, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease__isnull=True, lease_until__isnull=True)),
                name="job_lease_while_running",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | (Q(started_at__isnull=False, attempts__gte=1) & ~Q(worker="")),
                name="job_running_was_started",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[JobState.DONE, JobState.FAILED], finished_at__isnull=False)
                | Q(state__in=[JobState.QUEUED, JobState.RUNNING], finished_at__isnull=True),
                name="job_finished_at_when_finished",
            ),
            models.CheckConstraint(
                condition=(Q(state=JobState.FAILED) & ~Q(error="")) | (~Q(state=JobState.FAILED) & Q(error="")),
                name="job_error_when_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.state}"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to this job by itself."""
        return self.state in {JobState.DONE, JobState.FAILED}
