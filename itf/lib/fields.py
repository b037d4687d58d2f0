"""What the template of a field needs: its id, what describes it, the class of its control. Alters nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.safestring import SafeString

from itf.lib.controls import control_html
from itf.lib.forms import DatePartsInput
from itf.lib.wording import NOT_OFFERED

# The first that fits wins, so the narrower widget stands before the one it is derived from.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DatePartsInput, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
)
CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input",
    "date": "govuk-input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}
# Hooks by which GOV.UK Frontend's script finds the control.
SCRIPTED = {"password": "govuk-password-input__input govuk-js-password-input-input"}
GROUPS = ("radios", "checkboxes", "date")
# What to do about a blank answer, in place of Django's sentence, which does not name the question.
ASKED = {"select": "choose one", "radios": "choose one", "checkboxes": "choose at least one", "file": "choose a file"}
ASKED |= {"checkbox": "tick to confirm", "date": "enter a date"}


@dataclass(frozen=True)
class Option:
    """One radio or checkbox of a group, and the fields that belong to it."""

    id: str
    name: str
    value: str
    label: str
    hint: str
    is_chosen: bool
    reveals: tuple[BoundField, ...]


@dataclass(frozen=True)
class FieldParts:
    """A field, ready for ``desk/field.html``."""

    id: str
    kind: str
    label: str
    help_text: str
    held: str
    counted_as: str
    errors: tuple[str, ...]
    described_by: str
    prefix: str
    suffix: str
    char_limit: int | None
    control: SafeString
    options: tuple[Option, ...]

    @property
    def is_group(self) -> bool:
        """Whether several controls share one question, which is then a fieldset with a legend."""
        return self.kind in GROUPS


def field_parts(field: BoundField) -> FieldParts:
    """Everything the template says about a field, worked out once."""
    kind = kind_of(field)
    id_ = control_id(field)
    help_text, held = str(field.help_text or ""), _about(field, "held_messages")
    errors = tuple(message for error in faults(field) for message in in_words(field, error))
    char_limit = _said(field, "char_limit") if kind == "textarea" else None
    notes = {"hint": help_text, "held": held, "error": errors, "info": char_limit}
    described_by = " ".join(f"{id_}-{part}" for part, there in notes.items() if there)
    has_options = kind in {"radios", "checkboxes"}
    return FieldParts(
        id=id_,
        kind=kind,
        label=str(field.label),
        help_text=help_text,
        held=held,
        counted_as=_about(field, "held_readings") if held else "",
        errors=errors,
        described_by=described_by,
        prefix=_said(field, "prefix"),
        suffix=_said(field, "suffix"),
        char_limit=char_limit or None,
        control=SafeString() if has_options else _control(field, kind, id_, described_by, counted=bool(char_limit)),
        options=_options(field, id_) if has_options else (),
    )


def kind_of(field: BoundField) -> str:
    """Which markup the field takes, by its widget: ``input`` when nothing narrower fits."""
    if field.is_hidden:
        return "hidden"
    return next((kind for widget, kind in KINDS if isinstance(field.field.widget, widget)), "input")


def control_id(field: BoundField, error: ValidationError | None = None) -> str:
    """The id of a control that can take focus: of a group, its first, or the part of a date that ``error`` names."""
    id_ = field.field.widget.attrs.get("id") or field.auto_id or f"id_{field.html_name}"
    part = (getattr(error, "params", None) or {}).get("part")
    return DatePartsInput.part_id(id_, part) if part and kind_of(field) == "date" else id_


def faults(field: BoundField) -> list[ValidationError]:
    """What is wrong with the field, with what Django knows of each fault."""
    found = field.form.errors.get(field.name)
    return found.as_data() if found else []


def in_words(field: BoundField, error: ValidationError) -> list[str]:
    """The sentences of a fault; the field is named where the sentence is not the form's own."""
    if error.code == "required" and error.messages == [str(forms.Field.default_error_messages["required"])]:
        return [f"{field.label}: {ASKED.get(kind_of(field), 'enter an answer')}."]
    if error.code == "max_length":
        return [f"{field.label}: {words[0].lower()}{words[1:]}" for words in without_label(error)]
    if error.messages == [NOT_OFFERED]:
        return [f"{field.label}: {NOT_OFFERED[0].lower()}{NOT_OFFERED[1:]}"]
    return without_label(error)


def without_label(error: ValidationError) -> list[str]:
    """The sentences of a fault where the field is named beside it already."""
    if error.code == "max_length" and error.params:
        most, there = error.params["limit_value"], error.params["show_value"]
        return [f"Use {most:,} characters or fewer. There are {there:,}."]
    return [str(message) for message in error.messages]


def revealed_names(form: forms.BaseForm) -> set[str]:
    """The fields that appear under an option of another field, and so not on their own."""
    return {
        name for field in form.fields.values() for names in getattr(field, "reveals", {}).values() for name in names
    }


def _control(field: BoundField, kind: str, id_: str, described_by: str, *, counted: bool) -> SafeString:
    widget = field.field.widget
    if kind == "hidden":
        return control_html(field, {"id": id_})
    base = CLASSES[kind]
    # A checkbox has no error look of its own; the message beside it says what is wrong.
    error = f"{base}--error" if field.errors and kind not in {"checkbox", "date"} else ""
    names = (
        base,
        error,
        _said(field, "width"),
        SCRIPTED.get(kind, ""),
        "govuk-js-character-count" if counted else "",
        widget.attrs.get("class", ""),
    )
    # Without Django's maxlength: a browser drops the end of what is pasted, unseen. The form says that it is too long.
    attrs: dict[str, Any] = {"id": id_, "class": " ".join(name for name in names if name), "maxlength": False}
    if described_by and kind != "date":
        attrs["aria-describedby"] = described_by
    if kind == "date":
        attrs["wrong_parts"] = _wrong_parts(field)
    return control_html(field, attrs)


def _wrong_parts(field: BoundField) -> set[str]:
    found = {(error.params or {}).get("part") for error in faults(field)}
    return {str(part) for part in found if part} or ({"day", "month", "year"} if found else set())


def _options(field: BoundField, id_: str) -> tuple[Option, ...]:
    hints: Mapping[str, str] = getattr(field.field, "option_hints", {})
    reveals: Mapping[str, Sequence[str]] = getattr(field.field, "reveals", {})
    options = []
    # The choices themselves: Django's subwidgets copy the attributes for each, and thirty rows may have 900.
    choices: Iterable[tuple[Any, Any]] = field.field.choices  # type: ignore[attr-defined]  # only a choice field comes here
    chosen = field.field.widget.format_value(field.value()) or ()
    for position, (key, label) in enumerate(choices):
        value = str(key)
        options.append(
            Option(
                # The first has the bare id, so that a link to the field reaches it.
                id=id_ if position == 0 else f"{id_}-{position + 1}",
                name=field.html_name,
                value=value,
                label=str(label),
                hint=hints.get(value, ""),
                is_chosen=value in chosen,
                reveals=tuple(field.form[name] for name in reveals.get(value, ())),
            )
        )
    return tuple(options)


def _about(field: BoundField, name: str) -> str:
    """What a form says of a text that could not be read and is kept as typed; empty when there is none.

    ``held_messages``: the sentence about it. ``held_readings``: what it counts as until someone decides.
    """
    said: Mapping[str, str] = getattr(field.form, name, {})
    return str(said.get(field.name, ""))


def _said(field: BoundField, name: str) -> Any:
    """An attribute of the field, or of its widget when the field is silent; empty when both are."""
    return getattr(field.field, name, None) or getattr(field.field.widget, name, None) or ""
