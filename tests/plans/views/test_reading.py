"""Reading a plan: overview, findings, explanations, frozen versions."""

import datetime as dt
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.lifecycle import agree_to_freeze
from plans.models import AcceptedFinding, Plan, PlanDetails, PlanStatus
from plans.models.drafting import Side
from plans.overview import linked
from plans.rules import findings
from tests.factories.plans import (
    NOW,
    HeldValueFactory,
    InvestmentFactory,
    RiskFactory,
    SchemeFactory,
    a_plan,
)
from tests.markup import Markup
from tests.plans.posting import boxes, send
from tests.plans.views.meeting import everything


def freeze(complete):
    """Both sides agree; returns the version."""
    shown = {"fingerprint": complete.content.fingerprint, "at": NOW}
    agree_to_freeze(complete.plan, side=Side.COUNCIL, organisation=complete.council, by=complete.author, **shown)
    return agree_to_freeze(complete.plan, side=Side.NHS, organisation=complete.ccg, by=complete.nhs_author, **shown)


@pytest.fixture
def late(complete):
    """A plan that goes to the board too late, and the address of the warning about it."""
    PlanDetails.objects.update(board_meets_on=dt.date(2014, 2, 20))
    (warning,) = [found for found in findings(complete.content) if found.rule == "V21"]
    return reverse("plans:explain", args=[complete.plan.key, warning.key])


def pages(complete):
    key = complete.plan.key
    return [reverse("plans:overview", args=[key]), reverse("plans:findings", args=[key])]


def test_every_reader_of_the_plan_opens_its_pages_and_that_changes_no_row(client, complete):
    before = everything()

    for reader in (complete.author, complete.nhs_author, complete.signatory):
        client.force_login(reader)
        for url in pages(complete):
            assert client.get(url).status_code == 200

    assert everything() == before


def test_a_stranger_and_a_visitor_meet_nothing(client, complete, late):
    version = reverse("plans:version", args=[complete.plan.key, 1])
    for url in [*pages(complete), late, version]:
        assert client.get(url)["Location"].startswith("/account/sign-in/")

    client.force_login(complete.stranger)

    for url in [*pages(complete), late, version]:
        assert client.get(url).status_code == 404


def test_the_overview_says_what_stops_the_plan(client, db):
    drafting = a_plan()
    client.force_login(drafting.author)

    page = client.get(drafting.plan.get_absolute_url()).content.decode()

    blocking = sum(finding.severity == "block" for finding in findings(drafting.content))
    assert f"<strong>{blocking}</strong> findings must be settled" in page
    assert "Not yet started" in page


def test_the_overview_of_a_plan_in_order_says_so(author, complete):
    page = author.get(complete.plan.get_absolute_url()).content.decode()

    assert "Nothing stops the plan from being frozen." in page
    assert re.search(r"(\d+) of \1 sections completed\.", page)


@pytest.mark.parametrize("place", [0, 1])
def test_the_pages_ask_the_database_as_often_for_a_large_plan_as_for_a_small_one(
    author, complete, place, django_assert_num_queries
):
    url = pages(complete)[place]
    author.get(url)
    with CaptureQueriesContext(connection) as few:
        author.get(url)
    for _ in range(20):
        scheme = SchemeFactory(plan=complete.plan)
        InvestmentFactory(scheme=scheme, funding_source=complete.source)
        RiskFactory(plan=complete.plan)

    with django_assert_num_queries(len(few)):
        author.get(url)


@pytest.fixture
def troubled(db):
    """A draft with findings of many rules, at every kind of place."""
    drafting = a_plan()
    plan = drafting.plan
    scheme = SchemeFactory(plan=plan, ref="S1", title="TBC", stated_first_year=7)
    SchemeFactory(plan=plan, ref="S1")
    line = InvestmentFactory(scheme=scheme, stated=5, quantity=2, rate=9)
    RiskFactory(plan=plan, likelihood=1)
    HeldValueFactory(plan=plan)
    HeldValueFactory(plan=plan, section="schemes", row=line.pk, field="rate", text="?")
    PlanDetails.objects.create(plan=plan, board_meets_on=dt.date(2014, 3, 1), submits_on=dt.date(2014, 2, 20))
    plan.parties.update(mapped_share=40)
    return drafting


@pytest.mark.parametrize("reader", ["author", "signatory"])
def test_every_finding_leads_to_an_element_of_its_page(client, troubled, reader):
    client.force_login(getattr(troubled, reader))

    followed = list(every_link(client, troubled))

    assert len({link.finding.rule for link in followed}) > 8
    assert [(link.finding.rule, link.url) for link in followed if link.lost] == []


def test_the_page_of_a_section_lists_what_the_whole_plan_finds_there(client, troubled):
    client.force_login(troubled.author)
    found = Counter(
        finding.section
        for finding in findings(troubled.content)
        if not (finding.section == "schemes" and finding.page_row)
    )

    listed = Counter()
    for section in troubled.content.sections:
        response = client.get(f"/plans/{troubled.plan.key}/{section.slug}/")
        listed[section.slug] = len(response.context["findings"])

    assert +listed == found
    assert "R30" in {finding.rule for finding in findings(troubled.content)}  # it reads three sections


class Followed:
    """A finding's link, and whether the page it opens lacks the element it names."""

    def __init__(self, link, ids):
        self.finding, self.url = link.finding, link.url
        self.lost = bool(urlsplit(link.url).fragment) and urlsplit(link.url).fragment not in ids


def every_link(client, drafting):
    """Every finding of a plan, followed to its page."""
    content = drafting.content
    opened = {}
    for link in linked(content, findings(content)):
        path = urlsplit(link.url).path
        if path not in opened:
            response = client.get(path)
            assert response.status_code == 200
            opened[path] = set(Markup(response).ids)
        yield Followed(link, opened[path])


def test_findings_say_rule_sentence_and_both_figures(author, complete, late):
    page = author.get(pages(complete)[1]).content.decode()

    assert "Rule V21" in page
    assert "The Health and Wellbeing Board considers the plan after it is submitted." in page
    assert "20 February 2014" in page
    assert "14 February 2014" in page
    assert late in page


def test_a_plan_in_order_has_no_findings_to_list_but_notes(author, complete):
    page = author.get(pages(complete)[1]).content.decode()

    assert "0 must be settled" in " ".join(page.split())


# Explaining


def test_a_warning_is_explained_and_no_longer_stops(author, complete, late):
    response = send(author, author.get(late), {"explanation": "The board moved."}, form_id="")

    assert response["Location"] == pages(complete)[1]
    assert AcceptedFinding.objects.get().explanation == "The board moved."
    assert "The board moved." in author.get(response["Location"]).content.decode()


def test_an_explanation_is_taken_back(author, complete, late):
    send(author, author.get(late), {"explanation": "The board moved."}, form_id="")
    page = author.get(late)
    assert boxes(page, "")["explanation"] == ["The board moved."]

    send(author, page, {"explanation": ""}, form_id="")

    assert not AcceptedFinding.objects.exists()
    assert "The explanation is taken back." in author.get(pages(complete)[1]).content.decode()


def test_figures_that_changed_while_the_author_wrote_are_shown_before_they_are_explained(author, complete, late):
    page = author.get(late)
    PlanDetails.objects.update(board_meets_on=dt.date(2014, 3, 20))

    response = send(author, page, {"explanation": "The board moved."}, form_id="")
    assert response.status_code == 422
    assert "20 March 2014" in response.content.decode()
    assert "The figures changed while you wrote." in response.content.decode()
    assert boxes(response, "")["explanation"] == ["The board moved."]
    assert not AcceptedFinding.objects.exists()

    send(author, response, form_id="", url=late)

    assert AcceptedFinding.objects.get().figures.startswith("Board 20 March 2014")


def test_an_explanation_that_is_too_long_stays_on_the_page(author, late):
    response = send(author, author.get(late), {"explanation": "x" * 2_001}, form_id="")

    assert response.status_code == 422
    assert boxes(response, "")["explanation"] == ["x" * 2_001]


def test_only_an_author_explains(client, complete, late):
    client.force_login(complete.signatory)

    for response in (client.get(late), client.post(late, {"explanation": "Mine"})):
        assert response.status_code == 403
        assert "Only authors of the council or a CCG" in response.content.decode()
    assert not AcceptedFinding.objects.exists()


def test_nothing_is_explained_once_the_plan_is_frozen(author, complete, late):
    Plan.objects.update(status=PlanStatus.FROZEN)

    assert author.post(late, {"explanation": "Too late"}).status_code == 403
    assert not AcceptedFinding.objects.exists()


@pytest.mark.parametrize("key", ["V21", "V99:vision::vision", "R01:vision::vision", "'; drop table"])
def test_what_is_no_warning_cannot_be_explained(author, complete, key):
    url = reverse("plans:explain", args=[complete.plan.key, key])

    assert author.get(url).status_code == 404
    assert author.post(url, {"explanation": "x"}).status_code == 404


# Versions


def test_a_version_reads_from_what_was_stored_alone(author, complete):
    version = freeze(complete)
    complete.plan.scheme_rows.update(title="Changed since")

    response = author.get(reverse("plans:version", args=[complete.plan.key, 1]))
    page = response.content.decode()

    assert response.status_code == 200
    assert version.fingerprint in page
    assert "S1 Home care" in page
    assert "Changed since" not in page


def test_a_version_shows_the_warnings_that_were_explained(author, complete, late):
    send(author, author.get(late), {"explanation": "The board moved."}, form_id="")
    freeze(complete)

    page = author.get(reverse("plans:version", args=[complete.plan.key, 1])).content.decode()

    assert "What the rules found, and what the authors say" in page
    assert page.count("The board moved.") == 2
    assert "Council author" in page


def test_an_explanation_that_lapsed_is_not_shown(author, complete, late):
    send(author, author.get(late), {"explanation": "The board moved."}, form_id="")
    PlanDetails.objects.update(board_meets_on=dt.date(2014, 1, 20))
    freeze(complete)

    page = author.get(reverse("plans:version", args=[complete.plan.key, 1])).content.decode()

    assert "The board moved." not in page


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_version_that_is_not_there_is_not_found(author, complete, number):
    freeze(complete)

    assert author.get(reverse("plans:version", args=[complete.plan.key, number])).status_code == 404


def test_opening_a_version_changes_no_row(author, complete):
    freeze(complete)
    before = everything()

    author.get(reverse("plans:version", args=[complete.plan.key, 1]))

    assert everything() == before
