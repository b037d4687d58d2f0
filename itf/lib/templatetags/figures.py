"""Filters that write figures as ``itf.lib.figures`` does."""

from decimal import Decimal

from django import template

from itf.lib import figures

register = template.Library()


@register.filter
def pounds(amount: Decimal | int | None) -> str:
    """``{{ amount|pounds }}``: £121,394, or a dash for none."""
    return figures.pounds(None if amount is None or amount == "" else Decimal(amount))


@register.filter
def whole_pounds(amount: Decimal | None) -> str:
    """``{{ amount|whole_pounds }}``: for sentences, without pence."""
    return figures.whole_pounds(amount)


@register.filter
def plain(value: Decimal | int | None) -> str:
    """``{{ value|plain }}``: grouped thousands, no trailing noughts, nothing for none."""
    return figures.plain(None if value is None or value == "" else Decimal(value))
