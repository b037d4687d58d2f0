"""Controls drawn without a template: a page of thirty rows has hundreds, and Django includes one for each option.

Everything that comes from outside passes ``escaped`` here. CPU of 30 rows of 8 fields, their forms included: 53 ms with
Django's list of options and a template around each control, 29 ms with options drawn straight from the choices, 17 ms
with the field drawn as well (``itf.lib.field_markup``).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

TEMPLATE = "django/forms/widgets/{}.html"
SPECIAL = re.compile("[&<>\"']")


def escaped(text: object) -> str:
    """The text for use in HTML, in an attribute or between tags; what is HTML already stays as it is."""
    if hasattr(text, "__html__"):
        return str(text.__html__())
    written = str(text)
    # Most of what comes here is ids, names and class names; one look is quicker than five replacements.
    return escape(written) if SPECIAL.search(written) else written


def attributes(given: Mapping[str, Any]) -> str:
    """Attributes as they stand in a tag: ``True`` gives the bare name, ``False`` and ``None`` nothing."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escaped(value)}"'
        for name, value in given.items()
        if value is not None and value is not False
    )


def control_html(field: BoundField, attrs: dict[str, Any]) -> SafeString:
    """The control of a field, with these attributes (its id among them): the same markup as Django draws."""
    widget = field.field.widget
    draw = DRAWN.get(widget.template_name)
    if draw is None or getattr(widget, "allow_multiple_selected", False):
        return field.as_widget(attrs=attrs)
    return SafeString(draw(widget, field.html_name, field.value(), field.build_widget_attrs(attrs, widget)))


def _input(widget: Any, name: str, value: Any, attrs: dict[str, Any]) -> str:
    parts = widget.get_context(name, value, attrs)["widget"]
    written = "" if parts["value"] is None else f' value="{escaped(parts["value"])}"'
    return f'<input type="{parts["type"]}" name="{escaped(name)}"{written}{attributes(parts["attrs"])}>'


def _textarea(widget: Any, name: str, value: Any, attrs: dict[str, Any]) -> str:
    parts = widget.get_context(name, value, attrs)["widget"]
    # A browser drops the first line end inside a textarea, so one stands there to be dropped.
    return f'<textarea name="{escaped(name)}"{attributes(parts["attrs"])}>\n{escaped(parts["value"] or "")}</textarea>'


def _select(widget: Any, name: str, value: Any, attrs: dict[str, Any]) -> str:
    # Not the widget's own context, which copies the attributes for every option.
    parts = forms.Widget.get_context(widget, name, value, attrs)["widget"]
    options = _options(widget.choices, set(parts["value"][:1]))
    return f'<select name="{escaped(name)}"{attributes(parts["attrs"])}>{options}</select>'


def _options(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> str:
    drawn = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            drawn.append(f'<optgroup label="{escaped(value)}">{_options(label, chosen)}</optgroup>')
        else:
            text = "" if value is None else str(value)
            mark = " selected" if text in chosen else ""
            drawn.append(f'<option value="{escaped(text)}"{mark}>{escaped(label)}</option>')
    return "".join(drawn)


DRAWN: dict[str, Callable[[Any, str, Any, dict[str, Any]], str]] = {
    **{TEMPLATE.format(kind): _input for kind in ("text", "number", "email", "password", "checkbox", "hidden")},
    TEMPLATE.format("textarea"): _textarea,
    TEMPLATE.format("select"): _select,
}
