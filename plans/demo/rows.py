"""From the answers of a demonstration file to the rows of a plan, by the template's own names for fields and tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import models

from itf.accounts.models import Organisation
from plans.demo.files import DemoFileRefused, Values, paragraphs
from plans.models import HeldValue, Plan, Scheme
from plans.models.fields import FigureField, NarrativeField
from plans.questions import natural_key
from plans.sections import RowSpec, Section

HELD = "held"


@dataclass
class Writer:
    """Writes one plan's answers. ``today`` is the day from which dates such as "+30 days" count."""

    plan: Plan
    today: date
    _bodies: dict[str, Organisation] = field(default_factory=dict)

    def write_section(self, section: Section, values: Values) -> list[str]:
        """Store the answers of one section and the rows of its tables; returns the names of what was written."""
        tables = {spec.slug: spec for spec in section.rows}
        own = {name: value for name, value in values.items() if name not in tables}
        if own:
            self._write_answers(section, own)
        for slug, spec in tables.items():
            if slug in values:
                self._write_table(section, spec, values[slug])
        return list(values)

    def write_scheme(self, section: Section, scheme: models.Model, values: Values) -> list[str]:
        """Store one row that has a page of its own, with the tables under it; returns the names of its fields."""
        (spec,) = section.rows
        self._fill(scheme, spec.fields, _without(values, spec.children), section)
        scheme.save()
        self._write_many(scheme, spec, values)
        for child in spec.children:
            rows = [child.model(**{str(child.parent): scheme}) for _ in values.get(child.slug, ())]
            self._write_rows(section, child, rows, values.get(child.slug, ()))
        return list(values)

    def _write_answers(self, section: Section, values: Values) -> None:
        if section.model is None:
            raise DemoFileRefused(f"{section.slug} has no answers of its own: {', '.join(values)}")
        instance = section.model._default_manager.filter(plan=self.plan).first() or section.model(plan=self.plan)
        self._fill(instance, section.fields, values, section)
        instance.save()

    def _write_table(self, section: Section, spec: RowSpec, listed: Any) -> None:
        if not spec.keyed_by:
            self._write_rows(section, spec, [spec.model(plan=self.plan) for _ in listed], listed)
            return
        existing = spec.model._default_manager.filter(plan=self.plan).select_related(spec.keyed_by)
        by_key = {_key_of(getattr(row, spec.keyed_by)): row for row in existing}
        for key, values in listed.items():
            if key not in by_key:
                raise DemoFileRefused(f"{section.slug}: {spec.slug} has no {key}; it has {', '.join(sorted(by_key))}")
            self._fill(by_key[key], spec.fields, values, section)
            by_key[key].save()

    def _write_rows(self, section: Section, spec: RowSpec, rows: list[Any], listed: Iterable[Values]) -> None:
        for position, (row, values) in enumerate(zip(rows, listed, strict=True)):
            row.position = position
            self._fill(row, spec.fields, values, section)
        spec.model._default_manager.bulk_create(rows)
        for row, values in zip(rows, listed, strict=True):
            self._write_many(row, spec, values)

    def _write_many(self, row: models.Model, spec: RowSpec, values: Values) -> None:
        for name in spec.fields:
            field = spec.model._meta.get_field(name)
            if isinstance(field, models.ManyToManyField) and name in values:
                getattr(row, name).set(self._related(field.related_model, key) for key in values[name])

    def _related(self, model: Any, key: str) -> models.Model:
        """What a file names by its key; a scheme by its reference in this plan."""
        return self.plan.scheme_rows.get(ref=key) if model is Scheme else _named(model, key)

    def _fill(self, instance: models.Model, fields: tuple[str, ...], values: Values, section: Section) -> None:
        """Set the answers on an instance and hold what cannot be read. Raises DemoFileRefused for an unknown field."""
        unknown = set(values) - set(fields) - {HELD}
        if unknown:
            raise DemoFileRefused(f"{section.slug}: no field is called {', '.join(sorted(unknown))}")
        checked = set()
        for name, raw in values.items():
            if name == HELD:
                self._hold(instance, section, raw)
                continue
            model_field = instance._meta.get_field(name)
            if isinstance(model_field, models.ManyToManyField):
                continue
            setattr(instance, name, self._read(model_field, raw))
            if not model_field.is_relation:
                checked.add(name)
        instance.clean_fields(exclude={each.name for each in instance._meta.fields} - checked)

    def _hold(self, instance: models.Model, section: Section, texts: Mapping[str, str]) -> None:
        HeldValue.objects.bulk_create(
            HeldValue(plan=self.plan, row=instance.pk, section=section.slug, field=name, text=text, from_source=True)
            for name, text in texts.items()
        )

    def _read(self, model_field: Any, raw: Any) -> Any:
        if isinstance(model_field, models.ForeignKey):
            related = model_field.related_model
            return self.body(raw) if related is Organisation else _named(related, raw)
        if isinstance(model_field, FigureField):
            return model_field.to_python(str(raw))
        if isinstance(model_field, NarrativeField):
            return paragraphs(raw)
        if isinstance(model_field, models.DateField) and isinstance(raw, str):
            return day(raw, self.today)
        return raw

    def body(self, name: str) -> Organisation:
        """The organisation that a file calls, for example, ``ccg 07W``."""
        if name not in self._bodies:
            self._bodies[name] = body(name)
        return self._bodies[name]


def body(name: str) -> Organisation:
    """The organisation of this kind and code. Raises DemoFileRefused when reference data has none."""
    kind, _, code = name.partition(" ")
    try:
        return Organisation.objects.get(kind=kind, code=code)
    except Organisation.DoesNotExist:
        raise DemoFileRefused(f"There is no {name}: load the reference data first.") from None


def day(text: str, today: date) -> date:
    """A day counted from today: ``+30 days``."""
    number, _, unit = text.partition(" ")
    if unit != "days":
        raise DemoFileRefused(f"{text!r} is not a number of days, such as +30 days")
    return today + timedelta(days=int(number))


def _named(model: Any, key: str) -> Any:
    # A measure's key may stand for several versions of its definition; plans of these years use the first.
    found = model._default_manager.filter(key=key).first()
    if found is None:
        raise DemoFileRefused(f"There is no {model._meta.verbose_name} {key}.")
    return found


def _key_of(key_object: Any) -> str:
    """How a file names what a keyed row answers for."""
    return f"{key_object.kind} {key_object.code}" if isinstance(key_object, Organisation) else natural_key(key_object)


def _without(values: Values, children: tuple[RowSpec, ...]) -> Values:
    tables = {child.slug for child in children}
    return {name: value for name, value in values.items() if name not in tables}
