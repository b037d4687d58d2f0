"""Deadlines in words: working days in England until the window closes, in United Kingdom time."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

SATURDAY = 5
# Kept as data: the library that they come from brings the holidays of every country, 18 MB in each process.
BANK_HOLIDAYS = Path(__file__).parent / "data" / "bank_holidays_england.txt"


def working_days_left(closes_on: date, today: date) -> int:
    """Working days from tomorrow to the closing day, both counted; nought on the closing day and after it."""
    days = (today + timedelta(days=number) for number in range(1, (closes_on - today).days + 1))
    return sum(1 for day in days if is_working_day(day))


def working_days_from(today: date, day: date) -> int:
    """Working days until a day, below nought those since it; nought on the day itself.

    A day that has passed without a working day since, over a weekend, counts as one: it is late all the same.
    """
    if day >= today:
        return working_days_left(day, today)
    return -max(1, working_days_left(today, day))


def last_working_day(day: date) -> date:
    """The day itself if it is a working day, otherwise the last one before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def lateness(closes_on: date, done_on: date) -> str:
    """How late something was done, in words; empty when it was on time. The closing day itself is on time."""
    if done_on <= closes_on:
        return ""
    late = -working_days_from(done_on, closes_on)
    return f"{late:,} working day{'' if late == 1 else 's'} late"


def is_working_day(day: date) -> bool:
    """Whether ``day`` is neither at a weekend nor a bank holiday in England, which are known from 2000 to 2100."""
    return day.weekday() < SATURDAY and day not in _bank_holidays()


def window_sentence(closes_on: date, today: date) -> str:
    """How long submitting is still on time, as the pages say it. The closing day itself is on time."""
    if today > closes_on:
        return f"The window closed on {day_in_words(closes_on)}"
    if today == closes_on:
        return "The window closes today"
    left = working_days_left(closes_on, today)
    return _left_in_words(left) if left else f"No working day left: the window closes on {day_in_words(closes_on)}"


def days_left(due_on: date, today: date) -> str:
    """How long there is for what is due on a day, in words. The day itself is on time."""
    if today > due_on:
        return f"{lateness(due_on, today).capitalize()}: it was due on {day_in_words(due_on)}"
    if today == due_on:
        return "Due today"
    left = working_days_left(due_on, today)
    return _left_in_words(left) if left else "No working day left"


def _left_in_words(days: int) -> str:
    return f"{days:,} working day{'' if days == 1 else 's'} left"


def day_in_words(day: date) -> str:
    """``14 February 2014``."""
    return f"{day.day} {day:%B %Y}"


@cache
def _bank_holidays() -> frozenset[date]:
    lines = BANK_HOLIDAYS.read_text(encoding="utf-8").splitlines()
    return frozenset(date.fromisoformat(line) for line in lines if not line.startswith("#"))
