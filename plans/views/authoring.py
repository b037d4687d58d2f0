"""Writing a draft: a section's page, a scheme's page, the list of schemes."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from itf.lib.verdict import Verdict, require
from plans import authoring, ledger
from plans.content import PlanContent, SectionContent, section_from_json
from plans.documents.lines import lines_by_year
from plans.documents.measures import printed_measures
from plans.gather import page_content, part_content
from plans.links import section_url
from plans.merging import Merge, merge, take_theirs
from plans.models import Scheme, SectionRevision, SectionState
from plans.national_templates import template_for
from plans.overview import linked
from plans.pages import Page, whole_number, with_another_row, with_row_marked
from plans.permissions import can_edit
from plans.queries import neighbours
from plans.rules import findings
from plans.sections import Section
from plans.views.base import PlanPage


@dataclass(frozen=True)
class Conflict:
    """What the page says when another author saved first."""

    state: SectionState
    merged: Merge


class EditPage(PlanPage):
    """A page of forms: shown, bound, saved, or merged with what someone else saved meanwhile."""

    template_name = "plans/section.html"
    row: Scheme | None = None
    section: Section

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the section of the plan's own template."""
        super().setup(request, *args, **kwargs)
        self.template = template_for(self.plan.template_key)
        try:
            self.section = self.template.section(kwargs.get("section", "schemes"))
        except KeyError:
            raise Http404 from None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page as saved; read-only for those who may not edit it now."""
        editing = can_edit(self.user, self.plan)
        return self.show(Page(self.plan, self.section, row=self.row), editing) if editing else self.read(editing)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save, or first add, remove or put back a row of a table."""
        require(can_edit(self.user, self.plan))
        data = self.asked_for(request.POST)
        if data is not request.POST:
            return self.show_rows(Page(self.plan, self.section, row=self.row, data=data))
        return self.save(self.with_choices(request.POST))

    def save(self, data: QueryDict) -> HttpResponse:
        """Save the posted page, or say what stands in the way; the author's words stay on the page either way."""
        page = Page(self.plan, self.section, row=self.row, data=data)
        if not page.is_valid():
            return self.show(page, can_edit(self.user, self.plan), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            authoring.save_page(
                self.plan,
                section=self.section.slug,
                row=self.row.pk if self.row else None,
                base_version=posted_version(data),
                write=page.write,
                by=self.user,
                at=timezone.now(),
            )
        except authoring.PageMoved as moved:
            return self.conflict(page, moved.state)
        except authoring.PlanNotOpen:
            return self.lost_the_race(page)
        messages.success(self.request, f"Saved: {self.title()}.")
        return redirect(self.after_saving())

    def conflict(self, page: Page, state: SectionState) -> HttpResponse:
        """Another author saved first: one page with both authors' words, and what both changed listed."""
        theirs = page_content(self.plan, self.section, self.row.pk if self.row else None)
        merged = merge(page, self.revision(state, posted_version(page.data or QueryDict())), theirs)
        merged_page = Page(self.plan, self.section, row=self.row, data=merged.data)
        return self.show(
            merged_page, can_edit(self.user, self.plan), conflict=Conflict(state, merged), status=HTTPStatus.CONFLICT
        )

    def lost_the_race(self, page: Page) -> HttpResponse:
        """The plan was frozen while the author wrote: show the words so that they can be kept."""
        context = {"plan": self.plan, "section": self.section, "typed": page.content(), "crumbs": self.crumbs()}
        return render(self.request, "plans/frozen_meanwhile.html", context, status=HTTPStatus.CONFLICT)

    def revision(self, state: SectionState, version: int) -> SectionContent | None:
        """The page as it stood when the author opened it."""
        kept = SectionRevision.objects.filter(state=state, version=version).first()
        return section_from_json(kept.content) if kept else None

    def asked_for(self, posted: QueryDict) -> QueryDict:
        """The posted page with the row that a button asked for, or the page itself when none did."""
        if "add" in posted:
            return with_another_row(posted, posted.get("add", ""))
        if "remove" in posted:
            return with_row_marked(posted, posted.get("remove", ""), removed=True)
        if "restore" in posted:
            return with_row_marked(posted, posted.get("restore", ""), removed=False)
        return posted

    def with_choices(self, posted: QueryDict) -> QueryDict:
        """The posted page with the other author's answers where this author chose them."""
        if "use" not in posted:
            return posted
        page = Page(self.plan, self.section, row=self.row, data=posted)
        theirs = page_content(self.plan, self.section, self.row.pk if self.row else None)
        return take_theirs(posted, page, theirs, posted.getlist("use"))

    def show_rows(self, page: Page) -> HttpResponse:
        """The page with a row more or less: only that row for htmx, the whole page without a script."""
        if not self.request.htmx:  # type: ignore[attr-defined]  # added by django-htmx's middleware
            return self.show(page, can_edit(self.user, self.plan), base=posted_version(page.data or QueryDict()))
        posted = self.request.POST
        slug = posted.get("add") or (posted.get("remove") or posted.get("restore", "")).rpartition("-")[0]
        table = next((table for table in page.tables if table.prefix == slug), None)
        if table is None or not table.forms:
            raise Http404
        form = table.forms[-1] if "add" in posted else changed_form(table, posted.get("remove") or posted["restore"])
        return render(self.request, "plans/_row_answer.html", {"table": table, "form": form, "added": "add" in posted})

    def show(self, page: Page, editing: Verdict, *, status: int = 200, **more: Any) -> HttpResponse:
        """The page of forms."""
        state = authoring.page_state(self.plan, self.section.slug, self.row.pk if self.row else None)
        content = part_content(self.plan, self.reads(), row=self.row.pk if self.row else None)
        found = [item for item in linked(content, findings(content)) if item.finding.section == self.section.slug]
        previous, following = neighbours(self.template.sections, self.section.slug)
        context = {
            "plan": self.plan,
            "section": self.section,
            "title": self.title(),
            "page": page,
            "state": state,
            "base": more.pop("base", state.version),
            "findings": found,
            "previous": previous,
            "following": following,
            "crumbs": self.crumbs(),
            "row": self.row,
            **self.extras(content),
            "form_errors": status == HTTPStatus.UNPROCESSABLE_ENTITY,
            **more,
        }
        return render(
            self.request, [f"plans/sections/{self.section.slug}.html", self.template_name], context, status=status
        )

    def read(self, editing: Verdict) -> HttpResponse:
        """The section in words, and why it cannot be edited now."""
        section = part_content(self.plan, [self.section.slug]).section(self.section.slug)
        context = {
            "plan": self.plan,
            "section": section,
            "editing": editing,
            "title": self.title(),
            "crumbs": self.crumbs(),
        }
        return render(self.request, "plans/section_reading.html", context)

    def extras(self, content: PlanContent) -> dict[str, Any]:
        """What is computed from the saved answers and shown above the form, where a section has such a table."""
        if self.section.slug == "measures":
            return {"measures": printed_measures(content)}
        if self.section.slug == "contributions":
            return {"sources": ledger.source_years(content), "money": ledger.money_years(content)}
        return {}

    def reads(self) -> tuple[str, ...]:
        """The sections whose answers this page shows: its own, and the schemes beside the pool they spend."""
        return ("contributions", "schemes") if self.section.slug == "contributions" else (self.section.slug,)

    def title(self) -> str:
        """The page's heading."""
        return self.section.title

    def after_saving(self) -> str:
        """The next section, or back to the plan."""
        _, following = neighbours(self.template.sections, self.section.slug)
        if "later" in self.request.POST or following is None:
            return self.plan.get_absolute_url()
        return section_url(self.plan.key, following.slug)


class SchemeList(EditPage):
    """All schemes with their totals, conditions and findings."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A table; each scheme has its own page."""
        content = part_content(self.plan, ["contributions", "schemes"])
        found = findings(content)
        rows = [
            {
                "id": scheme.id,
                "title": scheme.title,
                "title_inferred": scheme.value("title_inferred"),
                "concepts": scheme.answer("concepts").text,
                "concepts_inferred": scheme.value("concepts_inferred"),
                "totals": [ledger.scheme_total(scheme, year) for year in content.years],
                "to_settle": sum(finding.page_row == scheme.id and finding.stops for finding in found),
            }
            for scheme in ledger.schemes(content)
        ]
        _, following = neighbours(self.template.sections, "schemes")
        context = {
            "plan": self.plan,
            "section": self.section,
            "years": content.years,
            "rows": rows,
            "money": ledger.money_years(content),
            "editing": can_edit(self.user, self.plan),
            "following": following,
            "crumbs": self.crumbs(),
        }
        return render(request, "plans/schemes.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Add a scheme and open its page."""
        require(can_edit(self.user, self.plan))
        scheme = authoring.add_scheme(self.plan, by=self.user, at=timezone.now())
        return redirect("plans:scheme", self.plan.key, scheme.pk)


class SchemePage(EditPage):
    """One scheme: description, investment lines, benefits, outcome statements."""

    template_name = "plans/scheme.html"

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
        require(can_edit(self.user, self.plan))
        if self.row is None:
            return self.removed_meanwhile(kwargs["scheme"])
        return super().post(request, **kwargs)

    def removed_meanwhile(self, scheme_id: UUID) -> HttpResponse:
        """Put the scheme back with the author's words, or ask whether to."""
        state = (
            SectionState.objects.filter(plan=self.plan, section="schemes", row=scheme_id)
            .select_related("saved_by")
            .first()
        )
        if state is None:
            raise Http404
        posted = self.request.POST
        if "put_back" in posted:
            self.row = authoring.add_scheme(self.plan, by=self.user, at=timezone.now())
            return self.save(as_new_rows(posted))
        self.row = Scheme(plan=self.plan)
        page = Page(self.plan, self.section, row=self.row, data=as_new_rows(posted))
        page.is_valid()
        context = {
            "plan": self.plan,
            "typed": page.content(),
            "state": state,
            "posted": posted.lists(),
            "crumbs": self.crumbs(),
        }
        return render(self.request, "plans/scheme_removed.html", context, status=HTTPStatus.CONFLICT)

    def read(self, editing: Verdict) -> HttpResponse:
        """The one scheme in words."""
        section = page_content(self.plan, self.section, self.row.pk if self.row else None)
        context = {
            "plan": self.plan,
            "section": section,
            "editing": editing,
            "title": self.title(),
            "crumbs": self.crumbs(("Schemes", section_url(self.plan.key, "schemes"))),
        }
        return render(self.request, "plans/section_reading.html", context)

    def show(self, page: Page, editing: Verdict, *, status: int = 200, **more: Any) -> HttpResponse:
        """The forms, with the way back to the list of schemes."""
        crumbs = self.crumbs(("Schemes", section_url(self.plan.key, "schemes")))
        return super().show(page, editing, status=status, **{"crumbs": crumbs, **more})

    def extras(self, content: PlanContent) -> dict[str, Any]:
        """The scheme's lines as saved, with how each is computed."""
        rows = ledger.schemes(content)
        found = (lines_by_year(row, content) for row in rows if self.row is not None and row.id == str(self.row.pk))
        return {"lines": next(found, ())}

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
        require(can_edit(self.user, self.plan))
        crumbs = self.crumbs(("Schemes", section_url(self.plan.key, "schemes")))
        return render(request, "plans/scheme_remove.html", {"plan": self.plan, "scheme": self.scheme, "crumbs": crumbs})

    def post(self, request: HttpRequest, key: str, scheme: UUID) -> HttpResponse:
        """Remove it; someone else having done so is as good."""
        require(can_edit(self.user, self.plan))
        try:
            authoring.remove_scheme(self.plan, scheme, by=self.user, at=timezone.now())
            messages.success(request, f"Removed: {self.scheme}.")
        except authoring.SchemeGone:
            messages.info(request, "The scheme was removed already.")
        return redirect("plans:section", key, "schemes")


def posted_version(posted: QueryDict) -> int:
    """The page version that the author opened; 0 when the form holds none that can be read."""
    return whole_number(posted.get("version", ""))


def as_new_rows(posted: QueryDict) -> QueryDict:
    """The posted page with every row as a new one, at the first version: for a scheme that is put back."""
    changed = posted.copy()
    for name in posted:
        if name.endswith("-row"):
            changed[name] = ""
    changed["version"] = "0"
    return changed


def changed_form(table: Any, prefix: str) -> Any:
    """The row a button named; 404 for one that the page does not have."""
    for form in table.forms:
        if form.prefix == prefix:
            return form
    raise Http404
