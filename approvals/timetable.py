"""The timetable of a plan, worked back from the window and the meetings of its bodies: the last safe day of each step.

The rule. Submitting is on time up to and with the closing day, by the clock of the United Kingdom; so a step is safe up
to and with its last safe day. The bodies of a group may decide in any order, but only after the group before: each
is given its last meeting on or before the day by which the group must be done. Without one it is given that day itself,
to decide by delegation or an action to be ratified. The words must be frozen by the earliest day on which papers
for one of these meetings are due. A day that is no working day in England gives way to the last one before it.

Once the window has closed the last safe days are past, and what helps is the way forward: each body is given its next
meeting, the boards one that is not before those of the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse

from approvals.acts import BEFORE_SUBMISSION
from approvals.deadlines import day_in_words, last_working_day, working_days_from
from approvals.models import Meeting
from approvals.standing import BodyAnswer, Stage, Standing
from itf.accounts.models import Organisation

OR_ELSE = "Enter one, or decide by delegation or by an action to be ratified."


@dataclass(frozen=True)
class Step:
    """One step on the road: what, by when, why by then. ``about`` is the address of its act, ``body`` who decides."""

    title: str
    about: str
    last_day: date
    why: str
    meeting: Meeting | None = None
    warning: str = ""
    is_done: bool = False
    body: UUID | None = None

    def is_late(self, today: date) -> bool:
        """Whether its last safe day has passed without it."""
        return not self.is_done and today > self.last_day

    def left(self, today: date) -> int:
        """Working days until its last safe day, below nought since."""
        return working_days_from(today, self.last_day)


def timetable(standing: Standing, meetings: Iterable[Meeting], today: date) -> list[Step]:
    """The steps of a plan in order, from freezing to submitting, each with its last safe day."""
    key, closes_on = standing.plan.key, standing.plan.window_closes_on
    held: dict[UUID, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        held[meeting.organisation_id].append(meeting)
    if today > closes_on:
        return _late_timetable(standing, held, today)
    done = order_of(standing.stage)
    limit = last_working_day(closes_on)
    steps = [
        Step(
            "Submit the plan",
            reverse("approvals:submit", args=[key]),
            limit,
            f"The window closes on {day_in_words(closes_on)}; that day is on time.",
            is_done=done > order_of(Stage.BOARD_AGREED),
        )
    ]
    papers = limit
    for group in reversed(_groups(standing)):
        of_group = [
            replace(_decision(title, about, held[body.pk], (limit, today), is_done=is_done), body=body.pk)
            for title, about, body, is_done in group
        ]
        steps = of_group + steps
        limit = min([limit, *(step.last_day for step in of_group)])
        due = [step.meeting.papers_by if step.meeting else step.last_day for step in of_group]
        papers = min([papers, *map(last_working_day, due)])
    first = next((step for step in steps if step.meeting and last_working_day(step.meeting.papers_by) == papers), None)
    why = (
        f"Papers for {_named(first.meeting)} are due then."
        if first and first.meeting
        else "Those who sign need the words by then."
    )
    freeze = Step(
        "Freeze the words", reverse("approvals:freeze", args=[key]), papers, why, is_done=standing.stage != Stage.DRAFT
    )
    return [freeze, *steps]


def _late_timetable(standing: Standing, held: dict[UUID, list[Meeting]], today: date) -> list[Step]:
    """The same steps after the window: each late, with the soonest way on that the meetings leave."""
    key, closes_on = standing.plan.key, standing.plan.window_closes_on
    day, closed = last_working_day(closes_on), f"The window closed on {day_in_words(closes_on)}."
    decisions: list[Step] = []
    soonest = today
    for group in _groups(standing):
        decisions += [
            _next_decision(Step(title, about, day, closed, is_done=is_done), held[body.pk], (soonest, today))
            for title, about, body, is_done in group
        ]
        soonest = max([soonest, *(step.meeting.meets_on for step in decisions if step.meeting)])
    first = min((step.meeting for step in decisions if step.meeting), key=lambda one: one.papers_by, default=None)
    is_frozen, is_submitted = standing.stage != Stage.DRAFT, order_of(standing.stage) > order_of(Stage.BOARD_AGREED)
    papers = (
        f" Papers for {_named(first)} are due on {day_in_words(first.papers_by)}." if first and not is_frozen else ""
    )
    are_all_given = all(step.is_done or step.meeting for step in decisions)
    after = f" By these meetings it can be on {day_in_words(soonest)}." if first and are_all_given else ""
    reason = "" if is_submitted else f" Submitting asks for a reason.{after}"
    submit = reverse("approvals:submit", args=[key])
    return [
        Step("Freeze the words", reverse("approvals:freeze", args=[key]), day, closed + papers, is_done=is_frozen),
        *decisions,
        Step("Submit the plan", submit, day, closed + reason, is_done=is_submitted),
    ]


def timetables(listed: Sequence[Standing], today: date) -> dict[UUID, list[Step]]:
    """The timetables of plans on their way to submission, by plan, in one query."""
    ahead = [standing for standing in listed if standing.stage in BEFORE_SUBMISSION]
    of_plan = {standing.plan.pk: {body.pk for body in bodies_of(standing)} for standing in ahead}
    wanted = {body for bodies in of_plan.values() for body in bodies}
    meetings = list(Meeting.objects.filter(organisation__in=wanted).select_related("organisation"))
    return {
        standing.plan.pk: timetable(
            standing, [one for one in meetings if one.organisation_id in of_plan[standing.plan.pk]], today
        )
        for standing in ahead
    }


def of_no_use(meeting: Meeting, steps: Iterable[Step], closes_on: date, today: date) -> str:
    """Why a meeting cannot decide on the plan in time; empty where it can, and after the window for those to come."""
    if meeting.meets_on < today:
        return "It is over."
    if today > closes_on:
        return ""
    if meeting.meets_on > closes_on:
        return "It is after the window has closed."
    step = next((step for step in steps if step.body == meeting.organisation_id), None)
    if step is None or step.is_done or step.meeting == meeting or meeting.meets_on <= step.last_day:
        return ""
    return "It is too late for the steps that follow."


def bodies_of(standing: Standing) -> list[Organisation]:
    """Every body that decides on the plan, parties in order and boards last."""
    return [body.organisation for body in (*standing.parties, *standing.boards)]


def order_of(stage: Stage) -> int:
    """Where a stage stands on the road."""
    return list(Stage).index(stage)


def _groups(standing: Standing) -> list[list[tuple[str, str, Organisation, bool]]]:
    """Who decides, group after group: every party in any order, then every board."""
    is_frozen, order = standing.stage != Stage.DRAFT, order_of(standing.stage)
    of_parties, of_boards = order > order_of(Stage.FROZEN), order > order_of(Stage.PARTNERS_SIGNED)

    def said(words: str, page: str, body: BodyAnswer, *, is_over: bool) -> tuple[str, str, Organisation, bool]:
        url = reverse(f"approvals:{page}", args=[standing.plan.key, body.organisation.pk])
        return f"{body.organisation} {words}", url, body.organisation, is_over or (is_frozen and body.is_settled)

    return [
        [said("signs", "sign", body, is_over=of_parties) for body in standing.parties],
        [said("agrees", "agree", body, is_over=of_boards) for body in standing.boards],
    ]


def _decision(title: str, about: str, meetings: Sequence[Meeting], days: tuple[date, date], *, is_done: bool) -> Step:
    """When one body must have decided: at its last meeting in time, or without one by the day itself."""
    limit, today = days
    in_time = [meeting for meeting in meetings if meeting.meets_on <= limit]
    last = in_time[-1] if in_time and in_time[-1].meets_on >= today else None
    if last:
        warning = _late_papers(last) if last.papers_by < today else ""
        day, why = last_working_day(last.meets_on), f"{_named(last)} is its last meeting in time."
    else:
        between = f"between today and {day_in_words(limit)}" if in_time else f"on or before {day_in_words(limit)}"
        lacking = f"No meeting falls {between}." if meetings else "No meeting is entered."
        late = next((meeting for meeting in meetings if meeting.meets_on > max(limit, today)), None)
        warning = f"{lacking} {f'{_named(late)} is too late. ' if late else ''}{OR_ELSE}"
        day, why = limit, "The next step cannot wait longer."
    return Step(title, about, day, why, last, "" if is_done else warning, is_done)


def _next_decision(step: Step, meetings: Sequence[Meeting], days: tuple[date, date]) -> Step:
    """A late step with the body's next meeting from a day on, or a word that there is none."""
    soonest, today = days
    if step.is_done:
        return step
    following = next((meeting for meeting in meetings if meeting.meets_on >= soonest), None)
    if following is None:
        lacking = f"No meeting is entered from {'today' if soonest == today else day_in_words(soonest)} on."
        return replace(step, warning=f"{lacking} {OR_ELSE}")
    why = f"{step.why} {_named(following)} is its next meeting."
    warning = _late_papers(following) if following.papers_by < today else ""
    return replace(step, why=why, meeting=following, warning=warning)


def _late_papers(meeting: Meeting) -> str:
    return (
        f"Papers for {_named(meeting)} were due on {day_in_words(meeting.papers_by)}: ask whether it takes them late."
    )


def _named(meeting: Meeting) -> str:
    return f"{meeting.title} on {day_in_words(meeting.meets_on)}"
