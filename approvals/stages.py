"""Where each plan stands, read from rows for any number of plans at once, and in SQL so that lists can be filtered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
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
    Value,
    When,
)

from approvals.desk import NO_DESK, Desk, beside_the_desk, bound_of, desks
from approvals.models import (
    HELD_AS,
    SIGNATURES,
    WITH_THE_CENTRE,
    Case,
    CaseStatus,
    Outcome,
    RouteStop,
    SignOff,
)
from approvals.queries import SETTLED, SIGNING
from approvals.standing import BodyAnswer, Stage, Standing, Unratified
from conditions.models import RouteGroup
from itf.accounts.models import Organisation
from itf.lib.batch import PLANS, Batch, Part, Values
from plans.models import FreezeConsent, MoveConsent, Party, Plan, PlanStatus

# What is read of a plan's latest case.
CASE = (
    "plan", "pk", "status", "version__number", "submitted_at", "decision__outcome", "decision__decided_at",
    "allows_not_agreed", "levels", "tranche",
)  # fmt: skip
CaseRead = tuple[UUID | None, str, int | None, datetime | None, str | None, datetime | None, bool, str, str | None]
NO_CASE: CaseRead = (None, "", None, None, None, None, False, "", None)
Bodies = dict[UUID, dict[RouteGroup, list[BodyAnswer]]]
# What is read of a body.
BODY = ("organisation", "organisation__name", "organisation__kind")
# What is read of one side's agreement to move the plan.
MOVE = ("template_key", "condition_set", "round")


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
    """Where each of these plans stands, in one query beside theirs; ``with_stage`` must have read them."""
    listed = list(plans)
    if not listed:
        return []
    read = _BESIDE.read(plans=[plan.pk for plan in listed])
    tell_bodies(read["parties"], read.pop("bodies"))
    return standing_of(listed, read.pop("parties"), **read)


def tell_bodies(parties: Iterable[Party], bodies: Iterable[Organisation]) -> None:
    """Give each party its body, read beside it."""
    by_id = {body.pk: body for body in bodies}
    for party in parties:
        party.organisation = by_id[party.organisation_id]


def beside(**plans: Any) -> dict[str, Values]:
    """What is read of plans to say where they stand: their cases and routes, the answers that stand, what is agreed."""
    of_cases = {f"case__{name}": value for name, value in plans.items()}
    agreed = FreezeConsent.objects.filter(**plans, lapsed_at=None)
    stops = RouteStop.objects.filter(**of_cases, group__in=SIGNING).exclude(case__status=CaseStatus.DECIDED)
    more_boards = Plan.more_boards.through.objects.filter(**plans).order_by("organisation__name")
    # Of a version that was not approved nothing is left to ratify: the next has a case and answers of its own.
    actions = SignOff.objects.filter(
        **of_cases, voided_at__isnull=True, ratification_due_on__isnull=False, ratified_on__isnull=True
    ).exclude(case__decision__outcome=Outcome.NOT_APPROVED)
    given = ("case__plan", "case", "decision", "carried_by", "is_refused", *BODY)
    return {
        "cases": Values(Case.objects.filter(**plans).order_by("version__number"), CASE),
        "stops": Values(stops, ("case__plan", "group", *BODY)),
        "boards": Values(more_boards, ("plan", *BODY)),
        "given": Values(SignOff.objects.filter(**of_cases, voided_at__isnull=True), given),
        "unratified": Values(actions, ("case__plan", "case", "version__number", "ratification_due_on", *BODY)),
        "agreed": Values(agreed, ("plan", "side")),
        "moves": Values(MoveConsent.objects.filter(**plans), ("plan", "side", *MOVE)),
        **beside_the_desk(**of_cases),
    }


def with_parties(**plans: Any) -> dict[str, Part]:
    """The parties of plans, and their bodies."""
    parties = Party.objects.filter(**plans)
    bodies = Organisation.objects.filter(pk__in=parties.order_by().values("organisation"))
    return {"bodies": Part(bodies), "parties": Part(parties)}


def standing_of(plans: Iterable[Plan], parties: Iterable[Party], **read: Iterable[tuple[Any, ...]]) -> list[Standing]:
    """Where each of these plans stands, from what was read ``beside`` them."""
    listed = list(plans)
    latest: dict[UUID, Any] = {row[0]: row[1:] for row in read["cases"]}
    routed = {plan.pk for plan in listed if latest.get(plan.pk, NO_CASE)[1] not in {"", CaseStatus.DECIDED}}
    # Of each plan's latest case alone: what stands in one that is decided says how it went forward.
    given = [row for row in read["given"] if row[1] == latest.get(row[0], NO_CASE)[0]]
    answers = {(plan_id, body[0]): (decision, carried) for plan_id, _, decision, carried, _, *body in given}
    without, refused = _not_agreed(given)
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
    unratified: dict[UUID, list[Unratified]] = defaultdict(list)
    for plan_id, case_id, version, due_on, *body in read["unratified"]:
        earlier = None if case_id == latest.get(plan_id, NO_CASE)[0] else version
        unratified[plan_id].append(Unratified(_body(*body), due_on, earlier))
    of_cases = desks(read["finished"], read["advised"], read["asked"])
    bound = bound_of(read["bound"])
    moves = _moves(read["moves"])
    return [
        replace(
            _standing(
                plan,
                latest.get(plan.pk, NO_CASE),
                bodies[plan.pk],
                without=tuple(without[plan.pk]),
                agreed=frozenset(sides[plan.pk]),
                unratified=tuple(unratified[plan.pk]),
                moves=tuple(moves[plan.pk]),
                of_cases=of_cases,
            ),
            conditions=tuple(bound[plan.pk]),
            refused=tuple(refused[plan.pk]),
        )
        for plan in listed
    ]


def _not_agreed(given: Iterable[tuple[Any, ...]]) -> tuple[dict[UUID, list[Organisation]], dict[UUID, list[str]]]:
    """By plan: the bodies without which it goes forward, and the names of those that refused to ratify."""
    without: dict[UUID, list[Organisation]] = defaultdict(list)
    refused: dict[UUID, list[str]] = defaultdict(list)
    for plan_id, _, _, carried, is_refused, *body in given:
        if carried:
            without[plan_id].append(_body(*body))
        if is_refused:
            refused[plan_id].append(body[1])
    return without, refused


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
    unratified: tuple[Unratified, ...],
    moves: tuple[MoveConsent, ...],
    of_cases: dict[UUID, Desk],
) -> Standing:
    case_id, status, version, submitted_at, outcome, decided_at, allows_not_agreed, levels, tranche = case
    stage = Stage(vars(plan)["stage"])
    # A draft whose case is decided gets a case and a route of its own; until then its round says which.
    is_to_come = not levels or (stage == Stage.DRAFT and status == CaseStatus.DECIDED)
    route = plan.round.route if is_to_come else levels
    if is_to_come and plan.open_sections:
        route = RouteGroup.AREA.value  # what answers conditions of approval goes no further
    return Standing(
        plan=plan,
        stage=stage,
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
        tranche=tranche or "",
        levels=tuple(group for group in route.split() if group in HELD_AS),
    )


# Written once: to write these querysets takes Django longer than PostgreSQL to find what they ask for.
_BESIDE = Batch({**with_parties(plan__in=PLANS), **beside(plan__in=PLANS)})
