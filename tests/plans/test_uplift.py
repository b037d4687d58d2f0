"""Lines copied into the next year: what each becomes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from plans.uplift import NoUplift, copied_lines, offered_lines, read_percent, scaled
from tests.plans.contents import with_tables
from tests.plans.documents.builders import YEARS, line, scheme

FIRST, SECOND = YEARS


def a_line(**values):
    return line(1, {"label": "Posts", "year": FIRST, **values})


def copied(percent, **values):
    (found,) = copied_lines([a_line(**values)], SECOND, Decimal(percent))
    return found, {answer.name: answer for answer in found.answers}


@pytest.mark.parametrize(
    ("text", "percent"),
    [("2.5", "2.5"), ("2.5%", "2.5"), ("0", "0"), ("-4", "-4"), ("-100", "-100"), ("1,000", "1000")],
)
def test_a_percentage_is_read(text, percent):
    assert read_percent(text) == Decimal(percent)


@pytest.mark.parametrize("text", ["", " ", "TBC", "?%", "2.500.1", "-101", "1001", "£2", "45.000"])
def test_what_is_no_percentage_is_refused_in_words(text):
    with pytest.raises(NoUplift, match=r"\w{3,}"):
        read_percent(text)


def test_cost_and_rate_rise_and_the_rest_stays():
    found, answers = copied("10", stated=Decimal(120_000), quantity=Decimal(2), rate=Decimal("33.35"), recurrent=True)

    assert (found.before, found.after) == (Decimal(120_000), Decimal(132_000))
    assert (answers["rate"].value, answers["quantity"].value) == ("36.6850", "2")
    assert (answers["year"].value, answers["label"].value, answers["recurrent"].value) == (SECOND, "Posts", True)


def test_a_line_without_a_stated_cost_counts_for_its_raised_rate():
    found, answers = copied("2", quantity=Decimal(11), rate=Decimal(606), periods=Decimal(52))

    assert (found.before, found.after) == (Decimal("346632.00"), Decimal("353564.64"))
    assert answers["stated"].value is None


def test_a_proposed_reading_is_raised_and_said():
    held = a_line(stated=Decimal(45_000))
    answers = tuple(replace(one, held="45.000") if one.name == "stated" else one for one in held.answers)

    (found,) = copied_lines([replace(held, answers=answers)], SECOND, Decimal(0))

    assert "“45.000” was read as 45000" in found.note
    assert all(not answer.held for answer in found.answers)


def test_lines_that_do_not_recur_or_are_there_already_are_not_chosen_at_first():
    lines = [
        line(1, {"label": "Set-up", "year": FIRST, "recurrent": False}),
        line(2, {"label": "Posts", "year": FIRST, "recurrent": True}),
        line(3, {"label": "Nurses", "year": FIRST}),
        line(4, {"label": "posts", "year": SECOND}),
    ]

    found = offered_lines(with_tables(scheme(1), investments=lines), YEARS)

    assert [(one.line.title, one.is_chosen_at_first) for one in found] == [
        ("Set-up", False),
        ("Posts", False),
        ("Nurses", True),
    ]


@drawn(
    amount=st.decimals(min_value=0, max_value=10**9, places=2),
    percent=st.decimals(min_value=-100, max_value=1000, places=2),
)
def test_an_uplift_moves_an_amount_its_own_way(amount, percent):
    raised = scaled(amount, percent)

    assert raised >= 0
    assert (raised >= amount) if percent >= 0 else (raised <= amount)
    assert abs(raised - amount * (100 + percent) / 100) <= Decimal("0.005")
