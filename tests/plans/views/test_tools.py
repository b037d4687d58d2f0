"""Overlaps, coverage and beds: of a draft, of a version, for many rows as for one."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import AcuteImpact, Benefit, Outcome, Scheme, ServiceGroup
from tests.factories.plans import SECOND_YEAR, InvestmentFactory, PlanVersionFactory, SchemeFactory, a_plan
from tests.markup import Markup
from tests.plans.views.meeting import freeze

PAGES = ("overlaps", "coverage", "beds")


def url(complete, tool):
    return reverse(f"plans:{tool}", args=[complete.plan.key])


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def claimed(complete):
    """Three schemes that claim one fall of 4 %, and a price to pay for."""
    for number in range(3):
        scheme = SchemeFactory(plan=complete.plan, ref=f"C{number}", title="Claims it", position=10 + number)
        InvestmentFactory(scheme=scheme, year=SECOND_YEAR, stated=510_000)
        Outcome.objects.create(
            scheme=scheme,
            measure="Admissions",
            year=SECOND_YEAR,
            change="reduction",
            target=4,
            baseline_period="2013/14",
        )
        Benefit.objects.create(
            scheme=scheme, label="Episode", year=SECOND_YEAR, unit="patient", unit_price=2000, unit_price_high=8000
        )
    return scheme


@pytest.mark.parametrize("tool", PAGES)
@pytest.mark.parametrize("template", ["dec-2013", "jul-2014"])
@pytest.mark.django_db
def test_an_empty_draft_has_each_page(client, tool, template):
    drafting = a_plan(template=template)
    client.force_login(drafting.author)

    assert client.get(url(drafting, tool)).status_code == 200


@pytest.mark.parametrize("tool", PAGES)
def test_an_author_reads_each_page_of_a_frozen_plan(author, complete, tool):
    freeze(complete)

    assert "The plan is frozen" in text(author.get(url(complete, tool)))


@pytest.mark.parametrize("tool", PAGES)
def test_a_version_keeps_its_words_when_the_draft_moves_on(author, complete, tool):
    version = PlanVersionFactory(plan=complete.plan)
    Scheme.objects.update(title="Renamed since")

    response = author.get(url(complete, tool), {"version": version.number})

    assert f"version {version.number}" in text(response)
    assert "Renamed since" not in text(response)
    assert author.get(url(complete, tool), {"version": "99"}).status_code == 404


@pytest.mark.parametrize("tool", PAGES)
def test_many_schemes_ask_the_database_as_often_as_one(author, complete, tool):
    def queries():
        author.get(url(complete, tool))
        with CaptureQueriesContext(connection) as captured:
            author.get(url(complete, tool))
        return len(captured)

    one = queries()
    for _ in range(12):
        InvestmentFactory(scheme=SchemeFactory(plan=complete.plan), funding_source=complete.source)
        AcuteImpact.objects.create(plan=complete.plan, provider="A hospital", year=SECOND_YEAR, admissions=5)

    assert queries() == one


def test_overlaps_tell_added_and_shared_and_lead_to_the_schemes(author, complete, claimed):
    page = author.get(url(complete, "overlaps"))

    assert "If each adds its own" in text(page)
    assert "12%" in text(page)
    assert "4%" in text(page)
    assert reverse("plans:scheme", args=[complete.plan.key, claimed.pk]) in text(page)
    assert {item.finding.rule for item in page.context["findings"]} == {"V14"}


def test_coverage_says_gaps_in_words(author, complete):
    Scheme.objects.get().concepts.clear()

    assert "None: a gap" in text(author.get(url(complete, "coverage")))


def test_beds_show_their_assumptions_on_the_page_and_in_the_section(author, complete):
    AcuteImpact.objects.create(plan=complete.plan, provider="The infirmary", year=SECOND_YEAR, admissions=Decimal(840))

    for address in (url(complete, "beds"), reverse("plans:section", args=[complete.plan.key, "acute"])):
        said = text(author.get(address))
        assert "4,200" in said
        assert "13.5" in said
        assert "85% (usual assumption, not checked)" in said


@pytest.mark.parametrize(("tool", "other"), [("overlaps", "beds"), ("beds", "overlaps")])
def test_each_page_says_which_count_of_avoided_admissions_it_shows_and_leads_to_the_others(
    author, complete, claimed, tool, other
):
    Benefit.objects.create(scheme=claimed, label="Fewer", type="admissions", year=SECOND_YEAR, quantity=180)
    AcuteImpact.objects.create(plan=complete.plan, provider="General", year=SECOND_YEAR, admissions=160)

    page = Markup(author.get(url(complete, tool)))

    (region,) = [
        one for one in page.elements if one.attributes.get("aria-label") == "Admissions avoided, by who says so"
    ]
    cells = [one.text for one in page.all("td") if region in one.ancestors]
    assert cells[1::2] == ["180", "160", "not given"]
    assert cells[0::2].count("This page") == 1
    assert url(complete, other) in {link.attributes.get("href") for link in page.all("a") if region in link.ancestors}
    assert "Hospitals expect fewer avoided admissions than schemes claim." in page.one("main").text


def test_the_scheme_says_what_would_pay_for_it_to_those_who_write_and_those_who_read(author, complete, claimed):
    address = reverse("plans:scheme", args=[complete.plan.key, claimed.pk])

    assert "64 to 255 × patient avoided" in text(author.get(address))
    author.force_login(complete.signatory)
    assert "64 to 255 × patient avoided" in text(author.get(address))


def test_the_list_shows_groups_where_a_plan_has_any(author, complete):
    page = reverse("plans:schemes", args=[complete.plan.key])
    assert "By local service group" not in text(author.get(page))

    ServiceGroup.objects.create(plan=complete.plan, name="Short-term", services="Community equipment")
    Scheme.objects.update(service_group="short-term")

    assert "Short-term<span" in text(author.get(page))


def test_the_list_and_a_version_lead_to_the_tools(author, complete):
    version = PlanVersionFactory(plan=complete.plan)

    schemes = text(author.get(reverse("plans:schemes", args=[complete.plan.key])))
    frozen = text(author.get(reverse("plans:version", args=[complete.plan.key, version.number])))

    for tool in PAGES:
        assert url(complete, tool) in schemes
        assert f"{url(complete, tool)}?version={version.number}" in frozen
