"""A field of one control as HTML: label, notes, control, counter; drawn without a template, as the control is.

The markup is GOV.UK Frontend's. Groups of controls, passwords and lone checkboxes are rarer and have templates.
"""

from django.utils.safestring import SafeString

from itf.lib.controls import attributes, escaped
from itf.lib.fields import FieldParts

SINGLE = frozenset({"input", "select", "textarea", "file"})
LABEL_CLASS = "govuk-label--s"


def single_field(part: FieldParts, label_class: str = "") -> SafeString:
    """The field with everything said about it; its kind must be one of ``SINGLE``."""
    classes = ["govuk-form-group"]
    classes += ["govuk-form-group--error"] if part.errors else []
    counted = {}
    if part.char_limit:
        classes.append("govuk-character-count")
        counted = {
            "data-module": "govuk-character-count",
            "data-maxlength": part.char_limit,
            "data-threshold": "75",
        }
    label = {"class": f"govuk-label {label_class or LABEL_CLASS}", "for": part.id}
    return SafeString(
        f'<div class="{" ".join(classes)}"{attributes(counted)}>'
        f"<label{attributes(label)}>{escaped(part.label)}</label>"
        f"{_notes(part)}{_wrapped(part)}{_counter(part)}</div>"
    )


def _notes(part: FieldParts) -> str:
    """Hint, held text and errors, each under the id by which the control names it."""
    id_ = escaped(part.id)
    notes = f'<div id="{id_}-hint" class="govuk-hint">{escaped(part.help_text)}</div>' if part.help_text else ""
    if part.held:
        told = f"<strong>Not counted yet.</strong> {escaped(part.held)}"
        notes += f'<p id="{id_}-held" class="desk-held">{told}</p>'
    if part.errors:
        said = "<br>".join(
            f'<span class="govuk-visually-hidden">Error:</span> {escaped(message)}' for message in part.errors
        )
        notes += f'<p id="{id_}-error" class="govuk-error-message">{said}</p>'
    return notes


def _wrapped(part: FieldParts) -> str:
    """The control with its sign before or after it."""
    if not (part.prefix or part.suffix):
        return part.control
    before, after = (
        f'<div class="govuk-input__{place}" aria-hidden="true">{escaped(sign)}</div>' if sign else ""
        for place, sign in (("prefix", part.prefix), ("suffix", part.suffix))
    )
    return f'<div class="govuk-input__wrapper">{before}{part.control}{after}</div>'


def _counter(part: FieldParts) -> str:
    if not part.char_limit:
        return ""
    text = f"You can enter up to {part.char_limit} characters"
    return f'<div id="{escaped(part.id)}-info" class="govuk-hint govuk-character-count__message">{text}</div>'
