"""Versions that answer conditions of approval: what of the plan opens, and what stands of the approved version."""

from collections.abc import Iterable
from datetime import datetime

from approvals.guards import in_force
from approvals.lines import Line, lines_of, reviews_in
from approvals.models import AssuringSide, Case, CaseStatus, Level, ModeratedMark, Outcome, Review, SignOff
from approvals.signoff import void_changed
from approvals.words import agreed_words
from conditions.models import KeyLineOfEnquiry
from itf.accounts.models import User
from itf.audit.chain import record
from itf.lib.verdict import ALLOWED, Verdict, refused
from plans.models import PlanVersion


def can_open(case: Case) -> Verdict:
    """The plan can be opened for what the conditions of its approval touch."""
    if case.status != CaseStatus.DECIDED or not in_force(case):
        return refused("The plan was not approved with conditions.")
    if case.plan.is_open:
        return refused("The plan is open for changes already.")
    if not sections_touched(case):
        return refused("No condition that is still to be met names a section. Give evidence without a new version.")
    return ALLOWED


def sections_touched(case: Case) -> tuple[str, ...]:
    """The slugs of what the conditions still to be met touch."""
    named = case.conditions.filter(closed_at__isnull=True).values_list("sections", flat=True)
    return tuple(sorted({slug for slugs in named for slug in slugs}))


def followed_by(version: PlanVersion) -> Case | None:
    """The case whose conditions this version answers: of the newest version approved with some, if it opened for them.

    What answers them and was not approved is followed by what answers them again.
    """
    if not version.plan.open_sections:
        return None
    decided = Case.objects.filter(plan=version.plan, decision__outcome=Outcome.APPROVED_WITH_CONDITIONS)
    return decided.order_by("-version__number").first()


def carry_sign_offs(case: Case, followed: Case, *, by: User, at: datetime) -> list[SignOff]:
    """Let the signatures on the approved version stand on this one, as far as it left their words alone.

    One that is still to be ratified, or was refused, is given anew, and so is a refusal. Returns those that stand.
    """
    signed = followed.signoffs.filter(voided_at__isnull=True, carried_by=None).select_related("organisation")
    for signoff in signed.prefetch_related("amendments__version"):
        if not signoff.is_signed or signoff.awaits_ratification or signoff.is_refused:
            continue
        signoff.sections = agreed_words(signoff)
        signoff.pk, signoff.case = None, case
        signoff._state.adding = True
        signoff.save(force_insert=True)
    void_changed(case, case.version, by=by, at=at)
    standing = list(case.signoffs.filter(voided_at__isnull=True).select_related("organisation"))
    data = {
        "version": case.version.number,
        "follows": followed.version.number,
        "standing": [signoff.organisation.name for signoff in standing],
    }
    record(actor=by, action="case.follows", subject=case, plan_key=case.plan.key, data=data, at=at)
    return standing


def carry_scores(review: Review) -> int:
    """Begin a reading with what the same side gave lines whose sections stand as approved; returns how many those are.

    A line that names no section reads the whole plan, and is scored anew.
    """
    followed = review.case.follows
    before = reviews_in(followed).get(review.side) if followed else None
    if before is None:
        return 0
    given = {score.line: score for score in before.scores.all()}
    stand = _lines_that_stand(review.case)
    carried = []
    for score in review.scores.all():
        if score.line in given and score.line in stand:
            score.mark, score.reason = given[score.line].mark, given[score.line].reason
            carried.append(score)
    review.scores.bulk_update(carried, ["mark", "reason"])
    return len(carried)


def settled_before(case: Case, lines: Iterable[Line]) -> dict[str, ModeratedMark]:
    """By line: what the sides settled on the approved version, where they differ as then and nothing could change."""
    if case.follows is None:
        return {}
    before = {line.key: line for line in lines_of(case.follows)}
    stand = _lines_that_stand(case)
    return {
        line.key: before[line.key].moderated[Level.AREA]
        for line in lines
        if line.key in stand
        and line.differs
        and Level.AREA in before.get(line.key, line).moderated
        and _marks(line) == _marks(before[line.key])
    }


def _marks(line: Line) -> dict[AssuringSide, int | None]:
    return {side: score.mark for side, score in line.scores.items()}


def _lines_that_stand(case: Case) -> set[str]:
    """The lines that read none of the sections which the plan is open for; one that names none reads all of them."""
    rows = KeyLineOfEnquiry.objects.values_list("key", "sections")
    named = {key: sections.split() for key, sections in rows}
    return {key for key, reads in named.items() if reads and not any(case.plan.may_change(slug) for slug in reads)}
