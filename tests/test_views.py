"""What a person sees when something went wrong; and the headers of every answer."""

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.markup import Markup

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.sample")]


@pytest.fixture
def signed_in(client):
    client.force_login(UserFactory(post="Officer"), backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    return client


def test_refusal_gives_the_reason_as_text(signed_in):
    response = signed_in.get("/refuse/")

    assert response.status_code == 403
    assert "Only a signatory of &lt;NHS Sample CCG&gt; can sign." in response.content.decode()
    assert Markup(response).h1 == "You cannot do this"


@pytest.mark.parametrize("path", ["/nowhere/", "/nowhere/%00/", "/account/demonstration/999999999999/enter/x"])
def test_unknown_page_stands_in_the_shell_with_a_way_back(client, path):
    response = client.get(path)

    assert response.status_code == 404
    page = Markup(response)
    assert page.h1 == "Page not found"
    assert page.by_id("main-content").tag == "main"


def test_unknown_page_greets_the_signed_in_person(signed_in):
    assert "Officer" in Markup(signed_in.get("/nowhere/")).one("header").text


def test_fault_of_ours_tells_nothing_of_itself(signed_in):
    response = signed_in.get("/break/")

    assert response.status_code == 500
    assert Markup(response).h1 == "Something went wrong here"
    assert "secret detail" not in response.content.decode()


def test_altered_form_is_refused(signed_in):
    response = signed_in.get("/sample/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert Markup(response).h1 == "The request could not be read"


def test_form_without_its_token_says_that_the_text_is_still_there():
    response = Client(enforce_csrf_checks=True).post("/sample/", {"title": "long text"})

    assert response.status_code == 403
    assert "Your text is still in the browser" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "status"), [("/sample/", 200), ("/private/", 302), ("/refuse/", 302), ("/nowhere/", 404), ("/break/", 500)]
)
def test_every_answer_has_the_content_policy_and_its_companions(client, path, status):
    client.raise_request_exception = False

    response = client.get(path)

    assert response.status_code == status
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_about_is_for_everyone(client):
    page = Markup(client.get("/about/"))

    assert page.h1 == "About this service"
    assert {"sources", "accessibility"} <= set(page.ids)
