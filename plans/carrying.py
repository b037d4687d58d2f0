"""What a new plan takes over from the content of a signed one, in which year; everything else stays behind."""

from dataclasses import dataclass, replace

from plans.content import Answer, PlanContent, Row, SectionContent, Table
from plans.national_templates import NationalTemplate
from plans.sections import RowSpec, Section

# About the years of the source alone, or another's to give again.
LEFT_SECTIONS = frozenset({"transfer", "payment-metric", "delayed-transfers", "provider-commentary"})
LEFT_TABLES = frozenset({"events", "impacts"})
# Their last year becomes the first of the new plan: what it costs by then is the best that is known.
LAST_YEAR = frozenset({"investments", "benefits", "contributions", "whole-spend", "districts"})
RECURRENT = frozenset({"investments", "benefits"})
# Kinds of answer that are words. Figures and dates are to be renewed, but for the tables named below.
WORDS = frozenset({"line", "narrative", "choice", "yesno", "flag", "reference", "references", "whole"})
WITH_FIGURES = LAST_YEAR | {"risks", "calls", "boards", "parties"}
FIGURES = frozenset({"money", "number", "percent"})
ALSO = frozenset({("related-documents", "dated_on")})
LEFT = frozenset(
    {
        ("plan-details", "late_reason"),
        ("plan-details", "pooled_fund_agreement"),
        ("plan-details", "version_label"),
        ("plan-details", "change_note"),
        ("parties", "activity"),
        ("alignment", "difference_reason"),
        ("contributions", "unallocated_reason"),
        ("conditions", "status"),
        ("related-documents", "attached_file"),
        ("measures", "source"),
        ("measures", "quality"),
        ("measures", "rationale"),
        ("outcomes", "baseline_period"),
        ("outcomes", "baseline"),
        ("engagement", "healthwatch_view"),
        ("engagement", "healthwatch_reply"),
    }
)
AGREED_LAST, AGREED_FIRST = "agreed_second_year", "agreed_first_year"


@dataclass(frozen=True)
class Shift:
    """From the years of the source to those of the new plan."""

    before: tuple[str, str]
    after: tuple[str, str]

    @property
    def last(self) -> str:
        """The last year of the source."""
        return self.before[1]

    def moved(self, table: str, year: str) -> str:
        """The year in which a row of this table stands in the new plan."""
        if table in LAST_YEAR:
            return self.after[0]
        return dict(zip(self.before, self.after, strict=True)).get(year, "")


def carried(content: PlanContent, template: NationalTemplate, years: tuple[str, str]) -> tuple[SectionContent, ...]:
    """The sections of the template with what is carried into them; rows keep the ids that they have in the source."""
    shift = Shift(content.years, years)
    known = {section.slug: section for section in content.sections}
    return tuple(_section(section, known.get(section.slug), shift) for section in template.sections)


def _section(section: Section, source: SectionContent | None, shift: Shift) -> SectionContent:
    empty = SectionContent(section.slug, section.title, section.group, ())
    if source is None or section.slug in LEFT_SECTIONS:
        return empty
    kept = [each for each in source.answers if each.name in section.fields and _is_kept(section.slug, each)]
    answers = tuple(kept)
    if section.slug == "contributions":
        agreed = [answer for answer in source.answers if answer.name == AGREED_LAST and not _is_open(answer)]
        answers += tuple(replace(answer, name=AGREED_FIRST) for answer in agreed)
    return replace(empty, answers=answers, tables=_tables(section.rows, source.tables, shift))


def _tables(specs: tuple[RowSpec, ...], tables: tuple[Table, ...], shift: Shift) -> tuple[Table, ...]:
    known = {table.slug: table.rows for table in tables}
    return tuple(
        Table(
            spec.slug,
            spec.title,
            spec.singular,
            spec.at_least,
            tuple(_row(spec, row, shift) for row in known.get(spec.slug, ()) if _is_carried(spec.slug, row, shift)),
        )
        for spec in specs
    )


def _row(spec: RowSpec, row: Row, shift: Shift) -> Row:
    answers = _row_answers(spec.slug, spec.fields, row, shift)
    return Row(row.id, row.title, row.key, answers, _tables(spec.children, row.tables, shift))


def _is_carried(table: str, row: Row, shift: Shift) -> bool:
    said = {answer.name: answer.value for answer in row.answers}
    if table in LEFT_TABLES or (table in LAST_YEAR and said.get("year") != shift.last):
        return False
    return table not in RECURRENT or said.get("recurrent") is True


def _row_answers(table: str, fields: tuple[str, ...], row: Row, shift: Shift) -> tuple[Answer, ...]:
    kinds = WORDS | FIGURES if table in WITH_FIGURES else WORDS
    kept = [answer for answer in row.answers if answer.name in fields and _is_kept(table, answer, kinds)]
    return tuple(
        replace(answer, value=shift.moved(table, answer.value)) if answer.name == "year" else answer for answer in kept
    )


def _is_kept(place: str, answer: Answer, kinds: frozenset[str] = WORDS) -> bool:
    if _is_open(answer) or (place, answer.name) in LEFT:
        return False
    return answer.kind in kinds or (place, answer.name) in ALSO


def _is_open(answer: Answer) -> bool:
    """Whether there is nothing to carry: no answer, or one that nobody has decided on."""
    return answer.is_blank or bool(answer.held)
