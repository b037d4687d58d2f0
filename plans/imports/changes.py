"""What accepting a file would do to the plan, one change at a time, as plain values that a job can store."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from plans.content import Answer

CHANGED, ADDED, REMOVED, CONFLICT, REFUSED = "changed", "added", "removed", "conflict", "refused"


@dataclass(frozen=True)
class Change:
    """One cell that differs, one row added or missing, or one cell that cannot be taken.

    ``page_row``: the scheme that has the page to itself; for a scheme that is new in the file, what ``row`` calls it.
    ``answers`` are what would be written. ``before``: at export, ``now``: here, ``found``: in the file, all in words.
    ``may_be_here``: an added row that the plan seems to have already; ``message`` says why.
    """

    kind: str
    section: str
    table: str
    row: str
    page_row: str
    place: str
    where: str
    label: str
    before: str = ""
    now: str = ""
    found: str = ""
    message: str = ""
    answers: tuple[Answer, ...] = ()
    to_decide: bool = False
    may_be_here: bool = False
    id: str = ""

    @property
    def cell(self) -> str:
        """What stays the same when the file is compared anew: where it stands, and what it says there."""
        return f"{self.place}|{self.label}|{self.found}"

    @property
    def called(self) -> str:
        """What a sentence may call it: an added row by the first thing that it says, a cell by its question."""
        says = next((answer.text for answer in self.answers if answer.text), "")
        return f"“{says}”" if says and self.kind != REFUSED and len(self.answers) > 1 else self.label

    @property
    def can_take(self) -> bool:
        """Whether the author may accept it as it is."""
        return self.kind != REFUSED

    @property
    def is_offered(self) -> bool:
        """Whether "accept" is the answer to expect: not where others wrote meanwhile, and never to remove a row.

        Nor to add one that may be here already.
        """
        return self.kind in {CHANGED, ADDED} and not self.may_be_here

    @property
    def adds_or_changes(self) -> bool:
        """Whether "accept all" takes it: everything that can be taken, but never the removal of a row.

        Nor a row that may be here already.
        """
        return self.kind in {CHANGED, ADDED, CONFLICT} and not self.may_be_here


@dataclass(frozen=True)
class Preview:
    """Everything that one file would do to the plan. ``pages`` are the versions it was compared with.

    ``recognised``: how many new rows of the file are in the plan already. ``added``: once it is accepted, the rows that
    it added, by what the file calls each, so that the same file can be uploaded again. ``kept``: what its author had
    ticked and typed when it had to be compared anew.
    """

    issued: str
    unchanged: int
    changes: tuple[Change, ...]
    remarks: tuple[str, ...] = ()
    pages: dict[str, int] = field(default_factory=dict)
    recognised: int = 0
    added: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> tuple[Change, ...]:
        """The changes of these kinds, in reading order."""
        return tuple(change for change in self.changes if change.kind in kinds)

    def overwriting(self, ids: Collection[str]) -> tuple[Change, ...]:
        """Of the changes with these ids, those that would replace what others wrote here since the export."""
        return tuple(change for change in self.of_kind(CONFLICT) if change.id in ids)

    @property
    def refused_count(self) -> int:
        """How much of the file cannot be taken as it is."""
        return len(self.of_kind(REFUSED)) + len(self.remarks)

    @property
    def summary(self) -> str:
        """In one line, as ``14 cells changed, 2 in conflict with edits made since, 1 refused``."""
        added = self.of_kind(ADDED)
        doubtful = [change for change in added if change.may_be_here]
        counts = (
            (len(self.of_kind(CHANGED)), "cell changed", "cells changed"),
            (len(added) - len(doubtful), "row added", "rows added"),
            (self.recognised + len(doubtful), "row here already", "rows here already"),
            (len(self.of_kind(REMOVED)), "row not in the file", "rows not in the file"),
            (len(self.of_kind(CONFLICT)), "in conflict with edits made since", "in conflict with edits made since"),
            (self.refused_count, "refused", "refused"),
            (self.unchanged, "cell unchanged", "cells unchanged"),
        )
        said = [f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count]
        nothing = "" if self.changes or self.remarks else "Nothing changed: "
        return nothing + ", ".join(said) + "."

    def to_json(self) -> dict[str, Any]:
        """As JSON-ready values; ``preview_from_json`` is the inverse."""
        return asdict(self)


def preview_from_json(stored: dict[str, Any]) -> Preview:
    """A stored preview."""
    changes = tuple(
        Change(**{**one, "answers": tuple(Answer(**answer) for answer in one["answers"])}) for one in stored["changes"]
    )
    return Preview(**{**stored, "changes": changes, "remarks": tuple(stored["remarks"])})


def numbered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes with an id each, by which an author accepts them."""
    return tuple(replace(change, id=f"c{number}") for number, change in enumerate(changes, start=1))
