"""What may be chosen in a cell: the words that people read, each with the value behind them."""

from functools import cached_property
from typing import Any

from django.db import models

from plans.content import Answer
from plans.forms import section_form_class
from plans.imports.kinds import Offered
from plans.models import Plan
from plans.picks import Picks
from plans.questions import OF_THE_PLAN, model_field, natural_key
from plans.sections import RowSpec, Section


class Choices:
    """The lists of one plan, each read once and only when a cell asks for it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._known: dict[tuple[str, str, str], Offered] = {}

    @cached_property
    def picks(self) -> Picks:
        """What the forms offer."""
        return Picks(self.plan)

    def offered(self, section: Section, spec: RowSpec | None, asked: Answer) -> Offered | None:
        """The words that may stand in the cell of this question, and the values they mean; None where anything may."""
        if asked.kind not in {"choice", "whole", "reference", "references"}:
            return None
        key = (section.slug, spec.slug if spec else "", asked.name)
        if key not in self._known:
            self._known[key] = self._listed(section, spec, asked)
        return self._known[key]

    def _listed(self, section: Section, spec: RowSpec | None, asked: Answer) -> Offered:
        if asked.kind in {"reference", "references"} or asked.name in OF_THE_PLAN:
            found: dict[str, Any] = getattr(self.picks, asked.name)
            pairs = [(_words(item), _value(item)) for item in found.values()]
        else:
            choices = section_form_class(section, spec).base_fields[asked.name].choices
            pairs = [(str(label), str(value)) for value, label in choices if value]
        listed: dict[str, str] = {}
        for words, value in pairs:
            # Two things of one name cannot be told apart by it.
            listed[words] = value if listed.get(words, value) == value else ""
        return {words: value for words, value in listed.items() if value}


def field_of(section: Section, spec: RowSpec | None, name: str) -> models.Field[Any, Any]:
    """The model field behind a question."""
    model = spec.model if spec else section.model
    if model is None:
        raise ValueError(f"{section.slug} has no answers of its own")
    return model_field(model, name)


def _words(item: Any) -> str:
    return " ".join(str(item).split())


def _value(item: Any) -> str:
    return natural_key(item) if isinstance(item, models.Model) else str(item)
