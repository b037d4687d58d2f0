"""The measures that a plan chooses itself: the local one, the experience survey, and boards that measure together."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from plans.models.fields import ChoiceField, LineField, NarrativeField, PercentField, YesNoField
from plans.models.rows import PlanRow
from plans.models.sections import PlanSection


class Direction(models.TextChoices):
    """Which way a measure moves when things get better."""

    UP = "up", "Higher is better"
    DOWN = "down", "Lower is better"


class Experience(models.TextChoices):
    """Which question on people's experience is used: the national one was not settled in December 2013 (found F04)."""

    NATIONAL = "national", "The national measure, once it is settled"
    LOCAL = "local", "A local measure"


class LocalMeasure(PlanSection):
    """The one local measure, from the menu or defined in six parts; the survey used; boards that report together."""

    menu = models.ForeignKey(
        "conditions.MeasureDefinition",
        verbose_name="Local measure from the national menu",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Leave empty to define your own below, in all six parts.",
    )
    numerator = LineField("Own measure: what is counted")
    denominator = LineField("Own measure: out of how many")
    unit = LineField("Own measure: unit", max_length=80, help_text="For example, per 100,000, or %.")
    direction = ChoiceField("Own measure: which way is better", choices=Direction)
    source = LineField("Own measure: source of the figures")
    frequency = LineField("Own measure: how often it is published", max_length=80)
    experience = ChoiceField("Which measure of people's experience is used?", choices=Experience)
    instrument = LineField("Name of the survey")
    question = NarrativeField("The question asked", max_length=2_000)
    combined = YesNoField("Are figures combined with other Health and Wellbeing Boards?")

    class Meta:
        verbose_name = "local measure and experience"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(direction__in=["", *Direction.values]) & Q(experience__in=["", *Experience.values]),
                name="local_measure_choices_known",
            ),
        ]


class BoardShare(PlanRow):
    """The part of a combined figure that belongs to one board."""

    board = LineField("Health and Wellbeing Board")
    share = PercentField("Share of the whole (%)")

    class Meta(PlanRow.Meta):
        verbose_name = "board"

    def __str__(self) -> str:
        return str(self.board)
