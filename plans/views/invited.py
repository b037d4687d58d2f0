"""The authors' side of invitations: who is asked to comment, what came of it, a new link, taking it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from itf.lib.verdict import require
from itf.mail.handing import AddressRefused, NotTaken, Unconfirmed
from plans import inviting
from plans.commenting import authors_words, reply_to
from plans.invited_forms import InviteForm
from plans.links import section_url
from plans.models import Capacity, Engagement, Invitation, ProviderCommentary
from plans.permissions import can_edit, is_author
from plans.questions import questions
from plans.shown import sections_shown
from plans.views.base import PlanPage


@dataclass(frozen=True)
class Line:
    """One invitation in the list: how it stands, in a word and a colour, and since when."""

    invitation: Invitation
    state: str
    colour: str
    since: datetime


def line_of(invitation: Invitation) -> Line:
    """How one invitation stands."""
    if invitation.withdrawn_at:
        return Line(invitation, "Withdrawn", "grey", invitation.withdrawn_at)
    if invitation.given_at:
        state, colour = ("Answered", "green") if reply_to(invitation) else ("Given", "teal")
        return Line(invitation, state, colour, invitation.given_at)
    opened_at = invitation.opened_at or invitation.link_used_at
    if opened_at:
        return Line(invitation, "Opened", "blue", opened_at)
    return Line(invitation, "Invited", "yellow", invitation.invited_at)


def link_of(request: HttpRequest, invitation: Invitation) -> str:
    """The address that the invited person opens."""
    token = inviting.TOKENS.token(invitation)
    return request.build_absolute_uri(reverse("plans:invitation-link", args=[invitation.pk, token]))


def pass_on(request: HttpRequest, made: Invitation, said: str) -> None:
    """Mail the link, or where no mail is sent ask the author to pass it on; tell what came of it, after ``said``."""
    if not settings.SENDS_MAIL:
        messages.success(request, f"{said} Pass the link on this page to it.")
        return
    try:
        inviting.mail_link(made, link_of(request, made), at=timezone.now())
    except AddressRefused:
        messages.warning(request, f"{said} The mail server refuses the address {made.email}. Is it right?")
    except (NotTaken, Unconfirmed):
        messages.warning(request, f"{said} The mail server did not confirm the link. Send a new one in a few minutes.")
    else:
        messages.success(request, f"{said} Its link is sent to {made.email}.")


class Invited(PlanPage):
    """Everyone who is asked to comment on the plan, and a form to ask someone."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The list; the form for those who may write the plan now."""
        return self.page(InviteForm(years=self.plan.years))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Invite; whether the address had an account before makes no difference that can be seen."""
        require(can_edit(self.user, self.plan))
        form = InviteForm(request.POST, years=self.plan.years)
        if not form.is_valid():
            return self.page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        asked = {name: form.cleaned_data[name] for name in ("capacity", "organisation", "post", "email")}
        try:
            made = inviting.invite(self.plan, **asked, more=form.more, by=self.user, at=timezone.now())
        except inviting.InvitationRefused as refusal:
            form.add_error("email", str(refusal))
            return self.page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        pass_on(request, made, f"{made} is invited.")
        return redirect("plans:invited-one", key, made.pk)

    def page(self, form: InviteForm, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page with the form as it is."""
        context = {
            "plan": self.plan,
            "lines": [line_of(invitation) for invitation in inviting.invitations_of(self.plan)],
            "form": form,
            "shown": [(capacity.label, sections_shown(capacity, self.plan.template_key)) for capacity in Capacity],
            "providers": inviting.provider_names(self.plan),
            "editing": can_edit(self.user, self.plan),
            "is_author": bool(is_author(self.user, self.plan)),
            "crumbs": self.crumbs(),
        }
        return render(self.request, "plans/invited.html", context, status=status)


class OfInvitation(PlanPage):
    """A page about one invitation of the plan in the address."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the invitation among those of this plan."""
        super().setup(request, *args, **kwargs)
        found = inviting.invitations_of(self.plan).filter(pk=kwargs["invitation"]).first()
        if found is None:
            raise Http404
        self.invitation = found

    def refused(self, refusal: Exception) -> HttpResponse:
        """Why it cannot be done, and the way back."""
        said = {"reason": str(refusal), "back_url": self.address, "back_label": "Back to the invitation"}
        return render(self.request, "409.html", said, status=HTTPStatus.CONFLICT)

    @property
    def address(self) -> str:
        """Where the page of the invitation is."""
        return reverse("plans:invited-one", args=[self.plan.key, self.invitation.pk])


class InvitedOne(OfInvitation):
    """One invitation: its link while nobody has used it, how it stands, a new link."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The invitation, for authors alone: a link is a key."""
        require(is_author(self.user, self.plan))
        return render(request, "plans/invited_one.html", self.context())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Make a new link."""
        require(can_edit(self.user, self.plan))
        if request.POST.get("act") == "renew":
            try:
                made = inviting.renew_link(self.invitation, by=self.user, at=timezone.now())
            except inviting.InvitationRefused as refusal:
                return self.refused(refusal)
            pass_on(request, made, "There is a new link. The old one no longer works.")
        return redirect(self.address)

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        invitation, issued = self.invitation, self.invitation.link_issued_at
        until = issued + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        has_link = invitation.is_live and not invitation.link_used_at
        shows_link = has_link and until > timezone.now() and not (settings.SENDS_MAIL or invitation.link_mailed_at)
        return {
            "plan": self.plan,
            "invitation": invitation,
            "line": line_of(invitation),
            "reply": reply_to(invitation),
            "replaced": self.replaced(),
            "shown": sections_shown(invitation.capacity, self.plan.template_key),
            "link": link_of(self.request, invitation) if shows_link else "",
            "is_over": until <= timezone.now(),
            "keeps_mail": settings.DEMO and settings.KEEPS_MAIL,
            "link_until": until if has_link else None,
            "section_url": section_url(self.plan.key, invitation.section),
            "editing": can_edit(self.user, self.plan),
            "crumbs": self.crumbs(("Invited to comment", reverse("plans:invited", args=[self.plan.key]))),
        }

    def replaced(self) -> list[tuple[str, str]]:
        """What the authors had written, or have, where its own words stand once given."""
        if not self.invitation.is_live:
            return []
        kept = self.invitation.replaced if self.invitation.given_at else authors_words(self.invitation)
        model = ProviderCommentary if self.invitation.is_provider else Engagement
        asked = questions(model, tuple(kept), (), {})
        answers = [question.answer(model(**kept)) for question in asked]
        return [(answer.label, answer.text) for answer in answers if answer.text]


class WithdrawInvitation(OfInvitation):
    """Withdraw an invitation, after a page that asks once more."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The question, with how far the person has come; back to the invitation where it does not arise."""
        require(can_edit(self.user, self.plan))
        if self.invitation.withdrawn_at or self.invitation.given_at:
            return redirect(self.address)
        context = {
            "plan": self.plan,
            "invitation": self.invitation,
            "line": line_of(self.invitation),
            "crumbs": self.crumbs(
                ("Invited to comment", reverse("plans:invited", args=[self.plan.key])),
                (str(self.invitation), self.address),
            ),
        }
        return render(request, "plans/invited_withdraw.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Withdraw it; a second click finds it done."""
        require(can_edit(self.user, self.plan))
        if self.invitation.withdrawn_at:
            return redirect(self.address)
        try:
            inviting.withdraw_invitation(self.invitation, by=self.user, at=timezone.now())
        except inviting.InvitationRefused as refusal:
            return self.refused(refusal)
        messages.success(request, f"The invitation of {self.invitation} is withdrawn.")
        return redirect("plans:invited", self.plan.key)
