"""The form in which a body delegates minor amendments to a deputy."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from approvals.delegation import Terms, faults_of_terms
from itf.accounts.models import User
from itf.lib.forms import DateField3, offer
from plans.forms import FigureTextField


class DelegationForm(forms.Form):
    """Who may accept what, until when, and which minute says so."""

    deputy = forms.ChoiceField(
        label="Who may accept minor amendments?",
        required=False,
        help_text="One person, by post. They may be of another body of the plan, as boards and governing bodies let a "
        "director of the council amend; the minute must name them. What they accept is shown with your signature.",
    )
    up_to = FigureTextField(
        label="Up to how much may move? (optional)",
        places=2,
        prefix="£",
        required=False,
        help_text="All that moves between contributions or lines of spend counts, from the words that were signed: "
        "amounts, and whole lines that change their year, source or payer.",
    )
    sections = forms.MultipleChoiceField(
        label="Which sections may change? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen means any, within the amount.",
    )
    until = DateField3(
        label="Until when?", required=False, help_text="The last day on which an amendment can be accepted."
    )
    meeting_on = DateField3(label="When was the meeting that delegated this?", required=False)
    minute_reference = forms.CharField(label="Reference of the minute", max_length=120, required=False)

    def __init__(self, *args: Any, people: Iterable[User], sections: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        named = [(key, str(person)) for key, person in self.people.items()]
        offer(self, "deputy", [("", "Choose a person"), *named])
        self.titles = dict(sections)
        offer(self, "sections", self.titles.items())

    def clean(self) -> dict[str, Any]:
        """What the step itself would refuse, said beside the field."""
        cleaned = super().clean() or {}
        for field, sentence in faults_of_terms(self.terms(), on=timezone.localdate()).items():
            if field not in self.errors:
                self.add_error(field, sentence)
        return cleaned

    def terms(self) -> Terms:
        """What was typed, for the step."""
        read = self.cleaned_data
        up_to: Decimal | None = read.get("up_to")
        return Terms(
            deputy=self.people.get(read.get("deputy") or ""),
            until=read.get("until"),
            minute_reference=read.get("minute_reference") or "",
            meeting_on=read.get("meeting_on"),
            sections=tuple(read.get("sections") or ()),
            up_to=up_to,
        )
