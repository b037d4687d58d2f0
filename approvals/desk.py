"""What the assurance of some cases waits for, read for all of them at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from approvals.models import (
    ASSURING,
    ApprovalCondition,
    CaseStatus,
    Clarification,
    Level,
    Outcome,
    Recommendation,
    Review,
)
from itf.lib.batch import Values

SPEAKING = (CaseStatus.IN_ASSURANCE, CaseStatus.IN_NATIONAL_REVIEW)


@dataclass(frozen=True)
class Desk:
    """Of one case: the bodies that have finished a reading, for which one the area's recommendation was proposed.

    ``to_answer`` and ``answered``: questions, with their places, that wait for the authors, and for the assurers.
    ``is_reviewed``: whether the national team has said what ministers will be told.
    """

    finished: frozenset[UUID] = frozenset()
    proposed_for: UUID | None = None
    is_reviewed: bool = False
    to_answer: tuple[tuple[UUID, str], ...] = ()
    answered: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True)
class Bound:
    """A condition of approval that is not met yet; ``has_evidence``: it waits for an assurer and not for its owner."""

    case: UUID
    pk: UUID
    text: str
    owner: UUID
    due_on: date
    has_evidence: bool


NO_DESK = Desk()
BOUND = ("case", "pk", "text", "owner", "due_on", "given_at", "sent_back")


def beside_the_desk(**of_cases: Any) -> dict[str, Values]:
    """What is read of cases to say what their assurance waits for, while it waits for someone."""
    finished = Review.objects.filter(**of_cases, case__status=CaseStatus.IN_ASSURANCE, finished_at__isnull=False)
    advised = Recommendation.objects.filter(**of_cases, case__status__in=SPEAKING)
    asked = Clarification.objects.filter(
        **of_cases, case__status__in=ASSURING, accepted_at__isnull=True, again__isnull=True
    )
    bound = ApprovalCondition.objects.filter(
        **of_cases, case__decision__outcome=Outcome.APPROVED_WITH_CONDITIONS, closed_at__isnull=True
    )
    return {
        "bound": Values(bound.order_by("due_on"), ("case__plan", *BOUND)),
        "asked": Values(asked.order_by("asked_at"), ("case", "pk", "place", "answered_at")),
        "finished": Values(finished.order_by("pk"), ("case", "organisation")),
        "advised": Values(advised.order_by("pk"), ("case", "level", "organisation")),
    }


def desks(
    finished: Iterable[tuple[Any, ...]],
    advised: Iterable[tuple[Any, ...]],
    asked: Iterable[tuple[Any, ...]],
) -> dict[UUID, Desk]:
    """The desk of each case of which anything was read ``beside_the_desk``."""
    done: dict[UUID, set[UUID]] = defaultdict(set)
    for case, body in finished:
        done[case].add(body)
    said: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    for case, level, body in advised:
        said[case][level] = body
    waiting: dict[UUID, tuple[list[tuple[UUID, str]], list[tuple[UUID, str]]]] = defaultdict(lambda: ([], []))
    for case, question, place, answered_at in asked:
        waiting[case][answered_at is not None].append((question, place))
    return {
        case: Desk(
            finished=frozenset(done[case]),
            proposed_for=said[case].get(Level.AREA),
            is_reviewed=Level.NATIONAL in said[case],
            to_answer=tuple(waiting[case][0]),
            answered=tuple(waiting[case][1]),
        )
        for case in {*done, *said, *waiting}
    }


def bound_of(rows: Iterable[tuple[Any, ...]]) -> dict[UUID, list[Bound]]:
    """The conditions of approval that are still to be met, by plan: they bind whatever became of its next version."""
    found: dict[UUID, list[Bound]] = defaultdict(list)
    for plan, case, pk, text, owner, due_on, given_at, sent_back in rows:
        found[plan].append(Bound(case, pk, text, owner, due_on, given_at is not None and not sent_back))
    return found
