"""Reading a dated YAML file: every fault is refused with the file, the item and the field."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models

from conditions.rows import FileRefused, Table

HEADER = frozenset({"source", "source_mark", "set", "items"})


@dataclass(frozen=True)
class Item:
    """One entry of a file, as written, with the place to name when it is refused."""

    place: str
    values: dict[str, Any]

    def take(self, name: str, default: Any = None) -> Any:
        """Hand over a value that the loader works out itself; whatever is not taken must be a field of the table."""
        return self.values.pop(name, default)

    def refuse(self, reason: str) -> FileRefused:
        """The error to raise for this item."""
        return FileRefused(self.place, reason)


@dataclass(frozen=True)
class IssuedFile:
    """A file's items, each with the file's source and mark unless it gives its own; ``about`` is its set, if any."""

    name: str
    about: Item | None
    items: list[Item]


def read_file(path: Path) -> IssuedFile:
    """Read one file. Raises FileRefused when it is not YAML of our shape: a header, then a list of items."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise FileRefused(path.name, f"cannot be read: {error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path.name}:{mark.line + 1}" if mark else path.name
        raise FileRefused(place, f"is not YAML: {getattr(error, 'problem', error)}") from error
    if not isinstance(content, dict) or not isinstance(content.get("items"), list):
        raise FileRefused(path.name, "must be a header (source, source_mark) with a list of items")
    if unknown := sorted(set(content) - HEADER):
        raise FileRefused(path.name, f"unknown in the header: {', '.join(unknown)}")
    origin = {name: content[name] for name in ("source", "source_mark") if name in content}
    about = _item(f"{path.name}, set", content["set"], origin) if "set" in content else None
    return IssuedFile(
        path.name,
        about,
        [_item(f"{path.name}, item {number}", entry, origin) for number, entry in enumerate(content["items"], start=1)],
    )


def _item(place: str, entry: object, origin: Mapping[str, Any]) -> Item:
    if not isinstance(entry, dict):
        raise FileRefused(place, "must be a list of names and values")
    return Item(place, {**origin, **entry})


def clean(item: Item, table: Table[Any], settled: Mapping[str, Any]) -> dict[str, Any]:
    """The item as values of the table's fields; ``settled`` gives those that the loader worked out (position, links).

    Raises FileRefused for an unknown name, a missing one, or a value that the model's field does not take.
    """
    names = [name for name in (*table.key, *table.fields) if name not in settled]
    if unknown := sorted(str(name) for name in set(item.values) - set(names)):
        raise item.refuse(f"unknown field {', '.join(unknown)}; it may have {', '.join(names)}")
    return {name: _value(item, name, table.model._meta.get_field(name)) for name in names} | dict(settled)


def _value(item: Item, name: str, column: Any) -> Any:
    """One value as the model's field takes it, or the field's default."""
    if name not in item.values:
        if column.has_default() or column.blank:
            return column.get_default()
        raise item.refuse(f"{name} is missing")
    value = item.values[name]
    # YAML reads 1, yes and 2014-02-14 as something other than text; in a text field that is a slip, not a wish.
    if isinstance(column, models.CharField | models.TextField) and not isinstance(value, str):
        raise item.refuse(f"{name} must be text; " + ("it is empty" if value is None else f"put {value} in quotes"))
    try:
        return column.clean(value, None)
    except ValidationError as error:
        raise item.refuse(f"{name}: {' '.join(error.messages)}") from error
