"""The assurers' steps: take a plan up, score it apart from the other side, finish the review."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from approvals import follow_ups
from approvals.guards import (
    every_line_is_scored,
    lines_are_loaded,
    no_conflict_of_interest,
    reason_is_given,
    require_guard,
    review_can_be_corrected,
    review_is_under_way,
)
from approvals.models import Case, CaseStatus, Review, Score
from approvals.queries import locked
from approvals.workflow import move
from conditions.models import KeyLineOfEnquiry
from itf.accounts.models import Organisation, User
from itf.audit.chain import record


def take_up(case: Case, *, organisation: Organisation, by: User, at: datetime) -> Review:
    """Begin a review of a submitted case for one of the two sides; from now on the authors cannot withdraw it.

    While a case is in assurance others may take it up as well, so that neither side waits for one person. Whoever has
    a review already gets that one. Raises GuardNotMet (conflict of interest), TransitionNotAllowed.
    """
    with transaction.atomic():
        held = locked(case.pk)
        own = held.reviews.filter(assurer=by).first()
        if own and held.status == CaseStatus.IN_ASSURANCE:
            return own
        require_guard(no_conflict_of_interest(held, by))
        if own:
            # The plan was returned and has come again: the same review goes on, with its scores to be looked at anew.
            move(held, to=CaseStatus.IN_ASSURANCE, by=by, at=at, said={"organisation": organisation.name})
            return own
        require_guard(lines_are_loaded())
        review = Review.objects.create(case=held, assurer=by, organisation=organisation, started_at=at)
        Score.objects.bulk_create(
            Score(review=review, line=line.key, title=line.title, question=line.question, position=line.position)
            for line in KeyLineOfEnquiry.objects.all()
        )
        follow_ups.carry_scores(review)
        if held.status == CaseStatus.IN_ASSURANCE:
            _note(review, "review.started", by, at, {"organisation": organisation.name})
        else:
            move(held, to=CaseStatus.IN_ASSURANCE, by=by, at=at, said={"organisation": organisation.name})
    return review


def score(review: Review, *, marks: Mapping[str, tuple[int | None, str]], by: User, at: datetime) -> list[Score]:
    """Keep marks and reasons by line of enquiry, complete or not; returns what changed. Other lines stay as they are.

    Raises GuardNotMet for another's review, a finished one, or a case that is decided.
    """
    with transaction.atomic():
        review.case = locked(review.case_id)
        require_guard(review_is_under_way(review, by))
        changed = []
        for given in review.scores.filter(line__in=list(marks)):
            mark, reason = marks[given.line]
            if (given.mark, given.reason) != (mark, reason):
                given.mark, given.reason = mark, reason
                changed.append(given)
        Score.objects.bulk_update(changed, ["mark", "reason"])
        if changed:
            _note(review, "review.scored", by, at, {"lines": [given.line for given in changed]})
    return changed


def finish(review: Review, *, by: User, at: datetime) -> Review:
    """Close a review: its scores stand. The first that a side finishes is that side's. Finishing twice changes nothing.

    Raises GuardNotMet while a line lacks a mark or a reason.
    """
    with transaction.atomic():
        held = locked(review.case_id)
        review.refresh_from_db()
        review.case = held
        if review.is_finished and review.assurer_id == by.pk:
            return review
        require_guard(review_is_under_way(review, by))
        require_guard(every_line_is_scored(review))
        review.finished_at = at
        review.save(update_fields=["finished_at"])
        marks = {given.line: given.mark for given in review.scores.all()}
        _note(review, "review.finished", by, at, {"marks": marks})
    return review


def correct(review: Review, *, reason: str, by: User, at: datetime) -> Review:
    """Open a finished review again, to be finished anew; the reason stays in the trail. Opened twice is once.

    Raises GuardNotMet without a reason, for another's review, and once the other side's is in.
    """
    require_guard(reason_is_given(reason))
    with transaction.atomic():
        held = locked(review.case_id)
        review.refresh_from_db()
        review.case = held
        if not review.is_finished and review.assurer_id == by.pk:
            return review
        require_guard(review_can_be_corrected(review, by))
        marks = {given.line: given.mark for given in review.scores.all()}
        review.finished_at = None
        review.save(update_fields=["finished_at"])
        _note(review, "review.reopened", by, at, {"reason": reason, "marks": marks})
    return review


def _note(review: Review, action: str, by: User, at: datetime, data: dict[str, object]) -> None:
    record(actor=by, action=action, subject=review, plan_key=review.case.plan.key, data=data, at=at)
