"""The comparison in three: what stood there at export, what stands there now, what the file says."""

from plans.content import Answer, PlanContent, Row
from plans.given import locked
from plans.imports.book import Cell, FileBook, FileRow
from plans.imports.changes import CHANGED, CONFLICT, REFUSED
from plans.imports.choosing import Choices
from plans.imports.figure_cells import Fault
from plans.imports.kinds import is_as_exported
from plans.imports.missing import gone_row, kept_words, missing_rows
from plans.imports.new_rows import name_parents, new_row
from plans.imports.placing import Placed, said
from plans.imports.problems import shown
from plans.imports.recognising import recognise
from plans.imports.standing import Both
from plans.imports.under_way import At, Comparing, first_cell
from plans.national_templates import template_for
from plans.row_forms import not_asked, not_asked_of_party
from plans.rules.places import asked
from plans.sections import RowSpec, Section


def compare(both: Both, file: FileBook, choices: Choices) -> Comparing:
    """Every cell and row of the file that differs from the plan, in the order of the workbook."""
    comparing = Comparing(both, choices)
    template = template_for(both.plan.template_key, both.plan.years)
    for unnamed in file.sheets:
        section = template.section(unnamed.section)
        spec = section.row_spec(unnamed.table) if unnamed.table else None
        sheet = recognise(comparing, section, spec, unnamed) if spec is not None else unnamed
        if spec is not None and spec.children:
            name_parents(comparing, section, spec, sheet)
        for row in sheet.rows:
            if spec is None:
                _section_answers(comparing, section, row)
            elif row.id:
                _known_row(comparing, section, spec, row)
            else:
                new_row(comparing, section, spec, row)
        if spec is not None and not spec.keyed_by:
            missing_rows(comparing, section, spec, sheet)
    return comparing


def _section_answers(comparing: Comparing, section: Section, row: FileRow) -> None:
    both = comparing.both
    then, facts = both.then.answers.get(section.slug, {}), both.content.section(section.slug).facts
    given = locked(row.cells, facts)
    for name, cell in row.cells.items():
        kept = kept_words(facts) if name in given else ""
        _cell(comparing, At(section, None), cell, both.now.answers[section.slug][name], then.get(name), kept)


def _known_row(comparing: Comparing, section: Section, spec: RowSpec, row: FileRow) -> None:
    key = (section.slug, spec.slug, row.id)
    now, then = comparing.both.now.rows.get(key), comparing.both.then.rows.get(key)
    if now is None:
        gone_row(comparing, section, spec, row, then)
        return
    at = At(section, spec, row.id, now.page_row, now.row.title)
    _check_parent(comparing, at, row, now)
    before = {answer.name: answer for answer in then.row.answers} if then else {}
    left_out, given = _not_asked(comparing.both.content, now.row), locked(row.cells, now.row.facts)
    for name, cell in row.cells.items():
        asked = now.row.answer(name)
        if name not in left_out:
            kept = kept_words(now.row.facts) if name in given else ""
            _cell(comparing, at, cell, asked, before.get(name), kept)
        elif cell.words.strip() and not is_as_exported(cell, asked):
            fault = Fault("This question is not asked of this row. Clear the cell.")
            comparing.changes.append(at.fault(cell, asked, fault))


def _not_asked(content: PlanContent, row: Row) -> list[str]:
    """The questions that the row's own page does not ask either."""
    kind = next((party.kind for party in content.about.parties if party.organisation == row.key), "")
    of_others = [name for name in not_asked_of_party(kind) if (found := asked(row, name)) and found.is_blank]
    return [*not_asked(row.facts), *of_others]


def _check_parent(comparing: Comparing, at: At, row: FileRow, now: Placed) -> None:
    if row.parent_id and now.parent and row.parent_id != now.parent.id:
        message = f"The row belongs to {now.parent.title}, the file says {shown(row.parent)}. Move it on the page."
        cell = row.parent_cell or first_cell(row)
        comparing.changes.append(at.change(REFUSED, cell, "Scheme", message=message, found=row.parent))


def _cell(comparing: Comparing, at: At, cell: Cell, now: Answer, then: Answer | None, kept: str = "") -> None:
    """One cell beside what stands there; ``kept`` says why nothing else may."""
    lost = at.page in comparing.both.lost
    if is_as_exported(cell, now if lost or then is None else then):
        comparing.unchanged += 1
        return
    answer = comparing.read(at, cell, now)
    words = {"before": then.text if then else "", "now": now.text}
    if isinstance(answer, Fault):
        comparing.changes.append(at.fault(cell, now, answer, **words))
        return
    if said(answer) in (said(now), said(now if lost else then)):
        comparing.unchanged += 1
        return
    if kept:
        comparing.changes.append(at.fault(cell, now, Fault(kept), **words))
        return
    clash = lost or said(now) != said(then)
    kind, message = (CONFLICT, comparing.both.saves.who(at.page, at.row, now.name)) if clash else (CHANGED, "")
    comparing.changes.append(
        at.change(kind, cell, now.label, message=message, answers=(answer,), found=answer.text, **words)
    )
