"""Review, Score and Decision: what the assurers made of a submitted version."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from approvals.models.case import REASON_LIMIT, Case
from approvals.wording import listed
from conditions.models import RouteGroup
from itf.accounts.models import OrganisationKind

if TYPE_CHECKING:
    from itf.accounts.models import Organisation, User


class AssuringSide(models.TextChoices):
    """The two sides that read each plan apart."""

    NHS = "nhs", "NHS"
    LOCAL_GOVERNMENT = "local_government", "Local government"


class Review(models.Model):
    """One assurer's reading of one case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    assurer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "assurer"], name="review_one_for_each_assurer"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=models.F("started_at")),
                name="review_finished_after_it_started",
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.case_id}"

    @property
    def is_finished(self) -> bool:
        """Whether its scores stand as they are."""
        return self.finished_at is not None

    @property
    def side(self) -> "AssuringSide":
        """Whose reading it is."""
        is_local = self.organisation.kind == OrganisationKind.LOCAL_GOVERNMENT
        return AssuringSide.LOCAL_GOVERNMENT if is_local else AssuringSide.NHS


class Mark(models.IntegerChoices):
    """A score from 0 to 3 in words (domain.md 5, design)."""

    ABSENT = 0, "0: not addressed"
    WEAK = 1, "1: weak"
    SOUND = 2, "2: sound"
    STRONG = 3, "3: strong"


class Score(models.Model):
    """One key line of enquiry as scored. The line's words are copied: a later list does not rewrite this review."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    line = models.CharField("key of the line of enquiry", max_length=40)
    title = models.CharField(max_length=120)
    question = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    mark = models.PositiveSmallIntegerField(choices=Mark, null=True, blank=True)
    reason = models.TextField(max_length=REASON_LIMIT, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "line"], name="score_one_for_each_line"),
            models.CheckConstraint(
                condition=Q(mark__isnull=True) | Q(mark__in=Mark.values), name="score_mark_from_0_to_3"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.title}"

    @property
    def is_given(self) -> bool:
        """Whether there is a mark and a reason for it."""
        return self.mark is not None and bool(self.reason.strip())


class Outcome(models.TextChoices):
    """The four outcomes of assurance (domain.md 5)."""

    APPROVED = "approved", "Approved"
    APPROVED_WITH_SUPPORT = "approved_with_support", "Approved with support"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", "Approved with conditions"
    NOT_APPROVED = "not_approved", "Not approved"


class Decision(models.Model):
    """The outcome of a case, with reasons. Made once, never changed; the signed letter may come later, once."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=30, choices=Outcome)
    reasons = models.TextField(max_length=REASON_LIMIT)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    reference = models.CharField("reference of the ministers' letter", max_length=120, blank=True)
    letter = models.ForeignKey(
        "approvals.MinistersLetter", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="decision_outcome_known"),
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_has_reasons"),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def voices(self) -> "list[tuple[User, Organisation]]":
        """Who decided, each with the body they spoke for: where the area decides, its two sides, which agreed."""
        if self.case.levels.split()[-1] == RouteGroup.AREA:
            for made in self.case.recommendations.all():
                if made.level == RouteGroup.AREA and made.agreed_by and made.agreed_for:
                    return [(made.made_by, made.organisation), (made.agreed_by, made.agreed_for)]
        return [(self.decided_by, self.organisation)]

    @property
    def bodies(self) -> str:
        """The bodies that decided, by name."""
        return listed([body.name for _, body in self.voices])
