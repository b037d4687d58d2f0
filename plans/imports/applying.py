"""Accepting changes of a preview: all pages in one transaction, through the same door as every save."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from itf.accounts.models import User
from itf.audit.chain import record
from plans import authoring
from plans.content import PlanContent, Row, SectionContent
from plans.gather import page_content, written_content
from plans.imports.changes import ADDED, CONFLICT, REFUSED, REMOVED, Change, Preview
from plans.imports.identity import page_key
from plans.imports.overlay import Wanted, by_page, lay_over, stored_part
from plans.imports.preview import fault_of, scheme_of
from plans.imports.under_way import NEW
from plans.models import Plan
from plans.national_templates import template_for
from plans.revisions import page_state

ONWARD = "It is unticked now: tick it together with this, or save without it. Clear a figure that you typed for it."


class NotTaken(Exception):
    """Something that was accepted or decided cannot be stored; ``messages`` says why, by the id of the change.

    ``left``: the ids of what was chosen without the row that it belongs to.
    """

    def __init__(self, messages: dict[str, str], left: frozenset[str] = frozenset()) -> None:
        self.messages, self.left = messages, left
        super().__init__("; ".join(messages.values()))


@dataclass(frozen=True)
class Accepted:
    """What an author takes of a preview: ids of changes, and for refused figures what they typed instead."""

    ids: frozenset[str]
    decided: Mapping[str, str]

    def changes(self, preview: Preview) -> list[Change]:
        """The changes to store, each decided one with the words of the author in it."""
        found = []
        for change in preview.changes:
            text = self.decided.get(change.id, "").strip()
            if change.kind == REFUSED and change.to_decide and text:
                found.append(replace(change, answers=(replace(change.answers[0], value=None, held=text),)))
            elif change.can_take and change.id in self.ids:
                found.append(change)
        return found

    def to_keep(self, preview: Preview) -> dict[str, Any]:
        """What was ticked and typed, as JSON-ready values by cell; ``kept_from`` finds it in the next comparison."""
        ticked = {f"{change.cell}|{change.now}": change.id in self.ids for change in preview.changes}
        typed = {change.cell: self.decided[change.id] for change in preview.changes if change.id in self.decided}
        return {"ticked": ticked, "typed": typed}

    def without(self, ids: frozenset[str]) -> "Accepted":
        """The same with these ids unticked; what was typed stays."""
        return replace(self, ids=self.ids - ids)


def kept_from(preview: Preview) -> Accepted | None:
    """What was ticked and typed before the file was compared anew: for cells that say the same, here as in the file.

    Elsewhere what is offered is ticked; what was typed stays though the plan says another thing now. None for a file
    that was compared once.
    """
    if not preview.kept:
        return None
    ticked, typed = preview.kept["ticked"], preview.kept["typed"]
    ids = (change.id for change in preview.changes if ticked.get(f"{change.cell}|{change.now}", change.is_offered))
    decided = {change.id: typed[change.cell] for change in preview.changes if change.cell in typed}
    return Accepted(frozenset(ids), decided)


@dataclass(frozen=True)
class Stored:
    """How many changes were stored, and the ids of the rows that were added, by what the file calls each."""

    count: int
    rows: dict[str, str]


def accept(
    plan: Plan,
    preview: Preview,
    accepted: Accepted,
    *,
    by: User,
    at: datetime,
    action: str = "workbook.accepted",
    holds: bool = False,
) -> Stored:
    """Store what is accepted, all or nothing.

    ``holds``: a figure that cannot be read is held, as on the pages, instead of standing in the way.

    Raises PageMoved when someone saved one of these pages since the preview, PlanNotOpen when the plan was frozen,
    SchemeGone when a scheme was removed, NotTaken for what a form would refuse or hold, or what belongs to a row of the
    file that was not chosen.
    """
    changes = accepted.changes(preview)
    if not changes:
        return Stored(0, {})
    _check_attached(preview, changes)
    with transaction.atomic():
        authoring.lock_open(plan)
        content = written_content(plan)
        gone = _remove_schemes(plan, preview, changes, by, at)
        rows: dict[str, str] = {}
        for wanted in by_page(change for change in changes if change.page_row not in gone).values():
            rows |= _save(Saving(plan, content, preview, by, at, holds), wanted, changes)
        data: dict[str, Any] = {"stored": len(changes), "issued": preview.issued}
        record(actor=by, action=action, subject=plan, plan_key=plan.key, data=data, at=at)
    return Stored(len(changes), rows)


def _check_attached(preview: Preview, changes: list[Change]) -> None:
    """Nothing chosen may hang from a row or scheme that only the file has and that was not chosen itself."""
    chosen = {change.row for change in changes if change.kind in {ADDED, CONFLICT}}
    left: dict[str, list[Change]] = {}
    for change in changes:
        above = next((row for row in (change.page_row, change.row) if row.startswith(NEW) and row not in chosen), None)
        if above:
            left.setdefault(above, []).append(change)
    if left:
        rows = {change.row: change.id for change in preview.of_kind(ADDED, CONFLICT)}
        raise NotTaken(
            {rows.get(above, below[0].id): _said_of(below) for above, below in left.items()},
            frozenset(change.id for below in left.values() for change in below),
        )


def _said_of(left: list[Change]) -> str:
    """What to say beside a row that was not chosen, of what was chosen and belongs to it."""
    named = ", ".join(dict.fromkeys(change.called for change in left))
    return (
        f"Nothing was saved. This is not ticked, and what belongs to it cannot be saved without it: {named}. {ONWARD}"
    )


@dataclass(frozen=True)
class Saving:
    """What every page of one acceptance is saved with."""

    plan: Plan
    content: PlanContent
    preview: Preview
    by: User
    at: datetime
    holds: bool


def _remove_schemes(plan: Plan, preview: Preview, changes: list[Change], by: User, at: datetime) -> set[str]:
    """Remove the schemes that were accepted as removed; returns their ids."""
    gone = {
        change.row: change.section for change in changes if change.kind == REMOVED and change.row == change.page_row
    }
    for scheme, section in gone.items():
        _check_version(plan, section, scheme, preview.pages.get(page_key(section, scheme), 0))
        authoring.remove_scheme(plan, UUID(scheme), by=by, at=at)
    return set(gone)


def _save(saving: Saving, wanted: Wanted, changes: list[Change]) -> dict[str, str]:
    """Save one page; returns the rows that it added, by what the file calls each."""
    plan, page_row = saving.plan, wanted.page_row
    section = template_for(plan.template_key, plan.years).section(wanted.section)
    base = saving.preview.pages.get(page_key(wanted.section, page_row), 0)
    stored: SectionContent | Row
    if page_row.startswith(NEW):
        added = authoring.add_scheme(plan, by=saving.by, at=saving.at)
        page_row, base = str(added.pk), 0
        stored = page_content(plan, section, added.pk).tables[0].rows[0]
    else:
        _check_version(plan, wanted.section, page_row, base)
        stored = stored_part(saving.content, section, page_row)
    scheme = scheme_of(plan, page_row)
    laid = lay_over(plan, section, wanted, stored, scheme)
    valid = laid.page.is_valid()
    here = [change for change in changes if (change.section, change.page_row) == (wanted.section, wanted.page_row)]
    faults = {change.id: fault_of(laid, change, holds=saving.holds) for change in here if change.kind != REMOVED}
    faults = {change: fault for change, fault in faults.items() if fault}
    if faults or not valid:
        raise NotTaken(faults or {here[0].id: "The page holds something else that cannot be stored. Open it first."})
    authoring.save_page(
        plan,
        section=wanted.section,
        base_version=base,
        write=laid.page.write,
        by=saving.by,
        at=saving.at,
        row=scheme.pk if scheme else None,
    )
    rows = {name: laid.form(name).instance for name in wanted.added}
    own = {wanted.page_row: page_row} if wanted.page_row.startswith(NEW) else {}
    return own | {name: str(row.pk) for name, row in rows.items() if not row._state.adding}


def _check_version(plan: Plan, section: str, page_row: str, base: int) -> None:
    """Before the page is bound: what was compared must be what stands there."""
    state = page_state(plan, section, UUID(page_row) if page_row else None)
    if state.version != base:
        raise authoring.PageMoved(state)
