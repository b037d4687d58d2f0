"""Reading a reference file line by line: every fault is refused with the file and the line."""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from conditions.rows import FileRefused

Found = TypeVar("Found")
# Each file's key, and its columns in their order.
FILES: dict[str, tuple[tuple[str, ...], str]] = {
    "localities.csv": (
        ("hwb_code",),
        "hwb_code,name,region,authority_type,area_team,area_team_code,area_team_share,joint_board",
    ),
    "ccgs.csv": (
        ("ods_code",),
        (
            "ods_code,ons_code,name,area_team_code,area_team,nhs_region,ons_code_july_2015,closed_on,successor_ods_code,"
            "gp_registered_2013_14"
        ),
    ),
    "locality_ccgs.csv": (
        ("hwb_code", "ods_code"),
        "hwb_code,ods_code,share,ccg_share,lsoa_count,principal,basis,share_basis",
    ),
    "populations.csv": (
        ("hwb_code",),
        (
            "hwb_code,population_mid_2012,population_mid_2013,population_mid_2014,population_mid_2015,"
            "aged_65_plus_mid_2014,aged_65_plus_mid_2015"
        ),
    ),
    "allocations_2015_16.csv": (
        ("scope", "area_codes", "component"),
        "scope,area_codes,name,component,amount_gbp,basis,source_ref",
    ),
    "metric_outturns.csv": (("area_code", "metric", "period"), "area_code,metric,period,value,unit,source_ref"),
    "sources.csv": (("ref",), "ref,source"),
}


@dataclass(frozen=True)
class Line:
    """One row of a file, with its place; each method reads a column or refuses the line."""

    place: str
    cells: Mapping[str, str]

    def refuse(self, reason: str) -> FileRefused:
        """The error to raise for this line."""
        return FileRefused(self.place, reason)

    def text(self, column: str, *, blank: bool = False) -> str:
        """The cell as written; an empty one only when ``blank``."""
        cell = self.cells[column].strip()
        if not cell and not blank:
            raise self.refuse(f"{column} is empty")
        return cell

    def one_of(self, column: str, known: Collection[str]) -> str:
        """One of the known words."""
        cell = self.text(column)
        if cell not in known:
            raise self.refuse(f"{column} is {cell!r}; it may be {', '.join(sorted(known))}")
        return cell

    def found_in(self, known: Mapping[str, Found], column: str) -> Found:
        """What the code in this column stands for."""
        cell = self.text(column)
        if cell not in known:
            raise self.refuse(f"{column} {cell!r} is not known")
        return known[cell]

    def whole(self, column: str, *, blank: bool = False) -> int | None:
        """A whole number of 0 or more, or None for an allowed empty cell."""
        cell = self.text(column, blank=blank)
        if cell and not (cell.isascii() and cell.isdigit()):
            raise self.refuse(f"{column} is {cell!r}, not a whole number")
        return int(cell) if cell else None

    def figure(self, column: str, *, places: int) -> Decimal:
        """A figure of 0 or more with at most so many decimals."""
        cell = self.text(column)
        try:
            value = Decimal(cell)
        except InvalidOperation:
            raise self.refuse(f"{column} is {cell!r}, not a figure") from None
        if not value.is_finite() or value < 0:
            raise self.refuse(f"{column} is {cell}; it must be 0 or more")
        if -int(value.as_tuple().exponent) > places:
            raise self.refuse(f"{column} is {cell}; it may have {places} decimals")
        return value

    def share(self, column: str) -> Decimal:
        """A part of a whole, 0 to 1."""
        share = self.figure(column, places=4)
        if share > 1:
            raise self.refuse(f"{column} is {share}; a share is at most 1")
        return share

    def amount(self, column: str) -> Decimal:
        """Pounds, above nought: an amount that is not known has no line."""
        amount = self.figure(column, places=2)
        if not amount:
            raise self.refuse(f"{column} is 0; leave out the line when the amount is not known")
        return amount

    def day(self, column: str) -> date | None:
        """A day written 2015-03-31, or None for an empty cell."""
        cell = self.text(column, blank=True)
        try:
            return date.fromisoformat(cell) if cell else None
        except ValueError:
            raise self.refuse(f"{column} is {cell!r}, not a day like 2015-03-31") from None


def read_folder(folder: Path) -> dict[str, list[Line]]:
    """Every reference file's lines. Raises FileRefused when a file is absent or not of its shape (see read_lines)."""
    return {name: read_lines(folder / name, header.split(","), key) for name, (key, header) in FILES.items()}


def read_lines(path: Path, columns: list[str], key: tuple[str, ...]) -> list[Line]:
    """One file's lines. Raises FileRefused when its columns are not these, in this order, or a key stands twice."""
    rows = _numbered_rows(path)
    if not rows or rows[0][1] != columns:
        raise FileRefused(f"{path.name}:1", f"the columns must be {','.join(columns)}")
    seen: dict[tuple[str, ...], int] = {}
    lines = []
    for number, row in rows[1:]:
        if len(row) != len(columns):
            raise FileRefused(f"{path.name}:{number}", f"has {len(row)} columns, not {len(columns)}")
        line = Line(f"{path.name}:{number}", dict(zip(columns, row, strict=True)))
        identity = tuple(line.cells[name] for name in key)
        if identity in seen:
            raise line.refuse(f"{' '.join(identity)} stands twice, first in line {seen[identity]}")
        seen[identity] = number
        lines.append(line)
    return lines


def _numbered_rows(path: Path) -> list[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            return [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileRefused(path.name, f"cannot be read: {error}") from error
