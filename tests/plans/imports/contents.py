"""Plans made up from the template itself: every question answered by its kind, every table with rows."""

import datetime as dt
import itertools
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

from plans.content import Answer, PlanContent, Row, SectionContent, Table
from plans.imports.placing import rows_of
from plans.imports.saves import Saves
from plans.imports.standing import Both, Standing
from plans.models import Plan
from plans.national_templates import template_for
from plans.questions import READERS, model_field, questions
from tests.plans.documents import builders

TEMPLATE = template_for("dec-2013")
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
TRICKY = st.sampled_from(
    ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", "#N/A", "TRUE", "2014", "45.000", "1e5", "_x0041_",
     "_x005F_", "_x000D_", " padded ", "two\r\nlines", "\u202ereversed", "'quoted", "x" * 5_000, "<b>&amp;</b>"]
)  # fmt: skip
PROSE = WORDS | TRICKY
NAMED = st.tuples(st.uuids().map(str), WORDS.map(str.strip).filter(bool))


def figures(places, most=10**9):
    """Figures of so many decimals, nought or more."""
    return st.decimals(0, most, places=places, allow_nan=False, allow_infinity=False)


KINDS = {
    "line": PROSE,
    "narrative": PROSE,
    "money": st.none() | figures(2),
    "number": st.none() | figures(4),
    "percent": st.none() | figures(2, 1000),
    "whole": st.none() | st.integers(1, 5),
    "date": st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)),
    "yesno": st.none() | st.booleans(),
    "flag": st.booleans(),
}


@st.composite
def answers(draw, section, spec):
    """An answer to every question of a section or table; some held."""
    if spec.model is None:
        return ()
    found = []
    for question in questions(spec.model, spec.fields, spec.required, section.labels):
        value, text = draw(readings(spec, question))
        held = ""
        if question.kind in {"money", "number", "percent", "date"} and draw(st.integers(0, 9)) == 0:
            held = draw(PROSE.map(str.strip).filter(bool))[:200].strip()
        if held:
            text = f"“{held}”, read as {text} until decided" if value is not None else f"“{held}”"
        found.append(Answer(question.name, question.label, question.kind, value, text, held, question.required))
    return tuple(found)


def readings(spec, question):
    """Value and words of an answer, as the reader of its kind gives them."""
    if question.kind == "choice":
        listed = getattr(model_field(spec.model, question.name), "flatchoices", ()) or [(y, y) for y in builders.YEARS]
        return st.sampled_from([(None, ""), *((str(value), str(label)) for value, label in listed)])
    if question.kind == "reference":
        return st.just((None, "")) | NAMED
    if question.kind == "references":
        return st.lists(NAMED, max_size=3).map(
            lambda pairs: ([key for key, _ in pairs], ", ".join(n for _, n in pairs))
        )
    return KINDS[question.kind].map(READERS[question.kind])


@st.composite
def tables(draw, section, specs, count, most=2):
    """Every table with up to so many rows, and the tables below each."""
    found = []
    for spec in specs:
        rows = []
        for _ in range(draw(st.integers(0, most))):
            below = draw(tables(section, spec.children, count, most))
            key = draw(st.uuids().map(str)) if spec.keyed_by else ""
            said = draw(answers(section, spec))
            identity = str(UUID(int=next(count)))
            rows.append(Row(identity, draw(WORDS), key, said, below))
        found.append(Table(spec.slug, spec.title, spec.singular, spec.at_least, tuple(rows)))
    return tuple(found)


@st.composite
def sections(draw, section, count):
    """One section with everything in it."""
    below = draw(tables(section, section.rows, count))
    return SectionContent(section.slug, section.title, section.group, (), draw(answers(section, section)), below)


@st.composite
def plans(draw):
    """A plan of the template: two of its sections full of anything, the others blank."""
    count = itertools.count(1)
    chosen = draw(st.sets(st.sampled_from([one.slug for one in TEMPLATE.sections]), min_size=2, max_size=2))
    made = {one.slug: draw(sections(one, count)) for one in TEMPLATE.sections if one.slug in chosen}
    empty = builders.empty_plan()
    return replace(empty, sections=tuple(made.get(one.slug, one) for one in empty.sections))


def whole_plan():
    """A plan with one row at least in every table: always the same, with what spreadsheets stumble over."""
    count = itertools.count(1)
    filled = [_filled(section, count) for section in TEMPLATE.sections]
    return PlanContent(builders.about(), tuple(filled))


def _filled(section, count):
    def said(spec):
        if spec.model is None:
            return ()
        found = []
        for number, asked in enumerate(questions(spec.model, spec.fields, spec.required, section.labels)):
            value, text = _value(spec, asked, number)
            held = "45.000" if asked.kind == "money" and number % 5 == 4 else ""
            words = f"“{held}”, read as {text} until decided" if held else text
            found.append(Answer(asked.name, asked.label, asked.kind, value, words, held, asked.required))
        return tuple(found)

    def below(specs):
        return tuple(
            Table(
                spec.slug, spec.title, spec.singular, spec.at_least,
                tuple(
                    Row(str(UUID(int=next(count))), f"{spec.singular} {place}", "KEY" if spec.keyed_by else "",
                        said(spec), below(spec.children))
                    for place in (1, 2)
                ),
            )
            for spec in specs
        )  # fmt: skip

    return SectionContent(section.slug, section.title, section.group, (), said(section), below(section.rows))


TEXTS = (
    "=1+1",
    "Plain words, with a comma",
    "Two\nlines",
    "'quoted",
    "+44 20 0000 0000",
    "- a point",
    "2013/14",
    "007",
)


def _value(spec, asked, number):
    if asked.kind == "choice":
        listed = getattr(model_field(spec.model, asked.name), "flatchoices", ()) or [(builders.YEARS[0],) * 2]
        value, label = listed[number % len(listed)]
        return str(value), str(label)
    values = {
        "money": Decimal("121394.05") + number,
        "number": Decimal("33.3333"),
        "percent": Decimal("4.5"),
        "whole": 1 + number % 5,
        "date": dt.date(2014, 1, 30) + dt.timedelta(number),
        "yesno": number % 2 == 0,
        "flag": number % 2 == 0,
    }
    if asked.kind == "reference":
        return f"KEY_{number}", f"Name {number}"
    if asked.kind == "references":
        return ["A", "B"], "Apples, pears, Bread"
    if asked.kind in values:
        return READERS[asked.kind](values[asked.kind])
    return READERS[asked.kind](TEXTS[number % len(TEXTS)])


def standing(content):
    """The content as a plan that nobody touched since the export; no database is asked."""
    now, then = Standing(), Standing()
    for section in content.sections:
        alone = TEMPLATE.section(section.slug).page_per_row
        now.add(section, page_per_row=alone)
        then.add(section, page_per_row=alone)
        then.rows |= {(section.slug, table, one.row.id): one for table, one in rows_of(section, page_per_row=alone)}
    return Both(
        Plan(template_key=TEMPLATE.key, first_year="2014/15", second_year="2015/16"),
        content,
        {},
        now,
        then,
        Saves({}),
        set(),
    )
