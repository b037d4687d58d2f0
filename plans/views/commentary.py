"""The invited person's side: the link that opens the invitation, the page to write on, and giving it."""

from http import HTTPStatus
from typing import Any, NoReturn, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from itf.accounts.forms import FirstPasswordForm
from itf.accounts.models import User
from itf.lib.verdict import require
from plans import commenting, inviting
from plans.authoring import PlanNotOpen
from plans.gather import part_content
from plans.given import changes
from plans.invited_forms import WordsForm, wording, words_form
from plans.models import Invitation, Plan
from plans.pages import whole_number
from plans.permissions import can_comment, can_view, invited_plan, is_author, stands_apart
from plans.questions import questions
from plans.shown import sections_shown, shown_to

OPENED = (
    "If you had no account here, your password is set. If you had one, your old password stands. "
    "Sign in with your e-mail address to go on."
)
NO_LONGER = "The authors of the plan have withdrawn their invitation since you opened the page."
TAKEN_BACK = "Your commentary is out of the plan again. Change it here and give it anew."
FOR_ANOTHER = (
    "You are signed in as an author of this plan. The link is for {} alone: its words must come from someone who does "
    "not write the plan."
)
MOVED = "This draft was saved from somewhere else since you opened the page. What you typed is below and not saved yet."


@method_decorator(login_not_required, name="dispatch")
class OpenLink(View):
    """The link of an invitation. Opening it changes nothing; sending the form uses it up."""

    http_method_names = ("get", "head", "post")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the invitation that the link opens, if it still does."""
        super().setup(request, *args, **kwargs)
        found = Invitation.objects.select_related("account", "plan").filter(pk=kwargs["invitation"]).first()
        self.token = kwargs["token"]
        self.invitation = found if found and inviting.works(found, self.token) else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; refused to whoever writes the plan, for the words must be another's."""
        user = request.user
        if self.invitation and isinstance(user, User) and is_author(user, self.invitation.plan):
            context = {"reason": FOR_ANOTHER.format(self.invitation.organisation)}
            return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What it is about, and a form for a password; the same whether the address had an account or not."""
        if self.invitation is None:
            return self.spent()
        return self.page(FirstPasswordForm(User(email=self.invitation.email)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Use the link up and lead to the sign-in page, which leads on to the commentary."""
        if self.invitation is None:
            return self.spent()
        form = FirstPasswordForm(User(email=self.invitation.email), request.POST)
        if not form.is_valid():
            return self.page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            password = form.cleaned_data["new_password1"]
            inviting.open_link(self.invitation, self.token, password=password, at=timezone.now())
        except inviting.LinkSpent:
            return self.spent()
        messages.success(request, OPENED)
        return redirect(self.sign_in())

    def page(self, form: FirstPasswordForm, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page of a link that works."""
        context = {"invitation": self.invitation, "form": form, "sign_in": self.sign_in()}
        return render(self.request, "plans/invitation_link.html", context, status=status)

    def spent(self) -> HttpResponse:
        """One page for every link that does not work, so that it tells nothing about which there were."""
        return render(self.request, "plans/invitation_spent.html", status=HTTPStatus.NOT_FOUND)

    def sign_in(self) -> str:
        """The sign-in page, on the way to the commentary."""
        key = self.invitation.plan.key if self.invitation else ""
        return f"{reverse('accounts:sign-in')}?next={reverse('plans:commentary', args=[key])}"


class InvitedPage(View):
    """A page of someone invited to comment on the plan named in the address: all that they see of it."""

    plan: Plan
    user: User
    invitation: Invitation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the plan and the invitation; 404 for strangers, 403 for those who know the plan and are not invited."""
        super().setup(request, *args, **kwargs)
        self.user = cast("User", request.user)
        found: Invitation | None
        try:
            self.plan = invited_plan(self.user, kwargs["key"])
        except Plan.DoesNotExist:
            found = inviting.ended_invitation(self.user, kwargs["key"]) if request.method == "POST" else None
            if found is None:
                self.refuse(kwargs["key"])
            self.plan = found.plan
        else:
            found = inviting.live_invitation(self.user, self.plan)
        if found is None:
            raise Http404
        self.invitation = found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; to someone whose invitation was withdrawn while they wrote, that, and what they had typed."""
        if self.invitation.is_live:
            return super().dispatch(request, *args, **kwargs)
        return self.no_longer()

    def no_longer(self) -> HttpResponse:
        """Say that the invitation was withdrawn, with the words that were sent: they are the person's to take away."""
        drafted = [(answer.label, answer.text) for answer in answers_of(self.invitation) if answer.text]
        return self.words_to_copy(self.sent() or drafted)

    def frozen(self, form: WordsForm) -> HttpResponse:
        """Say that the plan was frozen: with the words that were sent, or on the page itself where there were none."""
        typed = self.sent()
        if typed and not self.invitation.given_at:
            return self.words_to_copy(typed, is_frozen=True)
        return self.stopped(form, can_comment(self.user, self.plan).reason)

    def sent(self) -> list[tuple[str, str]]:
        """What was sent, as it was typed, by question."""
        names = commenting.asked_words(self.invitation)
        labels = wording(names, self.plan.years)
        sent = ((labels[name], self.request.POST.get(name, "").strip()) for name in names)
        return [(label, words) for label, words in sent if words]

    def words_to_copy(self, typed: list[tuple[str, str]], *, is_frozen: bool = False) -> HttpResponse:
        """A page with words that cannot be saved any more, and why."""
        context = {"invitation": self.invitation, "reason": NO_LONGER, "typed": typed, "is_frozen": is_frozen}
        return render(self.request, "plans/commentary_ended.html", context, status=HTTPStatus.CONFLICT)

    def refuse(self, key: str) -> NoReturn:
        """Say why to those who may know of the plan; nothing to all others."""
        plan = Plan.objects.filter(key=key).first()
        if plan is not None and can_view(self.user, plan):
            require(can_comment(self.user, plan))
        raise Http404

    def stopped(self, form: WordsForm, reason: str) -> HttpResponse:
        """What was typed, kept on the page, and why it is not saved."""
        return self.page(form, status=HTTPStatus.CONFLICT, problem=reason)

    def page(self, form: WordsForm | None, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        """The page: what is asked, and the form, or what was given."""
        invitation = self.invitation
        draft = invitation.draft
        context = {
            "plan": self.plan,
            "invitation": invitation,
            "form": form if form and not invitation.given_at else None,
            "base": draft.version,
            "writing": can_comment(self.user, self.plan),
            "answers": answers_of(invitation),
            "changes": changes(draft.outturn, draft.plan_first, draft.plan_second, self.plan.years),
            "reply": commenting.reply_to(invitation),
            "is_earlier": bool(draft.saved_at and draft.saved_at < invitation.invited_at),
            "gives_way": not invitation.given_at and bool(commenting.authors_words(invitation)),
            "impacts": self.impacts(),
            "schemes": self.schemes(),
            "crumbs": [("What waits for me", "/")],
            "form_errors": bool(form and form.errors),
            **more,
        }
        return render(self.request, "plans/commentary.html", context, status=status)

    def impacts(self) -> list[Any]:
        """What the plan says that it changes at this provider."""
        rows = self.plan.acuteimpact_rows.filter(provider__iexact=self.invitation.organisation)
        return list(rows) if self.invitation.is_provider else []

    def schemes(self) -> list[Any]:
        """The schemes that this provider leads."""
        rows = self.plan.scheme_rows.filter(lead_provider__iexact=self.invitation.organisation)
        return list(rows) if self.invitation.is_provider else []


class Commentary(InvitedPage):
    """The page to write on; once given, what was given."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """What is asked, by when, and the draft as it stands."""
        commenting.seen(self.invitation, timezone.now())
        return self.page(words_form(self.invitation))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Save the draft, go on to giving it, or take back what was given."""
        act = request.POST.get("act", "save")
        form = words_form(self.invitation, request.POST)
        form.is_valid()
        if not self.plan.is_open:
            return self.frozen(form)
        require(can_comment(self.user, self.plan))
        if act == "take-back":
            replied = bool(commenting.reply_to(self.invitation))
            commenting.take_back(self.invitation, by=self.user, at=timezone.now())
            messages.success(request, f"{TAKEN_BACK}{f' {commenting.KEPT}' if replied else ''}")
            return redirect("plans:commentary", key)
        return self.save(form, act)

    def save(self, form: WordsForm, act: str) -> HttpResponse:
        """Keep the draft, whatever it lacks; errors and a draft saved elsewhere leave the words on the page."""
        if not form.is_valid():
            return self.page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY, base=self.shown())
        try:
            commenting.save_draft(self.invitation, words=form.cleaned_data, base=self.shown(), at=timezone.now())
        except commenting.DraftMoved:
            return self.stopped(form, MOVED)
        except commenting.AlreadyGiven:
            return redirect("plans:commentary", self.plan.key)
        except commenting.NotInvited:
            return self.no_longer()
        except PlanNotOpen:
            self.plan.refresh_from_db()
            return self.frozen(form)
        return self.saved(form, act)

    def saved(self, form: WordsForm, act: str) -> HttpResponse:
        """On to giving it, if that was asked and nothing is missing."""
        if act == "check" and not form.require_all():
            return self.page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY, base=self.shown() + 1)
        if act == "check":
            return redirect("plans:commentary-give", self.plan.key)
        messages.success(self.request, "Your draft is saved. Nobody else reads it until you give it.")
        return redirect("plans:commentary", self.plan.key)

    def shown(self) -> int:
        """The version of the draft that the page showed."""
        return whole_number(self.request.POST.get("version", ""))


class Shown(InvitedPage):
    """What the person reads of the plan, as it stands now, to comment on it."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The sections that concern them, and no word of what is not theirs to read."""
        require(stands_apart(self.user, self.plan))  # who came to assure it reads it once it is submitted
        asked = self.invitation
        slugs = [section.slug for section in sections_shown(asked.capacity, self.plan.template_key)]
        context = {
            "plan": self.plan,
            "invitation": asked,
            "sections": shown_to(part_content(self.plan, slugs), asked.capacity, asked.organisation),
            "crumbs": [
                ("What waits for me", "/"),
                ("Your commentary", reverse("plans:commentary", args=[self.plan.key])),
            ],
        }
        return render(request, "plans/commentary_plan.html", context)


class Give(InvitedPage):
    """Ask once more, then put the words into the plan."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Everything as it will stand in the plan."""
        require(can_comment(self.user, self.plan))
        draft = self.invitation.draft
        if self.invitation.given_at or commenting.missing_words(self.invitation, draft):
            return redirect("plans:commentary", key)
        context = {
            "plan": self.plan,
            "invitation": self.invitation,
            "answers": answers_of(self.invitation),
            "changes": changes(draft.outturn, draft.plan_first, draft.plan_second, self.plan.years),
            "base": draft.version,
            "gives_way": bool(commenting.authors_words(self.invitation)),
            "crumbs": [
                ("What waits for me", "/"),
                ("Your commentary", reverse("plans:commentary", args=[self.plan.key])),
            ],
        }
        return render(request, "plans/commentary_give.html", context)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Give it; a second click finds it done."""
        require(can_comment(self.user, self.plan))
        base = whole_number(request.POST.get("version", ""))
        try:
            commenting.give(self.invitation, base=base, by=self.user, at=timezone.now())
        except (commenting.DraftMoved, commenting.DraftIncomplete):
            messages.info(request, "The draft is not the one you were shown. Look at it again, then give it.")
        except commenting.NotInvited:
            return self.no_longer()
        except (commenting.AlreadyGiven, PlanNotOpen):
            pass  # the page says how it stands
        return redirect("plans:commentary", key)


def answers_of(invitation: Invitation) -> tuple[Any, ...]:
    """What the draft says, in words."""
    names = commenting.asked_words(invitation)
    asked = questions(type(invitation.draft), names, (), wording(names, invitation.plan.years))
    return tuple(question.answer(invitation.draft) for question in asked)
