"""PlanContent: there and back through JSON, and fingerprints that follow every word."""

import json
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.content import (
    About,
    Answer,
    ContentFormatUnknown,
    Explanation,
    PartyFacts,
    PlanContent,
    Row,
    SectionContent,
    Table,
    section_from_json,
    section_to_json,
)
from tests.plans.documents.builders import Held, plan, section

# A busy machine is no fault of what is tested.
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow])

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.none() | st.booleans() | WORDS | st.lists(WORDS, max_size=3)
FACTS = st.dictionaries(WORDS, st.booleans() | WORDS, max_size=2)
ANSWERS = st.builds(Answer, WORDS, WORDS, st.just("line"), VALUES, WORDS, WORDS, st.booleans())


def some(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


PAIRS = st.dictionaries(WORDS, WORDS, max_size=2)
LEAVES = st.builds(Row, WORDS, WORDS, WORDS, some(ANSWERS), st.just(()), FACTS)
NESTED = st.builds(Table, WORDS, WORDS, WORDS, st.integers(0, 3), some(LEAVES))
ROWS = st.builds(Row, WORDS, WORDS, WORDS, some(ANSWERS), some(NESTED), FACTS)
TABLES = st.builds(Table, WORDS, WORDS, WORDS, st.integers(0, 3), some(ROWS))
EXPLANATIONS = st.builds(Explanation, WORDS, WORDS, WORDS, WORDS, WORDS)
SECTIONS = st.builds(SectionContent, WORDS, WORDS, WORDS, some(WORDS), some(ANSWERS), some(TABLES), some(EXPLANATIONS))

# A field of another kind is a KeyError here: it needs a strategy before it can be trusted to come back from storage.
KINDS = {
    str: WORDS,
    bool: st.booleans(),
    str | None: st.none() | WORDS,
    dict[str, str]: PAIRS,
    tuple[str, str]: st.tuples(WORDS, WORDS),
    tuple[dict[str, Any], ...]: some(FACTS),
}


def every_field_of(kind):
    """Values for every field of a dataclass, by what the field says it holds."""
    return st.builds(kind, **{item.name: KINDS[item.type] for item in fields(kind)})


KINDS[tuple[PartyFacts, ...]] = some(every_field_of(PartyFacts))
CONTENTS = st.builds(PlanContent, every_field_of(About), some(SECTIONS))


def stored(value):
    """What a database or a file gives back."""
    return json.loads(json.dumps(value))


@UNHURRIED
@given(CONTENTS)
def test_content_is_the_same_after_it_was_stored(content):
    again = PlanContent.from_json(stored(content.to_json()))

    assert again == content
    assert again.fingerprint == content.fingerprint
    assert again.section_fingerprints == content.section_fingerprints


@UNHURRIED
@given(SECTIONS)
def test_a_section_is_the_same_after_it_was_stored(one):
    assert section_from_json(stored(section_to_json(one))) == one


@UNHURRIED
@given(CONTENTS, CONTENTS)
def test_fingerprints_are_equal_exactly_when_the_content_is(one, other):
    assert (one.fingerprint == other.fingerprint) is (stored(one.to_json()) == stored(other.to_json()))


def every_change(content):
    """The content with one answer changed, for each answer and each thing that can be said of it."""
    for place, one in enumerate(content.sections):
        for changed in changed_sections(one):
            yield (
                one.slug,
                replace(content, sections=(*content.sections[:place], changed, *content.sections[place + 1 :])),
            )


def changed_sections(one):
    for answers in changed_answers(one.answers):
        yield replace(one, answers=answers)
    for tables in changed_tables(one.tables):
        yield replace(one, tables=tables)


def changed_tables(tables):
    for place, table in enumerate(tables):
        for at, row in enumerate(table.rows):
            changed = [replace(row, answers=answers) for answers in changed_answers(row.answers)]
            changed += [replace(row, tables=below) for below in changed_tables(row.tables)]
            for other in changed:
                rows = (*table.rows[:at], other, *table.rows[at + 1 :])
                yield (*tables[:place], replace(table, rows=rows), *tables[place + 1 :])


def changed_answers(answers):
    for place, answer in enumerate(answers):
        for change in ({"value": "other"}, {"held": "?"}):
            yield (*answers[:place], replace(answer, **change), *answers[place + 1 :])


def test_a_changed_answer_changes_the_fingerprint_of_its_section_and_of_the_whole_and_no_other():
    content = plan(schemes=1)
    before = content.section_fingerprints
    tried = 0

    for slug, changed in every_change(content):
        tried += 1
        assert changed.fingerprint != content.fingerprint
        assert {other for other, print_ in changed.section_fingerprints.items() if print_ != before[other]} == {slug}

    assert tried > 200


def test_an_explanation_is_part_of_the_words_signed():
    one = section("vision")

    explained = replace(one, explanations=(Explanation("V21", "", "Because.", "", ""),))

    assert explained.fingerprint != one.fingerprint


def test_content_of_a_later_format_is_refused():
    with pytest.raises(ContentFormatUnknown, match="2"):
        PlanContent.from_json({**plan(schemes=1).to_json(), "format": 2})


@pytest.mark.parametrize(
    ("value", "held", "is_blank"),
    [
        (None, "", True),
        ("", "", True),
        ([], "", True),
        (False, "", False),
        ("0", "", False),
        (None, "?", False),
        ("text", "", False),
    ],
)
def test_a_blank_answer_says_nothing_not_even_no(value, held, is_blank):
    answer = Answer("name", "Label", "line", value, "", held, required=True)

    assert answer.is_blank is is_blank
    assert answer.is_missing is is_blank
    assert not replace(answer, required=False).is_missing


def test_only_a_figure_is_read_as_one():
    one = section("contributions", {"agreed_first_year": Decimal("45000.5"), "unallocated_reason": "12"})

    assert one.figure("agreed_first_year") == Decimal("45000.50")
    assert one.figure("agreed_second_year") is None
    with pytest.raises(ValueError, match="narrative"):
        one.figure("unallocated_reason")


def test_a_held_figure_counts_with_its_proposed_reading():
    one = section("contributions", {"agreed_first_year": Held("45.000", Decimal(45_000))})

    assert one.figure("agreed_first_year") == 45_000
    assert one.answer("agreed_first_year").text == "“45.000”, read as £45,000 until decided"


def test_what_a_plan_does_not_have_is_a_key_error():
    content = plan(schemes=1)

    with pytest.raises(KeyError):
        content.section("payment")
    with pytest.raises(KeyError):
        content.section("schemes").table("risks")
    with pytest.raises(KeyError):
        content.section("schemes").table("schemes").rows[0].answer("colour")


def test_walk_meets_every_answer_once_with_its_row():
    one = plan(schemes=2).section("schemes")

    places = [(row.id if row else "", answer.name) for row, answer in one.walk()]

    assert len(places) == len(set(places))
    rows = {row for row, _ in places}
    (table,) = one.tables
    below = [nested.id for row in table.rows for inner in row.tables for nested in inner.rows]
    assert rows == {row.id for row in table.rows} | set(below)
