"""What some national conditions ask beside their answer: social care protected, seven days, data, care plans."""

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
    YesNoField,
)
from plans.models.rows import PlanRow
from plans.models.sections import PlanSection


class SocialCare(PlanSection):
    """What protecting social care means here, and what it costs."""

    definition = NarrativeField(
        "What does protecting social care services mean locally?",
        help_text="Services, not budgets: say what people will still get.",
    )
    support = NarrativeField("How do the schemes protect them?", help_text="Name the schemes.")
    amount_first_year = MoneyField("Spent on social care, first year")
    amount_second_year = MoneyField("Spent on social care, second year")
    required_amount = MoneyField(
        "Least that must go to social care from the NHS minimum, second year",
        help_text="Only if an amount was confirmed to you. Leave empty if none was: it is not nought.",
    )
    care_act_amount = MoneyField(
        "For duties under the Care Act, second year",
        help_text="Your share of £135m nationally (policy framework 2016-17).",
    )
    carers_amount = MoneyField("For support to carers, second year")

    class Meta:
        verbose_name = "protection of social care"


class Sector(models.TextChoices):
    """Which of the two sectors runs a service."""

    HEALTH = "health", "Health"
    SOCIAL_CARE = "social_care", "Social care"


class SevenDayService(PlanRow):
    """A service that is to run on seven days."""

    service = LineField("Service")
    sector = ChoiceField("Sector", choices=Sector)
    current_hours = LineField("Hours now", max_length=80, help_text="For example, Monday to Friday, 9 to 5.")
    target_hours = LineField("Hours aimed at", max_length=80)
    starts_on = DayField("From which date")

    class Meta(PlanRow.Meta):
        verbose_name = "seven-day service"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sector__in=["", *Sector.values]), name="seven_day_service_sector_known"),
        ]

    def __str__(self) -> str:
        return str(self.service)


class DataSharing(PlanSection):
    """The NHS number, interfaces and the care taken of information."""

    nhs_number = YesNoField("Is the NHS number the main identifier in letters between health and social care?")
    nhs_number_by = DayField("If not, by which date?")
    matched_now = PercentField("Social care records with the NHS number now (%)")
    matched_first_year = PercentField("Aimed at by the end of the first year (%)")
    matched_second_year = PercentField("Aimed at by the end of the second year (%)")
    open_interfaces = YesNoField("Are you committed to open interfaces and standards?")
    interfaces = NarrativeField("Which interfaces and standards?")
    controls = NarrativeField("How is information kept safe?", help_text="Information governance controls.")

    class Meta:
        verbose_name = "data sharing"


class JointAssessment(PlanSection):
    """Who is at risk, who has a joint care plan, and who is accountable for it."""

    high_risk = PercentField("Adults at high risk of admission to hospital (%)")
    joint_plans = PercentField("Of those, people with a joint care plan and a named professional (%)")
    method = NarrativeField("How are people at risk found, and assessed jointly?")
    accountable_role = LineField(
        "Who is the accountable professional (role)?",
        help_text="For example, the person's GP. Needed when the fund pays for integrated packages of care.",
    )

    class Meta:
        verbose_name = "joint assessment"
