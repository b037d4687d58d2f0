"""The fifteen flags of Ealing's table: which rule finds each, or why none can."""

import datetime as dt

import pytest
from django.db import transaction

from plans import ledger
from plans.demo.loading import load_assurers, load_plan
from plans.gather import plan_content
from plans.models import Plan
from plans.reference import load_reference
from plans.rules import findings

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)

# Flag: the rule, words of its message, words of its figures.
FOUND = {
    "1: 2 × 33.35 × 35 × 52 against 120,000": ("V06", "£1,394 short", "£121,394"),
    "2: 11 × 606 × 52 against 346,000": ("V06", "£632 short", "£346,632"),
    "3: 45.000": ("V18", "Cost", "45.000"),
    "4: 460,,000": ("V18", "Total stated elsewhere", "460,,000"),
    "6: telecare at £375 in E1 and E6": ("R27", "E1 and E6 may buy the same in 2015/16", "200 and 400"),
    "7: one fall of 4% claimed three times": ("V14", "12% if each adds its own, 4% if they share it", "E6 4%"),
    "8a: ?% for a target": ("V19", "“?%” stands where an answer is needed", "?%"),
    "8b: a baseline that had not happened": ("R15", "start from 2014/15, which had not begun", "Statements 17"),
    "9a: a unit cost without a volume": ("R26", "no saving can be worked out", "£466"),
    "9b: a fourfold range of costs": ("R26", "no saving can be worked out", "£2,000 to £8,000"),
    "9c: a cost to be confirmed": ("V19", "“TBC” stands where", "TBC"),
    "11: lump sums of 864,500": ("R28", "says how many and at what price", "32%"),
    "12: capital among revenue": ("V07", "£290,000 is not said to be capital or revenue", "Total £290,000"),
    "13: recurrence not stated": ("V07", "£290,000 is not said to be recurrent or not", "Total £290,000"),
}
# No rule can know these; they stand in words in the plan's notes on its source.
NOT_FOUND = {
    "5: two posts cost as much as one elsewhere": "the lines name different posts, and pay is not in the plan",
    "14: a chart titled under 65 over a text about over 65": "the plan holds no chart, only its authors' summary",
    "15: the fund called new money": "a claim in prose; where money was before is told by its funding source",
}


@pytest.fixture(scope="module")
def ealing_once(django_db_setup, django_db_blocker):
    """Ealing as loaded, in one transaction around the module's tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        load_assurers()
        plan, _ = load_plan("ealing", at=NOW)
        yield plan.pk
        transaction.set_rollback(True)


@pytest.fixture
def content(ealing_once, db):
    return plan_content(Plan.objects.get(pk=ealing_once))


@pytest.mark.parametrize("flag", FOUND, ids=lambda flag: flag.split(":")[0])
def test_a_flag_is_found_by_its_rule(flag, content):
    rule, message, figures = FOUND[flag]

    found = [finding for finding in findings(content) if finding.rule == rule and message in finding.message]

    assert [finding for finding in found if figures in finding.figures_text], flag


def test_flag_10_a_year_without_spending_is_nought_and_not_blank(content):
    totals = {scheme.value("ref"): ledger.scheme_total(scheme, "2014/15") for scheme in ledger.schemes(content)}

    assert totals["E4"] == totals["E6"] == 0


def test_flag_7_is_told_once_for_all_three_schemes(content):
    assert len([finding for finding in findings(content) if finding.rule == "V14"]) == 1


def test_every_flag_is_found_or_has_a_reason_why_not():
    numbers = {flag.split(":")[0].rstrip("abc") for flag in (*FOUND, *NOT_FOUND)} | {"10"}

    assert numbers == {str(number) for number in range(1, 16)}


@pytest.mark.parametrize("ref", ["E2", "E5"])
def test_flag_5_stands_in_the_notes_on_the_source(ref, content):
    lines = {
        line.title: ledger.line_amount(line)
        for scheme in ledger.schemes(content)
        if scheme.value("ref") == ref
        for line in ledger.scheme_lines(scheme, "2014/15")
    }

    assert 45_000 in lines.values()
