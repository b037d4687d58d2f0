"""The made-up places of the demonstration: area team, council, board, CCGs and the locality they share."""

from collections.abc import Iterable
from decimal import Decimal

from itf.accounts.models import Organisation, OrganisationKind
from plans.demo.files import Values
from plans.models import Locality, LocalityCcg

BASIS = "made-up"


def make_area_teams(teams: Iterable[Values]) -> None:
    """The area teams that no reference data knows."""
    for team in teams:
        kind, _, code = team["organisation"].partition(" ")
        _body(OrganisationKind(kind), code, team["name"])


def make_place(made_up: Values) -> Locality:
    """A made-up locality with its bodies; finds the one that is there already."""
    place = made_up["locality"]
    council, board = made_up["council"], made_up["board"]
    locality, _ = Locality.objects.get_or_create(
        hwb_code=place["code"],
        defaults={
            "key": place["key"],
            "name": place["name"],
            "region": place["region"],
            "authority_type": place["type"],
            "council": _body(OrganisationKind.COUNCIL, council["code"], council["name"]),
            "board": _body(OrganisationKind.BOARD, board["code"], board["name"]),
            "area_team": Organisation.objects.get(kind=OrganisationKind.AREA_TEAM, code=made_up["area_team"]),
            "is_synthetic": True,
        },
    )
    for item in made_up["ccgs"]:
        ccg = _body(OrganisationKind.CCG, item["code"], item["name"])
        shares = {"share": Decimal(item["share"]), "ccg_share": Decimal(1), "basis": BASIS, "share_basis": BASIS}
        LocalityCcg.objects.get_or_create(locality=locality, ccg=ccg, defaults=shares)
    return locality


def _body(kind: OrganisationKind, code: str, name: str) -> Organisation:
    found, _ = Organisation.objects.get_or_create(kind=kind, code=code, defaults={"name": name, "is_synthetic": True})
    return found
