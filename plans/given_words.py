"""Words that an invited person gave, on the authors' forms: shown, never changed, whatever is sent for them."""

from dataclasses import dataclass
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME

from plans.content import Answer
from plans.forms import SectionForm
from plans.given import Facts, given_sentence, locked
from plans.questions import questions


@dataclass(frozen=True)
class GivenWords:
    """What a form shows in place of boxes. ``unsaved``: what was typed into one of them before it was given."""

    sentence: str
    answers: tuple[Answer, ...]
    unsaved: tuple[tuple[str, str], ...]


def without_given(form: SectionForm, facts: Facts) -> GivenWords | None:
    """Take the boxes of given words, and the one that removes the row, out of a form; None where nothing was given.

    Every door to a draft binds these forms: a page, its saving by itself, a merge, a restored revision, a workbook, a
    paste. What has no box cannot be written.
    """
    names = locked(form.fields, facts)
    if not names:
        return None
    asked = questions(form._meta.model, names, (), {})
    answers = tuple(question.answer(form.instance) for question in asked)
    unsaved = tuple((answer.label, typed) for answer in answers if (typed := _typed_over(form, answer)))
    for name in (*names, DELETION_FIELD_NAME):
        form.fields.pop(name, None)
    return GivenWords(given_sentence(facts), answers, unsaved)


def _typed_over(form: SectionForm, answer: Answer) -> str:
    """What was sent for an answer and says something else; empty for nothing."""
    if not form.is_bound or answer.kind == "date":
        return ""
    typed = form.written(answer.name)
    return "" if plain_text(typed) in {plain_text(answer.text), plain_text(answer.value)} else typed


def plain_text(value: Any) -> str:
    """A text as it is compared: letters and figures alone matter."""
    return " ".join(str(value or "").split()).casefold()
