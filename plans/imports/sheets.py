"""The sheets that a workbook of this plan must have, and their rows: by the hidden names, checked by the headings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plans.content import PlanContent
from plans.documents.cell_text import as_stored
from plans.documents.workbook.columns import (
    ANSWER,
    ANSWER_COLUMNS,
    FIELD,
    PARENT,
    PARENT_ID,
    QUESTION,
    ROW_ID,
    columns,
    fields,
    flat_tables,
)
from plans.documents.workbook.places import FIRST_ROW, HEADING_ROW, NAMES_ROW
from plans.given import is_given_sentence
from plans.imports.book import Cell, FileRow, FileSheet
from plans.imports.identity import AGAIN, ALTERED
from plans.imports.problems import Problem, Refused, shown

MOST_ROWS = 2_000
IN_ORDER = "Columns were moved, added, removed or renamed"
NAME_CHANGED = "The name of the column, which stands in the hidden first row, was changed"

Cells = dict[int, Cell]
Grid = Iterator[tuple[int, Cells]]


@dataclass(frozen=True)
class Expected:
    """A sheet as the export wrote it: columns by their hidden names, and what may be filled in."""

    section: str
    table: str
    title: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    inputs: frozenset[str] = frozenset()
    questions: dict[str, str] = field(default_factory=dict)

    def column(self, name: str) -> int:
        """The number of a column."""
        return self.names.index(name) + 1


def expected_sheets(plan: PlanContent, about: dict[str, str]) -> list[Expected]:
    """Every sheet that people fill in; ``about`` says what each is called. Raises Refused where it does not."""
    found = []
    for section in plan.sections:
        if section.answers:
            names, labels = tuple(one[0] for one in ANSWER_COLUMNS), tuple(one[1] for one in ANSWER_COLUMNS)
            asked = {answer.name: answer.label for answer in section.answers}
            title = _title(about, f"answers:{section.slug}")
            found.append(Expected(section.slug, "", title, names, labels, frozenset({ANSWER}), asked))
        for flat in flat_tables(plan, section):
            headings = columns(plan, section, flat)
            inputs = {answer.name for answer in fields(plan, section, flat)}
            title = _title(about, f"table:{section.slug}:{flat.table.slug}").rsplit("|", 2)[0]
            names, labels = tuple(one[0] for one in headings), tuple(one[1] for one in headings)
            found.append(Expected(section.slug, flat.table.slug, title, names, labels, frozenset(inputs)))
    return found


def _title(about: dict[str, str], line: str) -> str:
    if line not in about:
        raise Refused(ALTERED)
    return about[line]


def read_sheet(expected: Expected, grid: Grid, remarks: list[Problem]) -> FileSheet:
    """The rows of one sheet. Raises Refused when names or headings are not where they belong; notes single rows."""
    rows: list[Cells] = []
    numbers: list[int] = []
    heads: dict[int, Cells] = {}
    for number, cells in grid:
        if number < FIRST_ROW:
            heads[number] = cells
            continue
        if number >= FIRST_ROW + MOST_ROWS:
            where = next(iter(cells.values())).at
            message = f"There is something below row {FIRST_ROW + MOST_ROWS - 1}, the last that is read. Delete it."
            raise Refused(Problem(message, expected.title, where))
        rows.append(cells)
        numbers.append(number)
    _check_heads(expected, heads)
    read = _answer_row if not expected.table else _table_rows
    found = tuple(read(expected, list(zip(numbers, rows, strict=True)), remarks))
    return FileSheet(expected.section, expected.table, expected.title, found)


def _check_heads(expected: Expected, heads: dict[int, Cells]) -> None:
    """Names and headings, column by column: a name that was moved away from its heading must not pass."""
    names, labels = heads.get(NAMES_ROW, {}), heads.get(HEADING_ROW, {})
    for column in range(1, max([len(expected.names), *names, *labels]) + 1):
        is_known = column <= len(expected.names)
        # The heading first: people see it, and the name above it is hidden.
        for row, cells, wanted, said in (
            (HEADING_ROW, labels, expected.labels, IN_ORDER),
            (NAMES_ROW, names, expected.names, NAME_CHANGED),
        ):
            text = as_stored(wanted[column - 1]) if is_known else ""
            found = cells[column].words if column in cells else ""
            if " ".join(found.split()) != " ".join(text.split()):
                message = f"{said}: found {shown(found)}, expected {shown(text)}. {AGAIN}"
                raise Refused(Problem(message, expected.title, f"{_letters(column)}{row}"))


def _answer_row(expected: Expected, rows: list[tuple[int, Cells]], remarks: list[Problem]) -> Iterable[FileRow]:
    """All answers of a section as one row: each question must stand beside its hidden name, in the order asked."""
    answers: dict[str, Cell] = {}
    wanted = list(expected.questions.items())
    for place, (number, cells) in enumerate(rows):
        name = _words(cells, expected.column(FIELD))
        label = _words(cells, expected.column(QUESTION))
        if place >= len(wanted):
            _note_outside(expected, cells, remarks)
            continue
        if (name, label) != (wanted[place][0], as_stored(wanted[place][1]).strip()):
            message = (
                f"Questions were moved or deleted: found {shown(label)}, expected {shown(wanted[place][1])}. {AGAIN}"
            )
            raise Refused(Problem(message, expected.title, f"B{number}"))
        column = expected.column(ANSWER)
        answers[name] = cells.get(column) or Cell(expected.title, f"{_letters(column)}{number}")
        _note_outside(expected, cells, remarks, beyond=column)
    if len(answers) < len(wanted):
        raise Refused(Problem(f"Questions are missing at the end. {AGAIN}", expected.title))
    return [FileRow(FIRST_ROW, answers)]


def _table_rows(expected: Expected, rows: list[tuple[int, Cells]], remarks: list[Problem]) -> Iterable[FileRow]:
    seen: dict[str, int] = {}
    for number, cells in rows:
        row = _table_row(expected, number, cells)
        _note_outside(expected, cells, remarks, beyond=len(expected.names))
        if not row.id and not row.parent and all(not cell.words.strip() for cell in row.cells.values()):
            continue
        if row.id and row.id in seen:
            message = (
                f"This row is a copy of row {seen[row.id]} and would count as the same. "
                "Type it into an empty row below the table."
            )
            remarks.append(Problem(message, expected.title, f"A{number}"))
            continue
        seen[row.id or f"row {number}"] = number
        yield row


def _table_row(expected: Expected, number: int, cells: Cells) -> FileRow:
    def text(name: str) -> str:
        return _words(cells, expected.column(name)) if name in expected.names else ""

    answers = {}
    for name in expected.names:
        if name in expected.inputs:
            column = expected.column(name)
            answers[name] = cells.get(column) or Cell(expected.title, f"{_letters(column)}{number}")
    above = None
    if PARENT in expected.names:
        column = expected.column(PARENT)
        above = cells.get(column) or Cell(expected.title, f"{_letters(column)}{number}")
    return FileRow(number, answers, text(ROW_ID), text(PARENT_ID), text(PARENT), above)


def _note_outside(expected: Expected, cells: Cells, remarks: list[Problem], *, beyond: int = 0) -> None:
    """Name what no column takes. The export's own note beside given words says nothing that could be lost."""
    for column, cell in cells.items():
        if column > beyond and cell.words.strip() and not is_given_sentence(cell.words):
            remarks.append(Problem("This stands outside the table. It was not read.", expected.title, cell.at))


def _words(cells: Cells, column: int) -> str:
    return cells[column].words.strip() if column in cells else ""


def _letters(column: int) -> str:
    """The letters of a column: 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
