"""What each person owes a plan: the next act that is theirs to do, with its address."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from approvals.deadlines import day_in_words, window_sentence
from approvals.models import SignOffDecision, side_of
from approvals.stages import SIDES, Stage, Standing, listed
from itf.accounts.models import Organisation

BEFORE_SUBMISSION = (Stage.DRAFT, Stage.FROZEN, Stage.PARTNERS_SIGNED, Stage.BOARD_AGREED)


@dataclass(frozen=True)
class Act:
    """One thing to do: what, for which plan, where, and by when in words."""

    label: str
    url: str
    standing: Standing
    due: str

    @property
    def title(self) -> str:
        """As a task list names it."""
        return self.label

    @property
    def hint(self) -> str:
        """Below the title: for which plan."""
        return self.standing.plan.title

    @property
    def status(self) -> str:
        """At the end of the row: by when."""
        return self.due


def acts_for(
    standing: Standing, held: Mapping[str, Iterable[UUID]], today: date, reviewed: Container[UUID] = ()
) -> list[Act]:
    """The acts that are next for this plan and that these powers allow; ``held`` is bodies by codename.

    ``reviewed``: the cases of which this person has finished a review.
    """
    key, due = standing.plan.key, due_sentence(standing, today)
    wanted: list[tuple[str, str]] = []
    match standing.stage:
        case Stage.DRAFT if "freeze_plan" in held:
            wanted = _drafting(standing, set(held["freeze_plan"]))
        case Stage.FROZEN | Stage.PARTNERS_SIGNED if standing.declined and "edit_plan" in held:
            wanted = [(f"Read why {listed(standing.declined)} declined", reverse("approvals:route", args=[key]))]
        case Stage.FROZEN:
            wanted = [_signing(key, body) for body in standing.unanswered if body.pk in set(held.get("sign_plan", ()))]
        case Stage.PARTNERS_SIGNED if "agree_plan" in held and standing.board_answer != SignOffDecision.DECLINED:
            board = standing.plan.locality.board
            wanted = [(f"Agree for {board}", reverse("approvals:agree", args=[key]))]
        case Stage.BOARD_AGREED if "submit_plan" in held:
            wanted = [("Submit the plan", reverse("approvals:submit", args=[key]))]
        case Stage.SUBMITTED if "assure_plan" in held:
            wanted = [("Take the plan up", reverse("approvals:case", args=[standing.case_id]))]
        case Stage.IN_ASSURANCE if "assure_plan" in held:
            label = "Decide on the plan" if standing.case_id in reviewed else "Score the plan and decide"
            wanted = [(label, reverse("approvals:case", args=[standing.case_id]))]
    return [Act(label, url, standing, due) for label, url in wanted]


def due_sentence(standing: Standing, today: date) -> str:
    """By when, until the plan is submitted; afterwards when it was."""
    if standing.stage in BEFORE_SUBMISSION:
        return window_sentence(standing.plan.window_closes_on, today)
    if standing.stage == Stage.DECIDED and standing.decided_at:
        return f"Decided on {day_in_words(standing.decided_at.date())}"
    return f"Submitted on {day_in_words(standing.submitted_at.date())}" if standing.submitted_at else ""


def _drafting(standing: Standing, bodies: set[UUID]) -> list[tuple[str, str]]:
    """What an author of these bodies owes a draft; nothing once their side has agreed to these very words."""
    sides = {side_of(party.organisation.kind) for party in standing.parties if party.organisation.pk in bodies}
    wanted = []
    if standing.is_not_approved:
        case = reverse("approvals:case", args=[standing.case_id])
        wanted.append((f"Read why version {standing.version} was not approved", case))
    if sides - standing.agreed:
        others = [words for side, words in SIDES.items() if side in standing.agreed]
        label = f"Agree to freeze it, as {others[0]} has" if others else "Complete the draft and agree to freeze it"
        wanted.append((label, reverse("approvals:freeze", args=[standing.plan.key])))
    return wanted


def _signing(key: str, body: Organisation) -> tuple[str, str]:
    return f"Sign for {body}", reverse("approvals:sign", args=[key, body.pk])
