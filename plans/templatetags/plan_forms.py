"""Filters for the forms of a plan's pages."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from django import forms, template
from django.db.models import DateField, ManyToManyField
from django.forms import BoundField
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.safestring import SafeString

from itf.lib.field_markup import field_html
from plans.models.fields import NarrativeField
from plans.running_rows import SAID
from plans.templatetags.plan_comments import field_comments
from plans.threads import PageComments

register = template.Library()

# What a page asks behind "More": answers that few plans need, or that a later template needs. Where a template requires
# one, it stands with the others.
FURTHER = MappingProxyType(
    {
        "acuteimpact": frozenset({"length_of_stay", "occupancy"}),
        "benefit": frozenset({"cohort", "recurrent", "how_calculated"}),
        "contingencyrow": frozenset({"saving_ongoing", "support_ongoing", "other_source"}),
        "investment": frozenset(
            {
                "area_of_spend",
                "other_area",
                "commissioner",
                "nhs_share",
                "council_share",
                "provider_type",
                "spend_status",
            }
        ),
        "measureplan": frozenset({"baseline_stated", "april_stated", "october_stated"}),
        "party": frozenset({"activity"}),
        "risk": frozenset({"review_on", "schemes", "measures"}),
        "scheme": frozenset(
            {
                "service_group",
                "scheme_type",
                "other_type",
                "sub_type",
                "output_first_year",
                "output_second_year",
                "output_unit",
                "stated_first_year",
                "stated_second_year",
                "source_note",
            }
        ),
    }
)


MOST_IN_A_LINE = 6  # boxes

# Lines of text that want twice the width of a figure: what a row is called, in most rows.
LONG = frozenset({"label", "name", "measure", "who", "provider", "local_title", "note", "how_measured", "method"})


@register.filter
def asked_at_once(form: Any, holder: Any) -> list[BoundField]:
    """The fields of a form that stand open on the page; ``holder`` is the page or table that holds the form."""
    behind = _behind_more(form, holder)
    return [field for field in form.visible_fields() if field.name not in behind | {DELETION_FIELD_NAME}]


@register.filter
def asked_further(form: Any, holder: Any) -> list[BoundField]:
    """The fields behind "More"."""
    behind = _behind_more(form, holder)
    return [field for field in form.visible_fields() if field.name in behind]


@register.filter
def needs_a_look(fields: list[BoundField]) -> bool:
    """Whether something behind "More" is refused or held, so that it must stand open."""
    return any(field.errors or field.name in getattr(field.form, "held_messages", ()) for field in fields)


@register.filter
def how_many_answered(fields: list[BoundField]) -> int:
    """How many of the fields have an answer."""
    return sum(field.value() not in (None, "", [], ["", "", ""]) for field in fields)


def _behind_more(form: Any, holder: Any) -> frozenset[str]:
    asked = getattr(holder, "spec", None) or holder.section
    return FURTHER.get(str(form._meta.model._meta.model_name), frozenset()) - frozenset(asked.required)


@register.filter
def is_removed(form: Any) -> bool:
    """Whether a row was marked as removed, not yet saved."""
    can_be = form.is_bound and not getattr(form, "given", None)
    return bool(can_be and form.data.get(f"{form.prefix}-{DELETION_FIELD_NAME}"))


@register.simple_tag
def desk_boxes(fields: Iterable[BoundField], comments: PageComments | str, row: object) -> SafeString:
    """``{% desk_boxes form|asked_at_once:table comments form.row_id %}``: each box with the open comments on it.

    One tag for all of a row: thirty rows have 330 boxes, and a template's loop took as long as drawing them.
    """
    drawn = (
        f"<div{width_of(field)}>{field_html(field)}{field_comments(comments, row, field)}</div>" for field in fields
    )
    return SafeString("".join(drawn))


@register.filter
def width_of(field: BoundField) -> SafeString:
    """The class by which a box takes the whole width of its row, or twice that of a figure."""
    if isinstance(field.field.widget, forms.Textarea | forms.CheckboxSelectMultiple):
        return SafeString(' class="desk-row__wide"')
    if field.name in LONG:
        return SafeString(' class="desk-row__long"')
    if isinstance(field.field.widget, forms.Select):
        return SafeString(f' class="desk-row__{"brief" if field.name == "year" else "listed"}"')
    return SafeString()


@register.filter
def is_short(table: Any) -> bool:
    """Whether a row of the table fits on one line of a wide page, under the heads of its columns."""
    names = table.spec.fields
    kinds = [table.spec.model._meta.get_field(name) for name in names]
    is_plain = not any(isinstance(kind, NarrativeField | DateField | ManyToManyField) for kind in kinds)
    return not table.is_keyed and is_plain and len(names) <= MOST_IN_A_LINE


@register.filter
def boxes_of(table: Any) -> list[BoundField]:
    """The boxes of a row, in the order of the columns."""
    return asked_at_once(table.empty_form, table)


@register.filter
def title_of(instance: Any) -> str:
    """What a row is called, empty for one that says nothing yet."""
    return str(instance)


@register.filter
def has_sum(form: Any) -> bool:
    """Whether what the row comes to stands beside its boxes."""
    return str(form.prefix).partition("-")[0] in SAID


@register.filter
def sum_among(form: Any, sums: Any) -> str:
    """What the row comes to, among the sums of the page; empty where nobody worked them out."""
    return str((sums or {}).get(str(form.prefix), ""))


@register.filter
def measure_among(form: Any, measures: Any) -> Any:
    """What the row's figures come to, among the measures of the page; None where nobody worked them out."""
    return next((measure for measure in measures or () if measure.id == str(form.row_id)), None)
