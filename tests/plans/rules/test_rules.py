"""The list of rules, and what becomes of their findings."""

from dataclasses import replace
from datetime import date

import pytest

from plans.content import Explanation
from plans.rules import BLOCK, INFORM, RULES, WARN, blocking, findings
from plans.rules.more_examples import EXAMPLES
from tests.plans.contents import with_section
from tests.plans.documents.builders import empty_plan, explained, plan
from tests.plans.rules.test_narrative import with_answers


def late_plan():
    return with_answers("plan-details", board_meets_on=date(2014, 2, 15), submits_on=date(2014, 2, 14))


def the_warning(content):
    (finding,) = [finding for finding in findings(content) if finding.rule == "V21"]
    return finding


def test_every_rule_of_this_issue_is_listed_once():
    ids = [rule.id for rule in RULES]

    assert len(ids) == len(set(ids))
    assert {"V01", "V02", "V03", "V04", "V05", "V06", "V12", "V18", "V19", "V21"} <= set(ids)


def test_every_finding_bears_its_rule_and_place():
    for content in (empty_plan(), late_plan()):
        slugs = {section.slug for section in content.sections}
        for finding in findings(content):
            assert finding.rule in {rule.id for rule in RULES}
            assert finding.severity in {BLOCK, WARN, INFORM}
            assert finding.section in slugs
            assert finding.message.endswith(".")


def test_the_keys_of_findings_tell_them_apart():
    keys = [finding.key for finding in findings(empty_plan())]

    assert len(keys) == len(set(keys))


def test_what_blocks_comes_first():
    order = [finding.severity for finding in findings(late_plan())]

    assert order == sorted(order, key=(BLOCK, WARN, INFORM).index)


def test_a_warning_stops_until_it_is_explained():
    content = late_plan()
    warning = the_warning(content)
    assert warning in blocking(findings(content))

    content = explained(content, "plan-details", warning.key, warning.figures_text)

    assert the_warning(content).explanation == "The post starts in June."
    assert "V21" not in {finding.rule for finding in blocking(findings(content))}


def test_an_explanation_of_other_figures_has_lapsed():
    content = late_plan()
    warning = the_warning(content)

    content = explained(content, "plan-details", warning.key, "Board 1 March 2014; Submission 14 February 2014")

    assert the_warning(content).explanation == ""


def test_a_finding_that_blocks_stops_even_when_explained():
    content = empty_plan()
    block = next(finding for finding in findings(content) if finding.severity == BLOCK)
    why = Explanation(block.key, block.figures_text, "Because.", "Someone", "1 March 2014")

    found = findings(with_section(content, replace(content.section(block.section), explanations=(why,))))

    assert block.key in {finding.key for finding in blocking(found)}


def test_a_note_never_stops():
    notes = [finding for finding in findings(plan(schemes=1)) if finding.severity == INFORM]

    assert notes
    assert not any(finding.stops for finding in notes)


def test_part_of_a_plan_gets_the_findings_of_that_part():
    content = empty_plan()
    part = replace(content, sections=(content.section("schemes"),))

    assert {finding.section for finding in findings(part)} == {"schemes"}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.reads], ids=lambda rule: rule.id)
def test_a_rule_reads_no_more_than_it_says(rule):
    for content in (empty_plan(), late_plan(), plan(schemes=2), EXAMPLES[rule.id].speaks):
        part = replace(content, sections=tuple(one for one in content.sections if one.slug in rule.reads))
        if rule.can_look(part):
            assert list(rule.look(part)) == list(rule.look(content))
