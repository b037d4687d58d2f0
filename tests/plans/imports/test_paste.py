"""Pasted text as rows, and headings as questions."""

import pytest

from plans.imports.paste import NotPasted, looks_like_headings, matched, read_rows, understood
from plans.imports.pasting import target_of
from plans.models import Plan

LINES = target_of(Plan(template_key="dec-2013", first_year="2014/15", second_year="2015/16"), "investments").asked
SCHEMES = target_of(Plan(template_key="dec-2013", first_year="2014/15", second_year="2015/16"), "schemes").asked


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\nc\td", (("a", "b"), ("c", "d"))),
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ("a\n\n\nb\tc", (("a", ""), ("b", "c"))),
        ('"two\nlines"\tb', (("two\nlines", "b"),)),
        ('"a ""quoted"" word"\tb', (('a "quoted" word', "b"),)),
        ('"with\ttab"\tb', (("with\ttab", "b"),)),
        ('12" pipe\tb', (('12" pipe', "b"),)),
        ('"never closed\tb\nc\td', (('"never closed', "b"), ("c", "d"))),
        ("  a  \t b ", (("a", "b"),)),
        ("a\x00b\tc", (("ab", "c"),)),
    ],
)
def test_pasted_text_is_cut_into_cells_as_spreadsheets_copy_them(text, rows):
    assert read_rows(text) == rows


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste the rows"),
        (" \n\t\n", "Paste the rows"),
        ("a\n" * 202, "at most 200 rows"),
        ("a\t" * 61, "more than 60 columns"),
        ("a" * 400_001, "more text than"),
    ],
)
def test_what_cannot_be_rows_is_refused_in_words(text, words):
    with pytest.raises(NotPasted, match=words):
        read_rows(text)


def test_headings_are_matched_by_the_words_of_the_questions():
    assert matched(["What is paid for", "Financial year", "Cost", "Funding source", "Recurrent?"], LINES) == [
        "label", "year", "stated", "funding_source", "recurrent",
    ]  # fmt: skip


def test_headings_in_the_words_of_tables_in_use_are_matched():
    assert matched(["Item", "FY", "Cost (£)", "Source", "Notes"], LINES) == [
        "label", "year", "stated", "funding_source", "",
    ]  # fmt: skip
    assert matched(["Ref", "Scheme name", "Provider"], SCHEMES) == ["ref", "title", "lead_provider"]


YEARS = ("2014/15", "2015/16")


def read(text):
    """The columns that a pasted table is read as, and how many rows of headings it has."""
    pasted = understood(read_rows(text), LINES, years=YEARS)
    return list(pasted.columns), pasted.headings


@pytest.mark.parametrize(
    ("text", "columns", "headings"),
    [
        ("Item\t2014/15\t2015/16\nNurses\t45,000\t46,000", ["label", "stated@2014/15", "stated@2015/16"], 1),
        ("Post\tWho\t2014-15\t2015-16\nA\tB\t1\t2", ["", "", "stated@2014/15", "stated@2015/16"], 1),
        ("Item\tCost 14/15 (£)\tTotal\nNurses\t1\t1", ["label", "stated@2014/15", ""], 1),
        ("Item\t2013/14\t2014/15\nNurses\t1\t1", ["label", "", "stated@2014/15"], 1),
        ("Item\tSaving 2014/15\tCost\nNurses\t1\t1", ["label", "", "stated"], 1),
        ("Item\t2014/15 £000\tSource\nNurses\t1\tCCG", ["label", "", "funding_source"], 1),
        (
            "\t\tCost\t\tFunding\nItem\tNotes\t2014/15\t2015/16\tSource\nNurses\t\t1\t2\tCCG",
            ["label", "", "stated@2014/15", "stated@2015/16", "funding_source"],
            2,
        ),
        (
            "Item\t2014/15\t\t2015/16\t\n\tCost\tSaving\tCost\tSaving\nNurses\t1\t2\t3\t4",
            ["label", "stated@2014/15", "", "stated@2015/16", ""],
            2,
        ),
        ("Nurses\t2014/15\t45,000\nBeds\t2014/15\t100", ["label", "year", "basis"], 0),
        ("Nurses\t2014/15\nBeds\t2015/16", ["label", "year"], 0),
    ],
)
def test_years_above_columns_are_the_cost_of_each(text, columns, headings):
    assert read(text) == (columns, headings)


def test_each_question_takes_one_column():
    assert matched(["Cost", "Amount", "Total"], LINES) == ["stated", "", ""]


@pytest.mark.parametrize(
    ("first", "is_heading"),
    [
        (["Item", "Year", "Cost"], True),
        (["Item", "Notes", "Cost"], True),
        (["Social worker", "2014/15", "45,000"], False),
        (["Cost", "45,000"], False),
        (["Van", "Boat"], False),
    ],
)
def test_a_first_row_of_known_words_and_no_figures_is_headings(first, is_heading):
    assert looks_like_headings(first, matched(first, LINES)) is is_heading


def test_without_headings_the_columns_follow_the_questions():
    pasted = understood((("Van", "2014/15"),), LINES)

    assert (pasted.columns, pasted.headings) == (("label", "year"), 0)
    assert pasted.body == (("Van", "2014/15"),)


def test_the_authors_choice_stands_and_unknown_names_are_left_aside():
    pasted = understood((("Item", "Cost"), ("Van", "12")), LINES, ["stated", "password", "x"], headings=0)

    assert pasted.columns == ("stated", "")
    assert len(pasted.body) == 2


def test_two_columns_for_one_question_count_once():
    assert understood((("a", "b"),), LINES, ["label", "label"], headings=0).columns == ("label", "")
