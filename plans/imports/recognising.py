"""New rows of a file that the plan has already: an earlier upload of the same download added them, or someone else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from plans.content import Answer, Row
from plans.imports.book import FileRow, FileSheet
from plans.imports.changes import ADDED, CONFLICT, Preview, preview_from_json
from plans.imports.new_rows import asked_answers, name_of, read_row
from plans.imports.placing import Placed, said
from plans.imports.standing import Earlier
from plans.imports.under_way import At, Comparing, plain_words
from plans.models import Plan, UploadState, WorkbookUpload
from plans.questions import model_field
from plans.sections import RowSpec, Section

CHOSEN = frozenset({"choice", "whole", "reference", "references"})
WRITTEN = frozenset({"line", "narrative"})
ANOTHER = "Tick this only if it is another one."
SAME_LINE = "From this line of the sheet an earlier upload of this workbook added “{}”. " + ANOTHER
SAME_WORDS = "A row that says the same is here already. " + ANOTHER
SAME_REF = "A scheme with this reference is in the plan already. " + ANOTHER
ALIKE = "A row that begins the same is here, and not in the file: “{}”. " + ANOTHER


@dataclass(frozen=True)
class Fresh:
    """A row of the file without an id. ``is_whole``: every cell of it could be read."""

    name: str
    parent: str
    answers: dict[str, Answer]
    is_whole: bool


def earlier_rows(plan: Plan, issued: str) -> tuple[Earlier, ...]:
    """The rows that accepted uploads of one download added, as their files had them, the oldest first."""
    accepted = WorkbookUpload.objects.filter(plan=plan, state=UploadState.ACCEPTED, result__issued=issued)
    previews = accepted.order_by("settled_at").values_list("result", flat=True)
    return tuple(one for result in previews for one in _added(preview_from_json(result)))


def _added(preview: Preview) -> Iterable[Earlier]:
    for change in preview.of_kind(ADDED, CONFLICT):
        if change.row in preview.added:
            above = "" if change.page_row == change.row else preview.added.get(change.page_row, change.page_row)
            answers = {answer.name: answer for answer in change.answers}
            yield Earlier(change.section, change.table, change.row, preview.added[change.row], above, answers)


def recognise(comparing: Comparing, section: Section, spec: RowSpec, sheet: FileSheet) -> FileSheet:
    """The sheet with the ids of the rows that are here; ``comparing.here`` says of others why they may be."""
    fresh = [_read(comparing, section, spec, row) for row in sheet.rows if not row.id]
    if spec.keyed_by or not fresh:
        return sheet
    in_file, place = {row.id for row in sheet.rows}, (section.slug, spec.slug)
    earlier = [one for one in comparing.both.earlier if (one.section, one.table) == place and one.row not in in_file]
    found: dict[str, Earlier] = {}
    # The row's own line first: of two rows that say the same each finds its own.
    _claim(found, fresh, earlier, lambda row, one: row.name == one.name and _says(row, one))
    _claim(found, fresh, earlier, _says)
    _claim(found, fresh, earlier, lambda row, one: row.name == one.name and _begins_alike(row, one))
    here = {one: placed for (slug, table, one), placed in comparing.both.now.rows.items() if (slug, table) == place}
    others = {identity: placed for identity, placed in here.items() if identity not in in_file}
    same = [Earlier(*place, "", identity, _above(one), _given(one.row)) for identity, one in others.items()]
    _claim(found, fresh, same, lambda row, one: _is_same(spec, row, here[one.row]))
    claimed = {one.row for one in found.values()}
    lines = {one.name: _title(one.answers) for one in earlier if one.row not in claimed}
    for row in fresh:
        if row.name not in found:
            left = [placed for identity, placed in others.items() if identity not in claimed]
            doubt = SAME_LINE.format(lines[row.name]) if row.name in lines else _doubt(spec, row, here.values(), left)
            comparing.here |= {row.name: doubt} if doubt else {}
    for row in fresh:
        if row.name in found:
            _note(comparing, section, spec, found[row.name], row)
    comparing.recognised += len(found)
    parents = {row.name: row.parent for row in fresh}
    return replace(sheet, rows=tuple(_identified(spec, row, found, parents) for row in sheet.rows))


def _read(comparing: Comparing, section: Section, spec: RowSpec, row: FileRow) -> Fresh:
    at = At(section, spec, name_of(spec, row))
    answers, refused = read_row(comparing, at, row)
    known = comparing.parents.get(section.slug, {})
    parent = (known.get(plain_words(row.parent)) or row.parent) if spec.parent else ""
    return Fresh(at.row, parent, {answer.name: answer for answer in answers}, not refused)


def _claim(
    found: dict[str, Earlier], fresh: list[Fresh], rows: list[Earlier], fits: Callable[[Fresh, Earlier], bool]
) -> None:
    """Give each row of the file that is not found yet the first of ``rows`` that fits and that no other row has."""
    for row in fresh:
        taken = {one.row for one in found.values()}
        one = next((one for one in rows if one.row not in taken and fits(row, one)), None)
        if row.name not in found and one is not None:
            found[row.name] = one


def _says(row: Fresh, one: Earlier) -> bool:
    """Whether the row says all that it said when it was added; cells that were refused then may be mended."""
    return bool(one.answers) and all(said(row.answers.get(name)) == said(was) for name, was in one.answers.items())


def _begins_alike(row: Fresh, one: Earlier) -> bool:
    """Whether the row still begins as it did, in the same scheme: the rest was changed in the file."""
    name = next(iter(one.answers), "")
    return bool(name) and row.parent == one.parent and said(row.answers.get(name)) == said(one.answers[name])


def _is_same(spec: RowSpec, row: Fresh, placed: Placed) -> bool:
    """Whether a row here says just what the row of the file says."""
    if not (row.is_whole and row.answers and row.parent == _above(placed)):
        return False
    return all(
        said(row.answers.get(answer.name)) == said(answer)
        or (answer.name not in row.answers and _is_given_unasked(spec, answer))
        for answer in placed.row.answers
    )


def _is_given_unasked(spec: RowSpec, answer: Answer) -> bool:
    """Whether a new row has this answer although nobody typed it: a scheme's reference, what a list begins with."""
    default = model_field(spec.model, answer.name).get_default()
    return answer.name == "ref" or (bool(default) and answer.value == str(default))


def _doubt(spec: RowSpec, row: Fresh, here: Iterable[Placed], left: Iterable[Placed]) -> str:
    """Why a row of the file may be one that is here; empty where nothing is like it."""
    rows = list(here)
    if any(_is_same(spec, row, placed) for placed in rows):
        return SAME_WORDS
    if _ref(row.answers) and any(_ref(_given(placed.row)) == _ref(row.answers) for placed in rows):
        return SAME_REF
    like = next((placed for placed in left if _is_alike(row, placed)), None)
    return ALIKE.format(_title(_given(like.row)) or like.row.title) if like else ""


def _ref(answers: dict[str, Answer]) -> str:
    """The reference by which authors know a scheme, however it is written; empty for none."""
    return answers["ref"].text.strip().casefold() if "ref" in answers else ""


def _is_alike(row: Fresh, placed: Placed) -> bool:
    """Whether a row here begins with the same words and nothing chosen from a list stands against it."""
    there = _given(placed.row)
    if row.parent != _above(placed) or not row.answers or _title(row.answers) != _title(there):
        return False
    both = [(row.answers[name], there[name]) for name in row.answers.keys() & there.keys()]
    chosen = [said(mine) == said(theirs) for mine, theirs in both if mine.kind in CHOSEN]
    return all(chosen) and bool(chosen or _title(there))


def _title(answers: dict[str, Answer]) -> str:
    """The first words of a row, its reference apart; empty for a row of figures and choices."""
    return next((one.text for one in answers.values() if one.kind in WRITTEN and one.name != "ref"), "")


def _given(row: Row) -> dict[str, Answer]:
    return {answer.name: answer for answer in row.answers if said(answer) is not None}


def _above(placed: Placed) -> str:
    return placed.parent.id if placed.parent else ""


def _note(comparing: Comparing, section: Section, spec: RowSpec, one: Earlier, row: Fresh) -> None:
    """Note what the row said when it was added, as if it had been in the download."""
    answers = one.answers if one.name else row.answers
    then = tuple(answers.get(asked.name, asked) for asked in asked_answers(section, spec))
    page_row = one.parent or (one.row if section.page_per_row else "")
    noted = Placed(Row(one.row, _title(answers), answers=then), page_row)
    comparing.both.then.rows[section.slug, spec.slug, one.row] = noted


def _identified(spec: RowSpec, row: FileRow, found: dict[str, Earlier], parents: dict[str, str]) -> FileRow:
    name = name_of(spec, row)
    if row.id or name not in found:
        return row
    return replace(row, id=found[name].row, parent_id=parents[name])
