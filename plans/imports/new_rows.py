"""Rows that someone added to the workbook."""

from typing import Any

from plans.content import Answer
from plans.imports.book import FileRow, FileSheet
from plans.imports.changes import ADDED, REFUSED, Change
from plans.imports.figure_cells import Fault
from plans.imports.problems import shown
from plans.imports.under_way import NEW, At, Comparing, first_cell, plain_words
from plans.questions import questions
from plans.sections import RowSpec, Section

FIXED = "The rows of this table are fixed by the national template. Nothing can be added here."
OF_ONE_HERE = "The scheme that it belongs to may be here already: see there."


def name_parents(comparing: Comparing, section: Section, spec: RowSpec, sheet: FileSheet) -> None:
    """Note what nested rows may call each row of this sheet: as exported, as the file has it now, or its reference."""
    for row in sheet.rows:
        now = comparing.both.now.rows.get((section.slug, spec.slug, row.id))
        then = comparing.both.then.rows.get((section.slug, spec.slug, row.id))
        ref, title = (row.cells[name].words if name in row.cells else "" for name in ("ref", "title"))
        titles = [placed.row.title for placed in (now, then) if placed]
        comparing.name_parent(section.slug, row.id or name_of(spec, row), ref, f"{ref} {title}", *titles)


def name_of(spec: RowSpec, row: FileRow) -> str:
    """What a row is called that only the file has."""
    return f"{NEW}:{spec.slug}:{row.number}"


def new_row(comparing: Comparing, section: Section, spec: RowSpec, row: FileRow) -> None:
    """Note one added row, or why it cannot be added."""
    name, cell = name_of(spec, row), first_cell(row)
    if spec.keyed_by:
        comparing.changes.append(At(section, spec, name).change(REFUSED, cell, "New row", message=FIXED))
        return
    page_row = name if section.page_per_row and not spec.parent else ""
    if spec.parent:
        page_row = comparing.parents.get(section.slug, {}).get(plain_words(row.parent), "")
        if not page_row:
            message = f"Found {shown(row.parent)} as the scheme of this row, expected one of the schemes in the file."
            refused = At(section, spec, name).change(
                REFUSED, row.parent_cell or cell, "Scheme", message=message, found=row.parent
            )
            comparing.changes.append(refused)
            return
    if spec.parent and page_row in comparing.here:
        comparing.here.setdefault(name, OF_ONE_HERE)
    message = comparing.here.get(name, "")
    add(comparing, At(section, spec, name, page_row, row.parent), row, message=message, may_be_here=bool(message))


def add(comparing: Comparing, at: At, row: FileRow, *, kind: str = ADDED, **more: Any) -> None:
    """Note a row to add with what can be read of it, and each cell that cannot."""
    if at.spec is None:
        raise ValueError("only a table takes rows")
    answers, refused = read_row(comparing, at, row)
    found = "; ".join(f"{answer.label}: {answer.text}" for answer in answers)
    label = at.spec.singular.capitalize()
    comparing.changes.append(at.change(kind, first_cell(row), label, found=found, answers=tuple(answers), **more))
    comparing.changes += refused


def read_row(comparing: Comparing, at: At, row: FileRow) -> tuple[list[Answer], list[Change]]:
    """What a row of the file answers, and the cells that cannot be taken."""
    if at.spec is None:
        raise ValueError("only a table takes rows")
    answers: list[Answer] = []
    refused: list[Change] = []
    for asked in asked_answers(at.section, at.spec):
        cell = row.cells.get(asked.name)
        answer = comparing.read(at, cell, asked) if cell else asked
        if isinstance(answer, Fault):
            refused.append(at.fault(row.cells[asked.name], asked, answer))
        elif not answer.is_blank and answer.value is not False:
            answers.append(answer)
    return answers, refused


def asked_answers(section: Section, spec: RowSpec) -> tuple[Answer, ...]:
    """The questions of a table, unanswered."""
    found = questions(spec.model, spec.fields, spec.required, section.labels)
    return tuple(Answer(one.name, one.label, one.kind, None, "", required=one.required) for one in found)
