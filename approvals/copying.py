"""From which version a plan may be copied forward, to which round, and what stands in the way."""

from dataclasses import dataclass

from approvals.models import Case, CaseStatus
from approvals.queries import places, with_plan
from conditions.models import Round
from itf.accounts.models import User
from itf.lib.verdict import ALLOWED, Verdict, refused
from plans.copying import later_rounds, standing_plan
from plans.models import Plan, PlanVersion
from plans.permissions import is_author

ONLY_AUTHORS = "Only an author of the council or a CCG in the plan can copy it forward."
NOT_SIGNED = (
    "No version of this plan was signed by every council and CCG in it. What was not agreed is not carried into the "
    "next plan: freeze it and have it signed first."
)
NO_ROUND = "There is no later round to copy this plan to. An administrator adds rounds to the reference data."


@dataclass(frozen=True)
class Course:
    """The version to copy from, the round to copy to, and the plan that stands there already."""

    version: PlanVersion | None
    round: Round | None
    rounds: tuple[Round, ...]
    standing: Plan | None

    @property
    def both(self) -> tuple[PlanVersion, Round]:
        """The version and the round; raises ValueError where one lacks, which the verdict refuses before."""
        if self.version is None or self.round is None:
            raise ValueError("There is nothing to copy, or no round to copy it to")
        return self.version, self.round

    @property
    def is_done(self) -> bool:
        """Whether the plan of the round is the copy of this very plan."""
        copied = getattr(self.standing, "copied", None)
        return copied is not None and self.version is not None and copied.version.plan_id == self.version.plan_id


def course(plan: Plan, asked: str = "") -> Course:
    """What can be copied where; ``asked`` is the key of a round, the next one if it names none."""
    rounds = later_rounds(plan)
    chosen = next((each for each in rounds if each.key == asked), rounds[0] if rounds else None)
    standing = standing_plan(plan.locality, chosen) if chosen else None
    return Course(signed_version(plan), chosen, tuple(rounds), standing)


def signed_version(plan: Plan) -> PlanVersion | None:
    """The newest version that every council and CCG in the plan has signed, or that was decided."""
    for case in with_plan(Case.objects.filter(plan=plan)).order_by("-version__number"):
        bodies = [place for place in places(case) if not place.is_board]
        if case.status == CaseStatus.DECIDED or (bodies and all(body.is_signed for body in bodies)):
            return case.version
    return None


def can_copy_forward(user: User, plan: Plan, way: Course) -> Verdict:
    """May start the plan of the later round from this one now."""
    if not is_author(user, plan):
        return refused(ONLY_AUTHORS)
    if way.version is None:
        return refused(NOT_SIGNED)
    if way.round is None:
        return refused(NO_ROUND)
    if way.standing is not None:
        return refused(f"There is a plan of {plan.locality} for these years: {way.standing}. A locality has one.")
    return ALLOWED
