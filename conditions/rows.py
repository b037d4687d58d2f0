"""Bringing a table in line with the rows of a file: what is new, what changed, what was edited here and is kept."""

import hashlib
import json
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
    """What a load did to one row; ``fields`` are those that changed, or those in which a kept local edit differs."""

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

    ``only_from_file`` says of a stored row whether nobody but a file may have made it: such a row is reported when the file
    no longer has it. Nothing is ever deleted.
    """

    model: type[Row]
    key: tuple[str, ...]
    fields: tuple[str, ...]
    links: Links | None = None
    only_from_file: Callable[[Row], bool] = lambda row: isinstance(row, IssuedRow) and bool(row.loaded_digest)
    shown: Callable[[tuple[Any, ...]], str] = _joined
    called: str = ""

    @property
    def kind(self) -> str:
        """What a row of the table is called in reports."""
        return self.called or str(self.model._meta.verbose_name)

    def written_fields(self) -> list[str]:
        """The columns that a load writes on an existing row."""
        return [*self.fields, "loaded_digest"] if issubclass(self.model, IssuedRow) else list(self.fields)


def bring_in_line(table: Table[Row], wanted: Iterable[Values], *, overwrite_edits: bool = False) -> list[Change]:
    """Create and change rows until the table says what ``wanted`` says; reports each row once.

    A mapping gives the table's key, fields (foreign keys by ``_id``) and links (a list of tuples). An IssuedRow that was
    edited since the last load keeps its edit unless ``overwrite_edits``; other models have no memory of loads, so the file
    wins. Call it inside a transaction. At most six queries, where the database takes a table's rows in one statement.
    """
    stored = {tuple(getattr(row, name) for name in table.key): row for row in table.model._default_manager.all()}
    links = table.links.stored() if table.links else {}
    changes: list[Change] = []
    new: list[Row] = []
    old: list[Row] = []
    relinked: list[tuple[Row, list[tuple[Any, ...]]]] = []
    for values in wanted:
        key = tuple(values[name] for name in table.key)
        row = stored.pop(key, None)
        change, write = _judge(table, row, values, links.get(row.pk, []) if row else [], overwrite_edits)
        changes.append(Change(table.kind, table.shown(key), *change))
        if not write:
            continue
        if row is None:
            row = table.model(**{name: values[name] for name in table.key})
            new.append(row)
        else:
            old.append(row)
        _fill(table, row, values)
        if table.links:
            relinked.append((row, values[table.links.name]))
    table.model._default_manager.bulk_create(new)
    if old:
        table.model._default_manager.bulk_update(old, table.written_fields())
    if table.links and relinked:
        table.links.write({row.pk: rows for row, rows in relinked})
    gone = [key for key, row in stored.items() if table.only_from_file(row)]
    return changes + [Change(table.kind, table.shown(key), Outcome.LEFT) for key in gone]


def _judge(
    table: Table[Row], row: Row | None, values: Values, links: list[tuple[Any, ...]], overwrite_edits: bool
) -> tuple[tuple[Outcome, tuple[str, ...]], bool]:
    """What a load does to one row, and whether it writes it."""
    if row is None:
        return (Outcome.CREATED, ()), True
    held = {name: getattr(row, name) for name in table.fields}
    if table.links:
        held[table.links.name] = links
    differing = tuple(name.removesuffix("_id") for name in held if held[name] != values[name])
    remembered = row.loaded_digest if isinstance(row, IssuedRow) else None
    if not differing:
        # The values agree, so nothing is reported; a row that came to agree by hand is remembered as loaded from now on.
        return (Outcome.UNCHANGED, ()), remembered is not None and remembered != digest(held)
    if remembered is not None and remembered != digest(held) and not overwrite_edits:
        return (Outcome.KEPT, differing), False
    return (Outcome.CHANGED, differing), True


def _fill(table: Table[Row], row: Row, values: Values) -> None:
    """Set the row's fields, and remember what was loaded."""
    for name in table.fields:
        setattr(row, name, values[name])
    if isinstance(row, IssuedRow):
        names = [*table.fields, *([table.links.name] if table.links else [])]
        row.loaded_digest = digest({name: values[name] for name in names})


def digest(values: Values) -> str:
    """SHA-256 of a row's values in one fixed writing, the same for 100 and 100.00, on every database."""
    text = json.dumps(values, sort_keys=True, default=_written, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _written(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no fixed writing")
