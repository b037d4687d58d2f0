"""What follows the two readings: the area recommends with two keys, the region moderates, the national team reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from approvals import deciding
from approvals.guards import GuardNotMet, no_conflict_of_interest, reason_is_given, require_guard
from approvals.lines import Line, lines_of, marks_said, reviews_in
from approvals.meeting_conditions import are_named, stand_as_proposed
from approvals.models import Case, CaseStatus, Clarification, Level, ModeratedMark, Outcome, Recommendation
from approvals.queries import locked
from approvals.workflow import TransitionNotAllowed, move
from itf.accounts.models import Organisation, OrganisationKind, User
from itf.audit.chain import record
from itf.lib.verdict import ALLOWED, Verdict, refused

# The state in which each level speaks.
SPEAKS: dict[Level, CaseStatus] = {
    Level.AREA: CaseStatus.IN_ASSURANCE,
    Level.REGION: CaseStatus.WITH_REGION,
    Level.NATIONAL: CaseStatus.IN_NATIONAL_REVIEW,
}


@dataclass(frozen=True)
class Advice:
    """An outcome with its reasons, and the marks that are settled or changed, with a reason each, by line.

    ``without_answers``: why it is given though questions to the authors are not answered.
    """

    outcome: Outcome
    reasons: str
    marks: Mapping[str, tuple[int, str]]
    without_answers: str = ""


def both_are_in(case: Case) -> Verdict:
    """Each side has finished a reading of its own before the two are compared."""
    if case.plan.locality.local_government_id is None:
        return refused(
            "No local government assurers are recorded for this locality. Ask an administrator to record them."
        )
    lacking = {"nhs", "local_government"} - {side.value for side in reviews_in(case)}
    if not lacking:
        return ALLOWED
    place = case.plan.locality
    body = place.area_team if "nhs" in lacking else place.local_government
    return refused(f"{body} has not finished its review. The two are compared once both are in.")


def marks_are_settled(lines: list[Line], advice: Advice, level: Level) -> Verdict:
    """The area settles every difference; a mark that is changed later has a reason."""
    if any(not reason.strip() for _, reason in advice.marks.values()):
        return refused("Say why for each mark that you settle or change.")
    open_lines = [line.title for line in lines if line.mark_before(level) is None and line.key not in advice.marks]
    return refused(f"Settle the difference on: {', '.join(open_lines)}.") if open_lines else ALLOWED


def nothing_is_unanswered(questions: Sequence[Clarification]) -> Verdict:
    """A question stops the plan until it is answered (domain.md 5), or until whoever goes on says why."""
    if not questions:
        return ALLOWED
    places = ", ".join(question.place for question in questions)
    return refused(f"The authors have not answered about: {places}. Wait for the answer, or say why you go on.")


def unanswered(case: Case) -> list[Clarification]:
    """The questions to which the authors owe an answer, oldest first."""
    return list(case.clarifications.filter(answered_at=None))


def propose(case: Case, *, organisation: Organisation, advice: Advice, by: User, at: datetime) -> Recommendation:
    """Put forward, for one of the two sides, what the area recommends; the other side then agrees or proposes anew.

    Raises GuardNotMet before both reviews are in, and while a difference is not settled; TransitionNotAllowed.
    """
    with transaction.atomic():
        held = _held(case, Level.AREA, by)
        require_guard(both_are_in(held))
        made = _store(held, Level.AREA, organisation, advice, by, at)
        data = {
            "outcome": advice.outcome,
            "organisation": organisation.name,
            "reasons": advice.reasons,
            "without_answers": made.without_answers,
        }
        record(actor=by, action="recommendation.proposed", subject=made, plan_key=held.plan.key, data=data, at=at)
    return made


def agree(case: Case, *, organisation: Organisation, shown: datetime, by: User, at: datetime) -> Recommendation:
    """Agree, for the other side, to what was proposed; the case is passed on. A second click changes nothing.

    ``shown``: when the proposal was made that the person read. Raises GuardNotMet when it is another by now, and for
    the side that proposed it.
    """
    with transaction.atomic():
        made = Recommendation.objects.select_related("organisation").filter(case=case, level=Level.AREA).first()
        if made and made.agreed_by_id == by.pk:
            return made
        held = _held(case, Level.AREA, by)
        made = Recommendation.objects.select_related("organisation").filter(case=held, level=Level.AREA).first()
        if made is None or made.made_at != shown:
            raise GuardNotMet("What is recommended was changed meanwhile. Read it again before you agree.")
        if made.organisation.kind == organisation.kind:
            raise GuardNotMet(f"{made.organisation} proposed this. The other side agrees to it or proposes anew.")
        require_guard(stand_as_proposed(held, made))
        # What was open when it was proposed has its reason there; the proposal says nothing of a later question.
        require_guard(nothing_is_unanswered([one for one in unanswered(held) if one.asked_at > made.made_at]))
        made.agreed_for, made.agreed_by, made.agreed_at = organisation, by, at
        made.save(update_fields=["agreed_for", "agreed_by", "agreed_at"])
        said = {
            "outcome": made.outcome,
            "organisation": made.organisation.name,
            "with": organisation.name,
            "marks": marks_said(lines_of(held)),
        }
        both = (made.organisation, organisation)
        team = next((body for body in both if body.kind == OrganisationKind.AREA_TEAM), organisation)
        _pass_on(held, made, for_whom=team, said=said, by=by, at=at)
    return made


def moderate(case: Case, *, organisation: Organisation, advice: Advice, by: User, at: datetime) -> Recommendation:
    """What the region makes of it; the case is passed on. A second click changes nothing."""
    with transaction.atomic():
        made = Recommendation.objects.filter(case=case, level=Level.REGION, made_by=by).first()
        if made:
            return made
        held = _held(case, Level.REGION, by)
        made = _store(held, Level.REGION, organisation, advice, by, at)
        said = {
            "outcome": advice.outcome,
            "organisation": organisation.name,
            "without_answers": made.without_answers,
            "marks": marks_said(lines_of(held)),
        }
        _pass_on(held, made, for_whom=organisation, said=said, by=by, at=at)
    return made


def review_nationally(
    case: Case, *, organisation: Organisation, advice: Advice, by: User, at: datetime
) -> Recommendation:
    """What the national team will tell ministers; it may be changed until the tranche is sent.

    On a route without ministers it is the decision. A second click then changes nothing.
    """
    with transaction.atomic():
        mine = Recommendation.objects.filter(case=case, level=Level.NATIONAL, made_by=by)
        if decided := mine.filter(case__decision__isnull=False).first():
            return decided
        held = _held(case, Level.NATIONAL, by)
        made = _store(held, Level.NATIONAL, organisation, advice, by, at)
        data = {
            "outcome": advice.outcome,
            "organisation": organisation.name,
            "without_answers": made.without_answers,
            "marks": marks_said(lines_of(held)),
        }
        record(actor=by, action="recommendation.national", subject=made, plan_key=held.plan.key, data=data, at=at)
        if held.following == CaseStatus.DECIDED:
            _pass_on(held, made, for_whom=organisation, said={}, by=by, at=at)
    return made


def _pass_on(
    held: Case, made: Recommendation, *, for_whom: Organisation, said: dict[str, Any], by: User, at: datetime
) -> None:
    """To the next group of the case's own route; what the last one advises is the decision."""
    require_guard(are_named(held, made.outcome))
    if held.following == CaseStatus.DECIDED:
        advised = deciding.Verdicts(held.pk, Outcome(made.outcome), made.reasons)
        deciding.pronounce(held, advised, organisation=for_whom, by=by, at=at)
    else:
        move(held, to=held.following, by=by, at=at, said=said)


def _held(case: Case, level: Level, by: User) -> Case:
    """The case under lock, where this level speaks and for someone without a part in the plan."""
    held = locked(case.pk)
    if held.status != SPEAKS[level]:
        raise TransitionNotAllowed(held)
    require_guard(no_conflict_of_interest(held, by))
    return held


def _store(
    held: Case, level: Level, organisation: Organisation, advice: Advice, by: User, at: datetime
) -> Recommendation:
    """Keep what a level advises in place of what it advised before."""
    require_guard(reason_is_given(advice.reasons))
    require_guard(are_named(held, advice.outcome))
    require_guard(marks_are_settled(lines_of(held), advice, level))
    owed, why = unanswered(held), advice.without_answers.strip()
    require_guard(nothing_is_unanswered([] if why else owed))
    values = {
        "outcome": advice.outcome,
        "reasons": advice.reasons,
        "without_answers": why if owed else "",
        "organisation": organisation,
        "made_by": by,
        "made_at": at,
        "agreed_for": None,
        "agreed_by": None,
        "agreed_at": None,
    }
    made, _ = Recommendation.objects.update_or_create(case=held, level=level, defaults=values)
    made.marks.all().delete()
    ModeratedMark.objects.bulk_create(
        ModeratedMark(recommendation=made, line=line, mark=mark, reason=reason)
        for line, (mark, reason) in advice.marks.items()
    )
    return made
