"""Filters that say a plan's figures in words."""

from collections.abc import Iterable
from decimal import Decimal

from django import template

from plans import given, ledger
from plans.content import About, Answer, Explanation, Row, SectionContent, Table
from plans.documents.mapping import mapping_of
from plans.documents.measures import FIGURES, PrintedMeasure, measure_of
from plans.documents.minimums import minimum_notes as notes_of
from plans.documents.minimums import minimum_table
from plans.documents.money import MoneyTable, left_in_words, source_left_text
from plans.documents.money import balance_in_words as balance
from plans.documents.quarters import PrintedDelays, PrintedQuarters, delays_of, quarters_of
from plans.naming_files import named_file
from plans.rules import Finding

register = template.Library()


@register.filter
def difference_in_words(year: ledger.MoneyYear) -> str:
    """``Balances``, ``£1,394 short``, ``£1,394 over``; what is missing when there is no pool yet."""
    return left_in_words(year)


@register.filter
def source_left(source: ledger.SourceYear) -> str:
    """``£1,394 left``, ``£20 overspent`` or ``Nothing``, as the ledger says it."""
    return source_left_text(source.left)


@register.filter
def balance_in_words(year: ledger.MoneyYear) -> str:
    """What of a year's money does not balance: contributions against the pool, then spend."""
    return balance(year)


@register.filter
def computed(line: Row) -> Decimal | None:
    """What quantity × rate × periods comes to for an investment line."""
    return ledger.line_computed(line)


@register.filter
def amount(line: Row) -> Decimal:
    """What an investment line counts for."""
    return ledger.line_amount(line)


@register.filter
def answered(row: Row) -> list[Answer]:
    """The answers of a row that say something: No does, a box not ticked does not."""
    return [answer for answer in row.answers if not answer.is_blank and (answer.kind != "flag" or answer.value)]


@register.filter
def columns(table: Table) -> list[str]:
    """The headings of a table of rows: the questions that any row answers."""
    used = {answer.name: answer.label for row in table.rows for answer in answered(row)}
    order = [answer.name for answer in table.rows[0].answers] if table.rows else []
    return [used[name] for name in order if name in used]


@register.filter
def cells(row: Row, table: Table) -> list[Answer]:
    """One row's answers under the table's headings."""
    headings = set(columns(table))
    return [answer for answer in row.answers if answer.label in headings]


@register.filter
def is_figure(answer: Answer) -> bool:
    """Whether an answer is set to the right."""
    return answer.kind in {"money", "number", "percent", "whole"}


@register.filter
def standing(section: SectionContent, found: Iterable[Finding]) -> list[Explanation]:
    """The explanations of a section that still speak of a finding's figures; the others have lapsed."""
    explained = {(finding.key, finding.figures_text) for finding in found or ()}
    return [reason for reason in section.explanations if (reason.finding, reason.figures) in explained]


@register.filter
def how_it_came(row: Row) -> str:
    """Whether a provider gave its commentary itself, and when, or the authors typed it."""
    return given.how_it_came(row)


@register.filter
def given_sentence(section: SectionContent) -> str:
    """Who gave Healthwatch's view itself, and when."""
    return given.given_sentence(section.facts)


@register.filter
def stance(row: Row) -> str:
    """Whether a provider agrees, told plainly."""
    return given.stance(row.value("agrees"))


@register.filter
def changes(row: Row) -> list[tuple[str, str]]:
    """How planned admissions differ from the year before, in per cent."""
    return given.row_changes(row)


@register.filter
def measure(row: Row, number: int) -> PrintedMeasure:
    """A row of the table of measures with its rates, distances from the baseline and chart; its place in the table."""
    return measure_of(row, number)


@register.filter
def delays(section: SectionContent) -> PrintedDelays | None:
    """The delayed days by quarter; None where no count is given."""
    return delays_of(section)


@register.filter
def quarters(section: SectionContent) -> PrintedQuarters | None:
    """Admissions by quarter with their rates per 100,000."""
    return quarters_of(section)


@register.filter
def file_in(answer: Answer, section: SectionContent) -> Row | None:
    """The attached file that an answer names, None for any other answer and for a file that was taken out."""
    return named_file(answer, section)


@register.filter
def mapping(section: SectionContent) -> MoneyTable | None:
    """The admissions of each CCG's people, and those of them counted to the area."""
    return mapping_of(section) if any(table.slug == "parties" for table in section.tables) else None


@register.filter
def not_in_figures(row: Row) -> list[Answer]:
    """The answers of a measure that its table of rates does not show."""
    return [answer for answer in answered(row) if answer.name not in FIGURES]


@register.filter
def minimums(about: About) -> MoneyTable:
    """The least that each council and CCG must pay in."""
    return minimum_table(about)


@register.filter
def minimum_notes(about: About) -> list[str]:
    """Where each known minimum was published, and how firm it is."""
    return notes_of(about)
