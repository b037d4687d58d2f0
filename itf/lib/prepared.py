"""Statements that PostgreSQL keeps planned: it reads and plans each once for a connection, not once for a call."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# By connection, as a name holds for one alone and goes with it.
_KNOWN: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Prepared:
    """A long statement that is asked again and again, with different arguments.

    ``sql`` and ``params`` as Django writes them; ``slot_of`` names the argument that stands where a parameter does,
    None for a parameter that never changes. PostgreSQL alone has such statements.
    """

    def __init__(self, sql: str, params: Sequence[Any], slot_of: Callable[[Any], str | None]) -> None:
        slots = [slot_of(param) for param in params]
        self.arguments = list(dict.fromkeys(slot for slot in slots if slot is not None))
        with connection.cursor() as cursor:
            pieces = [
                cursor.mogrify("%s", [param]).decode() if slot is None else f"${self.arguments.index(slot) + 1}"
                for param, slot in zip(params, slots, strict=True)
            ]
        self.sql = sql % tuple(pieces)
        self.name = f"itf_{hashlib.sha256(self.sql.encode()).hexdigest()[:24]}"

    def call(self, given: dict[str, Any]) -> tuple[str, list[Any]]:
        """The statement that asks it, and its parameters; made ready first where this connection has not seen it."""
        connection.ensure_connection()
        known = _KNOWN.setdefault(connection.connection, set())
        if self.name not in known:
            # Beneath Django's cursor: it is no query of the page's, and most pages find it done.
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self.name} AS {self.sql}")
            known.add(self.name)
        places = ", ".join(["%s"] * len(self.arguments))
        return f"EXECUTE {self.name}({places})" if places else f"EXECUTE {self.name}", [
            given[name] for name in self.arguments
        ]
