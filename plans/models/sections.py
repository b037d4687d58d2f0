"""One model per section that has single answers. The field is the question: its wording, hint and limits live here."""

from django.db import models

from plans.models.fields import ChoiceField, DayField, LineField, MoneyField, NarrativeField


class PlanSection(models.Model):
    """What every section's model shares: one row per plan, and nothing required to save."""

    plan = models.OneToOneField(
        "plans.Plan", on_delete=models.CASCADE, primary_key=True, related_name="%(class)s_section"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} of {self.plan_id}"


class PooledFundAgreement(models.TextChoices):
    """How far the section 75 agreement has come (pooled funds need one by 1 April 2015)."""

    NOT_STARTED = "not_started", "Not started"
    DRAFT = "draft", "In draft"
    AGREED = "agreed", "Agreed, not signed"
    SIGNED = "signed", "Signed"


class PlanDetails(PlanSection):
    """The header of the plan."""

    boundary_differences = NarrativeField(
        "How are differences between council and CCG boundaries dealt with?",
        help_text="Needed when a CCG's population is only partly in this locality.",
    )
    five_year_strategy = NarrativeField(
        "How does this plan fit the five-year strategy?", help_text="Name the strategy, or give a link to it."
    )
    council_contact = LineField(
        "Council lead (post)", help_text="A post, for example Director of adult social services."
    )
    nhs_contact = LineField("CCG lead (post)", help_text="A post, for example Chief finance officer.")
    board_meets_on = DayField(
        "Date the Health and Wellbeing Board considers the plan", help_text="For example, 30 1 2014."
    )
    submits_on = DayField("Date you mean to submit the plan", help_text="No later than the last day of the window.")
    late_reason = NarrativeField(
        "Why will the plan be submitted after the window closes?", help_text="Only if the date above is later."
    )
    pooled_fund_agreement = ChoiceField("Section 75 agreement", choices=PooledFundAgreement)
    pooled_fund_agreed_on = DayField(
        "Date of the section 75 agreement", help_text="When it was signed, or when it is to be."
    )
    version_label = LineField("Name of this version", max_length=60, help_text="For example, Second draft.")
    change_note = LineField("What changed in this version", help_text="One line, shown in the list of versions.")

    class Meta:
        verbose_name = "plan details"


class Vision(PlanSection):
    """Vision, aims and planned changes."""

    vision = NarrativeField(
        "What is your vision for health and care services in five years?",
        help_text="Say what will be different for people who use them.",
    )
    person_statement = NarrativeField(
        "What will a person be able to say about their care?",
        help_text="In the words of someone who uses services, if you wish.",
    )
    aims = NarrativeField("What are your aims and objectives, and how will you measure them?")
    changes = NarrativeField(
        "What changes are planned?", help_text="The schemes, what makes them succeed, and when each happens."
    )
    alignment = NarrativeField(
        "How does the plan align with the needs assessment, the health and wellbeing strategy and each partner's plans?"
    )

    class Meta:
        verbose_name = "vision"


class Pool(PlanSection):
    """The size of the pooled fund, and what is not yet allotted to a scheme."""

    agreed_first_year = MoneyField("Total agreed pool, first year")
    agreed_second_year = MoneyField("Total agreed pool, second year")
    unallocated_first_year = MoneyField("Not yet allocated to a scheme, first year")
    unallocated_second_year = MoneyField("Not yet allocated to a scheme, second year")
    unallocated_reason = NarrativeField(
        "Why is money left unallocated?",
        help_text="For example, a contingency. Needed when either figure above is not 0.",
    )
    performance_linked = MoneyField(
        "Of which depends on performance, second year", help_text="Your part of £1bn nationally, if it is known."
    )

    class Meta:
        verbose_name = "pooled fund"


class MeasuresNarrative(PlanSection):
    """What is said about the measures as a whole."""

    expected_outcomes = NarrativeField("What outcomes do you expect, and how will you measure them?")
    assurance_process = NarrativeField("How will the measures be assured locally?")

    class Meta:
        verbose_name = "measures"


class Engagement(PlanSection):
    """How providers and the public were involved."""

    provider_engagement = NarrativeField("How have service providers been involved in the plan?")
    public_engagement = NarrativeField("How have patients, service users and the public been involved?")
    healthwatch_view = NarrativeField("What is the view of local Healthwatch?")
    healthwatch_reply = NarrativeField("What do the partners reply to Healthwatch?", max_length=5_000)

    class Meta:
        verbose_name = "engagement"


class Acute(PlanSection):
    """Implications for the acute sector."""

    implications = NarrativeField(
        "What does the plan mean for acute hospitals?",
        help_text="Activity, beds and money, for each provider affected.",
    )
    if_savings_fail = NarrativeField("What happens to hospital services if the savings are not made?")

    class Meta:
        verbose_name = "implications for the acute sector"


class Governance(PlanSection):
    """Who decides, and how progress is overseen."""

    governance = NarrativeField(
        "How is the plan governed?", help_text="The board, who may decide what, escalation and the reporting cycle."
    )
    risk_sharing = NarrativeField(
        "How is risk shared, and what happens to money held back if targets are missed?",
        help_text="Say who decides on redeployment.",
    )

    class Meta:
        verbose_name = "governance"
