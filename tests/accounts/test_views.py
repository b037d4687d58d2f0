"""Signing in and out, the demonstration's doors, and one's own roles."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from itf.accounts.models import OrganisationKind, Role, User
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.markup import Markup

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"
PASSWORD = "a long enough password"


@pytest.fixture
def person():
    return User.objects.create_user("lead@example.org", PASSWORD, post="Lead commissioner")


def enter(client, user, **data):
    return client.post(reverse("accounts:demo-enter", args=[user.pk]), data)


def test_right_password_signs_in_and_goes_to_the_first_page(client, person):
    response = client.post(SIGN_IN, {"username": "lead@example.org", "password": PASSWORD})

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert get_user(client) == person


@pytest.mark.parametrize(
    ("username", "password", "messages"),
    [
        ("lead@example.org", "wrong", ["The e-mail address or the password is not right. Check both and try again."]),
        (
            "nobody@example.org",
            PASSWORD,
            ["The e-mail address or the password is not right. Check both and try again."],
        ),
        ("", "", ["Enter your e-mail address.", "Enter your password."]),
    ],
)
def test_wrong_sign_in_is_refused_in_words_with_a_way_to_the_field(client, person, username, password, messages):
    response = client.post(SIGN_IN, {"username": username, "password": password})

    page = Markup(response)
    summary = [link for link in page.all("a") if link["href"].startswith("#id_")]
    assert [link.text for link in summary] == messages
    assert page.title.startswith("Error: Sign in")
    assert {page.by_id(link["href"][1:]).tag for link in summary} == {"input"}
    assert not get_user(client).is_authenticated


def test_sign_in_page_has_what_password_programs_need(client):
    page = Markup(client.get(SIGN_IN))

    assert page.by_id("id_username")["autocomplete"] == "username"
    assert page.by_id("id_password")["autocomplete"] == "current-password"
    assert page.h1 == "Sign in"


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/plans/ealing/", "/plans/ealing/"),
        ("/plans/?state=open", "/plans/?state=open"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("///evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver/plans/", "http://testserver/plans/"),
    ],
)
def test_next_leads_only_within_the_service(client, person, settings, asked, led):
    settings.DEMO = True
    demo_person = UserFactory(is_demo=True)

    by_password = Client().post(SIGN_IN, {"username": "lead@example.org", "password": PASSWORD, "next": asked})
    by_click = enter(client, demo_person, next=asked)

    assert [by_password.headers["Location"], by_click.headers["Location"]] == [led, led]


def test_next_is_kept_when_the_password_was_wrong(client, person):
    response = client.post(SIGN_IN, {"username": "lead@example.org", "password": "x", "next": "/plans/"})

    assert 'name="next" value="/plans/"' in response.content.decode()


def test_fifth_wrong_password_locks_even_the_right_one_out(client, person):
    wrong = [client.post(SIGN_IN, {"username": "lead@example.org", "password": "x"}).status_code for _ in range(5)]

    response = client.post(SIGN_IN, {"username": "lead@example.org", "password": PASSWORD})

    assert wrong == [200, 200, 200, 200, 429]
    assert response.status_code == 429
    assert Markup(response).h1 == "Too many attempts to sign in"
    assert not get_user(client).is_authenticated


def test_lock_of_one_address_leaves_the_others_open(client, person):
    UserFactory(email="other@example.org")
    for _ in range(5):
        client.post(SIGN_IN, {"username": "other@example.org", "password": "x"})

    client.post(SIGN_IN, {"username": "lead@example.org", "password": PASSWORD})

    assert get_user(client) == person


def test_closed_account_cannot_sign_in(client, person):
    User.objects.update(is_active=False)

    client.post(SIGN_IN, {"username": "lead@example.org", "password": PASSWORD})

    assert not get_user(client).is_authenticated


def test_sign_out_is_a_post(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/account/sign-out/").status_code == 405
    response = client.post("/account/sign-out/")

    assert response.headers["Location"] == SIGN_IN
    assert not get_user(client).is_authenticated


def test_demonstration_lists_everyone_under_their_heading_in_order(client, settings, django_assert_num_queries):
    settings.DEMO = True
    council = OrganisationFactory(name="Samplebury Council")
    UserFactory(is_demo=True, demo_order=3, post="Chair", demo_group="Samplebury", demo_note="Agrees the plan")
    UserFactory(is_demo=True, demo_order=2, post="Assurer", demo_group="Assurance")
    author = (council, Role.AUTHOR)
    UserFactory(is_demo=True, demo_order=1, post="Author", demo_group="Samplebury", demo_note="Writes", roles=[author])
    UserFactory(is_demo=True, demo_order=4, post="Left", is_active=False)
    UserFactory(post="Not of the demonstration")

    with django_assert_num_queries(2):
        page = Markup(client.get(SIGN_IN))

    assert [heading.text for heading in page.all("h3")] == ["Samplebury", "Assurance"]
    people = [entry.text for entry in page.all("li", "desk-people__person")]
    assert people == [
        "Author Samplebury Council Writes Enter as Author, Samplebury Council",
        "Chair Agrees the plan Enter as Chair",
        "Assurer Enter as Assurer",
    ]


def test_demonstration_person_without_a_heading_stands_under_their_organisation(client, settings):
    settings.DEMO = True
    board = OrganisationFactory(name="Samplebury Board", kind=OrganisationKind.BOARD)
    UserFactory(is_demo=True, roles=[(board, Role.CHAIR), (board, Role.AUTHOR)])

    page = Markup(client.get(SIGN_IN))

    assert [heading.text for heading in page.all("h3")] == ["Samplebury Board"]


def test_one_click_enters_as_a_demonstration_person(client, settings):
    settings.DEMO = True
    first, second = UserFactory(is_demo=True), UserFactory(is_demo=True)

    enter(client, first)
    first_session = client.session.session_key
    enter(client, second)

    assert get_user(client) == second
    assert client.session.session_key != first_session


@pytest.mark.parametrize(
    ("demo", "is_demo", "is_active"), [(False, True, True), (True, False, True), (True, True, False)]
)
def test_one_click_enters_nowhere_else(client, settings, demo, is_demo, is_active):
    settings.DEMO = demo
    user = UserFactory(is_demo=is_demo, is_active=is_active)

    response = enter(client, user)

    assert response.status_code == 404
    assert not get_user(client).is_authenticated


def test_one_click_needs_a_post_and_its_token(settings):
    settings.DEMO = True
    user = UserFactory(is_demo=True)
    client = Client(enforce_csrf_checks=True)

    assert client.get(reverse("accounts:demo-enter", args=[user.pk])).status_code == 405
    assert enter(client, user).status_code == 403
    assert not get_user(client).is_authenticated


def test_product_lists_no_demonstration_people(client, settings):
    settings.DEMO = False
    UserFactory(is_demo=True, post="Someone")

    assert "Someone" not in client.get(SIGN_IN).content.decode()


def test_my_roles_names_each_body_and_what_i_am_there(client):
    body = OrganisationFactory(name="NHS Sample CCG", kind=OrganisationKind.CCG)
    user = UserFactory(roles=[(body, Role.AUTHOR), (body, Role.SIGNATORY)])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    page = Markup(client.get("/account/"))

    rows = [row.text for row in page.all("tr")][1:]
    assert rows == [
        "NHS Sample CCG Clinical commissioning group Author",
        "NHS Sample CCG Clinical commissioning group Signatory",
    ]


def test_person_without_a_role_is_told_what_to_do(client):
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")

    assert "An administrator of the service can give you a role" in client.get("/account/").content.decode()
