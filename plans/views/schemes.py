"""Writing the schemes of a plan: their list, the page of each, its removal."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from itf.lib.verdict import Verdict, require
from plans import authoring, copies, ledger, presence, revisions
from plans.content import PlanContent
from plans.documents.lines import lines_by_year
from plans.documents.scheme_sums import scheme_sums
from plans.gather import money_content, part_content
from plans.grouping import spend_by_group
from plans.links import section_url
from plans.models import Scheme, SectionState
from plans.overview import linked, to_settle
from plans.pages import Page
from plans.permissions import can_edit, is_author
from plans.queries import neighbours
from plans.rules import findings, read_beside
from plans.running_rows import row_sums
from plans.running_totals import running_totals, with_page
from plans.views.authoring import EditPage
from plans.views.base import PlanPage


class SchemeList(EditPage):
    """All schemes with their totals, conditions and findings."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A table; each scheme has its own page."""
        content = part_content(self.plan, ("plan-details", "schemes", *read_beside("schemes")))
        found = findings(content)
        rows = [
            {
                "id": scheme.id,
                "title": scheme.title,
                "title_inferred": scheme.value("title_inferred"),
                "concepts": scheme.answer("concepts").text,
                "concepts_inferred": scheme.value("concepts_inferred"),
                "totals": [(year, ledger.scheme_total(scheme, year)) for year in content.years],
                "to_settle": to_settle(finding for finding in found if finding.page_row == scheme.id and finding.stops),
            }
            for scheme in ledger.schemes(content)
        ]
        _, following = neighbours(self.template.sections, "schemes")
        context = {
            "plan": self.plan,
            "section": self.section,
            "years": content.years,
            "rows": rows,
            "findings": linked(content, tuple(one for one in found if one.section == "schemes" and not one.page_row)),
            "money": ledger.money_years(content),
            "service_groups": spend_by_group(content),
            "editing": can_edit(self.user, self.plan, "schemes"),
            "following": following,
            "copied": copies.told_of(self.plan, content.section("schemes")),
            "comments": self.comments(content.section("schemes")),
            "crumbs": self.crumbs(),
        }
        return render(request, "plans/schemes.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Add a scheme and open its page."""
        require(can_edit(self.user, self.plan, "schemes"))
        scheme = authoring.add_scheme(self.plan, by=self.user, at=timezone.now())
        return redirect("plans:scheme", self.plan.key, scheme.pk)


class SchemePage(EditPage):
    """One scheme: description, investment lines, benefits, outcome statements."""

    template_name = "plans/scheme.html"
    what = "scheme"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the scheme in this plan."""
        super().setup(request, *args, **kwargs)
        self.row = Scheme.objects.filter(pk=kwargs["scheme"], plan=self.plan).prefetch_related("concepts").first()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The scheme's page; 404 when there is no such scheme in the plan."""
        if self.row is None:
            raise Http404
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save; when someone removed the scheme meanwhile, offer to put it back with these words."""
        if self.row is not None:
            try:
                return super().post(request, **kwargs)
            except authoring.SchemeGone:
                pass  # removed between the two lines: as if it had been removed before
        return self.removed_meanwhile(kwargs["scheme"])

    def removed_meanwhile(self, scheme_id: UUID) -> HttpResponse:
        """Put the scheme back with the author's words, or ask whether to; 404 for one that the plan never had."""
        state = revisions.page_state(self.plan, "schemes", scheme_id)
        if state.pk is None:
            raise Http404
        posted = as_new_rows(self.request.POST)
        self.row = Scheme(pk=scheme_id, plan=self.plan)
        if not self.plan.is_open and is_author(self.user, self.plan):
            return self.words_to_copy(self.page(posted))
        require(can_edit(self.user, self.plan, "schemes"))
        if "put_back" in posted:
            version = authoring.put_scheme_back(self.plan, scheme_id, by=self.user, at=timezone.now())
            self.forget_typed()
            posted["version"] = str(version)
            return self.save(posted)
        page = self.page(posted)
        page.is_valid()
        context = {
            "plan": self.plan,
            "typed": page.content(),
            "state": state,
            "posted": self.request.POST.lists(),
            "crumbs": self.crumbs(("Schemes", section_url(self.plan.key, "schemes"))),
        }
        return render(self.request, "plans/scheme_removed.html", context, status=HTTPStatus.CONFLICT)

    def read(self, editing: Verdict) -> HttpResponse:
        """The one scheme in words."""
        content = part_content(self.plan, ["schemes"], row=self.row_id)
        section = content.section("schemes")
        context = {
            **self.calculated(content),
            "plan": self.plan,
            "section": section,
            "whole_row": True,
            "editing": editing,
            "what": self.what,
            "comments": self.comments(section),
            "title": self.title(),
            "crumbs": self.crumbs(("Schemes", section_url(self.plan.key, "schemes"))),
        }
        return render(self.request, "plans/scheme_reading.html", context)

    def show(
        self,
        page: Page,
        *,
        base: int,
        status: int = HTTPStatus.OK,
        state: SectionState | None = None,
        **more: Any,
    ) -> HttpResponse:
        """The forms, with the way back to the list of schemes."""
        crumbs = self.crumbs(("Schemes", section_url(self.plan.key, "schemes")))
        return super().show(page, base=base, status=status, state=state, **{"crumbs": crumbs, **more})

    def extras(self, content: PlanContent, page: Page) -> dict[str, Any]:
        """The scheme's lines as saved, with how each is computed; the plan's money with the scheme as it is here."""
        money = with_page(money_content(self.plan, content.about), page)
        return {
            **self.calculated(content),
            "totals": running_totals(money, scheme=str(self.row_id)),
            "sums": row_sums(page),
        }

    def calculated(self, content: PlanContent) -> dict[str, Any]:
        """What the saved lines and benefits of the scheme come to, and what would pay for it."""
        for row in ledger.schemes(content):
            if row.id == str(self.row_id):
                return {"lines": lines_by_year(row, content), **scheme_sums(row, content.years)}
        return {}

    def address(self) -> str:
        """Where the scheme's page is."""
        return reverse("plans:scheme", args=[self.plan.key, self.row_id])

    def title(self) -> str:
        """The scheme's reference and name."""
        return str(self.row) or "New scheme"

    def after_saving(self) -> str:
        """The list of schemes, or the same scheme to go on writing."""
        if "stay" in self.request.POST and self.row is not None:
            return reverse("plans:scheme", args=[self.plan.key, self.row.pk])
        return section_url(self.plan.key, "schemes")


class SchemeRemove(PlanPage):
    """Ask once more, then remove a scheme."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the scheme."""
        super().setup(request, *args, **kwargs)
        self.scheme = Scheme.objects.filter(pk=kwargs["scheme"], plan=self.plan).first()

    def get(self, request: HttpRequest, key: str, scheme: UUID) -> HttpResponse:
        """What would go."""
        if self.scheme is None:
            raise Http404
        require(can_edit(self.user, self.plan, "schemes"))
        crumbs = self.crumbs(("Schemes", section_url(self.plan.key, "schemes")))
        present = presence.others_here(self.plan, "schemes", self.scheme.pk, user=self.user, at=timezone.now())
        context = {"plan": self.plan, "scheme": self.scheme, "crumbs": crumbs, "present": present}
        return render(request, "plans/scheme_remove.html", context)

    def post(self, request: HttpRequest, key: str, scheme: UUID) -> HttpResponse:
        """Remove it; someone else having done so is as good."""
        require(can_edit(self.user, self.plan, "schemes"))
        try:
            authoring.remove_scheme(self.plan, scheme, by=self.user, at=timezone.now())
            messages.success(request, f"Removed: {self.scheme}.")
        except authoring.SchemeGone:
            messages.info(request, "The scheme was removed already.")
        return redirect("plans:section", key, "schemes")


def as_new_rows(posted: QueryDict) -> QueryDict:
    """The posted page with every row as a new one under its old id: for a scheme whose rows went with it."""
    changed = posted.copy()
    for name in posted:
        if name.endswith("-row") and posted.get(name):
            changed[name], changed[f"{name.removesuffix('-row')}-new"] = "", posted.get(name, "")
    return changed
