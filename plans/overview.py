"""The overview of a plan as plain values: tasks by group with their state, money strip, findings with links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from plans.content import PlanContent, SectionContent
from plans.ledger import schemes
from plans.links import finding_url, section_url
from plans.models import SectionState
from plans.presence import Present
from plans.rules import BLOCK, INFORM, WARN, Finding

OPTIONAL = "Optional, blank"
EXPLAINED = "explained"


@dataclass(frozen=True)
class Task:
    """One section in the task list."""

    title: str
    url: str
    status: str
    colour: str
    hint: str


@dataclass(frozen=True)
class TaskGroup:
    """The sections under one heading."""

    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Author:
    """Someone at a page of the plan now, or lately where no script tells."""

    who: str
    title: str
    url: str
    is_editing: bool
    opened_at: datetime


@dataclass(frozen=True)
class LinkedFinding:
    """A finding with the address of its answer."""

    finding: Finding
    url: str


def task_groups(
    content: PlanContent,
    found: tuple[Finding, ...],
    states: dict[str, SectionState],
    marks: Mapping[str, str] | None = None,
) -> tuple[TaskGroup, ...]:
    """The task list, in the template's order, one group after another; ``marks``: of a copied plan's sections."""
    said = marks or {}
    order = list(dict.fromkeys(section.group for section in content.sections))
    ordered = sorted(content.sections, key=lambda section: order.index(section.group))
    return tuple(
        TaskGroup(
            group,
            tuple(
                task(content, section, found, states.get(section.slug), said.get(section.slug, ""))
                for section in sections
            ),
        )
        for group, sections in groupby(ordered, key=lambda section: section.group)
    )


def task(
    content: PlanContent,
    section: SectionContent,
    found: tuple[Finding, ...],
    state: SectionState | None,
    mark: str = "",
) -> Task:
    """One section: how far it is, who saved it last, how much is to settle; how it stands to what was copied."""
    stopping = [finding for finding in found if finding.section == section.slug and finding.stops]
    status, colour = ("Completed", "") if not stopping else ("In progress", "light-blue")
    if is_blank(section):
        status, colour = ("Not yet started", "grey") if stopping else (OPTIONAL, "grey")
    parts = [mark.capitalize()] if mark else []
    parts += [told] if (told := to_settle(stopping)) else []
    if state and state.saved_at:
        parts.append(f"Saved by {state.saved_by or 'someone'}")
    return Task(section.title, section_url(content.about.key, section.slug), status, colour, ". ".join(parts))


def authors_here(content: PlanContent, present: Iterable[Present]) -> list[Author]:
    """Who is at which page, in the plan's words; a page that the plan no longer has is left out."""
    titles = {(section.slug, ""): section.title for section in content.sections}
    titles |= {("schemes", row.id): row.title or "A new scheme" for row in schemes(content)}
    key, found = content.about.key, []
    for person in present:
        place = (person.section, str(person.row or ""))
        if place in titles:
            url = reverse("plans:scheme", args=[key, person.row]) if person.row else section_url(key, person.section)
            found.append(Author(person.who, titles[place], url, person.is_editing, person.opened_at))
    return found


def is_blank(section: SectionContent) -> bool:
    """Whether no one has answered anything in the section yet."""
    keyed = any(row.key for table in section.tables for row in table.rows)
    return all(answer.is_blank or answer.kind == "flag" for _, answer in section.walk()) and (
        keyed or not any(table.rows for table in section.tables)
    )


def to_settle(stopping: Iterable[Finding]) -> str:
    """How many of the findings that stop a freeze are to settle and to check, in words; empty where there are none."""
    severities = [finding.severity for finding in stopping]
    numbers = ((severities.count(BLOCK), "to settle"), (severities.count(WARN), "to check"))
    return ", ".join(f"{number} {what}" for number, what in numbers if number)


def completed(groups: tuple[TaskGroup, ...]) -> tuple[int, int, int]:
    """How many sections are completed, of how many that need an answer, and how many blank ones need none."""
    states = [task.status for group in groups for task in group.tasks]
    optional = states.count(OPTIONAL)
    return states.count("Completed"), len(states) - optional, optional


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one severity at one place: a section, or a scheme."""

    title: str
    anchor: str
    items: tuple[LinkedFinding, ...]


def by_place(found: Iterable[LinkedFinding]) -> list[tuple[str, list[FindingGroup]]]:
    """The findings under their severity, explained ones last, and under that by place."""
    kinds: dict[str, dict[str, list[LinkedFinding]]] = {}
    for item in sorted(found, key=lambda item: bool(item.finding.explanation)):
        kind = EXPLAINED if item.finding.explanation else item.finding.severity
        kinds.setdefault(kind, {}).setdefault(item.finding.where, []).append(item)
    groups = []
    for severity, places in kinds.items():
        # Sections as they come, their schemes by name.
        order = list(dict.fromkeys(items[0].finding.section for items in places.values()))
        by_name = sorted(places.items(), key=lambda place: (order.index(place[1][0].finding.section), place[0]))
        numbered = enumerate(by_name, start=1)
        listed = [FindingGroup(title, f"{severity}-{number}", tuple(items)) for number, (title, items) in numbered]
        groups.append((severity, listed))
    return groups


def linked(content: PlanContent, found: tuple[Finding, ...]) -> list[LinkedFinding]:
    """The findings with the addresses of their answers."""
    return [LinkedFinding(finding, finding_url(content.about, finding)) for finding in found]


def counts(found: tuple[Finding, ...]) -> dict[str, int]:
    """How many findings of each severity; an explained warning no longer counts as one to check."""
    return {
        "block": sum(finding.severity == BLOCK for finding in found),
        "warn": sum(finding.severity == WARN and not finding.explanation for finding in found),
        "explained": sum(finding.severity == WARN and bool(finding.explanation) for finding in found),
        "inform": sum(finding.severity == INFORM for finding in found),
    }
