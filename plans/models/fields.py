"""The kinds of answer a plan holds, as model fields: every one may be blank, because a draft always saves."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models

NARRATIVE_LIMIT = 20_000  # characters; about eight printed pages for one answer


class FigureField(models.DecimalField[Any, Any]):
    """A figure that people type; text that is not one figure is held beside it (see HeldValue), never guessed.

    ``unit``: the sign that stands at its box, where the class says none.
    """

    places = 2
    unit = ""

    def __init__(self, verbose_name: str | None = None, *, unit: str = "", **options: Any) -> None:
        self.unit = unit or type(self).unit
        settings = {"max_digits": 14, "decimal_places": self.places, "null": True, "blank": True}
        super().__init__(verbose_name, **{**settings, **options})


class MoneyField(FigureField):
    """Pounds sterling, numeric(14, 2), nought or more."""

    unit = "£"
    default_validators = [MinValueValidator(Decimal(0))]  # noqa: RUF012 - Django's stubs make it an instance's


class QuantityField(FigureField):
    """A count, rate or number of periods with up to four decimals, nought or more."""

    places = 4
    default_validators = [MinValueValidator(Decimal(0))]  # noqa: RUF012 - Django's stubs make it an instance's


class PercentField(FigureField):
    """A percentage from 0 to 100 or more (a rise may exceed 100), as the number people write before the sign."""

    unit = "%"
    default_validators = [MinValueValidator(Decimal(0))]  # noqa: RUF012 - Django's stubs make it an instance's


class LineField(models.CharField[Any, Any]):
    """One line of text."""

    def __init__(self, verbose_name: str | None = None, **options: Any) -> None:
        super().__init__(verbose_name, **{"max_length": 200, "blank": True, **options})


class NarrativeField(models.TextField[Any, Any]):
    """Prose of several paragraphs."""

    def __init__(self, verbose_name: str | None = None, **options: Any) -> None:
        super().__init__(verbose_name, **{"max_length": NARRATIVE_LIMIT, "blank": True, **options})


class DayField(models.DateField[Any, Any]):
    """A day in the calendar."""

    def __init__(self, verbose_name: str | None = None, **options: Any) -> None:
        super().__init__(verbose_name, **{"null": True, "blank": True, **options})


class ChoiceField(models.CharField[Any, Any]):
    """One of a fixed list."""

    def __init__(self, verbose_name: str | None = None, **options: Any) -> None:
        super().__init__(verbose_name, **{"max_length": 30, "blank": True, **options})


class YesNoField(models.BooleanField[Any, Any]):
    """Yes, no, or not yet answered."""

    def __init__(self, verbose_name: str | None = None, **options: Any) -> None:
        super().__init__(verbose_name, **{"null": True, "blank": True, **options})
