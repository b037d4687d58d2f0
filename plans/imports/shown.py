"""The preview as the page shows it: by section, with what is ticked and what the author typed."""

from dataclasses import dataclass

from plans.imports.applying import Accepted
from plans.imports.changes import ADDED, CHANGED, CONFLICT, REFUSED, REMOVED, Change, Preview
from plans.models import Plan
from plans.national_templates import template_for

# What the tag of a change says, and its tone.
TAGS = {
    CHANGED: ("Changed", "blue"),
    ADDED: ("Added", "green"),
    CONFLICT: ("Changed by both", "orange"),
    REMOVED: ("Not in the file", "grey"),
    REFUSED: ("Refused", "red"),
}
HERE = ("Here already", "grey")


@dataclass(frozen=True)
class ShownChange:
    """One line of the preview."""

    change: Change
    ticked: bool
    typed: str
    fault: str

    @property
    def tag(self) -> str:
        """What kind of change it is, in words."""
        return HERE[0] if self.change.may_be_here else TAGS[self.change.kind][0]

    @property
    def tone(self) -> str:
        """The colour of the tag, which only repeats its words."""
        return HERE[1] if self.change.may_be_here else TAGS[self.change.kind][1]

    @property
    def same_as_exported(self) -> bool:
        """Whether nobody changed the answer here since."""
        return self.change.before == self.change.now


@dataclass(frozen=True)
class ShownSection:
    """The changes of one section; ``can_take``: how many can be accepted at once."""

    slug: str
    title: str
    changes: tuple[ShownChange, ...]

    @property
    def can_take(self) -> int:
        """How many of them can be saved as they are."""
        return sum(one.change.adds_or_changes for one in self.changes)


def shown_sections(
    plan: Plan, preview: Preview, accepted: Accepted | None, faults: dict[str, str]
) -> tuple[ShownSection, ...]:
    """The sections that the file touches, in the order of the plan. First shown, everything expected is ticked."""
    found = []
    for section in template_for(plan.template_key, plan.years).sections:
        changes = tuple(
            ShownChange(
                change,
                change.id in accepted.ids if accepted else change.is_offered,
                accepted.decided.get(change.id, "") if accepted else "",
                faults.get(change.id, ""),
            )
            for change in preview.changes
            if change.section == section.slug
        )
        if changes:
            found.append(ShownSection(section.slug, section.title, changes))
    return tuple(found)
