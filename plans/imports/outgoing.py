"""The workbook of a draft that may come back: its content, with the versions of its pages in the token."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plans.content import PlanContent, Table
from plans.documents import plan_document
from plans.gather import written_content
from plans.imports.identity import page_versions, token_for
from plans.models import Plan
from plans.revisions import TRIES, hold_all

ROWS_AT_ONCE = 300  # in all tables; a workbook of that size takes less than half a second


@dataclass(frozen=True)
class Outgoing:
    """A draft about to leave: what it says, and the versions of its pages."""

    content: PlanContent
    pages: dict[str, int]

    @property
    def is_quick(self) -> bool:
        """Whether its workbook can be made while the author waits for the answer."""
        return sum(_rows(section.tables) for section in self.content.sections) <= ROWS_AT_ONCE

    def workbook(self, at: datetime) -> bytes:
        """The workbook, to be filled in and uploaded again."""
        # 28 MB of openpyxl, which a web process should hold only once it has made a workbook.
        from plans.documents.workbook import plan_workbook  # noqa: PLC0415 - as said above

        token = token_for(self.content, self.pages, at)
        return plan_workbook(plan_document.draft(self.content, at=at), token)


def outgoing(plan: Plan) -> Outgoing:
    """The plan as it stands now."""
    # The versions before the words: a save in between is then a conflict to decide, not an answer overwritten unseen.
    pages = page_versions(plan)
    return Outgoing(written_content(plan), pages)


def handed_out(plan: Plan) -> Outgoing:
    """The plan as it stands now, its pages' revisions kept for good: the workbook will be compared with them."""
    pages = page_versions(plan)
    for _ in range(TRIES):
        hold_all(plan)
        now = page_versions(plan)
        if now == pages:
            break
        # Someone saved between the two lines, perhaps over the revision that was to be kept.
        pages = now
    return Outgoing(written_content(plan), pages)


def _rows(tables: Iterable[Table]) -> int:
    return sum(1 + _rows(row.tables) for table in tables for row in table.rows)
