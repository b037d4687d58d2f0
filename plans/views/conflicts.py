"""What a page asks when two authors have changed the same, what its author has chosen, and what is still to choose."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from itf.lib.errors import ErrorLink
from plans.merging import BOTH, MINE, Clash, Merge
from plans.models import SectionState

KEEP, KEEP_ALL, ASKED = "keep-", "keep_all", "asked"


@dataclass(frozen=True)
class Choice:
    """One clash as the page asks it: what was chosen, and whether the page was sent without a choice."""

    number: int
    clash: Clash
    chosen: str
    is_refused: bool

    @property
    def is_missing(self) -> bool:
        """Whether the page must say that a choice is needed here."""
        return self.is_refused and not self.chosen

    @property
    def fault(self) -> ErrorLink:
        """The line of the error summary, which leads to the first of the options."""
        where = f"{self.clash.where}: " if self.clash.where else ""
        return ErrorLink(f"Choose whose words to keep for {where}{self.clash.label}", f"keep-{self.number}-mine")


@dataclass(frozen=True)
class Conflict:
    """What the page says when another author saved first; ``opened`` is the version this author started from.

    ``chosen``: whose words this author has chosen so far, by clash.
    """

    state: SectionState
    opened: int
    merged: Merge
    chosen: Mapping[str, str] = field(default_factory=dict)
    is_refused: bool = False

    @property
    def choices(self) -> list[Choice]:
        """What is asked, in the order of the page. Nothing is chosen for the author."""
        return [
            Choice(number, clash, self.chosen.get(clash.use, ""), self.is_refused)
            for number, clash in enumerate(self.merged.clashes, start=1)
        ]

    @property
    def faults(self) -> list[ErrorLink]:
        """A line for each choice that is still to be made, once the page was sent without it."""
        return [choice.fault for choice in self.choices if choice.is_missing]


def chosen(posted: QueryDict) -> dict[str, str]:
    """Whose words were chosen one by one; where both were, they stand in the form as this author's by now."""
    made = {name.removeprefix(KEEP): posted.get(name, "") for name in posted if name.startswith(KEEP)}
    return {use: MINE if choice == BOTH else choice for use, choice in made.items()}
