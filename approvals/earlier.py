"""What became of a plan when it was assured before: not approved, decided or returned, with the reasons given."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from approvals.models import Case, Decision, Outcome, Recommendation
from itf.audit.models import AuditEvent
from plans.models import Plan, PlanVersion


@dataclass(frozen=True)
class Earlier:
    """How one version that was submitted before came back: what was said of it, when and why.

    ``case_id``: the case that was decided; None where the same case was returned.
    """

    version: PlanVersion
    said: str
    at: datetime
    reasons: str
    outcome: str = ""
    case_id: UUID | None = None

    @property
    def is_not_approved(self) -> bool:
        """Whether it was refused."""
        return self.outcome == Outcome.NOT_APPROVED


def earlier_of(plan: Plan, before: int | None = None) -> list[Earlier]:
    """The decisions on a plan and its returns, newest first, in at most four queries; of versions below ``before``.

    A version that was withdrawn is not among them: nobody said anything of it.
    """
    if before is not None and before <= 1:
        return []  # no version is below the first
    named = Recommendation.objects.select_related("organisation", "made_by", "agreed_for", "agreed_by")
    decisions = Decision.objects.filter(case__plan=plan).select_related("case", "organisation", "decided_by")
    decisions = decisions.prefetch_related(Prefetch("case__recommendations", named))
    returns = AuditEvent.objects.filter(
        plan_key=plan.key, action="case.returned", subject_type=Case._meta.label_lower
    ).order_by("seq")
    versions = {version.number: version for version in plan.versions.defer("content")}
    by_id = {version.pk: version for version in versions.values()}
    found = [
        Earlier(
            by_id[decision.case.version_id],
            f"{decision.get_outcome_display()}, {decision.bodies}",
            decision.decided_at,
            decision.reasons,
            decision.outcome,
            decision.case_id,
        )
        for decision in decisions
    ]
    found += [
        Earlier(versions[event.data["version"]], "Returned to its authors", event.at, event.data["reason"])
        for event in returns
    ]
    kept = [one for one in found if before is None or one.version.number < before]
    return sorted(kept, key=lambda one: (one.version.number, one.at), reverse=True)


def refused_as_it_is(earlier: list[Earlier], fingerprint: str) -> Earlier | None:
    """The last outcome, where it was a refusal or a return of these very words."""
    last = earlier[0] if earlier else None
    is_open = last is not None and (last.is_not_approved or not last.outcome)
    return last if last and is_open and last.version.fingerprint == fingerprint else None
