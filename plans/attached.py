"""The files attached to a draft, as a table of its content: listed, frozen, compared and printed like any other."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.timezone import localdate

from plans.content import Answer, Row, SectionContent, Table
from plans.models import Attachment
from plans.naming_files import SECTION, TABLE
from plans.questions import day_text

KILOBYTE, MEGABYTE = 1024, 1024 * 1024


def with_files(files: Iterable[Attachment], sections: Iterable[SectionContent]) -> tuple[SectionContent, ...]:
    """The sections with the plan's files in theirs; without files nothing is added, as before there were any."""
    return tuple(_with_files(files, section) if section.slug == SECTION else section for section in sections)


def size_text(size: int) -> str:
    """``1.4 MB``, ``12 KB``, ``1 byte``."""
    if size >= MEGABYTE:
        return f"{size / MEGABYTE:.1f} MB"
    if size >= KILOBYTE:
        return f"{size // KILOBYTE} KB"
    return f"{size} byte{'' if size == 1 else 's'}"


def _with_files(files: Iterable[Attachment], section: SectionContent) -> SectionContent:
    rows = tuple(_row(attachment) for attachment in files)
    table = Table(TABLE, "Attached files", "file", 0, rows)
    return replace(section, tables=(*section.tables, table)) if rows else section


def _row(attachment: Attachment) -> Row:
    day = localdate(attachment.attached_at)
    answers = (
        _answer("name", "File", attachment.name),
        Answer("kind", "What it is", "choice", attachment.kind, attachment.get_kind_display()),
        Answer("size", "Size", "line", str(attachment.size), size_text(attachment.size)),
        Answer("attached_on", "Attached", "date", day.isoformat(), day_text(day)),
        _answer("sha256", "SHA-256", attachment.sha256),
    )
    return Row(id=str(attachment.pk), title=attachment.name, answers=answers)


def _answer(name: str, label: str, text: str) -> Answer:
    return Answer(name, label, "line", text, text)
