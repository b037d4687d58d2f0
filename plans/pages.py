"""A page of a draft as forms: the section's own answers and its tables of rows, bound and saved together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME, formset_factory
from django.http import QueryDict

from plans.content import Answer, Row, SectionContent, Table
from plans.forms import SectionForm, section_form_class
from plans.gather import keyed_facts, row_of, single_answers
from plans.given import section_facts
from plans.given_words import GivenWords, without_given
from plans.models import Invitation, Plan
from plans.models.drafting import SITTING_LENGTH
from plans.models.fields import ChoiceField
from plans.picks import Picks
from plans.revisions import Sending
from plans.row_forms import MOST_ROWS, MOST_SHOWN, RowFormSet, StoredRows
from plans.sections import RowSpec, Section
from plans.stored import HeldTexts, Stored

LONGEST_NUMBER = 9  # digits of a number in a hidden box


@dataclass(frozen=True)
class HeldAnswer:
    """An answer that could not be read: its question, what was typed, and the id of where it stands on the page."""

    label: str
    text: str
    target: str


class Page:
    """One page of a draft: unbound to show it, bound to ``data`` to save it.

    ``row`` is the row that has the page to itself (a scheme), None for a whole section.
    """

    def __init__(self, plan: Plan, section: Section, *, row: Any = None, data: QueryDict | None = None) -> None:
        self.plan, self.section, self.row, self.data = plan, section, row, data
        self.picks = Picks(plan)
        # A page that is only shown says beside its forms what rules find; one that was sent is read again once saved.
        self.stored = Stored(plan, [section], only=row.pk if row is not None else None, is_about=data is None)
        self.spec = section.rows[0] if row is not None else None
        self.given: GivenWords | None = None
        self.main = self._main()
        self.tables = [self._table(spec) for spec in (self.spec.children if self.spec else self._flat_tables())]

    def is_valid(self) -> bool:
        """Whether everything can be stored; a figure that cannot be read does not stand in the way."""
        checked = [self.main.is_valid()] if self.main else []
        # Not lazily: every form must say what is wrong with it.
        checked += [table.is_valid() for table in self.tables]
        return all(checked)

    def differs(self) -> bool:
        """Whether storing the page would change anything. Call it after ``is_valid``."""
        return bool(self.main and self.main.differs()) or any(table.differs() for table in self.tables)

    def write(self) -> list[str]:
        """Store every form; returns the names of the fields that changed. Call inside authoring.save_page."""
        changed = []
        if self.main and (self.main.instance._state.adding or self.main.differs()):
            changed = self.main.save_row(self.section.slug)
        for table in self.tables:
            changed += table.save_rows(self.section.slug)
        return changed

    def content(self) -> SectionContent:
        """What the bound page says, stored or not: the author's own words, even those that cannot be stored.

        Call it after ``is_valid``. A row has the id it was posted with; a new row has one of its own.
        """
        tables = tuple(self._typed_table(table) for table in self.tables)
        answers: tuple[Answer, ...] = ()
        if self.spec and self.main:
            row = self._typed_row(self.main, self.spec, tables)
            tables = (Table(self.spec.slug, self.spec.title, self.spec.singular, self.spec.at_least, (row,)),)
        elif self.main:
            answers = as_typed(self.main, single_answers(self.main.instance, self.section, self._held_in(self.main)))
        return SectionContent(self.section.slug, self.section.title, self.section.group, (), answers, tables)

    def forms(self) -> Iterator[SectionForm]:
        """Every form of the page, in reading order."""
        if self.main:
            yield self.main
        for table in self.tables:
            yield from table.forms

    def held(self) -> Iterator[HeldAnswer]:
        """The answers of a checked page that could not be read, in reading order, without those of removed rows."""
        for form in [
            *([self.main] if self.main else []),
            *(form for table in self.tables for form in table.kept_forms()),
        ]:
            for name, text in form.held.items():
                if form.cleaned_data.get(name) is None:  # a proposed reading counts until someone decides
                    # Rows may stand at another place when the page is opened again: the row keeps its id.
                    target = f"id_main-{name}" if form is self.main else f"row-{form.instance.pk}"
                    yield HeldAnswer(str(form.fields[name].label), text, target)

    def rows_as_typed(self, table: RowFormSet) -> Iterator[tuple[SectionForm, Row]]:
        """The forms of a table with the row that each says, as typed or as stored; those marked as removed say none.

        Call it after ``is_valid`` for a page that was sent.
        """
        for form in table.forms:
            if not table.is_removed(form):
                yield form, self._typed_row(form, table.spec, ())

    def table(self, slug: str) -> RowFormSet | None:
        """The table of this page with this slug, None when the page has no such table."""
        return next((table for table in self.tables if table.prefix == slug), None)

    def _stored_rows(self, spec: RowSpec) -> StoredRows:
        owner = {spec.parent: self.row} if spec.parent else {"plan": self.plan}
        return StoredRows(
            instances=self.stored.rows(spec),
            held_of=self.held_of,
            facts=keyed_facts(self.stored, spec),
            new_row=lambda: spec.model(**owner),
        )

    def held_of(self, instance: Any) -> dict[str, str]:
        """What is held for one row, by field."""
        row = str(instance.pk)
        held, here = self.stored.held.items(), self.section.slug
        return {name: text for (slug, held_row, name), text in held if slug == here and held_row == row}

    def _flat_tables(self) -> tuple[RowSpec, ...]:
        return () if self.section.page_per_row else self.section.rows

    def _main(self) -> SectionForm | None:
        if self.row is not None:
            instance, form_class = self.row, section_form_class(self.section, self.spec)
        elif self.section.model is not None:
            instance = self.stored.single(self.section)
            form_class = section_form_class(self.section)
        else:
            return None
        form: SectionForm = form_class(
            self.data, instance=instance, picks=self.picks, held=self.held_of(instance), prefix="main"
        )
        if self.row is None:
            self.given = without_given(form, section_facts(self.stored.listed(Invitation), self.section.slug))
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
            absolute_max=MOST_SHOWN,
            validate_max=True,
        )
        formset: RowFormSet = formset_class(self.data, spec=spec, picks=self.picks, stored=self._stored_rows(spec))
        return formset

    def _typed_table(self, table: RowFormSet) -> Table:
        spec = table.spec
        rows = tuple(self._typed_row(form, spec, ()) for form in table.kept_forms())
        return Table(spec.slug, spec.title, spec.singular, spec.at_least, rows)

    def _typed_row(self, form: Any, spec: RowSpec, tables: tuple[Table, ...]) -> Row:
        row = row_of(form.instance, spec, self.section, self._held_in(form), tables=tables)
        return replace(row, id=getattr(form, "posted_id", "") or row.id, answers=as_typed(form, row.answers))

    def _held_in(self, form: SectionForm) -> HeldTexts:
        texts = form.held if form.is_bound else form.held_before
        return {(self.section.slug, str(form.instance.pk), name): text for name, text in texts.items()}


def as_typed(form: SectionForm, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The answers with what was typed where it cannot be stored: a text that is too long, a choice that is none.

    What is no text has no value then, for nothing can be reckoned with it; what was typed is held.
    """
    typed = {name: form.written(name) for name in form.errors if name in form.fields}
    return tuple(_refused(answer, typed[answer.name]) if answer.name in typed else answer for answer in answers)


def _refused(answer: Answer, text: str) -> Answer:
    is_text = answer.kind in {"line", "narrative", "choice"}
    return replace(answer, value=text if is_text else None, text=text, held="" if is_text else text)


def with_another_row(data: QueryDict, spec: RowSpec) -> QueryDict:
    """The same posted page with one more row in a table, empty but for what its questions start with."""
    changed = data.copy()
    place = table_total(data, spec.slug)
    changed[f"{spec.slug}-TOTAL_FORMS"] = str(place + 1)
    for name in spec.fields:
        field = spec.model._meta.get_field(name)
        if isinstance(field, ChoiceField) and field.has_default():
            changed[f"{spec.slug}-{place}-{name}"] = str(field.get_default())
    return changed


def with_row_marked(data: QueryDict, form_prefix: str, *, removed: bool) -> QueryDict:
    """The same posted page with a row marked as removed, or put back."""
    changed = data.copy()
    if removed:
        changed[f"{form_prefix}-{DELETION_FIELD_NAME}"] = "on"
    else:
        changed.pop(f"{form_prefix}-{DELETION_FIELD_NAME}", None)
    return changed


def table_total(data: QueryDict, table: str) -> int:
    """How many rows a posted table says it has, no more than a page shows."""
    return min(whole_number(data.get(f"{table}-TOTAL_FORMS", "0")), MOST_SHOWN)


def posted_version(posted: QueryDict) -> int:
    """The page version that the author opened; 0 when the form holds none that can be read."""
    return whole_number(posted.get("version", ""))


def sending_of(posted: QueryDict) -> Sending:
    """From which opened page a form was sent, and as its how-manieth send."""
    return Sending(
        sitting=posted.get("sitting", "")[:SITTING_LENGTH],
        number=whole_number(posted.get("sent", "")),
        came_from=posted.get("came_from", "")[:SITTING_LENGTH],
        came_at=whole_number(posted.get("came_at", "")),
    )


def whole_number(text: str) -> int:
    """The number a hidden box holds, 0 for anything else: such boxes are ours, other texts are forged."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0
