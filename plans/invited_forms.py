"""Forms of an invitation and of what an invited person writes."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import modelform_factory
from django.utils.timezone import localdate

from plans.commenting import PROVIDER_WORDS, VIEW, asked_words
from plans.forms import YES_NO, form_field
from plans.inviting import FIGURES
from plans.models import Capacity, CommentaryDraft, Invitation
from plans.national_templates.years import in_years
from plans.questions import model_field

ASKED = {
    "outturn": "Enter the outturn. It is a count of emergency admissions.",
    "plan_first": "Enter the plan for 2014/15. It is a count of emergency admissions.",
    "plan_second": "Enter the plan for 2015/16. It is a count of emergency admissions.",
    "agrees": "Say whether you agree with the figures.",
    "why_not": "Say why you do not agree with the figures.",
    "considered": "Say whether you have considered what this means for your services.",
    "view": "Write your view.",
}
# The questions as the provider itself is asked them; the plan's own wording speaks of it from outside.
TO_THEM = {
    "agrees": "Do you agree with these figures?",
    "why_not": "If you do not, why?",
    "considered": "Have you considered what this means for your services?",
    "implications": "What does it mean for your services?",
    "view": "What is your view of the plan?",
}


class InviteForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Whom to ask, as what, by when, about which figures."""

    use_required_attribute = False

    class Meta:
        model = Invitation
        fields = ("capacity", "organisation", "post", "email", "respond_by", *FIGURES)
        formfield_callback = form_field
        labels = {  # noqa: RUF012 - Django's own shape
            "capacity": "Whom do you ask?",
            "post": "Post of the person you ask",
            "avoided": "Of the fall, admissions avoided by this plan",
        }
        help_texts = {  # noqa: RUF012 - as above
            "post": "A post, for example Chief executive. Never a name.",
        }

    def __init__(self, *args: Any, years: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIGURES:
            self.fields[name].label = in_years(str(self.fields[name].label), years)
        capacity, email = self.fields["capacity"], self.fields["email"]
        self.fields["capacity"] = forms.ChoiceField(
            label=capacity.label, choices=Capacity.choices, widget=forms.RadioSelect, required=False
        )
        email.widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})
        self.fields["organisation"].widget.attrs.update({"list": "providers", "autocomplete": "off"})
        self.fields["post"].help_text = "A post, for example Chief executive. Never a name."
        self.fields["respond_by"].help_text = "For example, 30 1 2014. Leave empty for no day."
        for name, message in (
            ("capacity", "Choose whom you ask."),
            ("organisation", "Enter the organisation."),
            ("post", "Enter the post of the person you ask."),
            ("email", "Enter the e-mail address of the person you ask."),
        ):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = message

    def clean_respond_by(self) -> date | None:
        """A day that has passed is a slip."""
        day: date | None = self.cleaned_data["respond_by"]
        if day and day < localdate():
            raise ValidationError("Enter a day that is still to come, or leave it empty.")
        return day

    @property
    def more(self) -> dict[str, Any]:
        """By when, and the figures; Healthwatch is asked about none."""
        names = ("respond_by", *FIGURES) if self.cleaned_data["capacity"] == Capacity.PROVIDER else ("respond_by",)
        return {name: self.cleaned_data[name] for name in names}


class WordsForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """What an invited person writes; a draft may lack anything."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"agrees", "considered"} & set(self.fields):
            field = self.fields[name]
            field.widget = forms.RadioSelect()
            field.choices = YES_NO[1:]  # type: ignore[attr-defined]  # a choice field
        self.years = self.instance.invitation.plan.years
        for name, label in wording(tuple(self.fields), self.years).items():
            self.fields[name].label = label

    def require_all(self) -> bool:
        """Whether everything is there that giving needs; where not, an error beside each answer that lacks."""
        cleaned = dict(self.cleaned_data)
        for name in self.needed(cleaned):
            if cleaned.get(name) in (None, ""):
                self.add_error(name, ValidationError(in_years(ASKED[name], self.years), code="needed"))
        return not self.errors

    def needed(self, cleaned: dict[str, Any]) -> list[str]:
        """What must be answered before it can be given."""
        disagrees = cleaned.get("agrees") is False
        return [name for name in self.fields if name in ASKED and (name != "why_not" or disagrees)]


def wording(names: tuple[str, ...], years: tuple[str, str]) -> dict[str, str]:
    """The questions as the invited person is asked them, for the years of their plan."""
    issued = {name: str(model_field(CommentaryDraft, name).verbose_name) for name in names}
    return {name: in_years(label, years) for name, label in (issued | TO_THEM).items() if name in issued}


def words_form(invitation: Invitation, data: Any = None) -> WordsForm:
    """The form of one invited person, over their draft."""
    kind: Any = _PROVIDER if asked_words(invitation) == PROVIDER_WORDS else _VIEW
    draft = invitation.draft
    # A copy: what is typed and refused must not look as if it were stored.
    instance = CommentaryDraft.objects.get(pk=draft.pk) if data is not None else draft
    form: WordsForm = kind(data, instance=instance)
    return form


_PROVIDER = modelform_factory(CommentaryDraft, form=WordsForm, fields=PROVIDER_WORDS, formfield_callback=form_field)
_VIEW = modelform_factory(CommentaryDraft, form=WordsForm, fields=VIEW, formfield_callback=form_field)
