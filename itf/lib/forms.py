"""Fields, widgets and buttons that the pages share: a date in three parts, figures, narrative, submit."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from crispy_forms.layout import BaseInput
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from itf.lib.controls import attributes, escaped

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
PARTS = ("day", "month", "year")
WIDTHS = {"day": 2, "month": 3, "year": 4}
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
SHORTEST_YEAR = 1000
LONGEST_NUMBER = 4
# Three letters tell every month from the others.
SHORTEST_MONTH = 3


class DeskRenderer(TemplatesSetting):
    """For forms that are rendered with ``{{ field.as_field_group }}``: the same field template as everywhere."""

    field_template_name = "desk/field.html"


class FigureInput(forms.TextInput):
    """One line for a figure, kept as text: a browser would empty a number box that it cannot read."""

    def __init__(self, *, prefix: str = "", suffix: str = "", width: str = "govuk-input--width-10") -> None:
        super().__init__(attrs={"inputmode": "decimal", "spellcheck": "false", "autocomplete": "off"})
        self.prefix, self.suffix, self.width = prefix, suffix, width


class NarrativeInput(forms.Textarea):
    """A box for prose. The limit is told, not enforced: the browser never cuts what is pasted."""

    def __init__(self, *, char_limit: int | None = None, rows: int = 8) -> None:
        super().__init__(attrs={"rows": rows})
        self.char_limit = char_limit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """As Django's, without ``maxlength``, which would drop the end of a pasted text unseen."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("maxlength", None)
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        """The text with line ends as one character, as the counter in the page counts them."""
        text = super().value_from_datadict(data, files, name)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


class DatePartsInput(forms.Widget):
    """Day, month and year in three boxes; what was typed comes back as typed, readable or not."""

    template_name = ""  # it is drawn below
    use_fieldset = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> tuple[str, ...] | None:
        """The three texts, or None when the form did not hold the field."""
        texts = [data.get(f"{name}_{part}") for part in PARTS]
        return None if all(text is None for text in texts) else tuple(str(text or "").strip() for text in texts)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        """Whether no part of the date was in the form."""
        return all(f"{name}_{part}" not in data for part in PARTS)

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: object = None
    ) -> SafeString:
        """Three boxes, those named in ``wrong_parts`` marked as wrong; drawn as ``itf.lib.controls`` draws others."""
        given = {**self.attrs, **(attrs or {})}
        id_, wrong = given.get("id", f"id_{name}"), given.get("wrong_parts", ())
        boxes = [
            _date_box(f"{name}_{part}", self.part_id(id_, part), part, text, is_wrong=part in wrong, given=given)
            for part, text in zip(PARTS, self.texts(value), strict=True)
        ]
        return SafeString(f'<div class="govuk-date-input">{"".join(boxes)}</div>')

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The day, which has the bare id."""
        return id_

    @staticmethod
    def part_id(id_: str, part: str) -> str:
        """The id of one box."""
        return id_ if part == "day" else f"{id_}-{part}"

    @staticmethod
    def texts(value: Any) -> tuple[str, str, str]:
        """Three texts for a date, for three texts, or for one that was held ("30/Janury/2014", "30//2014", "soon")."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        if isinstance(value, str):
            # Words that begin with no figure are no parts of a date: they stay together, in the first box.
            parted = value.split(maxsplit=2) if value.strip()[:1].isdigit() else [value]
            value = value.split("/", maxsplit=2) if "/" in value else parted
        day, month, year = [*(str(text).strip() for text in value or ()), "", "", ""][:3]
        return day, month, year


class DateField3(forms.Field):
    """A date typed as day, month and year. Clean value: a date, or None when all three are blank.

    Refuses in words that name the part to correct; the error's ``params["part"]`` is the box that takes the focus.
    """

    widget = DatePartsInput

    def to_python(self, value: Any) -> date | None:
        """The date; months may be words. Raises ValidationError when a part is missing or there is no such day."""
        if isinstance(value, date):
            return value
        texts = dict(zip(PARTS, DatePartsInput.texts(value), strict=True))
        if not any(texts.values()):
            return None
        missing = [part for part in PARTS if not texts[part]]
        if missing:
            raise self._fault(f"must include a {' and '.join(missing)}", missing[0])
        return self._read(_number(texts["day"]), _month(texts["month"]), _number(texts["year"]))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the typed texts stand for another date than before, or for none that can be read."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return DatePartsInput.texts(initial) != DatePartsInput.texts(data)

    @staticmethod
    def raw_text(value: Any) -> str:
        """What was typed, as one text to hold when it cannot be read; ``DatePartsInput`` takes it back."""
        texts = DatePartsInput.texts(value)
        # What comes back into the first box by itself needs no strokes: "soon" was not written as "soon//".
        return texts[0] if DatePartsInput.texts(texts[0]) == texts else "/".join(texts)

    def _read(self, day: int | None, month: int | None, year: int | None) -> date:
        if month is None:
            raise self._fault("has a month that cannot be read. Enter a number from 1 to 12", "month")
        if year is None or year < SHORTEST_YEAR:
            raise self._fault("must have a year of four figures, for example 2014", "year")
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise self._fault(f"must be in a year from {EARLIEST_YEAR} to {LATEST_YEAR}", "year")
        try:
            return date(year, month, day or 0)
        except ValueError:
            raise self._fault("must be a day of the calendar", "day") from None

    def _fault(self, words: str, part: str) -> ValidationError:
        label = str(self.label or "")
        # A question cannot be the subject of a sentence: it is asked again, and the answer told what it lacks.
        subject = f"{label} The date" if label.endswith("?") else label or "The date"
        return ValidationError(f"{subject} {words}.", code="date", params={"part": part})


class Submit(BaseInput):  # type: ignore[misc]  # crispy-forms ships no types
    """A submit button for a crispy layout; its words are plain text, so they may name an organisation."""

    input_type = "submit"
    field_classes = "govuk-button"

    def render(self, form: forms.BaseForm, context: Any, template_pack: str = "desk", **kwargs: Any) -> str:
        """The button, its words escaped."""
        return render_to_string(self.get_template_name(template_pack), {"input": self})


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, str]]) -> None:
    """Let the form's field ``name``, one of choices, offer these: what they are is known only with the plan."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def _date_box(name: str, id_: str, part: str, text: str, *, is_wrong: bool, given: Mapping[str, Any]) -> str:
    classes = f"govuk-input govuk-date-input__input govuk-input--width-{WIDTHS[part]}"
    box = {
        "class": f"{classes} govuk-input--error" if is_wrong else classes,
        "id": id_,
        "name": name,
        "type": "text",
        "inputmode": "numeric",
        "autocomplete": "off",
        "value": text,
        "aria-invalid": "true" if is_wrong else None,
        "disabled": given.get("disabled"),
    }
    label = f'<label class="govuk-label govuk-date-input__label" for="{escaped(id_)}">{part.capitalize()}</label>'
    return f'<div class="govuk-date-input__item">{label}<input{attributes(box)}></div>'


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def _month(text: str) -> int | None:
    number = _number(text)
    if number is not None:
        return number if 1 <= number <= len(MONTHS) else None
    found = (position for position, month in enumerate(MONTHS, start=1) if month.startswith(text.lower()))
    return next(found, None) if len(text) >= SHORTEST_MONTH else None
