"""What happens if targets are missed or money runs over: risk sharing, contingency by outcome, the order of calls."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from plans.models.fields import ChoiceField, LineField, MoneyField, NarrativeField
from plans.models.rows import PlanRow
from plans.models.sections import PlanSection


class Contingency(PlanSection):
    """How risk is shared, in parts that can be checked."""

    trigger = NarrativeField("What sets the contingency off?", help_text="A measure, a figure and a date.")
    amount = MoneyField("Amount held for it, second year")
    destination = NarrativeField("Where does the money go then?")
    decision_maker = LineField("Who decides (post or board)?")
    at_risk = MoneyField(
        "Performance payment at risk, second year", help_text="The whole sum that depends on emergency admissions."
    )

    class Meta:
        verbose_name = "contingency and risk sharing"


class ContingencyRow(PlanRow):
    """One outcome that may be missed, and what that would cost."""

    measure = models.ForeignKey(
        "conditions.MeasureDefinition",
        verbose_name="Outcome at risk",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    saving = MoneyField("Saving if achieved in full, second year")
    saving_ongoing = MoneyField("Saving each year after")
    support = MoneyField("Most that other services need if not achieved, second year")
    support_ongoing = MoneyField("The same, each year after")
    other_source = LineField(
        "Other source of the support", help_text="Only if it is more than the performance payment covers."
    )
    route = NarrativeField("How is money redeployed, and who decides?", max_length=2_000)

    class Meta(PlanRow.Meta):
        verbose_name = "outcome at risk"

    def __str__(self) -> str:
        return str(self.measure or "")


class Call(models.TextChoices):
    """What is called on when the pool runs over or under; the order is the authors'."""

    OFFSET = "offset", "Offset against other lines of the pool"
    RISK_POOL = "risk_pool", "The risk pool or contingency"
    CUT = "cut", "Cut spending that is not committed"
    OUTSIDE = "outside", "Money from outside the pool"


class SpendingCall(PlanRow):
    """One step of the order in which an overspend is met or an underspend is used."""

    call = ChoiceField("What is called on", choices=Call)
    limit = MoneyField("Up to")
    note = LineField("How it is shared", help_text="For example, in proportion to contributions.")

    class Meta(PlanRow.Meta):
        verbose_name = "step"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(call__in=["", *Call.values]), name="spending_call_known"),
        ]

    def __str__(self) -> str:
        return self.get_call_display()
