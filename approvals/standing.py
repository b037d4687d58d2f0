"""Stage and Standing: where a plan stands as readers see it, whose act is next, and what each stage is called."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import TextChoices

from approvals.desk import NO_DESK, Bound, Desk
from approvals.models import HELD_AS, SIGNATURES, CaseStatus, Outcome, side_of
from approvals.wording import listed, not_agreed
from conditions.models import RouteGroup
from itf.accounts.models import Organisation
from plans.models import MoveConsent, Plan
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


class Unratified(NamedTuple):
    """An action ahead of a meeting that has not ratified it: whose, by when it was to, and of which ``version``.

    ``version`` is None of the plan's latest case; of one that was decided before, its number.
    """

    body: Organisation
    due_on: date
    version: int | None = None


@dataclass(frozen=True)
class Standing:
    """Where one plan stands. ``case_id`` and what follows are of its latest case; empty before the first freeze.

    ``without``: the bodies without whose agreement it goes, or went, forward. ``agreed``: the sides whose agreement to
    freeze is to the draft as it is now. ``unratified``: actions ahead of a meeting that has not ratified them.
    ``moves``: what sides agreed to that would move the plan to
    another round or template. ``levels``: the groups that answer after submission, in order, of which the last decides.
    ``conditions``: those of approval that are still to be met. ``refused``: bodies that refused to ratify what their
    chair or officer answered for them, and whose answer stands in what was submitted. ``tranche``: the key of the one
    that its latest case is in, empty for none.
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
    unratified: tuple[Unratified, ...] = ()
    moves: tuple[MoveConsent, ...] = ()
    desk: Desk = NO_DESK
    conditions: tuple[Bound, ...] = ()
    refused: tuple[str, ...] = ()
    levels: tuple[str, ...] = tuple(HELD_AS)
    tranche: str = ""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Those that this plan comes through on its own route, in order."""
        left_out = {Stage(HELD_AS[group]) for group in HELD_AS if group not in self.levels}
        return tuple(stage for stage in Stage if stage not in left_out)

    @property
    def declined(self) -> tuple[str, ...]:
        """The bodies whose refusal stands and keeps the plan back."""
        listed = (*self.parties, *self.boards)
        return tuple(body.organisation.name for body in listed if body.answer and not body.is_settled)

    @property
    def not_agreed(self) -> str:
        """How the plan goes forward, where not everyone agrees to it; nothing of a draft, whose words are to come."""
        if self.stage == Stage.DRAFT:
            return ""
        said = [not_agreed([body.name for body in self.without])] if self.without else []
        said += [f"Not ratified by {listed(self.refused)}"] if self.refused else []
        return ". ".join(said)

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
            reopened = "Draft, open for conditions" if self.plan.open_sections else "Draft, reopened after a decision"
            return "Draft, not approved before" if self.is_not_approved else reopened
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
            verb = "agree" if self.stage == Stage.PARTNERS_SIGNED else "sign"
            after_all = f"the body {verb}s" if len(self.declined) == 1 else f"those bodies {verb}"
            ways = ["an author reopens the plan", f"{after_all} after all"]
            ways += ["an author puts it forward as not agreed"] if self.may_go_forward else []
            return f"{listed(self.declined)} declined. Next: {', '.join(ways[:-1])}, or {ways[-1]}."
        area_team = self.plan.locality.area_team or "the area team"
        unsigned = [body.name for body in self.unsigned] or ["the parties"]
        boards = [body.organisation.name for body in self.boards if not body.is_settled]
        boards = boards or ["the Health and Wellbeing Board"]
        decides = " and so decides" if self.decides_now else ""
        to_ministers = " and sends its tranche to ministers"
        return {
            Stage.DRAFT: self._next_of_a_draft(),
            Stage.FROZEN: f"Next: {listed(unsigned)} {'signs' if len(unsigned) == 1 else 'sign'}.",
            Stage.PARTNERS_SIGNED: f"Next: {listed(boards)} {'agrees' if len(boards) == 1 else 'agree'}.",
            Stage.BOARD_AGREED: "Next: an author of the council or a CCG submits the plan.",
            Stage.SUBMITTED: f"Next: {area_team} takes the plan up.",
            Stage.IN_ASSURANCE: self._next_of_the_area(),
            Stage.WITH_REGION: f"Next: {self.plan.locality.region_team or 'the regional team'} moderates{decides}.",
            Stage.IN_NATIONAL_REVIEW: f"Next: the national team reviews the plan{decides or to_ministers}.",
            Stage.WITH_MINISTERS: "Next: ministers decide.",
            Stage.DECIDED: f"Decided: {self.title.lower()}.",
        }[self.stage]

    @property
    def decides_now(self) -> bool:
        """Whether those who hold the plan now are the last of its route: what they say is the decision."""
        return bool(self.levels) and self.stage == Stage(HELD_AS[RouteGroup(self.levels[-1])])

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
            does = "decide together" if self.decides_now else "recommend an outcome"
            return f"Next: the two sides settle their differences and {does}."
        other = next(name for body, name in names.items() if body != self.desk.proposed_for)
        if self.decides_now:
            return f"Next: {other} agrees to what is proposed, which decides the plan, or proposes anew."
        return f"Next: {other} agrees to what is recommended, or proposes anew."

    def _next_of_a_draft(self) -> str:
        waiting = [words for side, words in SIDES.items() if side not in self.agreed]
        if len(waiting) == 1:
            return f"Next: {waiting[0]} agrees to freeze the draft, as the other side has."
        if self.is_not_approved:
            return (
                f"Version {self.version} was not approved. Next: council and NHS make a new one and agree to freeze it."
            )
        if self.plan.open_sections:
            return "Next: council and NHS change what the conditions of approval touch, and both agree to freeze it."
        return "Next: council and NHS complete the draft and both agree to freeze it."
