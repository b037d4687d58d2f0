"""What each person owes a plan: the next act that is theirs to do, with its address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from approvals.asked import asked_of_the_centre
from approvals.deadlines import day_in_words, days_left, lateness, window_sentence
from approvals.models import SIGNATURES, side_of
from approvals.standing import SIDES, Stage, Standing, Unratified
from approvals.wording import listed
from itf.accounts.models import Organisation
from plans.models import MoveConsent

MOVE_TOO = "Agree to move the plan to another round or template, as {} has"
STOPPED = "The clock stands still"
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


@dataclass(frozen=True)
class Awaited:
    """A decision that a plan waits for: which permission it takes, for which bodies (None for any), and by when."""

    codename: str
    bodies: frozenset[UUID] | None
    label: str
    url: str
    due: str

    def is_theirs(self, held: Mapping[str, Iterable[UUID]]) -> bool:
        """Whether someone with these powers, bodies by codename, can give it."""
        if self.codename not in held:
            return False
        return self.bodies is None or not self.bodies.isdisjoint(held[self.codename])


def last_day(act: Act, today: date) -> str:
    """By when, as mail says it that may be read on another day: the day itself where pages count the days to it."""
    closes_on = act.standing.plan.window_closes_on
    counts = act.standing.stage in BEFORE_SUBMISSION and act.due == window_sentence(closes_on, today)
    return f"The window closes on {day_in_words(closes_on)}" if counts and today <= closes_on else act.due


def acts_for(standing: Standing, held: Mapping[str, Iterable[UUID]], today: date) -> list[Act]:
    """The acts that are next for this plan and that these powers allow; ``held`` is bodies by codename."""
    theirs = {(wait.label, wait.url, wait.due): None for wait in awaited(standing, today) if wait.is_theirs(held)}
    return [Act(label, url, standing, due) for label, url, due in theirs]


def awaited(standing: Standing, today: date) -> list[Awaited]:
    """Every decision that this plan waits for now, whoever may give it: the one place that says what is next."""
    key, due = standing.plan.key, due_sentence(standing, today)
    route = reverse("approvals:route", args=[key])

    def of(codename: str, label: str, url: str, bodies: Iterable[Organisation] | None = None) -> Awaited:
        return Awaited(codename, None if bodies is None else frozenset(body.pk for body in bodies), label, url, due)

    wanted: list[Awaited] = []
    match standing.stage:
        case Stage.DRAFT:
            wanted = [of("freeze_plan", *said) for said in _drafting(standing)]
        case Stage.FROZEN | Stage.PARTNERS_SIGNED:
            if standing.declined:
                wanted.append(of("edit_plan", f"Read why {listed(standing.declined)} declined", route))
            if standing.may_go_forward:
                label = f"Decide whether the plan goes forward without {listed(standing.declined)}"
                signed = [body.organisation for body in standing.parties if body.answer in SIGNATURES]
                wanted.append(of("submit_plan", label, reverse("approvals:go-forward", args=[key]), signed))
            if standing.stage == Stage.FROZEN:
                wanted += [of("sign_plan", *_signing(key, body), [body]) for body in standing.unanswered]
            else:
                boards = [body.organisation for body in standing.boards if not body.answer]
                wanted += [of("agree_plan", *_agreeing(key, board), [board]) for board in boards]
        case Stage.BOARD_AGREED:
            wanted = [of("submit_plan", "Submit the plan", reverse("approvals:submit", args=[key]))]
    for one in asked_of_the_centre(standing):
        # As the case's page says it: while the authors owe an answer, no day presses those who wait for it.
        stands = standing.is_stopped and one.codename != "edit_plan"
        by = days_left(one.due_on, today) if one.due_on else STOPPED if stands else due
        wanted.append(Awaited(one.codename, one.bodies, one.label, one.url, by))
    return wanted + [_ratifying(key, action, today) for action in standing.unratified]


def due_sentence(standing: Standing, today: date) -> str:
    """By when, until the plan is submitted; afterwards when it was."""
    if standing.stage in BEFORE_SUBMISSION:
        return window_sentence(standing.plan.window_closes_on, today)
    if standing.stage == Stage.DECIDED and standing.decided_at:
        return f"Decided on {day_in_words(timezone.localdate(standing.decided_at))}"
    if standing.submitted_at is None:
        return ""
    submitted_on = timezone.localdate(standing.submitted_at)
    late = lateness(standing.plan.window_closes_on, submitted_on)
    return f"Submitted on {day_in_words(submitted_on)}{f', {late}' if late else ''}"


def _drafting(standing: Standing) -> list[tuple[str, str, list[Organisation] | None]]:
    """What a draft waits for; of a side that has agreed to these very words, nothing."""
    wanted: list[tuple[str, str, list[Organisation] | None]] = []
    if standing.is_not_approved:
        case = reverse("approvals:case", args=[standing.case_id])
        wanted.append((f"Read why version {standing.version} was not approved", case, None))
    for consent in standing.moves:
        others = [party.organisation for party in standing.parties if side_of(party.organisation.kind) != consent.side]
        wanted.append((MOVE_TOO.format(SIDES[consent.side]), move_url(standing.plan.key, consent), others))
    agreed = [words for side, words in SIDES.items() if side in standing.agreed]
    label = f"Agree to freeze the draft, as {agreed[0]} has" if agreed else "Complete the draft and agree to freeze it"
    parties = [party.organisation for party in standing.parties]
    bodies = [body for body in parties if side_of(body.kind) not in standing.agreed]
    if bodies:
        wanted.append((label, reverse("approvals:freeze", args=[standing.plan.key]), bodies))
    return wanted


def move_url(key: str, consent: MoveConsent) -> str:
    """Where the other side reads what one side agreed to that would move the plan, and agrees to it."""
    return f"{reverse('plans:move', args=[key])}{consent.asked}"


def _ratifying(key: str, action: Unratified, today: date) -> Awaited:
    """What a body owes that acted ahead of its meeting. The day itself is on time; lateness is never stored."""
    body, due_on, version = action
    by = day_in_words(due_on)
    words = f"Ratify by {by}" if today <= due_on else f"Late: to be ratified by {by}"
    codename = "agree_plan" if side_of(body.kind) == "board" else "sign_plan"
    url = reverse("approvals:ratify", args=[key, body.pk])
    label = f"Record that {body} has ratified its action"
    if version is not None:
        label, url = f"{label} on version {version}", f"{url}?version={version}"
    return Awaited(codename, frozenset([body.pk]), label, url, words)


def _agreeing(key: str, board: Organisation) -> tuple[str, str]:
    return f"Agree for {board}", reverse("approvals:agree", args=[key, board.pk])


def _signing(key: str, body: Organisation) -> tuple[str, str]:
    return f"Sign for {body}", reverse("approvals:sign", args=[key, body.pk])
