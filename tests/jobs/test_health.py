"""The page that containers ask."""

import threading

import pytest
from django.db import connection

from itf.jobs.health import healthz


@pytest.mark.django_db
def test_healthz_answers_when_the_database_does(rf):
    response = healthz(rf.get("/healthz"))

    assert (response.status_code, response.content) == (200, b"Well.\n")
    assert response["Content-Type"] == "text/plain"


@pytest.mark.django_db
def test_healthz_is_503_when_the_database_does_not_answer(rf, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at/all")
    answers = []

    # A thread has a connection of its own, which must be made and cannot be.
    asking = threading.Thread(target=lambda: answers.append(healthz(rf.get("/healthz"))))
    asking.start()
    asking.join()

    assert answers[0].status_code == 503


@pytest.mark.django_db
def test_healthz_refuses_to_be_posted_to(rf):
    assert healthz(rf.post("/healthz")).status_code == 405


def test_healthz_needs_no_one_to_be_signed_in():
    assert healthz.login_required is False
