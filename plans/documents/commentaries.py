"""Commentaries on paper: who gave each, in which capacity and when, whether it agrees, and the partners' answer."""

from dataclasses import dataclass

from plans.content import PlanContent, Row
from plans.documents.tables import Run, runs
from plans.given import COMMENTARY, how_it_came, row_changes, stance

BEFORE = ("provider", "signed_by", "signed_on", "agrees", "reply")


@dataclass(frozen=True)
class PrintedCommentary:
    """One provider's commentary."""

    title: str
    how_it_came: str
    stance: str
    signed: str
    changes: tuple[tuple[str, str], ...]
    runs: tuple[Run, ...]
    reply: str


def printed_commentaries(content: PlanContent) -> tuple[PrintedCommentary, ...]:
    """Every commentary of the plan, in order; none in a version from before it was asked for."""
    if COMMENTARY not in {section.slug for section in content.sections}:
        return ()
    return tuple(_printed(row) for row in content.section(COMMENTARY).table("commentaries").rows)


def _printed(row: Row) -> PrintedCommentary:
    signed = [row.answer(name).text for name in ("signed_by", "signed_on")]
    return PrintedCommentary(
        title=row.title,
        how_it_came=how_it_came(row),
        stance=stance(row.value("agrees")),
        signed=", ".join(text for text in signed if text),
        changes=tuple(row_changes(row)),
        runs=runs(row.answers, leave_out=BEFORE),
        reply=row.answer("reply").text,
    )
