"""A plan that was copied forward, set beside its source: rows matched by origin, and which sections have changed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from plans.content import Answer, PlanContent, Row, SectionContent, Table
from plans.documents.comparison import compare_sections, years_in
from plans.models import Plan, PlanCopy
from plans.overview import is_blank

FIRST_YEAR, SECOND_YEAR = "_first_year", "_second_year"  # endings of the names of questions about one year
OF_SOURCE = "_of_source"  # ends the name of an answer to what the copy does not ask
AS_SOURCE, CHANGED, LEFT = "as carried over", "changed since", "nothing carried over"


def copy_of(plan: Plan) -> PlanCopy | None:
    """Where the plan was copied from, None for a plan that was begun empty."""
    return PlanCopy.objects.filter(plan=plan).select_related("version__plan").first()


def by_origin(content: PlanContent, origins: dict[str, str]) -> PlanContent:
    """The content with each copied row under the id of the row that it was copied from."""
    return replace(content, sections=tuple(_section(section, origins) for section in content.sections))


def in_years_of(copy: PlanContent, source: PlanContent) -> PlanContent:
    """The source with its last year's answers where the copy asks about its first year, as they were carried.

    What else it says of a year stands by itself: no question of the copy is about that year.
    """
    if copy.years == source.years:
        return source
    asked = {where: answer.label for where, answer in _answers_of(copy)}
    return replace(source, sections=tuple(_renamed(section, asked) for section in source.sections))


def carried_sections(copied: PlanCopy) -> dict[str, SectionContent]:
    """The sections as they stood when the plan was made, by slug."""
    return {section.slug: section for section in PlanContent.from_json(copied.carried).sections}


def mark(before: SectionContent | None, now: SectionContent) -> str:
    """Whether a section says what was carried into it, has changed since, or had nothing carried into it.

    What was written into it later makes nothing of it carried: it was begun here.
    """
    if before is None or is_blank(before):
        return LEFT
    return AS_SOURCE if compare_sections(before, now) is None else CHANGED


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


def _answers_of(content: PlanContent) -> Iterator[tuple[tuple[str, str, str], Answer]]:
    """Every answer behind where it is asked: section, table, name."""
    for section in content.sections:
        yield from (((section.slug, "", answer.name), answer) for answer in section.answers)
        tables = list(section.tables)
        while tables:
            table = tables.pop()
            for row in table.rows:
                yield from (((section.slug, table.slug, answer.name), answer) for answer in row.answers)
                tables += row.tables


def _renamed(section: SectionContent, asked: dict[tuple[str, str, str], str]) -> SectionContent:
    def named(table: str, answer: Answer) -> Answer:
        if answer.name.endswith(SECOND_YEAR):
            return replace(answer, name=answer.name.removesuffix(SECOND_YEAR) + FIRST_YEAR)
        label = asked.get((section.slug, table, answer.name), answer.label)
        stands_alone = answer.name.endswith(FIRST_YEAR) or years_in(label) != years_in(answer.label)
        return replace(answer, name=answer.name + OF_SOURCE) if stands_alone else answer

    def table_of(table: Table) -> Table:
        return replace(table, rows=tuple(row_of(table.slug, row) for row in table.rows))

    def row_of(table: str, row: Row) -> Row:
        answers = tuple(named(table, answer) for answer in row.answers)
        return replace(row, answers=answers, tables=tuple(table_of(below) for below in row.tables))

    answers = tuple(named("", answer) for answer in section.answers)
    return replace(section, answers=answers, tables=tuple(table_of(table) for table in section.tables))


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
