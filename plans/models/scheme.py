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
    service_group = LineField("Local service group", help_text="One of the groups named under plan details, if any.")
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
    provider_type = models.ForeignKey(
        "conditions.ProviderType",
        verbose_name="Type of provider",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_column="provider_type",
    )
    scheme_type = models.ForeignKey(
        "conditions.SchemeType",
        verbose_name="Type of scheme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    other_type = LineField("If other, which type?")
    sub_type = LineField("Sub-type")
    output_first_year = QuantityField("Output expected, first year", help_text="In the unit of the scheme's type.")
    output_second_year = QuantityField("Output expected, second year")
    output_unit = LineField("Unit of the output", max_length=80, help_text="Only where the type names none.")
    starts_on = DayField("Starts on")
    ends_on = DayField("Ends on")
    evidence = NarrativeField("What is the evidence that it will work?")
    objective = NarrativeField("What is its strategic objective?")
    cohort = NarrativeField(
        "Who is it for, and how are they cared for?", help_text="Model of care and group of people."
    )
    delivery_chain = NarrativeField("Who commissions and who delivers it?", help_text="The whole chain.")
    investment_needs = NarrativeField("What does it need to be paid for?", help_text="The lines below, explained.")
    expected_impact = NarrativeField("What will change, and by how much?", help_text="The benefits below, explained.")
    feedback = NarrativeField("How will you know whether it works?")
    success_factors = NarrativeField("What must go right?")
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


class Milestone(SchemeRow):
    """A date by which something of the scheme is done."""

    label = LineField("Milestone")
    due_on = DayField("By which date")

    class Meta(SchemeRow.Meta):
        verbose_name = "milestone"

    def __str__(self) -> str:
        return str(self.label)


class Commissioner(models.TextChoices):
    """Which side buys what a line pays for."""

    NHS = "nhs", "NHS"
    COUNCIL = "council", "Council"
    JOINT = "joint", "Both together"


class SpendStatus(models.TextChoices):
    """Whether the money pays for something new."""

    NEW = "new", "New"
    EXISTING = "existing", "Existing"


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
    rate = QuantityField("Rate (£)", unit="£", help_text="For example, 33.35 an hour.")
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
    area_of_spend = models.ForeignKey(
        "conditions.AreaOfSpend",
        verbose_name="Area of spend",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    other_area = LineField("If other, which area?", max_length=120)
    commissioner = ChoiceField("Commissioned by", choices=Commissioner)
    nhs_share = PercentField("NHS share of a joint line (%)")
    council_share = PercentField("Council share of a joint line (%)")
    provider_type = models.ForeignKey(
        "conditions.ProviderType",
        verbose_name="Type of provider",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    spend_status = ChoiceField("New or existing?", choices=SpendStatus)

    class Meta(SchemeRow.Meta):
        verbose_name = "investment line"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(commissioner__in=["", *Commissioner.values])
                & Q(spend_status__in=["", *SpendStatus.values]),
                name="investment_commissioner_and_status_known",
            ),
            models.CheckConstraint(
                condition=Q(stated__isnull=True) | Q(stated__gte=0), name="investment_stated_not_negative"
            ),
            models.CheckConstraint(condition=Q(basis__in=["", *Basis.values]), name="investment_basis_known"),
        ]

    def __str__(self) -> str:
        return str(self.label)


class BenefitType(models.TextChoices):
    """What gets less or better; our list (domain.md 1.12, own)."""

    ADMISSIONS = "admissions", "Fewer emergency admissions"
    CARE_HOMES = "care_homes", "Fewer admissions to care homes"
    REABLEMENT = "reablement", "Better reablement"
    DELAYS = "delays", "Fewer delayed transfers"
    OTHER = "other", "Other"


class Benefit(SchemeRow):
    """What the scheme saves or gains, for whom."""

    label = LineField("Benefit", help_text="For example, fewer unplanned acute episodes.")
    type = ChoiceField("Kind of benefit", choices=BenefitType)
    cohort = LineField("For which people", help_text="Two schemes that name the same people may count one fall twice.")
    beneficiary = LineField("Who benefits", help_text="The body whose costs fall.")
    year = ChoiceField("Financial year", max_length=7)
    quantity = QuantityField("Quantity")
    unit = LineField("Unit", max_length=40)
    unit_price = MoneyField("Unit price (£)")
    unit_price_high = MoneyField("Unit price, up to (£)", help_text="Only where the price is a range.")
    stated = MoneyField("Value", help_text="Leave empty to use quantity × unit price.")
    recurrent = YesNoField("Recurrent?")
    how_calculated = LineField("How it is calculated")
    how_measured = LineField("How it is measured")

    class Meta(SchemeRow.Meta):
        verbose_name = "benefit"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(type__in=["", *BenefitType.values]), name="benefit_type_known"),
        ]

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
