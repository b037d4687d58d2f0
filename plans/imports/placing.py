"""Rows with their places in a section, and what an answer says whatever its form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plans.content import Answer, Row, SectionContent


@dataclass(frozen=True)
class Placed:
    """A row with the page it is on: ``page_row`` is the scheme that has the page to itself."""

    row: Row
    page_row: str = ""
    parent: Row | None = None


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
