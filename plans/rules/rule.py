"""Rule: one published check, as authors and assurers read it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plans.content import PlanContent
from plans.rules.finding import Finding

MARKS = {
    "derived": "worked out from published facts",
    "own": "knowledge of the field, not checked: not official",
    "design": "our recommendation: not official",
}


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

    @property
    def is_official(self) -> bool:
        """Whether the rule follows from a published paper, and not from our knowledge or advice."""
        return "not official" not in self.told_source

    @property
    def told_source(self) -> str:
        """Where the rule comes from, in words for readers; the section is that of the project's specification."""
        place, _, mark = self.source.replace("domain.md", "specification").rpartition(", ")
        if mark in MARKS:
            return f"{place[0].upper()}{place[1:]} ({MARKS[mark]})"
        return self.source.replace("domain.md", "Specification").replace("the national", "The national")
