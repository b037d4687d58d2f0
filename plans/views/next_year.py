"""Copying a scheme's lines into its second year with an uplift: chosen, shown, then saved as any page is."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from itf.lib.verdict import require
from plans import authoring, ledger, revisions
from plans.content import Row
from plans.gather import page_content
from plans.imports.overlay import Wanted, lay_over
from plans.imports.under_way import NEW
from plans.links import section_url
from plans.permissions import can_edit
from plans.uplift import Copied, NoUplift, copied_lines, offered_lines, read_percent
from plans.views.schemes import SchemePage

TABLE = "investments"


class NextYear(SchemePage):
    """Choose lines and an uplift, see what they would become, then add them."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The lines of the first year, those that recur chosen."""
        require(can_edit(self.user, self.plan))
        offered = offered_lines(self.scheme(), self.plan.years)
        return self.ask([one.line.id for one in offered if one.is_chosen_at_first])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What the chosen lines would become, or the save of it; someone else's save is an ordinary conflict."""
        require(can_edit(self.user, self.plan))
        chosen, text = request.POST.getlist("line"), request.POST.get("uplift", "")
        # Before the words are read, so that a save in between is a conflict.
        version = revisions.opened_page(self.plan, self.section.slug, self.row_id).version
        lines = [one.line for one in offered_lines(self.scheme(), self.plan.years) if one.line.id in chosen]
        try:
            copied = copied_lines(lines, self.plan.years[1], read_percent(text))
        except NoUplift as fault:
            return self.ask(chosen, text, faults=[("uplift", str(fault))])
        if not lines:
            return self.ask(chosen, text, faults=[("lines", "Choose the lines to copy.")])
        if request.POST.get("act") != "add":
            return self.ask(chosen, text, copied=copied, version=version)
        try:
            return self.save(self.with_lines(copied))
        except authoring.SchemeGone:
            raise Http404 from None

    def with_lines(self, copied: tuple[Copied, ...]) -> QueryDict:
        """The scheme's page as it is stored with these lines at its end, over the version that was looked at."""
        wanted = Wanted(self.section.slug, str(self.row_id))
        for place, one in enumerate(copied):
            wanted.added[f"{NEW}:{place}"] = TABLE
            wanted.answers |= {(f"{NEW}:{place}", answer.name): answer for answer in one.answers}
        laid = lay_over(self.plan, self.section, wanted, self.scheme(), self.row)
        data = laid.page.data if laid.page.data is not None else QueryDict()
        data = data.copy()
        for name in ("version", "sitting", "sent"):
            data[name] = self.request.POST.get(name, "")
        return data

    def ask(
        self,
        chosen: list[str],
        text: str = "",
        *,
        copied: tuple[Copied, ...] = (),
        version: int = 0,
        faults: list[tuple[str, str]] | None = None,
    ) -> HttpResponse:
        """The page: what may be copied, and what it would become once that is known."""
        first, second = self.plan.years
        context = {
            "plan": self.plan,
            "row": self.row,
            "title": f"Copy {first} lines to {second}",
            "first": first,
            "second": second,
            "offered": offered_lines(self.scheme(), self.plan.years),
            "chosen": chosen,
            "uplift": text,
            "copied": copied,
            "before": ledger.total(one.before for one in copied),
            "after": ledger.total(one.after for one in copied),
            "year_before": ledger.scheme_total(self.scheme(), second),
            "year_after": ledger.total((ledger.scheme_total(self.scheme(), second), *(one.after for one in copied))),
            "version": version,
            "sitting": uuid4().hex,
            "faults": faults or [],
            "crumbs": self.crumbs(("Schemes", section_url(self.plan.key, "schemes")), (self.title(), self.address())),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
        return render(self.request, "plans/next_year.html", context, status=status)

    def scheme(self) -> Row:
        """The scheme as it is stored; 404 when there is none in this plan."""
        if self.row is None:
            raise Http404
        return page_content(self.plan, self.section, self.row.pk).tables[0].rows[0]

    def after_saving(self) -> str:
        """The scheme with its new lines."""
        return self.address()
