"""What the lines of the reference files say, as rows of our tables; nothing here reads or writes the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from conditions.rows import Values
from itf.accounts.models import OrganisationKind
from plans.models.locality import Scope
from plans.reference_lines import Line

MID_YEARS = (2012, 2013, 2014, 2015)
AGED_65_YEARS = (2014, 2015)  # no figure was found before
MINIMUMS_YEAR = "2015/16"
ENGLAND = "E92000001"
# Shares have four places, so a sum over many areas may be out by a few of the last.
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

# Primary keys by code, as the caller found them.
Ids = Mapping[str, Any]
Lines = list[Line]


def council_names(areas: Lines) -> dict[str, str]:
    """Councils by code. The names are built from the area's; they are not the councils' legal names."""
    return {code: COUNCIL_NAMES.get(code, f"{name} Council") for code, name in _short_names(areas).items()}


def board_names(areas: Lines) -> dict[str, str]:
    """Health and Wellbeing Boards by code; two authorities may share one."""
    short = _short_names(areas)
    return {
        board: f"{line.text('joint_board', blank=True) or short[line.text('hwb_code')]} Health and Wellbeing Board"
        for line, board in zip(areas, board_codes(areas).values(), strict=True)
    }


def board_codes(areas: Lines) -> dict[str, str]:
    """The board of each authority. A board has no code of its own: ours is the authority's, or those that share it."""
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for line in areas:
        sharing[line.text("joint_board", blank=True) or line.text("hwb_code")].append(line.text("hwb_code"))
    return {code: "+".join(sorted(codes)) for codes in sharing.values() for code in codes}


def area_team_names(lines: Iterable[Line]) -> dict[str, str]:
    """Area teams by code. Refuses a code that has two names."""
    names: dict[str, str] = {}
    for line in lines:
        name = f"{line.text('area_team')} Area Team"
        if names.setdefault(line.text("area_team_code"), name) != name:
            raise line.refuse(f"area_team_code {line.text('area_team_code')} has another name elsewhere")
    return names


def _short_names(areas: Lines) -> dict[str, str]:
    """Bristol, for "Bristol, City of"."""
    return {line.text("hwb_code"): line.text("name").split(",")[0] for line in areas}


def locality_rows(areas: Lines, bodies: Mapping[OrganisationKind, Ids]) -> list[Values]:
    """The localities, each with its council, board and area team."""
    boards, short = board_codes(areas), _short_names(areas)
    return [
        {
            "hwb_code": (code := line.text("hwb_code")),
            "key": slugify(short[code]),
            "name": line.text("name"),
            "region": line.text("region"),
            "authority_type": line.text("authority_type"),
            "council_id": bodies[OrganisationKind.COUNCIL][code],
            "board_id": bodies[OrganisationKind.BOARD][boards[code]],
            "area_team_id": line.found_in(bodies[OrganisationKind.AREA_TEAM], "area_team_code"),
            "area_team_share": line.share("area_team_share"),
            "joint_board": line.text("joint_board", blank=True),
        }
        for line in areas
    ]


def ccg_rows(ccgs: Lines, bodies: Mapping[OrganisationKind, Ids]) -> list[Values]:
    """The facts of each CCG."""
    return [
        {
            "organisation_id": bodies[OrganisationKind.CCG][line.text("ods_code")],
            "ons_code": line.text("ons_code"),
            "ons_code_july_2015": line.text("ons_code_july_2015", blank=True),
            "area_team_id": line.found_in(bodies[OrganisationKind.AREA_TEAM], "area_team_code"),
            "nhs_region": line.text("nhs_region"),
            "gp_registered": line.whole("gp_registered_2013_14", blank=True),
            "closed_on": line.day("closed_on"),
            "successor_code": line.text("successor_ods_code", blank=True),
        }
        for line in ccgs
    ]


def share_rows(covers: Lines, localities: Ids, ccgs: Ids) -> list[Values]:
    """Which CCG covers which locality. Refuses shares that do not add up to 1, for a locality or for a CCG."""
    _refuse_gaps(covers, "hwb_code", "share")
    _refuse_gaps(covers, "ods_code", "ccg_share")
    return [
        {
            "locality_id": line.found_in(localities, "hwb_code"),
            "ccg_id": line.found_in(ccgs, "ods_code"),
            "share": line.share("share"),
            "ccg_share": line.share("ccg_share"),
            "lsoa_count": line.whole("lsoa_count", blank=True),
            "principal": line.one_of("principal", ("yes", "no")) == "yes",
            "basis": line.one_of("basis", ("sourced", "name-match")),
            "share_basis": line.one_of("share_basis", ("lsoa-estimate", "gp-list-size")),
        }
        for line in covers
    ]


def _refuse_gaps(covers: Lines, owner: str, share: str) -> None:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    last: dict[str, Line] = {}
    for line in covers:
        sums[line.text(owner)] += line.share(share)
        last[line.text(owner)] = line
    for code, total in sums.items():
        if abs(total - 1) > ROUNDING:
            raise last[code].refuse(f"the {share} of {code} adds up to {total}, not 1")


def population_rows(people: Lines, localities: Ids) -> list[Values]:
    """Residents of each locality by year; 65 and over only for the years in which it was found."""
    return [
        {
            "locality_id": line.found_in(localities, "hwb_code"),
            "mid_year": year,
            "persons": line.whole(f"population_mid_{year}"),
            "aged_65_plus": line.whole(f"aged_65_plus_mid_{year}") if year in AGED_65_YEARS else None,
        }
        for line in people
        for year in MID_YEARS
    ]


def minimum_rows(amounts: Lines, localities: Ids, ccgs: Ids, sources: Mapping[str, str]) -> list[Values]:
    """The published minimum contributions. Refuses an area that is none of ours, and an amount of nought."""
    return [
        {
            "scope": line.one_of("scope", Scope.values),
            "area_codes": _known_areas(line, {ENGLAND, *localities, *ccgs}),
            "component": line.text("component"),
            "year": MINIMUMS_YEAR,
            "name": line.text("name"),
            "organisation_id": line.found_in(ccgs, "area_codes") if line.text("scope") == Scope.CCG else None,
            "amount": line.amount("amount_gbp"),
            "basis": line.one_of("basis", ("sourced", "project-brief")),
            "source_ref": line.text("source_ref"),
            "source": line.found_in(sources, "source_ref"),
        }
        for line in amounts
    ]


def outturn_rows(
    results: Lines, localities: Ids, measures: Mapping[tuple[str, int], Any], sources: Mapping[str, str]
) -> list[Values]:
    """The published outturns, each under the definition that its series follows."""
    return [
        {
            "area_code": _known_areas(line, {ENGLAND, *localities}, column="area_code"),
            "series": line.one_of("metric", SERIES),
            "period": line.text("period"),
            "measure_id": measures[SERIES[line.text("metric")]],
            "value": line.figure("value", places=4),
            "unit": line.text("unit"),
            "source_ref": line.text("source_ref"),
            "source": line.found_in(sources, "source_ref"),
        }
        for line in results
    ]


def _known_areas(line: Line, known: set[str], column: str = "area_codes") -> str:
    codes = line.text(column)
    if unknown := sorted(set(codes.split()) - known):
        raise line.refuse(f"{column} {' '.join(unknown)} is not known")
    return codes
