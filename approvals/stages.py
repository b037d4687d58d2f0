"""The seven stages that readers see, derived from rows: where each plan stands, and whose act is next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When

from approvals.models import Case, CaseStatus, Decision, Outcome, SignatureKind, SignOff, SignOffDecision
from itf.accounts.models import Organisation
from plans.models import Party, Plan, PlanStatus


class Stage(TextChoices):
    """The state strip, in order. Frozen, signed and agreed are derived from sign-offs, not stored."""

    DRAFT = "draft", "Draft"
    FROZEN = "frozen", "Frozen"
    PARTNERS_SIGNED = "partners_signed", "Partners signed"
    BOARD_AGREED = "board_agreed", "Board agreed"
    SUBMITTED = "submitted", "Submitted"
    IN_ASSURANCE = "in_assurance", "Area assurance"
    DECIDED = "decided", "Decided"


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
    """Where one plan stands. ``case_id`` and what follows are of its latest case; empty before the first freeze."""

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
            return f"{listed(self.declined)} declined. Next: sign after all, or an author reopens the plan."
        area_team = self.plan.locality.area_team or "the area team"
        unsigned = [body.name for body in self.unsigned] or ["the parties"]
        return {
            Stage.DRAFT: "Next: council and NHS complete the draft and both agree to freeze it.",
            Stage.FROZEN: f"Next: {listed(unsigned)} {'signs' if len(unsigned) == 1 else 'sign'}.",
            Stage.PARTNERS_SIGNED: f"Next: {self.plan.locality.board or 'the Health and Wellbeing Board'} agrees.",
            Stage.BOARD_AGREED: "Next: an author of the council or a CCG submits the plan.",
            Stage.SUBMITTED: f"Next: {area_team} takes the plan up.",
            Stage.IN_ASSURANCE: f"Next: {area_team} scores the plan and decides.",
            Stage.DECIDED: f"Decided: {self.title.lower()}.",
        }[self.stage]


def with_stage(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Each plan with what ``standings`` needs of its latest case, in the same query, and the bodies it names."""
    latest = Case.objects.filter(plan=OuterRef("pk")).order_by("-version__number")
    decision = Decision.objects.filter(case=OuterRef("case_id"))
    board = _standing_in_live_case().filter(case__plan=OuterRef("pk"), kind=SignatureKind.BOARD)
    signed = _standing_in_live_case().filter(
        case__plan=OuterRef("plan"), organisation=OuterRef("organisation"), decision=SignOffDecision.SIGNED
    )
    return (
        plans.select_related("locality__board", "locality__area_team", "round")
        .annotate(
            case_id=Subquery(latest.values("pk")[:1]),
            case_status=Subquery(latest.values("status")[:1]),
            case_version=Subquery(latest.values("version__number")[:1]),
            case_submitted_at=Subquery(latest.values("submitted_at")[:1]),
            board_answer=Subquery(board.values("decision")[:1]),
            lacks_a_party=Exists(Party.objects.filter(~Exists(signed), plan=OuterRef("pk"))),
        )
        .annotate(
            outcome=Subquery(decision.values("outcome")[:1]),
            decided_at=Subquery(decision.values("decided_at")[:1]),
        )
        .annotate(stage=_stage())
    )


def standings(plans: Iterable[Plan]) -> list[Standing]:
    """Where each of these plans stands, in one query more than ``with_stage``, which must have read them."""
    listed = list(plans)
    answers: dict[Any, list[PartyAnswer]] = defaultdict(list)
    answer = _standing_in_live_case().filter(case__plan=OuterRef("plan"), organisation=OuterRef("organisation"))
    parties = Party.objects.filter(plan__in=[plan.pk for plan in listed]).select_related("organisation")
    for party in parties.annotate(answer=Subquery(answer.values("decision")[:1])):
        answers[party.plan_id].append(PartyAnswer(party.organisation, vars(party)["answer"] or ""))
    return [_standing(plan, tuple(answers[plan.pk])) for plan in listed]


def _standing_in_live_case() -> QuerySet[SignOff]:
    return SignOff.objects.filter(voided_at__isnull=True).exclude(case__status=CaseStatus.DECIDED)


def _stage() -> Choose:
    """The stage in SQL, so that a list can be filtered by it: the one definition of it."""
    with_the_centre = {
        CaseStatus.SUBMITTED: Stage.SUBMITTED,
        CaseStatus.IN_ASSURANCE: Stage.IN_ASSURANCE,
        CaseStatus.DECIDED: Stage.DECIDED,
    }
    return Choose(
        # An open plan is a draft, whatever became of its earlier versions.
        When(status=PlanStatus.OPEN, then=Value(Stage.DRAFT.value)),
        *(When(case_status=status, then=Value(stage.value)) for status, stage in with_the_centre.items()),
        When(Q(lacks_a_party=True) | Q(case_id__isnull=True), then=Value(Stage.FROZEN.value)),
        When(board_answer=SignOffDecision.SIGNED, then=Value(Stage.BOARD_AGREED.value)),
        default=Value(Stage.PARTNERS_SIGNED.value),
        output_field=CharField(),
    )


def _standing(plan: Plan, parties: tuple[PartyAnswer, ...]) -> Standing:
    read = vars(plan)
    return Standing(
        plan=plan,
        stage=Stage(read["stage"]),
        case_id=read["case_id"],
        case_status=read["case_status"] or "",
        version=read["case_version"],
        submitted_at=read["case_submitted_at"],
        outcome=read["outcome"] or "",
        decided_at=read["decided_at"],
        board_answer=read["board_answer"] or "",
        parties=parties,
    )


def listed(names: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
