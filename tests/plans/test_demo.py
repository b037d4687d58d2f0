"""The demonstration plans: what the sources say, kept as they say it; what is made up, marked so."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from itf.accounts.models import Organisation, OrganisationKind, RoleGroup, User
from plans import ledger
from plans.demo.files import KEYS, DemoFileRefused, paragraphs, read_assurers, read_plan
from plans.demo.loading import Loaded, load_assurers, load_plan, reset_plan
from plans.demo.rows import Writer, day
from plans.gather import plan_content
from plans.lifecycle import agree_to_freeze
from plans.models import (
    Contribution,
    HeldValue,
    Investment,
    Invitation,
    Locality,
    Party,
    Plan,
    SectionRevision,
    SectionState,
    Vision,
)
from plans.models.drafting import Side
from plans.national_templates import template_for
from plans.permissions import can_agree_to_freeze, can_edit
from plans.rates import rate_of
from plans.reference import load_reference
from plans.rules import blocking, findings

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
YEARS = ("2014/15", "2015/16")


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker):
    """All four plans, in one transaction around the module's tests; each test's own changes are undone within it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        load_assurers()
        for key in KEYS:
            load_plan(key, at=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded_once, db):
    return {plan.key: plan for plan in Plan.objects.all()}


@pytest.fixture
def ealing(demo):
    return demo["ealing"]


@pytest.fixture
def samplebury(demo):
    return demo["samplebury"]


def test_partners_of_a_demonstration_plan_talk_to_each_other_and_among_themselves(samplebury):
    told = [(thread.audience, thread.comments.count()) for thread in samplebury.threads.order_by("section")]

    assert told == [("partners", 2), ("organisation", 1)]


def found(plan, rule):
    return [finding for finding in findings(plan_content(plan)) if finding.rule == rule]


def freeze(plan):
    parties = {party.organisation.kind: party.organisation for party in Party.objects.filter(plan=plan)}
    fingerprint = plan_content(plan).fingerprint
    council = User.objects.get(email=f"council.author@{plan.key}.example")
    ccg = User.objects.get(email=f"ccg.author@{plan.key}.example")
    agree_to_freeze(
        plan, side=Side.COUNCIL, organisation=parties["council"], fingerprint=fingerprint, by=council, at=NOW
    )
    return agree_to_freeze(plan, side=Side.NHS, organisation=parties["ccg"], fingerprint=fingerprint, by=ccg, at=NOW)


def test_ealing_adds_up_to_the_totals_of_the_paper(ealing):
    content = plan_content(ealing)

    totals = {
        scheme.value("ref"): tuple(int(ledger.scheme_total(scheme, year)) for year in YEARS)
        for scheme in ledger.schemes(content)
    }

    assert totals == {
        "E1": (50_000, 285_000),
        "E2": (95_000, 195_000),
        "E3": (100_000, 510_000),
        "E4": (0, 864_500),
        "E5": (45_000, 391_000),
        "E6": (0, 460_000),
    }
    assert [ledger.spend(content, year) for year in YEARS] == [Decimal(290_000), Decimal(2_705_500)]


def test_ealing_totals_stated_in_the_paper_agree_with_the_lines(ealing):
    assert found(ealing, "V05") == []


def test_ealing_targets_without_a_number_are_found_nineteen_times(ealing):
    on_targets = [finding for finding in found(ealing, "V19") if finding.field == "target"]

    assert len(on_targets) == 19
    assert {finding.figures for finding in on_targets} == {(("Written", "?%"),)}
    # The twentieth placeholder is the cost of a mental health admission.
    assert [finding.figures for finding in found(ealing, "V19") if finding.field != "target"] == [(("Written", "TBC"),)]


def test_ealing_misprints_are_found_with_both_figures(ealing):
    figures = [finding.figures for finding in found(ealing, "V18")]

    assert (("Written", "45.000"), ("Read as", "£45,000")) in figures
    assert (("Written", "460,,000"), ("Read as", "£460,000")) in figures
    assert len(figures) == 2


def test_ealing_products_that_do_not_come_out_are_found_with_the_difference(ealing):
    messages = {finding.message: finding.figures for finding in found(ealing, "V06")}

    assert len(messages) == 2
    for message, figures in messages.items():
        if "social workers" in message:
            assert "£1,394 short" in message
            assert figures == (("Stated", "£120,000"), ("Quantity × rate × periods", "£121,394"))
        else:
            assert "step-down units" in message
            assert "£632 short" in message
            assert figures == (("Stated", "£346,000"), ("Quantity × rate × periods", "£346,632"))


def test_ealing_names_and_conditions_that_were_inferred_are_marked(ealing):
    schemes = ledger.schemes(plan_content(ealing))

    assert {scheme.value("ref") for scheme in schemes if scheme.value("title_inferred")} == {
        "E1",
        "E3",
        "E4",
        "E5",
        "E6",
    }
    assert {scheme.value("ref") for scheme in schemes if scheme.value("concepts_inferred")} == {
        "E1",
        "E3",
        "E4",
        "E5",
        "E6",
    }


def test_ealing_keeps_the_papers_texts_as_imported(ealing):
    held = HeldValue.objects.filter(plan=ealing)

    assert held.count() == 19 + 1 + 2
    assert not held.filter(from_source=False).exists()


def test_ealing_has_no_contributions_sources_or_benefits_that_the_paper_does_not_give(ealing):
    assert not Contribution.objects.filter(plan=ealing).exists()
    assert not Investment.objects.filter(scheme__plan=ealing, funding_source__isnull=False).exists()
    benefits = [row for scheme in ledger.schemes(plan_content(ealing)) for row in scheme.table("benefits").rows]
    assert {(row.figure("quantity"), row.figure("stated")) for row in benefits} == {(None, None)}


@pytest.mark.parametrize("key", ["ealing", "bromley"])
def test_real_localities_are_marked_as_illustrations_of_2013(key, demo):
    plan = demo[key]

    assert not plan.is_synthetic
    assert plan.illustration.startswith("Illustration from public 2013 papers; not an official plan")
    assert {party.organisation.is_synthetic for party in plan.parties.select_related("organisation")} == {False}
    assert plan.window_closes_on == dt.date(2014, 2, 14)


def test_bromley_holds_the_dates_and_puts_the_pool_in_words_only(demo):
    content = plan_content(demo["bromley"])
    details, pool = content.section("plan-details"), content.section("contributions")

    assert details.value("board_meets_on") == "2014-01-30"
    assert details.value("submits_on") == "2014-02-14"
    assert "around £15m" in pool.answer("agreed_second_year").held
    assert pool.figure("agreed_second_year") is None
    notes = [row.value("note") for row in pool.table("contributions").rows]
    assert [note[:3] for note in notes] == ["65%", "35%"]
    assert {row.figure("amount") for row in pool.table("contributions").rows} == {None}
    assert [ledger.spend(content, year) for year in YEARS] == [0, 0]


@pytest.mark.parametrize("key", ["samplebury", "exampleshire"])
def test_made_up_plans_are_complete_and_balanced(key, demo):
    content = plan_content(demo[key])
    noted = findings(content)

    assert blocking(noted) == ()
    assert {finding.severity for finding in noted} == {"warn", "inform"}
    assert all(finding.explanation for finding in noted if finding.severity == "warn")
    assert {money.difference for money in ledger.money_years(content)} == {0}
    assert all(money.contributed == money.pool for money in ledger.money_years(content))
    assert all(rate_of(row, "baseline") for row in content.section("measures").table("measures").rows)


@pytest.mark.parametrize(("key", "code"), [("samplebury", "DEMO00001"), ("exampleshire", "DEMO00002")])
def test_made_up_plans_are_marked_so_everywhere(key, code, demo):
    plan = demo[key]
    locality = Locality.objects.get(hwb_code=code)
    bodies = [locality.council, locality.board, locality.area_team]
    bodies += [party.organisation for party in plan.parties.select_related("organisation")]

    assert plan.is_synthetic
    assert "Made up" in plan.illustration
    assert locality.is_synthetic
    assert all(body.is_synthetic for body in bodies)
    assert not plan.locality.populations.exists()


def test_samplebury_closes_thirty_days_after_loading(samplebury):
    details = plan_content(samplebury).section("plan-details")

    assert samplebury.window_closes_on == dt.date(2026, 4, 1)
    assert details.value("board_meets_on") == "2026-03-12"
    assert details.value("submits_on") == "2026-03-22"


def test_samplebury_freezes_as_loaded(samplebury):
    version = freeze(samplebury)

    assert version.number == 1
    assert version.fingerprint == plan_content(Plan.objects.get(pk=samplebury.pk)).fingerprint


def test_every_page_written_has_a_revision_and_says_who_saved_it(ealing):
    pages = SectionState.objects.filter(plan=ealing)
    written = pages.exclude(saved_at=None)

    assert set(written.values_list("section", flat=True)) == set(read_plan("ealing").sections)
    assert pages.exclude(row=None).count() == 6
    assert {page.saved_by.post for page in written.select_related("saved_by")} == {"Council author, Ealing"}
    for page in written:
        assert SectionRevision.objects.filter(state=page, version=page.version).count() == 1


def test_loading_again_leaves_a_newcomers_work(samplebury):
    Vision.objects.filter(plan=samplebury).update(aims="A newcomer wrote this.")

    plan, what = load_plan("samplebury", at=NOW + dt.timedelta(days=1))

    assert what == Loaded.LEFT
    assert plan.pk == samplebury.pk
    assert Vision.objects.get(plan=plan).aims == "A newcomer wrote this."
    assert Plan.objects.count() == 4


def test_reset_makes_a_draft_anew_when_it_was_never_frozen(samplebury):
    Vision.objects.filter(plan=samplebury).update(aims="A newcomer wrote this.")

    plan = reset_plan("samplebury", at=NOW + dt.timedelta(days=1))

    assert plan.pk != samplebury.pk
    assert set(Plan.objects.values_list("key", flat=True)) == set(KEYS)
    assert "newcomer" not in Vision.objects.get(plan=plan).aims
    assert plan.window_closes_on == dt.date(2026, 4, 2)


def test_reset_leaves_a_frozen_plan_and_makes_a_copy_beside_it(samplebury):
    version = freeze(samplebury)

    copies = [reset_plan("samplebury", at=NOW) for _ in range(2)]

    assert [(plan.key, plan.title) for plan in copies] == [
        ("samplebury-2", "Samplebury (2)"),
        ("samplebury-3", "Samplebury (3)"),
    ]
    assert list(samplebury.versions.values_list("pk", flat=True)) == [version.pk]
    assert blocking(findings(plan_content(copies[0]))) == ()


def test_authors_may_edit_and_agree_to_freeze_what_they_are_listed_for(samplebury):
    author = User.objects.get(email="ccg.author@samplebury.example")
    stranger = User.objects.get(email="assurer@london.example")

    assert can_edit(author, samplebury)
    assert can_agree_to_freeze(author, samplebury)
    assert not can_edit(stranger, samplebury)


def test_people_are_posts_and_have_no_names_or_passwords(demo):
    people = User.objects.all()

    assert len(people) == 32
    for user in people:
        assert (user.first_name, user.last_name) == ("", "")
        assert user.post
        assert user.email.endswith(".example")
        assert user.is_demo
        assert user.demo_note
        assert user.demo_group
        assert not user.has_usable_password()
        is_asked = Invitation.objects.filter(account=user).exists()
        assert RoleGroup.objects.filter(group__user=user).count() == (0 if is_asked else 1)


def test_every_party_and_board_has_someone_to_act(demo):
    for key, plan in demo.items():
        bodies = {party.organisation_id: ("author", "signatory") for party in plan.parties.all()}
        bodies |= {plan.locality.board_id: ("chair",), plan.locality.area_team_id: ("assurer",)}

        for body, roles in bodies.items():
            for role in roles:
                assert User.objects.filter(
                    groups__role_group__organisation=body, groups__role_group__role=role
                ).exists(), f"{key}: nobody is {role} of {Organisation.objects.get(pk=body)}"


def test_people_of_one_plan_stand_together_in_the_order_of_the_plans():
    listed = [person for key in KEYS for person in (*read_plan(key).people, *read_plan(key).invited)]
    listed += read_assurers()[1]

    orders = [person.order for person in listed]

    assert orders == sorted(orders)
    assert len(set(orders)) == len(orders)
    assert len({person.email for person in listed}) == len(listed)


def test_an_unknown_key_is_no_demonstration_plan(db):
    with pytest.raises(KeyError):
        load_plan("nowhere", at=NOW)


@pytest.mark.parametrize(
    ("section", "values", "reason"),
    [
        ("vision", {"visoin": "A misprint"}, "no field is called visoin"),
        ("schemes", {"held": {"title": "?"}}, "has no answers of its own"),
        ("conditions", {"conditions": {"WEEKENDS": {"status": "met"}}}, "has no WEEKENDS"),
        ("contributions", {"contributions": [{"funding_source": "LOTTERY"}]}, "no funding source LOTTERY"),
        ("contributions", {"contributions": [{"organisation": "ccg ZZZ"}]}, "no ccg ZZZ"),
        ("plan-details", {"submits_on": "+3 weeks"}, "not a number of days"),
    ],
)
def test_a_mistake_in_a_file_is_refused_with_its_place(section, values, reason, ealing):
    writer = Writer(ealing, TODAY)

    with pytest.raises(DemoFileRefused, match=reason):
        writer.write_section(template_for(ealing.template_key).section(section), values)


def test_day_counts_from_today():
    assert day("+30 days", TODAY) == dt.date(2026, 4, 1)
    assert day("-2 days", TODAY) == dt.date(2026, 2, 28)


def test_paragraphs_are_set_apart_by_a_blank_line():
    assert paragraphs("One.\nTwo.\n") == "One.\n\nTwo."


def test_the_area_team_of_made_up_places_is_made_up_too(demo):
    team = Organisation.objects.get(kind=OrganisationKind.AREA_TEAM, code="DEMO-TEAM")

    assert team.is_synthetic
    assert team.name == "Demonstration area team"
