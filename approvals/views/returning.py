"""Returning a submitted plan to its authors."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from approvals import workflow
from approvals.forms import ReasonForm
from approvals.permissions import can_return
from approvals.views.base import REFUSED, CasePage, refused_meanwhile
from itf.lib.verdict import require


class ReturnPlan(CasePage):
    """The area team gives the plan back, with the reason that all parties read."""

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """What returning does, and the form."""
        require(can_return(self.user, self.case))
        return self.ask(self.form())

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """Return it; from then on the case is its authors' again."""
        require(can_return(self.user, self.case))
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        try:
            workflow.send_back(self.case, by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except REFUSED as refusal:
            return refused_meanwhile(request, refusal, "/cases/")
        messages.success(request, f"{self.plan.title} is returned to its authors.")
        return redirect("approvals:cases")

    def form(self, data: Any = None) -> ReasonForm:
        """The reason."""
        return ReasonForm(data, label="Why do you return the plan?", hint="All parties read it.")

    def ask(self, form: ReasonForm, status: int = 200) -> HttpResponse:
        """The page with the form."""
        return render(self.request, "approvals/return.html", self.here(form=form), status=status)
