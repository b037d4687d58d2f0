"""Submitting a plan that everyone has signed, and taking it back."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from approvals import workflow
from approvals.earlier import earlier_of, refused_as_it_is
from approvals.forms import ForwardForm, ReasonForm, SubmitForm
from approvals.guards import has_signed
from approvals.models import WITH_THE_CENTRE, CaseStatus
from approvals.permissions import bodies_of_author, can_go_forward, can_submit, can_withdraw
from approvals.queries import places, refusals_carried
from approvals.views.base import CheckedAct, Question, RoutePage
from approvals.wording import not_agreed
from itf.lib.verdict import Verdict
from plans import ledger
from plans.content import PlanContent

WITHDRAWN = "The plan is withdrawn and open for changes. Its sign-offs stand until you freeze it again."


class GoForward(CheckedAct, RoutePage):
    """An author puts the plan forward though a body cannot agree, with what those who agree say."""

    template_name = "approvals/go_forward.html"
    asks_for_proof = True

    def verdict(self) -> Verdict:
        """May put it forward now."""
        return can_go_forward(self.user, self.case)

    def form(self, data: Any = None) -> ForwardForm:
        """The statement."""
        return ForwardForm(data)

    def page(self, form: Form) -> dict[str, Any]:
        """Every answer, the refusals with their reasons."""
        return self.here(version=self.case.version, places=places(self.case))

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        return Question(
            title="Put the plan forward as not agreed?",
            button="Put it forward",
            effect="Whoever is next is asked. Both statements stand in the documents. A body that declined may still "
            "sign until the plan is submitted.",
            answers=[("Statement", form.cleaned_data["statement"])],
        )

    def act(self, form: Form) -> None:
        """Put it forward, for a body of this author that has signed."""
        bodies = [body for body in bodies_of_author(self.user, self.case) if has_signed(self.case, body)]
        workflow.go_forward(
            self.case,
            organisation=bodies[0],
            by=self.user,
            at=timezone.now(),
            fingerprint_shown=str(self.request.POST.get("fingerprint", "")),
            statement=form.cleaned_data["statement"],
        )

    def is_done(self) -> bool:
        """Whether this is a second click."""
        if self.newest is None or self.request.method != "POST" or can_go_forward(self.user, self.newest):
            return False
        said = self.request.POST.get("statement", "")
        return self.newest.forward_statements.filter(stated_by=self.user, statement=said).exists()

    def done_url(self) -> str:
        """How everything stands."""
        return reverse("approvals:route", args=[self.plan.key])


class Submit(CheckedAct, RoutePage):
    """An author submits to the area team."""

    template_name = "approvals/submit.html"

    def verdict(self) -> Verdict:
        """May submit now."""
        return can_submit(self.user, self.case)

    def form(self, data: Any = None) -> SubmitForm:
        """A reason, where the window has closed."""
        return SubmitForm(data, is_late=timezone.localdate() > self.plan.window_closes_on)

    def page(self, form: Form) -> dict[str, Any]:
        """What is submitted, and everything that stands behind it."""
        content, listed = PlanContent.from_json(self.case.version.content), places(self.case)
        return self.here(
            version=self.case.version,
            places=listed,
            not_agreed=not_agreed([place.organisation.name for place in listed if not place.is_signed]),
            money=ledger.money_years(content),
            team=self.plan.locality.area_team,
            is_late="late_reason" in form.fields,
            unchanged_since=refused_as_it_is(earlier_of(self.plan), self.case.version.fingerprint),
        )

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        team = str(self.plan.locality.area_team or "the area team")
        return Question(
            title=f"Submit {self.plan.title}?",
            button=f"Submit to {team}",
            effect=f"{team} sees the plan and every sign-off. Until it takes the plan up you can withdraw it.",
            answers=[
                ("Version", str(self.case.version.number)),
                ("Agreement", not_agreed(refusals_carried(self.case))),
                ("Why it is late", form.cleaned_data.get("late_reason", "")),
            ],
        )

    def is_done(self) -> bool:
        """Whether this is a second click."""
        newest = self.newest
        return newest is not None and newest.status == CaseStatus.SUBMITTED and newest.submitted_by_id == self.user.pk

    def act(self, form: Form) -> None:
        """Submit."""
        late_reason = form.cleaned_data.get("late_reason", "")
        workflow.submit(self.case, by=self.user, at=timezone.now(), late_reason=late_reason)

    def done_url(self) -> str:
        """The confirmation."""
        return reverse("approvals:submitted", args=[self.plan.key])


class Submitted(RoutePage):
    """The confirmation of a submission."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """When it was submitted and what happens next; the route when it is not."""
        if self.newest is None or self.newest.status not in WITH_THE_CENTRE:
            return redirect("approvals:route", key)
        forward = not_agreed(refusals_carried(self.newest))
        context = self.here(
            not_agreed=forward, team=self.plan.locality.area_team, withdrawing=can_withdraw(self.user, self.newest)
        )
        return render(request, "approvals/submitted.html", context)


class Withdraw(CheckedAct, RoutePage):
    """Taking a submitted plan back before assurance begins."""

    template_name = "approvals/withdraw.html"

    def verdict(self) -> Verdict:
        """May withdraw now."""
        return can_withdraw(self.user, self.case)

    def form(self, data: Any = None) -> ReasonForm:
        """The reason."""
        return ReasonForm(data, label="Why do you withdraw the plan?", hint="All parties and the area team read it.")

    def page(self, form: Form) -> dict[str, Any]:
        """From whom it is taken back."""
        return self.here(team=self.plan.locality.area_team)

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        team = str(self.plan.locality.area_team or "The area team")
        return Question(
            title=f"Withdraw {self.plan.title}?",
            button="Withdraw the plan",
            effect=f"{team} can no longer open it, and is told why. The draft opens for both sides; it must be frozen "
            "and submitted again.",
            answers=[("Version", str(self.case.version.number)), ("Why", form.cleaned_data["reason"])],
        )

    def is_done(self) -> bool:
        """Whether this is a second click: the plan is open again."""
        return self.newest is not None and self.newest.status == CaseStatus.REOPENED

    def act(self, form: Form) -> None:
        """Withdraw."""
        workflow.withdraw(self.case, by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(self.request, WITHDRAWN)

    def done_url(self) -> str:
        """The draft."""
        return self.plan.get_absolute_url()
