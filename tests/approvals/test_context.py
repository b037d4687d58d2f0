"""The state strip: where a plan stands, whose act is next, and what it costs to say so."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import resolve, reverse

from approvals import workflow
from approvals.context import plan_route
from plans.permissions import codenames_for
from tests.factories.approvals import NOW


def asked(person, url):
    """A request for a page, as the middleware leaves it."""
    request = RequestFactory().get(url)
    request.user = person
    request.resolver_match = resolve(url)
    return request


def strip(person, url):
    """What the strip of a page shows this person."""
    return plan_route(asked(person, url)).get("plan_route")


def states(found):
    """The steps by state."""
    return [step.state for step in found.steps]


def test_strip_of_a_draft_names_the_first_step_and_the_authors_act(place):
    found = strip(place.council_author, reverse("plans:overview", args=[place.plan.key]))

    assert [step.title for step in found.steps] == [
        "Draft",
        "Frozen",
        "Partners signed",
        "Board agreed",
        "Submitted",
        "Area assurance",
        "Region",
        "National",
        "Ministers",
        "Decided",
    ]
    assert states(found) == ["current"] + ["todo"] * 9
    assert found.next_url == reverse("approvals:freeze", args=[place.plan.key])


def test_strip_moves_with_the_plan(place):
    place.freeze()
    place.sign_all()

    found = strip(place.chair, reverse("approvals:route", args=[place.plan.key]))

    assert states(found) == ["done", "done", "current"] + ["todo"] * 7
    assert found.next_label == f"Agree for {place.board}"


def test_strip_offers_no_act_to_those_who_have_none(place):
    place.freeze()

    found = strip(place.chair, reverse("plans:overview", args=[place.plan.key]))

    assert (found.next_url, found.next_label) == ("", "")
    assert found.headline.startswith("Next: Samplebury Council")


def test_strip_does_not_lead_to_the_page_it_stands_on(place):
    url = reverse("approvals:freeze", args=[place.plan.key])

    assert strip(place.council_author, url).next_url == ""
    assert strip(place.council_author, reverse("approvals:route", args=[place.plan.key])).route_url == ""


def test_strip_of_a_case_shows_the_assurer_the_plan_and_not_the_route(place):
    place.freeze()
    case = place.submit()

    found = strip(place.assurer, reverse("approvals:case", args=[case.pk]))

    assert found.due == "Submitted on 3 February 2034"
    assert found.route_url == ""


def test_strip_is_nothing_for_those_who_may_not_know_of_the_plan(place):
    place.freeze()

    overview = reverse("plans:overview", args=[place.plan.key])
    case = reverse("approvals:case", args=[place.case().pk])

    assert not strip(place.stranger, overview)
    assert not strip(place.assurer, overview)
    assert not strip(place.assurer, case)


def test_strip_is_nothing_on_the_case_of_a_version_that_was_not_approved(place):
    place.freeze()
    first = place.submit()
    place.take_up()
    place.decide("not_approved")
    on_its_case = bool(strip(place.assurer, reverse("approvals:case", args=[first.pk])))
    of_the_draft = strip(place.council_author, reverse("plans:findings", args=[place.plan.key]))
    headline, next_url = of_the_draft.headline, of_the_draft.next_url
    place.freeze()

    # The strip would speak of the draft that follows, and the page is about the version.
    assert not on_its_case
    assert headline.startswith("Version 1 was not approved. Next: council and NHS")
    assert next_url == reverse("approvals:case", args=[first.pk])
    assert not strip(place.assurer, reverse("approvals:case", args=[first.pk]))


def test_strip_is_nothing_for_visitors_and_on_other_pages(place):
    assert plan_route(asked(AnonymousUser(), reverse("plans:overview", args=[place.plan.key]))) == {}
    assert plan_route(asked(place.chair, reverse("approvals:home"))) == {}
    unresolved = RequestFactory().get("/nowhere/")
    unresolved.user = place.chair
    unresolved.resolver_match = None
    assert plan_route(unresolved) == {}


def test_strip_costs_nothing_until_it_is_used_and_then_two_queries(place, django_assert_num_queries):
    place.freeze()
    url = reverse("plans:overview", args=[place.plan.key])
    # As every page of a plan does before it shows anything.
    codenames_for(place.council_signatory, place.plan)

    with django_assert_num_queries(0):
        context = plan_route(asked(place.council_signatory, url))
    with django_assert_num_queries(2):
        label = context["plan_route"].next_label

    assert label == "Sign for Samplebury Council"


def test_strip_after_a_withdrawal_is_a_draft_again(place):
    place.freeze()
    place.submit()
    workflow.withdraw(place.case(), by=place.council_author, at=NOW, reason="A wrong figure.")

    found = strip(place.nhs_author, reverse("plans:overview", args=[place.plan.key]))

    assert states(found)[0] == "current"
    assert "working days left" in found.due


@pytest.mark.parametrize("name", ["plans:overview", "approvals:route"])
def test_strip_stands_on_the_page(place, client, name):
    client.force_login(place.chair, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse(name, args=[place.plan.key])).content.decode()

    assert "Next: council and NHS complete the draft and both agree to freeze it." in page
