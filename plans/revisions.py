"""The kept states of a draft's pages: which a save adds or replaces, which a merge starts from, none of them lost."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from itf.accounts.models import User
from plans.content import SectionContent, section_from_json, section_to_json
from plans.gather import page_content
from plans.models import Plan, SectionRevision, SectionState
from plans.national_templates import template_for

TRIES = 3


@dataclass(frozen=True)
class Sending:
    """How a save was sent: from which opened page, its how-manieth send, by itself or on purpose, what it restores.

    ``told``: the act that this save is part of, where it is told as that. A page without a script numbers nothing: its
    ``number`` stays 0. ``came_from``: the sitting whose words this page began with, when that had sent itself for the
    ``came_at``-th time.
    """

    sitting: str = ""
    number: int = 0
    is_autosave: bool = False
    restores: int | None = None
    told: str = ""
    came_from: str = ""
    came_at: int = 0


BY_HAND = Sending()


class Kept(NamedTuple):
    """What a save left behind: a revision of its own or an earlier one's place, other words than before or the same."""

    is_new: bool
    is_changed: bool


def keep_revision(plan: Plan, state: SectionState, by: User | None, at: datetime, sending: Sending = BY_HAND) -> Kept:
    """Keep the page as it stands after a save; it may take the place of an earlier revision of the same sitting.

    Call it inside the transaction of the save. A revision that someone opened is never replaced, so whoever saves
    from it later can be shown what it said.
    """
    content = section_to_json(
        page_content(plan, template_for(plan.template_key, plan.years).section(state.section), state.row)
    )
    newest = state.revisions.first()
    is_changed = newest is None or newest.content != content
    kept = not sending.is_autosave
    if newest is not None and newest.may_follow(sending.sitting, at):
        # Asked again inside the UPDATE: someone may open the page between the two lines.
        replaced = SectionRevision.objects.filter(pk=newest.pk, is_kept=False).update(
            version=state.version, content=content, saved_at=at, is_kept=kept
        )
        if replaced:
            return Kept(is_new=False, is_changed=is_changed)
    SectionRevision.objects.create(
        state=state,
        version=state.version,
        content=content,
        began_at=at,
        saved_at=at,
        saved_by=by,
        sitting=sending.sitting,
        is_kept=kept,
    )
    return Kept(is_new=True, is_changed=is_changed)


def opened_page(plan: Plan, section: str, row: UUID | None = None) -> SectionState:
    """The state of a page that is about to be shown for editing; the revision it shows will not be replaced.

    Call it before the page's words are read: a save in between is then a conflict, not an answer overwritten unseen.
    """
    state = page_state(plan, section, row)
    for _ in range(TRIES):
        if hold(state, state.version):
            return state
        state = page_state(plan, section, row)
    return state


def page_state(plan: Plan, section: str, row: UUID | None = None) -> SectionState:
    """The state of one page; of a page that was never saved, the first state, not stored."""
    found = SectionState.objects.filter(plan=plan, section=section, row=row).select_related("saved_by").first()
    return found or SectionState(plan=plan, section=section, row=row)


def hold(state: SectionState, version: int) -> bool:
    """Keep the revision of this version for good, because a page with it is handed out; False when it is gone."""
    if state._state.adding or not version:
        return True
    revisions = SectionRevision.objects.filter(state=state, version=version)
    is_kept = revisions.values_list("is_kept", flat=True).first()
    return bool(is_kept or revisions.filter(is_kept=False).update(is_kept=True))


def hold_all(plan: Plan) -> None:
    """Keep the newest revision of every page for good, because a copy of the whole draft is handed out."""
    newest = SectionRevision.objects.filter(state__plan=plan, is_kept=False)
    newest.update(is_kept=True)


def newest_content(plan: Plan, section: str, row: UUID | None) -> SectionContent:
    """A page as its last save kept it; raises SectionRevision.DoesNotExist for one that was never saved."""
    kept = SectionRevision.objects.filter(state__plan=plan, state__section=section, state__row=row)
    return section_from_json(kept.latest("version").content)


def revision_before(state: SectionState, opened: int, sitting: str) -> SectionRevision | None:
    """What the author of a page started from: version ``opened``, or the same sitting's own later save.

    A sitting saves more often than it hears of it: an answer may be lost on the way. None where it is not known.
    """
    if state._state.adding:
        return None
    wanted = Q(version=opened)
    if sitting:
        wanted |= Q(version__gt=opened, sitting=sitting)
    return SectionRevision.objects.filter(wanted, state=state).order_by("-version").first()
