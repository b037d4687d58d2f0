"""Who acts on the coming steps of a plan, naming deputies and replacements, and the plans that nobody can move."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals import standing_in
from approvals.deadlines import day_in_words
from approvals.guards import StepRefused, require_guard
from approvals.models import Deputy
from approvals.permissions import can_name, plans_lost, sees_stuck_plans
from approvals.stages import standings, with_stage
from approvals.standing import Stage
from approvals.stuck import Post, posts_of, stuck_among
from approvals.views.base import CheckedAct, Question
from approvals.wording import listed
from itf.accounts.membership import closed_holders_of, holders_of, roles_of
from itf.accounts.models import Organisation, Role, RoleGroup, User
from itf.audit.models import AuditEvent
from itf.lib.forms import DateField3
from itf.lib.verdict import Verdict, require
from plans.models import Plan
from plans.permissions import bodies_of, visible_plans
from plans.views.base import PlanPage

DEPUTY = "deputy"


class NameForm(forms.Form):
    """Someone for a role: as a deputy, or in the place of someone."""

    email = forms.EmailField(
        label="What is the person’s e-mail address?",
        help_text="The address of their account here.",
        error_messages={"required": "Enter the e-mail address of the person’s account."},
    )
    as_what = forms.ChoiceField(label="As what?", widget=forms.RadioSelect, error_messages={"required": "Choose one."})
    until = DateField3(
        label="Until when?",
        required=False,
        help_text="The last day. Leave it empty if it is not known. For example, 27 3 2014.",
    )

    def __init__(
        self,
        *args: Any,
        holders: list[User],
        closed: list[User],
        organisation: Organisation,
        role: Role,
        by: User,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.role, self.by = organisation, role, by
        self.holders = {str(person.pk): person for person in [*holders, *closed]}
        choices = [(str(person.pk), f"In the place of {person}") for person in holders]
        choices += [(str(person.pk), f"In the place of {person}, whose account is closed") for person in closed]
        beside = "A deputy, beside whoever holds it" if holders else "A deputy, while nobody else can act in the role"
        field = cast("forms.ChoiceField", self.fields["as_what"])
        field.choices = [(DEPUTY, beside), *choices]
        setattr(field, "reveals", {DEPUTY: ["until"]})  # noqa: B010 - read by the field template, unknown to Django

    def clean_email(self) -> str:
        """The address of someone who may be given the role."""
        email: str = self.cleaned_data["email"]
        try:
            self.person = standing_in.person_at(email)
            require_guard(standing_in.may_be_named(self.organisation, self.role, self.person, self.by))
        except StepRefused as refusal:
            raise forms.ValidationError(refusal.reason) from refusal
        return email

    def clean(self) -> dict[str, Any]:
        """A last day is a deputy's: it counts only with one, and is not over."""
        cleaned = super().clean() or {}
        if cleaned.get("as_what") != DEPUTY:
            return cleaned | {"until": None}
        lasting = standing_in.may_last_until(cleaned.get("until"), on=timezone.localdate())
        if not lasting:
            self.add_error("until", lasting.reason)
        return cleaned

    @property
    def leaving(self) -> User | None:
        """In whose place the person comes; None for a deputy. Of a checked form."""
        return self.holders.get(self.cleaned_data["as_what"])


class People(PlanPage):
    """Each coming step: who can take it, their deputies, whether mail reaches them, and what is missing."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The page."""
        posts = posts_of(standings(with_stage(Plan.objects.filter(pk=self.plan.pk))))[self.plan.pk]
        bodies = bodies_of(self.plan)
        named = Deputy.objects.filter(organisation__in=bodies, ended_at=None).select_related("organisation", "person")
        context = {
            "plan": self.plan,
            "posts": [
                (post, post.organisation and can_name(self.user, self.plan, post.organisation, post.role))
                for post in posts
            ],
            "own": self.without_a_step(posts),
            "deputies": [
                (deputy, can_name(self.user, self.plan, deputy.organisation, Role(deputy.role))) for deputy in named
            ],
            "crumbs": self.crumbs(),
        }
        return render(request, "approvals/people.html", context)

    def without_a_step(self, posts: Iterable[Post]) -> list[RoleGroup]:
        """The person's own roles in bodies of the plan that no coming step names: they can leave these as well."""
        listed_above = {(post.organisation.pk, str(post.role)) for post in posts if post.organisation}
        bodies = {body.pk for body in bodies_of(self.plan)}
        return [
            held
            for held in roles_of(self.user)
            if held.organisation_id in bodies and (held.organisation_id, held.role) not in listed_above
        ]


class Name(CheckedAct, PlanPage):
    """Naming a deputy or a replacement for a role of one body; a replacement may be for oneself."""

    template_name = "approvals/name.html"
    asks_for_proof = True
    has_left = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the body and the role; 404 where the plan has no such body."""
        try:
            super().setup(request, *args, **kwargs)
        except Http404:
            # A second click of someone whose first has put another person in their own place.
            self.has_left = request.method == "POST" and has_given_away(self.user, kwargs["organisation"])
            if not self.has_left:
                raise
            return
        bodies = {body.pk: body for body in bodies_of(self.plan)}
        if kwargs["organisation"] not in bodies or kwargs["role"] not in Role.values:
            raise Http404
        self.organisation, self.role = bodies[kwargs["organisation"]], Role(kwargs["role"])
        self.holders = holders_of(self.organisation, self.role)
        self.closed = closed_holders_of(self.organisation, self.role)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As every act; whoever has given the plan away is led to their first page, as by the first click."""
        return redirect("approvals:home") if self.has_left else super().dispatch(request, *args, **kwargs)

    def verdict(self) -> Verdict:
        """May name someone now."""
        return can_name(self.user, self.plan, self.organisation, self.role)

    def form(self, data: Any = None) -> NameForm:
        """Whom, and as what."""
        return NameForm(
            data,
            holders=self.holders,
            closed=self.closed,
            organisation=self.organisation,
            role=self.role,
            by=self.user,
        )

    def page(self, form: Form) -> dict[str, Any]:
        """The body and the role."""
        crumbs = self.crumbs(("Who acts", f"/plans/{self.plan.key}/people/"))
        return {"plan": self.plan, "organisation": self.organisation, "role": self.role, "crumbs": crumbs}

    def question(self, form: Form) -> Question:
        """Once more: who gets the role, who loses it, and what goes with it."""
        assert isinstance(form, NameForm)  # noqa: S101 - tells the type
        of, until = f"{self.role.label.lower()} of {self.organisation}", form.cleaned_data["until"]
        gets = f"{form.person} gets the role in every plan of {self.organisation}"
        if form.leaving is None:
            title = f"Name {form.person} deputy {of}?"
            effect = f"{gets}{', beside whoever holds it' if self.holders else ''}."
        else:
            title, effect = f"Put {form.person} in the place of {form.leaving}?", f"{gets}. {self.loses(form.leaving)}"
        return Question(
            title=title,
            button="Name the deputy" if form.leaving is None else "Hand the role over",
            effect=f"{effect} Every party of these plans is told.",
            answers=[
                ("Person", f"{form.person}, {form.person.email}"),
                ("Role", f"{self.role.label} of {self.organisation}"),
                ("In the place of", str(form.leaving or "")),
                ("Until", day_in_words(until) if until else ""),
            ],
        )

    def loses(self, leaving: User) -> str:
        """What goes with the role, for whoever loses it."""
        if leaving.pk != self.user.pk:
            return f"{leaving} loses it; what they did stands."
        titles = [plan.title for plan in plans_lost(leaving, self.organisation, self.role).order_by("title")]
        sees = f"You no longer see {listed(titles)}" if titles else "Your other roles show you these plans still"
        return f"You lose it, and cannot take it back yourself. {sees}. What you did stands."

    def is_done(self) -> bool:
        """Whether this is a second click: the person named holds the role, and whoever was to leave does not."""
        posted, held = self.request.POST, {str(person.pk): person.email.lower() for person in self.holders}
        if "confirmed" not in posted or posted.get("email", "").strip().lower() not in held.values():
            return False
        if posted.get("as_what") == DEPUTY:
            mine = Deputy.objects.filter(organisation=self.organisation, role=self.role, named_by=self.user)
            return mine.filter(person__email__iexact=posted["email"].strip(), ended_at=None).exists()
        return posted.get("as_what", "").isdigit() and posted["as_what"] not in held

    def act(self, form: Form) -> None:
        """One call of a step."""
        assert isinstance(form, NameForm)  # noqa: S101 - tells the type
        said: dict[str, Any] = {
            "organisation": self.organisation,
            "role": self.role,
            "by": self.user,
            "at": timezone.now(),
        }
        if form.leaving is None:
            standing_in.deputise(person=form.person, until=form.cleaned_data["until"], **said)
        else:
            standing_in.replace(leaving=form.leaving, coming=form.person, **said)
        told = f"{form.person} is {'deputy ' if form.leaving is None else ''}{self.role.label.lower()}"
        messages.success(self.request, f"{told} of {self.organisation} now. Every party of the plan is told.")

    def done_url(self) -> str:
        """Who acts; the first page for whoever has given away what showed them the plan."""
        if visible_plans(self.user).filter(pk=self.plan.pk).exists():
            return reverse("approvals:people", args=[self.plan.key])
        return reverse("approvals:home")


def has_given_away(user: User, organisation: UUID) -> bool:
    """Whether the person has put someone in a place at this body: perhaps in their own."""
    mine = AuditEvent.objects.filter(actor_id=user.pk, action="role.replaced")
    return mine.filter(subject_id=str(organisation), data__before=str(user)).exists()


class EndDeputy(PlanPage):
    """Ending a deputy's time."""

    http_method_names = ["post"]  # noqa: RUF012 - Django's stubs make it an instance's

    def post(self, request: HttpRequest, key: str, deputy: str) -> HttpResponse:
        """End it."""
        known = Deputy.objects.select_related("organisation", "person").filter(organisation__in=bodies_of(self.plan))
        found = get_object_or_404(known, pk=deputy)
        require(can_name(self.user, self.plan, found.organisation, Role(found.role)))
        standing_in.end(found, by=self.user, at=timezone.now())
        messages.success(request, "The deputy’s time is ended. Every party of the plan is told.")
        return redirect("approvals:people", key)


@require_safe
def stuck(request: HttpRequest) -> HttpResponse:
    """The plans that nobody can move, and why; for the national team and the administrators of the service."""
    if not sees_stuck_plans(cast("User", request.user)):
        raise Http404
    everywhere = standings(with_stage(Plan.objects.all()).order_by("window_closes_on", "title"))
    found = stuck_among([standing for standing in everywhere if standing.stage != Stage.DECIDED])
    return render(request, "approvals/stuck.html", {"found": found})
