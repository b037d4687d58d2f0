"""Rules about words, dates and completeness: V18, V19, V21 and what the national template itself needs."""

import re
from collections.abc import Iterator
from datetime import date

from itf.lib.figures import Fault, Unreadable, is_placeholder, read_figure
from plans.content import FIGURES, Answer, PlanContent, Row, SectionContent, Table
from plans.questions import day_text
from plans.rules.finding import BLOCK, INFORM, WARN, Finding, at

# A whole answer that stands for a missing one: "?", "TBC", "minimum ?% satisfaction" in a short answer; where an answer
# is needed, "NA" and dashes too.
_SHORT_ANSWER = 60
_TEXT_PLACEHOLDER = re.compile(r"^\W*(\?+|tbc|tba|tbd|to be confirmed|to be agreed|xx+)\W*$|\?\s*%", re.IGNORECASE)

_NO_ANSWER = re.compile(r"^\W*(n/?a|none|-+|\.+)\W*$", re.IGNORECASE)


def v18(content: PlanContent) -> Iterator[Finding]:
    """Held figures and dates that are not placeholders: each says how it can be read and what to type."""
    for section, page_row, row, answer in _places(content):
        if not answer.held or is_placeholder(answer.held):
            continue
        reading = f" Read as {_reading(answer)} until decided." if answer.value is not None else ""
        yield at(
            section,
            "V18",
            BLOCK,
            f"{_where(row, answer)}: {_unreadable(answer)}{reading}",
            answer=answer,
            row=row,
            page_row=page_row,
            figures=(("Written", answer.held), ("Read as", _reading(answer))),
        )


def v19(content: PlanContent) -> Iterator[Finding]:
    """Placeholders: held ones in figures and dates, and short text answers that only stand for one."""
    for section, page_row, row, answer in _places(content):
        written = answer.held if answer.held and is_placeholder(answer.held) else ""
        if answer.kind in {"line", "narrative"} and len(answer.text) <= _SHORT_ANSWER:
            written = answer.text if _stands_for_none(answer) else written
        if written:
            yield at(
                section,
                "V19",
                BLOCK,
                f"{_where(row, answer)}: “{written}” stands where an answer is needed.",
                answer=answer,
                row=row,
                page_row=page_row,
                figures=(("Written", written),),
            )


def v21(content: PlanContent) -> Iterator[Finding]:
    """Board date ≤ submission date ≤ end of the window; lateness needs a reason."""
    section = content.section("plan-details")
    board, submits = _day(section, "board_meets_on"), _day(section, "submits_on")
    closes = date.fromisoformat(content.about.window_closes_on)
    if board and submits and board > submits:
        yield at(
            section,
            "V21",
            WARN,
            "The Health and Wellbeing Board considers the plan after it is submitted.",
            answer="board_meets_on",
            figures=(("Board", day_text(board)), ("Submission", day_text(submits))),
        )
    if submits and submits > closes and section.answer("late_reason").is_blank:
        yield at(
            section,
            "V21",
            WARN,
            "The plan is to be submitted after the window closes and no reason is given.",
            answer="late_reason",
            figures=(("Submission", day_text(submits)), ("Window closes", day_text(closes))),
        )


def r01(content: PlanContent) -> Iterator[Finding]:
    """Every answer the template needs is given."""
    for section, page_row, row, answer in _places(content):
        # Most are not required: the field is asked before the property.
        if answer.required and answer.is_missing:
            yield at(
                section,
                "R01",
                BLOCK,
                f"{_where(row, answer)}: not answered.",
                answer=answer,
                row=row,
                page_row=page_row,
            )


def r02(content: PlanContent) -> Iterator[Finding]:
    """Every table has as many rows as the template needs."""
    for section in content.sections:
        for table in section.tables:
            yield from _too_few(section, table, None)
            for row in table.rows:
                for nested in row.tables:
                    yield from _too_few(section, nested, row)


def r03(content: PlanContent) -> Iterator[Finding]:
    """No national condition is answered “not met”."""
    section = content.section("conditions")
    for row in section.table("conditions").rows:
        if row.value("status") == "not_met":
            yield at(section, "R03", BLOCK, f"{row.title}: the condition is not met.", answer="status", row=row)


def r05(content: PlanContent) -> Iterator[Finding]:
    """A condition with a plan in place has an owner and a date (domain.md 1.5)."""
    section = content.section("conditions")
    for row in section.table("conditions").rows:
        unanswered = [row.answer(name) for name in ("owner", "meets_on") if row.answer(name).is_blank]
        for answer in unanswered if row.value("status") == "plan" else ():
            yield at(section, "R05", BLOCK, f"{_where(row, answer)}: not answered.", answer=answer, row=row)


def r04(content: PlanContent) -> Iterator[Finding]:
    """No two schemes bear the same reference."""
    section = content.section("schemes")
    seen: dict[str, Row] = {}
    for scheme in section.table("schemes").rows:
        ref = scheme.answer("ref").text.casefold()
        if ref and ref in seen:
            message = f"{scheme.title} and {seen[ref].title} have the same reference."
            yield at(
                section,
                "R04",
                BLOCK,
                message,
                answer="ref",
                row=scheme,
                figures=(("Reference", scheme.answer("ref").text),),
            )
        seen.setdefault(ref, scheme)


def _places(content: PlanContent) -> Iterator[tuple[SectionContent, Row | None, Row | None, Answer]]:
    """Every answer with its section, the row whose page shows it, and its own row."""
    for section in content.sections:
        for answer in section.answers:
            yield section, None, None, answer
        for table in section.tables:
            for row in table.rows:
                for answer in row.answers:
                    yield section, row, row, answer
                for nested in row.tables:
                    for below in nested.rows:
                        for answer in below.answers:
                            yield section, row, below, answer


def _too_few(section: SectionContent, table: Table, row: Row | None) -> Iterator[Finding]:
    if len(table.rows) < table.at_least:
        message = f"At least one {table.singular} is needed."
        yield at(section, "R02", BLOCK, f"{row.title}: {message}" if row else message, answer=table.slug, row=row)


def _stands_for_none(answer: Answer) -> bool:
    """Whether a text only stands for an answer: it says so, or says "none" where one is needed."""
    needed = answer.required and _NO_ANSWER.search(answer.text)
    return bool(needed or _TEXT_PLACEHOLDER.search(answer.text))


def _where(row: Row | None, answer: Answer) -> str:
    label = answer.label.rstrip("?")
    return f"{row.title or 'Untitled row'}, {label}" if row else label


def _unreadable(answer: Answer) -> str:
    if answer.kind in FIGURES:
        places, unit = 4 if answer.kind == "number" else 2, "%" if answer.kind == "percent" else "£"
        read = read_figure(answer.held, places=places, unit=unit)
        if isinstance(read, Unreadable) and read.fault != Fault.PLACEHOLDER:
            return read.message
        return f"“{answer.held}” is not accepted as the answer. Enter another, or the same again if it is right."
    return f"“{answer.held}” cannot be read as one date."


def _reading(answer: Answer) -> str:
    return (
        answer.text.rsplit("read as ", 1)[-1].removesuffix(" until decided") if answer.value is not None else "nothing"
    )


def _day(section: SectionContent, name: str) -> date | None:
    value = section.value(name)
    return date.fromisoformat(value) if value else None


def r33(content: PlanContent) -> Iterator[Finding]:
    """Everyone who was invited to comment has given it."""
    for section in content.sections:
        for organisation in section.facts.get("awaited", ()):
            yield at(
                section,
                "R33",
                INFORM,
                f"{organisation} was invited to comment and has not done so yet.",
                answer="healthwatch_view" if section.slug == "engagement" else "commentaries",
                figures=(("Invited", organisation),),
            )
