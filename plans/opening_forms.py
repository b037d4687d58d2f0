"""The form that opens plans: the round, and the localities that get a plan in it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from conditions.models import Round
from plans.models import Locality


class OpenPlansForm(forms.Form):
    """A round and localities of it: those chosen, or all that are not made up."""

    round = forms.ModelChoiceField(
        Round.objects.select_related("condition_set"), empty_label="Choose a round", label="Round"
    )
    every = forms.BooleanField(required=False, label="All localities that are not made up")
    localities = forms.ModelMultipleChoiceField(
        Locality.objects.all(), required=False, label="Or these localities", widget=forms.CheckboxSelectMultiple
    )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where nobody is chosen."""
        cleaned = super().clean() or {}
        if not cleaned.get("every") and not cleaned.get("localities") and "localities" not in self.errors:
            raise ValidationError("Choose all localities, or one at least.")
        return cleaned

    def chosen(self) -> list[Locality]:
        """The localities of a form that is valid."""
        if self.cleaned_data["every"]:
            return list(Locality.objects.filter(is_synthetic=False))
        return list(self.cleaned_data["localities"])
