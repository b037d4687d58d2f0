"""Importing minimum contributions: a table as CSV, checked whole, then stored whole or not at all."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db import transaction

from itf.accounts.models import Organisation, OrganisationKind, User
from itf.audit.chain import record
from itf.lib.figures import Unreadable, pounds, read_figure
from plans.models.locality import MinimumContribution, MinimumStatus, Scope

COLUMNS = ("code", "year", "amount", "status", "source", "dated")
IMPORTED = "imported"
CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"
MINIMUM_KEY = ("scope", "area_codes", "component", "year")
# Of what each kind of body must pool: one component, so that no two are added.
OWN_MINIMUMS = MappingProxyType({OrganisationKind.CCG: "nhs_revenue", OrganisationKind.COUNCIL: "capital_grants"})
SCOPES = {OrganisationKind.CCG: Scope.CCG, OrganisationKind.COUNCIL: Scope.COUNCIL}
YEAR = re.compile(r"(\d{2})(\d{2})/(\d{2})$", re.ASCII)
CENTURY = 100
LONGEST_SOURCE = 300


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place of the file: the row as a spreadsheet counts it, what stands there, what should."""

    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}: found “{self.found}”, expected {self.expected}"


class MinimumsRefused(ValueError):
    """Raised when a file has faults; nothing of it is stored."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class MinimumsMoved(Exception):
    """Raised when a file would change something else by now than was agreed to."""


@dataclass(frozen=True)
class MinimumChange:
    """What the import makes of one row: ``outcome`` is created, changed or unchanged."""

    row: int
    outcome: str
    name: str
    year: str
    text: str

    def __str__(self) -> str:
        return f"{self.outcome}: {self.name}, {self.year}, {self.text}"


def text_of(content: bytes) -> str:
    """What a file says; raises MinimumsRefused for one that is no text in UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fault = Fault(line, "all", repr(content[error.start : error.end])[2:-1], "text in UTF-8; save as “CSV UTF-8”")
        raise MinimumsRefused([fault]) from error


def preview_minimums(text: str, *, file: str) -> list[MinimumChange]:
    """What an import would change; stores nothing. Raises MinimumsRefused with every fault."""
    with transaction.atomic():
        changes = import_minimums(text, file=file)
        transaction.set_rollback(True)
    return changes


def import_minimums(
    text: str, *, file: str, by: User | None = None, seen: list[str] | None = None
) -> list[MinimumChange]:
    """Store every minimum of a file; the same file again changes nothing. Raises MinimumsRefused with every fault.

    What changes is recorded in the audit trail with the name of the file and the digest of its text. With ``seen``, the
    changes as someone agreed to them, raises MinimumsMoved and stores nothing where they are others by now.
    """
    rows = _read(text)
    with transaction.atomic():
        stored = {
            tuple(getattr(row, name) for name in MINIMUM_KEY): row
            for row in MinimumContribution.objects.select_for_update().filter(organisation__isnull=False)
        }
        changes = [_store(values, stored.get(tuple(values[name] for name in MINIMUM_KEY))) for values in rows]
        if seen is not None and seen != [str(change) for change in changes]:
            raise MinimumsMoved
        _record(changes, text, file, by)
    return changes


def _record(changes: list[MinimumChange], text: str, file: str, by: User | None) -> None:
    """One event for all that changes, at the first row that does; none where nothing does."""
    changed = [change for change in changes if change.outcome != UNCHANGED]
    if changed:
        counted = Counter(change.outcome for change in changes)
        data = {
            # The name of a file need be no text.
            "file": file.encode("utf-8", "replace").decode("utf-8"),
            "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
            **{outcome: counted[outcome] for outcome in (CREATED, CHANGED, UNCHANGED)},
            "rows": [str(change) for change in changed],
        }
        subject = MinimumContribution(pk=changed[0].row)
        record(actor=by, action="minimums.imported", subject=subject, data=data)


def _store(values: Mapping[str, Any], row: MinimumContribution | None) -> MinimumChange:
    now = _words(values["amount"], values["status"])
    if row is None:
        row = MinimumContribution.objects.create(**values)
        return MinimumChange(row.pk, CREATED, row.name, row.year, now)
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    if not differing:
        return MinimumChange(row.pk, UNCHANGED, row.name, row.year, now)
    before = _words(row.amount, row.status)
    for name in differing:
        setattr(row, name, values[name])
    row.save(update_fields=differing)
    said = f"{before} -> {now}" if before != now else f"{now} ({', '.join(sorted(differing))})"
    return MinimumChange(row.pk, CHANGED, row.name, row.year, said)


def _words(amount: Decimal, status: str) -> str:
    return f"{pounds(amount)} {status}".strip()


def _read(text: str) -> list[dict[str, Any]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        columns, lines = list(reader.fieldnames or ()), [(reader.line_num, line) for line in reader]
    except csv.Error as error:
        raise MinimumsRefused([Fault(reader.line_num, "all", str(error), "a table as CSV")]) from error
    if sorted(columns) != sorted(COLUMNS):
        raise MinimumsRefused([Fault(1, "all", ", ".join(map(str, columns)), f"the columns {', '.join(COLUMNS)}")])
    bodies = {
        body.code: body for body in Organisation.objects.filter(kind__in=list(OWN_MINIMUMS)).order_by("kind", "code")
    }
    faults: list[Fault] = []
    rows = [_row(number, line, bodies, faults) for number, line in lines if any(line.values())]
    _refuse_twice(rows, faults)
    if not rows and not faults:
        faults.append(Fault(2, "all", "nothing", "at least one minimum"))
    if faults:
        raise MinimumsRefused(faults)
    return [values for _, values in rows]


def _refuse_twice(rows: list[tuple[int, dict[str, Any]]], faults: list[Fault]) -> None:
    seen: dict[tuple[Any, ...], int] = {}
    for number, values in rows:
        key = tuple(values[name] for name in MINIMUM_KEY)
        if all(key) and key in seen:
            faults.append(Fault(number, "code", values["area_codes"], f"one row a year; row {seen[key]} has it"))
        seen.setdefault(key, number)


def _row(
    number: int, line: Mapping[str | None, Any], bodies: Mapping[str, Organisation], faults: list[Fault]
) -> tuple[int, dict[str, Any]]:
    """One row as the table stores it; what is wrong with it is added to the faults."""
    cells = {name: str(line.get(name) or "").strip() for name in COLUMNS}
    if None in line:
        faults.append(Fault(number, "all", f"{len(COLUMNS) + len(line[None])} cells", f"{len(COLUMNS)} cells"))

    def fault(column: str, expected: str) -> None:
        faults.append(Fault(number, column, cells[column], expected))

    body = bodies.get(cells["code"])
    if body is None:
        fault("code", "the ODS code of a CCG or the ONS code of a council")
    if not _is_year(cells["year"]):
        fault("year", "a financial year such as 2015/16")
    amount = read_figure(cells["amount"], places=2, unit="£")
    if isinstance(amount, Unreadable) or not amount:
        why = amount.message if isinstance(amount, Unreadable) else "pounds above 0; leave out what is not published"
        fault("amount", why)
    if cells["status"] not in MinimumStatus.values:
        fault("status", " or ".join(MinimumStatus.values))
    if not 0 < len(cells["source"]) <= LONGEST_SOURCE:
        fault("source", f"where it was published, in at most {LONGEST_SOURCE} characters")
    dated = _day(cells["dated"])
    if dated is None:
        fault("dated", "the day of the source, such as 2014-01-15")
    kind = OrganisationKind(body.kind) if body else OrganisationKind.CCG
    return number, {
        "scope": SCOPES[kind].value,
        "area_codes": cells["code"],
        "component": OWN_MINIMUMS[kind],
        "year": cells["year"],
        "name": body.name if body else "",
        "organisation_id": body.pk if body else None,
        "amount": amount,
        "basis": IMPORTED,
        "status": cells["status"],
        "source_ref": "",
        "source": cells["source"],
        "dated_on": dated,
    }


def _is_year(text: str) -> bool:
    found = YEAR.match(text)
    return found is not None and (int(found[2]) + 1) % CENTURY == int(found[3])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
