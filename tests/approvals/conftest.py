"""Fixtures of sign-off and assurance."""

import pytest


@pytest.fixture
def place(db):
    """A locality with a complete, open plan and a person for each role."""
    from tests.factories.approvals import a_place

    return a_place()


@pytest.fixture
def visit(client):
    """Open a page as someone: ``visit(person, name, *args)``; with ``post=`` send a form."""
    from django.urls import reverse

    def open_page(person, name, *args, post=None, **more):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse(f"approvals:{name}", args=args)
        return client.get(url, **more) if post is None else client.post(url, post, **more)

    return open_page
