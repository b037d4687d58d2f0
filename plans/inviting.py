"""Inviting people to comment: the invitation, its one-use link, and taking it back."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from itf.accounts.invited import account_for, is_limited
from itf.accounts.models import User
from itf.audit.chain import record
from itf.mail.handing import Unconfirmed, hand_over
from plans.authoring import lock_open, words_changed
from plans.models import Capacity, CommentaryDraft, Invitation, Plan
from plans.permissions import end_comment, is_author, let_comment, stands_apart

FIGURES = ("outturn", "plan_first", "plan_second", "avoided")


class InvitationRefused(Exception):
    """The invitation cannot be made, renewed or withdrawn now; its text says why and what to do."""


class LinkSpent(Exception):
    """The link was used, replaced or withdrawn, or its days are over."""


class InvitationTokens(PasswordResetTokenGenerator):
    """The secret part of a link: good once, for one invitation, until settings.PASSWORD_RESET_TIMEOUT is over."""

    key_salt = "plans.inviting.InvitationTokens"

    def token(self, invitation: Invitation) -> str:
        """The token of the link that was last issued; nothing of it is stored."""
        issued = timezone.make_naive(invitation.link_issued_at)
        return str(self._make_token_with_timestamp(invitation, self._num_seconds(issued), self.secret))  # type: ignore[arg-type]  # in place of a user

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        invitation: Invitation = user
        state = (invitation.link_number, invitation.link_used_at, invitation.withdrawn_at, timestamp)
        return f"{invitation.pk}{invitation.account.password}{state}"


TOKENS = InvitationTokens()


def invite(
    plan: Plan,
    *,
    capacity: str,
    organisation: str,
    post: str,
    email: str,
    by: User,
    at: datetime,
    more: Mapping[str, Decimal | date | None] | None = None,
) -> Invitation:
    """Ask someone to comment, by an account limited to that: found by its address or made.

    ``more``: by when, and the figures a provider is asked about, which its draft starts with; a draft that the same
    account saved under an invitation withdrawn since goes on instead. Raises PlanNotOpen, and InvitationRefused for
    whoever has a part in the plan, and where this address, or another Healthwatch, is invited already.
    """
    with transaction.atomic():
        locked = lock_open(plan)
        account = account_for(email, f"{post}, {organisation}"[:120])
        if is_author(account, locked):
            raise InvitationRefused("This is the address of an author of the plan. Someone else must comment on it.")
        if not stands_apart(account, locked):
            raise InvitationRefused(
                "Whoever has this address reads, signs or assures this plan for a body of their own. Someone who has "
                "no part in it must comment on it."
            )
        live = locked.invitations.filter(withdrawn_at__isnull=True)
        if live.filter(account=account).exists():
            raise InvitationRefused("This address is invited to this plan already. Withdraw that invitation first.")
        if capacity == Capacity.HEALTHWATCH and live.filter(capacity=capacity).exists():
            raise InvitationRefused("Healthwatch is invited already. Withdraw that invitation first.")
        invitation = Invitation.objects.create(
            plan=locked,
            capacity=capacity,
            organisation=organisation,
            post=post,
            email=email,
            account=account,
            invited_at=at,
            invited_by=by,
            link_issued_at=at,
            **(more or {}),
        )
        _begin_draft(invitation)
        let_comment(account, locked)
        # The plan says whom it waits for.
        words_changed(locked, at)
        _record(invitation, "invitation.sent", by, at)
    return invitation


def renew_link(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """A new link in place of one that was lost or ran out; the old one stops. Raises PlanNotOpen, InvitationRefused."""
    with transaction.atomic():
        lock_open(invitation.plan)
        locked = _live(invitation)
        if locked.link_used_at:
            raise InvitationRefused(
                f"{locked} has used its link. If the password is forgotten, an administrator of the service sets "
                "a new one."
            )
        locked.link_number += 1
        locked.link_issued_at, locked.link_mailed_at = at, None
        locked.save(update_fields=["link_number", "link_issued_at", "link_mailed_at"])
        _record(locked, "invitation.link_renewed", by, at)
    return locked


def withdraw_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    """End an invitation whose commentary is not given; its draft stays, for another of the same address.

    Raises PlanNotOpen, InvitationRefused.
    """
    with transaction.atomic():
        lock_open(invitation.plan)
        locked = _live(invitation)
        if locked.given_at:
            raise InvitationRefused(
                f"{locked} has given its commentary. Its words stand until it takes them back itself."
            )
        locked.withdrawn_at, locked.withdrawn_by = at, by
        locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
        end_comment(locked.account, locked.plan)
        words_changed(locked.plan, at)
        _record(locked, "invitation.withdrawn", by, at)


def open_link(invitation: Invitation, token: str, *, password: str, at: datetime) -> None:
    """Use the link up; raises LinkSpent when it no longer works.

    The password becomes the account's only where this invitation made the account: nobody who merely passes a link on
    may set the password of an account that was there before. Whoever sent it hears the same in both cases.
    """
    with transaction.atomic():
        locked = (
            Invitation.objects.select_for_update(of=("self",)).select_related("account", "plan").get(pk=invitation.pk)
        )
        if not works(locked, token):
            raise LinkSpent
        if may_set_password(locked):
            locked.account.set_password(password)
            locked.account.save(update_fields=["password"])
        locked.link_used_at = at
        # Who could read the link on the authors' page could open it: only mail shows that the address is the person's.
        locked.is_unproven = locked.link_mailed_at is None
        locked.save(update_fields=["link_used_at", "is_unproven"])
        _record(locked, "invitation.opened", None, at)


def mail_link(invitation: Invitation, address: str, *, at: datetime) -> None:
    """Send the link to the person whom it is for. Raises NotTaken, AddressRefused and Unconfirmed."""
    context = {"invitation": invitation, "address": address}
    message = EmailMessage(
        subject=f"{invitation.organisation} is asked to comment: {invitation.plan.title}"[:150],
        body=render_to_string("mail/invitation.txt", context),
        to=[invitation.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mailed = Invitation.objects.filter(pk=invitation.pk)
    try:
        hand_over(message, leaving=lambda: None)
    except Unconfirmed:
        mailed.update(link_mailed_at=at)  # it may have come, and nobody but its reader can have the link
        raise
    mailed.update(link_mailed_at=at)


def works(invitation: Invitation, token: str) -> bool:
    """Whether the token opens this invitation now."""
    return invitation.is_live and TOKENS.check_token(invitation, token)  # type: ignore[arg-type]  # in place of a user


def may_set_password(invitation: Invitation) -> bool:
    """Whether the account has no password yet, and nothing to do but what its oldest live invitation asks."""
    account = invitation.account
    oldest = Invitation.objects.filter(account=account, withdrawn_at__isnull=True).order_by("invited_at", "pk").first()
    return is_limited(account) and not account.has_usable_password() and oldest == invitation


def live_invitation(user: User, plan: Plan) -> Invitation | None:
    """What the person is invited to give to this plan."""
    return _with_people(Invitation.objects.filter(plan=plan, account=user, withdrawn_at__isnull=True)).first()


def ended_invitation(user: User, key: str) -> Invitation | None:
    """The last of the person's invitations to the plan at this address, where all of them were withdrawn."""
    mine = _with_people(Invitation.objects.filter(plan__key=key, account=user)).order_by("-invited_at")
    return mine.first() if not mine.filter(withdrawn_at__isnull=True).exists() else None


def invitations_of(plan: Plan) -> QuerySet[Invitation]:
    """Everyone who was ever invited to comment on the plan, with what came of it, in one query."""
    return _with_people(Invitation.objects.filter(plan=plan)).select_related("plan__engagement_section")


def asked_of(user: User) -> QuerySet[Invitation]:
    """What the person is asked to give, to whichever plans, the nearest day first."""
    mine = Invitation.objects.filter(account=user, withdrawn_at__isnull=True)
    return mine.select_related("plan").order_by("respond_by", "invited_at")


def provider_names(plan: Plan) -> list[str]:
    """The names of acute providers that the plan uses already, to be chosen from."""
    named = set(plan.acuteimpact_rows.values_list("provider", flat=True))
    named |= set(plan.scheme_rows.filter(provider_type="acute").values_list("lead_provider", flat=True))
    named |= set(plan.engagementevent_rows.filter(type="acute").values_list("who", flat=True))
    return sorted(name for name in named if name)


def _begin_draft(invitation: Invitation) -> None:
    """The draft to write on: the one saved last under a withdrawn invitation, or a new one with the figures given."""
    earlier = CommentaryDraft.objects.filter(
        invitation__plan=invitation.plan,
        invitation__account=invitation.account,
        invitation__capacity=invitation.capacity,
        saved_at__isnull=False,
    )
    # Its version goes on too: a page that was open all the while still saves over what it showed.
    draft = earlier.order_by("-saved_at").first() or CommentaryDraft()
    draft.invitation = invitation
    for name in FIGURES:
        if getattr(draft, name) is None:
            setattr(draft, name, getattr(invitation, name))
    draft.save(force_insert=True)


def _with_people(found: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return found.select_related("account", "invited_by", "row", "draft", "plan")


def _live(invitation: Invitation) -> Invitation:
    """The invitation, read again and locked, after its plan; raises InvitationRefused when it was withdrawn."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("account", "plan")
    locked = found.get(pk=invitation.pk)
    if not locked.is_live:
        raise InvitationRefused(f"The invitation of {locked} was withdrawn. Invite it again if it should comment.")
    return locked


def _record(invitation: Invitation, action: str, by: User | None, at: datetime) -> None:
    data = {"organisation": invitation.organisation, "post": invitation.post, "capacity": invitation.capacity}
    record(actor=by, action=action, subject=invitation, plan_key=invitation.plan.key, data=data, at=at)
