"""What changed between two contents of a plan: section by section, row by row, figure by figure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from itf.lib.figures import plain, pounds
from plans.content import FIGURES, Answer, PlanContent, Row, SectionContent, Table

_YEAR = re.compile(r"\b20\d\d(?:/\d\d)?\b")
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
BLANK, NOT_ASKED = "Blank", "Not asked"


@dataclass(frozen=True)
class AnswerChange:
    """One answer, before and after; ``difference`` in words where both are figures.

    ``no_before`` and ``no_after`` stand where a side has no answer: blank, or not asked by the template of that side.
    """

    label: str
    before: str
    after: str
    difference: str = ""
    no_before: str = BLANK
    no_after: str = BLANK

    @property
    def told(self) -> str:
        """Which answer it is, and whether it ended or began with its question."""
        ends = " (no longer asked)" if self.no_after == NOT_ASKED else ""
        return self.label + (" (not asked before)" if self.no_before == NOT_ASKED else ends)


@dataclass(frozen=True)
class RowChange:
    """A row added, removed or changed; ``table`` says what kind of row it is, ``rows`` are changes below it."""

    what: str
    table: str
    title: str
    answers: tuple[AnswerChange, ...] = ()
    rows: tuple["RowChange", ...] = ()

    @property
    def size(self) -> int:
        """How many answers of it and of the rows below it changed."""
        return len(self.answers) + sum(row.size for row in self.rows)

    @property
    def told(self) -> str:
        """What happened to it: ``added``, or ``changed, 3 answers``."""
        return self.what if self.what != CHANGED else f"{self.what}, {counted(self.size, 'answer')}"


@dataclass(frozen=True)
class SectionChange:
    """A section whose words differ."""

    slug: str
    title: str
    answers: tuple[AnswerChange, ...]
    rows: tuple[RowChange, ...]

    @property
    def size(self) -> int:
        """How many answers changed, those of its rows among them."""
        return len(self.answers) + sum(row.size for row in self.rows)

    @property
    def told(self) -> str:
        """How much of it: ``2 answers, 1 row added, 3 rows changed``."""
        parts = [counted(len(self.answers), "answer")] if self.answers else []
        for what in (ADDED, CHANGED, REMOVED):
            number = sum(row.what == what for row in self.rows)
            parts += [f"{counted(number, 'row')} {what}"] if number else []
        return ", ".join(parts)


def counted(number: int, what: str) -> str:
    """``1 row``, ``2 rows``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def compare(before: PlanContent, after: PlanContent) -> tuple[SectionChange, ...]:
    """The sections that differ, in the order of the later content; a section of only one of them counts as changed."""
    earlier = {section.slug: section for section in before.sections}
    later = {section.slug: section for section in after.sections}
    found = []
    for slug in [*later, *(slug for slug in earlier if slug not in later)]:
        change = compare_sections(earlier.get(slug), later.get(slug))
        if change is not None:
            found.append(change)
    return tuple(found)


def compare_sections(before: SectionContent | None, after: SectionContent | None) -> SectionChange | None:
    """What changed in one section, None when nothing a reader sees did."""
    shown = after or before
    if shown is None:
        return None
    answers = tuple(_answers(before.answers if before else (), after.answers if after else ()))
    rows = tuple(_tables(before.tables if before else (), after.tables if after else ()))
    explained = tuple(_explanations(before, after))
    if not (answers or rows or explained):
        return None
    return SectionChange(shown.slug, shown.title, (*answers, *explained), rows)


def _answers(before: tuple[Answer, ...], after: tuple[Answer, ...]) -> Iterator[AnswerChange]:
    if before == after:  # most rows of two versions: seen at once
        return
    earlier = {answer.name: answer for answer in before}
    later = {answer.name: answer for answer in after}
    for name in [*later, *(name for name in earlier if name not in later)]:
        old, new = earlier.get(name), later.get(name)
        if _said(old) != _said(new):
            was, now = old.text if old else "", new.text if new else ""
            # Where a side has no answers at all, the whole row or section is new or gone: that is told of it.
            missing = (BLANK if old or not before else NOT_ASKED, BLANK if new or not after else NOT_ASKED)
            yield AnswerChange(_label(old, new), was, now, _difference(old, new), *missing)


def years_in(label: str) -> list[str]:
    """The years that a question names."""
    return _YEAR.findall(label)


def _label(old: Answer | None, new: Answer | None) -> str:
    """The later wording; where the earlier one was about other years, with those."""
    shown = new or old
    if shown is None:
        return ""
    if old is None or new is None or not years_in(old.label) or years_in(old.label) == years_in(new.label):
        return shown.label
    return f"{new.label} (before: {', '.join(years_in(old.label))})"


def _said(answer: Answer | None) -> tuple[object, str]:
    """What an answer says, apart from its label; not answered, not asked and unticked are the same."""
    if answer is None or answer.is_blank or (answer.kind == "flag" and not answer.value):
        return None, ""
    # What is referred to under another name reads otherwise, and voids the sign-offs of this section as well.
    return answer.value, answer.text if answer.kind == "references" else answer.held


def _difference(old: Answer | None, new: Answer | None) -> str:
    """``£2,000 more``, ``1.5 less``: only where both are figures."""
    if old is None or new is None or old.kind not in FIGURES or new.kind not in FIGURES:
        return ""
    if old.figure is None or new.figure is None or old.figure == new.figure:
        return ""
    moved: Decimal = new.figure - old.figure
    size = pounds(abs(moved)) if new.kind == "money" else plain(abs(moved))
    return f"{size} {'more' if moved > 0 else 'less'}"


def _tables(before: tuple[Table, ...], after: tuple[Table, ...]) -> Iterator[RowChange]:
    earlier = {table.slug: table for table in before}
    later = {table.slug: table for table in after}
    for slug in [*later, *(slug for slug in earlier if slug not in later)]:
        old, new = earlier.get(slug), later.get(slug)
        singular = new.singular if new else old.singular if old else slug
        yield from _rows(singular, old.rows if old else (), new.rows if new else ())


def _rows(singular: str, before: tuple[Row, ...], after: tuple[Row, ...]) -> Iterator[RowChange]:
    """Rows are matched by their lasting id, whatever their place in the list."""
    earlier = {row.id: row for row in before}
    later = {row.id: row for row in after}
    for row_id in [*later, *(row_id for row_id in earlier if row_id not in later)]:
        old, new = earlier.get(row_id), later.get(row_id)
        shown = new or old
        answers = tuple(_answers(old.answers if old else (), new.answers if new else ()))
        below = tuple(_tables(old.tables if old else (), new.tables if new else ()))
        if shown is not None and (answers or below or old is None or new is None):
            what = ADDED if old is None else REMOVED if new is None else CHANGED
            yield RowChange(what, singular, shown.title or f"Untitled {singular}", answers, below)


def _explanations(before: SectionContent | None, after: SectionContent | None) -> Iterator[AnswerChange]:
    """Reasons given for letting a warning stand."""
    earlier = {(item.finding, item.figures): item.text for item in before.explanations} if before else {}
    later = {(item.finding, item.figures): item.text for item in after.explanations} if after else {}
    for key in [*later, *(key for key in earlier if key not in later)]:
        if earlier.get(key) != later.get(key):
            rule, figures = key[0].split(":")[0], key[1]
            yield AnswerChange(f"Explanation, rule {rule} ({figures})", earlier.get(key, ""), later.get(key, ""))
