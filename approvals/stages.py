"""The stages that readers see, derived from rows: where each plan stands, and whose act is next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import (
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)

from approvals.desk import NO_DESK, Desk, beside_the_desk, desks
from approvals.models import SIGNATURES, WITH_THE_CENTRE, Case, CaseStatus, Outcome, RouteStop, SignOff, side_of
from approvals.queries import SIGNING
from approvals.wording import listed, not_agreed
from conditions.models import RouteGroup
from itf.accounts.models import Organisation
from itf.lib.batch import Values
from plans.models import FreezeConsent, MoveConsent, Party, Plan, PlanStatus
from plans.models.drafting import Side


class Stage(TextChoices):
    """The state strip, in order. Frozen, signed and agreed are derived from sign-offs, not stored."""

    DRAFT = "draft", "Draft"
    FROZEN = "frozen", "Frozen"
    PARTNERS_SIGNED = "partners_signed", "Partners signed"
    BOARD_AGREED = "board_agreed", "Board agreed"
    SUBMITTED = "submitted", "Submitted"
    IN_ASSURANCE = "in_assurance", "Area assurance"
    WITH_REGION = "with_region", "Region"
    IN_NATIONAL_REVIEW = "in_national_review", "National"
    WITH_MINISTERS = "with_ministers", "Ministers"
    DECIDED = "decided", "Decided"


SIDES = {Side.COUNCIL.value: "the council", Side.NHS.value: "the NHS"}
# What is read of a plan's latest case.
CASE = (
    "plan", "pk", "status", "version__number", "submitted_at", "decision__outcome", "decision__decided_at",
    "allows_not_agreed",
)  # fmt: skip
CaseRead = tuple[UUID | None, str, int | None, datetime | None, str | None, datetime | None, bool]
NO_CASE: CaseRead = (None, "", None, None, None, None, False)
Bodies = dict[UUID, dict[RouteGroup, list["BodyAnswer"]]]
# What is read of a body.
BODY = ("organisation", "organisation__name", "organisation__kind")
# What is read of one side's agreement to move the plan.
MOVE = ("template_key", "condition_set", "round")
# A body that signed or agreed, or that declined and without which the plan goes forward.
SETTLED = Q(decision__in=SIGNATURES) | Q(carried_by__isnull=False)
COLOURS = {
    Stage.DRAFT: "grey",
    Stage.FROZEN: "light-blue",
    Stage.PARTNERS_SIGNED: "light-blue",
    Stage.BOARD_AGREED: "light-blue",
    Stage.SUBMITTED: "blue",
    Stage.IN_ASSURANCE: "purple",
    Stage.WITH_REGION: "purple",
    Stage.IN_NATIONAL_REVIEW: "purple",
    Stage.WITH_MINISTERS: "purple",
}


@dataclass(frozen=True)
class BodyAnswer:
    """A body of a plan and what stands as its answer: ``signed``, ``except``, ``declined`` or empty.

    ``is_settled``: it signed or agreed, or the plan goes forward though it cannot.
    """

    organisation: Organisation
    answer: str
    is_settled: bool = False


@dataclass(frozen=True)
class Standing:
    """Where one plan stands. ``case_id`` and what follows are of its latest case; empty before the first freeze.

    ``without``: the bodies without whose agreement it goes, or went, forward. ``agreed``: the sides whose agreement to
    freeze is to the draft as it is now. ``unratified``: bodies whose chair or officer acted ahead of a meeting that has
    not ratified it, each with the day by which it was to. ``moves``: what sides agreed to that would move the plan to
    another round or template.
    """

    plan: Plan
    stage: Stage
    case_id: UUID | None
    case_status: str
    version: int | None
    submitted_at: datetime | None
    outcome: str
    decided_at: datetime | None
    parties: tuple[BodyAnswer, ...]
    boards: tuple[BodyAnswer, ...]
    without: tuple[Organisation, ...] = ()
    agreed: frozenset[str] = frozenset()
    allows_not_agreed: bool = False
    unratified: tuple[tuple[Organisation, date], ...] = ()
    moves: tuple[MoveConsent, ...] = ()
    desk: Desk = NO_DESK

    @property
    def declined(self) -> tuple[str, ...]:
        """The bodies whose refusal stands and keeps the plan back."""
        listed = (*self.parties, *self.boards)
        return tuple(body.organisation.name for body in listed if body.answer and not body.is_settled)

    @property
    def not_agreed(self) -> str:
        """How the plan goes forward, where not everyone agrees to it; nothing of a draft, whose words are to come."""
        return "" if self.stage == Stage.DRAFT else not_agreed([body.name for body in self.without])

    def titled(self, stage: Stage) -> str:
        """A stage as this plan came, or comes, through it: nobody signed or agreed for a body that declined."""
        boards = [body for body in self.without if side_of(body.kind) == "board"]
        if self.stage == Stage.DRAFT:
            return stage.label
        if stage == Stage.PARTNERS_SIGNED and len(boards) < len(self.without):
            return "Not all partners signed"
        return "Board did not agree" if stage == Stage.BOARD_AGREED and boards else stage.label

    @property
    def may_go_forward(self) -> bool:
        """Whether an author may put the plan forward in spite of the refusals that stand."""
        group = self.boards if self.stage == Stage.PARTNERS_SIGNED else self.parties
        answered = bool(self.declined) and all(body.answer for body in group)
        return self.allows_not_agreed and answered and any(body.answer in SIGNATURES for body in self.parties)

    @property
    def unsigned(self) -> tuple[Organisation, ...]:
        """The parties that are still to sign, those that declined among them."""
        return tuple(party.organisation for party in self.parties if not party.is_settled)

    @property
    def unanswered(self) -> tuple[Organisation, ...]:
        """The parties that have neither signed nor declined."""
        return tuple(party.organisation for party in self.parties if not party.answer)

    @property
    def title(self) -> str:
        """The stage as lists name it; a decided plan by its outcome, a reopened one as such."""
        if self.stage == Stage.DECIDED:
            return Outcome(self.outcome).label
        if self.stage == Stage.DRAFT and self.case_status == CaseStatus.REOPENED:
            return "Draft, reopened"
        if self.stage == Stage.DRAFT and self.outcome:
            return "Draft, not approved before" if self.is_not_approved else "Draft, reopened after a decision"
        return self.titled(self.stage)

    @property
    def colour(self) -> str:
        """Of the tag that names the stage."""
        if self.stage == Stage.DECIDED:
            return "red" if self.outcome == Outcome.NOT_APPROVED else "green"
        return COLOURS[self.stage]

    @property
    def headline(self) -> str:
        """The next act and whose it is, in one sentence."""
        if self.declined and self.stage in {Stage.FROZEN, Stage.PARTNERS_SIGNED}:
            after_all = "agrees" if self.stage == Stage.PARTNERS_SIGNED else "signs"
            ways = ["an author reopens the plan", f"it {after_all} after all"]
            ways += ["an author puts it forward as not agreed"] if self.may_go_forward else []
            return f"{listed(self.declined)} declined. Next: {', '.join(ways[:-1])}, or {ways[-1]}."
        area_team = self.plan.locality.area_team or "the area team"
        unsigned = [body.name for body in self.unsigned] or ["the parties"]
        boards = [body.organisation.name for body in self.boards if not body.is_settled]
        boards = boards or ["the Health and Wellbeing Board"]
        return {
            Stage.DRAFT: self._next_of_a_draft(),
            Stage.FROZEN: f"Next: {listed(unsigned)} {'signs' if len(unsigned) == 1 else 'sign'}.",
            Stage.PARTNERS_SIGNED: f"Next: {listed(boards)} {'agrees' if len(boards) == 1 else 'agree'}.",
            Stage.BOARD_AGREED: "Next: an author of the council or a CCG submits the plan.",
            Stage.SUBMITTED: f"Next: {area_team} takes the plan up.",
            Stage.IN_ASSURANCE: self._next_of_the_area(),
            Stage.WITH_REGION: f"Next: {self.plan.locality.region_team or 'the regional team'} moderates.",
            Stage.IN_NATIONAL_REVIEW: "Next: the national team reviews the plan and sends its tranche to ministers.",
            Stage.WITH_MINISTERS: "Next: ministers decide.",
            Stage.DECIDED: f"Decided: {self.title.lower()}.",
        }[self.stage]

    @property
    def is_not_approved(self) -> bool:
        """Whether the draft follows a version that was not approved."""
        return self.stage == Stage.DRAFT and self.outcome == Outcome.NOT_APPROVED

    @property
    def is_stopped(self) -> bool:
        """Whether the assurers' clock stands still: the authors owe an answer."""
        return bool(self.desk.to_answer)

    def _next_of_the_area(self) -> str:
        """Who of the two sides is still reading, or what they owe each other."""
        place = self.plan.locality
        names = {
            place.area_team_id: str(place.area_team or "the area team"),
            place.local_government_id: str(place.local_government or "the local government assurers"),
        }
        if self.is_stopped:
            return "The clock stands still. Next: an author answers the assurers' question."
        reading = [name for body, name in names.items() if body not in self.desk.finished]
        if reading:
            return f"Next: {listed(reading)} {'finishes its reading' if len(reading) == 1 else 'read it apart'}."
        if not self.desk.proposed_for:
            return "Next: the two sides settle their differences and recommend an outcome."
        other = next(name for body, name in names.items() if body != self.desk.proposed_for)
        return f"Next: {other} agrees to what is recommended, or proposes anew."

    def _next_of_a_draft(self) -> str:
        waiting = [words for side, words in SIDES.items() if side not in self.agreed]
        if len(waiting) == 1:
            return f"Next: {waiting[0]} agrees to freeze the draft, as the other side has."
        if self.is_not_approved:
            return (
                f"Version {self.version} was not approved. Next: council and NHS make a new one and agree to freeze it."
            )
        return "Next: council and NHS complete the draft and both agree to freeze it."


def with_stage(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Each plan with its stage, in the same query, and the bodies it names; a list can be filtered by the stage."""
    latest = Case.objects.filter(plan=OuterRef("pk")).order_by("-version__number")
    settled = _standing_in_live_case().filter(SETTLED, case=OuterRef("case"), organisation=OuterRef("organisation"))
    stops = RouteStop.objects.filter(case__plan=OuterRef("pk")).exclude(case__status=CaseStatus.DECIDED)
    boards = stops.filter(group=RouteGroup.BOARD)
    return (
        plans.select_related(
            "locality__board",
            "locality__area_team",
            "locality__local_government",
            "locality__region_team",
            "round",
        )
        .alias(
            case_status=Subquery(latest.values("status")[:1]),
            lacks_a_party=Exists(stops.filter(~Exists(settled), group=RouteGroup.PARTY)),
            lacks_a_board=~Exists(boards) | Exists(boards.filter(~Exists(settled))),
        )
        .annotate(stage=_stage())
    )


def standings(plans: Iterable[Plan]) -> list[Standing]:
    """Where each of these plans stands, in a fixed number of queries; ``with_stage`` must have read them."""
    listed = list(plans)
    ids = [plan.pk for plan in listed]
    # Rows and not subqueries: Django takes longer to write those than PostgreSQL to find all of these.
    rows = {name: values.rows.values_list(*values.names) for name, values in beside(plan__in=ids).items()}
    parties = Party.objects.filter(plan__in=ids).select_related("organisation")
    return standing_of(listed, parties, **rows)


def beside(**plans: Any) -> dict[str, Values]:
    """What is read of plans to say where they stand: their cases and routes, the answers that stand, what is agreed."""
    of_cases = {f"case__{name}": value for name, value in plans.items()}
    # An agreement is to exact words: one that is older than the last change is to others.
    agreed = FreezeConsent.objects.filter(**plans, agreed_at__gte=F("plan__changed_at"))
    stops = RouteStop.objects.filter(**of_cases, group__in=SIGNING).exclude(case__status=CaseStatus.DECIDED)
    more_boards = Plan.more_boards.through.objects.filter(**plans).order_by("organisation__name")
    # Of a version that was not approved nothing is left to ratify: the next has a case and answers of its own.
    actions = SignOff.objects.filter(
        **of_cases, voided_at__isnull=True, ratification_due_on__isnull=False, ratified_on__isnull=True
    ).exclude(case__decision__outcome=Outcome.NOT_APPROVED)
    given = ("case__plan", "case", "decision", "carried_by", *BODY)
    return {
        "cases": Values(Case.objects.filter(**plans).order_by("version__number"), CASE),
        "stops": Values(stops, ("case__plan", "group", *BODY)),
        "boards": Values(more_boards, ("plan", *BODY)),
        "given": Values(SignOff.objects.filter(**of_cases, voided_at__isnull=True), given),
        "unratified": Values(actions, ("case__plan", "ratification_due_on", *BODY)),
        "agreed": Values(agreed, ("plan", "side")),
        "moves": Values(MoveConsent.objects.filter(**plans), ("plan", "side", *MOVE)),
        **beside_the_desk(**of_cases),
    }


def standing_of(plans: Iterable[Plan], parties: Iterable[Party], **read: Iterable[tuple[Any, ...]]) -> list[Standing]:
    """Where each of these plans stands, from what was read ``beside`` them."""
    listed = list(plans)
    latest: dict[UUID, Any] = {row[0]: row[1:] for row in read["cases"]}
    routed = {plan.pk for plan in listed if latest.get(plan.pk, NO_CASE)[1] not in {"", CaseStatus.DECIDED}}
    # Of each plan's latest case alone: what stands in one that is decided says how it went forward.
    given = [row for row in read["given"] if row[1] == latest.get(row[0], NO_CASE)[0]]
    answers = {(plan_id, body[0]): (decision, carried) for plan_id, _, decision, carried, *body in given}
    bodies: Bodies = defaultdict(lambda: {group: [] for group in SIGNING})
    for plan_id, group, *body in read["stops"]:
        decision, carried = answers.get((plan_id, body[0]), ("", None))
        settled = decision in SIGNATURES or carried is not None
        bodies[plan_id][RouteGroup(group)].append(BodyAnswer(_body(*body), decision, settled))
    # A plan without a case on its way: those who would be asked if sign-off opened now.
    for party in parties:
        if party.plan_id not in routed:
            bodies[party.plan_id][RouteGroup.PARTY].append(BodyAnswer(party.organisation, ""))
    for plan in listed:
        if plan.pk not in routed and plan.locality.board:
            bodies[plan.pk][RouteGroup.BOARD].append(BodyAnswer(plan.locality.board, ""))
    for plan_id, *body in read["boards"]:
        if plan_id not in routed:
            bodies[plan_id][RouteGroup.BOARD].append(BodyAnswer(_body(*body), ""))
    sides: dict[UUID, set[str]] = defaultdict(set)
    for plan_id, side in read["agreed"]:
        sides[plan_id].add(side)
    unratified: dict[UUID, list[tuple[Organisation, date]]] = defaultdict(list)
    for plan_id, due_on, *body in read["unratified"]:
        unratified[plan_id].append((_body(*body), due_on))
    of_cases = desks(read["finished"], read["advised"], read["asked"], read["bound"])
    moves = _moves(read["moves"])
    return [
        _standing(
            plan,
            latest.get(plan.pk, NO_CASE),
            bodies[plan.pk],
            without=tuple(_body(*row[4:]) for row in given if row[0] == plan.pk and row[3]),
            agreed=frozenset(sides[plan.pk]),
            unratified=tuple(unratified[plan.pk]),
            moves=tuple(moves[plan.pk]),
            of_cases=of_cases,
        )
        for plan in listed
    ]


def _moves(rows: Iterable[tuple[Any, ...]]) -> dict[UUID, list[MoveConsent]]:
    """What sides agreed to, by the plan that it would move."""
    found: dict[UUID, list[MoveConsent]] = defaultdict(list)
    for plan_id, side, template, conditions, round_ in rows:
        consent = MoveConsent(side=side, template_key=template, condition_set_id=conditions, round_id=round_)
        found[plan_id].append(consent)
    return found


def _body(pk: UUID, name: str, kind: str) -> Organisation:
    """A body as far as it was read."""
    return Organisation(pk=pk, name=name, kind=kind)


def _standing_in_live_case() -> QuerySet[SignOff]:
    return SignOff.objects.filter(voided_at__isnull=True).exclude(case__status=CaseStatus.DECIDED)


def _stage() -> Choose:
    """The stage in SQL, so that a list can be filtered by it: the one definition of it."""
    return Choose(
        # An open plan is a draft, whatever became of its earlier versions.
        When(status=PlanStatus.OPEN, then=Value(Stage.DRAFT.value)),
        # From submission on, the stage is what the case is called.
        When(case_status__in=WITH_THE_CENTRE, then=F("case_status")),
        When(Q(lacks_a_party=True) | Q(case_status__isnull=True), then=Value(Stage.FROZEN.value)),
        When(lacks_a_board=True, then=Value(Stage.PARTNERS_SIGNED.value)),
        default=Value(Stage.BOARD_AGREED.value),
        output_field=CharField(),
    )


def _standing(
    plan: Plan,
    case: CaseRead,
    bodies: dict[RouteGroup, list[BodyAnswer]],
    *,
    without: tuple[Organisation, ...],
    agreed: frozenset[str],
    unratified: tuple[tuple[Organisation, date], ...],
    moves: tuple[MoveConsent, ...],
    of_cases: dict[UUID, Desk],
) -> Standing:
    case_id, status, version, submitted_at, outcome, decided_at, allows_not_agreed = case
    return Standing(
        plan=plan,
        stage=Stage(vars(plan)["stage"]),
        case_id=case_id,
        case_status=status,
        version=version,
        submitted_at=submitted_at,
        outcome=outcome or "",
        decided_at=decided_at,
        parties=tuple(bodies[RouteGroup.PARTY]),
        boards=tuple(bodies[RouteGroup.BOARD]),
        without=without,
        agreed=agreed,
        allows_not_agreed=allows_not_agreed,
        unratified=unratified,
        moves=moves,
        desk=of_cases.get(case_id, NO_DESK) if case_id else NO_DESK,
    )
