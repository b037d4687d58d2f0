"""Repeating rows of a plan outside its schemes: contributions, condition answers, measures, risks and the rest."""

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator

from plans.models.fields import (
    ChoiceField,
    DayField,
    LineField,
    MoneyField,
    NarrativeField,
    PercentField,
    QuantityField,
    YesNoField,
)


class PlanRow(models.Model):
    """What every row of a plan shares: an identity that outlives its place in the list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="%(class)s_rows")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Contribution(PlanRow):
    """What one organisation pays into the pool from one source in one year."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        verbose_name="Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    funding_source = models.ForeignKey(
        "conditions.FundingSource",
        verbose_name="Funding source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    year = ChoiceField("Financial year", max_length=7)
    amount = MoneyField("Amount")
    previous_holder = models.ForeignKey(
        "accounts.Organisation",
        verbose_name="Held before by",
        help_text="Whose budget it was before. Leave empty where it follows from the source.",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = LineField("Note")

    class Meta(PlanRow.Meta):
        verbose_name = "contribution"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="contribution_amount_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(str(part) for part in (self.organisation, self.funding_source, self.year) if part)


class WholeSpend(PlanRow):
    """What one partner spends on all health and care in one year, inside the fund and outside it."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        verbose_name="Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    year = ChoiceField("Financial year", max_length=7)
    amount = MoneyField("All its spend on health and care", help_text="Gross, with what it pays into the fund.")
    source = LineField("Source of the figure", help_text="For example, a budget book and its page.")

    class Meta(PlanRow.Meta):
        verbose_name = "spend of a partner"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="whole_spend_amount_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(str(part) for part in (self.organisation, self.year) if part)


class ConditionStatus(models.TextChoices):
    """How far a national condition is met; not met stops the plan from being frozen."""

    MET = "met", "Met"
    IN_PLACE = "plan", "A plan is in place"
    NOT_MET = "not_met", "Not met"


class ConditionResponse(PlanRow):
    """The answer to one national condition, kept by lasting concept so that a new set asks only for what is new."""

    concept = models.ForeignKey("conditions.Concept", on_delete=models.PROTECT, related_name="+")
    status = ChoiceField("Is the condition met?", choices=ConditionStatus)
    answer = NarrativeField("How is it met, and what is the evidence?")
    owner = LineField("Who owns the plan to meet it (post)?", help_text="Needed when a plan is in place.")
    meets_on = DayField("Met by which date?", help_text="Needed when a plan is in place.")

    class Meta(PlanRow.Meta):
        verbose_name = "national condition"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "concept"], name="condition_response_unique"),
            models.CheckConstraint(
                condition=Q(status__in=["", *ConditionStatus.values]), name="condition_status_known"
            ),
        ]


class DataQuality(models.TextChoices):
    """How far the figures of a measure can be relied on."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class MeasurePlan(PlanRow):
    """Baseline and targets of one national or local measure; the rate is computed from numerator and denominator."""

    definition = models.ForeignKey("conditions.MeasureDefinition", on_delete=models.PROTECT, related_name="+")
    local_title = LineField("Name of the local measure", help_text="Only for the measure you choose yourselves.")
    baseline_numerator = QuantityField("Baseline numerator")
    baseline_denominator = QuantityField("Baseline denominator")
    baseline_from = DayField("Baseline period from")
    baseline_to = DayField("Baseline period to")
    april_numerator = QuantityField("Numerator for the April 2015 payment")
    april_denominator = QuantityField("Denominator for the April 2015 payment")
    october_numerator = QuantityField("Numerator for the October 2015 payment")
    october_denominator = QuantityField("Denominator for the October 2015 payment")
    baseline_stated = QuantityField(
        "Baseline rate, if stated elsewhere", help_text="It is compared with numerator and denominator."
    )
    april_stated = QuantityField("Rate for the April 2015 payment, if stated elsewhere")
    october_stated = QuantityField("Rate for the October 2015 payment, if stated elsewhere")
    rationale = NarrativeField("Why is this target right?", max_length=2_000)
    source = LineField("Source of the figures")
    quality = ChoiceField("Quality of the figures", choices=DataQuality)

    class Meta(PlanRow.Meta):
        verbose_name = "measure"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "definition"], name="measure_plan_unique"),
        ]


class RiskCategory(models.TextChoices):
    """What a risk threatens (domain.md 1.11, a recommendation)."""

    FINANCE = "finance", "Finance"
    ACUTE = "acute", "Acute provider"
    SOCIAL_CARE = "social_care", "Protection of social care"
    DELIVERY = "delivery", "Delivery capacity"
    INFORMATION = "information", "Data and information governance"


def score_field(label: str) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    """A score from 1 to 5, or not yet scored."""
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class Risk(PlanRow):
    """A line of the risk register; its rating is likelihood × impact."""

    risk = NarrativeField("Risk and its cause", max_length=2_000)
    category = ChoiceField("Category", choices=RiskCategory)
    likelihood = score_field("Likelihood, 1 to 5")
    impact = score_field("Impact, 1 to 5")
    cost = MoneyField("Cost if it happens")
    bearer = LineField("Who bears the cost")
    mitigation = NarrativeField("Mitigation", max_length=2_000)
    owner = LineField("Owner (post)")
    review_on = DayField("Next review")
    schemes = models.ManyToManyField("plans.Scheme", verbose_name="Schemes affected", blank=True, related_name="+")
    measures = models.ManyToManyField(
        "conditions.MeasureDefinition", verbose_name="Measures affected", blank=True, related_name="+"
    )

    class Meta(PlanRow.Meta):
        verbose_name = "risk"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(likelihood__isnull=True) | Q(likelihood__range=(1, 5)))
                & (Q(impact__isnull=True) | Q(impact__range=(1, 5))),
                name="risk_scores_in_range",
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.risk).chars(60)


class EngagementType(models.TextChoices):
    """Whom an engagement event involved."""

    ACUTE = "acute", "Acute provider"
    COMMUNITY = "community", "Community provider"
    MENTAL_HEALTH = "mental_health", "Mental health provider"
    PRIMARY_CARE = "primary_care", "Primary care"
    SOCIAL_CARE = "social_care", "Social care provider"
    VOLUNTARY = "voluntary", "Voluntary sector"
    PUBLIC = "public", "Patients, users and public"


class EngagementEvent(PlanRow):
    """One occasion on which a provider or the public was involved."""

    who = LineField("Who was involved", help_text="An organisation or group, never a person's name.")
    type = ChoiceField("Type", choices=EngagementType)
    held_on = DayField("Date")
    method = LineField("How")
    issue = NarrativeField("What they raised", max_length=2_000)
    response = NarrativeField("What you did about it", max_length=2_000)

    class Meta(PlanRow.Meta):
        verbose_name = "engagement event"

    def __str__(self) -> str:
        return str(self.who)


class AcuteImpact(PlanRow):
    """What the plan changes at one acute provider."""

    provider = LineField("Provider")
    service_line = LineField("Hospital activity affected")
    year = ChoiceField("Financial year", max_length=7)
    activity_change = QuantityField("Fall in activity", help_text="Number of spells, attendances or bed-days fewer.")
    admissions = QuantityField("Emergency admissions fewer", help_text="For the beds they take; no other activity.")
    length_of_stay = QuantityField("Average length of stay (days)", help_text="The usual assumption if left empty.")
    occupancy = PercentField("Occupancy of beds (%)", help_text="The usual assumption if left empty.")
    value = MoneyField("Value of the fall")
    agreed = YesNoField("Has the provider agreed?")

    class Meta(PlanRow.Meta):
        verbose_name = "impact on a provider"

    def __str__(self) -> str:
        return str(self.provider)


class ServiceGroup(PlanRow):
    """A group of services in the plan's own words, into which schemes can be sorted."""

    name = LineField("Group", help_text="For example, Long-term care. Each scheme may be put into one.")
    services = NarrativeField("Services in it", max_length=2_000)

    class Meta(PlanRow.Meta):
        verbose_name = "local service group"

    def __str__(self) -> str:
        return str(self.name)


class Aim(PlanRow):
    """One aim and the measures that show whether it is reached."""

    aim = LineField("Aim")
    measures = models.ManyToManyField(
        "conditions.MeasureDefinition", verbose_name="Measured by", blank=True, related_name="+"
    )
    other_measure = LineField("Measured otherwise by", help_text="Only if none of the measures shows it.")

    class Meta(PlanRow.Meta):
        verbose_name = "aim"

    def __str__(self) -> str:
        return str(self.aim)


class RelatedDocument(PlanRow):
    """A paper that the plan rests on."""

    title = LineField("Title")
    synopsis = NarrativeField("What it says that matters here", max_length=2_000)
    link = LineField("Link, or where it is kept", max_length=400)
    attached_file = ChoiceField(
        "Attached file", max_length=140, help_text="One of the files attached to this plan, if it is among them."
    )
    dated_on = DayField("Date")

    class Meta(PlanRow.Meta):
        verbose_name = "related document"

    def __str__(self) -> str:
        return str(self.title)
