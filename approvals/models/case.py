"""Case: one plan on its way from frozen words to a decision."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from conditions.models import RouteGroup

REASON_LIMIT = 4_000  # characters; about two printed pages


class CaseStatus(models.TextChoices):
    """Where the road from a frozen version to a decision has come to. What may follow what: workflow.TRANSITIONS."""

    IN_SIGNOFF = "in_signoff", "In sign-off"
    REOPENED = "reopened", "Reopened for changes"
    SUBMITTED = "submitted", "Submitted"
    IN_ASSURANCE = "in_assurance", "In area assurance"
    WITH_REGION = "with_region", "In regional moderation"
    IN_NATIONAL_REVIEW = "in_national_review", "In national review"
    WITH_MINISTERS = "with_ministers", "With ministers"
    DECIDED = "decided", "Decided"


# Where those who assure a plan hold it, in order; before and after, nothing of their work can change.
ASSURING = (
    CaseStatus.IN_ASSURANCE,
    CaseStatus.WITH_REGION,
    CaseStatus.IN_NATIONAL_REVIEW,
    CaseStatus.WITH_MINISTERS,
)
WITH_THE_CENTRE = (CaseStatus.SUBMITTED, *ASSURING, CaseStatus.DECIDED)
# Where a plan is while each group that answers after submission holds it.
HELD_AS = dict(
    zip((RouteGroup.AREA, RouteGroup.REGION, RouteGroup.NATIONAL, RouteGroup.MINISTERS), ASSURING, strict=True)
)
ALL_LEVELS = " ".join(HELD_AS)


class Case(models.Model):
    """One plan on its way from frozen words to a decision; ``version`` is the one that is up now.

    Edits bring the same case to a later version. After a decision the next version gets a new case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=CaseStatus, default=CaseStatus.IN_SIGNOFF)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    allows_not_agreed = models.BooleanField(
        "it may go forward though a body cannot agree", default=False, help_text="As its round was at sign-off"
    )
    tranche = models.ForeignKey("conditions.Tranche", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    follows = models.ForeignKey(
        "approvals.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        help_text="The case approved with conditions, of which this version answers some",
    )
    levels = models.CharField(
        "groups that answer after submission, in order",
        max_length=60,
        default=ALL_LEVELS,
        help_text="As its round had them when sign-off opened; the last decides",
    )
    late_reason = models.TextField("why it is submitted after the window closed", max_length=REASON_LIMIT, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=CaseStatus.values), name="case_status_known"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="case_submitted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(status__in=WITH_THE_CENTRE, submitted_at__isnull=False)
                | (~Q(status__in=WITH_THE_CENTRE) & Q(submitted_at__isnull=True)),
                name="case_submitted_when_with_the_centre",
            ),
            models.CheckConstraint(
                condition=Q(levels__startswith=RouteGroup.AREA.value), name="case_begins_at_the_area"
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=~Q(status=CaseStatus.DECIDED), name="case_one_live_for_a_plan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}: {self.version_id}"

    @property
    def is_live(self) -> bool:
        """Whether a decision is still to come."""
        return self.status != CaseStatus.DECIDED

    def passes(self, group: RouteGroup) -> bool:
        """Whether the group answers on this case's own route."""
        return group in self.levels.split()

    @property
    def following(self) -> CaseStatus:
        """Where the case goes once those who hold it have spoken: to the next of its route, or it is decided."""
        road = [HELD_AS[RouteGroup(group)] for group in self.levels.split()]
        ahead = road[road.index(CaseStatus(self.status)) + 1 :]
        return ahead[0] if ahead else CaseStatus.DECIDED
