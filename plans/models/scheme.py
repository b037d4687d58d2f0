"""Schemes, and what hangs on each: investment lines, benefits, outcome statements."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

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
from plans.models.rows import PlanRow


class ProviderType(models.TextChoices):
    """Who provides a scheme's services; editable wording, not an official list (domain.md 1.13, own)."""

    ACUTE = "acute", "NHS acute"
    COMMUNITY = "community", "NHS community"
    MENTAL_HEALTH = "mental_health", "NHS mental health"
    PRIMARY_CARE = "primary_care", "Primary care"
    COUNCIL = "council", "Local authority"
    PRIVATE = "private", "Private sector"
    VOLUNTARY = "voluntary", "Charity or voluntary sector"


class Scheme(PlanRow):
    """One scheme of work paid for from the pool."""

    ref = LineField("Reference", max_length=20, help_text="Short and unique in this plan, for example E1.")
    title = LineField("Scheme name")
    title_inferred = models.BooleanField(
        "The name is inferred: the source does not show it",
        default=False,
        help_text="Untick once you have agreed a name.",
    )
    description = NarrativeField("What is the scheme?")
    concepts = models.ManyToManyField(
        "conditions.Concept", verbose_name="National conditions it serves", blank=True, related_name="+"
    )
    concepts_inferred = models.BooleanField("The condition is inferred: the source does not show it", default=False)
    lead_commissioner = models.ForeignKey(
        "accounts.Organisation",
        verbose_name="Lead commissioner",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    lead_provider = LineField("Lead provider", help_text="An organisation's name.")
    provider_type = ChoiceField("Type of provider", choices=ProviderType)
    starts_on = DayField("Starts on")
    ends_on = DayField("Ends on")
    evidence = NarrativeField("What is the evidence that it will work?")
    stated_first_year = MoneyField(
        "Total stated, first year", help_text="Only if a total was stated elsewhere; it is compared with the lines."
    )
    stated_second_year = MoneyField(
        "Total stated, second year", help_text="Only if a total was stated elsewhere; it is compared with the lines."
    )
    source_note = NarrativeField("Note on the source", help_text="What the source of this scheme shows or leaves open.")

    def __str__(self) -> str:
        return f"{self.ref} {self.title}".strip()


class SchemeRow(models.Model):
    """What every row under a scheme shares."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="%(class)s_rows")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Basis(models.TextChoices):
    """How the cost of a line is arrived at."""

    LUMP = "lump", "Lump sum"
    RATE = "rate", "Quantity × rate × periods"


class Investment(SchemeRow):
    """A line of spend in one financial year."""

    label = LineField("What is paid for")
    year = ChoiceField("Financial year", max_length=7)
    basis = ChoiceField("Basis", choices=Basis, default=Basis.LUMP)
    stated = MoneyField("Cost", help_text="Leave empty to use quantity × rate × periods.")
    quantity = QuantityField("Quantity", help_text="For example, 2 posts.")
    rate = QuantityField("Rate (£)", help_text="For example, 33.35 an hour.")
    unit = LineField("Unit of the rate", max_length=40, help_text="For example, hour, week, item.")
    units_per_period = QuantityField("Units in a period", help_text="For example, 35 hours a week. 1 if left empty.")
    periods = QuantityField("Periods in the year", help_text="For example, 52 weeks. 1 if left empty.")
    funding_source = models.ForeignKey(
        "conditions.FundingSource",
        verbose_name="Funding source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    recurrent = YesNoField("Recurrent?")
    capital = YesNoField("Capital?")

    class Meta(SchemeRow.Meta):
        verbose_name = "investment line"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stated__isnull=True) | Q(stated__gte=0), name="investment_stated_not_negative"
            ),
            models.CheckConstraint(condition=Q(basis__in=["", *Basis.values]), name="investment_basis_known"),
        ]

    def __str__(self) -> str:
        return str(self.label)


class Benefit(SchemeRow):
    """What the scheme saves or gains, for whom."""

    label = LineField("Benefit", help_text="For example, fewer unplanned acute episodes.")
    beneficiary = LineField("Who benefits", help_text="The body whose costs fall.")
    year = ChoiceField("Financial year", max_length=7)
    quantity = QuantityField("Quantity")
    unit = LineField("Unit", max_length=40)
    unit_price = MoneyField("Unit price (£)")
    stated = MoneyField("Value", help_text="Leave empty to use quantity × unit price.")
    how_measured = LineField("How it is measured")

    class Meta(SchemeRow.Meta):
        verbose_name = "benefit"

    def __str__(self) -> str:
        return str(self.label)


class Change(models.TextChoices):
    """What an outcome statement promises to do to its measure."""

    REDUCTION = "reduction", "Reduction of"
    INCREASE = "increase", "Increase of"
    AT_LEAST = "at_least", "At least"
    DONE = "done", "Done (no figure)"


class Outcome(SchemeRow):
    """A promise about a measure: from which baseline, to which target."""

    measure = LineField("Measure", help_text="For example, delayed transfers of care.")
    year = ChoiceField("Financial year", max_length=7)
    change = ChoiceField("Promise", choices=Change)
    target = PercentField("Target (%)", help_text="Leave empty only where the promise has no figure.")
    baseline_period = LineField(
        "Baseline period", max_length=40, help_text="For example, 2013/14. Before the target's year."
    )
    baseline = LineField("Baseline value", max_length=60)

    class Meta(SchemeRow.Meta):
        verbose_name = "outcome statement"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(change__in=["", *Change.values]), name="outcome_change_known"),
        ]

    def __str__(self) -> str:
        return str(self.measure)
