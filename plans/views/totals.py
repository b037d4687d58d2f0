"""What a page of money comes to as it stands in the browser: computed, shown beneath its rows, never stored."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from itf.lib.verdict import require
from plans.gather import money_content, part_content
from plans.permissions import can_edit
from plans.revisions import page_state
from plans.running_measures import running_measures, said_of
from plans.running_rows import row_sums
from plans.running_totals import running_totals, with_page
from plans.views.authoring import EditPage
from plans.views.schemes import SchemePage


class PoolTotals(EditPage):
    """The sums beneath the contributions."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The sums of the plan with the page as sent in place of the page as saved."""
        require(can_edit(self.user, self.plan))
        page = self.page(request.POST)
        typed = with_page(money_content(self.plan), page)
        context = {"totals": running_totals(typed, scheme=str(self.row_id or "")), "sums": row_sums(page)}
        return render(request, "plans/_totals.html", {**context, "is_answer": True})


class SchemeTotals(PoolTotals, SchemePage):
    """The sums beneath the lines of a scheme."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """As for the contributions; nothing for a scheme removed meanwhile, 404 for one that the plan never had."""
        if self.row is None and page_state(self.plan, self.section.slug, self.kwargs["scheme"])._state.adding:
            raise Http404
        if self.row is None:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return super().post(request, **kwargs)


class MeasureTotals(EditPage):
    """The rates, distances and charts of the measures."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Those of the page as sent, each for its place on the page."""
        require(can_edit(self.user, self.plan))
        measures = running_measures(part_content(self.plan, ("measures",)), self.page(request.POST))
        context = {"measures": measures, "said": said_of(measures), "is_answer": True}
        return render(request, "plans/_measures_now.html", context)
