"""Small plans written out by hand, for the examples that are published beside the rules."""

from collections.abc import Mapping
from typing import Any

from plans.content import About, Answer, PartyFacts, PlanContent, Row, SectionContent, Table
from plans.national_templates import template_for
from plans.questions import READERS, Question, model_field, questions
from plans.sections import RowSpec, Section

Values = Mapping[str, Any]
COUNCIL = PartyFacts("council", "E1", "Samplebury Council", "council")
CCG = PartyFacts("ccg", "1X", "NHS Samplebury CCG", "ccg", mapped_elsewhere="0.00")
YEARS = ("2014/15", "2015/16")
# What the examples' references are called; content of a plan has the titles of its reference data.
TITLES = {
    "DFG": "Disabled Facilities Grant",
    "DTOC": "Delayed transfers of care",
    "NHS_MINIMUM": "Minimum CCG contribution",
    "REABLEMENT": "CCG reablement funding",
    "SEVEN_DAY": "Seven-day services",
    "SOCIAL_CARE": "Social care",
}


def sample(sections: Mapping[str, Values], *, template: str = "dec-2013", **about: Any) -> PlanContent:
    """A plan with these answers and no others. A table is a list of rows; ``about`` changes what the plan is.

    In a row, ``_title``, ``_key`` and ``_facts`` are no answers but what they are called, as is ``_facts`` in a
    section; a reference is its key.
    Raises KeyError for a section that the template lacks.
    """
    issued = template_for(template)
    for slug in sections:
        issued.section(slug)
    facts: dict[str, Any] = {
        "key": "samplebury",
        "title": "Samplebury",
        "locality": "Samplebury",
        "board": "Samplebury Health and Wellbeing Board",
        "round": "Example",
        "template": issued.key,
        "template_title": issued.title,
        "condition_set": "Example",
        "years": YEARS,
        "window_closes_on": "2014-02-14",
        "illustration": "",
        "is_synthetic": True,
        "parties": (COUNCIL, CCG),
    }
    return PlanContent(
        About(**{**facts, **about}), tuple(_section(one, sections.get(one.slug, {})) for one in issued.sections)
    )


def _section(section: Section, values: Values) -> SectionContent:
    asked = questions(section.model, section.fields, section.required, section.labels) if section.model else ()
    return SectionContent(
        section.slug,
        section.title,
        section.group,
        tuple(sorted(str(kind) for kind in section.signed_by)),
        tuple(_answer(section.model, question, values) for question in asked),
        tuple(_table(section, spec, values.get(spec.slug, ()), spec.slug) for spec in section.rows),
        facts=values.get("_facts", {}),
    )


def _table(section: Section, spec: RowSpec, listed: Any, path: str) -> Table:
    rows = tuple(_row(section, spec, values, f"{path}-{number}") for number, values in enumerate(listed, start=1))
    return Table(spec.slug, spec.title, spec.singular, spec.at_least, rows)


def _row(section: Section, spec: RowSpec, values: Values, path: str) -> Row:
    asked = questions(spec.model, spec.fields, spec.required, section.labels)
    answers = tuple(_answer(spec.model, question, values) for question in asked)
    named = next((answer.text for answer in answers if answer.name in {"title", "label", "measure"}), "")
    return Row(
        id=path,
        title=values.get("_title", named or (answers[0].text if answers else "")),
        key=values.get("_key", ""),
        answers=answers,
        tables=tuple(
            _table(section, child, values.get(child.slug, ()), f"{path}-{child.slug}") for child in spec.children
        ),
        facts=values.get("_facts", {}),
    )


def _answer(model: Any, question: Question, values: Values) -> Answer:
    raw, held = values.get(question.name), values.get("held", {}).get(question.name, "")
    if question.kind in {"reference", "references"}:
        keys: list[str] = raw if isinstance(raw, list) else [raw] if raw else []
        value, text = raw, ", ".join(TITLES.get(key, key) for key in keys)
    else:
        value, text = READERS[question.kind](raw)
        labels = dict(getattr(model_field(model, question.name), "flatchoices", ()))
        text = str(labels.get(value, text)) if question.kind == "choice" else text
    text = f"“{held}”, read as {text} until decided" if held and value is not None else f"“{held}”" if held else text
    return Answer(question.name, question.label, question.kind, value, text, held, question.required)
