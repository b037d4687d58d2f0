"""What the template of July 2014 asks for the first time: case, action, alignment, providers, payment, quarters.

That five questions were new is recorded (found F06); their fields are our knowledge of the field, not checked.
"""

from django.db import models

from plans.models.fields import DayField, LineField, MoneyField, NarrativeField, PercentField, QuantityField, YesNoField
from plans.models.rows import PlanRow
from plans.models.sections import PlanSection


class CaseForChange(PlanSection):
    """Who would gain from better joined care, and how much."""

    segments = NarrativeField("Which groups of people does the plan aim at, and what do they need?")
    stratification = NarrativeField("How were people at risk found?", help_text="Risk stratification and its results.")
    opportunity = NarrativeField("How large is the opportunity?", help_text="In people, activity and pounds.")

    class Meta:
        verbose_name = "case for change"


class SourcedFigure(PlanRow):
    """A figure that the case rests on."""

    statement = LineField("What it says")
    figure = QuantityField("Figure")
    unit = LineField("Unit", max_length=60)
    source = LineField("Source")

    class Meta(PlanRow.Meta):
        verbose_name = "sourced figure"

    def __str__(self) -> str:
        return str(self.statement)


class PlanOfAction(PlanSection):
    """How the plan is carried out as a whole."""

    interdependencies = NarrativeField("What does the plan depend on?", help_text="Other programmes, people, systems.")
    delivery = NarrativeField("Who manages delivery, and how?")
    oversight = NarrativeField("How will a scheme that goes off track be put right?")

    class Meta:
        verbose_name = "plan of action"


class PlanMilestone(PlanRow):
    """A milestone of the whole plan."""

    label = LineField("Milestone")
    due_on = DayField("By which date")
    owner = LineField("Owner (post)")

    class Meta(PlanRow.Meta):
        verbose_name = "milestone"

    def __str__(self) -> str:
        return str(self.label)


class Alignment(PlanSection):
    """How the plan agrees with what else is planned."""

    other_work = NarrativeField("How does it fit other work on joined-up care?")
    operating_plans = NarrativeField("How does it fit the two-year operating plans and the five-year strategy?")
    primary_care = NarrativeField("How does it fit plans for co-commissioning primary care?")
    operating_reduction = PercentField(
        "Fall in emergency admissions in the CCGs' operating plans (%)", help_text="0 if they plan no fall."
    )
    difference_reason = NarrativeField(
        "Why does this plan differ?", help_text="Needed when it is more than two points away."
    )

    class Meta:
        verbose_name = "alignment"


class PaymentMetric(PlanSection):
    """Emergency admissions by quarter, and what a fall in them is worth."""

    population = QuantityField("Residents, for the rate per 100,000")
    baseline_q1 = QuantityField("Baseline, January to March 2014")
    baseline_q2 = QuantityField("Baseline, April to June 2014")
    baseline_q3 = QuantityField("Baseline, July to September 2014")
    baseline_q4 = QuantityField("Baseline, October to December 2014")
    planned_q1 = QuantityField("Planned, January to March 2015")
    planned_q2 = QuantityField("Planned, April to June 2015")
    planned_q3 = QuantityField("Planned, July to September 2015")
    planned_q4 = QuantityField("Planned, October to December 2015")
    ambition_reason = NarrativeField(
        "Why is the planned fall smaller than expected?",
        help_text="Needed when it is less than the 3.5% expected in July 2014.",
    )
    price = MoneyField("Price of an admission", help_text="£1,490 unless you give your own (not checked).")
    price_reason = NarrativeField("Why another price?", help_text="Needed when it is not £1,490.")
    ring_fenced = MoneyField("Your share of the £1bn", help_text="Ring-fenced; from the allocation sent to you.")
    stated_linked = MoneyField("Performance payment", help_text="As you state it; it is compared with the computation.")
    stated_out_of_hospital = MoneyField("For NHS services outside hospital", help_text="As you state it.")

    class Meta:
        verbose_name = "payment metric"


class DelayedTransfers(PlanSection):
    """Delayed days of adults by quarter: a baseline and two planned years, each with the residents it is out of."""

    population_baseline = QuantityField("Residents of 18 and over, 2013/14", help_text="For the rates per 100,000.")
    population_first = QuantityField("Residents of 18 and over, 2014/15")
    population_second = QuantityField("Residents of 18 and over, 2015/16")
    baseline_q1 = QuantityField("Baseline, April to June 2013")
    baseline_q2 = QuantityField("Baseline, July to September 2013")
    baseline_q3 = QuantityField("Baseline, October to December 2013")
    baseline_q4 = QuantityField("Baseline, January to March 2014")
    first_q1 = QuantityField("Planned, April to June 2014")
    first_q2 = QuantityField("Planned, July to September 2014")
    first_q3 = QuantityField("Planned, October to December 2014")
    first_q4 = QuantityField("Planned, January to March 2015")
    second_q1 = QuantityField("Planned, April to June 2015")
    second_q2 = QuantityField("Planned, July to September 2015")
    second_q3 = QuantityField("Planned, October to December 2015")
    second_q4 = QuantityField("Planned, January to March 2016")
    reason = NarrativeField(
        "Why does a quarter not improve?",
        help_text="Needed when more days are planned than in the same quarter of the year before.",
    )

    class Meta:
        verbose_name = "delayed transfers"


class AdmissionFigures(models.Model):
    """The emergency admissions that one acute provider is asked about (Annex 2)."""

    outturn = QuantityField("Emergency admissions, outturn 2013/14")
    plan_first = QuantityField("Emergency admissions, plan 2014/15")
    plan_second = QuantityField("Emergency admissions, plan 2015/16")
    avoided = QuantityField("Of the fall, admissions avoided by this plan")

    class Meta:
        abstract = True


class ProviderWords(AdmissionFigures):
    """What an acute provider says about them."""

    agrees = YesNoField("Does the provider agree with the figures?")
    why_not = NarrativeField("If not, why?", max_length=5_000)
    considered = YesNoField("Has it considered what this means for its services?")
    implications = NarrativeField("What does it mean for its services?", max_length=5_000)

    class Meta:
        abstract = True


class ProviderCommentary(PlanRow, ProviderWords):
    """What one acute provider says about the plan's figures (Annex 2).

    Typed by the authors from its letter, or given by the provider itself: then an Invitation names the row.
    """

    provider = LineField("Provider")
    signed_by = LineField("Signed by (post)", help_text="A post, for example Chief executive. Never a name.")
    signed_on = DayField("Signed on")
    reply = NarrativeField("What do the partners reply?", max_length=5_000, help_text="Needed when it disagrees.")

    class Meta(PlanRow.Meta):
        verbose_name = "provider's commentary"

    def __str__(self) -> str:
        return str(self.provider)
