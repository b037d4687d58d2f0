"""Bringing a table in line with the rows of a file: what is new, what changed, what was edited here and is kept."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.db import models

from conditions.models import IssuedRow

Row = TypeVar("Row", bound=models.Model)
Values = Mapping[str, Any]


class FileRefused(ValueError):
    """Raised when a file cannot be loaded; its text names the file, the place in it and what is wrong."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept local edit"
    LEFT = "not in the files"


@dataclass(frozen=True)
class Change:
    """What a load did to one row; ``fields`` are those that changed, or in which a kept local edit differs."""

    kind: str
    key: str
    outcome: Outcome
    fields: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether the row was, or would be, written."""
        return self.outcome in {Outcome.CREATED, Outcome.CHANGED}


@dataclass(frozen=True)
class Links:
    """A linking table that counts as one value of the rows it hangs on, so that editing it is editing the row."""

    name: str
    model: type[models.Model]
    owner: str
    values: tuple[str, ...]
    order: str

    def stored(self) -> dict[Any, list[tuple[Any, ...]]]:
        """The links of every row, by the row's primary key."""
        links: defaultdict[Any, list[tuple[Any, ...]]] = defaultdict(list)
        rows = self.model._default_manager.order_by(self.order).values_list(self.owner, *self.values)
        for owner, *values in rows:
            links[owner].append(tuple(values))
        return links

    def write(self, wanted: Mapping[Any, list[tuple[Any, ...]]]) -> None:
        """Replace the links of the rows named, and of no other."""
        self.model._default_manager.filter(**{f"{self.owner}__in": list(wanted)}).delete()
        self.model._default_manager.bulk_create(
            self.model(**{self.owner: owner}, **dict(zip(self.values, values, strict=True)))
            for owner, rows in wanted.items()
            for values in rows
        )


def _joined(key: tuple[Any, ...]) -> str:
    return " ".join(str(part) for part in key)


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A model, its natural key and the fields that its file gives.

    ``only_from_file`` says of a stored row whether nobody but a file may have made it: such a row is reported when the
    file no longer has it. Nothing is ever deleted.
    """

    model: type[Row]
    key: tuple[str, ...]
    fields: tuple[str, ...]
    links: Links | None = None
    only_from_file: Callable[[Row], bool] = lambda row: isinstance(row, IssuedRow) and bool(row.loaded)
    shown: Callable[[tuple[Any, ...]], str] = _joined
    called: str = ""

    @property
    def kind(self) -> str:
        """What a row of the table is called in reports."""
        return self.called or str(self.model._meta.verbose_name)

    def key_of(self, row: Row) -> tuple[Any, ...]:
        """The row's natural key."""
        return tuple(getattr(row, name) for name in self.key)

    def values_of(self, row: Row, links: Mapping[Any, list[tuple[Any, ...]]]) -> dict[str, Any]:
        """What the row holds, its links included."""
        held = {name: getattr(row, name) for name in self.fields}
        return held | {self.links.name: links.get(row.pk, [])} if self.links else held

    def fill(self, row: Row, values: Values) -> Row:
        """Set the row's fields, and let it remember what was loaded."""
        for name in self.fields:
            setattr(row, name, values[name])
        if isinstance(row, IssuedRow):
            row.loaded = self.memory_of(values)
        return row

    def memory_of(self, values: Values) -> dict[str, Any]:
        """What a row remembers of a load."""
        names = [*self.fields, *([self.links.name] if self.links else [])]
        return {name: plain(values[name]) for name in names}

    def write(self, new: list[Row], old: list[Row]) -> None:
        """Insert the new rows and update the old ones."""
        self.model._default_manager.bulk_create(new)
        memory = ["loaded"] if issubclass(self.model, IssuedRow) else []
        if old:
            self.model._default_manager.bulk_update(old, [*self.fields, *memory])


def bring_in_line(table: Table[Row], wanted: Iterable[Values], *, overwrite_edits: bool = False) -> list[Change]:
    """Create and change rows until the table says what ``wanted`` says; reports each row once.

    A mapping gives the table's key, fields (foreign keys by ``_id``) and links (a list of tuples). An IssuedRow that
    was edited since the last load keeps its edit unless ``overwrite_edits``; other models have no memory of loads, so
    the file wins. Call it inside a transaction. At most six queries, where the database takes a table in one go.
    """
    stored = {table.key_of(row): row for row in table.model._default_manager.all()}
    links = table.links.stored() if table.links else {}
    changes: list[Change] = []
    new: list[Row] = []
    old: list[Row] = []
    linked: list[tuple[Row, Values]] = []
    for values in wanted:
        key = tuple(values[name] for name in table.key)
        row = stored.pop(key, None)
        change, write = _judge(table, row, values, links, overwrite_edits=overwrite_edits)
        changes.append(change)
        if not write:
            continue
        if row is None:
            row = table.model(**{name: values[name] for name in table.key})
            new.append(row)
        else:
            old.append(row)
        linked.append((table.fill(row, values), values))
    table.write(new, old)
    if table.links and linked:
        table.links.write({row.pk: values[table.links.name] for row, values in linked})
    gone = [key for key, row in stored.items() if table.only_from_file(row)]
    return changes + [Change(table.kind, table.shown(key), Outcome.LEFT) for key in gone]


def _judge(
    table: Table[Row],
    row: Row | None,
    values: Values,
    links: Mapping[Any, list[tuple[Any, ...]]],
    *,
    overwrite_edits: bool,
) -> tuple[Change, bool]:
    """What a load does to one row, and whether it writes it."""
    key = table.shown(tuple(values[name] for name in table.key))
    if row is None:
        return Change(table.kind, key, Outcome.CREATED), True
    held = table.values_of(row, links)
    differing = tuple(name.removesuffix("_id") for name in held if held[name] != values[name])
    if not differing:
        # Nothing to report; but a row that came to agree by hand, or has a field new in this release, must remember it.
        forgets = isinstance(row, IssuedRow) and row.loaded != table.memory_of(values)
        return Change(table.kind, key, Outcome.UNCHANGED), forgets
    if is_edited(row, held) and not overwrite_edits:
        return Change(table.kind, key, Outcome.KEPT, differing), False
    return Change(table.kind, key, Outcome.CHANGED, differing), True


def is_edited(row: models.Model, held: Values) -> bool:
    """Whether a row was made by hand, or no longer says what the last load wrote; never for a row without memory."""
    if not isinstance(row, IssuedRow):
        return False
    return not row.loaded or any(plain(held[name]) != row.loaded[name] for name in row.loaded if name in held)


def plain(value: Any) -> Any:
    """A value as JSON keeps it, one writing for one value: 100 for 100 and 100.00, lists for tuples."""
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
        case list() | tuple():
            return [plain(part) for part in value]
        case None | bool() | int() | str():
            return value
    raise TypeError(f"{value!r} has no fixed writing")
