"""Fixtures of plans. Models are imported inside: this file is read before the test settings are chosen."""

import pytest


@pytest.fixture
def drafting(db):
    """An empty draft, its bodies and its people."""
    from tests.factories.plans import a_plan

    return a_plan()


@pytest.fixture
def complete(db):
    """A draft that nothing stops from being frozen."""
    from tests.factories.plans import complete_plan

    return complete_plan()
