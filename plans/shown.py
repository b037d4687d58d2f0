"""What an invited person reads of the plan: words that their view can be about, not its money, not its comments.

Decision 0022 says why these. A new answer of the template is shown to nobody until it is named here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from plans.content import PlanContent, Row, SectionContent, Table
from plans.models import Capacity
from plans.national_templates import template_for
from plans.sections import Section


@dataclass(frozen=True)
class Part:
    """Of one section: which answers, and of which tables which answers. ``own``: tables of which only own rows."""

    answers: tuple[str, ...] = ()
    tables: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()


SCHEME_WORDS = ("title", "description", "objective", "cohort", "lead_provider", "starts_on", "ends_on")
FOR_BOTH = {
    "vision": Part(("vision", "person_statement", "aims", "changes"), {"aim-list": ("aim",)}),
    "case-for-change": Part(("segments", "opportunity")),
    "schemes": Part((), {"schemes": SCHEME_WORDS, "milestones": ("label", "due_on")}),
    "seven-day": Part((), {"seven-day": ("service", "sector", "current_hours", "target_hours", "starts_on")}),
    "joint-assessment": Part(("joint_plans", "accountable_role")),
    "measures": Part(("expected_outcomes",)),
}
SHOWN: dict[str, dict[str, Part]] = {
    Capacity.HEALTHWATCH: FOR_BOTH
    | {
        "local-measure": Part(("experience", "instrument", "question")),
        "engagement": Part(("public_engagement",)),
    },
    Capacity.PROVIDER: FOR_BOTH
    | {
        "acute": Part(
            ("implications", "if_savings_fail"),
            {"impacts": ("service_line", "year", "activity_change", "admissions", "length_of_stay", "value")},
            own=frozenset({"impacts"}),
        ),
        "engagement": Part(("provider_engagement",)),
    },
}


def sections_shown(capacity: str, template: str) -> tuple[Section, ...]:
    """The sections of which somebody invited as this reads something, in the order of the template."""
    return tuple(section for section in template_for(template).sections if section.slug in SHOWN[capacity])


def shown_to(content: PlanContent, capacity: str, organisation: str) -> tuple[SectionContent, ...]:
    """Those sections with what is shown of them and written by now; a section of which nothing is, is left out."""
    parts = SHOWN[capacity]
    narrowed = (
        _section(section, parts[section.slug], organisation) for section in content.sections if section.slug in parts
    )
    return tuple(section for section in narrowed if section.answers or section.tables)


def _section(section: SectionContent, part: Part, organisation: str) -> SectionContent:
    # Built anew, not narrowed by replacing: facts and explanations stay behind unless someone names them.
    answers = tuple(answer for answer in section.answers if answer.name in part.answers and not answer.is_blank)
    tables = _tables(section.tables, part, organisation)
    return SectionContent(section.slug, section.title, section.group, (), answers, tables)


def _tables(tables: Iterable[Table], part: Part, organisation: str) -> tuple[Table, ...]:
    narrowed = (
        replace(table, rows=tuple(_row(row, table, part, organisation) for row in _rows(table, part, organisation)))
        for table in tables
        if table.slug in part.tables
    )
    return tuple(table for table in narrowed if table.rows)


def _rows(table: Table, part: Part, organisation: str) -> Iterable[Row]:
    if table.slug not in part.own:
        return table.rows
    return [row for row in table.rows if row.given("provider").casefold() == organisation.casefold()]


def _row(row: Row, table: Table, part: Part, organisation: str) -> Row:
    names = part.tables[table.slug]
    answers = tuple(answer for answer in row.answers if answer.name in names and not answer.is_blank)
    return Row(row.id, row.title, row.key, answers, _tables(row.tables, part, organisation))
