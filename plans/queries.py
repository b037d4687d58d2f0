"""Annotated reads for pages: states of sections, versions, what is in use."""

from plans.models import Plan, PlanVersion, SectionState
from plans.sections import Section


def section_states(plan: Plan) -> dict[str, SectionState]:
    """For each section the state that was saved last (a section of schemes has one for each scheme), in one query."""
    latest: dict[str, SectionState] = {}
    for state in SectionState.objects.filter(plan=plan).select_related("saved_by").order_by("saved_at"):
        kept = latest.get(state.section)
        if kept is None or (state.saved_at and (not kept.saved_at or state.saved_at >= kept.saved_at)):
            latest[state.section] = state
    return latest


def versions_of(plan: Plan) -> list[PlanVersion]:
    """The plan's versions, newest first, without their content."""
    return list(PlanVersion.objects.filter(plan=plan).defer("content").select_related("frozen_by"))


def neighbours(sections: tuple[Section, ...], slug: str) -> tuple[Section | None, Section | None]:
    """The sections before and after this one in the template."""
    index = [section.slug for section in sections].index(slug)
    before = sections[index - 1] if index else None
    after = sections[index + 1] if index + 1 < len(sections) else None
    return before, after
