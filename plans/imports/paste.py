"""Rows copied from a spreadsheet: from tab-separated text to cells, and from header words to questions."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.content import Answer
from plans.row_forms import MOST_ROWS

LONGEST = 400_000  # characters; 200 rows of 20 cells with 100 characters each
MOST_COLUMNS = 60
FIGURE = re.compile(r"[£\s\d.,%-]+")
SKIP = ""  # the column that is left aside

# Words that tables in use have above their columns, for questions whose own label says it otherwise.
ALSO_CALLED: dict[str, tuple[str, ...]] = {
    "ref": ("reference", "scheme ref", "scheme no", "no", "id"),
    "title": ("scheme", "scheme name", "name", "project", "action"),
    "description": ("description", "what", "summary"),
    "label": ("item", "line", "description", "detail", "what", "investment", "investment line"),
    "year": ("year", "financial year", "fy"),
    "stated": ("cost", "amount", "value", "total", "total cost", "budget", "spend"),
    "quantity": ("quantity", "qty", "number", "units"),
    "rate": ("rate", "unit cost", "unit price", "price"),
    "unit": ("unit",),
    "funding_source": ("source", "funding", "source of funding", "fund"),
    "lead_provider": ("provider",),
    "lead_commissioner": ("commissioner", "lead"),
    "area_of_spend": ("area", "area of spend"),
}


class NotPasted(Exception):
    """Nothing could be made of the text; the message says what to do."""


@dataclass(frozen=True)
class Pasted:
    """The cells that were pasted, and the question under which each column belongs (empty where none does)."""

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    has_headings: bool

    @property
    def body(self) -> tuple[tuple[str, ...], ...]:
        """The rows without the headings."""
        return self.rows[1:] if self.has_headings else self.rows

    @property
    def first(self) -> tuple[str, ...]:
        """What stands above each column: its heading, or its first cell."""
        return self.rows[0]


def read_rows(text: str) -> tuple[tuple[str, ...], ...]:
    """The cells of pasted text, empty rows left out. Raises NotPasted for nothing, or for more than a table holds.

    A cell that holds a line end or a tab comes between quotation marks, as spreadsheets copy it.
    """
    if not text.strip():
        raise NotPasted("Paste the rows, copied from a spreadsheet.")
    if len(text) > LONGEST:
        raise NotPasted("That is more text than a table here holds. Paste fewer rows at a time.")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    rows = [tuple(cell.strip() for cell in row) for row in _split(lines)]
    filled = [row for row in rows if any(row)]
    width = max(len(row) for row in filled) if filled else 0
    if len(filled) > MOST_ROWS + 1:
        raise NotPasted(f"A table holds at most {MOST_ROWS} rows. Paste fewer at a time.")
    if width > MOST_COLUMNS:
        raise NotPasted(f"That is more than {MOST_COLUMNS} columns. Copy only those that belong here.")
    return tuple((*row, *[""] * (width - len(row))) for row in filled)


def has_only_commas(text: str) -> bool:
    """Whether the text looks like a table cut by commas: no tab, and at least two commas in every line."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and "\t" not in text and all(line.count(",") > 1 for line in lines)


def _split(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        # A quotation mark that nobody closes is a word's own: then every line is a row.
        return [line.split("\t") for line in text.split("\n")]


def understood(
    rows: tuple[tuple[str, ...], ...],
    asked: Sequence[Answer],
    chosen: Sequence[str] | None = None,
    *,
    headings: bool | None = None,
) -> Pasted:
    """The rows with a question for each column: as the author chose, else by the words of the first row."""
    guessed = matched(rows[0], asked)
    has_headings = headings if headings is not None else looks_like_headings(rows[0], guessed)
    names = {answer.name for answer in asked}
    if chosen is None:
        columns = guessed if has_headings else in_order(rows[0], asked)
    else:
        columns = [name if name in names else SKIP for name in chosen]
    filled = [*columns, *[SKIP] * len(rows[0])][: len(rows[0])]
    # Of two columns for one question only the first counts.
    once = tuple(name if name not in filled[:place] else SKIP for place, name in enumerate(filled))
    return Pasted(rows, once, has_headings)


def matched(headings: Sequence[str], asked: Sequence[Answer]) -> list[str]:
    """The question that each heading names, empty where none is; each question once, in the order of the columns."""
    free = {answer.name: _names(answer) for answer in asked}
    found: list[str] = []
    for heading in headings:
        words = _words(heading)
        name = next((name for name, called in free.items() if words and words in called), SKIP)
        free.pop(name, None)
        found.append(name)
    return found


def in_order(first: Sequence[str], asked: Sequence[Answer]) -> list[str]:
    """Without headings: one question after the other, for the author to correct."""
    return [answer.name for answer in asked][: len(first)]


def looks_like_headings(first: Sequence[str], guessed: Sequence[str]) -> bool:
    """Whether the first row names columns: half of its words at least are known, and none is a figure."""
    filled = [cell for cell in first if cell]
    has_figures = any(FIGURE.fullmatch(cell) for cell in filled)
    return not has_figures and sum(map(bool, guessed)) * 2 >= max(len(filled), 1)


def _names(answer: Answer) -> frozenset[str]:
    return frozenset(map(_words, (answer.label, answer.name, *ALSO_CALLED.get(answer.name, ()))))


def _words(text: str) -> str:
    """Letters and digits alone, in lower case: "Cost (£)" is "cost"."""
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))
