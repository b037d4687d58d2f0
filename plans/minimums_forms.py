"""The forms of an import of minimum contributions: the file, then the agreement to what it changes."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from plans.minimums import UNCHANGED, Fault, MinimumChange, MinimumsRefused, preview_minimums, text_of

LARGEST = 1024 * 1024  # bytes; every CCG and council for ten years is less
LONGEST_NAME = 120


class MinimumsFileForm(forms.Form):
    """A file. Valid where nothing in it is wrong; ``faults`` are those of the reader that the command uses too."""

    file = forms.FileField(label="File (CSV in UTF-8)", allow_empty_file=True)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.faults: tuple[Fault, ...] = ()
        self.changes: list[MinimumChange] = []
        self.moved = ""
        self.name = ""
        self.text = ""

    def clean_file(self) -> UploadedFile[bytes]:
        """Read it to the end and see what it would change; nothing is stored."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        self.name = str(file.name)[-LONGEST_NAME:]
        if (file.size or 0) > LARGEST:
            raise ValidationError("The file is larger than 1 MB. A table of minimum contributions is far smaller.")
        try:
            self.text = text_of(file.read())
            self.changes = preview_minimums(self.text, file=self.name)
        except MinimumsRefused as refused:
            self.faults = refused.faults
            raise ValidationError("The file is refused. Nothing was stored.") from refused
        return file

    @property
    def changing(self) -> int:
        """How many rows would change something."""
        return sum(change.outcome != UNCHANGED for change in self.changes)

    def agreed(self) -> dict[str, Any]:
        """What the next page sends back: the file's own words, and the changes that were shown."""
        return {
            "name": self.name,
            "text": base64.b64encode(self.text.encode()).decode(),
            "changes": [str(change) for change in self.changes],
        }


class AgreedMinimumsForm(forms.Form):
    """What was seen: it is stored only as long as it still comes to the same changes."""

    name = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_NAME)
    # Coded, because a browser rewrites the ends of lines and the audit trail keeps the digest of the file.
    text = forms.CharField(widget=forms.HiddenInput)
    changes = forms.JSONField(widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """The file's words; raises ValidationError for what is none."""
        try:
            return base64.b64decode(self.cleaned_data["text"], validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise ValidationError("This is not what the page before sent.") from error
