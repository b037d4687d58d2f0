"""What may be chosen in a cell: the lists that the model fields set, for Excel to offer while people type."""

from django.db import models

from plans.content import About, Answer
from plans.national_templates import TEMPLATES, template_for
from plans.sections import RowSpec, Section

ORGANISATIONS = frozenset({"organisation", "lead_commissioner"})


def choices_for(about: About, model: type[models.Model] | None, answer: Answer) -> tuple[str, ...]:
    """The texts that may stand in the answer's cell; empty where anything may."""
    if answer.kind == "yesno":
        return ("Yes", "No")
    if answer.kind == "flag":
        return ("Yes",)
    if answer.name == "year":
        return about.years
    if answer.kind == "reference" and answer.name in ORGANISATIONS:
        return tuple(party.name for party in about.parties)
    if answer.kind == "choice" and model is not None:
        field = model._meta.get_field(answer.name)
        return tuple(str(label) for value, label in getattr(field, "flatchoices", ()) if value)
    return ()


def section_of(about: About, slug: str) -> Section | None:
    """The template's section behind a stored one; None for a template or section that is no longer issued."""
    template = template_for(about.template, about.years) if about.template in TEMPLATES else None
    found = [section for section in template.sections if section.slug == slug] if template else []
    return found[0] if found else None


def model_of(spec: Section | RowSpec | None) -> type[models.Model] | None:
    """The model behind a section or table, if any."""
    return spec.model if spec else None
