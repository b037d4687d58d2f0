"""Two authors at two browsers. Models are imported inside: this file is read before the test settings are chosen."""

import pytest


@pytest.fixture
def author(client, complete):
    """The client, signed in as the council's author of a complete plan."""
    client.force_login(complete.author)
    return client


@pytest.fixture
def other(complete):
    """Another browser, signed in as the CCG's author."""
    from django.test import Client

    client = Client()
    client.force_login(complete.nhs_author)
    return client
