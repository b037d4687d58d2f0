"""People asked to comment on one plan: their invitation, and what they write until they give it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from plans.models.fields import DayField, LineField, NarrativeField
from plans.models.plan import Plan
from plans.models.resubmission import AdmissionFigures, ProviderCommentary, ProviderWords


class Capacity(models.TextChoices):
    """As what someone is asked to comment."""

    PROVIDER = "provider", "Acute provider"
    HEALTHWATCH = "healthwatch", "Local Healthwatch"


class Invitation(AdmissionFigures):
    """One body asked to comment on a plan, by an account limited to that; the figures are those it is asked about.

    ``given_at`` says that what stands in the plan is its own: for a provider in ``row``, for Healthwatch in the section
    on engagement. The authors cannot change it while that stands. ``replaced`` keeps what they had written in its
    place, by the question's name: it comes back when the words are taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="invitations")
    capacity = models.CharField("As what", max_length=20, choices=Capacity)
    organisation = LineField("Organisation", blank=False)
    post = LineField("Post", max_length=120, blank=False)
    email = models.EmailField("E-mail address")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    respond_by = DayField("By when")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    link_number = models.PositiveSmallIntegerField(default=1, help_text="Raised by a new link, so that older ones stop")
    link_issued_at = models.DateTimeField()
    link_mailed_at = models.DateTimeField(null=True)
    link_used_at = models.DateTimeField(null=True)
    is_unproven = models.BooleanField(
        default=False, help_text="The authors passed the link on: the address is unproven"
    )
    opened_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    last_reply = NarrativeField("What the partners replied to words that were taken back since")
    replaced = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    row = models.OneToOneField(ProviderCommentary, on_delete=models.SET_NULL, null=True, related_name="invitation")

    class Meta:
        ordering: ClassVar = ["invited_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(capacity__in=Capacity.values), name="invitation_capacity_known"),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, given_by__isnull=True)
                | Q(given_at__isnull=False, given_by__isnull=False),
                name="invitation_given_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | Q(withdrawn_at__isnull=True), name="invitation_given_stands"
            ),
            models.UniqueConstraint(
                fields=["plan", "account"], condition=Q(withdrawn_at__isnull=True), name="invitation_account_unique"
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(withdrawn_at__isnull=True, capacity="healthwatch"),
                name="invitation_one_healthwatch",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def is_provider(self) -> bool:
        """Whether an acute provider is asked, and not Healthwatch."""
        return self.capacity == Capacity.PROVIDER

    @property
    def asked_as(self) -> str:
        """As what, within a sentence: ``acute provider``, ``local Healthwatch``."""
        words = str(self.get_capacity_display())
        return words[0].lower() + words[1:]

    @property
    def is_live(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None

    @property
    def section(self) -> str:
        """The section of the plan in which it stands once given."""
        return "provider-commentary" if self.is_provider else "engagement"


class CommentaryDraft(ProviderWords):
    """What an invited person has written so far; nobody else reads it before it is given."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, primary_key=True, related_name="draft")
    view = NarrativeField("What is the view of local Healthwatch?")
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"draft of {self.invitation_id}"
