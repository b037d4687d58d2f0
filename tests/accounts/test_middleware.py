"""Who is sent to sign in, and where they return."""

import pytest

from tests.factories.accounts import UserFactory

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


def test_signed_in_person_sees_the_page(client):
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/private/").content == b"private"
