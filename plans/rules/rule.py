"""Rule: one published check, as authors and assurers read it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plans.content import PlanContent
from plans.rules.finding import Finding

# How readers are told where a rule comes from: by the published paper's name, never by that of our own notes.
TOLD = {
    "derived": "Worked out from published facts",
    "own": "Knowledge of the field, not checked: not official",
    "design": "Our recommendation: not official",
    "seed 002": "Joint statement of NHS England and the Local Government Association, 8 August 2013",
    "seed 003": "London paper on the fund, 11 September 2013",
    "found F20": "Letter on putting the Better Care Fund into operation, 20 March 2015",
    "found F23": "Housing LIN, Better Care Fund page",
    "found F30 and F35": "Limits of the template of 2017-19 and of the quarterly return of 2016-17",
    "found F54": "DAC Beachcroft, case studies of the Better Care Fund",
    "the national template": "The national template",
}


@dataclass(frozen=True)
class Rule:
    """A rule as published: its id, what it asks, its source, the function that looks, the sections that one reads.

    ``source`` is the place in our notes, then after a comma how far it can be relied on: a key of ``TOLD``.
    """

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
        """Where the rule comes from, in words for readers; raises KeyError for a mark that has none."""
        return TOLD[self.source.rpartition(", ")[2]]
