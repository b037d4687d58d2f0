"""What caches may keep."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from itf.accounts.models import User
from itf.lib.middleware import NoStoreMiddleware


def answer_to(request, user):
    request.user = user
    return NoStoreMiddleware(lambda _request: HttpResponse("a plan", headers={"Cache-Control": "max-age=60"}))(request)


def test_no_store_marks_an_answer_to_a_signed_in_person(rf):
    response = answer_to(rf.get("/"), User(email="author@samplebury.example"))

    assert response["Cache-Control"] == "no-store"


def test_no_store_leaves_an_answer_to_a_stranger(rf):
    response = answer_to(rf.get("/"), AnonymousUser())

    assert response["Cache-Control"] == "max-age=60"


def test_no_store_leaves_an_answer_given_before_the_person_is_known(rf):
    response = NoStoreMiddleware(lambda _request: HttpResponse("a file"))(rf.get("/static/app.css"))

    assert "Cache-Control" not in response
