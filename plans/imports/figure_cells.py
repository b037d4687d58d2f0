"""Figures and days as they stand in cells, and texts that a spreadsheet would run."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from itf.lib.figures import Unreadable, plain, read_figure
from itf.lib.forms import DateField3
from plans.content import Answer
from plans.imports import book
from plans.imports.book import Cell
from plans.imports.problems import shown
from plans.models.fields import FigureField
from plans.questions import READERS

DIGITS = 15  # what Excel shows of a number, and all of it that means anything
HUNDRED = 100
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SUM = re.compile(r"[+-]\s*[\d.,]+\s*[-+*/^(]")
_CALL = re.compile(r"[+-]([^\s|!(=@]*[!(=@]|\s*[^\s|]*\|)")


@dataclass(frozen=True)
class Fault:
    """Why a cell cannot be taken. ``to_decide``: a figure or day that the author can type on the preview."""

    message: str
    to_decide: bool = False


def undecided(message: str) -> Fault:
    """A fault that the author can settle by typing the figure or day on the preview."""
    return Fault(message, to_decide=True)


def danger(text: str) -> str:
    """Why a text could be run as a formula by a spreadsheet, or hides what it says; empty for honest words."""
    bare = text.lstrip(" \u00a0")
    if _CONTROLS.search(text):
        return "The text holds invisible control characters. Type it anew."
    if bare.startswith(("=", "@", "\t", "\r")) or _SUM.match(bare) or _CALL.match(bare):
        return f"{shown(text)} begins like a formula. Put a word before it."
    return ""


def figure_in(cell: Cell, blank: Answer, field: FigureField) -> Answer | Fault:
    """The figure in a cell, as Excel shows it; a text is read as it would be on the page."""
    text = _as_typed(cell, blank)
    if isinstance(text, Fault):
        return text
    read = read_figure(text, places=field.places, unit=field.unit if field.unit == "%" else "£")
    if isinstance(read, Unreadable):
        return undecided(read.message)
    value, words = READERS[blank.kind](read)
    return replace(blank, value=value, text=words)


def _as_typed(cell: Cell, blank: Answer) -> str | Fault:
    """What an author would have typed to get the figure of the cell."""
    if cell.kind == book.DATE:
        return undecided(f"The spreadsheet has turned this into a date ({day_words(cell.value)}). Type the figure.")
    if cell.kind != book.NUMBER:
        wrong = cell.kind != book.TEXT or danger(cell.words)
        return undecided(f"Found {shown(cell.words)}, expected a figure. Type it.") if wrong else cell.words
    number = number_in(cell)
    if number is None:
        return undecided("The number is too large for any plan. Type the figure.")
    if cell.is_percent and blank.kind != "percent":
        return undecided(f"The cell shows {plain(number * HUNDRED)}%, expected a figure. Type the figure.")
    return plain(number * HUNDRED if cell.is_percent else number)


def number_in(cell: Cell) -> Decimal | None:
    """The number as Excel shows it; None for one without end."""
    value = cell.value
    found = Decimal(f"{value:.{DIGITS}g}") if isinstance(value, float) else Decimal(value)
    return found if found.is_finite() and abs(found) < Decimal(10) ** DIGITS else None


def day_in(cell: Cell, blank: Answer) -> Answer | Fault:
    """The day in a cell; a text is read as on the page, or as 2014-01-30."""
    if cell.kind == book.DATE and type(cell.value) is date:
        value, words = READERS["date"](cell.value)
        return replace(blank, value=value, text=words)
    if cell.kind != book.TEXT:
        found = day_words(cell.value) if cell.kind == book.DATE else cell.words
        return undecided(f"Found {shown(found)}, expected a day. Type it as 30 January 2014.")
    iso = ISO_DAY.fullmatch(cell.words.strip())
    text = "/".join(reversed(iso.groups())) if iso else cell.words
    try:
        day = DateField3(label="The date").clean(text)
    except ValidationError as fault:
        if not any(character.isdigit() for character in cell.words):
            return undecided(f"{shown(cell.words)} cannot be read as a day. Type it as 30 January 2014.")
        return undecided(f"{shown(cell.words)}: {fault.messages[0]}")
    value, words = READERS["date"](day)
    return replace(blank, value=value, text=words)


def day_words(value: Any) -> str:
    """A date that stands in a cell, in words."""
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else str(value)
