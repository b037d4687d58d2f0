"""What a page of money comes to as typed: computed by the server, never stored, never guessed."""

import re
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import HeldValue, Pool, Scheme, SectionState
from tests.factories.plans import InvestmentFactory, SchemeFactory
from tests.markup import Markup
from tests.plans.desks import AuthorDesk
from tests.plans.views.meeting import everything


def said(desk):
    """What the page comes to, in the words that are read out."""
    response = desk.client.post(f"{desk.url}totals/", desk.boxes, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return re.search(r'data-said="([^"]*)"', response.content.decode())[1]


@pytest.fixture
def pool(complete):
    """The council's author at the contributions."""
    return AuthorDesk(complete.author, complete.plan, "contributions")


@pytest.fixture
def scheme(complete):
    """The council's author at the only scheme."""
    return AuthorDesk(complete.author, complete.plan, f"schemes/{Scheme.objects.get().pk}")


def test_the_difference_follows_what_is_typed_and_nothing_is_stored(pool):
    before = everything()

    assert said(pool) == "2014/15: Balances. 2015/16: Balances."
    pool.type(main__agreed_second_year="£1,594", contributions_0__amount="90")

    assert said(pool) == (
        "2014/15: Balances; contributions £10 short. 2015/16: £1,394 left to allot; contributions £1,394 short."
    )
    assert everything() == before


def test_a_figure_that_cannot_be_read_is_not_counted_and_that_is_said(pool):
    pool.type(main__agreed_second_year="45.000", contributions_0__amount="TBC")

    assert said(pool) == (
        "2014/15: Balances; contributions £100 short. 2015/16: No pool agreed yet. "
        "2 figures cannot be read and are not counted."
    )


def sum_of(desk, prefix):
    """What one row comes to, in the answer that puts it beside its boxes, which stand on the page already."""
    response = desk.client.post(f"{desk.url}totals/", desk.boxes, headers={"HX-Request": "true"})
    page = desk.client.post(desk.url, {**desk.boxes, "add": "outcomes"})
    shown = Markup(page).by_id(f"sum-{prefix}").text
    found = Markup(response).by_id(f"sum-{prefix}")
    assert found["hx-swap-oob"] == "innerHTML"
    assert found.text == shown
    return found.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"stated": "90"}, "Counts £90 in 2014/15."),
        (
            {"stated": "", "quantity": "2", "rate": "33.35", "units_per_period": "35", "periods": "52"},
            "Counts £121,394 in 2014/15. 2 × £33.35 × 35 × 52 = £121,394.",
        ),
        (
            {"stated": "120,000", "quantity": "2", "rate": "33.35", "units_per_period": "35", "periods": "52"},
            (
                "Counts £120,000 in 2014/15. 2 × £33.35 × 35 × 52 = £121,394. Stated £120,000. "
                "Computed: £1,394 more than stated."
            ),
        ),
        ({"stated": "90", "year": ""}, "Counts £90 in no year of this plan: choose one."),
        ({"stated": "", "quantity": "2"}, "Counts £0 in 2014/15. Quantity 2."),
        ({"stated": ""}, "Counts nothing yet."),
        ({"stated": "45.000"}, "Counts nothing yet."),
    ],
)
def test_a_line_says_what_it_counts_for_beside_its_boxes_as_it_is_typed(scheme, typed, words):
    scheme.type(**{f"investments_0__{name}": text for name, text in typed.items()})

    assert sum_of(scheme, "investments-0") == words


def test_a_benefit_says_what_it_is_worth_beside_its_boxes(scheme):
    scheme.add_row("benefits", label="Fewer episodes", quantity="40", unit="episode", unit_price="2,000")

    assert sum_of(scheme, "benefits-0") == "Counts £80,000. 40 episode × £2,000 = £80,000."


def test_a_line_that_is_marked_as_removed_says_nothing(scheme):
    scheme.type(investments_0__DELETE="on")

    assert "investments-0" not in row_sums_of(scheme)


def row_sums_of(desk):
    """The rows that the answer tells the sum of."""
    response = desk.client.post(f"{desk.url}totals/", desk.boxes, headers={"HX-Request": "true"})
    return re.findall(r'id="sum-([a-z]+-\d+)"', response.content.decode())


def test_without_a_script_a_line_says_what_it_counts_for_once_it_is_saved(scheme):
    shown = Markup(scheme.client.get(scheme.url)).by_id("sum-investments-0")

    assert shown.text == "Counts £100 in 2014/15."


def test_a_line_of_a_scheme_moves_the_spend_of_the_whole_plan(complete, scheme):
    other = SchemeFactory(plan=complete.plan)
    InvestmentFactory(scheme=other, year="2014/15", stated=Decimal(5))

    scheme.type(investments_0__stated="", investments_0__quantity="2", investments_0__rate="40")

    assert said(scheme) == "2014/15: £15 left to allot. 2015/16: Balances."


def test_a_rate_that_cannot_be_read_matters_only_where_no_cost_is_stated(scheme):
    scheme.type(investments_0__rate="45.000")
    assert said(scheme) == "2014/15: Balances. 2015/16: Balances."

    scheme.type(investments_0__stated="", investments_0__quantity="2")
    assert said(scheme).endswith(
        "2014/15: £100 left to allot. 2015/16: Balances. One figure cannot be read and is not counted."
    )


def test_a_row_that_is_new_or_marked_as_removed_is_reckoned_with(scheme):
    scheme.add_row("investments", label="Night service", year="2015/16", stated="50")
    scheme.type(investments_0__DELETE="on")

    assert said(scheme) == "2014/15: £100 left to allot. 2015/16: £50 short."


def test_a_proposed_reading_counts_and_is_called_that(complete, pool):
    HeldValue.objects.create(
        plan=complete.plan, section="contributions", row=Pool.objects.get().pk, field="agreed_first_year",
        text="around 100", from_source=True,
    )  # fmt: skip

    pool.open()

    assert said(pool) == "2014/15: Balances. 2015/16: Balances. One figure is a proposed reading."


@pytest.mark.parametrize("page", ["contributions", "scheme"])
def test_without_a_script_the_sums_are_those_of_what_is_saved(complete, client, page):
    client.force_login(complete.author)
    place = reverse("plans:section", args=[complete.plan.key, page])
    if page == "scheme":
        place = reverse("plans:scheme", args=[complete.plan.key, Scheme.objects.get().pk])

    response = client.get(place)

    assert response.context["totals"].said == "2014/15: Balances. 2015/16: Balances."
    assert 'id="running-totals"' in response.content.decode()


def test_a_page_shown_again_unsaved_has_the_sums_of_what_is_typed(pool):
    pool.type(main__agreed_first_year="70")

    response = pool.client.post(pool.url, {**pool.boxes, "add": "contributions"})

    assert response.context["totals"].said.startswith("2014/15: £30 short; contributions £30 over.")


def test_a_scheme_that_was_removed_has_no_sums_and_one_that_never_was_is_not_found(complete, scheme):
    SectionState.objects.get_or_create(plan=complete.plan, section="schemes", row=Scheme.objects.get().pk)
    Scheme.objects.all().delete()
    never = scheme.url.replace(scheme.url.split("/")[-2], str(uuid.uuid4()))

    assert scheme.client.post(f"{scheme.url}totals/", scheme.boxes).status_code == 204
    assert scheme.client.post(f"{never}totals/", scheme.boxes).status_code == 404


def test_the_sums_ask_the_database_as_often_for_many_schemes_as_for_one(complete, scheme):
    one = queries(scheme)
    for _ in range(9):
        InvestmentFactory(scheme=SchemeFactory(plan=complete.plan), stated=5)

    assert queries(scheme) == one


def queries(desk):
    """How often the sums ask the database."""
    said(desk)
    with CaptureQueriesContext(connection) as captured:
        said(desk)
    return len(captured)


def test_overspent_source_is_called_so_beside_the_contributions(author, complete):
    scheme = SchemeFactory(plan=complete.plan)
    InvestmentFactory(scheme=scheme, year="2014/15", funding_source=complete.source, stated=Decimal(10**9))

    page = author.get(reverse("plans:section", args=[complete.plan.key, "contributions"])).content.decode()

    assert " overspent</td>" in page
    assert ">-£" not in page
