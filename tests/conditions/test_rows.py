"""Tests of conditions.rows: how a local edit is known."""

import datetime as dt
from decimal import Decimal

import pytest

from conditions.models import FundingSource
from conditions.rows import is_edited, plain
from plans.models import Locality


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Decimal("100000.00"), "100000"),
        (Decimal(100_000), "100000"),
        (Decimal("0.50"), "0.5"),
        (dt.date(2014, 2, 14), "2014-02-14"),
        ([("SEVEN_DAY", "a sheet"), ("DATA_SHARING", "")], [["SEVEN_DAY", "a sheet"], ["DATA_SHARING", ""]]),
        (None, None),
        (True, True),
        (3, 3),
        ("", ""),
    ],
)
def test_plain_has_one_writing_for_one_value(value, kept):
    assert plain(value) == kept


def test_plain_refuses_a_value_without_a_fixed_writing():
    with pytest.raises(TypeError):
        plain(0.1)


@pytest.mark.parametrize(
    ("loaded", "edited"),
    [
        ({"title": "Grant", "note": ""}, False),
        ({"title": "Subsidy", "note": ""}, True),
        # A field that the memory does not know came with a later release: nobody has edited it yet.
        ({"title": "Grant"}, False),
        # One that the table no longer has cannot have been edited.
        ({"title": "Grant", "note": "", "colour": "red"}, False),
        # No memory at all: the row was made by hand.
        ({}, True),
    ],
)
def test_row_is_edited_when_it_no_longer_says_what_was_loaded(loaded, edited):
    row = FundingSource(loaded=loaded)

    assert is_edited(row, {"title": "Grant", "note": ""}) is edited


def test_row_without_memory_is_never_edited():
    assert not is_edited(Locality(), {"name": "Ealing"})
