"""Where every answer of the plan stands: now, and as it was when the workbook was made."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from plans.content import Answer, PlanContent, Row, SectionContent, section_from_json
from plans.imports.identity import page_key, when
from plans.models import Plan, SectionRevision, SectionState
from plans.national_templates import template_for

RowPlace = tuple[str, str, str]  # section, table, row id


@dataclass(frozen=True)
class Placed:
    """A row with the page it is on: ``page_row`` is the scheme that has the page to itself."""

    row: Row
    page_row: str = ""
    parent: Row | None = None


@dataclass(frozen=True)
class Earlier:
    """A row that an earlier upload of the same download added: what its file called it and said, and where it is."""

    section: str
    table: str
    name: str
    row: str
    parent: str
    answers: dict[str, Answer]


@dataclass
class Standing:
    """One state of a plan: the rows by place, and each section's own answers."""

    rows: dict[RowPlace, Placed] = field(default_factory=dict)
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)

    def add(self, section: SectionContent, *, page_per_row: bool) -> None:
        """Note everything that one section says."""
        self.answers.setdefault(section.slug, {answer.name: answer for answer in section.answers})
        for table, placed in rows_of(section, page_per_row=page_per_row):
            self.rows[section.slug, table, placed.row.id] = placed


def said(answer: Answer | None) -> Any:
    """What an answer says, whatever its label: blank in every form is one, and a list has no order."""
    if answer is None or answer.is_blank or (answer.kind == "flag" and not answer.value):
        return None
    if answer.kind == "references":
        return sorted(map(str, answer.value)), answer.held
    return str(answer.value), answer.held


def rows_of(section: SectionContent, *, page_per_row: bool) -> Iterator[tuple[str, Placed]]:
    """Every row of a section at any depth, with its table."""
    for table in section.tables:
        for row in table.rows:
            page_row = row.id if page_per_row else ""
            yield table.slug, Placed(row, page_row)
            for nested in row.tables:
                for below in nested.rows:
                    yield nested.slug, Placed(below, page_row, row)


@dataclass
class Both:
    """The plan now and at export. ``lost`` are pages that moved since and whose earlier words nobody kept.

    ``earlier``: the rows that earlier uploads of the same download added.
    """

    plan: Plan
    content: PlanContent
    versions: dict[str, int]
    now: Standing
    then: Standing
    moved: dict[str, SectionState]
    lost: set[str]
    earlier: tuple[Earlier, ...] = ()

    def who(self, page: str) -> str:
        """Who saved a page last and when, in words."""
        state = self.moved.get(page)
        if state is None or state.saved_at is None:
            return "It was changed here since."
        return f"Saved here by {state.saved_by or 'another author'}, {when(state.saved_at)}."


def both(plan: Plan, content: PlanContent, versions: dict[str, int], exported: dict[str, int]) -> Both:
    """The plan as it stands and as it stood when each page had its exported version.

    ``versions`` must have been read before ``content``: see ``outgoing``.
    """
    moved_keys = {key for key in {*versions, *exported} if versions.get(key, 0) != exported.get(key, 0)}
    states = SectionState.objects.filter(plan=plan).select_related("saved_by")
    moved = {key: state for state in states if (key := page_key(state.section, state.row)) in moved_keys}
    now, then, lost = Standing(), Standing(), set()
    template = template_for(plan.template_key, plan.years)
    kept = _revisions({key: (state, exported.get(key, 0)) for key, state in moved.items()})
    for key, state in moved.items():
        if key in kept:
            then.add(kept[key], page_per_row=state.row is not None)
        else:
            lost.add(key)
    for section in content.sections:
        alone = template.section(section.slug).page_per_row
        now.add(section, page_per_row=alone)
        if not alone and section.slug not in moved:
            then.add(section, page_per_row=False)
        for table, placed in rows_of(section, page_per_row=alone) if alone else ():
            if page_key(section.slug, placed.page_row) not in moved:
                then.rows[section.slug, table, placed.row.id] = placed
    return Both(plan, content, versions, now, then, moved, lost)


def _revisions(wanted: dict[str, tuple[SectionState, int]]) -> dict[str, SectionContent]:
    """The pages as they stood at the versions wanted, in one query; those that nobody kept are left out."""
    if not wanted:
        return {}
    which = Q()
    for state, version in wanted.values():
        which |= Q(state=state, version=version)
    found = {revision.state_id: revision.content for revision in SectionRevision.objects.filter(which)}
    return {key: section_from_json(found[state.pk]) for key, (state, _) in wanted.items() if state.pk in found}
