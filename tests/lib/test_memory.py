"""A web process sets aside what stays for good."""

import gc

import pytest

from itf.lib.memory import YOUNG, settle


@pytest.fixture
def collector():
    """The collector as it was, afterwards."""
    threshold = gc.get_threshold()

    yield

    gc.unfreeze()
    gc.set_threshold(*threshold)


def test_settling_sets_aside_what_is_loaded_and_collects_less_often(collector):
    others = gc.get_threshold()[1:]

    settle()

    assert gc.get_freeze_count() > 100_000
    assert gc.get_threshold() == (YOUNG, *others)
