"""Looking into content that may not hold an answer: not asked by its template, or frozen before it was asked."""

from decimal import Decimal

from plans.content import Answer, Answered, PlanContent, Row, Table


def asked(place: Answered, name: str) -> Answer | None:
    """The answer under ``name``, None where it is not asked."""
    try:
        return place.answer(name)
    except KeyError:
        return None


def given(place: Answered, name: str) -> str:
    """What was answered under ``name``, as text of its value; empty for nothing."""
    answer = asked(place, name)
    return "" if answer is None or answer.value in (None, "", []) else str(answer.value)


def figure(place: Answered, name: str) -> Decimal | None:
    """The figure answered under ``name``, None where there is none."""
    answer = asked(place, name)
    return None if answer is None else answer.figure


def is_left_empty(place: Answered, name: str) -> bool:
    """Whether the question is asked here and nobody answered it."""
    answer = asked(place, name)
    return answer is not None and answer.is_blank


def rows(content: PlanContent, section: str, table: str) -> tuple[Row, ...]:
    """The rows of one table; none where the template has no such section or table."""
    try:
        return content.section(section).table(table).rows
    except KeyError:
        return ()


def tables_under(row: Row, slug: str) -> tuple[Row, ...]:
    """The rows of one nested table; none where it is not asked."""
    found: Table | None = next((table for table in row.tables if table.slug == slug), None)
    return found.rows if found else ()
