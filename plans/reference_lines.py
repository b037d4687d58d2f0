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

    def figure(self, column: str, *, places: int, most: Decimal | None = None) -> Decimal:
        """A figure of 0 or more with at most so many decimals."""
        cell = self.text(column)
        try:
            value = Decimal(cell)
        except InvalidOperation:
            raise self.refuse(f"{column} is {cell!r}, not a figure") from None
        if not value.is_finite() or value < 0 or (most is not None and value > most):
            raise self.refuse(f"{column} is {cell}; it must be from 0{f' to {most}' if most else ' up'}")
        if -int(value.as_tuple().exponent) > places:
            raise self.refuse(f"{column} is {cell}; it may have {places} decimals")
        return value

    def share(self, column: str) -> Decimal:
        """A part of a whole, 0 to 1."""
        return self.figure(column, places=4, most=Decimal(1))

    def day(self, column: str) -> date | None:
        """A day written 2015-03-31, or None for an empty cell."""
        cell = self.text(column, blank=True)
        try:
            return date.fromisoformat(cell) if cell else None
        except ValueError:
            raise self.refuse(f"{column} is {cell!r}, not a day like 2015-03-31") from None


def read_lines(path: Path, columns: tuple[str, ...], *, key: tuple[str, ...]) -> list[Line]:
    """The file's lines. Raises FileRefused when its columns are not these, in this order, or a key stands twice."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileRefused(path.name, f"cannot be read: {error}") from error
    if not rows or tuple(rows[0][1]) != columns:
        raise FileRefused(f"{path.name}:1", f"the columns must be {', '.join(columns)}")
    seen: dict[tuple[str, ...], int] = {}
    lines = []
    for number, row in rows[1:]:
        place = f"{path.name}:{number}"
        if len(row) != len(columns):
            raise FileRefused(place, f"has {len(row)} columns, not {len(columns)}")
        line = Line(place, dict(zip(columns, row, strict=True)))
        identity = tuple(line.cells[name] for name in key)
        if identity in seen:
            raise line.refuse(f"{' '.join(identity)} stands twice, first in line {seen[identity]}")
        seen[identity] = number
        lines.append(line)
    return lines
