"""Loading reference data: what the centre issues, then localities, CCGs, populations and published figures."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import models, transaction

from conditions.loading import load_conditions
from conditions.models import MeasureDefinition
from conditions.rows import Change, Table, Values, bring_in_line
from itf.accounts.models import Organisation, OrganisationKind
from plans import reference_rows
from plans.minimums import IMPORTED, MINIMUM_KEY
from plans.models.locality import CcgFacts, Locality, LocalityCcg, MeasureOutturn, MinimumContribution, Population
from plans.reference_lines import Line, read_folder
from plans.reference_rows import Ids

FOLDER = Path(__file__).parent / "reference_data"
Files = Mapping[str, list[Line]]


def load_reference(folder: Path = FOLDER, *, overwrite_edits: bool = False) -> list[Change]:
    """Bring all reference data in line with the files; reports each row once, and writes all or nothing.

    What the centre issues keeps local edits (see conditions.loading); for published facts the file wins. Rows that no
    file knows, such as a made-up locality or an amount that an administrator added, are left as they are. Raises
    FileRefused with file and line, or file and item, when a row is wrong.
    """
    files = read_folder(folder)
    with transaction.atomic():
        changes = load_conditions(overwrite_edits=overwrite_edits)
        changes += _load_bodies(files["localities.csv"], files["ccgs.csv"])
        bodies = {kind: _ids(Organisation.objects.filter(kind=kind), "code") for kind in OrganisationKind}
        changes += _load_areas(files, bodies)
        localities = _ids(Locality.objects.filter(is_synthetic=False), "hwb_code")
        return changes + _load_figures(files, localities, bodies[OrganisationKind.CCG])


def _load_bodies(areas: list[Line], ccgs: list[Line]) -> list[Change]:
    """The organisations that take part in plans, each kind reported by itself."""
    names = {
        OrganisationKind.COUNCIL: reference_rows.council_names(areas),
        OrganisationKind.BOARD: reference_rows.board_names(areas),
        OrganisationKind.CCG: {line.text("ods_code"): line.text("name") for line in ccgs},
        OrganisationKind.AREA_TEAM: reference_rows.area_team_names([*areas, *ccgs]),
    }
    changes: list[Change] = []
    for kind, called in names.items():
        wanted = [{"kind": kind.value, "code": code, "name": name} for code, name in called.items()]
        table = Table(Organisation, ("kind", "code"), ("name",), shown=lambda key: str(key[1]), called=kind.label)
        changes += bring_in_line(table, wanted)
    return changes


def _load_areas(files: Files, bodies: Mapping[OrganisationKind, Ids]) -> list[Change]:
    """The facts of CCGs, then the localities."""
    facts = reference_rows.ccg_rows(files["ccgs.csv"], bodies)
    areas = reference_rows.locality_rows(files["localities.csv"], bodies)
    changes = _load(CcgFacts, ("organisation_id",), facts, {"organisation_id": bodies[OrganisationKind.CCG]})
    return changes + _load(Locality, ("hwb_code",), areas)


def _load_figures(files: Files, localities: Ids, ccgs: Ids) -> list[Change]:
    """What is published about localities and CCGs: shares, populations, minimum contributions, outturns."""
    sources = {line.text("ref"): line.text("source") for line in files["sources.csv"]}
    measures = {
        (key, version): pk for key, version, pk in MeasureDefinition.objects.values_list("key", "version", "pk")
    }
    shares = reference_rows.share_rows(files["locality_ccgs.csv"], localities, ccgs)
    people = reference_rows.population_rows(files["populations.csv"], localities)
    published = reference_rows.minimum_rows(files["allocations_2015_16.csv"], localities, ccgs, sources)
    # What an administrator imported since is newer than the files.
    imported = set(MinimumContribution.objects.filter(basis=IMPORTED).values_list(*MINIMUM_KEY))
    amounts = [row for row in published if tuple(row[name] for name in MINIMUM_KEY) not in imported]
    results = reference_rows.outturn_rows(files["metric_outturns.csv"], localities, measures, sources)
    named = {"locality_id": localities, "ccg_id": ccgs}
    real = set(localities.values())
    return [
        # A share that is no longer in the file would make the rest add up to more than 1, so it is reported.
        *_load(LocalityCcg, ("locality_id", "ccg_id"), shares, named, lambda row: row.locality_id in real),
        *_load(Population, ("locality_id", "mid_year"), people, named),
        *_load(MinimumContribution, MINIMUM_KEY, amounts),
        *_load(MeasureOutturn, ("area_code", "series", "period"), results),
    ]


def _load(
    model: type[models.Model],
    key: tuple[str, ...],
    wanted: list[Values],
    named: Mapping[str, Ids] | None = None,
    only_from_file: Callable[[Any], bool] = lambda _: False,
) -> list[Change]:
    """Bring one table in line; ``named`` gives the codes to report in place of primary keys."""
    codes = {name: {pk: code for code, pk in ids.items()} for name, ids in (named or {}).items()}

    def shown(values: tuple[Any, ...]) -> str:
        return " ".join(str(codes.get(name, {}).get(value, value)) for name, value in zip(key, values, strict=True))

    fields = tuple(name for name in (wanted[0] if wanted else ()) if name not in key)
    table = Table(model, key, fields, only_from_file=only_from_file, shown=shown)
    return bring_in_line(table, wanted)


def _ids(rows: models.QuerySet[Any], code: str) -> dict[str, Any]:
    return dict(rows.values_list(code, "pk"))
