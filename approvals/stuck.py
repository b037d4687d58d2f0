"""Whether the coming steps of plans have someone live, a deputy and an address that takes mail; what is stuck."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from approvals.models import HELD_AS, Deputy, Letter, LetterState
from approvals.permissions import everyones_powers
from approvals.standing import SIDES, Stage, Standing
from approvals.ties import Everyone, able
from approvals.timetable import order_of
from conditions.models import RouteGroup
from itf.accounts.models import Organisation, OrganisationKind, Role, User

Step = tuple[str, list[Organisation], str, Role, Stage]
OF_ALL_ENGLAND = [OrganisationKind.NATIONAL, OrganisationKind.MINISTERS]
KINDS = {"council": OrganisationKind.COUNCIL, "nhs": OrganisationKind.CCG}


@dataclass(frozen=True)
class Post:
    """One coming step, and who can take it. ``blocks``: why nobody can; ``lacks``: what would help.

    ``is_barred``: the role is held, and by nobody who may act on this very plan.
    """

    title: str
    organisation: Organisation | None
    role: Role
    people: tuple[User, ...]
    deputies: frozenset[int]
    unreachable: frozenset[int]
    is_next: bool
    is_barred: bool = False

    @property
    def blocks(self) -> str:
        """Why nobody can take the step; empty when someone can."""
        if self.organisation is None:
            return "No body is recorded for it. Ask an administrator of the service to record one."
        if self.is_barred:
            return f"Nobody of {self.organisation} may act on this plan: it needs someone who has no part in it."
        if not self.people:
            return f"{self.organisation} has nobody for it."
        if self.unreachable.issuperset(person.pk for person in self.people):
            return f"No mail reaches anyone of {self.organisation} for it."
        return ""

    @property
    def lacks(self) -> str:
        """What would keep it from getting stuck; empty when nothing is missing."""
        if self.blocks:
            return ""
        if len(self.people) == 1:
            return "There is no deputy."
        lost = [str(person) for person in self.people if person.pk in self.unreachable]
        return f"No mail reaches {', '.join(lost)}." if lost else ""


@dataclass(frozen=True)
class Stuck:
    """A plan with a coming step that nobody can take."""

    standing: Standing
    posts: tuple[Post, ...]

    @property
    def is_now(self) -> bool:
        """Whether it is the very next step."""
        return any(post.is_next for post in self.posts)


def posts_of(listed: Sequence[Standing]) -> dict[UUID, list[Post]]:
    """The coming steps of each plan with their people, in a number of queries that plans do not change."""
    named = everyones_powers([standing.plan for standing in listed])
    roles = _by_step(named)
    holders = _by_step(able(listed, named))
    users = User.objects.in_bulk({person for found in holders.values() for person in found})
    deputies: dict[tuple[UUID, str], set[int]] = defaultdict(set)
    for body, role, person in Deputy.objects.filter(ended_at=None).values_list("organisation", "role", "person"):
        deputies[body, role].add(person)
    unreachable = _unreachable(users)

    def post(standing: Standing, step: Step) -> Post:
        title, bodies, codename, role, stage = step
        found = {person for body in bodies for person in holders[standing.plan.pk, codename, body.pk]}
        acting = {person for body in bodies for person in deputies[body.pk, role]}
        return Post(
            title=title,
            organisation=bodies[0] if bodies else None,
            role=role,
            people=tuple(sorted((users[person] for person in found), key=str)),
            deputies=frozenset(acting & found),
            unreachable=unreachable & found,
            is_next=standing.stage == stage,
            is_barred=not found and any(roles[standing.plan.pk, codename, body.pk] for body in bodies),
        )

    england = {body.kind: body for body in Organisation.objects.filter(kind__in=OF_ALL_ENGLAND)}
    return {standing.plan.pk: [post(standing, step) for step in _coming(standing, england)] for standing in listed}


def _by_step(powers: Everyone) -> dict[tuple[UUID, str, UUID], set[int]]:
    """The people by plan, codename and body."""
    found: dict[tuple[UUID, str, UUID], set[int]] = defaultdict(set)
    for plan, people in powers.items():
        for person, held in people.items():
            for codename, bodies in held.items():
                for body in bodies:
                    found[plan, codename, body].add(person)
    return found


def stuck_among(listed: Sequence[Standing]) -> list[Stuck]:
    """Those that nobody can move, now or later; those that wait now come first."""
    posts = posts_of(listed)
    found = [
        Stuck(standing, tuple(post for post in posts[standing.plan.pk] if post.blocks))
        for standing in listed
        if any(post.blocks for post in posts[standing.plan.pk])
    ]
    return sorted(found, key=lambda stuck: not stuck.is_now)


def _coming(standing: Standing, england: Mapping[str, Organisation]) -> Iterable[Step]:
    """The steps that are still to be taken: title, bodies of which one takes it, codename, role, at which stage."""
    parties = [party.organisation for party in standing.parties]
    if standing.stage == Stage.DRAFT:
        for side, words in SIDES.items():
            bodies = [body for body in parties if body.kind == KINDS[side]]
            yield f"Agree to freeze for {words}", bodies, "freeze_plan", Role.AUTHOR, Stage.DRAFT
    order = order_of(standing.stage)
    if order <= order_of(Stage.FROZEN):
        waiting = parties if standing.stage == Stage.DRAFT else standing.unsigned
        for body in waiting:
            yield f"Sign for {body}", [body], "sign_plan", Role.SIGNATORY, Stage.FROZEN
    if order <= order_of(Stage.PARTNERS_SIGNED):
        boards = [body.organisation for body in standing.boards if standing.stage == Stage.DRAFT or not body.is_settled]
        for board in boards:
            yield f"Agree for {board}", [board], "agree_plan", Role.CHAIR, Stage.PARTNERS_SIGNED
        if not standing.boards:
            yield "Agree for the board", [], "agree_plan", Role.CHAIR, Stage.PARTNERS_SIGNED
    if order <= order_of(Stage.BOARD_AGREED):
        yield "Submit the plan", parties, "submit_plan", Role.AUTHOR, Stage.BOARD_AGREED
    for action in standing.unratified:
        is_board = action.body.kind == OrganisationKind.BOARD
        codename, role = ("agree_plan", Role.CHAIR) if is_board else ("sign_plan", Role.SIGNATORY)
        # At any stage, and due from now on.
        yield f"Record the ratification by {action.body}", [action.body], codename, role, standing.stage
    yield from _of_the_centre(standing, england)


def _of_the_centre(standing: Standing, england: Mapping[str, Organisation]) -> Iterable[Step]:
    """Both sides' readings, then each level above that the plan's own route passes; the last decides."""
    place, order = standing.plan.locality, order_of(standing.stage)

    def step(title: str, body: Organisation | None, codename: str, stage: Stage) -> Step:
        return title, [body] if body else [], codename, Role.ASSURER, stage

    if order <= order_of(Stage.IN_ASSURANCE):
        stage = standing.stage if order >= order_of(Stage.SUBMITTED) else Stage.SUBMITTED
        yield step("Assure the plan for the NHS", place.area_team, "assure_plan", stage)
        yield step("Assure the plan for local government", place.local_government, "assure_plan", stage)
    above = {
        RouteGroup.REGION: ("Moderate the plan", place.region_team, "moderate_plan"),
        RouteGroup.NATIONAL: ("Review the plan nationally", england.get(OrganisationKind.NATIONAL), "review_plan"),
        RouteGroup.MINISTERS: (
            "Record what ministers decide", england.get(OrganisationKind.MINISTERS), "decide_plan",
        ),
    }  # fmt: skip
    for group, (title, body, codename) in above.items():
        held_at = Stage(HELD_AS[group])
        if group in standing.levels and order <= order_of(held_at):
            yield step(title, body, codename, held_at)


def _unreachable(users: Iterable[int]) -> frozenset[int]:
    """Those whose newest mail the server refused for the address that they still have."""
    ended = Letter.objects.filter(person__in=list(users), state__in=[LetterState.SENT, LetterState.REFUSED])
    rows = ended.order_by("ended_at").values_list("person", "state", "address", "person__email")
    newest = {person: state == LetterState.REFUSED and to == now for person, state, to, now in rows}
    return frozenset(person for person, is_refused in newest.items() if is_refused)
