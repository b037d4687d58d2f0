"""The pages of sign-off and assurance through the client, person by person."""

import pytest
from django.urls import reverse


@pytest.fixture
def visit(client):
    """Open a page as someone: ``visit(person, name, *args)``; with ``post=`` send a form."""

    def open_page(person, name, *args, post=None, **more):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse(f"approvals:{name}", args=args)
        return client.get(url, **more) if post is None else client.post(url, post, **more)

    return open_page


def test_smoke(place, visit):
    for person in place.people.values():
        for name in ("home", "plans", "cases"):
            response = visit(person, name)
            assert response.status_code == 200, (name, response.status_code)
    assert visit(place.council_author, "freeze", place.plan.key).status_code == 200
    assert visit(place.council_author, "route", place.plan.key).status_code == 200
    place.freeze()
    for person in place.people.values():
        for name in ("home", "plans", "cases"):
            assert visit(person, name).status_code == 200
    assert visit(place.council_author, "route", place.plan.key).status_code == 200
    r = visit(place.council_signatory, "sign", place.plan.key, place.council.pk)
    assert r.status_code == 200
    assert visit(place.council_signatory, "decline", place.plan.key, place.council.pk).status_code == 200
    assert visit(place.council_author, "reopen", place.plan.key).status_code == 200
    place.sign_all()
    assert visit(place.chair, "agree", place.plan.key).status_code == 200
    place.agree()
    assert visit(place.chair, "signed", place.plan.key, place.board.pk).status_code == 200
    assert visit(place.council_author, "submit", place.plan.key).status_code == 200
    place.freeze
    from approvals import workflow

    case = workflow.submit(place.case(), by=place.council_author, at=place.at)
    assert visit(place.council_author, "submitted", place.plan.key).status_code == 200
    assert visit(place.council_author, "withdraw", place.plan.key).status_code == 200
    for person in place.people.values():
        for name in ("home", "plans", "cases"):
            assert visit(person, name).status_code == 200
    for name in ("case", "case-plan", "take-up"):
        assert visit(place.assurer, name, case.pk).status_code == 200
    place.take_up()
    for name in ("case", "scores"):
        assert visit(place.assurer, name, case.pk).status_code == 200
    place.review()
    for name in ("case", "decide"):
        assert visit(place.assurer, name, case.pk).status_code == 200
    place.decide()
    for person in place.people.values():
        for name in ("home", "plans", "cases"):
            assert visit(person, name).status_code == 200
    assert visit(place.assurer, "case", case.pk).status_code == 200
