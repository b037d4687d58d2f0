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
from approvals.desk_permissions import can_correct, can_score
from approvals.forms import ReasonForm, ScoresForm
from approvals.models import Mark, Review
from approvals.permissions import can_assure
from approvals.views.base import REFUSED, CasePage, Question, refused_meanwhile
from itf.accounts.forms import ProofForm
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
        proof = ProofForm(self.request.POST if "confirmed" in self.request.POST else None, request=self.request)
        if "change" in self.request.POST:
            return self.ask(form)
        if not proof.is_valid():
            return self.check(form, proof)
        assurance.finish(review, by=self.user, at=timezone.now())
        messages.success(self.request, "Your review is finished. You see the other side’s once both are in.")
        return redirect("approvals:case", self.case.pk)

    def check(self, form: ScoresForm, proof: ProofForm) -> HttpResponse:
        """Asks once more, with the password: from then on the scores stand."""
        left_out = {"csrfmiddlewaretoken", "confirmed", "change", "proof"}
        carried = [(name, one) for name, values in self.request.POST.lists() if name not in left_out for one in values]
        titles = {score.line: score.title for score in form.scores}
        given = {titles[line]: Mark(mark) for line, (mark, _) in form.marks().items() if mark is not None}
        question = Question(
            title="Finish the review?",
            button="Finish the review",
            effect="Your scores then stand. You can correct them, with a reason, until the other side’s are in.",
            answers=[(title, str(mark.label)) for title, mark in given.items()],
        )
        context = self.here(question=question, carried=carried, proof=proof, form_errors=bool(proof.errors))
        status = 422 if proof.errors else 200
        return render(self.request, "approvals/check.html", context, status=status)

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


class CorrectReview(CasePage):
    """Opening one's own finished review again, with the reason that the audit trail keeps."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the review as well."""
        super().setup(request, *args, **kwargs)
        self.review = self.case.reviews.select_related("case", "organisation").filter(assurer=self.user).first()

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """What it does, and the form."""
        require(can_correct(self.user, self.case, self.review))
        return self.ask(self.form())

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """Open it; a second click finds it open."""
        if self.review and not self.review.is_finished:
            return redirect("approvals:scores", case)
        require(can_correct(self.user, self.case, self.review))
        form = self.form(request.POST)
        if not form.is_valid() or self.review is None:
            return self.ask(form, status=422)
        try:
            assurance.correct(self.review, reason=form.cleaned_data["reason"], by=self.user, at=timezone.now())
        except REFUSED as refusal:
            return refused_meanwhile(request, refusal, reverse("approvals:case", args=[case]))
        messages.success(request, "Your review is open again. Finish it once it is corrected.")
        return redirect("approvals:scores", case)

    def form(self, data: Any = None) -> ReasonForm:
        """The reason."""
        return ReasonForm(data, label="What must be corrected, and why?", hint="It is kept in the audit trail.")

    def ask(self, form: ReasonForm, status: int = 200) -> HttpResponse:
        """The page with the form."""
        return render(self.request, "approvals/correct.html", self.here(form=form), status=status)
