"""What a page asks when two authors have changed the same, what its author has chosen, and what is still to choose."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from itf.lib.errors import ErrorLink
from plans.content import SectionContent, section_from_json
from plans.merging import BOTH, MINE, Clash, Merge
from plans.models import SectionState
from plans.revisions import revision_before

KEEP, KEEP_ALL, ASKED, TAKEN = "keep-", "keep_all", "asked", "taken"


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

    ``chosen``: whose words this author has chosen so far, by clash. ``told``: what the page has named before as taken
    over; by now it stands in the form as this author's.
    """

    state: SectionState
    opened: int
    merged: Merge
    chosen: Mapping[str, str] = field(default_factory=dict)
    is_refused: bool = False
    told: Sequence[str] = ()

    @property
    def taken_over(self) -> list[str]:
        """What was taken over from the other author since this one opened the page, unasked."""
        return list(dict.fromkeys([*self.told, *self.merged.taken_over]))

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


def as_read(state: SectionState, version: int, stored: Callable[[], SectionContent]) -> tuple[SectionContent, str]:
    """The other author's words as a page that stands on ``version`` showed them, with that author's name.

    What was saved since is no part of a choice made on that page: it is merged by itself, and told.
    """
    read = revision_before(state, version, "") if version != state.version else None
    words = section_from_json(read.content) if read else stored()
    return words, str((read or state).saved_by or "Another author")
