"""Money that comes with a purpose: the transfer of 2014/15, and grants passed to district councils."""

from plans.models.fields import ChoiceField, LineField, MoneyField, NarrativeField
from plans.models.rows import PlanRow
from plans.models.sections import PlanSection


class Transfer(PlanSection):
    """The local share of the additional transfer of 2014/15 and its use."""

    share = MoneyField("Your share of the £200m", help_text="The additional transfer of 2014/15, for this area.")
    use = NarrativeField(
        "How is your share of the £200m transferred in 2014/15 used?",
        help_text="The additional transfer from the NHS to social care (joint statement, 8 August 2013).",
    )

    class Meta:
        verbose_name = "use of the 2014/15 transfer"


class TransferLine(PlanRow):
    """One use of the transfer."""

    label = LineField("What it pays for")
    amount = MoneyField("Amount")
    note = LineField("Note")

    class Meta(PlanRow.Meta):
        verbose_name = "use of the transfer"

    def __str__(self) -> str:
        return str(self.label)


class Districts(PlanSection):
    """What was agreed where a grant is not passed on in full."""

    agreement = NarrativeField(
        "If the Disabled Facilities Grant is not passed on in full, what was agreed, and where is it recorded?",
        help_text="Only where district councils are the housing authorities.",
    )

    class Meta:
        verbose_name = "district councils"


class DistrictGrant(PlanRow):
    """What one district council receives of the Disabled Facilities Grant in one year."""

    district = LineField("District council")
    year = ChoiceField("Financial year", max_length=7)
    amount = MoneyField("Disabled Facilities Grant passed on")

    class Meta(PlanRow.Meta):
        verbose_name = "district council"

    def __str__(self) -> str:
        return str(self.district)
