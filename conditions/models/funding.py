"""Where the pooled money comes from."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conditions.models.issued import FINANCIAL_YEAR, IssuedRow, is_financial_year, known_mark


class Side(models.TextChoices):
    """The two sides of a pooled fund."""

    NHS = "nhs", "NHS"
    COUNCIL = "council", "Council"


class FundingSource(IssuedRow):
    """Where pooled money comes from. Who must pay it in and who held it before are two facts (domain.md 4.2)."""

    key = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=120)
    contributor = models.CharField(max_length=10, choices=Side, help_text="The side that pays it into the pool")
    previous_holder = models.CharField(max_length=10, choices=Side, help_text="The side whose budget it was before")
    capital_only = models.BooleanField(default=False)
    first_year = models.CharField(
        max_length=7, validators=[is_financial_year], help_text="The first financial year in which it exists"
    )
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key"]
        constraints: ClassVar = [
            known_mark("funding_source"),
            models.CheckConstraint(
                condition=Q(contributor__in=Side.values) & Q(previous_holder__in=Side.values),
                name="funding_source_sides_known",
            ),
            models.CheckConstraint(
                condition=Q(first_year__regex=FINANCIAL_YEAR), name="funding_source_first_year_is_a_financial_year"
            ),
        ]

    def __str__(self) -> str:
        return self.title
