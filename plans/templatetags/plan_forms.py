"""Filters for the forms of a plan's pages."""

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.formsets import DELETION_FIELD_NAME

register = template.Library()


@register.filter
def is_removed(form: Any) -> bool:
    """Whether a row was marked as removed, not yet saved."""
    return bool(form.is_bound and form.data.get(f"{form.prefix}-{DELETION_FIELD_NAME}"))


@register.filter
def is_wide(field: BoundField) -> bool:
    """Whether a field takes the whole width of its row."""
    return isinstance(field.field.widget, forms.Textarea | forms.CheckboxSelectMultiple)


@register.filter
def is_long(field: BoundField) -> bool:
    """Whether a line of text wants twice the width of a figure: what a row is called, in most rows."""
    return field.name in {"label", "measure", "who", "provider", "local_title", "note", "how_measured", "method"}


@register.filter
def title_of(instance: Any) -> str:
    """What a row is called, empty for one that says nothing yet."""
    return str(instance)
