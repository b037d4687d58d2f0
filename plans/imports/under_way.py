"""A comparison under way: what was found so far, and which row of the plan a cell belongs to."""

from dataclasses import dataclass, field
from typing import Any

from plans.content import Answer
from plans.imports.book import Cell, FileRow
from plans.imports.changes import REFUSED, Change
from plans.imports.choosing import Choices, field_of
from plans.imports.figure_cells import Fault
from plans.imports.identity import page_key
from plans.imports.kinds import typed
from plans.imports.standing import Both
from plans.sections import RowSpec, Section

NEW = "new"  # what the id of a row begins with that only the file has


@dataclass
class Comparing:
    """What was found so far. ``parents``: for each section, the words that lines may call a scheme by, to its id.

    ``recognised``: how many new rows of the file are in the plan already. ``here``: of others that may be, why.
    """

    both: Both
    choices: Choices
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    recognised: int = 0
    here: dict[str, str] = field(default_factory=dict)
    parents: dict[str, dict[str, str]] = field(default_factory=dict)

    def read(self, at: "At", cell: Cell, asked: Answer) -> Answer | Fault:
        """The answer in a cell, or why there is none."""
        offered = self.choices.offered(at.section, at.spec, asked)
        return typed(cell, asked, field_of(at.section, at.spec, asked.name), offered)

    def name_parent(self, section: str, identity: str, *names: str) -> None:
        """Note what lines may call a scheme. Of two schemes with one name, none has it."""
        known = self.parents.setdefault(section, {})
        for name in {plain_words(name) for name in names} - {""}:
            known[name] = identity if known.get(name, identity) == identity else ""


@dataclass(frozen=True)
class At:
    """Which row of the plan a cell belongs to; ``row`` is empty for a section's own answers."""

    section: Section
    spec: RowSpec | None
    row: str = ""
    page_row: str = ""
    where: str = ""

    @property
    def page(self) -> str:
        """The page on which the row is edited."""
        return page_key(self.section.slug, self.page_row)

    def change(self, kind: str, cell: Cell, label: str, **more: Any) -> Change:
        """A change at this row."""
        return Change(
            kind=kind,
            section=self.section.slug,
            table=self.spec.slug if self.spec else "",
            row=self.row,
            page_row=self.page_row,
            place=f"{cell.sheet}!{cell.at}".removesuffix("!"),
            where=self.where,
            label=label,
            **more,
        )

    def fault(self, cell: Cell, asked: Answer, fault: Fault, **more: Any) -> Change:
        """A cell that cannot be taken; its question stays known, so that the author can answer it on the preview."""
        blank = (Answer(asked.name, asked.label, asked.kind, None, ""),)
        return self.change(
            REFUSED, cell, asked.label, message=fault.message, to_decide=fault.to_decide, answers=blank,
            found=cell.words, **more,
        )  # fmt: skip


def first_cell(row: FileRow) -> Cell:
    """The cell that stands for a whole row."""
    return next(iter(row.cells.values()))


def plain_words(text: str) -> str:
    """A name as it is looked for: one space between words, in lower case."""
    return " ".join(text.split()).casefold()
