"""The history of a page of the draft: its kept revisions, one of them in full, and putting one back."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from itf.lib.verdict import require
from plans import authoring, history, revisions
from plans.content import SectionContent, section_from_json
from plans.documents.comparison import compare_sections
from plans.links import section_url
from plans.models import Scheme, SectionRevision, SectionState
from plans.pages import Page, whole_number
from plans.permissions import can_edit
from plans.views.authoring import EditPage
from plans.views.base import PlanPage
from plans.views.schemes import SchemePage

NOTHING = (
    "Nothing was put back: {} says what it said before. What an invited body gave stays as it gave it, and what the "
    "plan is not asked now is not put back."
)


class SectionHistory(EditPage):
    """Who changed what in a section, newest first."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The list, twenty at a time."""
        state = self.history_state()
        listed, entries = history.entries(state, whole_number(request.GET.get("page", "1")))
        context = {
            "plan": self.plan,
            "title": self.title(),
            "page_obj": listed,
            "entries": entries,
            "address": self.address(),
            "is_gone": self.is_gone(),
            "editing": can_edit(self.user, self.plan),
            "crumbs": self.crumbs(*self.way(), (self.title(), self.address())),
        }
        return render(request, "plans/history.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Nothing is sent to a list."""
        return HttpResponseNotAllowed(["GET", "HEAD"])

    def history_state(self) -> SectionState:
        """The state whose revisions are listed."""
        return revisions.page_state(self.plan, self.section.slug, self.history_row())

    def history_row(self) -> UUID | None:
        """The scheme whose history it is, there or removed."""
        return None

    def is_gone(self) -> bool:
        """Whether the page itself was removed."""
        return False

    def way(self) -> tuple[tuple[str, str], ...]:
        """What lies between the plan and the page."""
        return ()


class Revision(SectionHistory):
    """One kept revision in full, and what it changed."""

    restores: int | None = None
    before: SectionContent | None = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page as it stood."""
        state = self.history_state()
        revision = self.revision(state)
        now = self.stored() if not self.is_gone() else None
        content = section_from_json(revision.content)
        context = {
            "plan": self.plan,
            "title": self.title(),
            "revision": revision,
            "section": content,
            "change": history.change_at(state, revision),
            "is_now": now is not None and compare_sections(now, content) is None,
            "base": state.version,
            "is_gone": self.is_gone(),
            "editing": can_edit(self.user, self.plan),
            "crumbs": self.crumbs(
                *self.way(), (self.title(), self.address()), ("History", f"{self.address()}history/")
            ),
        }
        return render(request, "plans/revision.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save the page as this revision has it; whoever has saved since is not overwritten but merged with."""
        require(can_edit(self.user, self.plan))
        return self.put_back(self.revision(self.history_state()), request.POST.get("version", ""))

    def put_back(self, revision: SectionRevision, version: str) -> HttpResponse:
        """Save what the revision says over this version of the page."""
        data = history.as_posted(self.page(), self.stored(), section_from_json(revision.content))
        data["version"] = version
        self.restores, self.before = revision.version, self.stored()
        self.forget_typed()
        return self.save(data)

    def done(self, page: Page) -> HttpResponse:
        """What was put back; that nothing was, where all that differs may not be put back."""
        if self.before is None or compare_sections(self.before, self.stored()) is not None:
            return super().done(page)
        messages.info(self.request, NOTHING.format(self.title()))
        return redirect(self.after_saving())

    def revision(self, state: SectionState) -> SectionRevision:
        """The revision of the address; 404 for one that is not kept."""
        return get_object_or_404(history.revisions_of(state), version=self.kwargs["version"])

    @property
    def sending(self) -> revisions.Sending:
        """A save on purpose that says what it puts back."""
        return replace(super().sending, restores=self.restores)

    def after_saving(self) -> str:
        """The page itself."""
        return self.address()


class SchemeHistory(SectionHistory, SchemePage):
    """Who changed what in a scheme, whether it is still there or was removed."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the scheme, or what is kept of it; 404 for one that the plan never had."""
        super().setup(request, *args, **kwargs)
        if self.row is None and self.history_state()._state.adding:
            raise Http404

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Also for a scheme that is gone."""
        return SectionHistory.get(self, request, **kwargs)

    def history_row(self) -> UUID | None:
        """The scheme of the address."""
        return UUID(str(self.kwargs["scheme"]))

    def is_gone(self) -> bool:
        """Whether the scheme was removed."""
        return self.row is None

    def title(self) -> str:
        """As it is called, or was."""
        if self.row is not None:
            return str(self.row) or "New scheme"
        newest = history.revisions_of(self.history_state()).first()
        return (history.title_in(section_from_json(newest.content)) if newest else "") or "Removed scheme"

    def address(self) -> str:
        """The scheme's page; of one that is gone, the list of removed ones."""
        return reverse("plans:scheme", args=[self.plan.key, self.kwargs["scheme"]])

    def way(self) -> tuple[tuple[str, str], ...]:
        """The list of schemes."""
        return (("Schemes", section_url(self.plan.key, "schemes")),)


class SchemeRevision(SchemeHistory, Revision):
    """One kept revision of a scheme."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The scheme as it stood."""
        return Revision.get(self, request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Put this revision back; a scheme that was removed is first put back at its old address."""
        if self.row is not None:
            return Revision.post(self, request, **kwargs)
        require(can_edit(self.user, self.plan))
        revision = self.revision(self.history_state())
        version = authoring.put_scheme_back(self.plan, self.kwargs["scheme"], by=self.user, at=timezone.now())
        self.row = Scheme.objects.prefetch_related("concepts").get(pk=self.kwargs["scheme"])
        return self.put_back(revision, str(version))


class RemovedSchemes(PlanPage):
    """The schemes that were removed, each with the words it had."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The list, and the way to each one's history."""
        crumbs = self.crumbs(("Schemes", section_url(self.plan.key, "schemes")))
        context = {"plan": self.plan, "removed": history.removed_schemes(self.plan), "crumbs": crumbs}
        context["editing"] = can_edit(self.user, self.plan)
        return render(request, "plans/removed_schemes.html", context)
