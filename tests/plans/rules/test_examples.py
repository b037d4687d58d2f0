"""Every published example is run against its rule, so that none can rot."""

import pytest

from plans.national_templates import TEMPLATES
from plans.rules import RULES
from plans.rules.more_examples import EXAMPLES


def test_every_rule_has_an_example_and_every_example_a_rule():
    assert set(EXAMPLES) == {rule.id for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_speaks_of_the_example_that_breaks_it(rule):
    example = EXAMPLES[rule.id]

    assert rule.can_look(example.speaks)
    found = list(rule.look(example.speaks))

    assert found
    assert {finding.rule for finding in found} == {rule.id}
    assert rule.severity in {finding.severity for finding in found}
    assert all(finding.message.endswith((".", "?")) for finding in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_silent_about_the_example_that_keeps_it(rule):
    example = EXAMPLES[rule.id]

    assert rule.can_look(example.silent)
    assert list(rule.look(example.silent)) == []


def test_every_rule_applies_to_a_template():
    for rule in RULES:
        slugs = [{section.slug for section in template.sections} for template in TEMPLATES.values()]
        assert any(rule.reads <= known for known in slugs), rule.id
