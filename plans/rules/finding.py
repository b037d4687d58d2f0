"""Finding: what a rule saw, where, with the figures on both sides."""

from dataclasses import dataclass

from plans.content import Answer, Row, SectionContent

BLOCK, WARN, INFORM = "block", "warn", "inform"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, doubtful or worth knowing; the same sentence on every page, file and command line.

    ``figures``: (label, value) pairs as shown, both sides. ``row`` is the row's id, ``page_row`` the row whose page to
    open (the scheme of a line), both empty for a section's own answers. ``place``: what the row of that page is called.
    """

    rule: str
    severity: str
    section: str
    section_title: str
    message: str
    field: str = ""
    row: str = ""
    page_row: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    explanation: str = ""
    place: str = ""

    @property
    def key(self) -> str:
        """What stays the same while the finding is the same: rule, section, row and field."""
        return f"{self.rule}:{self.section}:{self.row}:{self.field}"

    @property
    def where(self) -> str:
        """The section, and the scheme whose line it is, in words."""
        return f"{self.section_title}, {self.place}" if self.place else self.section_title

    @property
    def figures_text(self) -> str:
        """The figures in one line, to tell whether an explanation still speaks of them."""
        return "; ".join(f"{label} {value}" for label, value in self.figures)[:400]

    @property
    def stops(self) -> bool:
        """Whether it stops a freeze."""
        return self.severity == BLOCK or (self.severity == WARN and not self.explanation)


def at(
    section: SectionContent,
    rule: str,
    severity: str,
    message: str,
    *,
    answer: Answer | str = "",
    row: Row | None = None,
    page_row: Row | None = None,
    figures: tuple[tuple[str, str], ...] = (),
) -> Finding:
    """A finding at a place in a section."""
    place = page_row or row
    return Finding(
        rule=rule,
        severity=severity,
        section=section.slug,
        section_title=section.title,
        message=message,
        field=answer if isinstance(answer, str) else answer.name,
        row=row.id if row else "",
        page_row=place.id if place else "",
        figures=figures,
        place=page_row.title if page_row else "",
    )
