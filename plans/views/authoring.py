"""Writing a section: its page shown, saved, refused, or merged with what someone else saved meanwhile."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from itf.lib.verdict import Verdict, require
from plans import authoring, ledger
from plans.content import PlanContent, SectionContent, section_from_json
from plans.documents.measures import printed_measures
from plans.gather import page_content, part_content
from plans.links import section_url
from plans.merging import Merge, merge, take_theirs
from plans.models import Scheme, SectionRevision, SectionState
from plans.national_templates import template_for
from plans.overview import linked
from plans.pages import Page, whole_number, with_another_row, with_row_marked
from plans.permissions import can_edit, is_author
from plans.queries import neighbours
from plans.rules import findings
from plans.sections import RowSpec, Section
from plans.views.base import PlanPage


@dataclass(frozen=True)
class Conflict:
    """What the page says when another author saved first; ``opened`` is the version this author started from."""

    state: SectionState
    opened: int
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
        if not editing:
            return self.read(editing)
        # The version before the words: a save in between is then a conflict, not an answer overwritten unseen.
        state = self.state()
        return self.show(self.page(), base=state.version)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save, or first add, remove or put back a row of a table."""
        if not self.plan.is_open and is_author(self.user, self.plan):
            return self.frozen_meanwhile(self.page(request.POST))
        require(can_edit(self.user, self.plan))
        posted = self.with_choices(request.POST)
        asked = self.asked_for(posted)
        return self.save(posted) if asked is None else self.show_rows(self.page(asked))

    def page(self, data: QueryDict | None = None) -> Page:
        """The page, bound to ``data`` when there is any."""
        return Page(self.plan, self.section, row=self.row, data=data)

    def save(self, data: QueryDict) -> HttpResponse:
        """Save the posted page, or say what stands in the way; the author's words stay on the page either way."""
        state, page = self.state(), self.page(data)
        valid = page.is_valid()
        if posted_version(data) != state.version:
            return self.conflict(page, state)
        if not valid:
            return self.show_posted(page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            authoring.save_page(
                self.plan,
                section=self.section.slug,
                row=self.row_id,
                base_version=state.version,
                write=page.write,
                by=self.user,
                at=timezone.now(),
            )
        except authoring.PageMoved as moved:
            return self.conflict(page, moved.state)
        except authoring.PlanNotOpen:
            return self.frozen_meanwhile(page)
        messages.success(self.request, f"Saved: {self.title()}.")
        return redirect(self.after_saving())

    def conflict(self, page: Page, state: SectionState) -> HttpResponse:
        """Another author saved first: one page with both authors' words, and what both changed listed."""
        opened = posted_version(posted_data(page))
        merged = merge(page, self.revision(state, opened), self.stored())
        self.forget_typed()
        merged_page = self.page(merged.data)
        return self.show(
            merged_page,
            base=state.version,
            conflict=Conflict(state, opened, merged),
            form_errors=not merged_page.is_valid(),
            status=HTTPStatus.CONFLICT,
        )

    def still_open(self, page: Page) -> Conflict | None:
        """What is still to decide of a conflict, on a page that comes back from one; None on any other page."""
        if "opened" not in self.request.POST:
            return None
        page.is_valid()
        state, opened = self.state(), whole_number(self.request.POST.get("opened", ""))
        return Conflict(state, opened, merge(page, self.revision(state, opened), self.stored()))

    def frozen_meanwhile(self, page: Page) -> HttpResponse:
        """The plan was frozen while the author wrote: show the words so that they can be kept."""
        page.is_valid()
        context = {"plan": self.plan, "section": self.section, "typed": page.content(), "crumbs": self.crumbs()}
        return render(self.request, "plans/frozen_meanwhile.html", context, status=HTTPStatus.CONFLICT)

    def state(self) -> SectionState:
        """Which version of the page is saved, by whom and when."""
        return authoring.page_state(self.plan, self.section.slug, self.row_id)

    def stored(self) -> SectionContent:
        """The page as it is saved now."""
        return page_content(self.plan, self.section, self.row_id)

    @property
    def row_id(self) -> UUID | None:
        """The scheme that has the page to itself, where one has."""
        return self.row.pk if self.row else None

    def forget_typed(self) -> None:
        """Before a page is bound again: a bound form leaves what was typed on the row it stands for."""
        if self.row:
            self.row = Scheme.objects.filter(pk=self.row.pk).prefetch_related("concepts").first()

    def revision(self, state: SectionState, version: int) -> SectionContent | None:
        """The page as it stood when the author opened it."""
        kept = SectionRevision.objects.filter(state=state, version=version).first() if state.pk else None
        return section_from_json(kept.content) if kept else None

    def asked_for(self, posted: QueryDict) -> QueryDict | None:
        """The posted page with the row that a button asked for; None when none did."""
        if "add" in posted:
            return with_another_row(posted, self.growing_table(posted.get("add", "")))
        if "remove" in posted:
            return with_row_marked(posted, posted.get("remove", ""), removed=True)
        if "restore" in posted:
            return with_row_marked(posted, posted.get("restore", ""), removed=False)
        return None

    def growing_table(self, slug: str) -> RowSpec:
        """The table of this page with this slug; 404 when it has none, or none that takes new rows."""
        specs = self.section.rows[0].children if self.row else self.section.rows
        for spec in specs:
            if spec.slug == slug and not spec.keyed_by:
                return spec
        raise Http404

    def with_choices(self, posted: QueryDict) -> QueryDict:
        """The posted page with the other author's answers where this author chose them."""
        if "use" not in posted:
            return posted
        return take_theirs(posted, self.page(posted), self.stored(), posted.getlist("use"))

    def show_rows(self, page: Page) -> HttpResponse:
        """The page with a row more or less: only that row for htmx, the whole page without a script."""
        if not self.request.htmx:  # type: ignore[attr-defined]  # added by django-htmx's middleware
            return self.show_posted(page)
        posted = self.request.POST
        asked = posted.get("add") or (posted.get("remove") or posted.get("restore", "")).rpartition("-")[0]
        table = page.table(asked)
        if table is None or not table.forms:
            raise Http404
        form = table.forms[-1] if "add" in posted else changed_form(table, posted.get("remove") or posted["restore"])
        context = {"table": table, "form": form, "added": "add" in posted}
        return render(self.request, "plans/_row_answer.html", context)

    def show_posted(self, page: Page, *, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page as it was sent, still on the version that its author opened."""
        data = posted_data(page)
        refused = status == HTTPStatus.UNPROCESSABLE_ENTITY
        return self.show(
            page, base=posted_version(data), conflict=self.still_open(page), form_errors=refused, status=status
        )

    def show(self, page: Page, *, base: int, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        """The page of forms, which saves over version ``base``."""
        content = part_content(self.plan, self.reads(), row=self.row_id)
        found = [item for item in linked(content, findings(content)) if item.finding.section == self.section.slug]
        previous, following = neighbours(self.template.sections, self.section.slug)
        context = {
            "plan": self.plan,
            "section": self.section,
            "title": self.title(),
            "page": page,
            "state": self.state(),
            "base": base,
            "findings": found,
            "previous": previous,
            "following": following,
            "crumbs": self.crumbs(),
            "row": self.row,
            **self.extras(content),
            **more,
        }
        return render(
            self.request, [f"plans/sections/{self.section.slug}.html", self.template_name], context, status=status
        )

    def read(self, editing: Verdict) -> HttpResponse:
        """The section in words, and why it cannot be edited now."""
        content = part_content(self.plan, self.reads())
        context = {
            "plan": self.plan,
            "section": content.section(self.section.slug),
            "findings": findings(content),
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


def posted_data(page: Page) -> QueryDict:
    """What a page was sent with; an empty page when it was only shown."""
    return page.data if page.data is not None else QueryDict()


def posted_version(posted: QueryDict) -> int:
    """The page version that the author opened; 0 when the form holds none that can be read."""
    return whole_number(posted.get("version", ""))


def changed_form(table: Any, prefix: str) -> Any:
    """The row a button named; 404 for one that the page does not have."""
    for form in table.forms:
        if form.prefix == prefix:
            return form
    raise Http404
