"""What waits for me, and the list of plans, person by person."""

import pytest

from itf.accounts.membership import join
from itf.accounts.models import Role
from plans.permissions import grant_parties
from tests.factories.approvals import a_place
from tests.factories.plans import PartyFactory, PlanFactory


def test_home_of_a_newcomer_explains_once(place, visit):
    first = visit(place.chair, "home").content.decode()
    second = visit(place.chair, "home").content.decode()

    assert "write one joint plan here" in first
    assert "write one joint plan here" not in second


def test_home_outside_the_demonstration_explains_to_newcomers_only(place, visit, settings):
    settings.DEMO = False
    place.freeze()

    assert "write one joint plan here" in visit(place.chair, "home").content.decode()
    assert "write one joint plan here" not in visit(place.council_author, "home").content.decode()


def test_home_links_the_act_that_is_owed(place, visit):
    place.freeze()

    page = visit(place.council_signatory, "home").content.decode()

    assert f'href="/plans/samplebury/sign/{place.council.pk}/"' in page
    assert "Sign for Samplebury Council" in page


def test_home_of_a_stranger_says_what_would_fill_it(place, visit):
    page = visit(place.stranger, "home").content.decode()

    assert "No plan is yours to see yet." in page
    assert "Samplebury" not in page


def test_home_promises_a_newcomer_only_what_it_shows(place, visit, settings):
    settings.DEMO = True

    drafting, waiting = (visit(one, "home").content.decode() for one in (place.council_author, place.chair))

    assert "This page shows what is yours to do and by when." in drafting
    assert "Waiting for others" not in drafting
    assert "and below it whom the plans wait for that wait for others." in waiting
    assert "Next: council and NHS complete the draft" in waiting


def test_home_with_nothing_owed_says_so(place, visit):
    page = visit(place.chair, "home").content.decode()

    assert "Nothing waits for you." in page
    assert "Waiting for others" in page


def test_plan_list_shows_the_state_and_the_next_act(place, visit):
    page = visit(place.council_author, "plans").content.decode()

    assert "Samplebury joint plan" in page
    assert "Complete the draft and agree to freeze it" in page


def test_plan_list_of_an_assurer_points_to_the_cases(place, visit):
    page = visit(place.assurer, "plans").content.decode()

    assert "Samplebury" not in page
    assert 'href="/cases/"' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True),
        ({"q": "samplebury"}, True),
        ({"q": "SAMPLE"}, True),
        ({"q": "elsewhere"}, False),
        ({"state": "draft"}, True),
        ({"state": "frozen"}, False),
        ({"state": "nonsense"}, True),
        ({"q": "sample", "state": "draft"}, True),
        ({"q": "x" * 200}, True),
    ],
)
def test_plan_list_filters(place, visit, query, found):
    page = visit(place.council_author, "plans", data=query).content.decode()

    assert ("Samplebury joint plan" in page) == found
    assert ("No plan matches." in page) == (not found)


def test_plan_list_keeps_the_filter_on_the_next_page(place, visit):
    many_plans(place, 30)

    page = visit(place.council_author, "plans", data={"state": "draft"}).content.decode()

    assert "31 plans found" in page
    assert "?state=draft&amp;page=2" in page


def test_plan_list_holds_the_plans_of_every_role_and_no_other(place, visit):
    a_place("elsewhere")
    join(place.chair, a_place("exampleshire").council, Role.SIGNATORY)

    page = visit(place.chair, "plans").content.decode()

    assert "Samplebury joint plan" in page
    assert "Exampleshire joint plan" in page
    assert "Elsewhere joint plan" not in page


def many_plans(place, number):
    """More plans of the same council."""
    for plan in PlanFactory.create_batch(number):
        PartyFactory(plan=plan, organisation=place.council)
        grant_parties(plan)


@pytest.mark.parametrize("name", ["home", "plans"])
def test_a_list_takes_as_many_queries_for_many_plans_as_for_one(place, visit, name, django_assert_max_num_queries):
    place.freeze()
    visit(place.council_author, name)
    with django_assert_max_num_queries(50) as one:
        visit(place.council_author, name)
    many_plans(place, 20)

    with django_assert_max_num_queries(50) as many:
        visit(place.council_author, name)

    assert len(many) == len(one)
