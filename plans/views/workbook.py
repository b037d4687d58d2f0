"""Working in Excel: the draft as a workbook to download, fill in and upload, with a preview before any save."""

import io
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from itf.jobs.models import JobState
from itf.jobs.views import progress_context, progress_response
from itf.lib.verdict import require
from plans.authoring import PageMoved, SchemeGone
from plans.imports import downloads, uploads
from plans.imports.applying import Accepted, NotTaken, kept_from
from plans.imports.changes import Change, Preview
from plans.imports.gate import LARGEST_FILE, MEGABYTE
from plans.imports.identity import has_moved, page_versions
from plans.imports.outgoing import handed_out, outgoing
from plans.imports.problems import Refused
from plans.imports.shown import shown_sections
from plans.models import UploadState, WorkbookUpload
from plans.permissions import can_edit
from plans.views.base import PlanPage

TITLE = "Work in Excel"
SHOWN_UPLOADS = 10
WAITING = (UploadState.READING, UploadState.READY)
DECIDE = "decide-"
OVER = "over"  # the answer that newer answers are to be replaced
READ_MEANWHILE = "The file was compared again meanwhile, so nothing was saved. Look through the new preview."
GONE_ON = (
    "Someone saved the plan after this preview was made. It is being compared again; nothing was saved. "
    "What you ticked and typed stays where the cell says the same."
)


class WorkbookPage(PlanPage):
    """A page for those who may edit the plan now."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As every page of the plan; refused in words to those who may only read, and to all while it is frozen."""
        require(can_edit(self.user, self.plan))
        return super().dispatch(request, *args, **kwargs)

    def home(self) -> str:
        """The address of the page from which workbooks go and come."""
        return reverse("plans:workbook", args=[self.plan.key])

    def upload(self, upload: UUID) -> WorkbookUpload:
        """An upload of this plan; 404 for any other."""
        found = WorkbookUpload.objects.select_related("job", "plan", "uploaded_by", "settled_by")
        one = found.filter(pk=upload, plan=self.plan).first()
        if one is None:
            raise Http404
        return one


class Workbook(WorkbookPage):
    """Download, upload, and what became of earlier uploads."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The page."""
        return self.show()

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Keep the file and have it read; say at once when it cannot be a workbook from here."""
        file = request.FILES.get("file")
        if file is None:
            return self.show("Choose the workbook that you filled in.")
        try:
            found = uploads.receive(self.plan, file, name=str(file.name), by=self.user, at=timezone.now())
        except Refused as refusal:
            return self.show(refusal.problems[0].message)
        return redirect("plans:workbook-upload", key, found.pk)

    def show(self, fault: str = "") -> HttpResponse:
        """The page, with what is wrong with the file that was sent."""
        going = outgoing(self.plan)
        download = None if going.is_quick else downloads.asked_for(self.plan, going)
        # Whatever still waits for a decision stays in the list, however many came after it.
        newest = self.plan.workbook_uploads.values("pk")[:SHOWN_UPLOADS]
        shown = self.plan.workbook_uploads.filter(Q(pk__in=newest) | Q(state__in=WAITING))
        listed = list(shown.select_related("uploaded_by", "job"))
        context = {
            "plan": self.plan,
            "title": TITLE,
            "crumbs": self.crumbs(),
            "fault": fault,
            "faults": [("id_file", fault)] if fault else [],
            "largest": LARGEST_FILE // MEGABYTE,
            "is_quick": going.is_quick,
            "download": download,
            "uploads": listed,
            "left_out": self.plan.workbook_uploads.count() - len(listed),
        }
        if download is not None:
            context |= progress_context(download.job, reverse("plans:workbook-making", args=[self.plan.key]))
            context["has_failed"] = downloads.has_failed(download)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
        return render(self.request, "plans/workbook.html", context, status=status)


class WorkbookFile(WorkbookPage):
    """The workbook of the draft as it is now."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse | FileResponse:
        """The file, made at once where that is quick, else the one that was made; the page where there is none."""
        going = outgoing(self.plan)
        if going.is_quick:
            return self.answer(io.BytesIO(handed_out(self.plan).workbook(timezone.now())))
        download = downloads.asked_for(self.plan, going)
        return self.answer(download.file.open("rb")) if download and download.file else redirect(self.home())

    def answer(self, file: Any) -> FileResponse:
        """The file as a download, named after the plan and the day."""
        day = timezone.localdate().isoformat()
        return FileResponse(file, as_attachment=True, filename=f"{self.plan.key}-draft-{day}.xlsx")


class WorkbookMaking(WorkbookPage):
    """A large workbook: asked for by a button, then how far it is."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Have it made."""
        downloads.ask(self.plan, outgoing(self.plan), by=self.user, at=timezone.now())
        return redirect(self.home())

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The fragment alone for htmx; once the job has ended, or without a script, the page."""
        download = downloads.asked_for(self.plan, outgoing(self.plan))
        if download is None or download.job.is_finished or not request.htmx:  # type: ignore[attr-defined]  # middleware
            return back_to(request, self.home())
        return progress_response(request, download.job, request.path)


class Upload(WorkbookPage):
    """One uploaded workbook: being read, refused, to be decided, or settled."""

    def get(self, request: HttpRequest, key: str, upload: UUID) -> HttpResponse:
        """Where it stands."""
        return self.show(self.upload(upload))

    def post(self, request: HttpRequest, key: str, upload: UUID) -> HttpResponse:
        """Accept all, some or none; or have it read again."""
        found = self.upload(upload)
        act = request.POST.get("act", "")
        try:
            if act == "again":
                uploads.read_again(found)
            elif act == "none":
                uploads.set_aside(found, by=self.user, at=timezone.now())
            else:
                return self.accept(found, act)
        except uploads.AlreadySettled:
            messages.info(request, "This upload was decided already.")
        return redirect("plans:workbook-upload", key, upload)

    def accept(self, upload: WorkbookUpload, act: str) -> HttpResponse:
        """Store what was ticked and decided; nothing of it when anything stands in the way."""
        if not upload.can_decide:
            raise uploads.AlreadySettled
        if self.request.POST.get("reads", str(upload.reads)) != str(upload.reads):
            return self.read_meanwhile(upload)
        preview = uploads.preview_in(upload)
        ticked = frozenset(self.request.POST.getlist("take"))
        accepted = Accepted(ticked | whole(preview, self.request, act), decided(self.request))
        unseen = preview.overwriting(accepted.ids - ticked)
        if unseen and act != OVER:
            return self.ask(upload, preview, accepted, unseen)
        if not accepted.changes(preview):
            return self.show(upload, accepted, {"": "Tick what is to be saved, or take nothing of it."})
        try:
            count = uploads.accept_upload(upload, accepted, by=self.user, at=timezone.now())
        except NotTaken as refusal:
            return self.show(upload, accepted.without(refusal.left), refusal.messages)
        except uploads.ReadMeanwhile:
            return self.read_meanwhile(upload)
        except (PageMoved, SchemeGone):
            uploads.read_again(upload, accepted)
            messages.warning(self.request, GONE_ON)
        else:
            messages.success(self.request, f"Saved: {count} change{'' if count == 1 else 's'} from {upload.name}.")
        return redirect("plans:workbook-upload", self.plan.key, upload.pk)

    def read_meanwhile(self, upload: WorkbookUpload) -> HttpResponse:
        """The preview as it is now: what was ticked belongs to an earlier one."""
        messages.warning(self.request, READ_MEANWHILE)
        return redirect("plans:workbook-upload", self.plan.key, upload.pk)

    def ask(
        self, upload: WorkbookUpload, preview: Preview, accepted: Accepted, unseen: tuple[Change, ...]
    ) -> HttpResponse:
        """Name what others wrote since and nobody ticked by itself, and ask; nothing is saved."""
        over = {change.id for change in unseen}
        context = {
            "plan": self.plan,
            "upload": upload,
            "title": f"Replace {len(unseen)} newer answer{'' if len(unseen) == 1 else 's'}?",
            "crumbs": self.crumbs((TITLE, self.home()), (upload.name, self.request.path)),
            "unseen": unseen,
            "rest": [change.id for change in preview.changes if change.id in accepted.ids - over],
            "rest_count": len(accepted.changes(preview)) - len(unseen),
            "decided": accepted.decided,
        }
        return render(self.request, "plans/workbook_over.html", context)

    def show(
        self, upload: WorkbookUpload, accepted: Accepted | None = None, faults: dict[str, str] | None = None
    ) -> HttpResponse:
        """The page of its state; with faults, what was ticked and typed stays."""
        url = reverse("plans:workbook-progress", args=[self.plan.key, upload.pk])
        context: dict[str, Any] = {
            "plan": self.plan,
            "upload": upload,
            "title": upload.name,
            "crumbs": self.crumbs((TITLE, self.home())),
            "has_failed": upload.state == UploadState.READING and upload.job.state == JobState.FAILED,
            **progress_context(upload.job, url),
        }
        if upload.state == UploadState.REFUSED:
            context["problems"] = uploads.problems_in(upload)
        elif upload.state == UploadState.READY:
            preview = uploads.preview_in(upload)
            chosen = accepted or kept_from(preview)
            context |= {"preview": preview, "sections": shown_sections(self.plan, preview, chosen, faults or {})}
            context["is_older"] = has_moved(preview.pages, page_versions(self.plan))
            context["faults"] = [
                (f"take-{where}" if where else "decision", fault) for where, fault in (faults or {}).items()
            ]
        status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
        return render(self.request, "plans/workbook_upload.html", context, status=status)


class UploadProgress(WorkbookPage):
    """How far reading is: a fragment that asks again by itself until the preview is there."""

    def get(self, request: HttpRequest, key: str, upload: UUID) -> HttpResponse:
        """The fragment alone for htmx; once the job has ended, or without a script, the page."""
        found = self.upload(upload)
        if found.job.is_finished or not request.htmx:  # type: ignore[attr-defined]  # added by django-htmx's middleware
            return back_to(request, reverse("plans:workbook-upload", args=[key, upload]))
        return progress_response(request, found.job, request.path)


def back_to(request: HttpRequest, url: str) -> HttpResponse:
    """Go to a page, also from a fragment of it: htmx follows a redirect only within the fragment."""
    if request.htmx:  # type: ignore[attr-defined]  # added by django-htmx's middleware
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def whole(preview: Preview, request: HttpRequest, act: str) -> frozenset[str]:
    """The changes that are to be stored without a tick of their own: all that remove nothing, or a section's.

    After the question about newer answers, those that it named.
    """
    if act == OVER:
        return frozenset(request.POST.getlist("over"))
    sections = set(request.POST.getlist("section"))
    return frozenset(
        one.id for one in preview.changes if one.adds_or_changes and (act == "all" or one.section in sections)
    )


def decided(request: HttpRequest) -> dict[str, str]:
    """What authors typed where the file could not be read, by the id of the change."""
    return {
        name.removeprefix(DECIDE): str(text)
        for name, text in request.POST.items()
        if name.startswith(DECIDE) and str(text).strip()
    }
