"""From a cell to an answer, by the kind of question: never guessing, and never taking what a program would run."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import models

from plans.content import FIGURES, Answer
from plans.documents.cell_text import as_stored
from plans.imports import book
from plans.imports.book import Cell
from plans.imports.figure_cells import Fault, danger, day_in, day_words, figure_in, number_in
from plans.imports.problems import shown
from plans.models.fields import FigureField
from plans.questions import READERS

NEVER = {
    book.FORMULA: "A formula stands in an input cell ({}). Type what it comes to.",
    book.ERROR: "The cell shows the error {}. Type the answer.",
}
YES, NO = frozenset({"yes", "y", "true"}), frozenset({"no", "n", "false"})

Offered = Mapping[str, str]  # what may be chosen: the words of each, and the value they mean
MOST_LISTED = 6  # of what may be chosen, in a sentence


def is_as_exported(cell: Cell, answer: Answer) -> bool:
    """Whether a cell holds what the export wrote for this answer: the author did not touch it."""
    if answer.held:
        return cell.kind == book.TEXT and _same(cell.words, answer.held)
    if answer.value is None or answer.kind not in {*FIGURES, "date"}:
        # A number typed into a text cell that Excel stored as a number is the same text.
        return _same(_text_of(cell), answer.text)
    if answer.kind == "date":
        return cell.kind == book.DATE and cell.value == date.fromisoformat(answer.value)
    return cell.kind == book.NUMBER and not cell.is_percent and number_in(cell) == answer.figure


def typed(cell: Cell, asked: Answer, field: models.Field[Any, Any], offered: Offered | None) -> Answer | Fault:
    """The answer that a cell gives to a question, or what to do about it.

    ``asked`` may be answered already: only its name, label and kind count.
    """
    blank = replace(asked, value=None, text="", held="")
    if cell.kind in NEVER:
        return Fault(NEVER[cell.kind].format(shown(cell.words)))
    if not cell.words.strip():
        return replace(blank, value=[] if asked.kind == "references" else False if asked.kind == "flag" else None)
    if asked.kind in FIGURES and isinstance(field, FigureField):
        return figure_in(cell, blank, field)
    readers = {"date": day_in, "yesno": _yes_no, "flag": _yes_no, "line": _prose, "narrative": _prose}
    return readers[asked.kind](cell, blank) if asked.kind in readers else _chosen(cell, blank, offered or {})


def _yes_no(cell: Cell, blank: Answer) -> Answer | Fault:
    said = cell.words.strip().casefold()
    if cell.kind not in {book.TEXT, book.YES_NO} or said not in YES | NO:
        return Fault(f"Found {shown(cell.words)}, expected Yes or No.")
    value, words = READERS[blank.kind](said in YES)
    return replace(blank, value=value, text=words)


def _prose(cell: Cell, blank: Answer) -> Answer | Fault:
    if cell.kind == book.DATE:
        found = day_words(cell.value)
        return Fault(f"The spreadsheet has turned this into a date ({found}). Format the cell as text, type it again.")
    if cell.kind == book.YES_NO:
        return Fault(f"Found {shown(cell.words)}, expected words. Format the cell as text and type them again.")
    text = as_prose(_text_of(cell))
    why = danger(text)
    return Fault(why) if why else replace(blank, value=text, text=text)


def _chosen(cell: Cell, blank: Answer, offered: Offered) -> Answer | Fault:
    text = " ".join(_text_of(cell).split())
    folded = {words.casefold(): value for words, value in offered.items()}
    if blank.kind == "references":
        return _several(text, blank, offered, folded)
    value = folded.get(text.casefold())
    if value is None:
        return Fault(f"{shown(text)} is not in the list. Choose from it: {_listed(offered)}.")
    return replace(blank, value=value, text=text)


def _several(text: str, blank: Answer, offered: Offered, folded: Offered) -> Answer | Fault:
    """Several choices in one cell: the longest first, for a title may begin like another, and may hold commas."""
    values, rest = [], text.casefold()
    while rest:
        found = next((words for words in sorted(folded, key=len, reverse=True) if rest.startswith(words)), None)
        if found is None or (rest[len(found) :] and rest[len(found)] not in ",;"):
            return Fault(f"{shown(rest)} is not in the list. Choose from it, with commas between: {_listed(offered)}.")
        values.append(folded[found])
        rest = rest[len(found) :].lstrip(",; ")
    return replace(blank, value=sorted(set(values)), text=text)


def _listed(offered: Offered) -> str:
    """The first of what may be chosen."""
    listed = list(offered)
    more = f" and {len(listed) - MOST_LISTED} more" if len(listed) > MOST_LISTED else ""
    return (", ".join(listed[:MOST_LISTED]) or "it is empty") + more


def as_prose(text: str) -> str:
    """A text as the form stores it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _text_of(cell: Cell) -> str:
    if cell.kind == book.NUMBER and isinstance(cell.value, float | int):
        number = number_in(cell)
        return cell.words if number is None else f"{number:f}"
    return cell.words


def _same(found: str, written: str) -> bool:
    return as_prose(found) == as_prose(as_stored(written))
