"""The clock of assurance: working days since submission, without those spent waiting for the authors. Derived, always.

The day of submission does not count, nor the day of asking against the authors: a working day stands still when a
question was open as it began, that is from the day after it was asked until the day it was answered, both counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from approvals.deadlines import is_working_day
from approvals.models import Case, Clarification


@dataclass(frozen=True)
class Clock:
    """How long a case has been with the centre; ``stopped``: whether it stands still now."""

    used: int
    allowed: int
    stopped: bool
    waited: int

    @property
    def words(self) -> str:
        """As pages say it."""
        days = f"{self.used} of {self.allowed} working days used"
        if self.stopped:
            return f"{days}. The clock stands still: the authors owe an answer."
        return f"{days}, {self.used - self.allowed} too many." if self.used > self.allowed else f"{days}."


def clock_of(case: Case, asked: Iterable[Clarification], today: date, ended: datetime | None = None) -> Clock | None:
    """The clock of a submitted case with its questions, up to the decision where there is one; None before."""
    if case.submitted_at is None:
        return None
    spans = [
        (timezone.localdate(one.asked_at), timezone.localdate(one.answered_at) if one.answered_at else None)
        for one in asked
    ]
    last = timezone.localdate(ended) if ended else today
    submitted = timezone.localdate(case.submitted_at)
    days = [submitted + timedelta(days=number) for number in range(1, (last - submitted).days + 1)]
    working = [day for day in days if is_working_day(day)]
    waited = sum(any(_waits(day, span) for span in spans) for day in working)
    stopped = ended is None and any(answered is None for _, answered in spans)
    return Clock(len(working) - waited, case.plan.round.assurance_days, stopped, waited)


def _waits(day: date, span: tuple[date, date | None]) -> bool:
    """Whether a question asked and answered on these days was open as the day began."""
    asked_on, answered_on = span
    return asked_on < day and (answered_on is None or day <= answered_on)
