"""Reads of comments for pages: the threads at a page's places, lists of them, a thread with its messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from plans.content import SectionContent
from plans.models import Comment, CommentThread, Mention, Plan
from plans.places import places_in
from plans.readers import Reader

LISTED = 10  # open threads named on a page; the rest are a link away


@dataclass(frozen=True)
class Addresses:
    """Where a reader finds comments: among the plan's own pages or, for assurers, under the case."""

    base: str

    def thread(self, thread: CommentThread) -> str:
        """The page of one thread."""
        return f"{self.base}{thread.pk}/"

    def new(self, section: str, row: object = "", field: str = "") -> str:
        """The page that begins a thread at a place."""
        return f"{self.base}new/?{_place_query(section, row, field)}"

    def listed(self, section: str, row: object = "", field: str = "") -> str:
        """The list, of one place."""
        return f"{self.base}?{_place_query(section, row, field)}"


@dataclass(frozen=True)
class Line:
    """A thread as lists name it: by its place, its first words, and how many messages it has."""

    thread: CommentThread
    url: str
    opening: Comment | None
    number: int
    is_gone: bool


@dataclass(frozen=True)
class Link:
    """What stands at one place: how many open threads, and where they are read or a new one is begun."""

    number: int
    url: str


@dataclass(frozen=True)
class PageComments:
    """The threads at the places of one page that the reader may know of, for its templates."""

    threads: tuple[CommentThread, ...]
    lines: tuple[Line, ...]
    addresses: Addresses
    section: str
    page_row: UUID | None

    def at(self, row: object = "", field: str = "") -> Link:
        """What stands at a row, whatever it is about there, or at one question."""
        found = self._open.get((str(row or ""), field), [])
        if not found:
            return Link(0, self.addresses.new(self.section, row, field))
        one = self.addresses.thread(found[0]) if len(found) == 1 else ""
        return Link(len(found), one or self.addresses.listed(self.section, row, field))

    def on_page(self, row: object) -> int:
        """How many are open on the page that one row has to itself, whatever they are about there."""
        return sum(not thread.is_resolved and str(thread.page_row) == str(row) for thread in self.threads)

    def are_open_at(self, row: object = "", field: str = "") -> bool:
        """Whether any stands at a row or a question; asked for each box of a page, so without an address."""
        return (str(row or ""), field) in self._open

    @property
    def number(self) -> int:
        """How many are open on the page."""
        return sum(not thread.is_resolved for thread in self.threads)

    @property
    def resolved(self) -> int:
        """How many are resolved."""
        return len(self.threads) - self.number

    @property
    def more(self) -> int:
        """Open ones that the page does not name."""
        return self.number - len(self.lines)

    @property
    def new_url(self) -> str:
        """Begin one about the whole page."""
        return self.addresses.new(self.section, self.page_row or "")

    @property
    def listed_url(self) -> str:
        """All of the section's."""
        return self.addresses.listed(self.section) + "&show=all"

    @cached_property
    def _open(self) -> dict[tuple[str, str], list[CommentThread]]:
        found: dict[tuple[str, str], list[CommentThread]] = {}
        for thread in self.threads:
            row = str(thread.row or "")
            for field in {thread.field, ""} if row else {thread.field}:
                if not thread.is_resolved:
                    found.setdefault((row, field), []).append(thread)
        return found


def page_comments(
    reader: Reader, plan: Plan, addresses: Addresses, content: SectionContent, *, page_row: UUID | None = None
) -> PageComments:
    """The threads of a section, or of the one row that has a page to itself, in two queries.

    ``content``: what the page shows; a place that it lacks is told as removed.
    """
    found = reader.threads(plan).filter(section=content.slug)
    if page_row:
        found = found.filter(page_row=page_row)
    threads = list(counted(found))
    shown = [thread for thread in threads if not thread.is_resolved][:LISTED]
    return PageComments(tuple(threads), tuple(lines(shown, addresses, [content])), addresses, content.slug, page_row)


def version_comments(
    reader: Reader, plan: Plan, addresses: Addresses, sections: Iterable[SectionContent]
) -> dict[str, PageComments]:
    """The same for every section of a page that shows them all, by section, in two queries."""
    present = list(sections)
    threads = list(counted(reader.threads(plan)))
    unsettled = [thread for thread in threads if not thread.is_resolved]
    told = {line.thread.pk: line for line in lines(unsettled, addresses, present)}
    found = {}
    for section in present:
        mine = tuple(thread for thread in threads if thread.section == section.slug)
        named = [told[thread.pk] for thread in mine if thread.pk in told][:LISTED]
        found[section.slug] = PageComments(mine, tuple(named), addresses, section.slug, None)
    return found


def open_lines(
    reader: Reader, plan: Plan, addresses: Addresses, sections: Iterable[SectionContent]
) -> tuple[list[Line], int]:
    """The newest open threads of the whole plan, and how many there are in all."""
    found = reader.open_threads(plan)
    return lines(list(counted(found)[:LISTED]), addresses, sections), found.count()


def narrowed(threads: QuerySet[CommentThread], reader: Reader, show: str) -> QuerySet[CommentThread]:
    """The threads that a list was asked for: open ones unless it says otherwise."""
    written = Comment.objects.filter(thread=OuterRef("pk"), written_by=reader.user)
    meant = Mention.objects.filter(comment__thread=OuterRef("pk"), user=reader.user, comment__withdrawn_at__isnull=True)
    match show:
        case "resolved":
            return threads.filter(resolved_at__isnull=False)
        case "mine":
            return threads.filter(Exists(written))
        case "mentions":
            return threads.filter(Exists(meant))
        case "all":
            return threads
    return threads.filter(resolved_at__isnull=True)


def counted(threads: QuerySet[CommentThread]) -> QuerySet[CommentThread]:
    """Each thread with how many messages it has and whom lists name, the newest message first."""
    named = threads.select_related("opened_by", "resolved_by", "organisation")
    return named.annotate(messages=Count("comments")).order_by("-last_at", "id")


def lines(threads: list[CommentThread], addresses: Addresses, sections: Iterable[SectionContent]) -> list[Line]:
    """Counted threads as lists name them, in one query for all their first words."""
    first = Prefetch("comments", Comment.objects.filter(number=1).select_related("written_by"), to_attr="first")
    prefetch_related_objects(threads, first)
    present = places_in(sections)
    return [
        Line(
            thread=thread,
            url=addresses.thread(thread),
            opening=next(iter(vars(thread)["first"]), None),
            number=vars(thread)["messages"],
            is_gone=(thread.section, str(thread.row or ""), thread.field) not in present,
        )
        for thread in threads
    ]


def messages_of(thread: CommentThread) -> list[Comment]:
    """The messages of a thread in order, with whom each mentions, in two queries."""
    told = Prefetch("mentions", Mention.objects.select_related("user"))
    return list(thread.comments.select_related("written_by", "organisation").prefetch_related(told))


def _place_query(section: str, row: object, field: str) -> str:
    named = {"section": section, "row": str(row or ""), "field": field}
    return urlencode({name: value for name, value in named.items() if value})
