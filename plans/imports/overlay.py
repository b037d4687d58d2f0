"""A page of the draft with answers of a file laid over it, as the forms would post it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict

from plans.content import Answer, PlanContent, Row, SectionContent, Table
from plans.imports.changes import ADDED, CONFLICT, REMOVED, Change
from plans.imports.under_way import NEW
from plans.merging import post_answer
from plans.models import Plan, Scheme
from plans.models.fields import ChoiceField
from plans.pages import Page
from plans.sections import RowSpec, Section

Places = dict[tuple[str, str], Answer]  # row and question


@dataclass
class Wanted:
    """What is to change on one page: answers by row and question, rows to add with their table, rows to remove."""

    section: str
    page_row: str
    answers: Places = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    def put(self, change: Change) -> None:
        """Note one change that is accepted, or a refused cell that the author has decided."""
        # A scheme that is new has a page to itself: its answers are the page's own.
        row = "" if change.row == change.page_row else change.row
        for answer in change.answers:
            self.answers[row, answer.name] = answer
        if change.kind == REMOVED:
            self.removed.add(change.row)
        if change.kind in {ADDED, CONFLICT} and row.startswith(NEW):
            self.added[row] = change.table


def by_page(changes: Iterable[Change]) -> dict[tuple[str, str], Wanted]:
    """The changes gathered for each page, in reading order.

    What belongs to a row or scheme that is not added itself is left out.
    """
    wanted: dict[tuple[str, str], Wanted] = {}
    taken = list(changes)
    rows = {change.row for change in taken if change.kind in {ADDED, CONFLICT}}
    for change in taken:
        if any(row.startswith(NEW) and row not in rows for row in (change.row, change.page_row)):
            continue
        key = (change.section, change.page_row)
        wanted.setdefault(key, Wanted(*key)).put(change)
    return wanted


@dataclass
class Laid:
    """A bound page, and the prefix under which each row of the file was posted."""

    page: Page
    prefixes: dict[str, str]

    def form(self, row: str) -> Any:
        """The form of a row; None for one that the page does not have."""
        prefix = self.prefixes.get(row)
        return next((form for form in self.page.forms() if form.prefix == prefix), None)


def lay_over(plan: Plan, section: Section, wanted: Wanted, stored: SectionContent | Row, scheme: Scheme | None) -> Laid:
    """The page as it is stored with what is wanted laid over it, bound but not yet checked."""
    data = QueryDict(mutable=True)
    prefixes = {"": "main", wanted.page_row: "main"}
    own = {name: answer for (row, name), answer in wanted.answers.items() if not row}
    for answer in {**{answer.name: answer for answer in stored.answers}, **own}.values():
        post_answer(data, "main", answer)
    tables = {table.slug: table for table in stored.tables}
    for spec in section.rows[0].children if scheme is not None else section.rows:
        _post_table(data, spec, tables.get(spec.slug), wanted, prefixes)
    return Laid(Page(plan, section, row=scheme, data=data), prefixes)


def _post_table(data: QueryDict, spec: RowSpec, table: Table | None, wanted: Wanted, prefixes: dict[str, str]) -> None:
    rows = table.rows if table else ()
    for place, row in enumerate(rows):
        prefix = prefixes[row.id] = f"{spec.slug}-{place}"
        data[f"{prefix}-row"] = row.id
        for answer in row.answers:
            post_answer(data, prefix, wanted.answers.get((row.id, answer.name)) or answer)
        if row.id in wanted.removed:
            data[f"{prefix}-{DELETION_FIELD_NAME}"] = "on"
    new = [row for row, slug in wanted.added.items() if slug == spec.slug]
    for place, name in enumerate(new, start=len(rows)):
        prefix = prefixes[name] = f"{spec.slug}-{place}"
        data[f"{prefix}-row"] = ""
        post_defaults(data, prefix, spec)
        for (added, _), answer in wanted.answers.items():
            if added == name:
                post_answer(data, prefix, answer)
    data[f"{spec.slug}-TOTAL_FORMS"] = str(len(rows) + len(new))
    data[f"{spec.slug}-INITIAL_FORMS"] = str(len(rows))


def post_defaults(data: QueryDict, prefix: str, spec: RowSpec) -> None:
    """What the questions of a new row start with, as on the page."""
    for name in spec.fields:
        asked = spec.model._meta.get_field(name)
        if isinstance(asked, ChoiceField) and asked.has_default():
            data[f"{prefix}-{name}"] = str(asked.get_default())


def stored_part(content: PlanContent, section: Section, page_row: str) -> SectionContent | Row:
    """What a page holds now: a section, or the scheme that has the page to itself. An empty row for a new scheme."""
    found = content.section(section.slug)
    if not page_row:
        return found
    rows = found.table(section.rows[0].slug).rows
    return next((row for row in rows if row.id == page_row), Row(id=page_row, title=""))
