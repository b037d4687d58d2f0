"""The country at a glance: where each plan of a round stands, read in a number of queries that plans do not change."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from approvals.models import WITH_THE_CENTRE, Case, CaseStatus, Level, Outcome, Recommendation
from approvals.stages import with_stage
from approvals.standing import COLOURS, Stage
from conditions.models import Round, RouteGroup
from plans.models import Plan

UNPLACED = "none"  # of the filter: in no tranche
CASE = (
    "plan", "pk", "status", "tranche", "tranche__title", "submitted_at", "decision__outcome", "decision__decided_at",
    "levels",
)  # fmt: skip
NO_CASE = (None, None, "", None, None, None, None, None, "")


@dataclass(frozen=True)
class NationRow:
    """One plan. ``case`` is empty until it is submitted: before, its words are its parties' own."""

    title: str
    region: str
    stage: Stage
    case: UUID | None
    tranche: str
    tranche_title: str
    submitted_on: date | None
    days_late: int
    advised: str
    outcome: str
    decided_on: date | None
    goes_to_ministers: bool = True

    @property
    def state(self) -> str:
        """The stage in words."""
        return str(self.stage.label)

    @property
    def colour(self) -> str:
        """Of the tag that names it."""
        if self.stage == Stage.DECIDED:
            return "red" if self.outcome == Outcome.NOT_APPROVED else "green"
        return COLOURS[self.stage]

    @property
    def outcome_words(self) -> str:
        """What was decided."""
        return str(Outcome(self.outcome).label) if self.outcome else ""

    @property
    def advised_words(self) -> str:
        """What is recommended so far."""
        return str(Outcome(self.advised).label) if self.advised else ""

    @property
    def case_key(self) -> str:
        """The case's id as a form posts it."""
        return str(self.case)

    @property
    def can_be_placed(self) -> bool:
        """Whether it may be put into a tranche."""
        is_early = self.stage not in {Stage.WITH_MINISTERS, Stage.DECIDED, Stage.DRAFT}
        return self.case is not None and is_early and self.goes_to_ministers

    @property
    def waits_without_a_list(self) -> bool:
        """Whether ministers have it though it is in no tranche: its route passes no national team."""
        return self.stage == Stage.WITH_MINISTERS and not self.tranche


@dataclass(frozen=True)
class Wanted:
    """What a reader filters by; empty for all."""

    q: str = ""
    region: str = ""
    state: str = ""
    tranche: str = ""
    outcome: str = ""

    def fits(self, row: NationRow) -> bool:
        """Whether a plan is one of those."""
        return (
            self.q.lower() in row.title.lower()
            and self.region in {"", row.region}
            and self.state in {"", row.stage}
            and (self.tranche in {"", row.tranche} or (self.tranche == UNPLACED and not row.tranche))
            and self.outcome in {"", row.outcome}
        )


def nation_rows(plans: QuerySet[Plan]) -> list[NationRow]:
    """Every one of these plans in three queries, by title."""
    listed: QuerySet[Any] = with_stage(plans).order_by("title")
    read = listed.values_list("pk", "title", "locality__region", "stage", "window_closes_on")
    of_plans = Case.objects.filter(plan__in=plans).order_by("version__number").values_list(*CASE)
    cases = {case[0]: case for case in of_plans}
    advice = Recommendation.objects.filter(case__plan__in=plans).values_list("case", "level", "outcome")
    advised: dict[tuple[UUID | None, str], str] = {(case, level): outcome for case, level, outcome in advice}
    return [_row(plan, cases.get(plan[0], NO_CASE), advised) for plan in read]


def counts(rows: list[NationRow]) -> list[tuple[Stage, int]]:
    """How many plans stand where, every stage in its order."""
    found = Counter(row.stage for row in rows)
    return [(stage, found[stage]) for stage in Stage]


def rounds_of(plans: QuerySet[Plan]) -> list[Round]:
    """The rounds of which there are plans, newest window first; of those that close together the fullest."""
    numbers = dict(plans.order_by().values_list("round").annotate(Count("pk")))
    rounds = Round.objects.filter(pk__in=numbers)
    return sorted(rounds, key=lambda one: (one.window_closes_on, numbers[one.pk]), reverse=True)


def _row(
    plan: tuple[UUID, str, str, str, date],
    case: tuple[
        UUID | None, UUID | None, str, str | None, str | None, datetime | None, str | None, datetime | None, str
    ],
    advised: Mapping[tuple[UUID | None, str], str],
) -> NationRow:
    _, title, region, stage, closes_on = plan
    _, pk, status, tranche, tranche_title, submitted_at, outcome, decided_at, levels_passed = case
    submitted_on = timezone.localdate(submitted_at) if submitted_at else None
    levels = [advised[pk, level] for level in Level if (pk, level) in advised]
    is_decided = status == CaseStatus.DECIDED
    return NationRow(
        title=title,
        region=region,
        stage=Stage(stage),
        case=pk if status in WITH_THE_CENTRE else None,
        tranche=tranche or "",
        tranche_title=tranche_title or "",
        submitted_on=submitted_on,
        days_late=max(0, (submitted_on - closes_on).days) if submitted_on else 0,
        advised=levels[-1] if levels and not is_decided else "",
        outcome=outcome or "",
        decided_on=timezone.localdate(decided_at) if decided_at else None,
        goes_to_ministers=RouteGroup.MINISTERS in levels_passed.split(),
    )
