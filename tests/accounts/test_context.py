"""What the header says of the person and where they can go."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from itf.accounts.context import signed_in
from itf.accounts.models import Role
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def told(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return signed_in(request)["signed_in"]


def test_visitor_is_told_nothing():
    request = RequestFactory().get("/")

    assert signed_in(request) == {}
    request.user = AnonymousUser()
    assert signed_in(request) == {}


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["Ealing"], "Ealing"), (["Barnet", "Camden", "Ealing"], "Barnet and 2 more")]
)
def test_organisation_is_the_first_and_how_many_more(names, said):
    user = UserFactory(roles=[(OrganisationFactory(name=name), Role.AUTHOR) for name in names])

    assert told(user).organisation == said


def test_two_roles_in_one_body_are_one_body():
    body = OrganisationFactory(name="Ealing")
    user = UserFactory(roles=[(body, Role.AUTHOR), (body, Role.SIGNATORY)])

    assert told(user).organisation == "Ealing"


@pytest.mark.parametrize(
    ("role", "superuser", "titles"),
    [
        (Role.AUTHOR, False, ["What waits for me", "Plans"]),
        (Role.CHAIR, False, ["What waits for me", "Plans"]),
        (Role.ASSURER, False, ["What waits for me", "Plans", "Cases"]),
        (Role.AUTHOR, True, ["What waits for me", "Plans", "Cases", "Audit", "Administration"]),
    ],
)
def test_navigation_is_by_role(role, superuser, titles):
    user = UserFactory(roles=[(OrganisationFactory(), role)], is_superuser=superuser, is_staff=superuser)

    assert [place.title for place in told(user).places] == titles


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", ["page", ""]), ("/plans/", ["", "page"]), ("/plans/ealing/", ["", "true"]), ("/account/", ["", ""])],
)
def test_navigation_marks_where_the_person_is(path, current):
    assert [place.current for place in told(UserFactory(), path).places] == current


def test_roles_are_read_once(django_assert_num_queries):
    person = told(UserFactory(roles=[(OrganisationFactory(), Role.ASSURER)]))

    with django_assert_num_queries(1):
        assert (person.organisation, person.sees_cases, len(person.places)) != ("", False, 0)
