"""Plan and its parties: which locality, which round, which template, open or frozen."""

import uuid
from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from itf.accounts.models import Organisation
from plans.models.fields import NarrativeField, PercentField, QuantityField


class PlanStatus(models.TextChoices):
    """Whether the words may change. The long road after freezing belongs to approvals."""

    OPEN = "open", "Open"
    FROZEN = "frozen", "Frozen"


class Plan(models.Model):
    """The joint plan of one locality for one round. Pins the template and condition set it is written for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=60, unique=True, help_text="The plan's address, for example ealing")
    title = models.CharField(max_length=200)
    locality = models.ForeignKey("plans.Locality", on_delete=models.PROTECT, related_name="plans")
    round = models.ForeignKey("conditions.Round", on_delete=models.PROTECT, related_name="+")
    condition_set = models.ForeignKey("conditions.ConditionSet", on_delete=models.PROTECT, related_name="+")
    template_key = models.CharField(max_length=40, help_text="The national template, for example dec-2013")
    first_year = models.CharField(max_length=7, help_text="Financial year, for example 2014/15")
    second_year = models.CharField(max_length=7)
    window_closes_on = models.DateField(help_text="The last day on which submitting is on time")
    status = models.CharField(max_length=10, choices=PlanStatus, default=PlanStatus.OPEN)
    more_boards = models.ManyToManyField(
        "accounts.Organisation",
        blank=True,
        related_name="+",
        help_text="Boards that agree it beside the locality's own",
    )
    is_joint = models.BooleanField(default=False, help_text="More than the locality's own board agrees it")
    illustration = NarrativeField("illustration note", help_text="Where a demonstration plan's content comes from")
    is_synthetic = models.BooleanField(default=False, help_text="Made up; not a real locality's plan")
    open_sections = models.JSONField(
        default=list, blank=True, help_text="Slugs of the sections that alone may change while it is open; none: all"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["title"]
        permissions: ClassVar = [
            ("edit_plan", "Can write the plan's sections"),
            ("freeze_plan", "Can agree, for one side, to freeze the plan"),
            ("sign_plan", "Can sign for a council or CCG"),
            ("agree_plan", "Can agree for the Health and Wellbeing Board"),
            ("submit_plan", "Can submit and withdraw the plan"),
            ("assure_plan", "Can assure the plan once submitted"),
            ("moderate_plan", "Can moderate what both assurers recommend"),
            ("review_plan", "Can review the plan nationally, by tranche"),
            ("decide_plan", "Can record what ministers decide"),
            ("comment_on_plan", "Can give the commentary that the person was invited to give, and nothing else"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=PlanStatus.values), name="plan_status_known"),
            models.CheckConstraint(
                condition=Q(first_year__regex=r"^\d{4}/\d{2}$") & Q(second_year__regex=r"^\d{4}/\d{2}$"),
                name="plan_years_are_financial_years",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The plan's overview page."""
        return reverse("plans:overview", args=[self.key])

    @property
    def years(self) -> tuple[str, str]:
        """The two financial years the plan covers."""
        return self.first_year, self.second_year

    @property
    def boards(self) -> list[Organisation]:
        """The boards that must agree it: the locality's own, then the others. A query only for a joint plan."""
        own = [self.locality.board] if self.locality.board else []
        return [*own, *self.more_boards.all()] if self.is_joint else own

    @property
    def is_open(self) -> bool:
        """Whether its words may change now."""
        return self.status == PlanStatus.OPEN

    def may_change(self, section: str) -> bool:
        """Whether this section is among those that may change while the plan is open."""
        return not self.open_sections or section in self.open_sections


class Party(models.Model):
    """A council or CCG that pools money in the plan, and must sign it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="Organisation"
    )
    holds_pool = models.BooleanField("Hosts the pooled budget", default=False)
    mapped_share = PercentField(
        "Share of the CCG's population in this locality",
        help_text="Per cent. Prefilled from ONS boundaries, an estimate; change it with a reason.",
        validators=[MaxValueValidator(Decimal(100), "A share cannot be more than 100 per cent.")],
    )
    mapped_share_reason = models.CharField("Reason for a changed share", max_length=300, blank=True)
    activity = QuantityField(
        "Emergency admissions of all the CCG's people, baseline year",
        help_text="Counted to this area by the share above.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "organisation__name"]
        verbose_name_plural = "parties"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "organisation"], name="party_unique"),
            models.CheckConstraint(
                condition=Q(mapped_share__isnull=True) | Q(mapped_share__gte=0, mapped_share__lte=100),
                name="party_mapped_share_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name
