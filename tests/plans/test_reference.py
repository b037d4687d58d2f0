"""Tests of plans.reference and manage.py load_reference: complete, idempotent, exact, and clear about a wrong line."""

import datetime as dt
import shutil
from collections import Counter, defaultdict
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from conditions.models import Concept, MeasureDefinition
from conditions.rows import Change, FileRefused, Outcome
from itf.accounts.models import Organisation, OrganisationKind
from plans.models import CcgFacts, Locality, LocalityCcg, MeasureOutturn, MinimumContribution, Population
from plans.reference import FOLDER, load_reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, to be spoilt."""
    return shutil.copytree(FOLDER, tmp_path / "files")


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def reported(changes):
    return [change for change in changes if change.outcome is not Outcome.UNCHANGED]


def command(*options):
    out = StringIO()
    call_command("load_reference", *options, stdout=out)
    return out.getvalue()


def test_load_makes_every_row_of_the_files():
    load_reference()

    assert {
        "organisations": Counter(Organisation.objects.values_list("kind", flat=True)),
        "localities": Locality.objects.count(),
        "facts": CcgFacts.objects.count(),
        "shares": LocalityCcg.objects.count(),
        "populations": Population.objects.count(),
        "minimums": MinimumContribution.objects.count(),
        "outturns": MeasureOutturn.objects.count(),
    } == {
        "organisations": {"council": 152, "ccg": 211, "area_team": 25, "board": 151},
        "localities": 152,
        "facts": 211,
        "shares": 242,
        "populations": 152 * 4,
        "minimums": 9,
        "outturns": 295,
    }


def test_second_load_changes_nothing():
    load_reference()

    assert reported(load_reference()) == []


def test_first_load_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(90):
        load_reference()


def test_second_load_reads_each_table_and_writes_none(django_assert_max_num_queries):
    load_reference()

    with django_assert_max_num_queries(42) as queries:
        load_reference()

    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_locality_knows_its_council_board_and_area_team():
    load_reference()

    ealing = Locality.objects.select_related("council", "board", "area_team").get(key="ealing")

    assert (ealing.hwb_code, ealing.region, ealing.authority_type) == ("E09000009", "London", "London borough")
    assert (ealing.council.name, ealing.council.code) == ("Ealing Council", "E09000009")
    assert ealing.board.name == "Ealing Health and Wellbeing Board"
    assert ealing.area_team.name == "London Area Team"
    assert not ealing.is_synthetic


def test_bournemouth_and_poole_share_one_board():
    load_reference()

    boards = set(Locality.objects.filter(key__in=["bournemouth", "poole"]).values_list("board__name", "board__code"))

    assert boards == {("Bournemouth and Poole Health and Wellbeing Board", "E06000028+E06000029")}


@pytest.mark.parametrize(
    ("code", "key", "council"),
    [
        ("E06000023", "bristol", "Bristol Council"),
        ("E09000001", "city-of-london", "City of London Corporation"),
        ("E06000053", "isles-of-scilly", "Council of the Isles of Scilly"),
    ],
)
def test_names_are_those_people_use(code, key, council):
    load_reference()

    locality = Locality.objects.select_related("council").get(hwb_code=code)

    assert (locality.key, locality.council.name) == (key, council)


def test_shares_of_each_locality_and_of_each_ccg_add_up_to_one():
    load_reference()
    of_locality, of_ccg = defaultdict(Decimal), defaultdict(Decimal)

    for link in LocalityCcg.objects.all():
        of_locality[link.locality_id] += link.share
        of_ccg[link.ccg_id] += link.ccg_share

    assert len(of_locality) == 152
    assert len(of_ccg) == 211
    assert all(abs(total - 1) <= Decimal("0.0005") for total in (*of_locality.values(), *of_ccg.values()))


def test_principal_ccgs_are_those_with_a_tenth_of_either_side():
    load_reference()

    by_share = {link.pk: max(link.share, link.ccg_share) >= Decimal("0.1") for link in LocalityCcg.objects.all()}

    assert dict(LocalityCcg.objects.values_list("pk", "principal")) == by_share
    assert sum(by_share.values()) == 233


def test_newcastle_is_split_by_list_size_without_a_count_of_small_areas():
    load_reference()

    links = LocalityCcg.objects.filter(locality__key="newcastle-upon-tyne", share_basis="gp-list-size")

    assert {(link.ccg.code, link.share, link.lsoa_count, link.basis) for link in links.select_related("ccg")} == {
        ("00G", Decimal("0.5451"), None, "name-match"),
        ("00H", Decimal("0.4549"), None, "name-match"),
    }


def test_closed_ccgs_name_their_successor():
    load_reference()

    closed = CcgFacts.objects.filter(closed_on__isnull=False).values_list(
        "organisation__code", "closed_on", "successor_code"
    )

    assert sorted(closed) == [(code, dt.date(2015, 3, 31), "13T") for code in ("00F", "00G", "00H")]


def test_populations_add_up_to_the_published_totals_of_england():
    load_reference()
    totals = defaultdict(int)

    for population in Population.objects.all():
        totals[population.mid_year] += population.persons

    # ONS mid-2016 estimates, table MYE5, England.
    assert totals == {2012: 53_493_729, 2013: 53_865_817, 2014: 54_316_618, 2015: 54_786_327}


def test_people_aged_65_and_over_are_unknown_before_2014_not_nought():
    load_reference()

    known = Population.objects.filter(aged_65_plus__isnull=False)

    assert set(known.values_list("mid_year", flat=True)) == {2014, 2015}
    assert known.count() == 152 * 2
    assert not Population.objects.filter(aged_65_plus=0).exists()


def test_minimum_contributions_are_only_those_published():
    load_reference()

    amounts = {(m.scope, m.name, m.component): (m.amount, m.basis) for m in MinimumContribution.objects.all()}

    assert amounts["ccg", "NHS Isle of Wight CCG", "nhs_revenue"] == (Decimal(10_803_000), "sourced")
    assert amounts["hwb-group", "Bournemouth, Poole and Dorset together", "total"] == (Decimal(54_565_000), "sourced")
    assert amounts["national", "England", "nhs_revenue"] == (Decimal(3_460_000_000), "project-brief")
    assert not MinimumContribution.objects.filter(organisation__code="07W").exists()


def test_minimum_of_a_ccg_names_the_organisation_and_its_source():
    load_reference()

    minimum = MinimumContribution.objects.select_related("organisation").get(area_codes="10L")

    assert (minimum.organisation.kind, minimum.organisation.code) == (OrganisationKind.CCG, "10L")
    assert minimum.source.startswith("Health Service Journal")


def test_outturns_come_under_the_definition_their_series_follows():
    load_reference()

    definitions = MeasureOutturn.objects.values_list("series", "measure__key", "measure__version").distinct()

    assert set(definitions.order_by()) == {
        ("reablement_home_91_days", "REABLE_91", 1),
        ("permanent_admissions_65_plus", "RES_ADM", 2),
        ("delayed_days_total", "DTOC", 1),
        ("delayed_days_nhs", "DTOC", 1),
        ("delayed_days_social_care", "DTOC", 1),
        ("delayed_days_both", "DTOC", 1),
    }


def test_changed_line_is_reported_by_code_and_field(folder):
    load_reference(folder)
    replace(folder / "ccgs.csv", "NHS Ealing CCG", "NHS Ealing Clinical Commissioning Group")
    replace(folder / "populations.csv", "E06000001,92238,", "E06000001,92239,")

    changes = load_reference(folder)

    assert reported(changes) == [
        Change("Clinical commissioning group", "07W", Outcome.CHANGED, ("name",)),
        Change("population", "E06000001 2012", Outcome.CHANGED, ("persons",)),
    ]
    assert Organisation.objects.get(kind="ccg", code="07W").name == "NHS Ealing Clinical Commissioning Group"
    assert reported(load_reference(folder)) == []


def test_share_gone_from_the_file_is_reported_and_left(folder):
    load_reference(folder)
    replace(folder / "locality_ccgs.csv", "E06000001,00K,1.0,0.3242,58,yes,sourced,lsoa-estimate\n", "")
    replace(folder / "locality_ccgs.csv", "E06000004,00K,1.0,0.6758,", "E06000004,00K,1.0,1.0,")

    changes = load_reference(folder)

    assert reported(changes) == [
        Change("CCG of a locality", "E06000004 00K", Outcome.CHANGED, ("ccg_share",)),
        Change("CCG of a locality", "E06000001 00K", Outcome.LEFT),
    ]
    assert LocalityCcg.objects.count() == 242


def test_rows_that_no_file_knows_are_left_alone():
    load_reference()
    ccg = Organisation.objects.create(kind="ccg", code="X01", name="NHS Samplebury CCG", is_synthetic=True)
    locality = Locality.objects.create(hwb_code="X99000001", key="samplebury", name="Samplebury", is_synthetic=True)
    locality.ccg_shares.create(ccg=ccg, share=1, ccg_share=1, basis="synthetic", share_basis="synthetic")
    MinimumContribution.objects.create(
        scope="ccg", area_codes="07W", organisation=ccg, component="nhs_revenue", year="2015/16", amount=1, name="Added"
    )

    assert reported(load_reference()) == []
    assert MinimumContribution.objects.count() == 10


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("ccgs.csv", "00C,E38000042,", "00C,", "ccgs.csv:2: has 9 columns, not 10"),
        ("ccgs.csv", "00D,E38000047", "00C,E38000047", "ccgs.csv:3: 00C stands twice, first in line 2"),
        ("ccgs.csv", ",106303", ",many", "ccgs.csv:2: gp_registered_2013_14 is 'many', not a whole number"),
        ("ccgs.csv", "ods_code,ons_code", "ods,ons_code", "ccgs.csv:1: the columns must be ods_code,ons_code,name"),
        ("ccgs.csv", "E38000061,NHS Gateshead CCG", "E38000061,", "ccgs.csv:4: name is empty"),
        (
            "ccgs.csv",
            'NHS Darlington CCG,E39000002,"Durham, Darlington and Tees"',
            "NHS Darlington CCG,E39000002,Tees",
            "ccgs.csv:2: area_team_code E39000002 has another name elsewhere",
        ),
        (
            "localities.csv",
            '01,Hartlepool,North East,unitary authority,"Durham, Darlington and Tees",E39000002,1.0',
            '01,Hartlepool,North East,unitary authority,"Durham, Darlington and Tees",E39000002,1.5',
            "localities.csv:2: area_team_share is 1.5; a share is at most 1",
        ),
        (
            "locality_ccgs.csv",
            "E06000001,00K,1.0,",
            "E06000001,00K,0.9,",
            "locality_ccgs.csv:2: the share of E06000001 adds up to 0.9, not 1",
        ),
        (
            "locality_ccgs.csv",
            "E06000001,00K,1.0,0.3242,",
            "E06000001,00K,1.0,0.2242,",
            "locality_ccgs.csv:5: the ccg_share of 00K adds up to 0.9000, not 1",
        ),
        (
            "locality_ccgs.csv",
            "E06000001,00K,1.0,",
            "E06000001,00K,1.00001,",
            "locality_ccgs.csv:2: share is 1.00001; it may have 4 decimals",
        ),
        ("locality_ccgs.csv", "E06000001,00K,1.0,", "E06000001,00K,nan,", "locality_ccgs.csv:2: share is nan; it must"),
        (
            "locality_ccgs.csv",
            "E06000001,00K,1.0,",
            "E99000001,00K,1.0,",
            "locality_ccgs.csv:2: hwb_code 'E99000001' is",
        ),
        (
            "locality_ccgs.csv",
            "E06000001,00K,1.0,0.3242,58,yes",
            "E06000001,00K,1.0,0.3242,58,perhaps",
            "locality_ccgs.csv:2: principal",
        ),
        (
            "populations.csv",
            "E06000001,92238",
            "E06000001,-92238",
            "populations.csv:2: population_mid_2012 is '-92238'",
        ),
        ("allocations_2015_16.csv", "ccg,10C", "ccg,ZZZ", "allocations_2015_16.csv:7: area_codes ZZZ is not known"),
        ("allocations_2015_16.csv", "5501000,", "0,", "allocations_2015_16.csv:7: amount_gbp is 0; leave out the line"),
        ("allocations_2015_16.csv", "5501000,", "5.501m,", "allocations_2015_16.csv:7: amount_gbp is '5.501m', not a"),
        (
            "allocations_2015_16.csv",
            "5501000,sourced,S4",
            "5501000,sourced,S9",
            "allocations_2015_16.csv:7: source_ref 'S9'",
        ),
        (
            "metric_outturns.csv",
            "2012-04,7976,days",
            "2012-04,7976.12345,days",
            "metric_outturns.csv:2: value is 7976.12345",
        ),
        (
            "metric_outturns.csv",
            "delayed_days_both,2012-04",
            "delayed_weeks,2012-04",
            "metric_outturns.csv:2: metric is 'delayed_weeks'; it may be delayed_days_both",
        ),
    ],
)
def test_wrong_line_is_refused_with_its_place_and_nothing_is_loaded(folder, name, old, new, message):
    replace(folder / name, old, new)

    with pytest.raises(FileRefused) as refusal:
        load_reference(folder)

    assert str(refusal.value).startswith(message)
    assert not Organisation.objects.exists()
    assert not Concept.objects.exists()


@pytest.mark.parametrize("spoil", ["absent", "another encoding", "open quote"])
def test_file_that_cannot_be_read_is_refused(folder, spoil):
    path = folder / "sources.csv"
    if spoil == "absent":
        path.unlink()
    else:
        path.write_bytes(b"ref,source\nS1,\xa33.8bn\n" if spoil == "another encoding" else b'ref,source\nS1,"open\n')

    with pytest.raises(FileRefused, match=r"^sources.csv: cannot be read"):
        load_reference(folder)


def test_day_that_is_none_is_refused(folder):
    path = folder / "ccgs.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2015-03-31", "31 March 2015"), encoding="utf-8")

    with pytest.raises(FileRefused, match=r"^ccgs.csv:4: closed_on is '31 March 2015', not a day"):
        load_reference(folder)


def test_command_prints_each_kind_with_its_counts():
    first = command()
    second = command()

    assert ["Locality", "152", "152", "0", "0", "0", "0"] in [line.split() for line in first.splitlines()]
    assert ["Locality", "152", "0", "0", "152", "0", "0"] in [line.split() for line in second.splitlines()]
    assert first.splitlines()[-1] == "2278 rows written."
    assert second.splitlines()[-1] == "0 rows written."


def test_command_lists_what_changed_and_what_was_kept():
    command()
    Organisation.objects.filter(code="07W").update(name="Ealing")
    MeasureDefinition.objects.filter(key="LOCAL_FALLS").update(note="Ours")

    report = command()

    assert "    changed: 07W: name\n" in report
    assert "    kept local edit: LOCAL_FALLS 1: note\n" in report
    assert report.endswith("1 rows written.\n")


def test_command_counts_changes_beyond_the_twentieth():
    command()
    Population.objects.filter(mid_year=2012).update(persons=1)

    report = command()

    assert report.count("    changed: ") == 20
    assert "    and 132 more\n" in report


def test_command_check_passes_when_nothing_would_change():
    command()

    assert command("--check").endswith("0 rows would change.\n")


def test_command_check_fails_and_writes_nothing():
    with pytest.raises(CommandError, match="2278 rows would change") as refusal:
        command("--check")

    assert refusal.value.returncode == 1
    assert not Locality.objects.exists()


def test_command_check_does_not_count_kept_edits():
    command()
    Concept.objects.filter(key="OVERSIGHT").update(title="Ours")

    assert command("--check").endswith("0 rows would change.\n")


def test_command_replaces_local_edits_when_asked():
    command()
    Concept.objects.filter(key="OVERSIGHT").update(title="Ours")

    report = command("--overwrite-edits")

    assert "    changed: OVERSIGHT: title\n" in report


def test_command_names_the_wrong_line(folder):
    replace(folder / "ccgs.csv", ",106303", ",many")

    with pytest.raises(CommandError, match=r"^Nothing was loaded. ccgs.csv:2: gp_registered_2013_14 is 'many'"):
        command("--folder", str(folder))


@pytest.mark.parametrize(
    ("model", "wrong"),
    [
        (Population, {"mid_year": 2020, "persons": 10, "aged_65_plus": 11}),
        (LocalityCcg, {"share": Decimal("1.5"), "ccg_share": 1}),
        (MinimumContribution, {"scope": "ccg", "amount": 1, "year": "2015/16"}),
        (MinimumContribution, {"scope": "national", "amount": 0, "year": "2015/16"}),
        (MinimumContribution, {"scope": "national", "amount": 1, "year": "2015"}),
        (MinimumContribution, {"scope": "borough", "amount": 1, "year": "2015/16"}),
    ],
)
def test_table_refuses_a_row_that_cannot_be(model, wrong):
    locality = Locality.objects.create(hwb_code="X99000001", key="samplebury", name="Samplebury")
    ccg = Organisation.objects.create(kind="ccg", code="X01", name="NHS Samplebury CCG")
    owner = {Population: {"locality": locality}, LocalityCcg: {"locality": locality, "ccg": ccg}}.get(model, {})

    with pytest.raises(IntegrityError, match=r"constraint|CHECK"), transaction.atomic():
        model.objects.create(**owner, **wrong)
