"""Minimum contributions as read: on the page, in a version, on paper and in the workbook, and never nought."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from plans.documents.minimums import minimum_table
from plans.documents.pdf import plan_html
from plans.documents.plan_document import frozen
from plans.models import MinimumContribution
from tests.factories.plans import PlanVersionFactory
from tests.markup import Markup
from tests.plans.documents.builders import AT, CCG, COUNCIL, YEARS, plan
from tests.plans.documents.test_workbook import opened

CIRCULAR = "Indicative, Planning circular, 15 January 2014"


@pytest.fixture
def content():
    """A plan whose CCG's minimum is known for the second year."""
    made = plan(schemes=1)
    council, ccg = made.about.parties
    ccg = replace(ccg, minimums={YEARS[1]: "4184432", "2016/17": "1"}, minimum_sources={YEARS[1]: CIRCULAR})
    return replace(made, about=replace(made.about, parties=(council, ccg)))


def test_each_council_and_ccg_has_a_cell_for_each_year(content):
    table = minimum_table(content.about)

    assert [(row.title, row.cells) for row in table.rows] == [
        (COUNCIL[1], ("Not published to us", "Not published to us")),
        (CCG[1], ("Not published to us", "£4,184,432")),
    ]


def test_the_document_has_them_with_their_source(content):
    html = plan_html(frozen(content, number=3, fingerprint=content.fingerprint, at=AT))

    assert "<caption>Minimum contributions</caption>" in html
    assert f"Minimum of {CCG[1]} for 2015/16: {CIRCULAR}." in html
    assert "£4,184,432" in html


def test_the_summary_of_the_workbook_has_them_as_figures_and_words(content):
    rows = [[cell.value for cell in row[:3]] for row in opened(content)["Summary"].iter_rows()]

    begins = rows.index(["Minimum contributions", *YEARS])
    assert rows[begins + 1 : begins + 4] == [
        [COUNCIL[1], "Not published to us", "Not published to us"],
        [CCG[1], "Not published to us", 4184432],
        [f"Minimum of {CCG[1]} for 2015/16: {CIRCULAR}.", None, None],
    ]


@pytest.mark.django_db
def test_the_page_has_todays_minimum_and_a_version_the_one_it_was_frozen_with(client, complete):
    PlanVersionFactory(plan=complete.plan, number=1, content=complete.content.to_json())
    MinimumContribution.objects.create(
        scope="ccg", area_codes="99X", component="nhs_revenue", year="2015/16", name=complete.ccg.name,
        organisation=complete.ccg, amount=Decimal(4_184_432), basis="imported", source="Planning circular",
    )  # fmt: skip

    def shown(user, address, *args):
        client.force_login(user)
        page = Markup(client.get(reverse(address, args=[complete.plan.key, *args])))
        regions = [one for one in page.all("div", "desk-scroll") if one["aria-label"] == "Minimum contributions"]
        return [region.text for region in regions]

    (draft,), (read,) = (
        shown(user, "plans:section", "contributions") for user in (complete.author, complete.signatory)
    )
    (version,) = shown(complete.author, "plans:version", 1)

    assert "£4,184,432" in draft
    assert read == draft
    assert "£4,184,432" not in version
    assert "£0" not in draft + version
    assert version.count("Not published to us") == 4
