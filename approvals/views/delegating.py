"""Delegating minor amendments to a deputy, taking that back, and the deputy's own page."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from approvals import delegation, words
from approvals.deadlines import day_in_words
from approvals.delegation_forms import DelegationForm
from approvals.models import Delegation
from approvals.permissions import can_accept, can_delegate
from approvals.queries import place_of
from approvals.views.base import CheckedAct, Question, RoutePage
from itf.accounts.models import Organisation, User
from itf.lib.figures import pounds
from itf.lib.verdict import Verdict, require
from plans.content import PlanContent
from plans.documents.comparison import compare
from plans.gather import plan_content
from plans.permissions import organisations_for, people_with


class Delegate(CheckedAct, RoutePage):
    """What a body has delegated, and a form to delegate more."""

    template_name = "approvals/delegate.html"
    asks_for_proof = True
    organisation: Organisation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the body; 404 for one that has no place on the route."""
        super().setup(request, *args, **kwargs)
        place = place_of(self.newest, kwargs["organisation"]) if self.newest else None
        if self.newest and place is None:
            raise Http404
        if place:
            self.organisation = place.organisation

    def verdict(self) -> Verdict:
        """May delegate now."""
        return can_delegate(self.user, self.case, self.organisation)

    def form(self, data: Any = None) -> DelegationForm:
        """The terms."""
        people = people_with(self.plan, "view_plan").exclude(pk=self.user.pk)
        covered = words.covered_in_version(self.case.version, self.organisation)
        sections = [(part["slug"], part["title"]) for part in words.parts(self.case.version) if part["slug"] in covered]
        return DelegationForm(data, people=people, sections=sections)

    def page(self, form: Form) -> dict[str, Any]:
        """The delegations of the body so far."""
        assert isinstance(form, DelegationForm)  # noqa: S101 - tells the type
        given = Delegation.objects.filter(plan=self.plan, organisation=self.organisation)
        listed = [
            (found, delegation.limits_in_words(found, form.titles))
            for found in given.select_related("deputy", "given_by", "ended_by")
        ]
        return self.here(organisation=self.organisation, delegations=listed, today=timezone.localdate())

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        assert isinstance(form, DelegationForm)  # noqa: S101 - tells the type
        terms = form.terms()
        sections = ", ".join(form.titles[slug] for slug in terms.sections)
        return Question(
            title=f"Delegate minor amendments for {self.organisation}?",
            button="Delegate",
            effect=f"Within these limits {terms.deputy} can accept changes, and the signature of {self.organisation} "
            f"stands. {self.of_another_body(terms.deputy)}The plan and its documents say so. "
            "You can end it at any time.",
            answers=[
                ("Deputy", str(terms.deputy)),
                ("Up to", pounds(terms.up_to) if terms.up_to is not None else "No amount set"),
                ("Sections", sections or "Any that the signature covers"),
                ("Until", day_in_words(terms.until) if terms.until else ""),
                ("Minute", terms.minute_reference),
                ("Meeting", day_in_words(terms.meeting_on) if terms.meeting_on else ""),
            ],
        )

    def of_another_body(self, deputy: User | None) -> str:
        """A sentence that says so, where the body would let someone speak for it who is none of its own."""
        bodies = organisations_for(deputy, "view_plan", self.plan) if deputy else []
        if not bodies or self.organisation in bodies:
            return ""
        return f"They are of {bodies[0]}, not of {self.organisation}: make sure that the minute names them. "

    def act(self, form: Form) -> None:
        """Delegate."""
        assert isinstance(form, DelegationForm)  # noqa: S101 - tells the type
        delegation.give(self.case, organisation=self.organisation, terms=form.terms(), by=self.user, at=timezone.now())
        messages.success(self.request, f"Minor amendments for {self.organisation} are delegated.")

    def done_url(self) -> str:
        """The list of what is delegated."""
        return reverse("approvals:delegate", args=[self.plan.key, self.organisation.pk])


class OfOneDelegation(RoutePage):
    """A page about one delegation of the plan; 404 for any other."""

    delegation: Delegation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find it."""
        super().setup(request, *args, **kwargs)
        found = Delegation.objects.select_related("organisation", "deputy", "plan")
        self.delegation = found.filter(pk=kwargs["delegation"], plan=self.plan).first() or self.unknown()

    @staticmethod
    def unknown() -> Delegation:
        """No such delegation here."""
        raise Http404


class EndDelegation(OfOneDelegation):
    """A body takes a delegation back."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """End it; a second click finds it ended."""
        body = self.delegation.organisation
        require(can_delegate(self.user, self.case, body))
        delegation.end(self.delegation, by=self.user, at=timezone.now())
        messages.success(request, f"{self.delegation.deputy} can accept nothing more for {body}.")
        return redirect("approvals:delegate", self.plan.key, body.pk)


class Amend(CheckedAct, OfOneDelegation):
    """The deputy sees what changed since the body signed, and lets its signature stand on it."""

    template_name = "approvals/amend.html"
    asks_for_proof = True

    def verdict(self) -> Verdict:
        """May accept amendments now, if the draft keeps within the delegation."""
        return can_accept(self.user, self.case, self.delegation)

    def form(self, data: Any = None) -> Form:
        """Nothing is asked but who it is."""
        return Form(data)

    def page(self, form: Form) -> dict[str, Any]:
        """The words signed beside the words of the draft."""
        signature = delegation.standing_signature(self.case, self.delegation.organisation)
        draft = plan_content(self.plan)
        context = self.here(delegation=self.delegation, signoff=signature, fingerprint=draft.fingerprint)
        if signature is None:
            return context
        titles = {section.slug: section.title for section in draft.sections}
        found = delegation.reach(self.delegation, signature, draft, on=timezone.localdate())
        changes = compare(PlanContent.from_json(signature.version.content), draft)
        return context | {
            "reach": found,
            "limits": delegation.limits_in_words(self.delegation, titles),
            "changes": [change for change in changes if change.slug in found.changed],
        }

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        body = self.delegation.organisation
        return Question(
            title=f"Accept these amendments for {body}?",
            button="Accept the amendments",
            effect=f"If the plan is frozen with these very words, the signature of {body} stands. The documents name "
            "you, the delegation and its minute. If a word changes before, you are asked again.",
            answers=[("Delegation", self.delegation.minute_reference)],
        )

    def act(self, form: Form) -> None:
        """Accept."""
        shown = str(self.request.POST.get("fingerprint", ""))
        delegation.accept(self.delegation, by=self.user, at=timezone.now(), fingerprint_shown=shown)
        messages.success(self.request, "Accepted. It counts once the plan is frozen with these words.")

    def done_url(self) -> str:
        """How everything stands."""
        return reverse("approvals:route", args=[self.plan.key])
