"""Writing a section: its page shown, saved, refused, or merged with what someone else saved meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from itf.lib.verdict import Verdict, require
from plans import authoring, copies, ledger, presence, revisions
from plans.content import PlanContent, SectionContent, section_from_json
from plans.gather import page_content, part_content, stored_content
from plans.links import section_url
from plans.merging import decided, merge
from plans.models import Scheme, SectionState
from plans.naming_files import SECTION, attached_table
from plans.national_templates import TEMPLATES, template_for
from plans.overview import linked
from plans.pages import Page, posted_version, sending_of, whole_number, with_another_row, with_row_marked
from plans.permissions import can_edit, is_author, reader_of
from plans.queries import neighbours
from plans.rules import findings, read_beside
from plans.running_measures import running_measures, said_of
from plans.running_totals import running_totals, with_page
from plans.sections import RowSpec, Section
from plans.threads import PageComments, page_comments
from plans.views.base import PlanPage
from plans.views.beside import BESIDE_SCHEMES, COMPUTED
from plans.views.comments import plan_addresses
from plans.views.conflicts import ASKED, KEEP, KEEP_ALL, TAKEN, Conflict, as_read, chosen
from plans.views.held import told_of_held

TRIES = 3  # of a save that its own page's earlier send overtakes


class EditPage(PlanPage):
    """A page of forms: shown, bound, saved, or merged with what someone else saved meanwhile."""

    template_name = "plans/section.html"
    what = "section"
    row: Scheme | None = None
    section: Section

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the section of the plan's own template; a page that is sent has that of the one it was opened by."""
        super().setup(request, *args, **kwargs)
        opened = request.POST.get("template", "")
        self.is_moved = opened in TEMPLATES and opened != self.plan.template_key
        self.template = template_for(opened if self.is_moved else self.plan.template_key, self.plan.years)
        try:
            self.section = self.template.section(kwargs.get("section", "schemes"))
        except KeyError:
            raise Http404 from None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page as saved; read-only for those who may not edit it now."""
        editing = can_edit(self.user, self.plan, self.section.slug)
        if not editing:
            return self.read(editing)
        state = revisions.opened_page(self.plan, self.section.slug, self.row_id)
        presence.arrive(self.plan, self.section.slug, self.row_id, user=self.user, at=timezone.now())
        return self.show(self.page(), base=state.version, state=state)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save, or first add, remove or put back a row of a table."""
        if (self.is_moved or not self.plan.is_open) and is_author(self.user, self.plan):
            return self.words_to_copy(self.page(request.POST))
        require(can_edit(self.user, self.plan, self.section.slug))
        if "words_back" in request.POST:
            return self.words_back()
        posted = self.with_choices(request.POST)
        asked = self.asked_for(posted)
        return self.save(posted) if asked is None else self.show_rows(self.page(asked))

    def page(self, data: QueryDict | None = None) -> Page:
        """The page, bound to ``data`` when there is any."""
        return Page(self.plan, self.section, row=self.row, data=data)

    def save(self, data: QueryDict) -> HttpResponse:
        """Save the posted page, or say what stands in the way; the author's words stay on the page either way."""
        for _ in range(TRIES):
            state, page = self.state(), self.page(data)
            valid = page.is_valid()
            if not authoring.follows(state, posted_version(data), self.user, self.sending):
                return self.conflict(page, state)
            if not valid:
                return self.show_posted(page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
            undecided = self.undecided(page)
            if undecided:
                return self.show_posted(page, status=HTTPStatus.UNPROCESSABLE_ENTITY, conflict=undecided)
            try:
                self.store(page, state, self.sending)
            except authoring.PlanNotOpen:
                return self.words_to_copy(page)
            except authoring.PageMoved:
                self.forget_typed()
                continue
            except authoring.AlreadySaved:
                pass  # the second click of a double click: done is done
            return self.done(page)
        return self.conflict(self.checked(data), self.state())

    def store(self, page: Page, state: SectionState, sending: revisions.Sending) -> int:
        """Save a checked page over the state that it follows; as ``authoring.save_page``."""
        return authoring.save_page(
            self.plan,
            section=self.section.slug,
            row=self.row_id,
            base_version=state.version,
            write=page.write,
            by=self.user,
            at=timezone.now(),
            sending=sending,
        )

    def done(self, page: Page) -> HttpResponse:
        """Saved: on to the next page, which tells the browser which of its kept words it need not keep."""
        sending = self.sending
        said = format_html("Saved: {}.{}", self.title(), told_of_held(page, self.address()))
        messages.success(self.request, said, extra_tags=f"saved:{sending.sitting}" if sending.sitting else "")
        return redirect(self.after_saving())

    @property
    def sending(self) -> revisions.Sending:
        """From which opened page this was sent, and as its how-manieth send."""
        return sending_of(self.request.POST)

    def checked(self, data: QueryDict) -> Page:
        """The page bound to what was sent, and checked."""
        page = self.page(data)
        page.is_valid()
        return page

    def words_back(self) -> HttpResponse:
        """Words that a browser kept: on the page again, not saved yet; merged when someone has saved meanwhile."""
        posted = self.request.POST
        state, page = self.state(), self.checked(posted)
        if authoring.follows(state, posted_version(posted), self.user, self.sending):
            return self.show_posted(page)
        return self.conflict(page, state)

    def conflict(self, page: Page, state: SectionState) -> HttpResponse:
        """Another author saved first: one page with both authors' words, and what both changed listed."""
        found = self.merged(page, state, posted_version(posted_data(page)), self.sending.sitting)
        self.forget_typed()
        merged_page = self.page(found.merged.data)
        return self.show(
            merged_page,
            base=state.version,
            conflict=found,
            form_errors=not merged_page.is_valid(),
            status=HTTPStatus.CONFLICT,
        )

    def merged(self, page: Page, state: SectionState, opened: int, sitting: str = "") -> Conflict:
        """A checked page merged with what is stored."""
        before = revisions.revision_before(state, opened, sitting)
        content = section_from_json(before.content) if before else None
        merging = merge(page, content, self.stored(), asked=self.request.POST.getlist(ASKED))
        posted = self.request.POST
        return Conflict(
            state, before.version if before else opened, merging, chosen(posted), told=posted.getlist(TAKEN)
        )

    def undecided(self, page: Page) -> Conflict | None:
        """A conflict whose page was sent without a choice for something that both changed; None for any other."""
        if KEEP_ALL in self.request.POST:
            return None
        found = self.still_open(page)
        refused = replace(found, is_refused=True) if found else None
        return refused if refused and refused.faults else None

    def still_open(self, page: Page) -> Conflict | None:
        """What is still to decide of a conflict, on a page that comes back from one; None on any other page."""
        if "opened" not in self.request.POST:
            return None
        page.is_valid()
        return self.merged(page, self.state(), whole_number(self.request.POST.get("opened", "")))

    def words_to_copy(self, page: Page) -> HttpResponse:
        """The plan was frozen, or moved to other questions, while the author wrote: show the words to be kept."""
        page.is_valid()
        context = {"plan": self.plan, "is_moved": self.is_moved, "typed": page.content(), "crumbs": self.crumbs()}
        return render(self.request, "plans/words_to_copy.html", context, status=HTTPStatus.CONFLICT)

    def state(self) -> SectionState:
        """Which version of the page is saved, by whom and when."""
        return revisions.page_state(self.plan, self.section.slug, self.row_id)

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
        """The posted page as this author chose where both changed an answer; without a choice, as it was sent."""
        choices = self.choices(posted)
        if not choices:
            return posted
        theirs, they = as_read(self.state(), posted_version(posted), self.stored)
        chosen = decided(posted, self.page(posted), theirs, choices, they)
        self.forget_typed()
        return chosen

    def choices(self, posted: QueryDict) -> Mapping[str, str]:
        """Whose words to keep, by clash: as chosen one by one, or by a button for all at once."""
        everywhere = posted.get(KEEP_ALL)
        if everywhere is None:
            return {name.removeprefix(KEEP): posted.get(name, "") for name in posted if name.startswith(KEEP)}
        found = self.still_open(self.page(posted))
        self.forget_typed()
        return {clash.use: everywhere for clash in found.merged.clashes} if found else {}

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
        context = {"table": table, "form": form, "added": "add" in posted, "sums": {}}
        return render(self.request, "plans/_row_answer.html", context)

    def show_posted(self, page: Page, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        """The page as it was sent, still on the version that its author opened."""
        refused = status == HTTPStatus.UNPROCESSABLE_ENTITY
        opened, state = posted_version(posted_data(page)), self.state()
        # What the page sent by itself a moment ago is no conflict with it.
        base = state.version if authoring.follows(state, opened, self.user, self.sending) else opened
        context = {"conflict": self.still_open(page), "form_errors": refused, "is_unsaved": True, **more}
        return self.show(page, base=base, status=status, **context)

    def show(
        self,
        page: Page,
        *,
        base: int,
        status: int = HTTPStatus.OK,
        state: SectionState | None = None,
        **more: Any,
    ) -> HttpResponse:
        """The page of forms, which saves over version ``base``; ``state``: as ``opened_page`` read and held it."""
        if state is None:
            state = self.state()
            revisions.hold(state, base)
        content = self.content(page)
        found = [item for item in linked(content, findings(content)) if item.finding.section == self.section.slug]
        previous, following = neighbours(self.template.sections, self.section.slug)
        context = {
            "plan": self.plan,
            "section": self.section,
            "title": self.title(),
            "page": page,
            "state": state,
            "base": base,
            "sitting": uuid4().hex,
            "sending": self.sending,
            "present": self.others_here(),
            "what": self.what,
            "address": self.address(),
            "findings": found,
            "previous": previous,
            "following": following,
            "crumbs": self.crumbs(),
            "row": self.row,
            "copied": copies.told_of(self.plan, content.section(self.section.slug), self.row_id),
            "comments": self.comments(content.section(self.section.slug)),
            **self.extras(content, page),
            **more,
        }
        return render(
            self.request, [f"plans/sections/{self.section.slug}.html", self.template_name], context, status=status
        )

    def content(self, page: Page) -> PlanContent:
        """What the page shows as it is saved; a page that is only shown has read it already."""
        if page.data is None and self.reads() == (self.section.slug,):
            return stored_content(page.stored)
        return part_content(self.plan, self.reads(), row=self.row_id)

    def read(self, editing: Verdict) -> HttpResponse:
        """The section in words, and why it cannot be edited now."""
        content = part_content(self.plan, self.reads())
        context = {
            "plan": self.plan,
            "section": content.section(self.section.slug),
            "about": content.about,
            "findings": findings(content),
            "editing": editing,
            "copied": copies.told_of(self.plan, content.section(self.section.slug)),
            "attachments_at": reverse("plans:attachments", args=[self.plan.key]),
            "title": self.title(),
            "what": self.what,
            "comments": self.comments(content.section(self.section.slug)),
            "crumbs": self.crumbs(),
        }
        return render(self.request, "plans/section_reading.html", context)

    def extras(self, content: PlanContent, page: Page) -> dict[str, Any]:
        """What is computed from the saved answers and shown above the form, and what the page as it is comes to."""
        if self.section.slug == "measures":
            measures = running_measures(content, page)
            return {"measures": measures, "said": said_of(measures)}
        if self.section.slug in COMPUTED:
            name, compute = COMPUTED[self.section.slug]
            return {name: compute(content)}
        if self.section.slug == "contributions":
            return {
                "about": content.about,
                "sources": ledger.source_years(content),
                "totals": running_totals(with_page(content, page)),
            }
        if self.section.slug == SECTION:
            files = attached_table(content.section(SECTION))
            return {"files": files, "attachments_at": reverse("plans:attachments", args=[self.plan.key])}
        return {}

    def reads(self) -> tuple[str, ...]:
        """The sections that this page is read with: those of its rules, and schemes where it sets figures beside them.

        The page of one scheme reads no other: rules about the whole plan would take it for all there is.
        """
        slug = self.section.slug
        beside = () if self.row_id else (*read_beside(slug), *(("schemes",) if slug in BESIDE_SCHEMES else ()))
        return (slug, *dict.fromkeys(beside))

    def comments(self, content: SectionContent) -> PageComments:
        """The comments on what this page shows that the person may know of."""
        reader = reader_of(self.user, self.plan)
        return page_comments(reader, self.plan, plan_addresses(self.plan), content, page_row=self.row_id)

    def others_here(self) -> list[presence.Present]:
        """Who else has the page open."""
        return presence.others_here(self.plan, self.section.slug, self.row_id, user=self.user, at=timezone.now())

    def address(self) -> str:
        """Where the page is."""
        return section_url(self.plan.key, self.section.slug)

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


def changed_form(table: Any, prefix: str) -> Any:
    """The row a button named; 404 for one that the page does not have."""
    for form in table.forms:
        if form.prefix == prefix:
            return form
    raise Http404
