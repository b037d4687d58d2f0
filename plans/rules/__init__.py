"""The published rules: each a function from PlanContent to findings, listed once, run alike for everyone."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from plans.content import PlanContent
from plans.rules.finding import BLOCK, INFORM, WARN, Finding
from plans.rules.published import RULES
from plans.rules.rule import Rule

__all__ = ["BLOCK", "INFORM", "RULES", "WARN", "Finding", "Rule", "blocking", "findings", "read_beside"]


def findings(content: PlanContent) -> tuple[Finding, ...]:
    """What every rule finds, what blocks first, each warning with the authors' explanation where it still applies."""
    explained = {
        (explanation.finding, explanation.figures): explanation.text
        for section in content.sections
        for explanation in section.explanations
    }
    found = [
        replace(finding, explanation=explained.get((finding.key, finding.figures_text), ""))
        for rule in RULES
        if rule.can_look(content)
        for finding in rule.look(content)
    ]
    return tuple(sorted(found, key=lambda finding: (BLOCK, WARN, INFORM).index(finding.severity)))


@cache
def read_beside(section: str) -> tuple[str, ...]:
    """The sections, by slug, that rules read together with this one: without them a page does not know its findings."""
    return tuple(sorted({other for rule in RULES if section in rule.reads for other in rule.reads} - {section}))


def blocking(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """What stops a freeze: every blocking finding, and every warning that nobody has explained."""
    return tuple(finding for finding in found if finding.stops)
