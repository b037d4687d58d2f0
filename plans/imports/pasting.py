"""From pasted rows to rows of the plan: a preview by the page's own forms, then the same door as every save."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from itf.accounts.models import User
from plans.content import FIGURES, Answer, PlanContent
from plans.gather import part_content
from plans.imports import book
from plans.imports.applying import Accepted, accept
from plans.imports.book import Cell
from plans.imports.changes import ADDED, Change, Preview
from plans.imports.choosing import Choices, field_of
from plans.imports.figure_cells import Fault
from plans.imports.identity import page_versions
from plans.imports.kinds import Offered, typed
from plans.imports.new_rows import asked_answers
from plans.imports.overlay import Laid, by_page, lay_over, stored_part
from plans.imports.paste import IN_YEAR, YEAR, Pasted, yearly
from plans.imports.preview import fault_of, scheme_of
from plans.imports.under_way import NEW
from plans.models import Plan
from plans.national_templates import template_for
from plans.sections import RowSpec, Section

TOTAL = re.compile(r"(grand |sub-?)?totals?( .{0,40})?[:.]?|sum", re.IGNORECASE)
NIL = frozenset({"-", "–", "—"})  # what tables have in place of no cost
NO_COST = "No year has a cost in this row. Added, it would be a line without one."
TOTAL_ROW = "This looks like the sum of the rows above. Added as a row it would be counted twice."


Cells = list[tuple[str, str]]  # the name of each column, with the text under it


@dataclass(frozen=True)
class Target:
    """The table that rows are pasted into; ``page_row`` is the scheme whose lines they are, empty for new schemes."""

    plan: Plan
    section: Section
    spec: RowSpec
    page_row: str = ""

    @property
    def asked(self) -> tuple[Answer, ...]:
        """The questions of the table."""
        return asked_answers(self.section, self.spec)

    @property
    def columns(self) -> dict[str, str]:
        """What a pasted column may be, with its label: a question, or the cost of one year."""
        return {answer.name: answer.label for answer in self.asked} | yearly(self.asked, self.plan.years)


@dataclass(frozen=True)
class PastedRow:
    """One row as it would be added: ``notes`` do not stand in its way, ``fault`` does."""

    id: str
    change: Change
    notes: tuple[str, ...]
    fault: str
    is_known: bool = False
    is_total: bool = False
    is_bare: bool = False

    @property
    def is_offered(self) -> bool:
        """Whether it is ticked at first: not where it cannot be stored, is a sum, has no cost or is here already."""
        return not (self.fault or self.is_known or self.is_total or self.is_bare)


@dataclass(frozen=True)
class PastePreview:
    """Everything that a paste would add. ``left_aside``: headings of columns that no question takes."""

    preview: Preview
    rows: tuple[PastedRow, ...]
    left_aside: tuple[str, ...]


def target_of(plan: Plan, table: str, page_row: str = "") -> Target:
    """The table of schemes, or that of one scheme's lines."""
    section = template_for(plan.template_key, plan.years).section("schemes")
    return Target(plan, section, section.row_spec(table), page_row)


def paste_preview(target: Target, pasted: Pasted) -> PastePreview:
    """What the rows would add, each read by the forms of its page. Saves nothing."""
    versions = page_versions(target.plan)
    content = part_content(target.plan, [target.section.slug])
    choices, read = Choices(target.plan), []
    for number, row in enumerate(pasted.body, start=1):
        for year, cells in _by_year(list(zip(pasted.columns, row, strict=True))):
            read.append(_row(target, choices, (number, year), cells))
    preview = Preview("", 0, tuple(change for change, _ in read), pages=versions)
    laid = _bound(target, content, preview)
    refs = {row.answer("ref").text.casefold() for row in content.section(target.section.slug).tables[0].rows}
    by_year = any(name.startswith(IN_YEAR) for name in pasted.columns)
    rows = tuple(
        _marked(_reported(target, laid[change.page_row], change, notes, refs), by_year=by_year)
        for change, notes in read
    )
    left_aside = tuple(head for name, head in zip(pasted.columns, pasted.first, strict=True) if not name and head)
    return PastePreview(preview, rows, left_aside if pasted.headings else ())


def add_pasted(target: Target, found: PastePreview, ids: Sequence[str], *, by: User, at: datetime) -> int:
    """Add the rows chosen, all or nothing; figures that cannot be read are held. Raises what ``accept`` raises."""
    wanted = Accepted(frozenset(ids), {})
    return accept(target.plan, found.preview, wanted, by=by, at=at, action="rows.pasted", holds=True).count


def _by_year(cells: Cells) -> list[tuple[str, Cells]]:
    """A row once for each year that has a cost in it, with that year and cost; as it is where no column is a year's."""
    said = [(name, text) for name, text in cells if not name.startswith(IN_YEAR)]
    costs = [(name.removeprefix(IN_YEAR), text) for name, text in cells if name.startswith(IN_YEAR)]
    found = [
        (year, [*said, ("year", year), ("stated", text)]) for year, text in costs if text and text.strip() not in NIL
    ]
    return found or [("", said)]


def _row(target: Target, choices: Choices, at: tuple[int, str], cells: Cells) -> tuple[Change, tuple[str, ...]]:
    """One pasted row, or its part of one year, as a change, with what was left blank because it cannot be taken."""
    asked = {answer.name: answer for answer in target.asked}
    answers: list[Answer] = []
    notes: list[str] = []
    for name, text in cells:
        if not name or not text:
            continue
        answer = _answer(target, choices, asked[name], text)
        if isinstance(answer, Fault):
            notes.append(f"{asked[name].label}, left blank: {answer.message}")
        else:
            answers.append(answer)
    number, year = at
    identity = f"{NEW}:{target.spec.slug}:{number}{year}"
    change = Change(
        kind=ADDED,
        section=target.section.slug,
        table=target.spec.slug,
        row=identity,
        page_row=target.page_row or identity,
        place=f"Row {number}, {year}" if year else f"Row {number}",
        where="",
        label=target.spec.singular.capitalize(),
        answers=tuple(answers),
        id=f"r{number}-{year[:4]}" if year else f"r{number}",
    )
    return change, tuple(notes)


def _answer(target: Target, choices: Choices, asked: Answer, text: str) -> Answer | Fault:
    """A figure or day goes to its form as it was written, which reads or holds it; the rest is read here."""
    if asked.kind in FIGURES - {"whole"} or asked.kind == "date":
        return replace(asked, held=text)
    if asked.name == "year" and (year := YEAR.fullmatch(text.strip())):
        text = f"20{year[1]}/{year[2]}"
    field = field_of(target.section, target.spec, asked.name)
    offered = choices.offered(target.section, target.spec, asked)
    return typed(Cell("", "", book.TEXT, _in_full(text, offered or {})), asked, field, offered)


def _in_full(text: str, offered: Offered) -> str:
    """A choice as the list names it, where only one begins with these words; else as it was written."""
    begun = " ".join(text.split()).casefold()
    named = [words for words in offered if words.casefold().startswith(f"{begun} ")]
    return named[0] if len(named) == 1 and begun not in {words.casefold() for words in offered} else text


def _bound(target: Target, content: PlanContent, preview: Preview) -> dict[str, Laid]:
    """Each page that the rows go to, bound and checked: one for the lines of a scheme, one for every new scheme."""
    found = {}
    for (_, page_row), wanted in by_page(preview.changes).items():
        stored = stored_part(content, target.section, page_row)
        found[page_row] = lay_over(target.plan, target.section, wanted, stored, scheme_of(target.plan, page_row))
        found[page_row].page.is_valid()
    return found


def _reported(target: Target, laid: Laid, change: Change, notes: tuple[str, ...], refs: set[str]) -> PastedRow:
    form = laid.form(change.row)
    shown = tuple(replace(answer, text=answer.text or answer.held) for answer in change.answers)
    held = tuple(f"{form.fields[name].label}, held for you to decide: {form.held_messages[name]}" for name in form.held)
    ref = next((answer.text.casefold() for answer in change.answers if answer.name == "ref"), "")
    is_known = not target.page_row and ref in refs
    known = ("A scheme with this reference is in the plan already.",) if is_known else ()
    fault = fault_of(laid, change, holds=True)
    if not change.answers:
        fault = "Nothing of this row could be read."
    summed = (TOTAL_ROW,) if is_total(change.answers) else ()
    told = (*summed, *known, *notes, *held)
    return PastedRow(change.id, replace(change, answers=shown), told, fault, is_known, bool(summed))


def _marked(row: PastedRow, *, by_year: bool) -> PastedRow:
    """The row, marked where the table gives costs by year and this row has none: a heading among the rows."""
    if not by_year or row.fault or any(answer.name == "stated" for answer in row.change.answers):
        return row
    return replace(row, is_bare=True, notes=(NO_COST, *row.notes))


def is_total(answers: Sequence[Answer]) -> bool:
    """Whether the row is the sum below a table: its first words are "total" or the like."""
    return any(TOTAL.fullmatch(answer.text.strip()) for answer in answers if answer.kind in {"line", "narrative"})
