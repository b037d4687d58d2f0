"""A page that saves itself while it is written: a line of status back, never the page, never an error summary."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from itf.lib.fields import control_id, without_label
from itf.lib.verdict import require
from plans import authoring
from plans.gather import content_around, part_content
from plans.models import SectionState
from plans.overview import linked
from plans.pages import Page, posted_version
from plans.permissions import can_edit, is_author
from plans.revisions import newest_content
from plans.rules import findings
from plans.views.authoring import TRIES, EditPage
from plans.views.schemes import SchemePage

UNSAVED = "What you typed since is not saved."
FROZEN = f"The plan was frozen while you wrote. {UNSAVED}"
DECIDE, READ = "See both and decide", "See what you typed, and keep it"
MOVED = f"The plan was moved to other questions while you wrote. {UNSAVED}"
REMOVED = f"The scheme was removed while you wrote. {UNSAVED}"


@dataclass(frozen=True)
class NewRow:
    """A row that this save stored first: where it stands on the page, and its id from now on."""

    prefix: str
    id: str


class SectionSaving(EditPage):
    """The address to which the page of a section sends itself."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save what can be saved; 409 where someone else came first, 422 where an answer cannot be stored as it is."""
        if not self.plan.is_open and is_author(self.user, self.plan):
            return self.stopped(FROZEN, settle=READ)
        if self.is_moved:
            return self.stopped(MOVED, settle=READ)
        require(can_edit(self.user, self.plan, self.section.slug))
        try:
            return self.keep(without_removals(request.POST))
        except authoring.PlanNotOpen:
            return self.stopped(FROZEN, settle=READ)
        except authoring.SchemeGone:
            return self.stopped(REMOVED, settle=READ)

    def keep(self, data: QueryDict) -> HttpResponse:
        """As the button would, but nothing is merged, and nothing is written where nothing changed."""
        sending = replace(self.sending, is_autosave=True)
        for _ in range(TRIES):
            state, page = self.state(), self.page(data)
            is_valid = page.is_valid()
            if not authoring.follows(state, posted_version(data), self.user, sending):
                break
            if not is_valid:
                return self.refused(page)
            if not page.differs():
                return self.saved(page, state.version)
            try:
                return self.saved(page, self.store(page, state, sending))
            except authoring.AlreadySaved as before:
                return self.saved(page, before.state.version)
            except authoring.PageMoved:
                self.forget_typed()
        return self.stopped(who_saved(self.state()))

    def saved(self, page: Page, version: int) -> HttpResponse:
        """When, what is found on the page now, its new version, the new rows, and the notes that are true no longer."""
        if version and self.reads() == (self.section.slug,):
            # The save has read the page already.
            content = content_around(self.plan, newest_content(self.plan, self.section.slug, self.row_id))
        else:
            content = part_content(self.plan, self.reads(), row=self.row_id)
        found = [item for item in linked(content, findings(content)) if item.finding.section == self.section.slug]
        rows, readable = list(new_rows(page)), list(readable_now(page))
        context = {"findings": found, "version": version, "rows": rows, "readable": readable}
        return render(self.request, "plans/_saved.html", context)

    def refused(self, page: Page) -> HttpResponse:
        """Which answer cannot be stored as it is, in a line; the words stay where they are."""
        return self.answer("plans/_not_saved.html", HTTPStatus.UNPROCESSABLE_ENTITY, why=first_fault(page))

    def stopped(self, why: str, settle: str = DECIDE) -> HttpResponse:
        """Who came first, with a button that sends the words to the page where they can be kept."""
        return self.answer("plans/_stopped.html", HTTPStatus.CONFLICT, why=why, settle=settle)

    def answer(self, template: str, status: HTTPStatus, **context: Any) -> HttpResponse:
        """A fragment."""
        return render(self.request, template, context, status=status)


class SchemeSaving(SectionSaving, SchemePage):
    """The address to which the page of a scheme sends itself."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """As for a section; a scheme that was removed meanwhile is not put back unasked."""
        return self.stopped(REMOVED, settle=READ) if self.row is None else super().post(request, **kwargs)


def without_removals(posted: QueryDict) -> QueryDict:
    """The posted page with no stored row marked as removed: that waits for the button, and can be undone until then."""
    changed = posted.copy()
    for name in posted:
        prefix, _, field = name.rpartition("-")
        if field == DELETION_FIELD_NAME and posted.get(f"{prefix}-row"):
            del changed[name]
    return changed


def new_rows(page: Page) -> Iterator[NewRow]:
    """The rows of a saved page that it did not know as stored when it was sent."""
    for table in page.tables:
        for form in table.kept_forms():
            if not page_knows(page, form):
                yield NewRow(str(form.prefix), str(form.instance.pk))


def readable_now(page: Page) -> Iterator[str]:
    """The ids of boxes of a saved page that held what cannot be read before it was sent, and do no longer."""
    for form in page.forms():
        for name in form.held_before.keys() - form.held.keys() & form.fields.keys():
            yield control_id(form[name])


def page_knows(page: Page, form: Any) -> bool:
    """Whether the page was sent with the row's id as a stored row's."""
    return bool(page.data and page.data.get(f"{form.prefix}-row"))


def first_fault(page: Page) -> str:
    """What stands in the way, in one line: the first answer that cannot be stored, with how many there are."""
    faults = [
        f"{form.fields[name].label}: {without_label(found[0])[0]}" if name in form.fields else found[0].messages[0]
        for form in page.forms()
        for name, found in form.errors.as_data().items()
    ]
    faults += [str(message) for table in page.tables for message in table.non_form_errors()]
    more = len(faults) - 1
    return f"{faults[0]}{f' And {more} more.' if more else ''}" if faults else "An answer cannot be stored as it is."


def who_saved(state: SectionState) -> str:
    """Who saved the page meanwhile, and when."""
    if state.saved_at is None:
        return "The page has changed since you opened it. What you typed since is not saved."
    return (
        f"{state.saved_by or 'Another author'} saved this page after you opened it. What you typed since is not saved."
    )
