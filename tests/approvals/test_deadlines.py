"""Working days in England, and what the pages say of them."""

import datetime as dt

import pytest

from approvals.deadlines import day_in_words, is_working_day, window_sentence, working_days_left
from tests import bank_holidays

FRIDAY = dt.date(2014, 2, 14)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (dt.date(2014, 2, 10), 4),
        (dt.date(2014, 2, 13), 1),
        (dt.date(2014, 2, 14), 0),
        (dt.date(2014, 2, 15), 0),
        (dt.date(2014, 2, 9), 5),
        (dt.date(2014, 2, 8), 5),
        (dt.date(2014, 2, 7), 5),
        (dt.date(2014, 2, 6), 6),
    ],
)
def test_working_days_left_counts_the_closing_day_and_not_today(today, left):
    assert working_days_left(FRIDAY, today) == left


def test_working_days_left_leaves_out_bank_holidays_of_england():
    # Good Friday and Easter Monday 2014 stand between these days.
    assert working_days_left(dt.date(2014, 4, 22), dt.date(2014, 4, 17)) == 1
    assert not is_working_day(dt.date(2014, 4, 18))
    # St Andrew's Day is a holiday in Scotland only.
    assert is_working_day(dt.date(2015, 11, 30))


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (dt.date(2014, 2, 10), "4 working days left"),
        (dt.date(2014, 2, 13), "1 working day left"),
        (dt.date(2014, 2, 14), "The window closes today"),
        (dt.date(2014, 2, 15), "The window closed on 14 February 2014"),
    ],
)
def test_window_sentence_says_how_long_is_left(today, sentence):
    assert window_sentence(FRIDAY, today) == sentence


def test_window_sentence_on_a_weekend_before_a_sunday():
    assert window_sentence(dt.date(2014, 2, 16), dt.date(2014, 2, 15)) == (
        "No working day left: the window closes on 16 February 2014"
    )


def test_day_in_words_has_no_leading_nought():
    assert day_in_words(dt.date(2014, 2, 3)) == "3 February 2014"


def test_bank_holidays_kept_are_those_that_the_library_knows():
    assert bank_holidays.FILE.read_text(encoding="utf-8") == bank_holidays.written(), (
        "the library knows others now: python -m tests.bank_holidays writes them"
    )
