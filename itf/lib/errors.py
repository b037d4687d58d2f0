"""The error summary: every fault of any mix of forms and formsets, in order, each with the control it is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BaseFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import Http404

from itf.lib.fields import control_id, faults, in_words


class MovedOn(Http404):
    """A page that was this person's to see and is no longer: title and message say what happened, in words for them."""

    def __init__(self, message: str, *, title: str) -> None:
        super().__init__(message)
        self.title = title


@dataclass(frozen=True)
class ErrorLink:
    """One line of the summary; ``target`` is the id of a control that can take focus, or empty."""

    text: str
    target: str


def error_links(*parts: object) -> list[ErrorLink]:
    """The faults of forms, formsets, links made already and lists of them, in the order of the page.

    Other values are passed over. A form with a ``row_title`` ("Scheme E4") has it before each of its messages; a row of
    a formset without one is "Row 3". Rows that are being removed have no faults.
    """
    return [link for part in parts for link in _links(part)]


def _links(part: object) -> Iterator[ErrorLink]:
    if isinstance(part, ErrorLink):
        yield part
    elif isinstance(part, BaseFormSet):
        yield from _formset_links(part)
    elif isinstance(part, BaseForm):
        yield from _form_links(part, getattr(part, "row_title", ""))
    elif isinstance(part, Iterable) and not isinstance(part, str | bytes):
        for inner in part:
            yield from _links(inner)


def _formset_links(formset: "BaseFormSet[BaseForm]") -> Iterator[ErrorLink]:
    if not formset.is_bound:
        return
    first = next((_first_control(form) for form in formset.forms), "")
    for message in formset.non_form_errors():
        yield ErrorLink(str(message), first)
    for number, form in enumerate(formset.forms, start=1):
        links = list(_form_links(form, getattr(form, "row_title", "") or f"Row {number}"))
        if not form.cleaned_data.get(DELETION_FIELD_NAME):
            yield from links


def _form_links(form: BaseForm, title: str) -> Iterator[ErrorLink]:
    if not form.is_bound:
        return
    before = f"{title}: " if title else ""
    for message in form.non_field_errors():
        yield ErrorLink(f"{before}{message}", _first_control(form))
    for field in form:
        about = f"{field.label}: " if field.is_hidden else ""
        for fault in faults(field):
            for message in in_words(field, fault):
                yield ErrorLink(before + about + message, "" if field.is_hidden else control_id(field, fault))


def _first_control(form: BaseForm) -> str:
    return next((control_id(field) for field in form.visible_fields()), "")
