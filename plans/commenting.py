"""What an invited person does: write a draft that nobody else reads, give it to the plan, take it back."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import localdate

from itf.accounts.models import User
from itf.audit.chain import record
from plans.authoring import lock_open, save_page
from plans.given import stance
from plans.models import CommentaryDraft, Engagement, HeldValue, Invitation, Plan, ProviderCommentary
from plans.revisions import Sending, page_state

PROVIDER_WORDS = (
    "outturn",
    "plan_first",
    "plan_second",
    "avoided",
    "agrees",
    "why_not",
    "considered",
    "implications",
)
PROVIDER_FIELDS = ("provider", "signed_by", "signed_on", *PROVIDER_WORDS)
VIEW = ("view",)
KEPT = "What the partners had replied is kept with the invitation."


class NotInvited(Exception):
    """The invitation was withdrawn."""


class AlreadyGiven(Exception):
    """The commentary stands in the plan: it is taken back before it is changed."""


class DraftMoved(Exception):
    """The draft was saved from somewhere else since it was shown."""


class DraftIncomplete(Exception):
    """An answer without which the commentary says nothing is missing."""


def save_draft(invitation: Invitation, *, words: Mapping[str, Any], base: int, at: datetime) -> None:
    """Keep what the person wrote, over the version they were shown.

    Raises PlanNotOpen, NotInvited, AlreadyGiven and DraftMoved.
    """
    with transaction.atomic():
        lock_open(invitation.plan)
        locked = _locked(invitation)
        if locked.given_at:
            raise AlreadyGiven
        asked = {name: words[name] for name in asked_words(locked)}
        drafts = CommentaryDraft.objects.filter(pk=locked.pk, version=base)
        if not drafts.update(version=F("version") + 1, saved_at=at, **asked):
            raise DraftMoved


def give(invitation: Invitation, *, base: int, by: User, at: datetime) -> None:
    """Put the draft into the plan as the person's own words, signed with their post and the day.

    What the authors had typed in its place gives way to it, kept with the invitation until it is taken back. Raises
    PlanNotOpen, NotInvited, AlreadyGiven, DraftMoved when the draft is not the one that was shown, and DraftIncomplete.
    """
    with transaction.atomic():
        plan = lock_open(invitation.plan)
        locked = _locked(invitation)
        draft = CommentaryDraft.objects.get(pk=locked.pk)
        if locked.given_at:
            raise AlreadyGiven
        if draft.version != base:
            raise DraftMoved
        if missing_words(locked, draft):
            raise DraftIncomplete
        locked.given_at, locked.given_by = at, by
        # An account whose first link was passed on is no better known by a later invitation.
        locked.is_unproven = Invitation.objects.filter(account=locked.account_id, is_unproven=True).exists()
        write = _give_commentary if locked.is_provider else _give_view
        _save(plan, locked, partial(write, plan, locked, draft), by, at)
        told = stance(draft.agrees) if locked.is_provider else ""
        _record(locked, "commentary.given", by, at, stance=told)


def take_back(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Take given words out of the plan again; the draft stays, to be changed and given anew.

    What the authors had written in their place before comes back. What the partners replied answers words that stand no
    more: it leaves the plan with them, and is kept with the invitation. Raises PlanNotOpen and NotInvited; does nothing
    where nothing was given.
    """
    with transaction.atomic():
        plan = lock_open(invitation.plan)
        locked = _locked(invitation)
        if not locked.given_at:
            return
        locked.given_at = locked.given_by = None
        reply = reply_to(locked)
        locked.last_reply = reply or locked.last_reply
        _save(plan, locked, partial(_remove, plan, locked), by, at)
        _record(locked, "commentary.taken_back", by, at, kept=KEPT if reply else "")


def reply_to(invitation: Invitation) -> str:
    """What the partners replied to what stands in the plan; empty for nothing yet."""
    if invitation.is_provider:
        return str(invitation.row.reply) if invitation.row else ""
    engagement = getattr(invitation.plan, "engagement_section", None)
    return str(engagement.healthwatch_reply) if engagement else ""


def authors_words(invitation: Invitation) -> dict[str, Any]:
    """What the authors have typed where this person's own words would stand, by the question's name; often nothing."""
    plan = invitation.plan
    if invitation.is_provider:
        row = _typed(plan, invitation)
        return {name: getattr(row, name) for name in (*PROVIDER_FIELDS, "reply")} if row else {}
    engagement = Engagement.objects.filter(plan=plan).first()
    return {"healthwatch_view": engagement.healthwatch_view} if engagement and engagement.healthwatch_view else {}


def asked_words(invitation: Invitation) -> tuple[str, ...]:
    """The questions that this person answers."""
    return PROVIDER_WORDS if invitation.is_provider else VIEW


def missing_words(invitation: Invitation, draft: CommentaryDraft) -> tuple[str, ...]:
    """What must be answered before it can be given."""
    needed = ["outturn", "plan_first", "plan_second", "agrees", "considered"] if invitation.is_provider else list(VIEW)
    needed += ["why_not"] if invitation.is_provider and draft.agrees is False else []
    return tuple(name for name in needed if getattr(draft, name) in (None, ""))


def seen(invitation: Invitation, at: datetime) -> None:
    """Note that the invited person has opened the page; later visits change nothing."""
    if invitation.opened_at is None:
        Invitation.objects.filter(pk=invitation.pk, opened_at__isnull=True).update(opened_at=at)


def _locked(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("plan").get(pk=invitation.pk)
    if not found.is_live:
        raise NotInvited
    return found


def _save(plan: Plan, invitation: Invitation, write: Any, by: User, at: datetime) -> None:
    """Through the door of every save, so that authors who have the page open are told and its history has it."""
    state = page_state(plan, invitation.section)
    save_page(
        plan,
        section=invitation.section,
        base_version=state.version,
        write=write,
        by=by,
        at=at,
        sending=Sending(told="commentary.stored"),
    )


def _give_commentary(plan: Plan, invitation: Invitation, draft: CommentaryDraft) -> list[str]:
    invitation.replaced = authors_words(invitation)
    row = _typed(plan, invitation) or ProviderCommentary(plan=plan, position=_next_position(plan))
    row.provider, row.signed_by = invitation.organisation, invitation.post
    row.signed_on = localdate(invitation.given_at)
    for name in PROVIDER_WORDS:
        setattr(row, name, getattr(draft, name))
    row.save()
    HeldValue.objects.filter(row=row.pk, section=invitation.section).delete()
    invitation.row = row
    invitation.save(update_fields=["given_at", "given_by", "is_unproven", "row", "replaced"])
    return ["commentaries.given"]


def _give_view(plan: Plan, invitation: Invitation, draft: CommentaryDraft) -> list[str]:
    invitation.replaced = authors_words(invitation)
    Engagement.objects.update_or_create(plan=plan, defaults={"healthwatch_view": draft.view})
    invitation.save(update_fields=["given_at", "given_by", "is_unproven", "replaced"])
    return ["healthwatch_view"]


def _remove(plan: Plan, invitation: Invitation) -> list[str]:
    row, invitation.row = invitation.row, None
    before, invitation.replaced = invitation.replaced, {}
    invitation.save(update_fields=["given_at", "given_by", "row", "last_reply", "replaced"])
    if not invitation.is_provider:
        back = {"healthwatch_view": "", "healthwatch_reply": ""} | before
        Engagement.objects.filter(plan=plan).update(**back)
        return ["healthwatch_view"]
    if row is not None and before:
        ProviderCommentary.objects.filter(pk=row.pk).update(**before)
    elif row is not None:
        row.delete()
    return ["commentaries.taken_back"]


def _typed(plan: Plan, invitation: Invitation) -> ProviderCommentary | None:
    """The commentary that the authors typed for the same provider."""
    typed = plan.providercommentary_rows.filter(provider__iexact=invitation.organisation, invitation__isnull=True)
    return typed.first()


def _next_position(plan: Plan) -> int:
    last: int | None = plan.providercommentary_rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _record(invitation: Invitation, action: str, by: User, at: datetime, **more: str) -> None:
    data = {"organisation": invitation.organisation, "post": invitation.post, "capacity": invitation.capacity, **more}
    record(actor=by, action=action, subject=invitation, plan_key=invitation.plan.key, data=data, at=at)
