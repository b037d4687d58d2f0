"""Comments on a plan: their list, the page of a thread, the page that begins one."""

from abc import abstractmethod
from collections.abc import Iterable
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from itf.accounts.models import Organisation, User
from itf.lib.verdict import require
from plans import discussing
from plans.comment_forms import NewThreadForm, ReplyForm, ThreadFilterForm
from plans.content import SectionContent
from plans.gather import part_content
from plans.links import place_url
from plans.models import Audience, Plan
from plans.national_templates import template_for
from plans.pages import whole_number
from plans.permissions import people_to_tell, reader_of
from plans.places import Spot, questions_in, spot_in
from plans.readers import Person, Reader, can_settle, can_withdraw
from plans.row_forms import as_id
from plans.threads import Addresses, counted, lines, messages_of, narrowed
from plans.views.base import PlanPage

PER_PAGE = 25
GONE = "The line was removed while you wrote. Your words are below; sent now, they stand on the section."
CAME_SINCE = "A comment came while you looked. Read it, then decide again whether others may read all of them."


class CommentSide(View):
    """Whose comments are shown, and against which words of the plan: the draft's for its parties, a version's else."""

    plan: Plan
    user: User

    @property
    @abstractmethod
    def reader(self) -> Reader:
        """The person as a reader of this plan's comments."""

    @property
    @abstractmethod
    def addresses(self) -> Addresses:
        """Where they find comments."""

    @abstractmethod
    def sections(self, slugs: Iterable[str]) -> list[SectionContent]:
        """These sections as the reader sees the plan; one that the plan does not have is left out."""

    @abstractmethod
    def titles(self) -> list[tuple[str, str]]:
        """Every section that the reader sees, by its slug."""

    @abstractmethod
    def place_url(self, spot: Spot) -> str:
        """The page of a place."""

    @abstractmethod
    def here(self, **more: Any) -> dict[str, Any]:
        """What every page of this side is given."""

    def section(self, slug: str) -> SectionContent | None:
        """One section, None when the plan has none of this name."""
        return next(iter(self.sections([slug])), None)

    @cached_property
    def people(self) -> list[Person]:
        """Whom this person may tell."""
        return [person for person in people_to_tell(self.plan) if person.user.pk != self.user.pk]

    def message(self, form: Any, organisation: Organisation | None) -> discussing.Message:
        """What a checked form sends."""
        return discussing.Message(
            text=form.cleaned_data["text"],
            token=form.cleaned_data["token"],
            by=self.user,
            organisation=organisation,
            tell=form.told_users,
        )


class ThreadList(CommentSide):
    """All threads that the reader may know of, by state, section and place."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Twenty-five at a time, the newest message first."""
        titles = self.titles()
        form = ThreadFilterForm(request.GET, sections=titles)
        wanted = form.cleaned_data if form.is_valid() else {}
        row, field = as_id(request.GET.get("row", "")), request.GET.get("field", "")[:60]
        found = narrowed(self.reader.threads(self.plan), self.reader, wanted.get("show", ""))
        asked = {"section": wanted.get("section", ""), "row": row, "field": field}
        found = found.filter(**{name: value for name, value in asked.items() if value})
        page_obj = Paginator(counted(found), PER_PAGE).get_page(request.GET.get("page"))
        shown = list(page_obj.object_list)
        query = {"show": wanted.get("show", ""), **asked}
        context = self.here(
            form=form,
            page_obj=page_obj,
            lines=lines(shown, self.addresses, self.sections({thread.section for thread in shown})),
            query=urlencode({name: value for name, value in query.items() if value}),
            is_filtered=any(asked.values()) or bool(wanted.get("show")),
            is_of_a_place=bool(row or field),
            new_url=self.addresses.new(asked["section"], row or "", field) if asked["section"] else "",
            addresses=self.addresses,
        )
        return render(request, "plans/comments.html", context)


class NewThread(CommentSide):
    """Beginning a thread at the place that the address names."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form; 404 for a place that the plan does not have, and the list where the address names none."""
        if "section" not in request.GET:
            return redirect(self.addresses.base)
        section, spot = self.spot(request.GET.get("field", ""))
        if spot is None:
            raise Http404
        return self.page(self.form(section, spot, initial={"field": spot.field}), spot)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Keep the first message, or give it back with what is wrong."""
        if "section" not in request.GET:
            return redirect(self.addresses.base)
        section, spot = self.spot(request.POST.get("field", ""))
        if spot is None:
            return self.removed_meanwhile(section)
        form = self.form(section, spot, data=request.POST)
        if not form.is_valid():
            return self.page(form, spot, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        audience, body = form.chosen
        message = self.message(form, body or self.reader.body)
        thread = discussing.begin(
            self.plan, spot, message, audience=audience, organisation=message.organisation, at=timezone.now()
        )
        messages.success(request, "Your comment is added.")
        return redirect(self.addresses.thread(thread))

    def spot(self, field: str) -> tuple[SectionContent, Spot | None]:
        """The place as the plan has it now, None when its row or question went; 404 for no section."""
        section = self.section(self.request.GET.get("section", ""))
        named = self.request.GET.get("row", "")
        row = as_id(named)
        if section is None or (named and row is None):
            raise Http404
        return section, spot_in(section, row, field)

    def removed_meanwhile(self, section: SectionContent) -> HttpResponse:
        """The row went while someone wrote about it: their words again, now for the section."""
        spot = Spot(section.slug, section.title)
        form = self.form(section, spot, data=self.request.POST)
        return self.page(form, spot, problem=GONE, status=HTTPStatus.CONFLICT)

    def form(self, section: SectionContent, spot: Spot, **given: Any) -> NewThreadForm:
        """The form for a place."""
        whole = "The whole line" if spot.row else "The whole section"
        asked = [(answer.name, answer.label) for answer in questions_in(section, spot.row)]
        questions = [("", whole), *asked] if asked else []
        return NewThreadForm(reader=self.reader, questions=questions, people=self.people, **given)

    def page(self, form: NewThreadForm, spot: Spot, *, problem: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
        """The page; what was typed is on it."""
        context = self.here(
            form=form,
            form_errors=status == HTTPStatus.UNPROCESSABLE_ENTITY,
            spot=spot,
            problem=problem,
            address=self.addresses.new(spot.section, spot.row or ""),
            back_url=self.place_url(spot),
            addresses=self.addresses,
        )
        return render(self.request, "plans/comment_new.html", context, status=status)


class ThreadPage(CommentSide):
    """One thread: the place then and now, its messages, and what the reader may do with it."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the thread; 404 for one that this person may not know of."""
        super().setup(request, *args, **kwargs)
        found = self.reader.threads(self.plan).select_related("organisation", "opened_by", "resolved_by")
        self.thread = get_object_or_404(found, pk=kwargs["thread"])
        self.thread.plan = self.plan

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page. What mentions the reader in it no longer waits for them."""
        discussing.mark_seen(self.thread, user=self.user, at=timezone.now())
        return self.page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Reply, or what a button asks for."""
        acts = {"resolve": self.resolve, "reopen": self.reopen, "widen": self.widen, "withdraw": self.withdraw}
        return acts.get(request.POST.get("act", ""), self.reply)()

    def reply(self) -> HttpResponse:
        """Add the message, or give it back with what is wrong."""
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        body = self.thread.organisation if self.thread.audience == Audience.ORGANISATION else self.reader.body
        comment = discussing.reply(self.thread, self.message(form, body), at=timezone.now())
        self.thread.refresh_from_db()
        if self.thread.is_resolved:
            by = self.thread.resolved_by
            messages.info(self.request, f"{by} had resolved these comments meanwhile. Your reply is kept below them.")
        else:
            messages.success(self.request, "Your reply is added.")
        return redirect(f"{self.addresses.thread(self.thread)}#comment-{comment.number}")

    def resolve(self) -> HttpResponse:
        """Settle the thread; someone else having done so is as good."""
        require(can_settle(self.reader, self.thread))
        discussing.resolve(self.thread, by=self.user, at=timezone.now())
        return self.done("The comments are resolved.")

    def reopen(self) -> HttpResponse:
        """Take it up again."""
        require(can_settle(self.reader, self.thread))
        discussing.reopen(self.thread, by=self.user, at=timezone.now())
        return self.done("The comments are open again.")

    def widen(self) -> HttpResponse:
        """Open it, with all that was written, to more readers."""
        require(can_settle(self.reader, self.thread))
        wanted = self.request.POST.get("audience", "")
        audience = next((wider for wider in self.reader.wider(self.thread) if wider == wanted), None)
        if audience is None:
            problem = "Choose who else may read these comments. Nobody who may read them now can be left out."
            return self.page(self.form(), problem=problem, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        seen = whole_number(self.request.POST.get("seen", ""))
        try:
            discussing.widen(self.thread, audience, seen=seen, by=self.user, at=timezone.now())
        except (discussing.ThreadMoved, discussing.AudienceNarrowed):
            self.thread.refresh_from_db()
            return self.page(self.form(), problem=CAME_SINCE, status=HTTPStatus.CONFLICT)
        return self.done(f"These comments are now for: {audience.label}.")

    def withdraw(self) -> HttpResponse:
        """Erase one's own message."""
        comment = get_object_or_404(self.thread.comments, number=whole_number(self.request.POST.get("number", "")))
        require(can_withdraw(self.reader, comment))
        comment.thread = self.thread
        discussing.withdraw(comment, at=timezone.now())
        return self.done("Your comment is withdrawn.")

    def done(self, said: str) -> HttpResponse:
        """Back to the thread, which says what was done."""
        messages.success(self.request, said)
        return redirect(self.addresses.thread(self.thread))

    def form(self, data: Any = None) -> ReplyForm:
        """The reply, with what was typed."""
        return ReplyForm(data, thread=self.thread, people=self.people)

    def page(self, form: ReplyForm, *, problem: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
        """The page, with the form as it is."""
        thread, section = self.thread, self.section(self.thread.section)
        now = spot_in(section, thread.row, thread.field) if section else None
        context = self.here(
            thread=thread,
            comments=messages_of(thread),
            now=now,
            # Of the draft only its parties may read more than the words of then.
            has_changed=now is not None and bool(thread.field) and now.said != thread.said,
            place_url=self.place_url(now) if now else "",
            again_url=self.addresses.new(thread.section, thread.row or "", thread.field) if now else "",
            settling=can_settle(self.reader, thread),
            wider=self.reader.wider(thread),
            reply=form,
            assurers={person.user.pk for person in self.people if not person.is_party},
            form_errors=form.is_bound,
            problem=problem,
            addresses=self.addresses,
        )
        return render(self.request, "plans/comment_thread.html", context, status=status)


class PlanSide(PlanPage, CommentSide):
    """The side of those who see the draft."""

    @cached_property
    def reader(self) -> Reader:
        """For every body through which they see it."""
        return reader_of(self.user, self.plan)

    @property
    def addresses(self) -> Addresses:
        """Among the plan's pages."""
        return plan_addresses(self.plan)

    def sections(self, slugs: Iterable[str]) -> list[SectionContent]:
        """As the draft has them now."""
        return list(part_content(self.plan, set(slugs)).sections)

    def titles(self) -> list[tuple[str, str]]:
        """Of the plan's template."""
        return [
            (section.slug, section.title) for section in template_for(self.plan.template_key, self.plan.years).sections
        ]

    def place_url(self, spot: Spot) -> str:
        """The section or scheme, at the row or box itself."""
        return place_url(self.plan, spot)

    def here(self, **more: Any) -> dict[str, Any]:
        """The plan, and the way back to it."""
        crumbs = self.crumbs(("Comments", self.addresses.base))
        return {"plan": self.plan, "crumbs": crumbs, **more}


class PlanThreads(ThreadList, PlanSide):
    """The list, among the plan's pages."""


class PlanNewThread(NewThread, PlanSide):
    """Beginning a thread, among the plan's pages."""


class PlanThread(ThreadPage, PlanSide):
    """A thread, among the plan's pages."""


def plan_addresses(plan: Plan) -> Addresses:
    """Where a plan's parties find its comments."""
    return Addresses(reverse("plans:comments", args=[plan.key]))
