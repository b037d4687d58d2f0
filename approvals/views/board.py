"""Board mode: the pack that chairs and members read, and the record that an action was ratified."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from approvals import signoff
from approvals.deadlines import day_in_words
from approvals.documents.sign_offs import sign_off_table
from approvals.forms import RatificationForm
from approvals.models import CaseStatus, SignOff
from approvals.permissions import can_ratify
from approvals.queries import latest_case
from approvals.views.base import CheckedAct, Question, RoutePage
from itf.lib.verdict import Verdict
from plans import ledger
from plans.content import PlanContent
from plans.documents.comparison import compare
from plans.documents.register import printed_conditions
from plans.gather import plan_content
from plans.models import PlanVersion
from plans.pages import whole_number
from plans.permissions import organisations_for
from plans.rules import findings
from plans.views.files import document_context


class Pack(RoutePage):
    """What a board needs to decide, on one page: money, conditions, what changed, then every word. Read only."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The newest version as frozen; before the first freeze, the draft as it stands."""
        version = self.plan.versions.order_by("-number").first()
        content = PlanContent.from_json(version.content) if version else plan_content(self.plan)
        before = self.seen_before(version) if version else None
        answers = sign_off_table(version) if version else ()
        context = self.here(
            version=version,
            content=content,
            about=content.about,
            money=ledger.money_years(content),
            conditions=printed_conditions(content),
            schemes=[
                {
                    "title": scheme.title,
                    "money": [(year, ledger.scheme_total(scheme, year)) for year in content.years],
                }
                for scheme in ledger.schemes(content)
            ],
            before=before,
            changes=compare(PlanContent.from_json(before.content), content) if before else (),
            explained=[finding for finding in findings(content) if finding.explanation],
            sign_offs=answers,
            board_answer=next(
                (row for row in answers if row.organisation == content.about.board and row.signed_on), None
            ),
            documents=[document_context(self.plan, found) for found in version.documents.select_related("job")]
            if version
            else [],
            address=request.build_absolute_uri(request.path),
            attachments_at=reverse("plans:attachments", args=[self.plan.key]),
        )
        return render(request, "approvals/pack.html", context)

    def seen_before(self, version: PlanVersion) -> PlanVersion | None:
        """The version that a body of this reader last answered, or else the one before; None for the first."""
        bodies = organisations_for(self.user, "view_plan", self.plan)
        earlier = self.plan.versions.filter(number__lt=version.number)
        answered = SignOff.objects.filter(organisation__in=bodies, version__in=earlier).values("version")
        return earlier.filter(pk__in=answered).first() or earlier.first()


class Ratify(CheckedAct, RoutePage):
    """A body's signatory or chair records that an action was ratified, at any stage."""

    template_name = "approvals/ratify.html"
    asks_for_proof = True
    action: SignOff

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the action; 404 for a body that has taken none."""
        super().setup(request, *args, **kwargs)
        actions = SignOff.objects.filter(
            Q(voided_at__isnull=True) | Q(is_refused=True), case__plan=self.plan,
            organisation=kwargs["organisation"], ratification_due_on__isnull=False,
        )  # fmt: skip
        # The plan's own latest, or that of a version which was decided before: what was decided on it is still owed.
        number = whole_number(request.GET.get("version", ""))
        actions = actions.filter(**{"version__number": number} if number else {"case": latest_case(self.plan)})
        # The one that stands; where it became void by the refusal, that one, for whoever clicks twice.
        listed = list(actions.select_related("organisation", "case__plan", "version").order_by("-signed_at"))
        found = next((action for action in listed if action.stands), listed[0] if listed else None)
        if found is None:
            raise Http404
        self.action = found

    def verdict(self) -> Verdict:
        """May record it now."""
        return can_ratify(self.user, self.action)

    def form(self, data: Any = None) -> RatificationForm:
        """Meeting and minute."""
        return RatificationForm(data, signoff=self.action)

    def page(self, form: Form) -> dict[str, Any]:
        """The action."""
        return self.here(signoff=self.action, organisation=self.action.organisation)

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        read = form.cleaned_data
        assert isinstance(form, RatificationForm)  # noqa: S101 - ours; this tells the type
        if form.is_refusal:
            return Question(
                title=f"Record that {self.action.organisation} refused to ratify it?",
                button="Record the refusal",
                effect=self.follows,
                answers=[("Meeting", day_in_words(read["met_on"])), ("Minute", read["minute"])],
            )
        return Question(
            title=f"Record that {self.action.organisation} has ratified it?",
            button="Record it",
            effect="Everyone who reads the plan sees it as ratified, with the minute. It cannot be taken back.",
            answers=[("Meeting", day_in_words(read["met_on"])), ("Minute", read["minute"])],
        )

    @property
    def follows(self) -> str:
        """What a refusal does, at this stage."""
        if self.action.case.status in {CaseStatus.IN_SIGNOFF, CaseStatus.REOPENED}:
            return f"The answer becomes void, all parties are told, and {self.action.organisation} is asked again."
        told = "All who read the plan see that it was not ratified, and everyone who acts on it is told."
        if self.action.case.status == CaseStatus.DECIDED:
            return f"{told} The decision stands; an author may reopen the plan for a next version."
        return f"{told} Those who hold it now may return it."

    def is_done(self) -> bool:
        """Whether this is a second click."""
        return self.action.ratified_by_id == self.user.pk

    def act(self, form: Form) -> None:
        """Record it."""
        read = form.cleaned_data
        assert isinstance(form, RatificationForm)  # noqa: S101 - as above
        if form.is_refusal:
            given = {"met_on": read["met_on"], "minute": read["minute"], "by": self.user, "at": timezone.now()}
            signoff.refuse_ratification(self.action, **given)
            messages.success(self.request, f"Recorded: {self.action.organisation} refused to ratify it.")
            return
        signoff.ratify(self.action, met_on=read["met_on"], minute=read["minute"], by=self.user, at=timezone.now())
        messages.success(self.request, f"Recorded: {self.action.organisation} has ratified it.")

    def done_url(self) -> str:
        """How everything stands."""
        return reverse("approvals:route", args=[self.plan.key])
