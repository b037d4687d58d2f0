"""What must hold before a step of a case, one function for each: pages show the reason that the step refuses with."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from approvals.deadlines import day_in_words
from approvals.models import Case, CaseStatus, Interest, Outcome, Review, SignatureKind, SignOff, side_of
from approvals.queries import SIGNING, Settled, places, settled
from conditions.models import KeyLineOfEnquiry
from itf.accounts.models import Organisation, RoleGroup, User
from itf.lib.verdict import ALLOWED, Verdict, first_refusal, refused


class StepRefused(Exception):
    """A step was not taken, and nothing was changed; ``reason`` is the sentence for the person who asked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class GuardNotMet(StepRefused):
    """A guard refuses the step."""


def require_guard(verdict: Verdict) -> None:
    """Raise GuardNotMet with the verdict's reason unless it allows the step."""
    if not verdict:
        raise GuardNotMet(verdict.reason)


def case_is_in_signoff(case: Case) -> Verdict:
    """Only words that are up for sign-off can be signed."""
    match case.status:
        case CaseStatus.IN_SIGNOFF:
            return ALLOWED
        case CaseStatus.REOPENED:
            return refused(
                "The plan is open for changes. It goes on to signing and submitting once both sides freeze it again."
            )
        case CaseStatus.DECIDED:
            return refused("The plan is decided: its sign-offs stand as they are.")
    return refused(
        "The plan is submitted: its sign-offs stand as they are. An author can withdraw it before it is taken up."
    )


def words_are_open(case: Case) -> Verdict:
    """Only while the plan is open for changes is there a draft to amend."""
    if case.status == CaseStatus.REOPENED:
        return ALLOWED
    return refused("The plan is frozen: its words stand. Amendments are accepted while it is open for changes.")


def still_before_submission(case: Case) -> Verdict:
    """What a body lets its deputy change is settled before the plan is submitted."""
    if case.status in {CaseStatus.IN_SIGNOFF, CaseStatus.REOPENED}:
        return ALLOWED
    return refused(
        "The plan is submitted: nothing is delegated any more. An author can withdraw it before it is taken up."
    )


def has_not_signed(answers: Iterable[SignOff], organisation: Organisation) -> Verdict:
    """A body signs once; what it signed stands until a section that it covers changes. ``answers``: those standing."""
    given = next((one for one in answers if one.organisation_id == organisation.pk and one.is_signed), None)
    if given is None:
        return ALLOWED
    at = timezone.localtime(given.signed_at)
    act, thing = ("agreed", "agreement") if given.kind == SignatureKind.BOARD else ("signed", "signature")
    return refused(
        f"{organisation} has {act} already, on {day_in_words(at.date())} at {at:%H:%M}, by {given.position}. "
        f"Its {thing} stands until a section that it covers changes."
    )


def is_on_the_route(case: Case, organisation: Organisation) -> Verdict:
    """Only a body that the case passes answers it."""
    if case.stops.filter(organisation=organisation, group__in=SIGNING).exists():
        return ALLOWED
    return refused(f"{organisation} has no part in this plan's sign-off.")


def can_go_forward(case: Case) -> Verdict:
    """A plan goes forward though a body cannot agree: where its round lets it, once all of the group have answered."""
    if not case.allows_not_agreed:
        return refused("In this round every body must agree: the one that declined signs, or the plan is reopened.")
    listed = places(case)
    parties = [place for place in listed if not place.is_board]
    refusing = [place for place in listed if place.standing and not place.is_settled]
    if not refusing:
        return refused("Nobody has declined, so there is nothing to go forward without.")
    if not any(place.is_signed for place in parties):
        return refused("No council or CCG has signed, so there is no plan to put forward.")
    group = [place for place in listed if place.is_board == refusing[0].is_board]
    waiting = [place.organisation.name for place in group if place.standing is None]
    return refused(f"Still to answer: {', '.join(waiting)}.") if waiting else ALLOWED


def has_signed(case: Case, organisation: Organisation) -> Verdict:
    """The body's own signature stands."""
    standing = case.signoffs.filter(organisation=organisation, voided_at__isnull=True).first()
    if standing and standing.is_signed:
        return ALLOWED
    return refused(f"Only for a council or CCG that has signed can the plan be put forward; {organisation} has not.")


def one_has_signed(case: Case, bodies: Iterable[Organisation]) -> Verdict:
    """One of these bodies, at least, has signed."""
    verdicts = [has_signed(case, body) for body in bodies]
    return next((verdict for verdict in verdicts if verdict), verdicts[0] if verdicts else ALLOWED)


def parties_have_signed(case: Case) -> Verdict:
    """Every council and CCG in the plan has a sign-off that stands, or the plan goes forward without it."""
    return _parties_have(settled(case))


def all_have_signed(case: Case) -> Verdict:
    """Every council and CCG, and then each Health and Wellbeing Board: what submitting needs, in one reading."""
    answers = settled(case)
    return first_refusal(_parties_have(answers), _boards_have(answers))


def _parties_have(answers: list[Settled]) -> Verdict:
    lacking = [answer.body for answer in answers if not answer.is_board and not answer.is_settled]
    return refused(f"Still to sign: {', '.join(lacking)}.") if lacking else ALLOWED


def _boards_have(answers: list[Settled]) -> Verdict:
    """The agreement of each board stands, or the plan goes forward without it."""
    boards = [answer for answer in answers if answer.is_board]
    if not boards:
        return refused(
            "No Health and Wellbeing Board was recorded for this locality when sign-off opened. Ask an administrator "
            "to record it; then reopen the plan and freeze it again."
        )
    lacking = [answer.body for answer in boards if not answer.is_settled]
    if not lacking:
        return ALLOWED
    return refused(f"Still to agree: {', '.join(lacking)}. Its chair does so once every council and CCG has signed.")


def lateness_is_explained(case: Case, *, late_reason: str, on: date) -> Verdict:
    """Up to and with the last day of the window nothing is asked; after it, a reason."""
    closes_on = case.plan.window_closes_on
    if case.follows_id:
        return ALLOWED  # it has the days of the conditions that it answers
    if on <= closes_on or late_reason.strip():
        return ALLOWED
    return refused(f"The window closed on {day_in_words(closes_on)}. Say why the plan is submitted late.")


def keys_are_separate(answers: Iterable[SignOff], organisation: Organisation, by: User) -> Verdict:
    """Council, NHS and board each sign by another person; one person may sign for several CCGs.

    Accountable officers shared by neighbouring CCGs are common, so only the three sides are kept apart, not the bodies.
    ``answers``: those of the case that stand.
    """
    for answer in answers:
        if answer.signatory_id == by.pk and answer.side != side_of(organisation.kind):
            return refused(
                f"You have answered for {answer.organisation.name}. The council, the NHS and the board each need a "
                "person of their own; ask another signatory to act here."
            )
    return ALLOWED


def no_conflict_of_interest(case: Case, by: User) -> Verdict:
    """Nobody assures a plan of a body in which they hold a role, or declared an interest."""
    own = case.stops.filter(group__in=SIGNING).values("organisation")
    held = RoleGroup.objects.filter(organisation__in=own, group__user=by).select_related("organisation").first()
    if held is not None:
        return refused(f"You hold a role in {held.organisation.name}, so another assurer must assure this plan.")
    declared = Interest.objects.filter(organisation__in=own, person=by).select_related("organisation").first()
    if declared is None:
        return ALLOWED
    body = declared.organisation.name
    return refused(f"You declared an interest in {body}, so another assurer must assure this plan.")


def reason_is_given(reason: str) -> Verdict:
    """A step that undoes the work of others says why."""
    return ALLOWED if reason.strip() else refused("Say why: everyone who has signed will read it.")


def lines_are_loaded() -> Verdict:
    """There is something to score."""
    if KeyLineOfEnquiry.objects.exists():
        return ALLOWED
    return refused("No key lines of enquiry are loaded. Ask an administrator to load the reference data.")


def review_is_under_way(review: Review, by: User) -> Verdict:
    """Only its assurer writes a review, until it is finished or the case is decided."""
    if review.assurer_id != by.pk:
        return refused("This review is another assurer's. Take the plan up yourself to score it.")
    if review.case.status != CaseStatus.IN_ASSURANCE:
        return refused("The area has recommended an outcome: its reviews stand as they are.")
    if review.is_finished:
        return refused("This review is finished: its scores stand as they are.")
    return ALLOWED


def review_can_be_corrected(review: Review, by: User) -> Verdict:
    """A finished review is its assurer's to correct until the other side's is in: then the two are compared."""
    if review.assurer_id != by.pk:
        return refused("This review is another assurer's.")
    if not review.is_finished:
        return refused("This review is not finished: its scores can be changed.")
    if review.case.status != CaseStatus.IN_ASSURANCE:
        return refused("The area has recommended an outcome: its reviews stand as they are.")
    finished = review.case.reviews.filter(finished_at__isnull=False).select_related("organisation")
    if any(other.side != review.side for other in finished):
        return refused("Both sides’ reviews are in: settle the line with the other side instead.")
    return ALLOWED


def every_line_is_scored(review: Review) -> Verdict:
    """Each key line of enquiry has a score and a reason for it."""
    lacking = [score.title for score in review.scores.all() if not score.is_given]
    return refused(f"A score and a reason are still needed for: {', '.join(lacking)}.") if lacking else ALLOWED


def in_force(case: Case) -> bool:
    """Whether the case's conditions bind: it was approved with them."""
    decision = getattr(case, "decision", None)
    return decision is not None and decision.outcome == Outcome.APPROVED_WITH_CONDITIONS
