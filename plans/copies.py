"""A plan that was copied forward, set beside its source: rows matched by origin, and which sections have changed."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from plans.content import Answer, PlanContent, Row, SectionContent, Table
from plans.documents.comparison import compare_sections
from plans.models import Plan, PlanCopy
from plans.overview import is_blank

AS_SOURCE, CHANGED, LEFT = "as carried over", "changed since", "nothing carried over"


def copy_of(plan: Plan) -> PlanCopy | None:
    """Where the plan was copied from, None for a plan that was begun empty."""
    return PlanCopy.objects.filter(plan=plan).select_related("version__plan").first()


def by_origin(content: PlanContent, origins: dict[str, str]) -> PlanContent:
    """The content with each copied row under the id of the row that it was copied from."""
    return replace(content, sections=tuple(_section(section, origins) for section in content.sections))


def carried_sections(copied: PlanCopy) -> dict[str, SectionContent]:
    """The sections as they stood when the plan was made, by slug."""
    return {section.slug: section for section in PlanContent.from_json(copied.carried).sections}


def mark(before: SectionContent | None, now: SectionContent) -> str:
    """Whether a section says what was carried into it, has changed since, or had nothing carried into it."""
    if compare_sections(before, now) is not None:
        return CHANGED
    return LEFT if is_blank(now) else AS_SOURCE


def marks(plan: Plan, content: PlanContent) -> dict[str, str]:
    """The mark of every section by slug; nothing for a plan that was begun empty."""
    copied = copy_of(plan)
    before = carried_sections(copied) if copied else {}
    return {section.slug: mark(before.get(section.slug), section) for section in content.sections} if copied else {}


def told_of(plan: Plan, now: SectionContent, row: UUID | None = None) -> dict[str, Any] | None:
    """The source and the mark of one page, or of the one row that has it to itself; None for a plan begun empty."""
    copied = copy_of(plan)
    if copied is None:
        return None
    before = carried_sections(copied).get(now.slug)
    if row is not None and before is not None:
        before = replace(before, tables=tuple(_only(table, str(row)) for table in before.tables))
    said = mark(before, now)
    return {"version": copied.version, "mark": said, "is_changed": said == CHANGED, "is_left": said == LEFT}


def _only(table: Table, row_id: str) -> Table:
    return replace(table, rows=tuple(row for row in table.rows if row.id == row_id))


def _section(section: SectionContent, origins: dict[str, str]) -> SectionContent:
    return replace(section, tables=tuple(_table(table, origins) for table in section.tables))


def _table(table: Table, origins: dict[str, str]) -> Table:
    return replace(table, rows=tuple(_row(row, origins) for row in table.rows))


def _row(row: Row, origins: dict[str, str]) -> Row:
    return replace(
        row,
        id=origins.get(row.id, row.id),
        answers=tuple(_answer(answer, origins) for answer in row.answers),
        tables=tuple(_table(table, origins) for table in row.tables),
    )


def _answer(answer: Answer, origins: dict[str, str]) -> Answer:
    """Answers that name rows of the plan name those of the source."""
    if answer.kind != "references":
        return answer
    return replace(answer, value=sorted(origins.get(key, key) for key in answer.value))
