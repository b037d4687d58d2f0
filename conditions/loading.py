"""Loading the dated files of conditions/data into the tables of this app."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from conditions.issued_files import Item, clean, read_file
from conditions.models import (
    AreaOfSpend,
    Concept,
    ConditionSet,
    FundingSource,
    ImpliedConcept,
    IssuedRow,
    KeyLineOfEnquiry,
    MeasureDefinition,
    NationalCondition,
    NationalStatement,
    ProviderType,
    Round,
    RuleParameter,
    SchemeType,
    TimetableEntry,
    Tranche,
)
from conditions.rows import Change, FileRefused, Links, Table, Values, bring_in_line

FOLDER = Path(__file__).parent / "data"


def _table(model: type[IssuedRow], *key: str, links: Links | None = None) -> Table[Any]:
    """A table whose file gives every field of the model but its memory of loads."""
    apart = {"id", "loaded", *key}
    return Table(model, key, tuple(f.attname for f in model._meta.concrete_fields if f.attname not in apart), links)


CONCEPTS = _table(Concept, "key")
CONDITION_SETS = _table(
    ConditionSet,
    "key",
    links=Links("implied", ImpliedConcept, "condition_set_id", ("concept_id", "where"), "concept__position"),
)
CONDITIONS = _table(
    NationalCondition,
    "condition_set_id",
    "number",
    links=Links(
        "concepts", NationalCondition.concepts.through, "nationalcondition_id", ("concept_id",), "concept__position"
    ),
)
ROUNDS = _table(Round, "key")
TRANCHES = _table(Tranche, "key")
ALONE = {
    "measures.yaml": _table(MeasureDefinition, "key", "version"),
    "funding_sources.yaml": _table(FundingSource, "key"),
    "key_lines_of_enquiry.yaml": _table(KeyLineOfEnquiry, "key"),
    "timetable.yaml": _table(TimetableEntry, "key"),
    "scheme_types.yaml": _table(SchemeType, "key"),
    "areas_of_spend.yaml": _table(AreaOfSpend, "key"),
    "provider_types.yaml": _table(ProviderType, "key"),
    "rule_parameters.yaml": _table(RuleParameter, "key"),
    "national_statements.yaml": _table(NationalStatement, "key"),
}
Wanted = tuple[str, Table[Any], list[Values]]


def load_conditions(folder: Path = FOLDER, *, overwrite_edits: bool = False) -> list[Change]:
    """Bring every table of this app in line with the files; reports each row once, and writes all or nothing.

    A row that was edited here since the last load keeps its edit, unless ``overwrite_edits``. Rows that the files no
    longer hold are reported and left. Raises FileRefused, naming file and item, when a file is wrong.
    """
    changes: list[Change] = []
    with transaction.atomic():
        for name, table, rows in _wanted(folder):
            try:
                changes += bring_in_line(table, rows, overwrite_edits=overwrite_edits)
            except IntegrityError as error:
                raise FileRefused(name, f"a rule of the table is broken: {error}") from error
    return changes


def _wanted(folder: Path) -> list[Wanted]:
    """File, table and rows, in the order in which rows refer to each other."""
    concepts = _rows(CONCEPTS, read_file(folder / "concepts.yaml").items)
    order = {row["key"]: row["position"] for row in concepts}
    sets, conditions = _condition_sets(folder, order)
    keys = {row["key"] for row in sets}
    rounds = _rows(ROUNDS, read_file(folder / "rounds.yaml").items, partial(_condition_set, keys))
    known = {row["key"] for row in rounds}
    tranches = _rows(TRANCHES, read_file(folder / "tranches.yaml").items, partial(_round, known))
    alone = [(name, table, _rows(table, read_file(folder / name).items)) for name, table in ALONE.items()]
    return [
        ("concepts.yaml", CONCEPTS, concepts),
        ("condition_set_*.yaml", CONDITION_SETS, sets),
        ("condition_set_*.yaml", CONDITIONS, conditions),
        ("rounds.yaml", ROUNDS, rounds),
        ("tranches.yaml", TRANCHES, tranches),
        *alone,
    ]


def _condition_sets(folder: Path, order: Mapping[str, int]) -> tuple[list[Values], list[Values]]:
    """The sets and their conditions, one file to a set."""
    files = [read_file(path) for path in sorted(folder.glob("condition_set_*.yaml"))]
    for file in files:
        if file.about is None:
            raise FileRefused(file.name, "has no set in its header")
    sets = _rows(
        CONDITION_SETS,
        [file.about for file in files if file.about],
        lambda item: {"implied": _implied(item, order)},
    )
    conditions: list[Values] = []
    for file, issued in zip(files, sets, strict=True):
        conditions += _rows(CONDITIONS, file.items, partial(_belongs, issued["key"], order))
    return sets, conditions


def _rows(
    table: Table[Any], items: Iterable[Item], settle: Callable[[Item], dict[str, Any]] | None = None
) -> list[Values]:
    """The items as rows, numbered in the order of the file unless they give a position; refuses one key twice."""
    rows: dict[tuple[Any, ...], Values] = {}
    for number, item in enumerate(items, start=1):
        place = {} if "position" in item.values else {"position": number}
        row = clean(item, table, place | (settle(item) if settle else {}))
        key = tuple(row[name] for name in table.key)
        if key in rows:
            raise item.refuse(f"{' '.join(map(str, key))} stands twice")
        rows[key] = row
    return list(rows.values())


def _belongs(set_key: str, order: Mapping[str, int], item: Item) -> dict[str, Any]:
    """A condition's set, and its concepts in their lasting order."""
    keys = item.take("concepts")
    if not isinstance(keys, list) or not keys:
        raise item.refuse("concepts is missing, or is not a list")
    return {"condition_set_id": set_key, "concepts": [(key,) for key in _in_order(item, keys, order)]}


def _implied(item: Item, order: Mapping[str, int]) -> list[tuple[str, str]]:
    """The concepts that a set asks for outside its conditions, each with where."""
    entries = item.take("implied", [])
    if not isinstance(entries, list) or any(set(entry) - {"where"} != {"concept"} for entry in entries):
        raise item.refuse("implied must be a list of concept and, if known, where")
    where = {entry["concept"]: entry.get("where", "") for entry in entries}
    return [(key, where[key]) for key in _in_order(item, list(where), order)]


def _in_order(item: Item, keys: list[str], order: Mapping[str, int]) -> list[str]:
    if unknown := [str(key) for key in keys if key not in order]:
        raise item.refuse(f"unknown concept {', '.join(unknown)}")
    return sorted(set(keys), key=lambda key: order[key])


def _condition_set(known: Collection[str], item: Item) -> dict[str, Any]:
    """The condition set that a round uses."""
    key = item.take("condition_set")
    if key not in known:
        raise item.refuse(f"unknown condition set {key}")
    return {"condition_set_id": key}


def _round(known: Collection[str], item: Item) -> dict[str, Any]:
    """The round that a tranche is of."""
    key = item.take("round")
    if key not in known:
        raise item.refuse(f"unknown round {key}")
    return {"round_id": key}
