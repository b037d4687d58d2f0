"""Reads of cases: the one under lock, who signs and how that stands, the assurers' inbox."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from approvals.models import SIGNATURES, Amendment, Case, CaseStatus, Review, SignatureKind, SignOff
from conditions.models import RouteGroup
from itf.accounts.models import Organisation, OrganisationKind
from plans.models import Plan

# A body that signed or agreed, or that declined and without which the plan goes forward.
SETTLED = Q(decision__in=SIGNATURES) | Q(carried_by__isnull=False)
SIGNING = (RouteGroup.PARTY, RouteGroup.BOARD)  # the groups that answer before submission, in this order


@dataclass(frozen=True)
class Place:
    """A body that must sign a case, the answer of it that stands, and those that no longer do."""

    organisation: Organisation
    is_board: bool
    standing: SignOff | None
    void: tuple[SignOff, ...]

    @property
    def is_signed(self) -> bool:
        """Whether its signature stands."""
        return self.standing is not None and self.standing.is_signed

    @property
    def is_settled(self) -> bool:
        """Whether the plan can go on as far as this body goes."""
        return self.standing is not None and self.standing.is_settled


class Settled(NamedTuple):
    """Whether the plan can go on as far as one body of the route goes; ``body`` is its name."""

    body: str
    is_board: bool
    is_settled: bool


def locked(case_id: UUID, *, reads_words: bool = False) -> Case:
    """The case, read again with its plan and version, both rows locked: plan first, then case. Within a transaction.

    ``reads_words``: whether the version comes with its content.
    """
    Plan.objects.select_for_update().get(pk__in=Case.objects.filter(pk=case_id).values("plan"))
    found = Case.objects.select_for_update(of=("self",)).select_related("plan__locality", "version")
    return (found if reads_words else found.defer("version__content")).get(pk=case_id)


def with_plan(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Each case with its plan, version and the bodies that the plan's locality names, in the same query.

    The version comes without its content, which is read when first used: a list of 25 would carry 25 whole plans.
    """
    bodies = (
        "plan__locality__local_government", "plan__locality__region_team",
        "plan__locality__board", "plan__locality__area_team", "plan__round", "tranche",
    )  # fmt: skip
    return cases.select_related(*bodies, "version").defer("version__content")


def live_case(plan: Plan) -> Case | None:
    """The case of this plan that is not decided, if there is one."""
    return _of(plan, _cases(plan).exclude(status=CaseStatus.DECIDED).first())


def latest_case(plan: Plan) -> Case | None:
    """The plan's newest case, decided or not."""
    cases = _cases(plan).select_related("tranche", "decision__organisation")
    return _of(plan, cases.order_by("-version__number").first())


def _cases(plan: Plan) -> QuerySet[Case]:
    return Case.objects.filter(plan=plan).select_related("version").defer("version__content")


def _of(plan: Plan, case: Case | None) -> Case | None:
    """The case with the plan that the caller holds, and whatever that holds of its place, instead of one of its own."""
    if case is not None:
        case.plan = case.version.plan = plan
    return case


def standing_answers(case: Case) -> list[SignOff]:
    """The answers of a case that stand, with their bodies."""
    return list(case.signoffs.filter(voided_at__isnull=True).select_related("organisation"))


def places(case: Case) -> list[Place]:
    """Every body that must sign, in the order of the route: parties, then boards; in three queries."""
    standing: dict[Any, SignOff] = {}
    void: dict[Any, list[SignOff]] = defaultdict(list)
    named = ("organisation", "signatory", "version", "carried_by__organisation")
    answers = case.signoffs.select_related(*named).defer("version__content")
    for signoff in answers.prefetch_related(Prefetch("amendments", amendments_told())):
        if signoff.stands:
            standing[signoff.organisation_id] = signoff
        else:
            void[signoff.organisation_id].append(signoff)
    stops = case.stops.filter(group__in=SIGNING).select_related("organisation")
    bodies = [(stop.organisation, stop.group == RouteGroup.BOARD) for stop in stops if stop.organisation]
    return [Place(body, is_board, standing.get(body.pk), tuple(void[body.pk])) for body, is_board in bodies]


def settled(case: Case) -> list[Settled]:
    """The bodies that must sign, in the order of ``places``, with no more of their answers than this; in one query."""
    answered = SignOff.objects.filter(
        SETTLED, case=OuterRef("case"), organisation=OuterRef("organisation"), voided_at__isnull=True
    )
    stops = case.stops.filter(group__in=SIGNING, organisation__isnull=False)
    rows = stops.values_list("organisation__name", "group", Exists(answered))
    return [Settled(body, group == RouteGroup.BOARD, is_settled) for body, group, is_settled in rows]


def place_of(case: Case, organisation_id: UUID) -> Place | None:
    """The place of this body on the route, if it has one."""
    return next((place for place in places(case) if place.organisation.pk == organisation_id), None)


def amendments_told() -> QuerySet[Amendment]:
    """Amendments with everything that is said of them."""
    told = Amendment.objects.select_related("delegation__deputy", "accepted_by", "version")
    return told.defer("version__content")


def refusals_carried(case: Case) -> list[str]:
    """The bodies without whose agreement the case goes forward, by name, in the order of their answers."""
    carried = case.signoffs.filter(voided_at__isnull=True, carried_by__isnull=False)
    return list(carried.values_list("organisation__name", flat=True))


def kind_for(organisation: Organisation) -> SignatureKind:
    """In which capacity this body signs a case."""
    return SignatureKind.BOARD if organisation.kind == OrganisationKind.BOARD else SignatureKind.PARTY


def inbox(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases as the assurers' list shows them: oldest submission first, how far each review is, the decision.

    ``carried`` of each: the refusals in spite of which it went forward.
    """
    carried = SignOff.objects.filter(voided_at__isnull=True, carried_by__isnull=False).select_related("organisation")
    reviews = Review.objects.select_related("assurer").annotate(
        given=Count("scores", filter=Q(scores__mark__isnull=False) & ~Q(scores__reason="")), asked=Count("scores")
    )
    return (
        with_plan(cases)
        .select_related("decision")
        .prefetch_related(
            Prefetch("reviews", reviews.order_by("started_at")), Prefetch("signoffs", carried, to_attr="carried")
        )
        .order_by("submitted_at")
    )
