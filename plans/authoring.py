"""Writing a draft: making a plan, saving a page of it, adding and removing schemes, explaining a warning."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, QuerySet

from itf.accounts.models import User
from itf.audit.chain import record
from plans.models import (
    AcceptedFinding,
    FreezeConsent,
    HeldValue,
    Plan,
    Scheme,
    SectionState,
)
from plans.national_templates import template_for
from plans.revisions import BY_HAND, Sending, keep_revision
from plans.rules.finding import Finding

SCHEMES = "schemes"
_REF_NUMBER = re.compile(r"[0-9]{1,6}")


class PlanNotOpen(Exception):
    """The plan is frozen: its words do not change until it is reopened."""


class SectionNotOpen(PlanNotOpen):
    """The plan is open for some of its sections, and this one stands as it was approved."""


@dataclass
class PageMoved(Exception):
    """Someone saved this page after the author opened it; ``state`` says who and when."""

    state: SectionState


@dataclass
class AlreadySaved(Exception):
    """This very send, or a later one of the same opened page, was saved before; ``state`` says as what version."""

    state: SectionState


class SchemeGone(Exception):
    """The scheme was removed by someone else."""


def save_page(
    plan: Plan,
    *,
    section: str,
    base_version: int,
    write: Callable[[], list[str]],
    by: User,
    at: datetime,
    row: UUID | None = None,
    sending: Sending = BY_HAND,
) -> int:
    """Save one page of a draft if nobody else saved it since ``base_version``; returns the page's new version.

    ``write`` stores the forms and returns the names of what changed. Raises PlanNotOpen when the plan was frozen
    meanwhile, SchemeGone when the row was removed, PageMoved when another save came first, AlreadySaved when this
    send, or a later one of its sitting, was saved before. All is kept or nothing.
    """
    with transaction.atomic():
        locked = lock_open(plan, section)
        if row and not Scheme.objects.filter(pk=row, plan=locked).exists():
            raise SchemeGone
        state, _ = SectionState.objects.get_or_create(plan=locked, section=section, row=row)
        if not state.version and not state.revisions.exists():
            # What the first author of all started from, so that a second one can be shown it.
            keep_revision(locked, state, None, at)
        _move_on(state, base_version, by, at, sending)
        changed = write()
        kept = keep_revision(locked, state, by, at, sending)
        if kept.is_changed:
            # Whoever saves a page as it was leaves an agreement to freeze as it is.
            words_changed(locked, at)
        data = {"section": section, "row": str(row or ""), "version": state.version, "changed": sorted(changed)}
        action = "section.saved" if kept.is_new else "section.saved_again"
        if sending.restores is not None:
            action, data = "section.restored", {**data, "restored": sending.restores}
        action = sending.told or action
        record(actor=by, action=action, subject=locked, plan_key=locked.key, data=data, at=at)
    return state.version


def add_scheme(plan: Plan, *, by: User, at: datetime) -> Scheme:
    """A new, empty scheme at the end of the list, with the next free reference."""
    with transaction.atomic():
        locked = lock_open(plan, SCHEMES)
        scheme = Scheme.objects.create(plan=locked, ref=_free_ref(locked), position=_next_position(locked))
        state = SectionState.objects.create(plan=locked, section=SCHEMES, row=scheme.pk, saved_at=at, saved_by=by)
        keep_revision(locked, state, by, at)
        words_changed(locked, at)
        record(actor=by, action="scheme.added", subject=scheme, plan_key=locked.key, data={"ref": scheme.ref}, at=at)
    return scheme


def remove_scheme(plan: Plan, scheme_id: UUID, *, by: User, at: datetime) -> None:
    """Remove a scheme with its lines; its revisions stay, so that it can be put back. Raises SchemeGone."""
    with transaction.atomic():
        locked = lock_open(plan, SCHEMES)
        scheme = Scheme.objects.filter(pk=scheme_id, plan=locked).first()
        if scheme is None:
            raise SchemeGone
        data = {"ref": scheme.ref, "title": scheme.title, "row": str(scheme.pk)}
        state, _ = SectionState.objects.get_or_create(plan=locked, section=SCHEMES, row=scheme_id)
        if not state.revisions.exists():
            # Never saved on its page (an import's, a demonstration's): what it says is kept all the same.
            keep_revision(locked, state, None, at)
        _scheme_state(locked, scheme_id).update(version=F("version") + 1, saved_at=at, saved_by=by, sitting="")
        words_changed(locked, at)
        record(actor=by, action="scheme.removed", subject=scheme, plan_key=locked.key, data=data, at=at)
        HeldValue.objects.filter(plan=locked, row__in=[scheme_id, *_ids_below(scheme)]).delete()
        scheme.delete()


def put_scheme_back(plan: Plan, scheme_id: UUID, *, by: User, at: datetime) -> int:
    """Put a removed scheme back at its old address, empty, for its page to be saved; returns the page's new version.

    When someone else has put it back already, nothing changes. Raises SchemeGone for one that this plan never had.
    """
    with transaction.atomic():
        locked = lock_open(plan, SCHEMES)
        state = _scheme_state(locked, scheme_id).first()
        if state is None:
            raise SchemeGone
        if not Scheme.objects.filter(pk=scheme_id, plan=locked).exists():
            scheme = Scheme.objects.create(pk=scheme_id, plan=locked, position=_next_position(locked))
            _scheme_state(locked, scheme_id).update(version=F("version") + 1, saved_at=at, saved_by=by, sitting="")
            state.refresh_from_db()
            keep_revision(locked, state, by, at)
            words_changed(locked, at)
            record(actor=by, action="scheme.put_back", subject=scheme, plan_key=locked.key, data={}, at=at)
    return state.version


def explain(plan: Plan, finding: Finding, *, explanation: str, by: User, at: datetime) -> None:
    """Record why a warning may stand, for the figures it shows now; an empty explanation takes an earlier one back."""
    with transaction.atomic():
        locked = lock_open(plan, finding.section)
        if explanation:
            AcceptedFinding.objects.update_or_create(
                plan=locked,
                finding=finding.key,
                defaults={
                    "section": finding.section,
                    "figures": finding.figures_text,
                    "explanation": explanation,
                    "accepted_at": at,
                    "accepted_by": by,
                },
            )
        else:
            AcceptedFinding.objects.filter(plan=locked, finding=finding.key).delete()
        words_changed(locked, at)
        data = {"finding": finding.key, "explanation": explanation}
        record(actor=by, action="finding.explained", subject=locked, plan_key=locked.key, data=data, at=at)


def words_changed(plan: Plan, at: datetime) -> None:
    """The draft says something else from now on, so agreements to freeze it lapse. Call inside the transaction."""
    Plan.objects.filter(pk=plan.pk).update(changed_at=at)
    FreezeConsent.objects.filter(plan=plan, lapsed_at=None).update(lapsed_at=at)


def follows(state: SectionState, opened: int, by: User, sending: Sending) -> bool:
    """Whether a page opened at this version, or gone on from there, contains all that is saved.

    It does when nobody has saved since, or only the page itself: the answer to a save may be lost on the way. Or only
    the page that it came from, before it came: a page that is sent while it saves itself is answered without that save.
    A page without a script numbers nothing, so nobody can tell what of it was sent first.
    """
    if state.version == opened:
        return True
    if state.saved_by_id != by.pk or not sending.number:
        return False
    came_after = state.sent < sending.came_at and state.goes_on_from(opened, sending.came_from)
    return state.goes_on_from(opened, sending.sitting) or came_after


def lock_open(plan: Plan, section: str = "") -> Plan:
    """The plan, read again under a row lock. Call inside a transaction.

    Raises PlanNotOpen when it is frozen, SectionNotOpen where it is open but this section of it is not.
    """
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if not locked.is_open:
        raise PlanNotOpen
    if section and not locked.may_change(section):
        raise SectionNotOpen
    return locked


def _move_on(state: SectionState, base: int, by: User, at: datetime, sending: Sending) -> None:
    """Raise the page's version, if nobody else has since ``base``; ``state`` follows what is stored."""
    if state.saved_by_id == by.pk and state.has_had(sending.sitting, sending.number):
        raise AlreadySaved(state)
    since = state.sitting_since if state.goes_on_from(base, sending.sitting) else base
    pages = SectionState.objects.filter(pk=state.pk)
    # The comparison stands inside the UPDATE: two saves of the same version cannot both find it.
    moved = pages.filter(version=base).update(
        version=F("version") + 1,
        saved_at=at,
        saved_by=by,
        sitting=sending.sitting,
        sitting_since=since,
        sent=sending.number,
    )
    if not moved:
        raise PageMoved(pages.select_related("saved_by").get())
    state.version = base + 1


def _scheme_state(plan: Plan, scheme_id: UUID) -> QuerySet[SectionState]:
    return SectionState.objects.filter(plan=plan, section=SCHEMES, row=scheme_id)


def _ids_below(scheme: Scheme) -> list[UUID]:
    """The rows that hang on a scheme and go with it."""
    specs = template_for(scheme.plan.template_key, scheme.plan.years).section(SCHEMES).row_spec(SCHEMES).children
    return [
        pk for spec in specs for pk in spec.model._default_manager.filter(scheme=scheme).values_list("pk", flat=True)
    ]


def _next_position(plan: Plan) -> int:
    last: int | None = plan.scheme_rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _free_ref(plan: Plan) -> str:
    """The reference after the last one of the pattern in use: E7 where E6 is the highest, S1 in an empty plan."""
    refs = sorted(plan.scheme_rows.values_list("ref", flat=True))
    letter = next((ref[0] for ref in refs if ref[:1].isalpha()), "S")
    numbers = [ref[1:] for ref in refs if ref[:1].casefold() == letter.casefold()]
    # A number that was given up is not given out again: papers may still speak of the scheme that bore it.
    return f"{letter}{1 + max((int(number) for number in numbers if _REF_NUMBER.fullmatch(number)), default=0)}"
