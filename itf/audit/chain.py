"""The chain: adding an event, and reading all of them again to see that none was changed."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from itf.accounts.models import User
from itf.audit.models import AuditEvent

FIRST = "0" * 64  # what the first event names as its predecessor
_LOCK = 1_387_065_600  # any number no one else uses: it names our lock in PostgreSQL
_BATCH = 500  # events in one statement
_ACTION = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


class NotPlainData(ValueError):
    """The data of an event holds something that the databases would not give back exactly as it was."""


@dataclass(frozen=True)
class Act:
    """What one event tells: the thing it was done to, the plan whose history shows it, and more data."""

    subject: models.Model
    plan_key: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Verification:
    """What reading the whole chain showed: how many events hold, the last hash, and where it breaks, if it does."""

    count: int
    head: str
    first_bad: int | None = None
    fault: str = ""

    def __bool__(self) -> bool:
        return self.first_bad is None


def record(
    *,
    actor: User | None,
    action: str,
    subject: models.Model,
    plan_key: str = "",
    data: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEvent:
    """Add an event to the chain, within the transaction of the act itself: both are kept or neither is.

    Call it last: other writers wait from here to the end of the transaction, so take row locks before. ``actor``
    is None when the service itself acts. ``data`` holds text, whole numbers, yes/no, lists and dicts; write money
    as text. Raises TransactionManagementError outside a transaction, NotPlainData, and ValueError for an action
    that is not lower-case words joined by dots.
    """
    (event,) = record_each([Act(subject, plan_key, data or {})], actor=actor, action=action, at=at)
    return event


def record_each(
    acts: Sequence[Act], *, actor: User | None, action: str, at: datetime | None = None
) -> list[AuditEvent]:
    """Add an event for each act of one kind, in two queries however many; as ``record`` otherwise."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("An audit event belongs in the transaction of the act it records.")
    if not _ACTION.fullmatch(action):
        raise ValueError(f"{action!r} is not an action: lower-case words joined by dots, such as 'plan.frozen'.")
    for act in acts:
        _require_plain(act.data)
    _wait_for_our_turn()
    seq, previous_hash = head()
    events = []
    for number, act in enumerate(acts, start=seq + 1):
        event = AuditEvent(
            seq=number,
            at=at or timezone.now(),
            actor_id=actor.pk if actor else None,
            action=action,
            subject_type=act.subject._meta.label_lower,
            subject_id=str(act.subject.pk),
            plan_key=act.plan_key,
            data=act.data,
            previous_hash=previous_hash,
        )
        previous_hash = event.hash = _hash(event)
        events.append(event)
    return AuditEvent.objects.bulk_create(events, batch_size=_BATCH)


def head() -> tuple[int, str]:
    """Number and hash of the newest event. Printed in documents, the hash shows later that no event was cut off."""
    newest = AuditEvent.objects.order_by("-seq").values_list("seq", "hash").first()
    return newest or (0, FIRST)


def verify() -> Verification:
    """Read every event and compute every hash again; stop at the first that does not fit."""
    count, previous = 0, FIRST
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=2000):
        fault = _fault(event, count + 1, previous)
        if fault:
            return Verification(count, previous, count + 1, fault)
        count, previous = count + 1, event.hash
    return Verification(count, previous)


def _fault(event: AuditEvent, expected: int, previous: str) -> str:
    """Why this event cannot follow the one before, or an empty text."""
    if event.seq != expected:
        return f"event {expected} is missing"
    if event.previous_hash != previous:
        return "it does not follow the event before it"
    if event.hash != _hash(event):
        return "it is not as it was recorded"
    return ""


def _hash(event: AuditEvent) -> str:
    """SHA-256 over every field of the event, in one fixed way of writing them."""
    written = json.dumps(
        [
            event.seq,
            event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            event.actor_id,
            event.action,
            event.subject_type,
            event.subject_id,
            event.plan_key,
            event.data,
            event.previous_hash,
        ],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(written.encode()).hexdigest()


def _require_plain(value: object) -> None:
    """Refuse what jsonb rewrites or cannot hold: fractions, NUL and half characters in text, other keys than text."""
    match value:
        case None | bool() | int():
            return
        case str():
            if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
                raise NotPlainData(f"{value!r} cannot be stored as text.")
        case list() | tuple():
            for item in value:
                _require_plain(item)
        case dict():
            for key, item in value.items():
                if not isinstance(key, str):
                    raise NotPlainData(f"{key!r} is not text.")
                _require_plain(key)
                _require_plain(item)
        case _:
            raise NotPlainData(f"{value!r} is neither text, a whole number, yes/no, a list nor a dict.")


def _wait_for_our_turn() -> None:
    """Let one transaction at a time extend the chain; SQLite has only one writer anyway (BEGIN IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
