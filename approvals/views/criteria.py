"""What assurers will score, for those who write and sign the plan: the same lines, beside the findings they rest on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from approvals.criteria import criteria_of
from approvals.models import Mark
from approvals.views.base import RoutePage
from plans.gather import plan_content


class Criteria(RoutePage):
    """Each key line of enquiry with the sections that answer it and what the rules find there now."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The words of today's draft, or of the version that is frozen."""
        lines = [(one.line, one.sections, one.found) for one in criteria_of(plan_content(self.plan))]
        context = self.here(lines=lines, marks=[label for _, label in Mark.choices])
        return render(request, "approvals/criteria.html", context)
