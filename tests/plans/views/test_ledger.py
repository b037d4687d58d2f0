"""The ledger page: of a draft, of a version, with one row and with many."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import Contribution, HeldValue, Investment, Pool, Scheme
from tests.factories.plans import (
    SECOND_YEAR,
    ContributionFactory,
    InvestmentFactory,
    MinimumContributionFactory,
    PlanVersionFactory,
    SchemeFactory,
    a_plan,
)
from tests.markup import Markup


@pytest.fixture
def url(complete):
    return reverse("plans:ledger", args=[complete.plan.key])


def rows(response):
    """The cells of each row of each table, by the row's title; a later row of the same title wins."""
    found = {}
    for element in Markup(response).elements:
        if element.tag == "th":
            title = " ".join(element.text.split())
            found[title] = []
        elif element.tag == "td":
            found[title].append(" ".join(element.text.split()))
    return found


def links(response):
    """Where the links of a page lead."""
    return [link["href"] for link in Markup(response).all("a")]


def test_the_difference_comes_first_in_words(client, complete, url):
    Investment.objects.filter(year=SECOND_YEAR).update(stated=Decimal(1594))
    client.force_login(complete.signatory)

    page = client.get(url)

    text = page.content.decode()
    assert "£1,394 short" in text
    assert "Balances" in text
    assert text.index("£1,394 short") < text.index("Who pays in")
    assert {item.finding.rule for item in page.context["findings"]} >= {"V03", "V04"}
    assert all(item.url for item in page.context["findings"])


def test_an_absent_minimum_is_said_and_never_nought(client, complete, url):
    client.force_login(complete.author)

    assert rows(client.get(url))["Minimum"] == ["Not published to us"] * 2


def test_a_published_minimum_stands_beside_what_is_paid(client, complete, url):
    MinimumContributionFactory(organisation=complete.ccg, amount=Decimal(250), year=SECOND_YEAR)
    client.force_login(complete.author)

    assert rows(client.get(url))["Against the minimum"] == ["–", "£50 short"]


def test_every_part_leads_to_its_lines_and_every_line_to_its_scheme(client, complete, url):
    client.force_login(complete.signatory)
    scheme, line = Scheme.objects.get(), Investment.objects.get(year=SECOND_YEAR)

    lines = reverse("plans:ledger-lines", args=[complete.plan.key, "capital"])
    assert f"{lines}#part-False" in links(client.get(url))
    page = client.get(lines)

    assert reverse("plans:scheme", args=[complete.plan.key, scheme.pk]) + f"#row-{line.pk}" in links(page)
    assert "part-False" in Markup(page).ids


def test_a_version_keeps_its_money_when_the_draft_moves_on(client, complete, url):
    version = PlanVersionFactory(plan=complete.plan)
    Investment.objects.update(stated=Decimal(9))
    client.force_login(complete.signatory)

    page = client.get(url, {"version": version.number})

    assert rows(page)["All spend"] == ["£100", "100%", "£200", "100%"]
    assert rows(client.get(url))["All spend"] == ["£9", "100%", "£9", "100%"]
    frozen = reverse("plans:version", args=[complete.plan.key, version.number])
    assert f"{frozen}#section-contributions" in links(page)
    assert not [link for link in links(page) if "/schemes/" in link]


@pytest.mark.parametrize("asked", ["9", "abc", "", "-1", "1" * 40])
def test_a_version_that_there_is_not_is_not_found(client, complete, url, asked):
    client.force_login(complete.author)

    assert client.get(url, {"version": asked}).status_code == 404


def test_a_breakdown_that_there_is_not_is_not_found(client, complete):
    client.force_login(complete.author)

    assert client.get(reverse("plans:ledger-lines", args=[complete.plan.key, "colour"])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["dec-2013", "jul-2014"])
def test_an_empty_draft_has_a_ledger(client, template):
    drafting = a_plan(template=template)
    client.force_login(drafting.author)

    page = client.get(reverse("plans:ledger", args=[drafting.plan.key]))

    assert page.status_code == 200
    assert "No pool agreed yet" in page.content.decode()
    lines = client.get(reverse("plans:ledger-lines", args=[drafting.plan.key, "area"]))
    assert "No scheme has a line with a cost yet" in lines.content.decode()


def test_the_ledger_asks_the_database_as_often_for_many_rows_as_for_one(client, complete, url):
    client.force_login(complete.author)
    one = queries(client, url)
    for _ in range(12):
        InvestmentFactory(scheme=SchemeFactory(plan=complete.plan), stated=5, funding_source=complete.source)
        ContributionFactory(plan=complete.plan, organisation=complete.council, amount=5)

    assert queries(client, url) == one


def queries(client, url):
    """How often a page asks the database, once everything that is kept is kept."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_pages_about_money_lead_to_the_ledger(client, complete, url):
    client.force_login(complete.author)
    key = complete.plan.key

    for page in ("plans:overview", "plans:schemes"):
        assert url in links(client.get(reverse(page, args=[key])))
    assert url in links(client.get(reverse("plans:section", args=[key, "contributions"])))


def test_contributions_of_nothing_do_not_stop_the_page(client, complete, url):
    Contribution.objects.update(amount=None, organisation=None, funding_source=None)
    Pool.objects.all().delete()
    client.force_login(complete.author)

    assert rows(client.get(url))["All contributions"] == ["£0", "£0"]


def test_contributions_that_do_not_make_the_pool_do_not_balance(client, complete, url):
    Contribution.objects.filter(plan=complete.plan, year=SECOND_YEAR).update(amount=None)
    row = Contribution.objects.filter(plan=complete.plan, year=SECOND_YEAR).first()
    HeldValue.objects.create(plan=complete.plan, section="contributions", row=row.pk, field="amount", text="460,,000")
    client.force_login(complete.author)

    text = " ".join(client.get(url).content.decode().split())

    assert re.search(r"Contributions £[\d,]+ short", text)
    assert "One figure cannot be read and is not counted." in text


def test_each_source_says_what_is_paid_in_spent_and_left(client, complete, url):
    Investment.objects.filter(year=SECOND_YEAR).update(stated=Decimal(1594))
    client.force_login(complete.signatory)

    page = Markup(client.get(url))

    (region,) = [
        one for one in page.elements if one.attributes.get("aria-label") == "Paid in, spent and left, by source"
    ]
    cells = [one for one in page.all("td") if region in one.ancestors]
    assert [one["data-label"] for one in cells[:3]] == ["Paid in", "Spent", "Left"]
    assert "£1,394 overspent" in {one.text for one in cells}
    assert "Nothing" in {one.text for one in cells}
