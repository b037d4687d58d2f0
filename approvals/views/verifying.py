"""The public page that says what a document proves; for all, signed in or not."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View

from approvals.proofs import FINGERPRINT, Proof, prove_both, prove_file, prove_fingerprint

MEGABYTES = 25


class CheckDocumentForm(forms.Form):
    """A file or a fingerprint."""

    file = forms.FileField(
        label="The file",
        required=False,
        help_text=f"A PDF or workbook from this service, at most {MEGABYTES} MB. It is compared and not kept.",
    )
    fingerprint = forms.CharField(
        label="Or the fingerprint",
        required=False,
        max_length=200,
        help_text="The 64 letters and figures at the foot of each page.",
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_fingerprint(self) -> str:
        """Without the spaces that copying brings along."""
        given = "".join(str(self.cleaned_data["fingerprint"]).split()).lower()
        if given and not FINGERPRINT.fullmatch(given):
            raise forms.ValidationError("A fingerprint has 64 letters from a to f and figures. Copy the whole of it.")
        return given

    def clean_file(self) -> Any:
        """Not more than can be compared while someone waits."""
        file = self.cleaned_data["file"]
        if file and file.size > MEGABYTES * 1_000_000:
            raise forms.ValidationError(f"The file is larger than {MEGABYTES} MB: it is none of this service.")
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not cleaned.get("fingerprint"):
            self.add_error("file", "Choose a file, or enter a fingerprint.")
        return cleaned


@method_decorator(login_not_required, name="dispatch")
class Verify(View):
    """Takes a file or a fingerprint. Nothing that is sent is kept."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form; with a fingerprint in the address, the answer as well."""
        given = request.GET.get("fingerprint", "").strip().lower()
        proof = prove_fingerprint(given) if FINGERPRINT.fullmatch(given) else None
        return self.show(CheckDocumentForm(initial={"fingerprint": given}), proof)

    def post(self, request: HttpRequest) -> HttpResponse:
        """The answer; the form again with what is wrong with what was sent."""
        form = CheckDocumentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, None, status=422)
        file = form.cleaned_data["file"]
        fingerprint = form.cleaned_data["fingerprint"]
        if file and fingerprint:
            proof = prove_both(file.read(), fingerprint)
        else:
            proof = prove_file(file.read()) if file else prove_fingerprint(fingerprint)
        return self.show(CheckDocumentForm(), proof, name=str(file.name) if file else "")

    def show(self, form: CheckDocumentForm, proof: Proof | None, **more: Any) -> HttpResponse:
        """The page."""
        status = more.pop("status", 200)
        return render(self.request, "approvals/verify.html", {"form": form, "proof": proof, **more}, status=status)
