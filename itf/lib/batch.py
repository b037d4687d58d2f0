"""Several querysets read in one statement, whose SQL is written once: what a page reads costs one round trip.

Django spends longer on writing a query than PostgreSQL on answering it, and a whole draft lies in forty tables. A batch
is given its querysets once, with slots in place of what differs from call to call; each row comes as a JSON array and
becomes the model instance that the queryset itself would have given, in the queryset's order.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.db.models import F, Func, QuerySet, TextField, Value, Window
from django.db.models.functions import RowNumber

from itf.lib.prepared import Prepared

# Slots: found again among the parameters of the finished SQL. No stored id is like them.
PLAN, ROW = uuid.UUID(int=0xA1), uuid.UUID(int=0xA2)
SET, KEY, USER = "\N{SYMBOL FOR NULL}set", "\N{SYMBOL FOR NULL}key", -0xA3
_MANY = "\N{SYMBOL FOR NULL}plans"
SLOTS: dict[str, Any] = {"plan": PLAN, "row": ROW, "set": SET, "key": KEY, "user": USER, "plans": _MANY}

Read = Callable[[Any], Any]
PREFETCHED = "_prefetched_objects_cache"  # Django's own name for it


@dataclass(frozen=True)
class Part:
    """A queryset of a batch; ``names``: the only columns wanted of it, by field, all where none are named."""

    rows: QuerySet[Any]
    names: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> list[models.Field[Any, Any]]:
        """The fields to read, in the model's order."""
        model = self.rows.model
        wanted = {*self.names, model._meta.pk.name}
        return [field for field in model._meta.concrete_fields if not self.names or field.name in wanted]

    def expressions(self) -> list[tuple[Any, models.Field[Any, Any]]]:
        """What to read of each row, with the field that says how."""
        return [(F(field.attname), field) for field in self.columns]

    def made(self, row: Sequence[Any]) -> Any:
        """What the queryset would have given for a row."""
        return self.rows.model.from_db(connection.alias, [field.attname for field in self.columns], row)


@dataclass(frozen=True)
class Values(Part):
    """A queryset of which only values are wanted, as by ``values_list``: ``names`` may follow relations."""

    def expressions(self) -> list[tuple[Any, models.Field[Any, Any]]]:
        """The values, by name."""
        query = self.rows.query.clone()
        return [(F(name), F(name).resolve_expression(query).output_field) for name in self.names]

    def made(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """The values of a row."""
        return tuple(row)


class Batch:
    """Querysets under names, read together. ``read`` gives the instances of each."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self.parts = dict(parts)
        self.sql = ""
        self.params: tuple[Any, ...] = ()
        self.kept: Prepared | None = None
        self.readers: list[list[tuple[int, Read]]] = []

    def read(self, **given: Any) -> dict[str, list[Any]]:
        """The instances of every part, by its name; ``given`` fills the slots: ``plan``, ``row``, ``plans`` (ids)."""
        if not self.sql:
            self._write()
        if "plans" in given and connection.vendor == "sqlite":
            given["plans"] = json.dumps([one.hex for one in given["plans"]])
        with connection.cursor() as cursor:
            cursor.execute(*self._asked(given))
            listed = ",".join(row for (row,) in cursor.fetchall())
        found: list[list[Any]] = [[] for _ in self.parts]
        exact = Decimal if connection.vendor == "postgresql" else None
        for number, *row in json.loads(f"[{listed}]", parse_float=exact):
            found[number].append(row)
        return {
            name: list(self._instances(number, part, found[number]))
            for number, (name, part) in enumerate(self.parts.items())
        }

    def _asked(self, given: dict[str, Any]) -> tuple[str, list[Any]]:
        """The statement with its parameters."""
        if self.kept is not None:
            return self.kept.call(given)
        return self.sql, [_filled(param, given) for param in self.params]

    def _instances(self, number: int, part: Part, rows: list[Any]) -> Iterable[Any]:
        # The first value of a row is its place.
        rows.sort(key=_place)
        readers = self.readers[number]
        for _, *values in rows:
            for index, read in readers:
                if values[index] is not None:
                    values[index] = read(values[index])
            yield part.made(values)

    def _write(self) -> None:
        statements: list[str] = []
        written: list[Any] = []
        for number, part in enumerate(self.parts.values()):
            order: Any = part.rows.query.order_by or part.rows.model._meta.ordering or ["pk"]
            place = Window(RowNumber(), order_by=list(order))
            row = JsonRow(place, *(expression for expression, _ in part.expressions()), number=number)
            sql, params = part.rows.order_by().values_list(row).query.get_compiler(connection.alias).as_sql()
            statements.append(sql)
            written += params
        self.readers = [_readers(field for _, field in part.expressions()) for part in self.parts.values()]
        self.params = tuple(written)
        self.sql = " UNION ALL ".join(statements)
        if connection.vendor == "postgresql":
            self.kept = Prepared(self.sql, self.params, _slot_of)


class Prefetched(dict[str, Any]):
    """What was read of a row's many-to-many relations, in the place where Django keeps what it prefetched.

    A queryset takes longer to make than to read from, so one is made only where it is asked for.
    """

    def __init__(self, row: Any) -> None:
        super().__init__()
        self.row = row
        self.read: dict[str, list[Any]] = {}

    def __missing__(self, name: str) -> QuerySet[Any]:
        found = list(self.read[name])
        # The row's own manager as if nothing had been read, so that a change of it asks what stands there.
        del vars(self.row)[PREFETCHED]
        queryset: QuerySet[Any] = getattr(self.row, name).all()
        vars(self.row)[PREFETCHED] = self
        vars(queryset).update(_result_cache=found, _prefetch_done=True)
        self[name] = queryset
        return queryset

    def pop(self, name: str, *default: Any) -> Any:
        """Forget a relation that has changed."""
        self.read.pop(name, None)
        return super().pop(name, *default)


class JsonRow(Func):
    """A row as a JSON array in text, the number of its part first."""

    output_field = TextField()
    function = "json_array"
    template = "%(function)s(%(number)s, %(expressions)s)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Sequence[Any]]:
        """PostgreSQL's own name for it."""
        written: tuple[str, Sequence[Any]] = self.as_sql(
            compiler,
            connection,
            function="json_build_array",
            template="%(function)s(%(number)s, %(expressions)s)::text",
            **context,
        )
        return written


class Ids(Func):
    """The ids that fill a slot, for ``__in``: any number of them in one parameter."""

    def __init__(self, slot: str) -> None:
        super().__init__(Value(slot, TextField()), output_field=models.UUIDField())

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Sequence[Any]]:
        """An array."""
        written: tuple[str, Sequence[Any]] = self.as_sql(
            compiler, connection, template="(SELECT unnest(%(expressions)s::uuid[]))", **context
        )
        return written

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """A list in JSON."""
        return self.as_sql(compiler, connection, template="(SELECT value FROM json_each(%(expressions)s))", **context)


PLANS = Ids(_MANY)


def all_but(model: type[models.Model], *names: str) -> tuple[str, ...]:
    """The columns of a model without some that are seldom wanted."""
    return tuple(field.name for field in model._meta.concrete_fields if field.name not in names)


def _place(row: list[Any]) -> int:
    place: int = row[0]
    return place


def _slot_of(param: Any) -> str | None:
    """The slot that a parameter of the SQL is."""
    return next((name for name, slot in SLOTS.items() if param == slot), None)


def _filled(param: Any, given: Mapping[str, Any]) -> Any:
    """A parameter of the SQL, with what was given in place of a slot."""
    for name, slot in SLOTS.items():
        if param == slot:
            return given[name]
        if isinstance(slot, uuid.UUID) and param == slot.hex:  # SQLite has no type for them
            return given[name].hex
    return param


def _readers(fields: Iterable[models.Field[Any, Any]]) -> list[tuple[int, Read]]:
    """By place in the row, how JSON's value becomes the model's; most need nothing."""
    found = ((index, _reader(field)) for index, field in enumerate(fields))
    return [(index, read) for index, read in found if read is not None]


def _reader(field: models.Field[Any, Any]) -> Read | None:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if connection.vendor == "sqlite":
        return _converted(field)
    return next((read for kind, read in READERS if isinstance(field, kind)), None)


def _converted(field: models.Field[Any, Any]) -> Read | None:
    """SQLite's values stand in JSON as in the table, so Django's own converters read them."""
    # An annotation's field belongs to no table.
    column: Any = field.get_col(field.model._meta.db_table) if hasattr(field, "model") else Value(None, field)
    converters = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]

    def read(value: Any) -> Any:
        for convert in converters:
            value = convert(value, column, connection)
        return value

    return read if converters else None


# The first that fits: a date and time is a date to Django.
READERS: tuple[tuple[type[models.Field[Any, Any]], Read], ...] = (
    (models.UUIDField, uuid.UUID),
    (models.DecimalField, Decimal),
    (models.DateTimeField, datetime.fromisoformat),
    (models.DateField, date.fromisoformat),
)
