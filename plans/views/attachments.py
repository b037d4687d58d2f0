"""The files of a plan: listed, attached, downloaded, taken out."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from itf.lib.verdict import require
from plans.attached import MEGABYTE, size_text
from plans.attachments.acts import attach, take_out
from plans.attachments.names import plain_name
from plans.attachments.problems import AttachedAlready, AttachmentGone, NotTaken
from plans.attachments.types import ENDINGS, TAKEN
from plans.links import section_url
from plans.models import Attachment, AttachmentKind, RelatedDocument
from plans.naming_files import SECTION, file_name
from plans.permissions import can_edit
from plans.views.base import PlanPage

TITLE = "Attached files"


class AttachmentForm(forms.Form):
    """A file, and what it is to the plan."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=AttachmentKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the file is."},
    )
    file = forms.FileField(
        label="The file",
        allow_empty_file=True,  # the gate says what is wrong with one
        error_messages={"required": "Choose the file to attach.", "invalid": "Choose the file to attach."},
    )


class Attachments(PlanPage):
    """All files of the draft, and the form to attach one more."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The list for all who may see the plan; the form for those who may write it now."""
        return self.show(AttachmentForm())

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Attach the file, or say why it is not taken. The second click of a double click finds it done."""
        require(can_edit(self.user, self.plan))
        form = AttachmentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        sent, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        try:
            attachment = attach(self.plan, sent, kind=kind, by=self.user, at=timezone.now())
        except NotTaken as refusal:
            form.add_error("file", str(refusal))
            return self.show(form)
        except AttachedAlready as before:
            attachment = before.attachment
            if (attachment.attached_by_id, attachment.name) != (self.user.pk, plain_name(sent.name)):
                form.add_error("file", f"The plan holds this file already, as “{attachment.name}”. Nothing was added.")
                return self.show(form)
        messages.success(request, f"Attached: {attachment.name}.")
        return redirect("plans:attachments", key)

    def show(self, form: AttachmentForm) -> HttpResponse:
        """The page, with what is wrong with the file that was sent."""
        refused = form.is_bound
        context = {
            "plan": self.plan,
            "title": TITLE,
            "form": form,
            "editing": can_edit(self.user, self.plan),
            "attachments": [
                (attachment, size_text(attachment.size))
                for attachment in self.plan.attachments.filter(removed_at=None).select_related("attached_by")
            ],
            "largest": settings.ATTACHMENT_MOST_BYTES // MEGABYTE,
            "taken": TAKEN,
            "endings": ",".join(ENDINGS),
            "crumbs": self.crumbs(("Related documents", section_url(self.plan.key, SECTION))),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
        return render(self.request, "plans/attachments.html", context, status=status)


class AttachmentFile(PlanPage):
    """One file of the draft or of a version, as a download."""

    def get(self, request: HttpRequest, key: str, attachment: UUID) -> FileResponse:
        """The file; 404 for one that was taken out before any version listed it."""
        listed = self.plan.attachments.filter(Q(removed_at=None) | Q(versions__isnull=False)).distinct()
        return attachment_response(listed.filter(pk=attachment).first())


class TakeOut(PlanPage):
    """Take a file out of the draft, after a page that asks once more."""

    def get(self, request: HttpRequest, key: str, attachment: UUID) -> HttpResponse:
        """The question; back to the list when someone else took it out."""
        require(can_edit(self.user, self.plan))
        found = self.plan.attachments.filter(pk=attachment).first()
        if found is None:
            raise Http404
        if found.removed_at:
            return self.back()
        context = {
            "plan": self.plan,
            "attachment": found,
            "is_listed": found.versions.exists(),
            "naming": self.naming(found),
            "crumbs": self.crumbs((TITLE, reverse("plans:attachments", args=[key]))),
        }
        return render(request, "plans/attachment_remove.html", context)

    def post(self, request: HttpRequest, key: str, attachment: UUID) -> HttpResponse:
        """Take it out; what is out already is taken for done."""
        require(can_edit(self.user, self.plan))
        try:
            found = take_out(self.plan, attachment, by=self.user, at=timezone.now())
        except AttachmentGone:
            return self.back()
        titles = ", ".join(f"“{document}”" for document in self.naming(found))
        still = f" It is still named by {titles}: choose another file there, or none." if titles else ""
        messages.success(request, f"Taken out: {found.name}.{still}")
        return self.back()

    def naming(self, found: Attachment) -> list[RelatedDocument]:
        """The related documents whose rows name the file: they go on naming what is no longer there."""
        called = file_name(found.name, found.sha256)
        return list(RelatedDocument.objects.filter(plan=self.plan, attached_file=called))

    def back(self) -> HttpResponse:
        """To the list."""
        return redirect("plans:attachments", self.plan.key)


def attachment_response(attachment: Attachment | None) -> FileResponse:
    """A file as a download under its author's name and our own media type; 404 for none, or one lost from the disk."""
    if attachment is None:
        raise Http404
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404("The file is not here.") from None
    return FileResponse(content, as_attachment=True, filename=attachment.name, content_type=attachment.media_type)
