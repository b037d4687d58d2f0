"""The seven stages that readers see, derived from rows: where each plan stands, and whose act is next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When

from approvals.models import WITH_THE_CENTRE, Case, CaseStatus, Outcome, SignatureKind, SignOff, SignOffDecision
from itf.accounts.models import Organisation
from itf.lib.batch import Values
from plans.models import FreezeConsent, Party, Plan, PlanStatus
from plans.models.drafting import Side


class Stage(TextChoices):
    """The state strip, in order. Frozen, signed and agreed are derived from sign-offs, not stored."""

    DRAFT = "draft", "Draft"
    FROZEN = "frozen", "Frozen"
    PARTNERS_SIGNED = "partners_signed", "Partners signed"
    BOARD_AGREED = "board_agreed", "Board agreed"
    SUBMITTED = "submitted", "Submitted"
    IN_ASSURANCE = "in_assurance", "Area assurance"
    DECIDED = "decided", "Decided"


SIDES = {Side.COUNCIL.value: "the council", Side.NHS.value: "the NHS"}
# What is read of a plan's latest case.
CASE = ("plan", "pk", "status", "version__number", "submitted_at", "decision__outcome", "decision__decided_at")
CaseRead = tuple[UUID | None, str, int | None, datetime | None, str | None, datetime | None]
NO_CASE: CaseRead = (None, "", None, None, None, None)
COLOURS = {
    Stage.DRAFT: "grey",
    Stage.FROZEN: "light-blue",
    Stage.PARTNERS_SIGNED: "light-blue",
    Stage.BOARD_AGREED: "light-blue",
    Stage.SUBMITTED: "blue",
    Stage.IN_ASSURANCE: "purple",
}


@dataclass(frozen=True)
class PartyAnswer:
    """A party of a plan and what stands as its answer: ``signed``, ``declined`` or empty."""

    organisation: Organisation
    answer: str


@dataclass(frozen=True)
class Standing:
    """Where one plan stands. ``case_id`` and what follows are of its latest case; empty before the first freeze.

    ``agreed``: the sides whose agreement to freeze is to the draft as it is now.
    """

    plan: Plan
    stage: Stage
    case_id: UUID | None
    case_status: str
    version: int | None
    submitted_at: datetime | None
    outcome: str
    decided_at: datetime | None
    board_answer: str
    parties: tuple[PartyAnswer, ...]
    agreed: frozenset[str] = frozenset()

    @property
    def declined(self) -> tuple[str, ...]:
        """The bodies whose refusal stands."""
        names = [party.organisation.name for party in self.parties if party.answer == SignOffDecision.DECLINED]
        if self.board_answer == SignOffDecision.DECLINED:
            names.append(str(self.plan.locality.board))
        return tuple(names)

    @property
    def unsigned(self) -> tuple[Organisation, ...]:
        """The parties that are still to sign, those that declined among them."""
        return tuple(party.organisation for party in self.parties if party.answer != SignOffDecision.SIGNED)

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
            return "Draft, not approved before"
        return self.stage.label

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
            after_all = "agrees" if self.board_answer == SignOffDecision.DECLINED else "signs"
            return f"{listed(self.declined)} declined. Next: an author reopens the plan, or it {after_all} after all."
        area_team = self.plan.locality.area_team or "the area team"
        unsigned = [body.name for body in self.unsigned] or ["the parties"]
        return {
            Stage.DRAFT: self._next_of_a_draft(),
            Stage.FROZEN: f"Next: {listed(unsigned)} {'signs' if len(unsigned) == 1 else 'sign'}.",
            Stage.PARTNERS_SIGNED: f"Next: {self.plan.locality.board or 'the Health and Wellbeing Board'} agrees.",
            Stage.BOARD_AGREED: "Next: an author of the council or a CCG submits the plan.",
            Stage.SUBMITTED: f"Next: {area_team} takes the plan up.",
            Stage.IN_ASSURANCE: f"Next: {area_team} scores the plan and decides.",
            Stage.DECIDED: f"Decided: {self.title.lower()}.",
        }[self.stage]

    @property
    def is_not_approved(self) -> bool:
        """Whether the draft follows a version that was not approved."""
        return self.stage == Stage.DRAFT and self.outcome == Outcome.NOT_APPROVED

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
    board = _standing_in_live_case().filter(case__plan=OuterRef("pk"), kind=SignatureKind.BOARD)
    signed = _standing_in_live_case().filter(
        case__plan=OuterRef("plan"), organisation=OuterRef("organisation"), decision=SignOffDecision.SIGNED
    )
    return (
        plans.select_related("locality__board", "locality__area_team", "round")
        .alias(
            case_status=Subquery(latest.values("status")[:1]),
            board_answer=Subquery(board.values("decision")[:1]),
            lacks_a_party=Exists(Party.objects.filter(~Exists(signed), plan=OuterRef("pk"))),
        )
        .annotate(stage=_stage())
    )


def standings(plans: Iterable[Plan]) -> list[Standing]:
    """Where each of these plans stands, in four queries more than ``with_stage``, which must have read them."""
    listed = list(plans)
    ids = [plan.pk for plan in listed]
    # Rows and not subqueries: Django takes longer to write those than PostgreSQL to find all of these.
    rows = {name: values.rows.values_list(*values.names) for name, values in beside(plan__in=ids).items()}
    parties = Party.objects.filter(plan__in=ids).select_related("organisation")
    return standing_of(listed, parties, **rows)


def beside(**plans: Any) -> dict[str, Values]:
    """What is read of plans to say where they stand: their cases, the answers that stand, agreements to freeze."""
    of_cases = {f"case__{name}": value for name, value in plans.items()}
    # An agreement is to exact words: one that is older than the last change is to others.
    agreed = FreezeConsent.objects.filter(**plans, agreed_at__gte=F("plan__changed_at"))
    return {
        "cases": Values(Case.objects.filter(**plans).order_by("version__number"), CASE),
        "given": Values(_standing_in_live_case().filter(**of_cases), ("case__plan", "organisation", "decision")),
        "agreed": Values(agreed, ("plan", "side")),
    }


def standing_of(
    plans: Iterable[Plan],
    parties: Iterable[Party],
    *,
    cases: Iterable[tuple[Any, ...]],
    given: Iterable[tuple[Any, ...]],
    agreed: Iterable[tuple[Any, ...]],
) -> list[Standing]:
    """Where each of these plans stands, from what was read ``beside`` them."""
    latest: dict[UUID, Any] = {read[0]: read[1:] for read in cases}
    decisions: dict[tuple[UUID, UUID | None], str] = {(plan, body): decision for plan, body, decision in given}
    sides: dict[UUID, set[str]] = defaultdict(set)
    for plan_id, side in agreed:
        sides[plan_id].add(side)
    answers: dict[UUID, list[PartyAnswer]] = defaultdict(list)
    for party in parties:
        answer = decisions.get((party.plan_id, party.organisation_id), "")
        answers[party.plan_id].append(PartyAnswer(party.organisation, answer))
    return [
        _standing(
            plan,
            latest.get(plan.pk, NO_CASE),
            decisions.get((plan.pk, plan.locality.board_id), ""),
            tuple(answers[plan.pk]),
            frozenset(sides[plan.pk]),
        )
        for plan in plans
    ]


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
        When(board_answer=SignOffDecision.SIGNED, then=Value(Stage.BOARD_AGREED.value)),
        default=Value(Stage.PARTNERS_SIGNED.value),
        output_field=CharField(),
    )


def _standing(
    plan: Plan, case: CaseRead, board_answer: str, parties: tuple[PartyAnswer, ...], agreed: frozenset[str]
) -> Standing:
    case_id, status, version, submitted_at, outcome, decided_at = case
    return Standing(
        plan=plan,
        stage=Stage(vars(plan)["stage"]),
        case_id=case_id,
        case_status=status,
        version=version,
        submitted_at=submitted_at,
        outcome=outcome or "",
        decided_at=decided_at,
        board_answer=board_answer,
        parties=parties,
        agreed=agreed,
    )


def listed(names: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
