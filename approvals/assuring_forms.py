"""Forms of recommending, moderating and deciding: they check what is typed; the steps check it again and act."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from approvals import letters
from approvals.clarifying import Pin
from approvals.deciding import Verdicts
from approvals.lines import Line
from approvals.meeting_conditions import Task, may_be_due
from approvals.models import REASON_LIMIT, Case, Level, Mark, ModeratedMark, Outcome, Recommendation
from approvals.recommending import Advice
from itf.accounts.models import Organisation
from itf.lib.forms import DateField3, NarrativeInput, offer
from plans.attachments.problems import NotTaken
from plans.content import SectionContent
from plans.places import rows_in

OUTCOME_HINTS = {
    Outcome.APPROVED_WITH_SUPPORT.value: "The plan may begin; it gets help with what the reasons name.",
    Outcome.APPROVED_WITH_CONDITIONS.value: "The plan may begin; each condition has an owner and a day.",
    Outcome.NOT_APPROVED.value: "The plan opens again for its authors, who make a new version.",
}


class AdviceForm(forms.Form):
    """The marks that a level settles or changes, and the outcome that it advises, with reasons.

    The area is asked for every line on which the two sides differ; later levels may change any line. ``settled``: what
    the area settled on a version before, with which it begins.
    """

    outcome = forms.ChoiceField(
        label="Which outcome do you recommend?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an outcome."},
    )
    reasons = forms.CharField(
        label="What are the reasons?",
        max_length=REASON_LIMIT,
        widget=NarrativeInput(char_limit=REASON_LIMIT, rows=8),
        error_messages={"required": "Give the reasons: the authors will act on them."},
        help_text="If you are followed, these are the reasons in the letter. Name the support that is needed.",
    )
    without_answers = forms.CharField(
        label="Why do you go on before the authors have answered?",
        max_length=REASON_LIMIT,
        widget=NarrativeInput(char_limit=REASON_LIMIT, rows=3),
        error_messages={"required": "Say why you go on before the authors have answered, or wait for the answer."},
        help_text="Those who assure the plan after you read it.",
    )

    def __init__(
        self,
        *args: Any,
        level: Level,
        lines: Iterable[Line],
        before: Recommendation | None,
        decides: bool = False,
        is_owed_an_answer: bool = False,
        settled: Mapping[str, ModeratedMark] | None = None,
        **kwargs: Any,
    ) -> None:
        if before:
            kept = before.without_answers if before.level == level else ""
            kwargs["initial"] = {"outcome": before.outcome, "reasons": before.reasons, "without_answers": kept}
        super().__init__(*args, **kwargs)
        self.level, self.settled = level, settled or {}
        if not is_owed_an_answer:
            del self.fields["without_answers"]
        if decides:
            self.fields["outcome"].label = "Which outcome does the plan have?"
            self.fields["reasons"].help_text = "These are the reasons in the letter. Name the support that is needed."
        self.lines = [line for line in lines if level != Level.AREA or line.differs]
        self.fields["outcome"].option_hints = OUTCOME_HINTS  # type: ignore[attr-defined]  # read by the field template
        for line in self.lines:
            self._ask(line)
        self.order_fields([name for name in self.fields if name not in {"outcome", "reasons", "without_answers"}])

    def _ask(self, line: Line) -> None:
        own = line.moderated.get(self.level) or self.settled.get(line.key)
        before = line.mark_before(self.level)
        choices = [(str(value), label) for value, label in Mark.choices]
        if before is not None:
            choices.insert(0, ("", f"Leave at {Mark(before).label}"))
        self.fields[f"mark-{line.key}"] = forms.TypedChoiceField(
            label=f"Mark for {line.title}",
            initial=own.mark if own else "",
            choices=choices,
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect if before is None else forms.Select,
        )
        self.fields[f"reason-{line.key}"] = forms.CharField(
            label=f"Reason for the mark of {line.title}",
            initial=own.reason if own else "",
            max_length=REASON_LIMIT,
            required=False,
            widget=NarrativeInput(char_limit=REASON_LIMIT, rows=2),
        )

    def asked(self) -> list[tuple[Line, forms.BoundField, forms.BoundField]]:
        """Each line with its two fields, for the page."""
        return [(line, self[f"mark-{line.key}"], self[f"reason-{line.key}"]) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """A difference needs a mark, and a mark that is settled or changed needs a reason."""
        cleaned = super().clean() or {}
        for line in self.lines:
            mark, reason = cleaned.get(f"mark-{line.key}"), cleaned.get(f"reason-{line.key}")
            if mark is None and line.mark_before(self.level) is None:
                self.add_error(f"mark-{line.key}", f"Choose the mark for “{line.title}”.")
            elif mark is not None and not reason and self._is_new(line, mark):
                self.add_error(f"reason-{line.key}", f"Say why for “{line.title}”.")
        return cleaned

    def advice(self) -> Advice:
        """What was typed, for the step; a mark that stays as it was is no change."""
        read = self.cleaned_data
        marks = {}
        for line in self.lines:
            mark = read[f"mark-{line.key}"]
            if mark is not None and self._is_new(line, mark):
                marks[line.key] = (mark, read[f"reason-{line.key}"])
        return Advice(Outcome(read["outcome"]), read["reasons"], marks, read.get("without_answers", ""))

    def _is_new(self, line: Line, mark: int) -> bool:
        return mark != line.mark_before(self.level)


class TrancheForm(forms.Form):
    """Into which tranche the chosen plans go."""

    tranche = forms.ChoiceField(label="Put the chosen plans into", error_messages={"required": "Choose a tranche."})
    cases = forms.TypedMultipleChoiceField(
        label="Plans", coerce=UUID, error_messages={"required": "Choose at least one plan."}
    )

    def __init__(
        self, *args: Any, tranches: Iterable[tuple[str, str]], cases: Iterable[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "tranche", [("", "Choose a tranche"), *tranches])
        offer(self, "cases", [(str(key), title) for key, title in cases])


class LetterForm(forms.Form):
    """The signed letter with a decision, as a PDF."""

    letter = forms.FileField(
        label="The signed letter",
        allow_empty_file=True,  # the gate says what is wrong with one
        error_messages={"required": "Choose the signed letter, a PDF."},
    )

    def clean_letter(self) -> Any:
        """A PDF that may come in."""
        return _checked_letter(self.cleaned_data["letter"])


def _checked_letter(sent: Any) -> Any:
    try:
        return letters.checked(sent) and sent if sent else None
    except NotTaken as refusal:
        raise forms.ValidationError(str(refusal)) from None


class VerdictsForm(forms.Form):
    """What ministers decided of each plan of a tranche, and the letter that says so; plans may be left for later."""

    reference = forms.CharField(
        label="Reference of the ministers’ letter",
        max_length=120,
        help_text="It stands in each plan’s outcome letter.",
        error_messages={"required": "Enter the reference of the letter: the decision rests on it."},
    )
    letter = forms.FileField(
        label="The signed letter (optional)",
        required=False,
        allow_empty_file=True,  # the gate says what is wrong with one
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cases: Iterable[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = list(cases)
        self.advised = {case.pk: _advised(case) for case in self.cases}
        for case in self.cases:
            self.fields[f"outcome-{case.pk}"] = forms.ChoiceField(
                label=f"Outcome of {case.plan}",
                choices=[("", "Not decided yet"), *Outcome.choices],
                initial=self.advised[case.pk].outcome,
                required=False,
            )
            self.fields[f"reasons-{case.pk}"] = forms.CharField(
                label=f"Reasons for {case.plan}",
                max_length=REASON_LIMIT,
                required=False,
                initial=self.advised[case.pk].reasons,
                widget=NarrativeInput(char_limit=REASON_LIMIT, rows=3),
            )

    def asked(self) -> list[tuple[Case, Recommendation, forms.BoundField, forms.BoundField]]:
        """Each plan with what was recommended and its two fields, for the page."""
        return [
            (case, self.advised[case.pk], self[f"outcome-{case.pk}"], self[f"reasons-{case.pk}"]) for case in self.cases
        ]

    def clean_letter(self) -> Any:
        """A PDF that may come in, or none."""
        return _checked_letter(self.cleaned_data["letter"])

    def clean(self) -> dict[str, Any]:
        """At least one decision; each with reasons, and with its own where it is not what was recommended."""
        cleaned = super().clean() or {}
        if not self.errors and not self.verdicts():
            self.add_error(None, "Choose the outcome of at least one plan.")
        for case in self.cases:
            outcome, reasons = cleaned.get(f"outcome-{case.pk}"), cleaned.get(f"reasons-{case.pk}", "")
            advised = self.advised[case.pk]
            if not outcome:
                continue
            if not reasons.strip():
                self.add_error(f"reasons-{case.pk}", f"Give the reasons for {case.plan}.")
            elif outcome != advised.outcome and reasons.strip() == advised.reasons.strip():
                words = f"The outcome of {case.plan} is not what was recommended. Say why."
                self.add_error(f"reasons-{case.pk}", words)
        return cleaned

    def verdicts(self) -> list[Verdicts]:
        """What was decided, for the step."""
        read = self.cleaned_data
        return [
            Verdicts(case.pk, Outcome(read[f"outcome-{case.pk}"]), read.get(f"reasons-{case.pk}", ""))
            for case in self.cases
            if read.get(f"outcome-{case.pk}")
        ]


def _advised(case: Case) -> Recommendation:
    """What the last level of its route told ministers; recommendations are prefetched."""
    made = {row.level: row for row in case.recommendations.all()}
    return next(made[level] for level in reversed(Level.values) if level in made)


class AskForm(forms.Form):
    """The place of a section that a question is about, and the question."""

    place = forms.ChoiceField(
        label="Which place is it about?", error_messages={"required": "Choose the place that you ask about."}
    )
    question = forms.CharField(
        label="What do you ask the authors?",
        max_length=REASON_LIMIT,
        widget=NarrativeInput(char_limit=REASON_LIMIT, rows=5),
        error_messages={"required": "Write the question."},
        help_text="All parties read it.",
    )

    def __init__(self, *args: Any, section: SectionContent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        named = [("/", f"The section as a whole: {section.title}")]
        holders = [(None, "", section.answers), *((one.row.id, one.title, one.row.answers) for one in rows_in(section))]
        for row, title, answers in holders:
            if row:
                named.append((f"{row}/", title))
            named += [(f"{row or ''}/{one.name}", f"{title}: {one.label}" if title else one.label) for one in answers]
        offer(self, "place", [("", "Choose a place"), *named])

    def pin(self) -> Pin:
        """The place, for the step."""
        row, _, field = self.cleaned_data["place"].partition("/")
        return Pin(self.section.slug, UUID(row) if row else None, field)


class DeclareForm(forms.Form):
    """In which body of the plan a person has an interest, and what it is."""

    organisation = forms.ChoiceField(
        label="In which body?", error_messages={"required": "Choose the body."}, widget=forms.RadioSelect
    )
    interest = forms.CharField(
        label="What is the interest?",
        max_length=REASON_LIMIT,
        widget=NarrativeInput(char_limit=REASON_LIMIT, rows=3),
        error_messages={"required": "Say what the interest is."},
        help_text="For example, that someone you live with works there. No names.",
    )

    def __init__(self, *args: Any, bodies: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        offer(self, "organisation", [(key, str(body)) for key, body in self.bodies.items()])

    def body(self) -> Organisation:
        """The one chosen."""
        return self.bodies[self.cleaned_data["organisation"]]


class ConditionForm(forms.Form):
    """One condition of approval: what, whose, by when, and which sections it touches."""

    text = forms.CharField(
        label="What must be met?",
        max_length=REASON_LIMIT,
        widget=NarrativeInput(char_limit=REASON_LIMIT, rows=4),
        error_messages={"required": "Say what must be met."},
    )
    owner = forms.ChoiceField(
        label="Which body meets it?", error_messages={"required": "Choose the body."}, widget=forms.RadioSelect
    )
    due_on = DateField3(
        label="By when?",
        help_text="The last day on which it is on time. For example, 27 3 2014.",
        error_messages={"required": "Enter the day by which it is met."},
    )
    sections = forms.MultipleChoiceField(
        label="Which sections does it touch? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Its authors can change these and no others. With none, the condition is met by evidence alone.",
    )

    def __init__(
        self, *args: Any, bodies: Iterable[Organisation], sections: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        named = [(key, str(body)) for key, body in self.bodies.items()]
        offer(self, "owner", named)
        offer(self, "sections", sections)

    def clean_due_on(self) -> date:
        """Not a day that is over."""
        due_on: date = self.cleaned_data["due_on"]
        may_be = may_be_due(due_on, on=timezone.localdate())
        if not may_be:
            raise forms.ValidationError(may_be.reason)
        return due_on

    def task(self) -> Task:
        """What was typed, for the step."""
        read = self.cleaned_data
        return Task(read["text"], self.bodies[read["owner"]], read["due_on"], tuple(read["sections"]))
