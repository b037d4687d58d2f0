"""Files of a version: progress of the job that builds one, download, and another try."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from itf.jobs.models import JobState
from itf.jobs.views import progress_context, progress_response
from plans import lifecycle
from plans.models import OF_EVERY_VERSION, Document, Plan
from plans.views.base import PlanPage


class DocumentPage(PlanPage):
    """One output of one version."""

    def document(self, number: int, kind: str) -> Document:
        """The document; 404 when the version has none of this kind."""
        found = Document.objects.select_related("job", "version__plan")
        return get_object_or_404(found, version__plan=self.plan, version__number=number, kind=kind)


class Download(DocumentPage):
    """The file itself."""

    def get(self, request: HttpRequest, key: str, number: int, kind: str) -> HttpResponse | FileResponse:
        """The file, or the page that says how far it is."""
        document = self.document(number, kind)
        return file_response(document) if document.is_ready else redirect("plans:version", key, number)


class Progress(DocumentPage):
    """How far the job is: a fragment that asks again by itself until the file is there."""

    def get(self, request: HttpRequest, key: str, number: int, kind: str) -> HttpResponse:
        """The fragment alone for htmx; without a script, the version's page."""
        document = self.document(number, kind)
        if not request.htmx:  # type: ignore[attr-defined]  # added by django-htmx's middleware
            return redirect("plans:version", key, number)
        return progress_response(request, document.job, request.path, **outcome(self.plan, document))


class TryAgain(DocumentPage):
    """A job that failed, queued once more."""

    def post(self, request: HttpRequest, key: str, number: int, kind: str) -> HttpResponse:
        """Queue it and go back to the version."""
        lifecycle.build_again(self.document(number, kind))
        return redirect("plans:version", key, number)


def outcome(plan: Plan, document: Document) -> dict[str, Any]:
    """What the progress fragment shows once the job has ended."""
    return {
        "plan": plan,
        "document": document,
        "can_retry": document.job.state == JobState.FAILED,
        "job_outcome_template": "plans/_document_outcome.html",
    }


def document_context(plan: Plan, document: Document) -> dict[str, Any]:
    """Everything the fragment of one document needs on the version's page."""
    url = reverse("plans:progress", args=[plan.key, document.version.number, document.kind])
    return {**progress_context(document.job, url), **outcome(plan, document)}


def file_response(document: Document) -> FileResponse:
    """The document's file as a download, under a name that says which plan and version it is."""
    plan: Plan = document.version.plan
    ending = f".{document.suffix}" if document.kind in OF_EVERY_VERSION else f"-{document.kind}.{document.suffix}"
    name = f"{plan.key}-version-{document.version.number}{ending}"
    return FileResponse(document.file.open("rb"), as_attachment=True, filename=name)
