"""Forms of sign-off, submission and assurance: they check what is typed; the steps check it again and act."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from approvals.models import AUTHORITY, REASON_LIMIT, AuthorityBasis, Mark, Outcome, Score, SignatureKind, SignOff
from approvals.signoff import Reply, faults_of, faults_of_ratification, faults_of_refusal
from approvals.standing import Stage
from conditions.models import Round, Tranche
from itf.accounts.models import OrganisationKind
from itf.lib.forms import DateField3, NarrativeInput, offer


class ReplyForm(forms.Form):
    """Position, authority and statement of whoever signs for a body, or agrees for the board."""

    answer = forms.ChoiceField(
        label="What is the answer?",
        choices=[("signed", "Sign"), ("except", "Sign, with an exception")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the answer is."},
    )
    position = forms.CharField(
        label="In what position do you sign?",
        max_length=120,
        required=False,
        help_text="Your post, as the signature will show it.",
    )
    basis = forms.ChoiceField(label="On what authority do you sign?", widget=forms.RadioSelect, required=False)
    ratification_due_on = DateField3(
        label="When is the action due to be ratified?", required=False, help_text="For example, 27 3 2014."
    )
    meeting_on = DateField3(
        label="When was the meeting?",
        required=False,
        help_text="The meeting that decided, or that gave the delegation. Not needed for an action to be ratified. For "
        "example, 30 1 2014.",
    )
    minute_reference = forms.CharField(
        label="Reference of the minute",
        max_length=120,
        required=False,
        help_text="Where the decision or the delegation is recorded. Not needed for an action to be ratified. For "
        "example, minute 14/22.",
    )
    statement = forms.CharField(
        label="Do you wish to say anything beside your signature? (optional)",
        max_length=REASON_LIMIT,
        required=False,
        widget=NarrativeInput(char_limit=REASON_LIMIT, rows=4),
        help_text="All parties and the assurers read it.",
    )

    def __init__(self, *args: Any, kind: OrganisationKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = SignatureKind.BOARD if kind == OrganisationKind.BOARD else SignatureKind.PARTY
        basis = self.fields["basis"]
        offer(self, "basis", [(value.value, words) for value, words in AUTHORITY[kind].items()])
        basis.reveals = {AuthorityBasis.CHAIRS_ACTION.value: ["ratification_due_on"]}  # type: ignore[attr-defined]  # for the field template
        self.fields["answer"].option_hints = {  # type: ignore[attr-defined]  # read by the field template
            "except": "Say below what the body does not agree to. It stands beside the signature, in the documents too."
        }
        if self.kind == SignatureKind.BOARD:
            offer(self, "answer", [("signed", "Agree"), ("except", "Agree, with an exception")])
            self.fields["position"].label = "In what position do you agree?"
            self.fields["position"].help_text = "Your post, as the agreement will show it."
            self.fields["statement"].label = "Do you wish to say anything beside your agreement? (optional)"
            basis.label = "On what authority do you agree?"

    def clean(self) -> dict[str, Any]:
        """What the step itself would refuse, said beside the field."""
        cleaned = super().clean() or {}
        faults = faults_of(self.reply(), kind=self.kind, on=timezone.localdate())
        for field, sentence in (self.asked_with_the_authority() | faults).items():
            if field not in self.errors:
                self.add_error(field, sentence)
        return cleaned

    def asked_with_the_authority(self) -> dict[str, str]:
        """What hangs on an authority not yet chosen: told with it, and not only after it is chosen."""
        asked, reply = {}, self.reply()
        if not reply.basis and reply.meeting_on is None:
            asked["meeting_on"] = "Enter the date of the meeting, if a meeting decided."
        if not reply.basis and not reply.minute_reference:
            asked["minute_reference"] = "Enter the reference of the minute, if one records the decision or delegation."
        return asked

    def reply(self) -> Reply:
        """What was typed, for the step."""
        return reply_of(self.cleaned_data)


class RefusalForm(forms.Form):
    """Why a body does not sign."""

    position = forms.CharField(label="In what position do you answer?", max_length=120, required=False)
    statement = forms.CharField(
        max_length=REASON_LIMIT,
        required=False,
        widget=NarrativeInput(char_limit=REASON_LIMIT, rows=6),
        help_text="Say what would have to change. All parties read it.",
    )

    def __init__(self, *args: Any, why: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].label = why

    def clean(self) -> dict[str, Any]:
        """What the step itself would refuse, said beside the field."""
        cleaned = super().clean() or {}
        for field, sentence in faults_of_refusal(self.reply()).items():
            if field not in self.errors:
                self.add_error(field, sentence)
        return cleaned

    def reply(self) -> Reply:
        """What was typed, for the step."""
        return reply_of(self.cleaned_data)


class ReasonForm(forms.Form):
    """Why a step that undoes the work of others is taken."""

    reason = forms.CharField(
        max_length=REASON_LIMIT,
        widget=NarrativeInput(char_limit=REASON_LIMIT, rows=4),
        error_messages={"required": "Say why: everyone who has signed will read it."},
    )

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


RATIFIED, NOT_RATIFIED = "ratified", "refused"


class RatificationForm(forms.Form):
    """Whether a body ratified an action, at which meeting, and its minute."""

    answer = forms.ChoiceField(
        label="What did the body decide?",
        choices=[(RATIFIED, "It ratified the action"), (NOT_RATIFIED, "It refused to ratify it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the body decided."},
    )
    met_on = DateField3(label="At which meeting?", required=False, help_text="Its date. For example, 27 3 2014.")
    minute = forms.CharField(label="Reference of the minute", max_length=120, required=False)

    def __init__(self, *args: Any, signoff: SignOff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signoff = signoff

    def clean(self) -> dict[str, Any]:
        """What the step itself would refuse, said beside the field."""
        cleaned = super().clean() or {}
        met_on, minute = cleaned.get("met_on"), cleaned.get("minute") or ""
        faults = faults_of_ratification(self.signoff, met_on=met_on, minute=minute, on=timezone.localdate())
        for field, sentence in faults.items():
            if field not in self.errors:
                self.add_error(field, sentence)
        return cleaned

    @property
    def is_refusal(self) -> bool:
        """Whether the body refused; of a checked form."""
        return self.cleaned_data.get("answer") == NOT_RATIFIED


class ForwardForm(forms.Form):
    """What those who agree say, where the plan goes forward without a body."""

    statement = forms.CharField(
        label="Why does the plan go forward?",
        max_length=REASON_LIMIT,
        widget=NarrativeInput(char_limit=REASON_LIMIT, rows=6),
        error_messages={"required": "Say why the plan goes forward."},
        help_text="It stands beside the reason of each body that declined, in the documents too.",
    )


class SubmitForm(forms.Form):
    """The reason for being late, asked for only after the window has closed."""

    late_reason = forms.CharField(
        label="Why is the plan submitted after the window closed?",
        max_length=REASON_LIMIT,
        widget=NarrativeInput(char_limit=REASON_LIMIT, rows=4),
        error_messages={"required": "Say why the plan is submitted late."},
        help_text="The area team reads it.",
    )

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["late_reason"]


class ScoresForm(forms.Form):
    """A mark and a reason for each key line of enquiry; any of them may wait."""

    def __init__(self, *args: Any, scores: Iterable[Score], **kwargs: Any) -> None:
        self.scores = list(scores)
        super().__init__(*args, **kwargs)
        for score in self.scores:
            self.fields[f"mark-{score.line}"] = forms.TypedChoiceField(
                label=f"Score for {score.title}",
                initial=score.mark,
                choices=Mark.choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"reason-{score.line}"] = forms.CharField(
                label=f"Reason for the score of {score.title}",
                initial=score.reason,
                max_length=REASON_LIMIT,
                required=False,
                widget=NarrativeInput(char_limit=REASON_LIMIT, rows=3),
            )

    def lines(self) -> list[tuple[Score, forms.BoundField, forms.BoundField]]:
        """Each line with its two fields, for the page."""
        return [(score, self[f"mark-{score.line}"], self[f"reason-{score.line}"]) for score in self.scores]

    def marks(self) -> dict[str, tuple[int | None, str]]:
        """What was typed, by line, for the step."""
        read = self.cleaned_data
        return {score.line: (read[f"mark-{score.line}"], read[f"reason-{score.line}"]) for score in self.scores}

    def given(self) -> int:
        """How many lines have both, as typed."""
        return sum(mark is not None and bool(reason) for mark, reason in self.marks().values())

    def require_all(self) -> bool:
        """Whether every line has a mark and a reason; where not, an error beside each that lacks one."""
        titles = {score.line: score.title for score in self.scores}
        for line, (mark, reason) in self.marks().items():
            if mark is None:
                self.add_error(f"mark-{line}", f"Choose a score for “{titles[line]}”.")
            if not reason:
                self.add_error(f"reason-{line}", f"Give a reason for the score of “{titles[line]}”.")
        return not self.errors


class PlanFilterForm(forms.Form):
    """The filters of the list of plans, sent by GET."""

    q = forms.CharField(label="Search by place or title", max_length=80, required=False)
    state = forms.ChoiceField(label="State", choices=[("", "All states"), *Stage.choices], required=False)


class NationFilterForm(forms.Form):
    """The filters of the national page, sent by GET."""

    round = forms.ChoiceField(label="Round", required=False)
    q = forms.CharField(label="Search by title", max_length=80, required=False)
    region = forms.ChoiceField(label="Region", required=False)
    state = forms.ChoiceField(label="State", choices=[("", "All states"), *Stage.choices], required=False)
    tranche = forms.ChoiceField(label="Tranche", required=False)
    outcome = forms.ChoiceField(label="Outcome", choices=[("", "All outcomes"), *Outcome.choices], required=False)

    def __init__(
        self, *args: Any, rounds: Iterable[Round], regions: Iterable[str], tranches: Iterable[Tranche], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "round": [(one.key, str(one)) for one in rounds],
            "region": [("", "All regions"), *((name, name) for name in regions)],
            "tranche": [("", "All tranches"), ("none", "In none"), *((one.key, str(one)) for one in tranches)],
        }
        for name, listed in choices.items():
            offer(self, name, listed)


def reply_of(cleaned: dict[str, Any]) -> Reply:
    """A reply from what a form read; what could not be read is left empty."""
    day: date | None = cleaned.get("meeting_on")
    return Reply(
        position=cleaned.get("position") or "",
        basis=cleaned.get("basis") or "",
        minute_reference=cleaned.get("minute_reference") or "",
        meeting_on=day,
        ratification_due_on=cleaned.get("ratification_due_on"),
        statement=cleaned.get("statement") or "",
        has_exception=cleaned.get("answer") == "except",
    )
