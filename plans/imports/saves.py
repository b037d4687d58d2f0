"""Who changed an answer or a row since a workbook was made: read from the revisions of its page."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from plans.content import Row, SectionContent, section_from_json
from plans.imports.identity import when
from plans.imports.placing import rows_of, said
from plans.models import SectionRevision, SectionState

UNKNOWN = object()  # what a page said before its first kept revision


@dataclass(frozen=True)
class Save:
    """One kept save of a page: who, when, and what the page then said."""

    revision: SectionRevision
    content: SectionContent

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The rows of the page at any depth, by id."""
        return {placed.row.id: placed.row for _, placed in rows_of(self.content, page_per_row=False)}

    def said(self, row: str, name: str) -> Any:
        """What an answer said; without a name the whole row, None for a row that was not there."""
        if not name:
            return self.rows.get(row)
        found = self.rows.get(row) if row else self.content
        return next((said(answer) for answer in found.answers if answer.name == name), None) if found else None


@dataclass
class Saves:
    """The saves since an export of the pages that ``moved``; ``exported`` are their versions at export."""

    moved: dict[str, SectionState]
    exported: dict[str, int] = field(default_factory=dict)

    def who(self, page: str, row: str, name: str = "") -> str:
        """Who changed an answer last and when, in words; without a name, who changed, added or removed the row.

        Where no revision tells, the last save of the page is named as just that.
        """
        state = self.moved.get(page)
        if state is None or state.saved_at is None:
            return "It was changed here since."
        changed, before = None, UNKNOWN
        for save in self._by_page.get(page, ()):
            now, version = save.said(row, name), save.revision.version
            is_first = before is UNKNOWN and version == self.exported.get(page, 0) + 1
            if is_first or (before is not UNKNOWN and now != before):
                changed = save.revision
            before = now
        if changed is None:
            return f"The page was saved last by {state.saved_by or 'another author'}, {when(state.saved_at)}."
        return f"Saved here by {changed.saved_by or 'another author'}, {when(changed.saved_at)}."

    @cached_property
    def _by_page(self) -> dict[str, list[Save]]:
        """The kept saves of every page that moved, the one at export first, in one query."""
        which = Q(pk=None)
        for key, state in self.moved.items():
            which |= Q(state=state, version__gte=self.exported.get(key, 0))
        pages = {state.pk: key for key, state in self.moved.items()}
        found: dict[str, list[Save]] = {}
        for one in SectionRevision.objects.filter(which).select_related("saved_by").order_by("version"):
            found.setdefault(pages[one.state_id], []).append(Save(one, section_from_json(one.content)))
        return found
