"""Comments on a place of a plan: the thread, its messages, and whom they mention. No part of what a plan says."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models.plan import Plan

COMMENT_LIMIT = 5_000  # characters of one message
TOKEN_LENGTH = 32  # a UUID in hexadecimal: one form, opened once


class Audience(models.TextChoices):
    """Who may know of a thread, from the narrowest to the widest."""

    ORGANISATION = "organisation", "One organisation"
    PARTNERS = "partners", "All partners of the plan"
    ASSURERS = "assurers", "Partners and assurers"

    @property
    def reach(self) -> int:
        """The higher, the more may read."""
        return list(Audience).index(self)


class CommentThread(models.Model):
    """A conversation about one place: a section, a row or a question of either.

    The place is kept by the row's id and the question's name, which outlive edits, and in the words it had: when the
    row or the question goes, the thread still says what it was about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="threads")
    section = models.SlugField(max_length=40)
    page_row = models.UUIDField(null=True, help_text="The scheme on whose page it stands, where there is one")
    row = models.UUIDField(null=True, help_text="The row it is about, if it is about one")
    field = models.CharField(max_length=60, blank=True, help_text="The question it is about, if it is about one")
    section_title = models.CharField(max_length=200)
    row_title = models.CharField(max_length=400, blank=True)
    question = models.CharField(max_length=300, blank=True)
    said = models.TextField(blank=True, help_text="The answer as it stood when the thread began")
    audience = models.CharField(max_length=12, choices=Audience)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The body it was begun for; nobody else may know of a thread for one organisation",
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    last_at = models.DateTimeField(help_text="When the newest message was written")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-last_at", "id"]
        indexes: ClassVar = [models.Index(fields=["plan", "section"], name="comment_thread_place")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="comment_thread_audience_known"),
            models.CheckConstraint(
                condition=~Q(audience=Audience.ORGANISATION) | Q(organisation__isnull=False),
                name="comment_thread_organisation_named",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_thread_resolved_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def place(self) -> str:
        """Where it stands, in the words of then."""
        return ": ".join(part for part in (self.row_title or self.section_title, self.question) if part)

    @property
    def is_resolved(self) -> bool:
        """Whether someone has settled it."""
        return self.resolved_at is not None

    @property
    def seen_by(self) -> str:
        """Its audience in words."""
        if self.audience == Audience.ORGANISATION:
            return f"Only {self.organisation}"
        return str(Audience(self.audience).label)


class Comment(models.Model):
    """One message of a thread. Its words never change; its author may withdraw it, which erases them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(CommentThread, on_delete=models.CASCADE, related_name="comments")
    number = models.PositiveIntegerField(help_text="Place in the thread, from 1")
    text = models.TextField(max_length=COMMENT_LIMIT, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0, help_text="The newest version when it was written; 0 for none")
    on_draft = models.BooleanField(default=True, help_text="Whether the plan was open for changes then")
    token = models.CharField(max_length=TOKEN_LENGTH, help_text="The opened form that sent it: sent twice, kept once")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "number"], name="comment_number_unique"),
            models.UniqueConstraint(fields=["written_by", "token"], name="comment_sent_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(text=""), name="comment_withdrawn_has_no_words"
            ),
        ]

    def __str__(self) -> str:
        return f"Comment {self.number}"

    @property
    def written_on(self) -> str:
        """The state of the plan then: a version, a draft, or the draft that follows a version."""
        if not self.on_draft:
            return f"on version {self.version}"
        return f"on the draft after version {self.version}" if self.version else "on the draft"


class Mention(models.Model):
    """Someone in the audience whom a message is meant for: it waits for them until they open the thread."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "user"], name="mention_unique")]
        indexes: ClassVar = [
            models.Index(fields=["user"], condition=Q(seen_at__isnull=True), name="mention_waiting"),
        ]

    def __str__(self) -> str:
        return str(self.user)
