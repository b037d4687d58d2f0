"""The demonstration as a whole: every plan loaded, and Exampleshire taken through the real steps into assurance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from approvals import assurance, clarifying, meeting_conditions, signoff, workflow
from approvals.clarifying import Pin
from approvals.meeting_conditions import Task
from approvals.models import AuthorityBasis, Case, Mark
from approvals.signoff import Reply
from itf.accounts.models import Organisation, User
from plans.demo.files import KEYS
from plans.demo.loading import Loaded, load_assurers, load_plan, reset_plan
from plans.demo.rows import body
from plans.discussing import Message, reply
from plans.gather import plan_content
from plans.models import Audience, Plan
from plans.models.drafting import Side

Clock = Callable[[], datetime]
Scores = Mapping[str, tuple[Mark, str]]

IN_ASSURANCE = "exampleshire"
ASSURER = "assurer@demonstration.example"
COUNCIL, NORTH, SOUTH, TEAM = "council DEMO00002", "ccg DM2", "ccg DM3", "area_team DEMO-TEAM"
LOCAL = "local_government DEMO-LG"

# The two readings: each line's mark and reason of the NHS side, and of local government's. On three lines they differ.
SCORES: dict[str, tuple[Mark, str]] = {
    "K01": (Mark.STRONG, "One vision for the whole county; both CCGs and the council use the same words for it."),
    "K02": (Mark.SOUND, "Each scheme names its trial. The trials are small, and X1 rests on one town."),
    "K03": (Mark.SOUND, "Start dates and leads are there. Staffing of rapid response in the east is not yet secured."),
    "K04": (Mark.SOUND, "All conditions are answered; seven-day working and the NHS number have an owner and a date."),
    "K05": (Mark.STRONG, "Protection is defined by eligibility and hours, and the lines that pay for it are shown."),
    "K06": (Mark.SOUND, "Income and spending agree in both years. £900,000 is held back, with a reason."),
    "K07": (Mark.SOUND, "The payment follows the measures as the template asks."),
    "K08": (Mark.WEAK, "Admissions fall by less than both CCGs’ operating plans assume."),
    "K09": (Mark.SOUND, "Baselines are the published ones; the targets follow from the schemes."),
    "K10": (Mark.SOUND, "The hospital has given its commentary and its own figures."),
    "K11": (Mark.SOUND, "Each risk is sized; the share of the two CCGs is agreed."),
    "K12": (Mark.STRONG, "Users helped to write X2, and their forum has read the plan."),
}
LOCAL_SCORES: dict[str, tuple[Mark, str]] = SCORES | {
    "K03": (Mark.WEAK, "Without staff in the east, rapid response cannot start in April as the plan says."),
    "K05": (Mark.SOUND, "Hours are protected. What falls to carers is said in one sentence only."),
    "K11": (Mark.WEAK, "Nobody says what the council pays if admissions do not fall."),
}
# Who reads, for which body, and what they made of it.
READINGS = (
    (ASSURER, TEAM, SCORES),
    ("local.assurer@demonstration.example", LOCAL, LOCAL_SCORES),
)


@dataclass(frozen=True)
class Signature:
    """Who signs for which body and on what authority. ``met`` and ``ratified`` are days from the day of signing."""

    post: str
    organisation: str
    position: str
    basis: AuthorityBasis
    minute_reference: str = ""
    met: int | None = None
    ratified: int | None = None

    def reply(self, today: date) -> Reply:
        """What the person writes on the signing page."""
        return Reply(
            position=self.position,
            basis=self.basis,
            minute_reference=self.minute_reference,
            meeting_on=_counted(self.met, today),
            ratification_due_on=_counted(self.ratified, today),
        )


ASKED_BACK = (
    "Made up. Thank you. Does the paper say by which measure the executive decides that admissions have not fallen?"
)
# What each side asks the authors, about a section as a whole: the first is answered and accepted, the second is open.
ANSWERED = (
    "risks",
    "Made up. Who pays, and how much, if emergency admissions do not fall as planned?",
    "Made up. The two CCGs share the whole loss as they contribute; the council’s part has a cap, confirmed in April.",
)
OPEN = ("schemes", "Made up. By when are the staff for rapid response in the east appointed?")
CONDITION = "Made up. Name the staff for rapid response in the east, with the day from which each is in post."
DAYS_FOR_IT = 60  # from the day on which it is drafted
FREEZING = ((Side.COUNCIL, COUNCIL, "council.author"), (Side.NHS, NORTH, "ccg.north.author"))
PARTIES = (
    Signature(
        post="ccg.north.signatory",
        organisation=NORTH,
        position="Chief officer, NHS North Exampleshire CCG",
        basis=AuthorityBasis.FULL_BODY,
        minute_reference="Governing body, minute 14",
        met=-6,
    ),
    Signature(
        post="council.signatory",
        organisation=COUNCIL,
        position="Chief executive, Exampleshire County Council",
        basis=AuthorityBasis.DELEGATION,
        minute_reference="Cabinet, minute 61",
    ),
    Signature(
        post="ccg.south.signatory",
        organisation=SOUTH,
        position="Chair, NHS South Exampleshire CCG",
        basis=AuthorityBasis.CHAIRS_ACTION,
        ratified=14,
    ),
)
BOARD = Signature(
    post="chair",
    organisation="board DEMO00002",
    position="Chair, Exampleshire Health and Wellbeing Board",
    basis=AuthorityBasis.FULL_BODY,
    minute_reference="Minute 8",
    met=-2,
)


def load_demo(*, clock: Clock = timezone.now) -> list[tuple[Plan, Loaded]]:
    """Every demonstration plan with its people, each made when it is not there and left alone when it is.

    ``clock`` gives the moment of each step. Raises DemoFileRefused when reference data is missing.
    """
    load_assurers()
    return [_load(key, clock) for key in KEYS]


def reset_demo(key: str, *, clock: Clock = timezone.now) -> Plan:
    """Put one plan back to its first state, as ``plans.demo.loading.reset_plan`` does; raises what that raises."""
    load_assurers()
    with transaction.atomic():
        plan = reset_plan(key, at=clock())
        if key == IN_ASSURANCE:
            take_into_assurance(plan, clock)
    return plan


def take_into_assurance(plan: Plan, clock: Clock) -> Case:
    """Freeze, sign, agree and submit Exampleshire by the steps of the pages; both sides have read it, and differ."""
    fingerprint = plan_content(plan).fingerprint
    for side, code, post in FREEZING:
        workflow.put_up(plan, side=side, organisation=body(code), fingerprint=fingerprint, by=_person(post), at=clock())
    case = Case.objects.get(plan=plan)
    for signature in PARTIES:
        at = clock()
        signoff.sign(
            case,
            organisation=body(signature.organisation),
            by=_person(signature.post),
            at=at,
            fingerprint_shown=fingerprint,
            reply=signature.reply(timezone.localdate(at)),
        )
    at = clock()
    reply = BOARD.reply(timezone.localdate(at))
    board = body(BOARD.organisation)
    signoff.agree(case, organisation=board, by=_person(BOARD.post), at=at, fingerprint_shown=fingerprint, reply=reply)
    workflow.submit(case, by=_person("council.author"), at=clock())
    for post, name, scores in READINGS:
        _read(case, User.objects.get(email=post), body(name), scores, clock)
    _answer_as_assurer(plan, User.objects.get(email=ASSURER), clock())
    _ask_the_authors(case, clock)
    return Case.objects.get(pk=case.pk)


def _read(case: Case, assurer: User, organisation: Organisation, scores: Scores, clock: Clock) -> None:
    """One side's reading, whole."""
    review = assurance.take_up(case, organisation=organisation, by=assurer, at=clock())
    marks = {line: (mark.value, reason) for line, (mark, reason) in scores.items()}
    assurance.score(review, marks=marks, by=assurer, at=clock())
    assurance.finish(review, by=assurer, at=clock())


def _answer_as_assurer(plan: Plan, assurer: User, at: datetime) -> None:
    """What the made-up assurer asks on the one comment that is for assurers too."""
    thread = plan.threads.get(audience=Audience.ASSURERS)
    reply(thread, Message(ASKED_BACK, uuid4().hex, assurer, body(TEAM), tell=(thread.opened_by,)), at=at)


def _ask_the_authors(case: Case, clock: Clock) -> None:
    """One question that is settled, one that stops the clock, and a condition that an approval would hang on."""
    (nhs, team, _), (local, local_body, _) = READINGS
    assurer, asking = User.objects.get(email=nhs), User.objects.get(email=local)
    asked = clarifying.ask(
        case, pin=Pin(ANSWERED[0]), question=ANSWERED[1], organisation=body(team), by=assurer, at=clock()
    )
    clarifying.answer(asked, text=ANSWERED[2], by=_person("council.author"), at=clock())
    clarifying.accept(asked, by=assurer, at=clock())
    at = clock()
    task = Task(CONDITION, body(NORTH), timezone.localdate(at) + timedelta(days=DAYS_FOR_IT), ("schemes",))
    meeting_conditions.draft(case, task=task, by=assurer, at=at)
    clarifying.ask(case, pin=Pin(OPEN[0]), question=OPEN[1], organisation=body(local_body), by=asking, at=clock())


def _load(key: str, clock: Clock) -> tuple[Plan, Loaded]:
    with transaction.atomic():
        plan, what = load_plan(key, at=clock())
        if key == IN_ASSURANCE and what == Loaded.MADE:
            take_into_assurance(plan, clock)
    return plan, what


def _person(post: str) -> User:
    return User.objects.get(email=f"{post}@exampleshire.example")


def _counted(days: int | None, today: date) -> date | None:
    return None if days is None else today + timedelta(days=days)
