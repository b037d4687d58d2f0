"""A page of a draft as forms: the section's own answers and its tables of rows, bound and saved together."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.forms.formsets import DELETION_FIELD_NAME, formset_factory
from django.http import QueryDict

from plans.content import Row, SectionContent, Table
from plans.forms import Picks, SectionForm, section_form_class
from plans.gather import HeldTexts, held_texts, instances_of, keyed_facts, row_of, single_answers, stored_single
from plans.models import HeldValue, Plan
from plans.questions import natural_key
from plans.sections import RowSpec, Section

LONGEST_NUMBER = 9  # digits of a number in a hidden box
MOST_ROWS = 200  # in one table of one page; the largest plan seen has 60 schemes


class RowFormSet(BaseFormSet):  # type: ignore[type-arg]  # the form class differs by table
    """The rows of one table. A row is known by its id, never by its place; a new row has none yet."""

    def __init__(self, data: QueryDict | None, *, spec: RowSpec, page: "Page", parent: Any) -> None:
        self.spec, self.page, self.parent = spec, page, parent
        self.instances = page.stored_rows(spec)
        self.by_id = {str(instance.pk): instance for instance in self.instances}
        self.facts = keyed_facts(page.plan, spec)
        super().__init__(data, prefix=spec.slug)

    @property
    def is_keyed(self) -> bool:
        """Whether the template fixes which rows there are."""
        return bool(self.spec.keyed_by)

    def initial_form_count(self) -> int:
        """The stored rows; what comes after them is new."""
        return len(self.instances) if not self.is_bound else int(super().initial_form_count())

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Each form gets its stored row, or a new one below the same parent."""
        instance = self._instance(index) or self.new_instance()
        return {"picks": self.page.picks, "instance": instance, "held": self.page.held_of(instance)}

    def _instance(self, index: int | None) -> Any:
        """The stored row at a place of the page, None for a new one."""
        if self.is_bound:
            return self.by_id.get(self.posted_id(index))
        return self.instances[index] if index is not None and index < len(self.instances) else None

    def posted_id(self, index: int | None) -> str:
        """The row's id as the browser sent it, empty for a new row."""
        return "" if index is None else str(self.data.get(f"{self.add_prefix(index)}-row", ""))

    def new_instance(self) -> Any:
        """A row not yet stored."""
        owner = {self.spec.parent: self.parent} if self.spec.parent else {"plan": self.page.plan}
        return self.spec.model(**owner)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the row for the template, and let rows be marked as removed."""
        super().add_fields(form, index)
        form.row_id = str(form.instance.pk) if str(form.instance.pk) in self.by_id else ""
        form.row_number = 1 if index is None else index + 1
        form.key = natural_key(getattr(form.instance, self.spec.keyed_by)) if self.is_keyed else ""
        form.facts = self.facts.get(form.key, {})
        for name in not_asked(form.facts):
            form.fields.pop(name, None)
        form.title = self._title(form)

    def _title(self, form: Any) -> str:
        if self.is_keyed:
            return str(getattr(form.instance, self.spec.keyed_by))
        return f"{self.spec.singular.capitalize()} {form.row_number}"

    def clean(self) -> None:
        """Refuse a row that is not one of this page's: it was removed elsewhere, or the request was forged."""
        for index in range(self.total_form_count()):
            row_id = self.posted_id(index)
            if row_id and row_id not in self.by_id:
                raise ValidationError(
                    f"{self.spec.singular.capitalize()} {index + 1} is no longer part of this plan. "
                    "Open the page again to see what is."
                )

    def kept_forms(self) -> list[SectionForm]:
        """The forms to store: not marked as removed, and not new rows left empty."""
        return [form for form in self.forms if form not in self.deleted_forms and (form.row_id or form.has_changed())]

    def save_rows(self, section: str) -> list[str]:
        """Store the rows in their order and delete those removed; returns what changed, as ``table.field``."""
        changed = self._remove(section)
        for position, form in enumerate(self.kept_forms()):
            moved = form.instance.position != position
            form.instance.position = position
            if form.has_changed() or moved or form.held != form.held_before:
                changed += [f"{self.spec.slug}.{name}" for name in form.save_row(section)]
        return changed

    def _remove(self, section: str) -> list[str]:
        gone = [form.instance for form in self.deleted_forms if form.row_id]
        ids = [instance.pk for instance in gone]
        self.spec.model._default_manager.filter(pk__in=ids).delete()
        HeldValue.objects.filter(row__in=ids, section=section).delete()
        return [f"{self.spec.slug}.removed" for _ in gone]


def not_asked(facts: dict[str, Any]) -> tuple[str, ...]:
    """The questions that do not arise for a measure: its name where it is national, April where it does not count."""
    names = ("local_title",) if facts.get("is_national") else ()
    return names if facts.get("counts_for_april", True) else (*names, "april_numerator", "april_denominator")


class Page:
    """One page of a draft: unbound to show it, bound to ``data`` to save it.

    ``row`` is the row that has the page to itself (a scheme), None for a whole section.
    """

    def __init__(self, plan: Plan, section: Section, *, row: Any = None, data: QueryDict | None = None) -> None:
        self.plan, self.section, self.row, self.data = plan, section, row, data
        self.picks = Picks(plan)
        self.held: HeldTexts = held_texts(plan, section.slug)
        self.spec = section.rows[0] if row is not None else None
        self.main = self._main()
        self.tables = [self._table(spec) for spec in (self.spec.children if self.spec else self._flat_tables())]

    def is_valid(self) -> bool:
        """Whether everything can be stored; a figure that cannot be read does not stand in the way."""
        checked = [self.main.is_valid()] if self.main else []
        # Not lazily: every form must say what is wrong with it.
        checked += [table.is_valid() for table in self.tables]
        return all(checked)

    def write(self) -> list[str]:
        """Store every form; returns the names of the fields that changed. Call inside authoring.save_page."""
        changed = self.main.save_row(self.section.slug) if self.main else []
        for table in self.tables:
            changed += table.save_rows(self.section.slug)
        return changed

    def content(self) -> SectionContent:
        """What the bound page says, stored or not: the author's own words in a conflict."""
        tables = tuple(self._typed_table(table) for table in self.tables)
        answers: tuple[Any, ...] = ()
        if self.spec and self.main:
            row = row_of(self.main.instance, self.spec, self.section, self._typed_held(), tables=tables)
            tables = (Table(self.spec.slug, self.spec.title, self.spec.singular, self.spec.at_least, (row,)),)
        elif self.main:
            answers = single_answers(self.main.instance, self.section, self._typed_held())
        return SectionContent(self.section.slug, self.section.title, self.section.group, (), answers, tables)

    def forms(self) -> Iterator[SectionForm]:
        """Every form of the page, in reading order."""
        if self.main:
            yield self.main
        for table in self.tables:
            yield from table.forms

    def stored_rows(self, spec: RowSpec) -> list[Any]:
        """The rows of a table as they are in the database now."""
        return instances_of(self.plan, spec, only=self.row.pk if self.row is not None else None)

    def held_of(self, instance: Any) -> dict[str, str]:
        """What is held for one row, by field."""
        row = str(instance.pk)
        return {name: text for (_, held_row, name), text in self.held.items() if held_row == row}

    def _flat_tables(self) -> tuple[RowSpec, ...]:
        return () if self.section.page_per_row else self.section.rows

    def _main(self) -> SectionForm | None:
        if self.row is not None:
            instance, form_class = self.row, section_form_class(self.section, self.spec)
        elif self.section.model is not None:
            instance = stored_single(self.plan, self.section)
            form_class = section_form_class(self.section)
        else:
            return None
        form: SectionForm = form_class(
            self.data, instance=instance, picks=self.picks, held=self.held_of(instance), prefix="main"
        )
        return form

    def _table(self, spec: RowSpec) -> RowFormSet:
        form_class = section_form_class(self.section, spec)
        keyed = bool(spec.keyed_by)
        formset_class: Any = formset_factory(
            form_class,
            formset=RowFormSet,
            extra=0,
            can_delete=not keyed,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS,
            validate_max=True,
        )
        formset: RowFormSet = formset_class(self.data, spec=spec, page=self, parent=self.row)
        return formset

    def _typed_table(self, table: RowFormSet) -> Table:
        spec = table.spec
        held = self._typed_held()
        rows: list[Row] = [row_of(form.instance, spec, self.section, held) for form in table.kept_forms()]
        return Table(spec.slug, spec.title, spec.singular, spec.at_least, tuple(rows))

    def _typed_held(self) -> HeldTexts:
        return {
            (self.section.slug, str(form.instance.pk), name): text
            for form in self.forms()
            for name, text in form.held.items()
        }


def with_another_row(data: QueryDict, table: str) -> QueryDict:
    """The same posted page with one more, empty row in a table."""
    changed = data.copy()
    changed[f"{table}-TOTAL_FORMS"] = str(_total(data, table) + 1)
    return changed


def with_row_marked(data: QueryDict, form_prefix: str, *, removed: bool) -> QueryDict:
    """The same posted page with a row marked as removed, or put back."""
    changed = data.copy()
    if removed:
        changed[f"{form_prefix}-{DELETION_FIELD_NAME}"] = "on"
    else:
        changed.pop(f"{form_prefix}-{DELETION_FIELD_NAME}", None)
    return changed


def _total(data: QueryDict, table: str) -> int:
    posted = data.get(f"{table}-TOTAL_FORMS", "0")
    return min(whole_number(posted), MOST_ROWS)


def whole_number(text: str) -> int:
    """The number a hidden box holds, 0 for anything else: such boxes are ours, other texts are forged."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0
