"""From a model field to an Answer: the label, the kind, the JSON-ready value and the words a reader sees."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from itf.lib.batch import PREFETCHED, Prefetched
from itf.lib.figures import plain, pounds
from plans.content import Answer
from plans.models.fields import MoneyField, NarrativeField, PercentField, QuantityField, YesNoField
from plans.naming_files import QUESTION

PENNY = Decimal("0.01")
OF_THE_PLAN = frozenset({"year", QUESTION})  # choices among what the plan itself has, by the name of the question
NOTHING = (None, "")
REPEATED = frozenset({"choice", "yesno", "flag"})  # kinds of which only a few answers are possible
ENOUGH = 50  # answers kept for one question: more than any list to choose from


@dataclass(frozen=True)
class Question:
    """A model field as a question of the template."""

    name: str
    label: str
    kind: str
    required: bool

    def answer(self, instance: models.Model, held: str = "") -> Answer:
        """The answer that ``instance`` gives, with what is held beside it."""
        if self.kind == "references":
            return self._answer(instance, _related_values(instance, self), held)
        raw = getattr(instance, self.name)
        if held or not (raw in NOTHING or self.kind in REPEATED):
            return self._answer(instance, raw, held)
        # Most of a draft is blank or one of a few choices: such an answer is made once.
        known = self._known.get(raw)
        if known is None:
            known = self._answer(instance, raw, held)
            if len(self._known) < ENOUGH:
                self._known[raw] = known
        return known

    @cached_property
    def _known(self) -> dict[Any, Answer]:
        return {}

    def _answer(self, instance: models.Model, raw: Any, held: str) -> Answer:
        value, text = READERS[self.kind](raw)
        if self.kind == "choice" and value:
            text = _choice_text(instance, self.name, value)
        if held:
            text = f"“{held}”, read as {text} until decided" if value not in (None, "") else f"“{held}”"
        return Answer(self.name, self.label, self.kind, value, text, held, self.required)


def _related_values(instance: models.Model, question: Question) -> list[Any]:
    """Many-to-many values; an unsaved form's choice stands on the instance as ``_chosen_<name>``."""
    chosen = getattr(instance, f"_chosen_{question.name}", None)
    if chosen is not None:
        return list(chosen)
    beside = vars(instance).get(PREFETCHED)
    if isinstance(beside, Prefetched) and question.name in beside.read:
        return beside.read[question.name]
    return list(getattr(instance, question.name).all()) if instance.pk else []


def _choice_text(instance: models.Model, name: str, value: str) -> str:
    display = getattr(instance, f"get_{name}_display", None)
    return str(display()) if display else value


def natural_key(related: models.Model) -> str:
    """What stands for a related object outside the database: its ``key`` where it has one, else its id."""
    return str(getattr(related, "key", related.pk))


def _line(raw: Any) -> tuple[Any, str]:
    return raw or "", raw or ""


def _money(raw: Any) -> tuple[Any, str]:
    return (None, "") if raw is None else (str(Decimal(raw).quantize(PENNY)), pounds(raw))


def _number(raw: Any) -> tuple[Any, str]:
    return (None, "") if raw is None else (plain(raw).replace(",", ""), plain(raw))


def _percent(raw: Any) -> tuple[Any, str]:
    value, text = _number(raw)
    return value, f"{text}%" if text else ""


def _whole(raw: Any) -> tuple[Any, str]:
    return (None, "") if raw is None else (str(raw), str(raw))


def _day(raw: Any) -> tuple[Any, str]:
    return (None, "") if raw is None else (raw.isoformat(), day_text(raw))


def day_text(day: date) -> str:
    """``30 January 2014``."""
    return f"{day.day} {day:%B %Y}"


def _yes_no(raw: Any) -> tuple[Any, str]:
    return raw, {True: "Yes", False: "No", None: ""}[raw]


def _flag(raw: Any) -> tuple[Any, str]:
    return bool(raw), "Yes" if raw else ""


def _reference(raw: Any) -> tuple[Any, str]:
    return (None, "") if raw is None else (natural_key(raw), str(raw))


def _references(raw: list[Any]) -> tuple[Any, str]:
    ordered = sorted(raw, key=lambda item: item.pk)
    return [natural_key(item) for item in ordered], ", ".join(str(item) for item in ordered)


READERS = {
    "line": _line,
    "narrative": _line,
    "choice": _line,
    "money": _money,
    "number": _number,
    "percent": _percent,
    "whole": _whole,
    "date": _day,
    "yesno": _yes_no,
    "flag": _flag,
    "reference": _reference,
    "references": _references,
}

# The first class that fits decides; our own field classes come before the Django classes they extend.
KINDS: tuple[tuple[type[Any], str], ...] = (
    (MoneyField, "money"),
    (PercentField, "percent"),
    (QuantityField, "number"),
    (NarrativeField, "narrative"),
    (YesNoField, "yesno"),
    (models.BooleanField, "flag"),
    (models.DateField, "date"),
    (models.IntegerField, "whole"),
    (models.ManyToManyField, "references"),
    (models.ForeignKey, "reference"),
    (models.CharField, "line"),
)


def kind_of(field: models.Field[Any, Any]) -> str:
    """The kind of answer a model field holds; raises TypeError for a class of field that no plan uses."""
    for field_class, kind in KINDS:
        if isinstance(field, field_class):
            return "choice" if kind == "line" and (field.choices or field.name in OF_THE_PLAN) else kind
    raise TypeError(f"{field} has no kind of answer")


def model_field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """A field of a model by name; raises FieldDoesNotExist, also for a relation that points here from elsewhere."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldDoesNotExist(f"{model.__name__}.{name} is no field of its own")
    return field


@cache
def _questions(
    model: type[models.Model], fields: tuple[str, ...], required: tuple[str, ...], labels: tuple[tuple[str, str], ...]
) -> tuple[Question, ...]:
    wording = dict(labels)
    return tuple(
        Question(
            name=name,
            label=wording.get(name) or str(model_field(model, name).verbose_name),
            kind=kind_of(model_field(model, name)),
            required=name in required,
        )
        for name in fields
    )


def questions(
    model: type[models.Model], fields: tuple[str, ...], required: tuple[str, ...], labels: dict[str, str]
) -> tuple[Question, ...]:
    """The questions of a section or table, made once per process."""
    return _questions(model, fields, required, tuple(sorted(labels.items())))
