"""The history of a draft's pages: who changed what in each kept revision, and how one is saved again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict

from plans.content import Answer, Row, SectionContent, section_from_json
from plans.documents.comparison import RowChange, SectionChange, compare_sections
from plans.given import locked
from plans.merging import post_answer, rows_of
from plans.models import Plan, SectionRevision, SectionState
from plans.pages import Page
from plans.row_forms import RowFormSet

PER_PAGE = 20
NAMED = 4  # changes named in the list
SCHEMES = "schemes"


@dataclass(frozen=True)
class Entry:
    """One kept revision: who saved it, when, and what differs from the one before."""

    version: int
    who: str
    began_at: datetime | None
    saved_at: datetime
    changes: tuple[str, ...]
    more: int
    is_first: bool


@dataclass(frozen=True)
class RemovedScheme:
    """A scheme that was removed, as its last revision called it."""

    id: UUID
    title: str
    who: str
    at: datetime | None
    version: int


def entries(state: SectionState, page: int) -> tuple[ListPage[Any], list[Entry]]:
    """The kept revisions of a page, newest first, twenty at a time; a number beyond the last shows the last."""
    listed = Paginator(revisions_of(state), PER_PAGE).get_page(page)
    kept = list(listed.object_list)
    # The oldest of this list is compared with the next older one, which is on the next page of the list.
    older = revisions_of(state).filter(version__lt=kept[-1].version).first() if kept else None
    contents = [section_from_json(revision.content) for revision in [*kept, *([older] if older else [])]]
    found = []
    for place, revision in enumerate(kept):
        before = contents[place + 1] if place + 1 < len(contents) else None
        found.append(_entry(revision, before, contents[place]))
    return listed, found


def revisions_of(state: SectionState) -> QuerySet[SectionRevision]:
    """The kept revisions of a page, newest first, each with who saved it."""
    return SectionRevision.objects.filter(state=state.pk).select_related("saved_by").order_by("-version")


def change_at(state: SectionState, revision: SectionRevision) -> SectionChange | None:
    """What a revision changed; None where it is the first, or nothing a reader sees changed."""
    before = revisions_of(state).filter(version__lt=revision.version).first()
    if before is None:
        return None
    return compare_sections(section_from_json(before.content), section_from_json(revision.content))


def removed_schemes(plan: Plan) -> list[RemovedScheme]:
    """The schemes that the plan had and has no more, the last removed first."""
    present = plan.scheme_rows.values("pk")
    states = SectionState.objects.filter(plan=plan, section=SCHEMES, row__isnull=False).exclude(row__in=present)
    found = []
    for state in states.select_related("saved_by").order_by("-saved_at"):
        kept = revisions_of(state).first()
        if kept and state.row:
            title = title_in(section_from_json(kept.content))
            found.append(RemovedScheme(state.row, title, str(state.saved_by or ""), state.saved_at, kept.version))
    return found


def title_in(content: SectionContent) -> str:
    """What a kept scheme is called; empty for one without a name."""
    rows = rows_of(content, SCHEMES)
    return rows[0].title if rows else ""


def as_posted(page: Page, now: SectionContent, wanted: SectionContent) -> QueryDict:
    """A page of forms as its author would send it, over what it says now, to say what a revision said.

    Rows that came since are marked as removed, rows that went since are new ones under their old id, and questions that
    the revision does not answer stay as they are. Words that an invited person gave then and took back stay gone.
    """
    data = QueryDict(mutable=True)
    if page.main:
        slug = page.spec.slug if page.spec else ""
        given = locked([answer.name for answer in wanted.answers], wanted.facts)
        theirs = tuple(answer for answer in own_answers(wanted, slug) if answer.name not in given)
        _post_answers(data, "main", own_answers(now, slug), theirs)
    for table in page.tables:
        stored = rows_of(now, table.spec.slug)
        _post_table(data, table, stored, may_come_back(rows_of(wanted, table.spec.slug), stored))
    return data


def own_answers(content: SectionContent, slug: str) -> tuple[Answer, ...]:
    """The answers that a page has outside its tables: the section's own, or those of the row in table ``slug``."""
    if not slug:
        return content.answers
    return next((row.answers for row in rows_of(content, slug)), ())


def may_come_back(wanted: list[Row], stored: list[Row]) -> list[Row]:
    """The rows of a revision, without those that an invited person gave and has taken back since."""
    there = {row.id for row in stored}
    return [row for row in wanted if row.id in there or not row.facts.get("given")]


def _post_table(data: QueryDict, table: RowFormSet, stored: list[Row], wanted: list[Row]) -> None:
    slug = table.spec.slug
    now, then = {row.id: row for row in stored}, {row.id: row for row in wanted}
    # The template says which rows a keyed table has; of the others, those of the revision come first.
    order = list(now) if table.is_keyed else [*then, *(row_id for row_id in now if row_id not in then)]
    for place, row_id in enumerate(order):
        prefix = f"{slug}-{place}"
        data[f"{prefix}-row"], data[f"{prefix}-new"] = (row_id, "") if row_id in now else ("", row_id)
        _post_answers(data, prefix, *(side[row_id].answers for side in (now, then) if row_id in side))
        if row_id not in then and not table.is_keyed:
            data[f"{prefix}-{DELETION_FIELD_NAME}"] = "on"
    data[f"{slug}-TOTAL_FORMS"], data[f"{slug}-INITIAL_FORMS"] = str(len(order)), str(len(now))


def _post_answers(data: QueryDict, prefix: str, *sides: tuple[Answer, ...]) -> None:
    """Post each question's answer, that of the last side which has it."""
    for answer in {answer.name: answer for side in sides for answer in side}.values():
        post_answer(data, prefix, answer)


def _entry(revision: SectionRevision, before: SectionContent | None, after: SectionContent) -> Entry:
    change = compare_sections(before, after) if before else None
    told = _told(change) if change else []
    return Entry(
        version=revision.version,
        who=str(revision.saved_by or ""),
        began_at=revision.began_at,
        saved_at=revision.saved_at,
        changes=tuple(told[:NAMED]),
        more=max(0, len(told) - NAMED),
        is_first=before is None,
    )


def _told(change: SectionChange) -> list[str]:
    """Each change in a few words: the question, or the row and what became of it."""
    return [answer.told for answer in change.answers] + [line for row in change.rows for line in _row_told(row)]


def _row_told(row: RowChange) -> list[str]:
    if row.what != "changed":
        return [f"{row.title} {row.what}"]
    return [f"{row.title}: {answer.told}" for answer in row.answers] + [
        line for below in row.rows for line in _row_told(below)
    ]
