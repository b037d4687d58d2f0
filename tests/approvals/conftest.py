"""Fixtures of sign-off and assurance."""

import pytest


@pytest.fixture
def place(db):
    """A locality with a complete, open plan and a person for each role."""
    from tests.factories.approvals import a_place

    return a_place()
