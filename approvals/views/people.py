"""Who acts on the coming steps of a plan, naming deputies and replacements, and the plans that nobody can move."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals import standing_in
from approvals.guards import StepRefused
from approvals.models import Deputy
from approvals.permissions import can_name, sees_stuck_plans
from approvals.stages import standings, with_stage
from approvals.standing import Stage
from approvals.stuck import posts_of, stuck_among
from itf.accounts.membership import holders_of
from itf.accounts.models import Role, User
from itf.lib.forms import DateField3
from itf.lib.verdict import require
from plans.models import Plan
from plans.permissions import bodies_of
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

    def __init__(self, *args: Any, holders: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holders = {str(person.pk): person for person in holders}
        choices = [(pk, f"In the place of {person}") for pk, person in self.holders.items()]
        field = cast("forms.ChoiceField", self.fields["as_what"])
        field.choices = [(DEPUTY, "A deputy, beside whoever holds it"), *choices]
        setattr(field, "reveals", {DEPUTY: ["until"]})  # noqa: B010 - read by the field template, unknown to Django


class People(PlanPage):
    """Each coming step: who can take it, their deputies, whether mail reaches them, and what is missing."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The page."""
        listed = standings(with_stage(Plan.objects.filter(pk=self.plan.pk)))
        posts = posts_of(listed)[self.plan.pk]
        bodies = bodies_of(self.plan)
        named = Deputy.objects.filter(organisation__in=bodies, ended_at=None).select_related("organisation", "person")
        context = {
            "plan": self.plan,
            "posts": [
                (post, post.organisation and can_name(self.user, self.plan, post.organisation, post.role))
                for post in posts
            ],
            "deputies": [
                (deputy, can_name(self.user, self.plan, deputy.organisation, Role(deputy.role))) for deputy in named
            ],
            "crumbs": self.crumbs(),
        }
        return render(request, "approvals/people.html", context)


class Name(PlanPage):
    """Naming a deputy or a replacement for a role of one body."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the body and the role; 404 where the plan has no such body."""
        super().setup(request, *args, **kwargs)
        bodies = {body.pk: body for body in bodies_of(self.plan)}
        if kwargs["organisation"] not in bodies or kwargs["role"] not in Role.values:
            raise Http404
        self.organisation, self.role = bodies[kwargs["organisation"]], Role(kwargs["role"])
        self.holders = holders_of(self.organisation, self.role)

    def get(self, request: HttpRequest, **_named: Any) -> HttpResponse:
        """The form."""
        require(can_name(self.user, self.plan, self.organisation, self.role))
        return self.ask(NameForm(holders=self.holders))

    def post(self, request: HttpRequest, key: str, **_named: Any) -> HttpResponse:
        """Name the person; every party is told."""
        require(can_name(self.user, self.plan, self.organisation, self.role))
        form = NameForm(request.POST, holders=self.holders)
        if form.is_valid():
            try:
                self.name(form)
            except StepRefused as refusal:
                form.add_error("email", refusal.reason)
            else:
                messages.success(request, "It is done. Every party of the plan is told.")
                return redirect("approvals:people", key)
        return self.ask(form, status=422)

    def name(self, form: NameForm) -> None:
        """One call of a step."""
        read, organisation, role = form.cleaned_data, self.organisation, self.role
        person, by, at = standing_in.person_at(read["email"]), self.user, timezone.now()
        if read["as_what"] == DEPUTY:
            until = read["until"]
            standing_in.deputise(organisation=organisation, role=role, person=person, until=until, by=by, at=at)
        else:
            leaving = form.holders[read["as_what"]]
            standing_in.replace(organisation=organisation, role=role, leaving=leaving, coming=person, by=by, at=at)

    def ask(self, form: NameForm, status: int = 200) -> HttpResponse:
        """The page with the form."""
        context = {
            "plan": self.plan,
            "organisation": self.organisation,
            "role": self.role,
            "form": form,
            "crumbs": self.crumbs(("Who acts", f"/plans/{self.plan.key}/people/")),
        }
        return render(self.request, "approvals/name.html", context, status=status)


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
    listed = standings(with_stage(Plan.objects.all()).order_by("window_closes_on", "title"))
    found = stuck_among([standing for standing in listed if standing.stage != Stage.DECIDED])
    return render(request, "approvals/stuck.html", {"found": found})
