"""Tags of the template pack: a field, the error summary."""

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.safestring import SafeString

from itf.lib.errors import ErrorLink, error_links
from itf.lib.field_markup import field_html
from itf.lib.fields import revealed_names
from itf.lib.marking import marked

register = template.Library()


@register.simple_tag
def desk_field(field: BoundField, label_class: str = "") -> SafeString:
    """``{% desk_field form.vision %}``: one field with its label, hint, fault and control."""
    return field_html(field, label_class)


@register.inclusion_tag("desk/error_summary.html")
def error_summary(*parts: object) -> dict[str, list[ErrorLink]]:
    """``{% error_summary form rows %}``: every fault of the forms, formsets and lists given; else nothing."""
    return {"links": error_links(*parts)}


@register.simple_tag
def desk_management(formset: BaseFormSet) -> SafeString:  # type: ignore[type-arg]  # the form class differs
    """``{% desk_management rows %}``: what a formset must know of its rows when it is sent back."""
    return SafeString("".join(field_html(field) for field in formset.management_form))


@register.simple_tag
def marked_words(before: str, after: str) -> tuple[SafeString, SafeString]:
    """``{% marked_words change.before change.after as words %}``: both, with the words marked that differ."""
    return marked(before, after)


@register.filter
def own_fields(form: BaseForm) -> list[BoundField]:
    """The visible fields of a form that stand by themselves: not those that an option of another reveals."""
    hidden = revealed_names(form)
    return [field for field in form.visible_fields() if field.name not in hidden]
