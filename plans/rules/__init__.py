"""The published rules: each a function from PlanContent to findings, listed once, run alike for everyone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from plans.content import PlanContent
from plans.rules import finance, narrative, years
from plans.rules.finding import BLOCK, INFORM, WARN, Finding

__all__ = ["BLOCK", "INFORM", "RULES", "WARN", "Finding", "Rule", "blocking", "findings"]


@dataclass(frozen=True)
class Rule:
    """A rule as published: its id, what it asks, its source, the function that looks, the sections that one reads."""

    id: str
    title: str
    severity: str
    source: str
    look: Callable[[PlanContent], Iterable[Finding]]
    reads: frozenset[str] = frozenset()

    def can_look(self, content: PlanContent) -> bool:
        """Whether the content holds the sections the rule reads; a page of one section has only its own."""
        return self.reads <= {section.slug for section in content.sections}


POOL, SCHEMES = frozenset({"contributions"}), frozenset({"schemes"})
DETAILS, CONDITIONS = frozenset({"plan-details"}), frozenset({"conditions"})

RULES = (
    Rule(
        "V01",
        "Contributions add up to the agreed pool, for each year",
        BLOCK,
        "domain.md 4.4, derived",
        finance.v01,
        POOL,
    ),
    Rule(
        "V02", "No organisation pays in less than its published minimum", BLOCK, "domain.md 4.4, own", finance.v02, POOL
    ),
    Rule(
        "V03",
        "Scheme spend and unallocated money add up to the pool",
        BLOCK,
        "domain.md 4.4, derived",
        finance.v03,
        POOL | SCHEMES,
    ),
    Rule(
        "V04",
        "What is paid in from each funding source is what is spent from it",
        BLOCK,
        "domain.md 4.4",
        finance.v04,
        POOL | SCHEMES,
    ),
    Rule(
        "V05", "A scheme's stated total is the sum of its lines", BLOCK, "domain.md 4.4, derived", finance.v05, SCHEMES
    ),
    Rule(
        "V06", "A line's stated cost is quantity × rate × periods", WARN, "domain.md 4.4, derived", finance.v06, SCHEMES
    ),
    Rule(
        "V12", "The shares of each CCG's population add up to 100%", BLOCK, "domain.md 4.4, own", finance.v12, DETAILS
    ),
    Rule("V18", "Every figure can be read in one way only", BLOCK, "domain.md 4.4, design", narrative.v18),
    Rule("V19", "No placeholder stands where an answer is needed", BLOCK, "domain.md 4.4, design", narrative.v19),
    Rule(
        "V21",
        "The board meets before the plan is submitted, and the plan is not late",
        WARN,
        "domain.md 4.4",
        narrative.v21,
        DETAILS,
    ),
    Rule(
        "V20",
        "What changes by more than a quarter from one year to the next is explained",
        WARN,
        "domain.md 4.4, own",
        years.v20,
        POOL | SCHEMES,
    ),
    Rule("R01", "Every answer the national template needs is given", BLOCK, "the national template", narrative.r01),
    Rule("R02", "Every table has the rows the national template needs", BLOCK, "the national template", narrative.r02),
    Rule("R04", "Every scheme has a reference of its own", BLOCK, "domain.md 1.6, own", narrative.r04, SCHEMES),
    Rule(
        "R03",
        "Every national condition is met or planned for",
        BLOCK,
        "domain.md 1.5, design",
        narrative.r03,
        CONDITIONS,
    ),
    Rule(
        "R05",
        "A condition with a plan in place has an owner and a date",
        BLOCK,
        "domain.md 1.5, design",
        narrative.r05,
        CONDITIONS,
    ),
)


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


def blocking(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """What stops a freeze: every blocking finding, and every warning that nobody has explained."""
    return tuple(finding for finding in found if finding.stops)
