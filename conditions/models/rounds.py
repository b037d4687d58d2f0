"""The occasions for which plans are written, and the dates of the fund."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from conditions.models.condition_sets import ConditionSet
from conditions.models.issued import FINANCIAL_YEAR, IssuedRow, is_financial_year, known_mark


class RouteGroup(models.TextChoices):
    """Who answers on the way of a plan, a group at a time; within a group in any order."""

    PARTY = "party", "Councils and CCGs"
    BOARD = "board", "Health and Wellbeing Board"
    AREA = "area", "Area team"
    REGION = "region", "Region"
    NATIONAL = "national", "National team"
    MINISTERS = "ministers", "Ministers"


DEFAULT_ROUTE = " ".join(RouteGroup.values)
OF_EVERY_ROUTE = [RouteGroup.PARTY, RouteGroup.BOARD, RouteGroup.AREA]


def is_route(text: str) -> None:
    """A route names those who sign and the area team; of those above it any, in order. The last group decides."""
    groups = text.split()
    in_order = groups == [group for group in RouteGroup.values if group in groups]
    if not in_order or groups[:3] != OF_EVERY_ROUTE:
        raise ValidationError(
            f"Name groups in this order: {DEFAULT_ROUTE}. The first three are on every route; the last named decides."
        )


class Round(IssuedRow):
    """An occasion for which plans are written: which template, which conditions, which years, until when."""

    key = models.SlugField(max_length=60, primary_key=True)
    title = models.CharField(max_length=160)
    national_template = models.CharField(max_length=40, help_text="The template's key, for example dec-2013")
    condition_set = models.ForeignKey(ConditionSet, on_delete=models.PROTECT, related_name="rounds")
    first_year = models.CharField(max_length=7, validators=[is_financial_year])
    second_year = models.CharField(max_length=7, validators=[is_financial_year])
    window_closes_on = models.DateField(help_text="The last day on which submitting is on time")
    route = models.CharField(
        max_length=120,
        default=DEFAULT_ROUTE,
        validators=[is_route],
        help_text="The groups that a plan passes, in order. A plan keeps the route it was put up for sign-off on",
    )
    allows_not_agreed = models.BooleanField(
        "a plan may go forward though a body cannot agree",
        default=False,
        help_text="With the statements of both sides. A plan keeps what held when it was put up for sign-off",
    )
    assurance_days = models.PositiveSmallIntegerField(
        "working days for assurance",
        default=20,
        help_text="From submission to the decision, without days spent waiting for the authors. Our own figure",
    )
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key"]
        constraints: ClassVar = [
            known_mark("round"),
            models.CheckConstraint(
                condition=Q(first_year__regex=FINANCIAL_YEAR) & Q(second_year__regex=FINANCIAL_YEAR),
                name="round_years_are_financial_years",
            ),
            models.CheckConstraint(condition=Q(first_year__lt=models.F("second_year")), name="round_years_in_order"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> tuple[str, str]:
        """The two financial years a plan of this round covers."""
        return self.first_year, self.second_year


class Tranche(IssuedRow):
    """Plans of a round that are reviewed nationally together, and go to ministers as one list."""

    key = models.SlugField(max_length=60, primary_key=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="tranches")
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["round__position", "position", "key"]
        constraints: ClassVar = [known_mark("tranche")]

    def __str__(self) -> str:
        return self.title


class TimetableEntry(IssuedRow):
    """One date of the fund's history: a day where it is known, otherwise the months as the source puts them."""

    key = models.SlugField(max_length=60, primary_key=True)
    title = models.CharField(max_length=200)
    falls_on = models.DateField(null=True, blank=True)
    period = models.CharField(max_length=60, blank=True, help_text="For example, December 2013 to January 2014")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key"]
        verbose_name_plural = "timetable entries"
        constraints: ClassVar = [
            known_mark("timetable_entry"),
            models.CheckConstraint(
                condition=(Q(falls_on__isnull=False) & Q(period="")) | (Q(falls_on__isnull=True) & ~Q(period="")),
                name="timetable_entry_day_or_period",
            ),
        ]

    def __str__(self) -> str:
        return self.title
