"""What rules measure by: their parameters, and national statements whose parts can be added up."""

import re
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from conditions.models.issued import IssuedRow, known_mark

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])$", re.ASCII)


class ParameterKind(models.TextChoices):
    """What a rule's parameter holds."""

    NUMBER = "number", "A number"
    KEYS = "keys", "Keys of funding sources, separated by spaces"
    MONTHS = "months", "Months as 2015-04, in order, separated by spaces"


class RuleParameter(IssuedRow):
    """A tolerance, limit, set or term that a published rule or the payment model uses; versions keep their own."""

    key = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=160)
    rules = models.CharField(
        max_length=60, blank=True, help_text="The rules that use it, separated by spaces; none for a term of payment"
    )
    kind = models.CharField(max_length=10, choices=ParameterKind, default=ParameterKind.NUMBER)
    value = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key"]
        constraints: ClassVar = [
            known_mark("rule_parameter"),
            models.CheckConstraint(condition=Q(kind__in=ParameterKind.values), name="rule_parameter_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raises ValidationError for a number or a month that is none."""
        if self.kind == ParameterKind.NUMBER and not is_number(self.value):
            raise ValidationError({"value": "Write one number with digits and at most one point, for example 3.5."})
        if self.kind == ParameterKind.MONTHS and not all(MONTH.match(month) for month in self.value.split()):
            raise ValidationError({"value": "Write months as year and number, for example 2015-04 2015-10."})


def is_number(text: str) -> bool:
    """Whether a text is one plain, finite number of nought or more."""
    try:
        return Decimal(text).is_finite() and Decimal(text) >= 0
    except InvalidOperation:
        return False


class Reckoning(models.TextChoices):
    """How a national statement can be worked out from its parts."""

    SUM = "sum", "The parts add up to it"
    SHARE = "share", "The parts counted, as per cent of all parts"


class NationalStatement(IssuedRow):
    """A national figure as a paper states it, with the parts it should follow from. Shown, never mended."""

    key = models.SlugField(max_length=60, primary_key=True)
    title = models.CharField(max_length=200)
    reckoning = models.CharField(max_length=10, choices=Reckoning, default=Reckoning.SUM)
    stated = models.DecimalField(max_digits=12, decimal_places=2, help_text="£ million, or per cent for a share")
    parts = models.JSONField(help_text='Each part as ["name", "amount"]; for a share, "counted" after those that count')
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key"]
        constraints: ClassVar = [
            known_mark("national_statement"),
            models.CheckConstraint(condition=Q(reckoning__in=Reckoning.values), name="national_statement_reckoning"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raises ValidationError for parts that are not names with amounts, or a share without one that counts."""
        parts = self.parts
        shaped = isinstance(parts, list) and all(
            isinstance(part, list) and len(part) in {2, 3} and is_number(str(part[1])) for part in parts
        )
        if not shaped or not parts:
            raise ValidationError({"parts": 'Write a list of parts, each as ["name", "amount"].'})
        if self.reckoning == Reckoning.SHARE and not any(part[2:] == ["counted"] for part in parts):
            raise ValidationError({"parts": 'At least one part of a share must end with "counted".'})
