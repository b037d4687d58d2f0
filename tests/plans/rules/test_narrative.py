"""Rules about words, dates and completeness."""

from datetime import date
from decimal import Decimal

import pytest

from plans.rules import BLOCK, WARN, findings
from tests.plans.contents import with_section, with_tables, with_values
from tests.plans.documents.builders import (
    Held,
    condition,
    empty_plan,
    plan,
    risk,
    row,
    scheme,
    section,
)


def found(content, rule):
    return [finding for finding in findings(content) if finding.rule == rule]


def with_answers(slug, **values):
    """A plan of one scheme in which a section says only this."""
    return plan(schemes=1, **{slug: section(slug, values)})


def with_schemes(*schemes):
    """A plan with these schemes and no money."""
    return with_section(plan(schemes=1), section("schemes", tables={"schemes": list(schemes)}))


@pytest.mark.parametrize("rule", ["V18", "V19", "V21", "R02", "R03", "R04", "R05"])
def test_a_plan_in_order_has_no_finding(rule):
    assert found(plan(schemes=1), rule) == []


@pytest.mark.parametrize(
    ("held", "message"),
    [
        (Held("45.000"), "“45.000” can mean 45 or 45,000. Type one of them."),
        (
            Held("45.000", Decimal(45_000)),
            "“45.000” can mean 45 or 45,000. Type one of them. Read as £45,000 until decided.",
        ),
        (Held("460,,000"), "“460,,000” cannot be read as one figure. Write it in digits, for example 45,000."),
        (Held("150"), "“150” is not accepted as the answer. Enter another, or the same again if it is right."),
    ],
)
def test_v18_a_figure_that_cannot_be_read_says_how_it_could_be(held, message):
    (finding,) = found(with_answers("contributions", agreed_first_year=held), "V18")

    assert finding.message == f"Total agreed pool, 2014/15: {message}"
    assert finding.severity == BLOCK
    assert dict(finding.figures)["Written"] == held.text


def test_v18_a_date_that_cannot_be_read():
    content = with_answers("plan-details", board_meets_on=Held("31/2/2014", date(2014, 1, 30)))

    (finding,) = found(content, "V18")

    assert finding.message.endswith("“31/2/2014” cannot be read as one date. Read as 30 January 2014 until decided.")
    assert finding.figures == (("Written", "31/2/2014"), ("Read as", "30 January 2014"))


@pytest.mark.parametrize(("held", "rule"), [("?%", "V19"), ("TBC", "V19"), ("4?", "V19"), ("4,,0", "V18")])
def test_a_held_text_is_a_finding_of_one_rule_only(held, rule):
    content = plan(schemes=1)
    schemes = content.section("schemes")
    (only,) = schemes.table("schemes").rows
    values = {"measure": "Stays", "change": "reduction", "target": Held(held)}
    outcome = row("schemes", "outcomes", 7, values, title="Stays")
    content = with_section(content, with_tables(schemes, schemes=[with_tables(only, outcomes=[outcome])]))

    (finding,) = [finding for finding in findings(content) if finding.rule in {"V18", "V19"}]

    assert (finding.rule, finding.row, finding.page_row, finding.field) == (rule, outcome.id, only.id, "target")
    assert dict(finding.figures)["Written"] == held


@pytest.mark.parametrize(
    ("text", "is_placeholder"),
    [
        ("?", True),
        ("TBC", True),
        ("(to be confirmed)", True),
        ("xxx", True),
        ("minimum ?% satisfaction", True),
        ("NA", True),
        ("none", True),
        ("-", True),
        ("What if it fails? We try again.", False),
        ("The board", False),
        ("N" * 70, False),
    ],
)
def test_v19_a_text_that_only_stands_for_an_answer(text, is_placeholder):
    content = with_answers("governance", governance=text, risk_sharing="Shared.")

    assert bool(found(content, "V19")) is is_placeholder


def test_v19_none_may_answer_a_question_that_need_not_be_answered():
    content = plan(schemes=1, risks=section("risks", tables={"risks": [risk(1)]}))
    assert not found(content, "V19")

    content = with_answers("engagement", provider_engagement="Met.", public_engagement="Met.", healthwatch_view="None")

    assert not found(content, "V19")


@pytest.mark.parametrize(
    ("board", "submits", "reason", "fields"),
    [
        (date(2014, 1, 30), date(2014, 2, 14), "", []),
        (date(2014, 2, 14), date(2014, 2, 14), "", []),
        (date(2014, 2, 15), date(2014, 2, 14), "", ["board_meets_on"]),
        (date(2014, 1, 30), date(2014, 2, 15), "", ["late_reason"]),
        (date(2014, 1, 30), date(2014, 2, 15), "The board meets late.", []),
        (date(2014, 2, 16), date(2014, 2, 15), "", ["board_meets_on", "late_reason"]),
        (None, None, "", []),
    ],
)
def test_v21_the_board_first_and_the_plan_in_time(board, submits, reason, fields):
    content = with_answers("plan-details", board_meets_on=board, submits_on=submits, late_reason=reason)

    hits = found(content, "V21")

    assert [finding.field for finding in hits] == fields
    assert all(finding.severity == WARN for finding in hits)


def test_v21_shows_both_dates():
    content = with_answers("plan-details", board_meets_on=date(2014, 2, 15), submits_on=date(2014, 2, 14))

    (finding,) = found(content, "V21")

    assert finding.figures == (("Board", "15 February 2014"), ("Submission", "14 February 2014"))


def test_r01_every_needed_answer_that_is_missing_and_nothing_else():
    content = with_answers("vision", vision="One team.", aims="  ".strip(), changes="At home.")

    hits = [finding for finding in found(content, "R01") if finding.section == "vision"]

    assert [finding.field for finding in hits] == ["aims", "alignment"]


def test_r01_a_held_text_is_an_answer_to_settle_not_a_missing_one():
    content = with_answers("contributions", agreed_first_year=Held("45.000"), agreed_second_year=Decimal(1))

    assert "agreed_first_year" not in {finding.field for finding in found(content, "R01")}


def test_r01_no_is_an_answer():
    content = plan(schemes=1)

    assert "agreed" not in {finding.field for finding in found(content, "R01")}


def test_r02_tables_that_need_rows():
    hits = {(finding.section, finding.field) for finding in found(empty_plan(), "R02")}

    assert hits == {
        ("schemes", "schemes"),
        ("contributions", "contributions"),
        ("risks", "risks"),
        ("contingency", "at-risk"),
    }


def test_r02_a_scheme_without_lines_or_outcomes():
    bare = with_tables(scheme(1), investments=(), benefits=(), outcomes=())
    content = with_schemes(bare)

    hits = found(content, "R02")

    assert [(finding.field, finding.row) for finding in hits] == [("investments", bare.id), ("outcomes", bare.id)]
    assert hits[0].message == f"{bare.title}: At least one investment line is needed."


@pytest.mark.parametrize(("status", "count"), [("met", 0), ("plan", 0), ("not_met", 1), ("", 0)])
def test_r03_a_condition_that_is_not_met(status, count):
    answered = with_values(condition(1, "SEVEN_DAY"), status=status)
    content = plan(schemes=1, conditions=section("conditions", tables={"conditions": [answered]}))

    assert len(found(content, "R03")) == count


@pytest.mark.parametrize(
    ("refs", "second_of_a_pair"),
    [(["E1", "E2"], []), (["E1", "e1"], ["e1"]), (["", ""], []), (["E1", "E2", "E1"], ["E1"])],
)
def test_r04_schemes_with_the_same_reference(refs, second_of_a_pair):
    content = with_schemes(*(scheme(number, ref=ref) for number, ref in enumerate(refs, start=1)))

    assert [dict(finding.figures)["Reference"] for finding in found(content, "R04")] == second_of_a_pair


@pytest.mark.parametrize(("status", "fields"), [("plan", ["owner", "meets_on"]), ("met", []), ("not_met", [])])
def test_r05_a_plan_to_meet_a_condition_has_an_owner_and_a_date(status, fields):
    answered = with_values(condition(1, "SEVEN_DAY"), owner="", meets_on=None, status=status)
    content = plan(schemes=1, conditions=section("conditions", tables={"conditions": [answered]}))

    assert [finding.field for finding in found(content, "R05")] == fields
