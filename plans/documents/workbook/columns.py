"""Which sheets and columns a plan's workbook has: written by the export, and looked for again by an import."""

from collections.abc import Iterator
from dataclasses import replace

from plans.content import Answer, PlanContent, Row, SectionContent, Table
from plans.documents.workbook.choices import section_of
from plans.documents.workbook.computed import COMPUTED
from plans.documents.workbook.layout import width_of
from plans.documents.workbook.places import FlatTable, PlacedRow
from plans.questions import questions
from plans.sections import RowSpec, Section

ROW_ID, PARENT_ID, PARENT, TITLE = "row_id", "parent_id", "parent", "title_of_row"
FIELD, QUESTION, ANSWER = "field", "label", "answer"  # the columns of a sheet of answers
ID_WIDTH = 40  # the columns of ids are hidden, but must not make their rows taller
EMPTY_ROWS = 20  # to write in, below each table that authors fill

Heading = tuple[str, str, float]  # field name, words, width in characters

ANSWER_COLUMNS: tuple[Heading, ...] = ((FIELD, "", ID_WIDTH), (QUESTION, "Question", 46), (ANSWER, "Answer", 90))


def flat_tables(content: PlanContent, section: SectionContent, *, to_fill: bool = False) -> Iterator[FlatTable]:
    """Each table of the section, a nested one after the table it hangs from; ``to_fill`` adds empty rows."""
    asked = section_of(content.about, section.slug)
    specs = {spec.slug: spec for spec in asked.all_row_specs()} if asked else {}
    for table in section.tables:
        rows = tuple(PlacedRow(row) for row in table.rows)
        yield FlatTable(table, rows + (_empty_rows(asked, specs.get(table.slug), rows) if to_fill else ()))
        empty = _empty_tables(specs[table.slug]) if table.slug in specs else ()
        for place, nested in enumerate(table.rows[0].tables if table.rows else empty):
            rows = tuple(PlacedRow(row, above) for above in table.rows for row in above.tables[place].rows)
            more = _empty_rows(asked, specs.get(nested.slug), rows) if to_fill else ()
            yield FlatTable(nested, rows + more, is_nested=True)


def columns(content: PlanContent, section: SectionContent, flat: FlatTable) -> list[Heading]:
    """Hidden ids, then what the row belongs to, its fields, and what is computed from them."""
    headings: list[Heading] = [(ROW_ID, "", ID_WIDTH)]
    if flat.is_nested:
        headings += [(PARENT_ID, "", ID_WIDTH), (PARENT, "Scheme", 30)]
    if flat.rows and flat.rows[0].row.key:
        headings.append((TITLE, flat.table.singular.capitalize(), 36))
    headings += [(one.name, one.label, width_of(one.name, one.kind)) for one in fields(content, section, flat)]
    years = dict(zip(("first", "second"), content.years, strict=True))
    headings += [(one.name, one.label.format(**years), 16) for one in COMPUTED.get(flat.table.slug, ())]
    return headings


def fields(content: PlanContent, section: SectionContent, flat: FlatTable) -> tuple[Answer, ...]:
    """The questions of a table, blank: as its rows were asked, or as the template asks while there are none."""
    if flat.rows:
        return tuple(_blank(answer) for answer in flat.rows[0].row.answers)
    asked = section_of(content.about, section.slug)
    return _asked_answers(asked, asked.row_spec(flat.table.slug)) if asked else ()


def _empty_rows(asked: Section | None, spec: RowSpec | None, rows: tuple[PlacedRow, ...]) -> tuple[PlacedRow, ...]:
    """Rows to write in; none in a table whose rows the template fixes, or that is no longer issued."""
    if asked is None or spec is None or spec.keyed_by:
        return ()
    blank = tuple(_blank(answer) for answer in rows[0].row.answers) if rows else _asked_answers(asked, spec)
    return (PlacedRow(Row(id="", title="", answers=blank, tables=_empty_tables(spec))),) * EMPTY_ROWS


def _empty_tables(spec: RowSpec) -> tuple[Table, ...]:
    return tuple(Table(child.slug, child.title, child.singular, child.at_least, ()) for child in spec.children)


def _asked_answers(asked: Section, spec: RowSpec) -> tuple[Answer, ...]:
    found = questions(spec.model, spec.fields, spec.required, asked.labels)
    return tuple(Answer(one.name, one.label, one.kind, None, "", required=one.required) for one in found)


def _blank(answer: Answer) -> Answer:
    return replace(answer, value=None, text="", held="")
