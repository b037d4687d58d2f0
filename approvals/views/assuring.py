"""Taking a plan up, scoring it, deciding."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from approvals import assurance
from approvals.forms import DecisionForm, ScoresForm
from approvals.models import Decision, Outcome, Review
from approvals.permissions import can_assure, can_decide, can_score
from approvals.views.base import REFUSED, CasePage, CheckedAct, Question, refused_meanwhile
from itf.accounts.models import Organisation
from itf.lib.verdict import Verdict, require
from plans.permissions import organisations_for


class TakeUp(CasePage):
    """Beginning a review; from now on the authors cannot withdraw the plan."""

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """What taking up does."""
        require(can_assure(self.user, self.case))
        return render(request, "approvals/take_up.html", self.here(team=self.team))

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """Take it up and go to the scores; a second click finds it taken up."""
        require(can_assure(self.user, self.case))
        try:
            assurance.take_up(self.case, organisation=self.team, by=self.user, at=timezone.now())
        except REFUSED as refusal:
            return refused_meanwhile(request, refusal, self.case_url)
        return redirect("approvals:scores", self.case.pk)

    @property
    def team(self) -> Organisation:
        """The area team for which this person assures."""
        return organisations_for(self.user, "assure_plan", self.plan)[0]

    @property
    def case_url(self) -> str:
        """The case's own page."""
        return reverse("approvals:case", args=[self.case.pk])


class Scores(CasePage):
    """A mark and a reason for each key line of enquiry; saved as far as they go, finished when all are there."""

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """The form with what is kept so far."""
        review = self.review()
        require(can_score(self.user, self.case, review))
        return self.ask(self.form(review))

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """Keep what was typed, whatever is missing; then finish, if that was asked."""
        review = self.review()
        if review and review.is_finished:
            return redirect("approvals:case", self.case.pk)
        require(can_score(self.user, self.case, review))
        form = self.form(review, request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        try:
            return self.keep(review, form)
        except REFUSED as refusal:
            return refused_meanwhile(request, refusal, request.path)

    def keep(self, review: Review | None, form: ScoresForm) -> HttpResponse:
        """Save, and finish if that was asked and nothing is missing; the page that saves itself is told so."""
        assert review is not None  # noqa: S101 - can_score has refused without one; this tells the type
        assurance.score(review, marks=form.marks(), by=self.user, at=timezone.now())
        if self.request.htmx:  # type: ignore[attr-defined]  # added by django-htmx's middleware
            return render(
                self.request, "approvals/_scores_saved.html", {"given": form.given(), "asked": len(form.scores)}
            )
        if "finish" not in self.request.POST:
            messages.success(self.request, "Your scores are saved. Nobody else sees them before you finish.")
            return redirect("approvals:scores", self.case.pk)
        if not form.require_all():
            return self.ask(form, status=422)
        assurance.finish(review, by=self.user, at=timezone.now())
        messages.success(self.request, "Your review is finished. You can decide now.")
        return redirect("approvals:case", self.case.pk)

    def review(self) -> Review | None:
        """This person's own review."""
        return self.case.reviews.select_related("case").filter(assurer=self.user).first()

    def form(self, review: Review | None, data: Any = None) -> ScoresForm:
        """One pair of fields for each line."""
        return ScoresForm(data, scores=review.scores.all() if review else [])

    def ask(self, form: ScoresForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = self.here(
            form=form,
            lines=form.lines(),
            given=sum(score.is_given for score in form.scores),
            asked=len(form.scores),
            documents=self.documents(),
        )
        return render(self.request, "approvals/scores.html", context, status=status)


class Decide(CheckedAct, CasePage):
    """The outcome, with reasons that the authors will act on."""

    template_name = "approvals/decide.html"

    def verdict(self) -> Verdict:
        """May decide now."""
        return can_decide(self.user, self.case)

    def form(self, data: Any = None) -> DecisionForm:
        """Outcome and reasons."""
        return DecisionForm(data)

    def page(self, form: Form) -> dict[str, Any]:
        """The scores that the decision rests on."""
        reviews = self.case.reviews.select_related("assurer").prefetch_related("scores")
        return self.here(reviews=[review for review in reviews if review.is_finished])

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        outcome = Outcome(form.cleaned_data["outcome"])
        opens = " The plan opens again for its authors." if outcome == Outcome.NOT_APPROVED else ""
        return Question(
            title=f"Record this decision on {self.plan.title}?",
            button=f"Record: {outcome.label.lower()}",
            effect=f"All parties see the outcome, the reasons and every score. A decision is final.{opens}",
            answers=[("Outcome", outcome.label), ("Reasons", form.cleaned_data["reasons"])],
        )

    def is_done(self) -> bool:
        """Whether this is a second click."""
        return Decision.objects.filter(case=self.case, decided_by=self.user).exists()

    def act(self, form: Form) -> None:
        """Decide."""
        outcome, reasons = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["reasons"]
        assurance.decide(self.case, outcome=outcome, reasons=reasons, by=self.user, at=timezone.now())
        messages.success(self.request, f"Recorded: {outcome.label.lower()}. The parties see it now.")

    def done_url(self) -> str:
        """The case, where the decision now stands first."""
        return reverse("approvals:case", args=[self.case.pk])
