"""Questions to the authors about one place, their answers, and what an assurer declares an interest in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from approvals import clarifying
from approvals.assuring_forms import AskForm, DeclareForm
from approvals.clock import clock_of
from approvals.desk_permissions import can_accept_answer, can_answer_clarification, can_ask, can_declare
from approvals.forms import ReasonForm
from approvals.models import Clarification
from approvals.permissions import OF_THE_CENTRE
from approvals.views.base import REFUSED, CasePage, CheckedAct, Question, refused_meanwhile
from itf.accounts.models import Organisation
from itf.lib.verdict import Verdict, require
from plans.content import PlanContent
from plans.permissions import codenames_for, organisations_for


class ClarificationPage(CasePage):
    """A page about the questions of one case."""

    reads_words = True

    @property
    def body(self) -> Organisation:
        """For whom the person assures."""
        held = codenames_for(self.user, self.plan)
        return next(body for name in OF_THE_CENTRE if name in held for body in self._bodies(name))

    def _bodies(self, codename: str) -> list[Organisation]:
        return organisations_for(self.user, codename, self.plan)

    def here(self, **more: Any) -> dict[str, Any]:
        """With the way back to the list."""
        context = super().here()
        crumbs = [*context["crumbs"], ("Questions", reverse("approvals:clarifications", args=[self.case.pk]))]
        return {**context, "crumbs": crumbs, **more}


class Clarifications(ClarificationPage):
    """Every question with its answer, and the clock."""

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """Open ones first."""
        asked = list(self.case.clarifications.select_related("organisation", "asked_by", "answered_by", "again"))
        decision = getattr(self.case, "decision", None)
        ended = decision.decided_at if decision else None
        context = self.here(
            asked=sorted(asked, key=lambda one: not one.is_open),
            clock=clock_of(self.case, asked, timezone.localdate(), ended),
            asking=can_ask(self.user, self.case),
        )
        return render(request, "approvals/clarifications.html", context)


class NewClarification(ClarificationPage):
    """First the section, then the place in it and the question."""

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """The sections, or the places of the one chosen."""
        require(can_ask(self.user, self.case))
        return self.ask(self.form())

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """Ask."""
        require(can_ask(self.user, self.case))
        form = self.form(request.POST)
        if form is None or not form.is_valid():
            return self.ask(form, status=422)
        try:
            made = clarifying.ask(
                self.case,
                pin=form.pin(),
                question=form.cleaned_data["question"],
                organisation=self.body,
                by=self.user,
                at=timezone.now(),
            )
        except REFUSED as refusal:
            return refused_meanwhile(request, refusal, request.get_full_path())
        messages.success(request, "Asked. The clock stands still until the authors answer.")
        return redirect("approvals:clarification", case, made.pk)

    def form(self, data: Any = None) -> AskForm | None:
        """The places of the section in the address; none before one is chosen."""
        wanted = self.request.GET.get("section", "")
        section = next((one for one in self.content.sections if one.slug == wanted), None)
        return AskForm(data, section=section) if section else None

    @property
    def content(self) -> PlanContent:
        """The words of the version."""
        return PlanContent.from_json(self.case.version.content)

    def ask(self, form: AskForm | None, status: int = 200) -> HttpResponse:
        """The page."""
        sections = [(section.slug, section.title) for section in self.content.sections]
        context = self.here(form=form, sections=sections, chosen=form.section.title if form else "")
        return render(self.request, "approvals/clarification_new.html", context, status=status)


class OneClarification(ClarificationPage):
    """One question: the authors answer it; the assurer accepts the answer or asks again."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find it among the case's own."""
        super().setup(request, *args, **kwargs)
        rows = self.case.clarifications.select_related(
            "organisation", "asked_by", "answered_by", "accepted_by", "again", "follows", "case__plan"
        )
        found = rows.filter(pk=kwargs["clarification"]).first()
        if found is None:
            raise Http404
        self.asked: Clarification = found

    def get(self, request: HttpRequest, case: UUID, clarification: UUID) -> HttpResponse:
        """The page, with what this person may do now."""
        return self.show(self.form())

    def post(self, request: HttpRequest, case: UUID, clarification: UUID) -> HttpResponse:
        """Answer, accept or ask again; what was done already shows the question as it stands."""
        form, at = self.form(request.POST), timezone.now()
        try:
            if "accept" in request.POST:
                require(can_accept_answer(self.user, self.case))
                clarifying.accept(self.asked, by=self.user, at=at)
                messages.success(request, "Accepted.")
            elif not form.is_valid():
                require(self.may_write())
                return self.show(form, status=422)
            elif self.asked.is_open or can_answer_clarification(self.user, self.case):
                require(can_answer_clarification(self.user, self.case))
                clarifying.answer(self.asked, text=form.cleaned_data["reason"], by=self.user, at=at)
                messages.success(request, "Answered. The assurers see it beside the place, and their clock runs on.")
            else:
                require(can_accept_answer(self.user, self.case))
                text = form.cleaned_data["reason"]
                again = clarifying.ask_again(self.asked, question=text, organisation=self.body, by=self.user, at=at)
                messages.success(request, "Asked again. The clock stands still until the authors answer.")
                return redirect("approvals:clarification", case, again.pk)
        except REFUSED as refusal:
            return refused_meanwhile(request, refusal, request.path)
        return redirect(request.path)

    def may_write(self) -> Any:
        """May answer, or ask again."""
        answering = can_answer_clarification(self.user, self.case)
        return answering if answering or self.asked.is_open else can_accept_answer(self.user, self.case)

    def form(self, data: Any = None) -> ReasonForm:
        """The answer, or the next question."""
        label = "Your answer" if self.asked.is_open else "What is still not clear?"
        form = ReasonForm(data, label=label, hint="The assurers and all parties read it.")
        form.fields["reason"].error_messages["required"] = "Write it out before you send it."
        return form

    def show(self, form: ReasonForm, status: int = 200) -> HttpResponse:
        """The page."""
        accepting = can_accept_answer(self.user, self.case)
        is_settled = self.asked.accepted_at is not None or hasattr(self.asked, "again")
        context = self.here(
            asked=self.asked,
            form=form,
            answers=self.asked.is_open and can_answer_clarification(self.user, self.case),
            settles=not self.asked.is_open and not is_settled and accepting,
            place_url=f"{reverse('approvals:case-plan', args=[self.case.pk])}#section-{self.asked.section}",
        )
        return render(self.request, "approvals/clarification.html", context, status=status)


class Declare(CheckedAct, CasePage):
    """An assurer says that they have an interest in a body of the plan, and assures it no more."""

    template_name = "approvals/declare.html"

    def verdict(self) -> Verdict:
        """Assures the plan, or would."""
        return can_declare(self.user, self.case)

    def form(self, data: Any = None) -> DeclareForm:
        """In which body, and what."""
        parties = [party.organisation for party in self.plan.parties.select_related("organisation")]
        return DeclareForm(data, bodies=[*parties, *self.plan.boards])

    def page(self, form: Form) -> dict[str, Any]:
        """What it means."""
        return self.here()

    def question(self, form: Form) -> Question:
        """Once more: it cannot be taken back."""
        assert isinstance(form, DeclareForm)  # noqa: S101 - ours; this tells the type
        return Question(
            title=f"Declare an interest in {form.body()}?",
            button="Declare it",
            effect=f"You will assure no plan of {form.body()}, this one included: someone else of your side takes it "
            "up. Only an administrator can take it back.",
            answers=[("Body", str(form.body())), ("Interest", form.cleaned_data["interest"])],
        )

    def act(self, form: Form) -> None:
        """Record it."""
        assert isinstance(form, DeclareForm)  # noqa: S101 - as above
        body, interest = form.body(), form.cleaned_data["interest"]
        clarifying.declare(self.case, organisation=body, interest=interest, by=self.user, at=timezone.now())
        messages.success(self.request, f"Recorded. You assure no plan of {body}; someone else takes this one up.")

    def done_url(self) -> str:
        """The case."""
        return reverse("approvals:case", args=[self.case.pk])
