"""A field as HTML: label or legend, notes, control, counter; drawn without a template, as the controls are.

The markup is GOV.UK Frontend's, and this is the one place of it: ``{% desk_field %}`` and crispy's pack end here.
"""

from django.forms import BoundField
from django.utils.safestring import SafeString

from itf.lib.controls import attributes, escaped
from itf.lib.fields import FieldParts, Option, field_parts

ERROR = "govuk-form-group--error"
LABEL_CLASS, LEGEND_CLASS = "govuk-label--s", "govuk-fieldset__legend--s"


def field_html(field: BoundField, label_class: str = "") -> SafeString:
    """One field with everything said about it; ``label_class`` sets the size of a label."""
    part = field_parts(field)
    if part.kind == "hidden":
        return part.control
    if part.is_group:
        return SafeString(_group(part, is_disabled=field.field.disabled))
    if part.kind == "checkbox":
        return SafeString(_checkbox(part))
    return SafeString(_single(part, label_class))


def _single(part: FieldParts, label_class: str) -> str:
    label = {"class": f"govuk-label {label_class or LABEL_CLASS}", "for": part.id}
    inside = f"<label{attributes(label)}>{escaped(part.label)}</label>{_notes(part)}{_wrapped(part)}"
    classes, more = [ERROR] if part.errors else [], {}
    if part.char_limit:
        classes.append("govuk-character-count")
        more = {"data-module": "govuk-character-count", "data-maxlength": part.char_limit, "data-threshold": "75"}
        told = f"You can enter up to {part.char_limit} characters"
        inside += f'<div id="{escaped(part.id)}-info" class="govuk-hint govuk-character-count__message">{told}</div>'
    if part.kind == "password":
        classes.append("govuk-password-input")
        more = {"data-module": "govuk-password-input"}
    return f'<div class="{" ".join(["govuk-form-group", *classes])}"{attributes(more)}>{inside}</div>'


def _wrapped(part: FieldParts) -> str:
    """The control with its sign before or after it, or with the button that shows a password."""
    if part.kind == "password":
        button = {
            "type": "button",
            "class": "govuk-button govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle",
            "data-module": "govuk-button",
            "aria-controls": part.id,
            "aria-label": "Show password",
            "hidden": True,
        }
        shown = f"{part.control}<button{attributes(button)}>Show</button>"
        return f'<div class="govuk-input__wrapper govuk-password-input__wrapper">{shown}</div>'
    if not (part.prefix or part.suffix):
        return part.control
    before, after = (
        f'<div class="govuk-input__{place}" aria-hidden="true">{escaped(sign)}</div>' if sign else ""
        for place, sign in (("prefix", part.prefix), ("suffix", part.suffix))
    )
    return f'<div class="govuk-input__wrapper">{before}{part.control}{after}</div>'


def _checkbox(part: FieldParts) -> str:
    """A box that stands alone, its label beside it."""
    id_ = escaped(part.id)
    hint = _hint(id_, part.help_text, " govuk-checkboxes__hint") if part.help_text else ""
    return (
        f'<div class="govuk-form-group{f" {ERROR}" if part.errors else ""}">{_errors(part)}'
        '<div class="govuk-checkboxes" data-module="govuk-checkboxes"><div class="govuk-checkboxes__item">'
        f'{part.control}<label class="govuk-label govuk-checkboxes__label" for="{id_}">{escaped(part.label)}</label>'
        f"{hint}</div></div></div>"
    )


def _group(part: FieldParts, *, is_disabled: bool) -> str:
    """Several controls under one legend: a date, radios, checkboxes."""
    described = {"role": "group" if part.kind == "date" else None, "aria-describedby": part.described_by or None}
    inside = part.control
    if part.kind != "date":
        options = "".join(_option(part.kind, option, is_disabled=is_disabled) for option in part.options)
        inside = SafeString(f'<div class="govuk-{part.kind}" data-module="govuk-{part.kind}">{options}</div>')
    return (
        f'<div class="govuk-form-group{f" {ERROR}" if part.errors else ""}">'
        f'<fieldset class="govuk-fieldset"{attributes(described)}>'
        f'<legend class="govuk-fieldset__legend {LEGEND_CLASS}">{escaped(part.label)}</legend>'
        f"{_notes(part)}{inside}</fieldset></div>"
    )


def _option(block: str, option: Option, *, is_disabled: bool) -> str:
    """One radio or checkbox of a group, and below it the fields that it reveals."""
    id_ = escaped(option.id)
    given = {
        "class": f"govuk-{block}__input",
        "id": option.id,
        "name": option.name,
        "type": "radio" if block == "radios" else "checkbox",
        "value": option.value,
        "checked": option.is_chosen,
        "disabled": is_disabled,
        "aria-describedby": f"{option.id}-option-hint" if option.hint else None,
    }
    hint = _hint(f"{id_}-option", option.hint, f" govuk-{block}__hint") if option.hint else ""
    label = f'<label class="govuk-label govuk-{block}__label" for="{id_}">{escaped(option.label)}</label>'
    item = f'<div class="govuk-{block}__item"><input{attributes(given)}>{label}{hint}</div>'
    if not option.reveals:
        return item
    revealed = "".join(field_html(field) for field in option.reveals)
    return f'{item}<div class="govuk-{block}__conditional">{revealed}</div>'


def _notes(part: FieldParts) -> str:
    """Hint, held text and errors, each under the id by which the control names it."""
    id_ = escaped(part.id)
    hint = _hint(id_, part.help_text) if part.help_text else ""
    held = ""
    if part.held:
        counts = f"Counted as {part.counted_as} until you decide." if part.counted_as else "Not counted yet."
        told = f"<strong>{escaped(counts)}</strong> {escaped(part.held)}"
        held = f'<p id="{id_}-held" class="desk-held">{told}</p>'
    return hint + held + _errors(part)


def _hint(id_: str, text: str, more: str = "") -> str:
    return f'<div id="{id_}-hint" class="govuk-hint{more}">{escaped(text)}</div>'


def _errors(part: FieldParts) -> str:
    if not part.errors:
        return ""
    said = "<br>".join(
        f'<span class="govuk-visually-hidden">Error:</span> {escaped(message)}' for message in part.errors
    )
    return f'<p id="{escaped(part.id)}-error" class="govuk-error-message">{said}</p>'
