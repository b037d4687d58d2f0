"""The made-up bodies and people: for each area a council, a CCG and a board; one CCG and one area team for all."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from itf.accounts.membership import role_group
from itf.accounts.models import Organisation, OrganisationKind, Role, User
from plans.models import Locality

PASSWORD = "a password for measuring"
# Who assures beside and above the area team, everywhere.
ABOVE = (
    OrganisationKind.LOCAL_GOVERNMENT,
    OrganisationKind.REGION,
    OrganisationKind.NATIONAL,
    OrganisationKind.MINISTERS,
)
REVIEWER = f"{OrganisationKind.NATIONAL}@bench.example"
AUTHOR, SIGNATORY, ASSURER = "author@bench.example", "signatory@bench.example", "assurer@bench.example"


@dataclass(frozen=True)
class Area:
    """One locality with its bodies and those who act for them."""

    locality: Locality
    council: Organisation
    ccg: Organisation
    board: Organisation
    author: User
    council_signatory: User
    ccg_signatory: User
    chair: User


@dataclass(frozen=True)
class Everywhere:
    """What all areas share: a CCG with an author and a signatory, an area team with an assurer."""

    ccg: Organisation
    team: Organisation
    author: User
    signatory: User
    assurer: User
    above: dict[OrganisationKind, tuple[Organisation, User]]


def make_everywhere() -> Everywhere:
    """The bodies that take part in every plan, so that one person can see all of them."""
    ccg = Organisation.objects.create(
        kind=OrganisationKind.CCG, code="BENCH", name="NHS Everywhere CCG", is_synthetic=True
    )
    team = Organisation.objects.create(
        kind=OrganisationKind.AREA_TEAM, code="BENCH", name="Area team of every place", is_synthetic=True
    )
    roles = ((AUTHOR, ccg, Role.AUTHOR), (SIGNATORY, ccg, Role.SIGNATORY), (ASSURER, team, Role.ASSURER))
    people = _people([(email, body, role) for email, body, role in roles])
    bodies = {kind: Organisation.objects.create(kind=kind, code="BENCH", name=str(kind.label)) for kind in ABOVE}
    posts = _people([(f"{kind}@bench.example", body, Role.ASSURER) for kind, body in bodies.items()])
    above = {kind: (body, posts[f"{kind}@bench.example"]) for kind, body in bodies.items()}
    return Everywhere(ccg, team, *(people[email] for email in (AUTHOR, SIGNATORY, ASSURER)), above)


def make_areas(count: int, everywhere: Everywhere) -> list[Area]:
    """So many areas, each with three bodies and four people of its own."""
    numbers = range(1, count + 1)
    councils = _bodies(OrganisationKind.COUNCIL, "Place {} Borough Council", numbers)
    ccgs = _bodies(OrganisationKind.CCG, "NHS Place {} CCG", numbers)
    boards = _bodies(OrganisationKind.BOARD, "Place {} Health and Wellbeing Board", numbers)
    localities = Locality.objects.bulk_create(
        Locality(
            hwb_code=f"B{number:08}",
            key=f"place-{number:03}",
            name=f"Place {number:03}",
            council=council,
            board=board,
            area_team=everywhere.team,
            local_government=everywhere.above[OrganisationKind.LOCAL_GOVERNMENT][0],
            region_team=everywhere.above[OrganisationKind.REGION][0],
            is_synthetic=True,
        )
        for number, council, board in zip(numbers, councils, boards, strict=True)
    )
    wanted = []
    for number, council, ccg, board in zip(numbers, councils, ccgs, boards, strict=True):
        wanted += [
            (f"author.{number}@bench.example", council, Role.AUTHOR),
            (f"council.{number}@bench.example", council, Role.SIGNATORY),
            (f"ccg.{number}@bench.example", ccg, Role.SIGNATORY),
            (f"chair.{number}@bench.example", board, Role.CHAIR),
        ]
    people = list(_people(wanted).values())
    fours = [people[first : first + 4] for first in range(0, len(people), 4)]
    return [
        Area(locality, council, ccg, board, *four)
        for locality, council, ccg, board, four in zip(localities, councils, ccgs, boards, fours, strict=True)
    ]


def _bodies(kind: OrganisationKind, name: str, numbers: range) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        Organisation(kind=kind, code=f"BENCH{number:03}", name=name.format(f"{number:03}"), is_synthetic=True)
        for number in numbers
    )


def _people(wanted: list[tuple[str, Organisation, Role]]) -> dict[str, User]:
    """Everyone with the role asked for, by e-mail address, in that order."""
    hashed = make_password(PASSWORD)
    people = User.objects.bulk_create(
        User(email=email, post=f"{role.label}, {body.name}"[:120], password=hashed) for email, body, role in wanted
    )
    User.groups.through.objects.bulk_create(
        User.groups.through(user_id=person.pk, group_id=role_group(body, role).group_id)
        for person, (_, body, role) in zip(people, wanted, strict=True)
    )
    return {person.email: person for person in people}
