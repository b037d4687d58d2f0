"""Who is sent to sign in, and where they return."""

import pytest

from tests.factories.accounts import UserFactory
from tests.markup import Markup

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.sample")]


def test_visitor_is_sent_to_sign_in_and_back(client):
    response = client.get("/private/?tab=2")

    assert response.status_code == 302
    assert response.headers["Location"] == "/account/sign-in/?next=/private/%3Ftab%3D2"


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/plans/ealing/schemes/?tab=2", "/plans/ealing/schemes/%3Ftab%3D2"),
        ("http://testserver", "/"),
        ("https://evil.example/plans/", "/"),
        ("", "/"),
    ],
)
def test_htmx_is_told_to_go_to_sign_in_and_back_to_its_page(client, page, back):
    response = client.post("/private/", headers={"HX-Request": "true", "HX-Current-URL": page})

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["HX-Redirect"] == f"/account/sign-in/?next={back}"


def test_words_sent_by_someone_who_is_signed_out_meanwhile_are_shown_and_not_lost(client):
    response = client.post(
        "/private/?tab=2",
        {
            "csrfmiddlewaretoken": "token",
            "version": "3",
            "main-vision": "One team.\n<b>Bold</b>",
            "lines-0-row": "4c2422cf-6ee7-4918-a912-24c01be30e49",
            "lines-0-year": "2014/15",
            "lines-0-funding_source": "NHS_MINIMUM",
            "lines-0-what_is_paid_for": "2 social workers",
            "lines-TOTAL_FORMS": "1",
            "lines-MAX_NUM_FORMS": "200",
            "password": "open sesame",
        },
    )
    page = Markup(response)

    assert response.status_code == 403
    assert page.all("h1")[0].text == "You are signed out, and nothing was saved"
    assert [one.text for one in page.all("dt")] == ["Vision", "Year", "What is paid for"]
    assert [one.text for one in page.all("dd")] == ["One team. <b>Bold</b>", "2014/15", "2 social workers"]
    assert any(one["href"] == "/account/sign-in/?next=/private/%3Ftab%3D2" for one in page.all("a"))
    assert "open sesame" not in response.content.decode()


@pytest.mark.parametrize("sent", [{}, {"csrfmiddlewaretoken": "x", "version": "1", "main-vision": " "}])
def test_whoever_sent_no_words_goes_to_sign_in(client, sent):
    assert client.post("/private/", sent).headers["Location"] == "/account/sign-in/?next=/private/"


def test_signed_in_person_sees_the_page(client):
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/private/").content == b"private"
