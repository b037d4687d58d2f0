"""Loading reference data: what the centre issues, then localities, CCGs, populations and published figures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from conditions.loading import load_conditions
from conditions.models import MeasureDefinition
from conditions.rows import Change, Table, Values, bring_in_line
from itf.accounts.models import Organisation, OrganisationKind
from plans.models.locality import (
    CcgFacts,
    Locality,
    LocalityCcg,
    MeasureOutturn,
    MinimumContribution,
    Population,
    Scope,
)
from plans.reference_lines import Line, read_lines

FOLDER = Path(__file__).parent / "reference_data"
MINIMUMS_YEAR = "2015/16"
ENGLAND = "E92000001"
# Shares have four places, so the sum over many CCGs may be out by a few of the last.
ROUNDING = Decimal("0.001")
# Councils that are not called after their area and "Council".
COUNCIL_NAMES = {"E09000001": "City of London Corporation", "E06000053": "Council of the Isles of Scilly"}
# The definition under which each published series comes. Permanent admissions were redefined in 2014/15.
SERIES = {
    "reablement_home_91_days": ("REABLE_91", 1),
    "permanent_admissions_65_plus": ("RES_ADM", 2),
    "delayed_days_total": ("DTOC", 1),
    "delayed_days_nhs": ("DTOC", 1),
    "delayed_days_social_care": ("DTOC", 1),
    "delayed_days_both": ("DTOC", 1),
}
# An organisation, locality or measure by its code, as the primary key that rows refer to it by.
Ids = Mapping[Any, Any]


def load_reference(folder: Path = FOLDER, *, overwrite_edits: bool = False) -> list[Change]:
    """Bring all reference data in line with the files; reports each row once, and writes all or nothing.

    What the centre issues keeps local edits (see conditions.loading); for published facts the file wins. Rows that no file
    knows, such as a made-up locality or an amount that an administrator added, are left as they are. Raises FileRefused with
    file and line, or file and item, when a row is wrong.
    """
    areas = read_lines(folder, "localities.csv")
    ccgs = read_lines(folder, "ccgs.csv")
    sources = {line.text("ref"): line.text("source") for line in read_lines(folder, "sources.csv")}
    with transaction.atomic():
        changes = load_conditions(overwrite_edits=overwrite_edits)
        for kind, names in _organisations(areas, ccgs):
            rows = [{"kind": kind.value, "code": code, "name": name} for code, name in names.items()]
            changes += bring_in_line(Table(Organisation, ("kind", "code"), ("name",), called=kind.label), rows)
        bodies = {(kind, code): pk for kind, code, pk in Organisation.objects.values_list("kind", "code", "pk")}
        changes += _load_ccg_facts(ccgs, bodies)
        changes += _load_localities(areas, bodies)
        localities = dict(Locality.objects.values_list("hwb_code", "pk"))
        changes += _load_shares(read_lines(folder, "locality_ccgs.csv"), localities, bodies)
        changes += _load_populations(read_lines(folder, "populations.csv"), localities)
        changes += _load_minimums(read_lines(folder, "allocations_2015_16.csv"), localities, bodies, sources)
        changes += _load_outturns(read_lines(folder, "metric_outturns.csv"), localities, sources)
    return changes


def _organisations(areas: list[Line], ccgs: list[Line]) -> Iterator[tuple[OrganisationKind, dict[str, str]]]:
    """Each kind of body with its codes and names. Names of councils, boards and teams are built from the area's name."""
    yield OrganisationKind.COUNCIL, {
        (code := line.text("hwb_code")): COUNCIL_NAMES.get(code, f"{_short_name(line)} Council") for line in areas
    }
    yield OrganisationKind.BOARD, {
        code: f"{line.text('joint_board', blank=True) or _short_name(line)} Health and Wellbeing Board"
        for line, code in zip(areas, _board_codes(areas), strict=True)
    }
    yield OrganisationKind.CCG, {line.text("ods_code"): line.text("name") for line in ccgs}
    yield OrganisationKind.AREA_TEAM, {
        line.text("area_team_code"): f"{line.text('area_team')} Area Team" for line in [*areas, *ccgs]
    }


def _short_name(line: Line) -> str:
    """Bristol, for "Bristol, City of"."""
    return line.text("name").split(",")[0]


def _board_codes(areas: list[Line]) -> list[str]:
    """Each area's board: a board has no code of its own, so ours is the authority's, or those that share it."""
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for line in areas:
        sharing[line.text("joint_board", blank=True) or line.text("hwb_code")].append(line.text("hwb_code"))
    return ["+".join(sharing[line.text("joint_board", blank=True) or line.text("hwb_code")]) for line in areas]


def _body(line: Line, column: str, kind: OrganisationKind, bodies: Ids) -> Any:
    return line.found_in({code: pk for (held, code), pk in bodies.items() if held == kind}, column)
