"""Conditions of approval: the list, drafting one, and one with its evidence."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from approvals import meeting_conditions
from approvals.assuring_forms import ConditionForm
from approvals.desk_permissions import (
    can_close_condition,
    can_draft_condition,
    can_meet_condition,
    can_open_for_conditions,
)
from approvals.forms import ReasonForm
from approvals.guards import in_force
from approvals.models import ApprovalCondition
from approvals.permissions import OF_THE_CENTRE
from approvals.views.base import REFUSED, CasePage, refused_meanwhile
from approvals.words import parts
from itf.lib.verdict import require
from plans.content import PlanContent
from plans.permissions import codenames_for, is_author


class Conditions(CasePage):
    """Every condition of a case, and while the plan is assured the form for one more."""

    reads_words = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Parties learn of conditions with the decision."""
        super().setup(request, *args, **kwargs)
        self.drafting = can_draft_condition(self.user, self.case)
        self.binds = in_force(self.case)

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """The list."""
        return self.ask(self.form())

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """Add one, or take one out."""
        require(self.drafting)
        try:
            if "drop" in request.POST:
                for condition in self.case.conditions.all():
                    if str(condition.pk) == request.POST["drop"]:
                        meeting_conditions.drop(condition, by=self.user, at=timezone.now())
                return redirect(request.path)
            form = self.form(request.POST)
            if not form.is_valid():
                return self.ask(form, status=422)
            meeting_conditions.draft(self.case, task=form.task(), by=self.user, at=timezone.now())
        except REFUSED as refusal:
            return refused_meanwhile(request, refusal, request.path)
        messages.success(request, "Added. It binds if the plan is approved with conditions.")
        return redirect(request.path)

    def form(self, data: Any = None) -> ConditionForm:
        """What, whose, by when, and which sections may change."""
        parties = [party.organisation for party in self.plan.parties.select_related("organisation")]
        sections = [(one.slug, one.title) for one in PlanContent.from_json(self.case.version.content).sections]
        return ConditionForm(data, bodies=parties, sections=sections)

    def ask(self, form: Form, status: int = 200) -> HttpResponse:
        """The page."""
        sees = self.binds or self.drafting or codenames_for(self.user, self.plan).intersection(OF_THE_CENTRE)
        followed = self.case.follows.conditions.all() if self.case.follows else ApprovalCondition.objects.none()
        context = self.here(
            rows=self.told(self.case.conditions.all() if sees else ApprovalCondition.objects.none()),
            followed=self.told(followed),
            form=form if self.drafting else None,
            binds=self.binds,
            opening=can_open_for_conditions(self.user, self.case),
        )
        return render(self.request, "approvals/conditions.html", context, status=status)

    def told(self, conditions: QuerySet[ApprovalCondition]) -> list[tuple[ApprovalCondition, str, str]]:
        """Each with how it stands and what may change for it."""
        today = timezone.localdate()
        listed = conditions.select_related("owner")
        return [(one, one.state(today), meeting_conditions.touched(one, self.plan)) for one in listed]


class OneCondition(CasePage):
    """One condition that is in force: its owner gives evidence, an assurer closes it or sends it back."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find it among the case's own."""
        super().setup(request, *args, **kwargs)
        rows = self.case.conditions.select_related("owner", "given_by", "closed_by", "case__plan")
        found = rows.filter(pk=kwargs["condition"]).first()
        if found is None or not in_force(self.case):
            raise Http404
        self.condition: ApprovalCondition = found
        self.meeting = can_meet_condition(self.user, found)
        self.closing = can_close_condition(self.user, self.case)

    def get(self, request: HttpRequest, case: UUID, condition: UUID) -> HttpResponse:
        """The page, with what this person may do now."""
        return self.show(self.form())

    def post(self, request: HttpRequest, case: UUID, condition: UUID) -> HttpResponse:
        """Give evidence, close, or send back."""
        form, at = self.form(request.POST), timezone.now()
        if not self.meeting and not self.closing:
            raise PermissionDenied(self.meeting.reason)
        try:
            if "close" in request.POST:
                require(self.closing)
                meeting_conditions.close(self.condition, by=self.user, at=at)
                messages.success(request, "The condition is met.")
            elif not form.is_valid():
                return self.show(form, status=422)
            elif self.condition.waits_for_owner:
                require(self.meeting)
                text = form.cleaned_data["reason"]
                meeting_conditions.give_evidence(self.condition, evidence=text, by=self.user, at=at)
                messages.success(request, "Given. An assurer closes the condition or sends it back.")
            else:
                require(self.closing)
                reason = form.cleaned_data["reason"]
                meeting_conditions.send_evidence_back(self.condition, reason=reason, by=self.user, at=at)
                messages.success(request, "Sent back. Its owner owes evidence again.")
        except REFUSED as refusal:
            return refused_meanwhile(request, refusal, request.path)
        return redirect(request.path)

    def form(self, data: Any = None) -> ReasonForm:
        """The evidence, or what it lacks."""
        label = "How is the condition met?" if self.condition.waits_for_owner else "What does the evidence lack?"
        form = ReasonForm(data, label=label, hint="All parties and the assurers read it.")
        form.fields["reason"].error_messages["required"] = "Write it out before you send it."
        return form

    def show(self, form: ReasonForm, status: int = 200) -> HttpResponse:
        """The page."""
        waits, is_closed = self.condition.waits_for_owner, self.condition.is_closed
        context = self.here(
            condition=self.condition,
            state=self.condition.state(timezone.localdate()),
            form=form,
            gives=waits and bool(self.meeting),
            opening=can_open_for_conditions(self.user, self.case),
            titles=[part["title"] for part in parts(self.case.version) if part["slug"] in self.condition.sections],
            followers=self.case.followers.select_related("version", "decision").defer("version__content"),
            editing=is_author(self.user, self.plan),
            closes=not waits and not is_closed and bool(self.closing),
        )
        return render(self.request, "approvals/condition.html", context, status=status)
