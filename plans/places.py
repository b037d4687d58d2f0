"""Places of a plan that a comment can be about: a section, a row of it, a question of either, in its words now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from plans.content import Answer, Row, SectionContent, Table

SCHEMES = "schemes"  # the section whose rows have a page each


@dataclass(frozen=True)
class Spot:
    """One place, with what the plan says there. ``page_row`` is the scheme on whose page it stands."""

    section: str
    section_title: str
    page_row: UUID | None = None
    row: UUID | None = None
    row_title: str = ""
    field: str = ""
    question: str = ""
    said: str = ""

    @property
    def title(self) -> str:
        """The place in words."""
        return ": ".join(part for part in (self.row_title or self.section_title, self.question) if part)


@dataclass(frozen=True)
class PlacedRow:
    """A row with its name, and the scheme on whose page it stands."""

    row: Row
    title: str
    page_row: UUID | None


def spot_in(section: SectionContent, row: UUID | None, field: str) -> Spot | None:
    """The place as a section has it now; None when it has no such row, or does not ask this question there."""
    if row is None:
        return _spot(section, None, section.answers, field)
    placed = next((found for found in rows_in(section) if found.row.id == str(row)), None)
    return _spot(section, placed, placed.row.answers, field) if placed else None


def rows_in(section: SectionContent) -> Iterator[PlacedRow]:
    """Every row of a section, at any depth, in reading order."""
    for table in section.tables:
        for number, row in enumerate(table.rows, 1):
            page = UUID(row.id) if section.slug == SCHEMES else None
            title = _title(table, row, number)
            yield PlacedRow(row, title, page)
            for nested in row.tables:
                for place, below in enumerate(nested.rows, 1):
                    yield PlacedRow(below, f"{title}, {_title(nested, below, place)}", page)


def questions_in(section: SectionContent, row: UUID | None) -> tuple[Answer, ...]:
    """The questions asked at a section or at one of its rows."""
    if row is None:
        return section.answers
    return next((found.row.answers for found in rows_in(section) if found.row.id == str(row)), ())


def places_in(sections: Iterable[SectionContent]) -> frozenset[tuple[str, str, str]]:
    """Every place that these sections have: section, row or empty, question or empty."""
    found: set[tuple[str, str, str]] = set()
    for section in sections:
        holders = [("", section.answers), *((placed.row.id, placed.row.answers) for placed in rows_in(section))]
        for row, answers in holders:
            found.add((section.slug, row, ""))
            found.update((section.slug, row, answer.name) for answer in answers)
    return frozenset(found)


def _title(table: Table, row: Row, number: int) -> str:
    return row.title or f"{table.singular} {number}"


def _spot(section: SectionContent, placed: PlacedRow | None, answers: tuple[Answer, ...], field: str) -> Spot | None:
    asked = next((answer for answer in answers if answer.name == field), None)
    if field and asked is None:
        return None
    return Spot(
        section=section.slug,
        section_title=section.title,
        page_row=placed.page_row if placed else None,
        row=UUID(placed.row.id) if placed else None,
        row_title=placed.title if placed else "",
        field=field,
        question=asked.label if asked else "",
        said=asked.text if asked else "",
    )
