"""The made-up places of the demonstration: area team, council, board, CCGs and the locality they share."""

from collections.abc import Iterable
from decimal import Decimal

from itf.accounts.models import Organisation, OrganisationKind
from plans.demo.files import Values
from plans.models import Locality, LocalityCcg

BASIS = "made-up"
BESIDE_THE_TEAM = {"local_government": OrganisationKind.LOCAL_GOVERNMENT, "region_team": OrganisationKind.REGION}


def make_assuring_bodies(bodies: Iterable[Values]) -> None:
    """The bodies that assure plans and that no reference data knows."""
    for item in bodies:
        kind, _, code = item["organisation"].partition(" ")
        _body(OrganisationKind(kind), code, item["name"])


def let_assure(locality: Locality) -> None:
    """Give a locality that has none the made-up bodies that assure beside and above the area team."""
    for name, kind in BESIDE_THE_TEAM.items():
        if getattr(locality, f"{name}_id") is None:
            setattr(locality, name, Organisation.objects.get(kind=kind, is_synthetic=True))
    locality.save(update_fields=list(BESIDE_THE_TEAM))


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
