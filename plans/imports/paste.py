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
YEAR = re.compile(r"(?:20)?(\d\d)\s*[-/–]\s*(?:20)?(\d\d)")
IN_YEAR = "stated@"  # what the name of a column begins with that holds the cost of one year
TWO = 2  # rows of headings, the upper one above several columns

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
# Beside a year in a heading: anything else ("£000", "savings") makes it another figure than the cost of that year.
OF_COST = frozenset(" ".join(ALSO_CALLED["stated"]).split()) | {"planned", "in", "for", "of", "financial", "year", "fy"}


class NotPasted(Exception):
    """Nothing could be made of the text; the message says what to do."""


@dataclass(frozen=True)
class Pasted:
    """The cells that were pasted, and the question under which each column belongs (empty where none does).

    ``headings``: how many rows of headings stand above the others. A column of one year's cost is ``in_year`` of it.
    """

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    headings: int

    @property
    def body(self) -> tuple[tuple[str, ...], ...]:
        """The rows without the headings."""
        return self.rows[self.headings :]

    @property
    def first(self) -> tuple[str, ...]:
        """What stands above each column: its headings, or its first cell."""
        if self.headings < TWO:
            return self.rows[0]
        return tuple(" ".join(filter(None, pair)) for pair in zip(*_two(self.rows), strict=True))


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


def in_year(year: str) -> str:
    """The name of the column that holds the cost of one year."""
    return f"{IN_YEAR}{year}"


def yearly(asked: Sequence[Answer], years: Sequence[str]) -> dict[str, str]:
    """The columns that a table may have beside its questions, with their labels: the cost of each year."""
    if not {"year", "stated"} <= {answer.name for answer in asked}:
        return {}
    label = next(answer.label for answer in asked if answer.name == "stated")
    return {in_year(year): f"{label} in {year}" for year in years}


def understood(
    rows: tuple[tuple[str, ...], ...],
    asked: Sequence[Answer],
    chosen: Sequence[str] | None = None,
    *,
    years: Sequence[str] = (),
    headings: int | None = None,
) -> Pasted:
    """The rows with a question for each column: as the author chose, else by the words of the headings."""
    count = heading_rows(rows, asked, years) if headings is None else min(headings, TWO, len(rows) - 1)
    names = {answer.name for answer in asked} | yearly(asked, years).keys()
    if chosen is not None:
        columns = [name if name in names else SKIP for name in chosen]
    elif count == TWO:
        above, below = _two(rows)
        columns = matched(below, asked, years, above)
    else:
        columns = matched(rows[0], asked, years) if count else in_order(rows[0], asked)
    filled = [*columns, *[SKIP] * len(rows[0])][: len(rows[0])]
    if any(name.startswith(IN_YEAR) for name in filled):
        # Where each year has its column, a column of the cost is their sum.
        filled = [SKIP if name in {"stated", "year"} else name for name in filled]
    # Of two columns for one question only the first counts.
    once = tuple(name if name not in filled[:place] else SKIP for place, name in enumerate(filled))
    return Pasted(rows, once, count)


def heading_rows(rows: Sequence[Sequence[str]], asked: Sequence[Answer], years: Sequence[str] = ()) -> int:
    """How many of the first rows are headings: two where the upper one stands above several columns of the lower."""
    if len(rows) > TWO and any(low and not high for high, low in zip(*rows[:TWO], strict=True)):
        above, below = _two(rows)
        if not _has_figures(rows[0]) and looks_like_headings(below, matched(below, asked, years, above)):
            return TWO
    return int(looks_like_headings(rows[0], matched(rows[0], asked, years)))


def _two(rows: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """Two rows of headings, column by column: merged downwards a cell is in the lower one, merged across in each."""
    above: list[str] = []
    below: list[str] = []
    for high, low in zip(rows[0], rows[1], strict=True):
        above.append((high or (above[-1] if above else "")) if low else "")
        below.append(low or high)
    return above, below


def matched(
    headings: Sequence[str], asked: Sequence[Answer], years: Sequence[str] = (), above: Sequence[str] = ()
) -> list[str]:
    """The question that each heading names, empty where none is; each question once, in the order of the columns.

    ``above``: for each heading the one that stands over it.
    """
    free = {answer.name: _names(answer) for answer in asked}
    columns = yearly(asked, years)
    found: list[str] = []
    for heading, over in zip(headings, above or [""] * len(headings), strict=True):
        of_year = _year_column(f"{over} {heading}") if years else SKIP
        words = (_words(heading), _words(f"{over} {heading}"))
        named = next((name for name, called in free.items() if any(one and one in called for one in words)), SKIP)
        name = (of_year if of_year in columns else SKIP) if of_year else named
        free.pop(name, None)
        columns.pop(name, None)
        found.append(name)
    return found


def _year_column(heading: str) -> str:
    """The column that a heading with one year in it and nothing but words for a cost names; empty for others.

    A year with other words names no question at all: savings of 2014/15 are not its cost.
    """
    found = YEAR.findall(heading)
    if len(found) != 1:
        return SKIP
    first, second = found[0]
    words = _words(YEAR.sub(" ", heading)).split()
    return in_year(f"20{first}/{second}") if OF_COST.issuperset(words) else IN_YEAR


def in_order(first: Sequence[str], asked: Sequence[Answer]) -> list[str]:
    """Without headings: one question after the other, for the author to correct."""
    return [answer.name for answer in asked][: len(first)]


def looks_like_headings(first: Sequence[str], guessed: Sequence[str]) -> bool:
    """Whether a row names columns: two years, or half of its words are known and not only a year; none is a figure."""
    filled = [cell for cell in first if cell]
    named = [name for name in guessed if name]
    of_years = [name for name in named if name.startswith(IN_YEAR)]
    if _has_figures(first):
        return False
    return len(of_years) > 1 or (len(named) * 2 >= max(len(filled), 1) and len(of_years) < max(len(named), 1))


def _has_figures(cells: Sequence[str]) -> bool:
    return any(FIGURE.fullmatch(cell) and not YEAR.fullmatch(cell) for cell in cells if cell)


def _names(answer: Answer) -> frozenset[str]:
    return frozenset(map(_words, (answer.label, answer.name, *ALSO_CALLED.get(answer.name, ()))))


def _words(text: str) -> str:
    """Letters and digits alone, in lower case: "Cost (£)" is "cost"."""
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))
