"""Rows that only one side has: removed from the plan since the export, or deleted from the file."""

from plans.given import Facts, given_sentence
from plans.imports.book import Cell, FileRow, FileSheet
from plans.imports.changes import CONFLICT, REFUSED, REMOVED
from plans.imports.kinds import is_as_exported
from plans.imports.new_rows import add, name_of
from plans.imports.placing import Placed
from plans.imports.under_way import At, Comparing, first_cell
from plans.sections import RowSpec, Section

FOREIGN = "This row is not one of this plan. Enter it in an empty row below the table."
TAKEN_BACK = "The provider has taken its commentary back since. It can give it again; nobody else can."
SCHEME_GONE = "The scheme was removed here since. Put it back on its page, then upload the file again."


def kept_words(facts: Facts) -> str:
    """Why a cell, or a whole row, is not the authors' to change."""
    return f"{given_sentence(facts)} These words are its own: write your reply beside them."


def gone_row(comparing: Comparing, section: Section, spec: RowSpec, row: FileRow, then: Placed | None) -> None:
    """A row of the file that the plan has no longer, or never had."""
    both, cell = comparing.both, first_cell(row)
    if then is None:
        refused = At(section, spec, row.id).change(REFUSED, cell, spec.singular.capitalize(), message=FOREIGN)
        comparing.changes.append(refused)
        return
    before = {answer.name: answer for answer in then.row.answers}
    if then.row.facts.get("given"):
        refused = At(section, spec, row.id).change(REFUSED, cell, spec.singular.capitalize(), message=TAKEN_BACK)
        comparing.changes.append(refused)
        return
    if all(name in before and is_as_exported(cell, before[name]) for name, cell in row.cells.items()):
        comparing.unchanged += len(row.cells)
        return
    at = At(section, spec, row.id, then.page_row, then.row.title)
    if then.page_row and (section.slug, section.rows[0].slug, then.page_row) not in both.now.rows:
        comparing.changes.append(at.change(REFUSED, cell, spec.singular.capitalize(), message=SCHEME_GONE))
        return
    message = f"The row was removed here since; accept it to add it again. {both.saves.who(at.page, row.id)}"
    again = At(section, spec, name_of(spec, row), then.page_row, then.row.title)
    add(comparing, again, row, kind=CONFLICT, message=message)


def missing_rows(comparing: Comparing, section: Section, spec: RowSpec, sheet: FileSheet) -> None:
    """Rows that were exported, that the plan still has, and that someone deleted from the sheet."""
    both, there = comparing.both, {row.id for row in sheet.rows}
    for (slug, table, identity), then in both.then.rows.items():
        now = both.now.rows.get((slug, table, identity))
        if (slug, table) != (section.slug, spec.slug) or now is None or identity in there:
            continue
        if spec.parent and not _has_parent(comparing, section, then):
            continue
        at = At(section, spec, identity, now.page_row, now.row.title)
        message = "" if now.row == then.row else f"It was changed here since. {both.saves.who(at.page, identity)}"
        said = "; ".join(f"{answer.label}: {answer.text}" for answer in now.row.answers if answer.text)
        is_given = bool(now.row.facts.get("given"))
        kind, message = (REFUSED, kept_words(now.row.facts)) if is_given else (REMOVED, message)
        change = at.change(kind, Cell(sheet.title, ""), spec.singular.capitalize(), now=said, message=message)
        comparing.changes.append(change)


def _has_parent(comparing: Comparing, section: Section, then: Placed) -> bool:
    """Whether the row above stays: with a scheme that is itself missing go its lines, unsaid."""
    gone = {change.row for change in comparing.changes if change.kind == REMOVED and change.section == section.slug}
    return then.page_row not in gone
