"""Taking a plan up and scoring it, apart from the other side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from approvals import assurance
from approvals.criteria import criteria_of
from approvals.desk_permissions import can_score
from approvals.forms import ScoresForm
from approvals.models import Review
from approvals.permissions import can_assure
from approvals.views.base import REFUSED, CasePage, refused_meanwhile
from itf.accounts.models import Organisation
from itf.lib.verdict import require
from plans.content import PlanContent
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
        """The body for which this person assures."""
        return organisations_for(self.user, "assure_plan", self.plan)[0]

    @property
    def case_url(self) -> str:
        """The case's own page."""
        return reverse("approvals:case", args=[self.case.pk])


class Scores(CasePage):
    """A mark and a reason for each key line of enquiry; saved as far as they go, finished when all are there.

    Beside each stands what its authors read under *What assurers will score*: the sections, and what the rules find.
    """

    reads_words = True

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
        messages.success(self.request, "Your review is finished. You see the other side’s once both are in.")
        return redirect("approvals:case", self.case.pk)

    def review(self) -> Review | None:
        """This person's own review."""
        return self.case.reviews.select_related("case").filter(assurer=self.user).first()

    def form(self, review: Review | None, data: Any = None) -> ScoresForm:
        """One pair of fields for each line."""
        return ScoresForm(data, scores=review.scores.all() if review else [])

    def ask(self, form: ScoresForm, status: int = 200) -> HttpResponse:
        """The page."""
        content = PlanContent.from_json(self.case.version.content)
        rests_on = {one.line.key: one for one in criteria_of(content)}
        context = self.here(
            form=form,
            lines=[(*line, rests_on.get(line[0].line)) for line in form.lines()],
            given=sum(score.is_given for score in form.scores),
            asked=len(form.scores),
            documents=self.documents(),
        )
        return render(self.request, "approvals/scores.html", context, status=status)
