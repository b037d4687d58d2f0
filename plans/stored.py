"""What is stored of a draft, read in one statement: its rows with what they refer to, and what stands beside them."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any
from uuid import UUID

from itf.accounts.models import Organisation
from itf.lib.batch import PREFETCHED, Prefetched
from plans.models import HeldValue, LocalMeasure, Party, Plan
from plans.questions import model_field
from plans.sections import RowSpec, Section
from plans.situation import tell_place
from plans.stored_parts import CATALOGUES, Model, batch_for, name_of, references, related_to, several

BODIES: Model = Organisation
# (section, row id, field) -> the text held there
HeldTexts = dict[tuple[str, str, str], str]


class Stored:
    """Some sections of a draft as stored. ``only``: of a section's rows this one, with those below it.

    ``is_about``: what the plan is as a whole is read as well: parties, explanations, what rules measure by.
    """

    def __init__(
        self, plan: Plan, sections: Iterable[Section], *, only: UUID | None = None, is_about: bool = False
    ) -> None:
        self.plan, self.sections = plan, tuple(sections)
        self.specs = [spec for section in self.sections for spec in section.all_row_specs()]
        batch = batch_for(plan.template_key, self.sections, by_row=only is not None, is_about=is_about)
        self._found = batch.read(plan=plan.pk, row=only, set=plan.condition_set_id)
        self.known: dict[Any, dict[Any, Any]] = {
            model: {item.pk: item for item in self.listed(model)} for model in (*CATALOGUES, BODIES)
        }
        if is_about:
            tell_place(plan, self._found)
        self._join()

    def listed(self, model: Model) -> list[Any]:
        """Everything that was read of a model, in its order."""
        return self._found.get(name_of(model), [])

    def rows(self, spec: RowSpec) -> list[Any]:
        """The rows of a table, in order."""
        return self._found[name_of(spec.model)]

    def single(self, section: Section) -> Any:
        """A section's own row, or an empty one not yet stored; raises ValueError for a section of rows alone."""
        if section.model is None:
            raise ValueError(f"{section.slug} has no answers of its own")
        found = self._found[name_of(section.model)]
        return found[0] if found else section.model(plan=self.plan)

    @cached_property
    def held(self) -> HeldTexts:
        """Everything held in the plan because it could not be read."""
        return {(value.section, str(value.row), value.field): value.text for value in self.listed(HeldValue)}

    def _join(self) -> None:
        """Give each row what it refers to, so that no answer asks the database again."""
        self._know_all_bodies()
        self._refer(self.listed(Party), "organisation", self.known[Organisation])
        for section in self.sections:
            if section.model is not None:
                self._join_rows(section.model, references(section.model, section.fields))
        for spec in self.specs:
            self._join_rows(spec.model, related_to(spec))
            for name in several(spec.model, spec.fields):
                self._join_several(spec.model, name)
            if spec.children:
                by_id = {row.pk: row for row in self.rows(spec)}
                for child in spec.children:
                    self._refer(self.rows(child), child.parent, by_id)
        self._refer(self.listed(LocalMeasure), "menu", self.known[LocalMeasure.menu.field.related_model])

    def _join_rows(self, model: Model, names: Iterable[str]) -> None:
        rows = self.listed(model)
        if any(field.name == "plan" for field in model._meta.concrete_fields):
            self._refer(rows, "plan", {self.plan.pk: self.plan})
        for name in names:
            self._refer(rows, name, self.known[model_field(model, name).related_model])

    def _refer(self, rows: Iterable[Any], name: str, known: dict[Any, Any]) -> None:
        for row in rows:
            field = row._meta.get_field(name)
            related = known.get(getattr(row, field.attname))
            if related is not None:
                field.set_cached_value(row, related)

    def _join_several(self, model: Model, name: str) -> None:
        """As ``prefetch_related`` would, but for the querysets, which only forms ask for."""
        field: Any = model._meta.get_field(name)
        source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        under = f"{name_of(model)}.{name}"
        known = self.known.get(field.related_model)
        if known is None:
            known = {item.pk: item for item in self._found[f"{under}.all"]}
        chosen: dict[Any, list[Any]] = defaultdict(list)
        for pair in self._found[under]:
            chosen[getattr(pair, source)].append(known[getattr(pair, target)])
        for row in self.listed(model):
            vars(row).setdefault(PREFETCHED, Prefetched(row)).read[name] = chosen[row.pk]

    def _know_all_bodies(self) -> None:
        """A row may name a body that is a party no longer: those few are asked for, all at once."""
        bodies = self.known[Organisation]
        named = {
            getattr(row, f"{name}_id")
            for spec in self.specs
            for name in references(spec.model, spec.fields)
            if model_field(spec.model, name).related_model is Organisation
            for row in self.rows(spec)
        }
        if missing := named - {None} - bodies.keys():
            bodies |= Organisation.objects.in_bulk(missing)
