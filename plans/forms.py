"""Forms made from a section's definition: one form class per table, and a draft that always saves."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms.models import modelform_factory

from itf.lib.figures import Unreadable, in_pounds, plain, read_figure
from itf.lib.forms import DateField3, DatePartsInput, FigureInput, NarrativeInput
from plans.models import HeldValue, Plan
from plans.models.fields import FigureField, NarrativeField, YesNoField
from plans.picks import Listed, PickField, PickManyField, Picks
from plans.questions import OF_THE_PLAN, READERS, kind_of, model_field
from plans.sections import RowSpec, Section

SHORT_PROSE = 5_000  # characters; below it a box of three lines is enough to begin with
YES_NO = (("", "Choose"), ("yes", "Yes"), ("no", "No"))


class FigureTextField(forms.CharField):
    """A figure typed as text. Clean value: a Decimal or None; refuses, in words, what is not one figure."""

    def __init__(self, *, places: int, prefix: str = "", suffix: str = "", **options: Any) -> None:
        self.places, self.unit = places, suffix if suffix == "%" else "£"
        self.stored_as = in_pounds if prefix == "£" else plain
        super().__init__(widget=FigureInput(prefix=prefix, suffix=suffix), **options)

    def to_python(self, value: Any) -> Any:
        """Raises ValidationError with what to type instead."""
        read = value if isinstance(value, Decimal) else self.read(str(value or ""))
        if isinstance(read, Unreadable):
            raise ValidationError(read.message, code=read.fault)
        return read

    def read(self, text: str) -> Decimal | Unreadable | None:
        """The figure that a text stands for in this field."""
        return read_figure(text, places=self.places, unit=self.unit)

    def prepare_value(self, value: Any) -> Any:
        """A stored figure as people write it; a typed text as typed."""
        return self.stored_as(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the text stands for another figure than before."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return str(initial or "") != str(data or "")


class YesNoTextField(forms.TypedChoiceField):
    """Yes, no or not yet answered."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=Listed(list(YES_NO)), coerce=lambda answer: answer in {"yes", True}, empty_value=None, **options
        )

    def prepare_value(self, value: Any) -> Any:
        """The word for a stored answer."""
        return {True: "yes", False: "no", None: ""}.get(value, value)


def form_field(field: Any, **options: Any) -> forms.Field | None:
    """The form field for a model field: ours for figures, dates, prose and picks, Django's own for the rest."""
    label = options.pop("label", field.verbose_name)
    given = {"label": label, "help_text": field.help_text, "required": False}
    for kinds, build in BUILDERS:
        if isinstance(field, kinds):
            return build(field, given)
    if field.name in OF_THE_PLAN:
        return PickField(empty_value="", **given)
    found: forms.Field | None = field.formfield(**{**options, "label": label})
    if field.choices and found is not None:
        found.choices = Listed([("", "Choose"), *field.choices])  # type: ignore[attr-defined]  # choices make it a choice field
    return found


def figure_box(field: Any, given: dict[str, Any]) -> forms.Field:
    """A figure with its sign before or after it."""
    prefix, suffix = ("£", "") if field.unit == "£" else ("", field.unit)
    # With the model's own limits here, a figure outside them is held like any other that cannot stand.
    return FigureTextField(places=field.places, prefix=prefix, suffix=suffix, validators=field.validators, **given)


def prose_box(field: Any, given: dict[str, Any]) -> forms.Field:
    """A box for prose, larger where more is expected."""
    widget = NarrativeInput(char_limit=field.max_length, rows=8 if (field.max_length or 0) > SHORT_PROSE else 3)
    return forms.CharField(widget=widget, max_length=field.max_length, strip=True, **given)


def score_list(field: Any, given: dict[str, Any]) -> forms.Field:
    """A score from its list: a browser's box for numbers would empty what it cannot read."""
    least = max(limit.limit_value for limit in field.validators if isinstance(limit, MinValueValidator))
    most = min(limit.limit_value for limit in field.validators if isinstance(limit, MaxValueValidator))
    listed = Listed([("", "Choose"), *((str(score), str(score)) for score in range(least, most + 1))])
    return forms.TypedChoiceField(choices=listed, coerce=int, empty_value=None, **given)


BUILDERS: tuple[tuple[type, Callable[[Any, dict[str, Any]], forms.Field]], ...] = (
    (FigureField, figure_box),
    (NarrativeField, prose_box),
    (YesNoField, lambda _field, given: YesNoTextField(**given)),
    (models.PositiveSmallIntegerField, score_list),
    (models.DateField, lambda _field, given: DateField3(**given)),
    (models.ManyToManyField, lambda _field, given: PickManyField(widget=forms.CheckboxSelectMultiple, **given)),
    (models.ForeignKey, lambda _field, given: PickField(empty_value=None, **given)),
)


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]  # the model differs by section; see section_form_class
    """The answers of one section or one row. Never refuses a figure or date: what cannot be read is held."""

    use_required_attribute = False

    def __init__(self, *args: Any, picks: Picks, held: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.held_before = dict(held or {})
        self.held: dict[str, str] = {}
        super().__init__(*args, **kwargs)
        self.initial.update(self.held_before)
        for name, field in self.fields.items():
            picks.offer(name, field, self.instance)

    @cached_property
    def held_messages(self) -> dict[str, str]:
        """Beside each held text, what to type instead."""
        texts = self.held if self.is_bound and hasattr(self, "cleaned_data") else self.held_before
        return {name: self._why_held(name, text) for name, text in texts.items() if name in self.fields}

    @cached_property
    def held_readings(self) -> dict[str, str]:
        """What a held text counts as while its proposed reading stands, as a reader sees it; most count as nothing."""
        is_checked = self.is_bound and hasattr(self, "cleaned_data")
        texts, values = (self.held, self.cleaned_data) if is_checked else (self.held_before, vars(self.instance))
        kinds = {name: kind_of(model_field(type(self.instance), name)) for name in texts if name in self.fields}
        read = {name: READERS[kind](values.get(name))[1] for name, kind in kinds.items()}
        return {name: text for name, text in read.items() if text}

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # private hook of Django's forms, stable since 1.2
        for name in [name for name in self.errors if self._may_be_held(name)]:
            before = self.held_before.get(name, "")
            # A proposed reading stands until someone types something else.
            unchanged = bool(before) and self._same_text(name, before)
            del self.errors[name]
            self.held[name] = before if unchanged else self.written(name)
            self.cleaned_data[name] = getattr(self.instance, name) if unchanged else None
        self.__dict__.pop("held_messages", None)
        self.__dict__.pop("held_readings", None)

    def _post_clean(self) -> None:
        if not self.instance._state.adding and not self.differs():
            return  # as stored: to check it again would ask the database for every row of the page
        super()._post_clean()  # type: ignore[misc]  # private hook of Django's model forms, as above
        for name, field in self.fields.items():
            if isinstance(field, PickManyField) and name in self.cleaned_data:
                # Content is gathered from instances; what is chosen here is in the database only after the save.
                setattr(self.instance, f"_chosen_{name}", self.cleaned_data[name])

    def _may_be_held(self, name: str) -> bool:
        if not isinstance(self.fields.get(name), FigureTextField | DateField3):
            return False
        text = self.written(name)
        return len(text) <= HeldValue.LIMIT and "\x00" not in text  # PostgreSQL stores no NUL

    def _same_text(self, name: str, before: str) -> bool:
        if isinstance(self.fields[name], DateField3):
            return DatePartsInput.texts(self[name].data) == DatePartsInput.texts(before)
        return self.written(name) == before

    def written(self, name: str) -> str:
        """What was typed into a box, as one text; empty for nothing."""
        raw = self[name].data
        if isinstance(self.fields[name].widget, DatePartsInput):
            return DateField3.raw_text(raw)
        return ", ".join(raw) if isinstance(raw, list) else str(raw or "").strip()

    def says_something(self) -> bool:
        """Whether anything was entered: what a field starts with, left as it is or emptied, says nothing."""
        return any(self.written(name) for name in self.changed_data)

    def differs(self) -> bool:
        """Whether storing the form would change an answer or what is held beside one. Call it after ``is_valid``."""
        return self.has_changed() or self.held != self.held_before

    def _why_held(self, name: str, text: str) -> str:
        try:
            self.fields[name].clean(DatePartsInput.texts(text) if isinstance(self.fields[name], DateField3) else text)
        except ValidationError as refusal:
            return str(refusal.messages[0])
        return f"“{text}” is held as it was found. Enter it again to confirm it."

    def save_row(self, section: str) -> list[str]:
        """Store the answers and what is held beside them; returns the names of the fields that changed."""
        changed = list(self.changed_data)
        new_row = self.instance._state.adding
        self.save()
        if self.held != self.held_before:
            _keep_held(self.instance, section, self.held, self.held_before)
        return list(self._meta.fields or ()) if new_row and changed else changed


def _keep_held(instance: Any, section: str, held: dict[str, str], before: dict[str, str]) -> None:
    plan = _plan_of(instance)
    HeldValue.objects.filter(row=instance.pk, section=section, field__in={*before} - {*held}).delete()
    for name, text in held.items():
        if before.get(name) != text:
            HeldValue.objects.update_or_create(
                row=instance.pk,
                section=section,
                field=name,
                defaults={"plan": plan, "text": text, "from_source": False},
            )


def _plan_of(instance: Any) -> Plan:
    plan: Plan = instance.scheme.plan if hasattr(instance, "scheme") else instance.plan
    return plan


class ExplanationForm(forms.Form):
    """Why a warning may stand; emptied, an earlier reason is taken back. ``figures`` are those the author was shown."""

    figures = forms.CharField(widget=forms.HiddenInput, required=False)
    explanation = forms.CharField(
        label="Why may this stand?",
        help_text="Signatories and assurers read this beside the warning. Leave empty to take an earlier reason back.",
        max_length=2_000,
        required=False,
        widget=NarrativeInput(char_limit=2_000, rows=4),
    )

    def clean_figures(self) -> str:
        """Refuse a reason for other figures than those that stand now."""
        if self.cleaned_data["figures"] != self.initial["figures"]:
            raise ValidationError("The figures changed while you wrote. Look at them again, then keep the explanation.")
        return str(self.cleaned_data["figures"])


@cache
def _form_class(model: type[models.Model], fields: tuple[str, ...], labels: tuple[tuple[str, str], ...]) -> Any:
    return modelform_factory(
        model, form=SectionForm, fields=fields, labels=dict(labels) or None, formfield_callback=form_field
    )


def section_form_class(section: Section, spec: RowSpec | None = None) -> Any:
    """The form class for a section's own answers, or for one row of its table; made once per process."""
    model, fields = (spec.model, spec.fields) if spec else (section.model, section.fields)
    if model is None:
        raise ValueError(f"{section.slug} has no answers of its own, only rows")
    labels = {name: label for name, label in section.labels.items() if name in fields}
    return _form_class(model, fields, tuple(sorted(labels.items())))
