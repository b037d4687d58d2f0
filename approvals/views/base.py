"""What pages of sign-off and assurance do first, and the shape of an act that others will see: form, check, act."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from approvals.deadlines import day_in_words
from approvals.events import BACK_WITH_AUTHORS
from approvals.forms import ReasonForm
from approvals.guards import GuardNotMet, StepRefused
from approvals.models import Case, CaseStatus
from approvals.permissions import visible_cases
from approvals.queries import latest_case, with_plan
from itf.accounts.forms import ProofForm
from itf.accounts.models import User
from itf.audit.models import AuditEvent
from itf.lib.errors import MovedOn
from itf.lib.verdict import Verdict, require
from plans.authoring import PlanNotOpen
from plans.lifecycle import ChangedOutside, PlanIncomplete, PlanNotFrozen, SamePerson, WordsMoved
from plans.models import Document, DocumentKind
from plans.permissions import plans_with
from plans.views.base import PlanPage

NOT_FROZEN = "The plan is a draft. Once both sides have agreed to freeze it, it can be signed."
# What a step refuses with that has no sentence of its own.
REFUSALS: dict[type[Exception], str] = {
    WordsMoved: "The words have changed since you opened the page. Read them again before you act.",
    PlanNotOpen: "The plan was frozen meanwhile.",
    PlanNotFrozen: "The plan was opened for changes meanwhile.",
    ChangedOutside: "Sections that the plan is not open for differ from the approved version. Put them back first.",
    PlanIncomplete: "Findings stop the freeze. Settle them first.",
    SamePerson: "You have agreed for the other side already. The two sides need two people.",
}
# What people type beside an act, by the name of its field.
TYPED = {
    "position": "Position",
    "minute_reference": "Minute",
    "minute": "Minute",
    "statement": "Statement",
    "reason": "Reason",
    "reasons": "Reasons",
    "without_answers": "Why before the answer",
    "late_reason": "Why it is late",
}
REFUSED: tuple[type[Exception], ...] = (StepRefused, *REFUSALS)


class RoutePage(PlanPage):
    """A page about the road of one plan, with its newest case, if it has one."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the case as well."""
        super().setup(request, *args, **kwargs)
        self.newest = latest_case(self.plan)

    @property
    def case(self) -> Case:
        """The case; a plan that was never frozen has none, and the reader is told."""
        if self.newest is None:
            raise PermissionDenied(NOT_FROZEN)
        return self.newest

    def here(self, **more: Any) -> dict[str, Any]:
        """What every page of a plan's road is given."""
        return {"plan": self.plan, "case": self.newest, "crumbs": self.crumbs(), **more}


class CasePage(View):
    """A page of the case named in the address; 404 for a case that this person may not know of."""

    user: User
    case: Case
    reads_words = False  # whether the page shows what the version says, so that it is read with the case

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the case once for the whole request."""
        super().setup(request, *args, **kwargs)
        assert isinstance(request.user, User)  # noqa: S101 - the middleware lets nobody else in; this tells the type
        self.user = request.user
        found = with_plan(visible_cases(self.user)).select_related(
            "submitted_by", "decision__organisation", "decision__letter"
        )
        found = found.defer(None) if self.reads_words else found
        case = found.filter(pk=kwargs["case"]).first()
        if case is None:
            raise self.gone(kwargs["case"])
        self.case, self.plan = case, case.plan
        request.plan = self.plan  # type: ignore[attr-defined]  # for the state strip, as pages of a plan do

    def gone(self, case_id: UUID) -> Http404:
        """404; for an assurer who could see the case before its authors got it back, with what happened."""
        taken = Case.objects.filter(pk=case_id, plan__in=plans_with(self.user, "assure_plan")).select_related("plan")
        case = taken.first()
        events = AuditEvent.objects.filter(subject_id=str(case_id), action__in=BACK_WITH_AUTHORS)
        last = events.order_by("-seq").first() if case else None
        if case is None or last is None:
            return Http404()
        day = day_in_words(timezone.localdate(last.at))
        words = f"{case.plan.title}, version {last.data['version']}, was {BACK_WITH_AUTHORS[last.action]} on {day}"
        return MovedOn(f"{words}: {last.data['reason']}", title=f"{case.plan.title} is back with its authors")

    def here(self, **more: Any) -> dict[str, Any]:
        """What every page of a case is given."""
        crumbs = [("Cases", "/cases/"), (self.plan.title, f"/cases/{self.case.pk}/")]
        return {"plan": self.plan, "case": self.case, "crumbs": crumbs, **more}

    def documents(self) -> list[Document]:
        """The version's files, each with its job; the PDF as submitted takes the place of the one before signatures."""
        found = list(self.case.version.documents.select_related("job", "seal"))
        if any(document.kind == DocumentKind.SUBMISSION for document in found):
            return [document for document in found if document.kind != DocumentKind.PDF]
        return found


class CheckedAct(View):
    """An act that others will see: a page with its form, a page that asks once more, then the act.

    Without a script nothing is lost on the way: the check page carries what was typed, and leads back to it. A second
    click finds the act done and shows the same confirmation. Where ``asks_for_proof``, the check page asks for the
    password again.
    """

    template_name: str
    asks_for_proof = False

    @abstractmethod
    def verdict(self) -> Verdict:
        """May this person do this now."""

    @abstractmethod
    def form(self, data: Any = None) -> Form:
        """The form, with what was typed."""

    @abstractmethod
    def page(self, form: Form) -> dict[str, Any]:
        """The context of the page: what the act is about."""

    @abstractmethod
    def question(self, form: Form) -> "Question":
        """What the check page asks."""

    @abstractmethod
    def act(self, form: Form) -> None:
        """Do it: one call of a step."""

    @abstractmethod
    def done_url(self) -> str:
        """Where the person is told that it is done."""

    def is_done(self) -> bool:
        """Whether this very act is done already, by this person."""
        return False

    def already(self) -> str:
        """What a person is told whose click finds the act done; empty where the confirmation says enough."""
        return ""

    def confirm(self, *, is_again: bool) -> HttpResponse:
        """To the confirmation; ``is_again``: this very click did nothing."""
        if is_again and (told := self.already()):
            messages.info(self.request, told)
        return redirect(self.done_url())

    def was_done(self) -> bool:
        """Whether this person has done it, so that a way back to the form leads to the confirmation."""
        return self.is_done()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As every view; whoever is refused only because their own other click was faster sees what it did."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied as refusal:
            if request.method == "POST" and self.is_done_meanwhile():
                return self.confirm(is_again=True)
            if request.method == "POST" and self.is_stale():
                return refused_meanwhile(request, GuardNotMet(str(refusal)), self.stands_at())
            raise

    def is_done_meanwhile(self) -> bool:
        """Whether it is done, as everything stands now: another click may have ended since this one was read."""
        self.setup(self.request, *self.args, **self.kwargs)
        return self.is_done()

    def is_stale(self) -> bool:
        """Whether a refused form comes from a page that was this person's to fill when it was opened."""
        return False

    def stands_at(self) -> str:
        """Where a person whose page is old sees how things stand now."""
        return self.request.path

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form; the confirmation for whoever comes back to it after the act."""
        verdict = self.verdict()
        if not verdict and self.was_done():
            return redirect(self.done_url())
        require(verdict)
        return self.ask(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form again with its faults, the check page, or the act."""
        if self.is_done():
            return self.confirm(is_again=True)
        require(self.verdict())
        form = self.form(request.POST)
        if not form.is_valid() or "change" in request.POST:
            return self.ask(form, status=200 if form.is_valid() else 422)
        if "confirmed" not in request.POST:
            return self.check(form, self.proof())
        proof = self.proof(request.POST)
        if proof and not proof.is_valid():
            return self.check(form, proof, status=422)
        return self.take(partial(self.act, form))

    def take(self, step: Callable[[], None]) -> HttpResponse:
        """Take the step, and show that it is done; 409 where it is refused and nobody has done it meanwhile."""
        try:
            step()
        except REFUSED as refusal:
            if not self.is_done_meanwhile():
                return refused_meanwhile(self.request, refusal, self.request.path)
            return self.confirm(is_again=True)
        return self.confirm(is_again=False)

    def ask(self, form: Form, status: int = 200) -> HttpResponse:
        """The page with the form."""
        return render(self.request, self.template_name, {"form": form, **self.page(form)}, status=status)

    def proof(self, data: Any = None) -> ProofForm | None:
        """What asks who it is, where the act needs it."""
        return ProofForm(data, request=self.request) if self.asks_for_proof else None

    def check(self, form: Form, proof: ProofForm | None, status: int = 200) -> HttpResponse:
        """The page that asks once more, carrying every field that was posted but the password."""
        left_out = {"csrfmiddlewaretoken", "confirmed", "change", "proof"}
        posted = [(name, values) for name, values in self.request.POST.lists() if name not in left_out]
        carried = [(name, value) for name, values in posted for value in values]
        context = {"question": self.question(form), "carried": carried, **self.page(form), "proof": proof}
        context["form_errors"] = bool(proof and proof.errors)
        return render(self.request, "approvals/check.html", context, status=status)


class ReasonedAct(RoutePage):
    """An act that opens the plan again: its page says what follows and asks why; a second click finds it done."""

    template_name: str
    label: str
    done_message: str
    hint = "All parties read it."

    @abstractmethod
    def verdict(self) -> Verdict:
        """May this person do this now."""

    @abstractmethod
    def page(self) -> dict[str, Any]:
        """The context of the page: what the act does to whom."""

    @abstractmethod
    def act(self, reason: str) -> None:
        """Do it: one call of a step."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The page."""
        require(self.verdict())
        return self.ask(self.form())

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Act, and go to the draft."""
        if self.newest and self.newest.status == CaseStatus.REOPENED:
            return redirect(self.plan)
        require(self.verdict())
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        try:
            self.act(form.cleaned_data["reason"])
        except REFUSED as refusal:
            self.setup(request, key=key)
            if self.newest and self.newest.status == CaseStatus.REOPENED:
                return redirect(self.plan)
            return refused_meanwhile(request, refusal, request.path)
        messages.success(request, self.done_message)
        return redirect(self.plan)

    def form(self, data: Any = None) -> ReasonForm:
        """The reason."""
        return ReasonForm(data, label=self.label, hint=self.hint)

    def ask(self, form: Form, status: int = 200) -> HttpResponse:
        """The page with the form."""
        return render(self.request, self.template_name, self.here(form=form, **self.page()), status=status)


class Question:
    """A check page: what is about to happen, the answers given, what follows, and the button's words."""

    def __init__(self, *, title: str, button: str, effect: str, answers: Sequence[tuple[str, str]]) -> None:
        self.title, self.button, self.effect = title, button, effect
        self.answers = listed_answers(answers)


def listed_answers(answers: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Answers as a summary list shows them; what was left empty is left out."""
    return [{"label": label, "text": text} for label, text in answers if text]


def refused_meanwhile(request: HttpRequest, refusal: Exception, back_url: str) -> HttpResponse:
    """409: the step was refused, mostly because someone else was faster; says why and leads to how it stands now.

    What the person typed is given back, to be copied: the form may not open again.
    """
    reason = refusal.reason if isinstance(refusal, StepRefused) else REFUSALS[type(refusal)]
    typed = listed_answers([(label, request.POST.get(name, "").strip()) for name, label in TYPED.items()])
    return render(request, "409.html", {"reason": reason, "back_url": back_url, "typed": typed}, status=409)
