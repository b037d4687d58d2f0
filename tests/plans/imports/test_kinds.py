"""From a cell to an answer: everything that spreadsheets make of what people type."""

import datetime as dt
from decimal import Decimal

import pytest

from plans.content import Answer
from plans.imports import book
from plans.imports.book import Cell
from plans.imports.figure_cells import Fault, danger
from plans.imports.kinds import is_as_exported, typed
from plans.models import Contribution, Investment, Outcome, PlanDetails, Risk, Vision
from plans.questions import READERS, model_field

CELL = {
    str: book.TEXT,
    int: book.NUMBER,
    float: book.NUMBER,
    bool: book.YES_NO,
    dt.date: book.DATE,
    dt.datetime: book.DATE,
    dt.time: book.DATE,
    type(None): book.BLANK,
}
FIELDS = {
    "money": (Contribution, "amount"),
    "number": (Investment, "quantity"),
    "percent": (Outcome, "target"),
    "date": (PlanDetails, "board_meets_on"),
    "yesno": (Investment, "recurrent"),
    "line": (Investment, "label"),
    "narrative": (Vision, "vision"),
    "choice": (Investment, "basis"),
    "whole": (Risk, "likelihood"),
    "reference": (Investment, "funding_source"),
    "references": (Investment, "label"),
}
MORNING = dt.datetime(2014, 1, 30, 9, 30)  # noqa: DTZ001 - a cell knows no time zone
OFFERED = {"lump sum": "lump", "quantity × rate × periods": "rate"}
SCORES = {str(score): str(score) for score in range(1, 6)}


def read(kind, value, offered=None, **more):
    """What a cell with this value answers to a question of this kind."""
    cell = Cell("Sheet", "A1", more.pop("cell", CELL[type(value)]), value, **more)
    model, name = FIELDS[kind]
    return typed(cell, Answer(name, "Question", kind, None, ""), model_field(model, name), offered)


def value_of(kind, value, offered=None, **more):
    """The answer's value; fails when the cell is refused."""
    answer = read(kind, value, offered, **more)
    assert isinstance(answer, Answer), answer
    return answer.value


def fault(kind, value, offered=None, **more):
    """Why a cell is refused; fails when it is taken."""
    found = read(kind, value, offered, **more)
    assert isinstance(found, Fault), found
    return found


@pytest.mark.parametrize("kind", FIELDS)
def test_a_formula_in_an_input_cell_is_refused(kind):
    assert "formula" in fault(kind, "=1+1", cell=book.FORMULA).message


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!"])
def test_an_error_in_an_input_cell_is_refused(kind, error):
    assert error in fault(kind, error, cell=book.ERROR).message


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("blank", [None, "", "   ", "\u00a0"])
def test_an_empty_cell_is_a_blank_answer(kind, blank):
    assert read(kind, blank).is_blank


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (100, "100.00"),
        (1234.5, "1234.50"),
        (0, "0.00"),
        ("£1,234.50", "1234.50"),
        ("1 234", "1234.00"),
        ("1\u00a0234\u202f567", "1234567.00"),
        (" 45,000 ", "45000.00"),
        (0.1 + 0.2, "0.30"),
        (121394.00000000001, "121394.00"),
        (999_999_999.99, "999999999.99"),
    ],
)
def test_a_money_cell_is_taken_as_it_shows(value, amount):
    assert value_of("money", value) == amount


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("45.000", "“45.000” can mean 45 or 45,000. Type one of them."),
        ("1.234,50", "cannot be read as one figure"),
        ("1.234.567", "cannot be read as one figure"),
        ("460,,000", "cannot be read as one figure"),
        ("12,34", "cannot be read as one figure"),
        ("ask finance", "cannot be read as one figure"),
        ("TBC", "stands where a figure is needed"),
        ("-5", "below nought"),
        (-5, "below nought"),
        (1.005, "more than 2 decimal places"),
        (1_000_000_001, "more than 1,000,000,000"),
        (float("inf"), "too large"),
        (1e300, "too large"),
        (True, "expected a figure"),
        (dt.date(2014, 2, 1), "turned this into a date (1 February 2014)"),
        (MORNING, "turned this into a date"),
        ("=SUM(A1)", "expected a figure"),
        ("@A1", "expected a figure"),
        ("-2+3", "expected a figure"),
        ("+cmd|' /C calc'!A0", "expected a figure"),
        ("\t=1", "expected a figure"),
        ("1\u202e23", "expected a figure"),
    ],
)
def test_a_money_cell_that_is_no_figure_waits_for_the_author(value, words):
    found = fault("money", value)

    assert words in found.message
    assert found.to_decide


def test_a_quantity_with_three_decimals_is_no_doubt_where_it_is_a_number():
    assert value_of("number", 45.678) == "45.6780"
    assert "can mean" in fault("number", "45.678").message


def test_a_per_cent_cell_means_what_it_shows():
    assert value_of("percent", 0.035, is_percent=True) == "3.5"
    assert value_of("percent", 3.5) == "3.5"
    assert value_of("percent", "3.5%") == "3.5"


def test_a_per_cent_sign_on_money_is_refused():
    assert "shows 3.5%" in fault("money", 0.035, is_percent=True).message


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (dt.date(2014, 1, 30), "2014-01-30"),
        ("30/01/2014", "2014-01-30"),
        ("30 January 2014", "2014-01-30"),
        ("30 Jan 2014", "2014-01-30"),
        ("2014-01-30", "2014-01-30"),
    ],
)
def test_a_day_is_read_as_it_is_on_the_page(value, day):
    assert value_of("date", value) == day


@pytest.mark.parametrize("value", [41669, True, "31/02/2014", "01/2014", "soon", MORNING, dt.time(9, 0)])
def test_a_day_that_is_none_waits_for_the_author(value):
    assert fault("date", value).to_decide


@pytest.mark.parametrize(
    ("value", "said"), [("Yes", True), (" no ", False), ("YES", True), (True, True), (False, False)]
)
def test_yes_and_no_are_read_in_any_case(value, said):
    assert value_of("yesno", value) is said


@pytest.mark.parametrize("value", ["perhaps", 1, "ja"])
def test_anything_but_yes_or_no_is_refused(value):
    assert "expected Yes or No" in fault("yesno", value).message


def test_words_are_taken_as_the_form_would_store_them():
    assert value_of("narrative", "  First.\r\nSecond.\n") == "First.\nSecond."


@pytest.mark.parametrize("value", ["-5", "+44 20 7946 0000", "- a point\n- another", "- don't (yet)", "a = b", "5 + 3"])
def test_words_that_only_look_odd_are_taken(value):
    assert value_of("narrative", value) == value


@pytest.mark.parametrize(
    "value",
    [
        "=1+1", "=HYPERLINK(A1)", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "-SUM(A1)", "\t=1", " =1", "- cmd|x",
        "\u202eevil", "zero\x00width", "bell\x07", "\u2066isolated",
    ],
)  # fmt: skip
def test_words_that_a_spreadsheet_would_run_or_that_hide_are_refused(value):
    assert fault("line", value)
    assert danger(value)


def test_a_number_typed_into_a_text_cell_is_its_digits():
    assert value_of("line", 2014) == "2014"
    assert value_of("line", 7.5) == "7.5"


@pytest.mark.parametrize("value", [dt.date(2014, 1, 1), True])
def test_what_the_spreadsheet_made_of_a_text_is_refused(value):
    assert "Format the cell as text" in fault("line", value).message


@pytest.mark.parametrize("value", ["Lump sum", "lump  sum", "LUMP SUM ", "Lump sum\u00a0"])
def test_a_choice_is_known_by_its_words(value):
    assert value_of("choice", value, OFFERED) == "lump"


def test_a_value_not_in_the_list_is_refused_with_the_list():
    assert "Choose from it: lump sum" in fault("choice", "Sum", OFFERED).message


@pytest.mark.parametrize(("value", "score"), [(3, "3"), (3.0, "3"), ("4", "4")])
def test_a_score_is_taken_as_number_or_text(value, score):
    assert value_of("whole", value, SCORES) == score


@pytest.mark.parametrize("value", [0, 6, 3.5, "high", -1])
def test_a_score_outside_its_list_is_refused(value):
    assert fault("whole", value, SCORES)


CONCEPTS = {"data sharing": "DATA", "seven day": "SEVEN", "seven day, in wards": "WARDS", "joint": "JOINT"}


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("Data sharing", ["DATA"]),
        ("Joint, Data sharing", ["DATA", "JOINT"]),
        ("Seven day, in wards, Joint", ["JOINT", "WARDS"]),
        ("joint; SEVEN DAY", ["JOINT", "SEVEN"]),
        ("Joint\nSeven day", None),
        ("Joint, Joint", ["JOINT"]),
    ],
)
def test_several_choices_stand_in_one_cell_with_commas_between(value, keys):
    answer = read("references", value, CONCEPTS)

    assert isinstance(answer, Fault) if keys is None else answer.value == keys


@pytest.mark.parametrize("value", ["Seven days", "Joint, Other", "Jointly"])
def test_a_choice_that_nobody_offers_is_refused(value):
    assert "not in the list" in fault("references", value, CONCEPTS).message


def answered(kind, raw, held=""):
    """An answer as the export finds it."""
    value, text = READERS[kind](raw)
    return Answer("name", "Question", kind, value, text, held)


@pytest.mark.parametrize(
    ("answer", "cell"),
    [
        (answered("money", Decimal(100)), (book.NUMBER, 100)),
        (answered("money", Decimal("0.3")), (book.NUMBER, 0.1 + 0.2)),
        (answered("date", dt.date(2014, 1, 30)), (book.DATE, dt.date(2014, 1, 30))),
        (answered("line", "2014"), (book.NUMBER, 2014)),
        (answered("line", "=1+1"), (book.TEXT, "=1+1")),
        (answered("narrative", "two\r\nlines "), (book.TEXT, "two\nlines")),
        (answered("money", None, held="45.000"), (book.TEXT, "45.000")),
        (answered("money", None), (book.BLANK, None)),
    ],
)
def test_a_cell_that_nobody_touched_is_known_as_exported(answer, cell):
    assert is_as_exported(Cell("Sheet", "A1", *cell), answer)


@pytest.mark.parametrize(
    ("answer", "cell"),
    [
        (answered("money", Decimal(100)), (book.NUMBER, 100.01)),
        (answered("money", Decimal(100)), (book.TEXT, "100")),
        (answered("percent", Decimal(3)), (book.NUMBER, 3, True)),
        (answered("money", None, held="45.000"), (book.NUMBER, 45000)),
        (answered("line", "=1+1"), (book.FORMULA, "=1+2")),
        (answered("line", "a"), (book.BLANK, None)),
    ],
)
def test_a_cell_that_someone_touched_is_not(answer, cell):
    assert not is_as_exported(Cell("Sheet", "A1", *cell), answer)
