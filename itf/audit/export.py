"""The audit trail as an auditor takes it away: lines of JSON, or CSV. itf/docs/audit-export.md says how to verify."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC
from typing import Any

from itf.audit.models import AuditEvent

# In the order in which they are hashed; the event's own hash comes last.
COLUMNS = (
    "seq",
    "at",
    "actor_id",
    "action",
    "subject_type",
    "subject_id",
    "plan_key",
    "data",
    "previous_hash",
    "hash",
)


def json_lines(plan_key: str = "") -> Iterator[str]:
    """One JSON object a line, oldest first; of one plan, or (empty) of all."""
    for event in _events(plan_key):
        yield json.dumps(as_hashed(event), ensure_ascii=False, separators=(",", ":")) + "\n"


def csv_lines(plan_key: str = "") -> Iterator[str]:
    """The same as CSV with a heading; ``data`` is the very JSON text that was hashed, and nothing is a formula."""
    yield _csv(COLUMNS)
    for event in _events(plan_key):
        said = as_hashed(event)
        yield _csv(["" if said[name] is None else _text(name, said[name]) for name in COLUMNS])


FORMATS: dict[str, Callable[[str], Iterator[str]]] = {"jsonl": json_lines, "csv": csv_lines}


def as_hashed(event: AuditEvent) -> dict[str, Any]:
    """Every field as it goes into the hash."""
    found = {name: getattr(event, name) for name in COLUMNS}
    return {**found, "at": event.at.astimezone(UTC).isoformat(timespec="microseconds")}


def _events(plan_key: str) -> Iterator[AuditEvent]:
    events = AuditEvent.objects.order_by("seq")
    return (events.filter(plan_key=plan_key) if plan_key else events).iterator(chunk_size=2000)


def _text(name: str, value: Any) -> str:
    if name == "data":
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return str(value)


def _csv(cells: Any) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
