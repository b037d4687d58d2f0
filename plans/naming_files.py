"""How an answer names an attached file: by its name and the beginning of its SHA-256, in words that last."""

from collections.abc import Iterable
from dataclasses import replace

from plans.content import Answer, Row, SectionContent, Table

SECTION = "related-documents"  # where the files are listed, and where papers name them
TABLE = "attachments"
QUESTION = "attached_file"  # the name of the question that a file answers
BEGINNING = 8  # characters of the SHA-256: enough to tell the files of one plan apart


def file_name(name: str, sha256: str) -> str:
    """``Minutes.pdf (3fa8c21b)``: still right in a version whose plan no longer holds the file."""
    return f"{name} ({sha256[:BEGINNING]})"


def attached_table(section: SectionContent) -> Table | None:
    """The files that a section lists; None where it lists none."""
    return next((table for table in section.tables if table.slug == TABLE), None)


def files_of(sections: Iterable[SectionContent]) -> tuple[Row, ...]:
    """The files that these sections list."""
    tables = (attached_table(section) for section in sections if section.slug == SECTION)
    return tuple(row for table in tables if table for row in table.rows)


def named_file(answer: Answer, section: SectionContent) -> Row | None:
    """The file of the section that an answer names; None where it names none, or one that was taken out."""
    if answer.name != QUESTION or answer.is_blank:
        return None
    return next((row for row in files_of([section]) if _name_of(row) == answer.value), None)


def in_full(section: SectionContent) -> SectionContent:
    """The section as it is printed: each file that a row names, with the whole of its SHA-256."""
    if not any(answer.name == QUESTION for _, answer in section.walk()):
        return section
    return replace(section, tables=tuple(_table_in_full(table, section) for table in section.tables))


def _table_in_full(table: Table, section: SectionContent) -> Table:
    rows = (
        replace(row, answers=tuple(_in_full(answer, named_file(answer, section)) for answer in row.answers))
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _in_full(answer: Answer, file: Row | None) -> Answer:
    return replace(answer, text=f"{file.title}, SHA-256 {file.answer('sha256').text}") if file else answer


def names_in(sections: Iterable[SectionContent]) -> frozenset[str]:
    """What answers may name."""
    return frozenset(_name_of(row) for row in files_of(sections))


def _name_of(row: Row) -> str:
    return file_name(row.answer("name").text, row.answer("sha256").text)
