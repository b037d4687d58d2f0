"""Where every answer of the plan stands: now, and as it was when the workbook was made."""

from dataclasses import dataclass, field

from django.db.models import Q

from plans.content import Answer, PlanContent, SectionContent, section_from_json
from plans.imports.identity import page_key
from plans.imports.placing import Placed, rows_of
from plans.imports.saves import Saves
from plans.models import Plan, SectionRevision, SectionState
from plans.national_templates import template_for

RowPlace = tuple[str, str, str]  # section, table, row id


@dataclass(frozen=True)
class Earlier:
    """A row that an earlier upload of the same download added: what its file called it and said, and where it is."""

    section: str
    table: str
    name: str
    row: str
    parent: str
    answers: dict[str, Answer]


@dataclass
class Standing:
    """One state of a plan: the rows by place, and each section's own answers."""

    rows: dict[RowPlace, Placed] = field(default_factory=dict)
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)

    def add(self, section: SectionContent, *, page_per_row: bool) -> None:
        """Note everything that one section says."""
        self.answers.setdefault(section.slug, {answer.name: answer for answer in section.answers})
        for table, placed in rows_of(section, page_per_row=page_per_row):
            self.rows[section.slug, table, placed.row.id] = placed


@dataclass
class Both:
    """The plan now and at export. ``lost`` are pages that moved since and whose earlier words nobody kept.

    ``earlier``: the rows that earlier uploads of the same download added.
    """

    plan: Plan
    content: PlanContent
    versions: dict[str, int]
    now: Standing
    then: Standing
    saves: Saves
    lost: set[str]
    earlier: tuple[Earlier, ...] = ()


def both(plan: Plan, content: PlanContent, versions: dict[str, int], exported: dict[str, int]) -> Both:
    """The plan as it stands and as it stood when each page had its exported version.

    ``versions`` must have been read before ``content``: see ``outgoing``.
    """
    moved_keys = {key for key in {*versions, *exported} if versions.get(key, 0) != exported.get(key, 0)}
    states = SectionState.objects.filter(plan=plan).select_related("saved_by")
    moved = {key: state for state in states if (key := page_key(state.section, state.row)) in moved_keys}
    now, then, lost = Standing(), Standing(), set()
    template = template_for(plan.template_key, plan.years)
    kept = _revisions({key: (state, exported.get(key, 0)) for key, state in moved.items()})
    for key, state in moved.items():
        if key in kept:
            then.add(kept[key], page_per_row=state.row is not None)
        else:
            lost.add(key)
    for section in content.sections:
        alone = template.section(section.slug).page_per_row
        now.add(section, page_per_row=alone)
        if not alone and section.slug not in moved:
            then.add(section, page_per_row=False)
        for table, placed in rows_of(section, page_per_row=alone) if alone else ():
            if page_key(section.slug, placed.page_row) not in moved:
                then.rows[section.slug, table, placed.row.id] = placed
    return Both(plan, content, versions, now, then, Saves(moved, exported), lost)


def _revisions(wanted: dict[str, tuple[SectionState, int]]) -> dict[str, SectionContent]:
    """The pages as they stood at the versions wanted, in one query; those that nobody kept are left out."""
    if not wanted:
        return {}
    which = Q()
    for state, version in wanted.values():
        which |= Q(state=state, version=version)
    found = {revision.state_id: revision.content for revision in SectionRevision.objects.filter(which)}
    return {key: section_from_json(found[state.pk]) for key, (state, _) in wanted.items() if state.pk in found}
