"""The timeline of a plan, for all its parties."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from approvals.timeline import KINDS, timeline
from plans.pages import whole_number
from plans.views.base import PlanPage


class History(PlanPage):
    """What happened to the plan, newest first."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """All of it, or one kind; in pages."""
        asked = request.GET.get("kind", "")
        kind = asked if asked in KINDS else ""
        listed, entries = timeline(self.plan, kind, whole_number(request.GET.get("page", "1")))
        context = {
            "plan": self.plan,
            "page_obj": listed,
            "page_range": listed.paginator.get_elided_page_range(listed.number),
            "entries": entries,
            "kinds": KINDS.items(),
            "kind": kind,
            "query": f"kind={kind}" if kind else "",
            "crumbs": self.crumbs(),
        }
        return render(request, "approvals/history.html", context)
