"""What copying forward carries and leaves, counted section by section for its preview."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.content import PlanContent, Row, SectionContent, Table


@dataclass(frozen=True)
class Counted:
    """How many answers and rows of one section are carried over and left behind."""

    title: str
    answers: int
    rows: int
    left_answers: int
    left_rows: int


def counted(content: PlanContent, words: Iterable[SectionContent]) -> tuple[Counted, ...]:
    """Every section of the source that says anything, in its order, and of the new plan nothing else."""
    carried = {section.slug: section for section in words}
    found = []
    for section in content.sections:
        kept = carried.get(section.slug)
        answers, rows = _sums(section)
        kept_answers, kept_rows = _sums(kept) if kept else (0, 0)
        if answers or rows:
            found.append(
                Counted(section.title, kept_answers, kept_rows, max(0, answers - kept_answers), rows - kept_rows)
            )
    return tuple(found)


def left_rows(content: PlanContent, words: Iterable[SectionContent], table: str) -> int:
    """How many rows of one table stay behind."""
    kept = sum(len(each.rows) for section in words for each in _tables(section.tables) if each.slug == table)
    there = sum(
        len(each.rows) for section in content.sections for each in _tables(section.tables) if each.slug == table
    )
    return there - kept


def _sums(section: SectionContent) -> tuple[int, int]:
    answered = sum(not answer.is_blank and answer.value is not False for _, answer in section.walk())
    return answered, sum(len(table.rows) for table in _tables(section.tables))


def _tables(tables: Iterable[Table]) -> list[Table]:
    found: list[Table] = []
    for table in tables:
        found += [table, *(nested for row in table.rows for nested in _below(row))]
    return found


def _below(row: Row) -> list[Table]:
    return _tables(row.tables)
