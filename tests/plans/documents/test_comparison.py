"""What changed between two contents."""

from dataclasses import replace

import pytest

from plans.content import Answer, PlanContent
from plans.documents.comparison import (
    ADDED,
    CHANGED,
    REMOVED,
    AnswerChange,
    SectionChange,
    compare,
    compare_sections,
)
from tests.plans.documents import builders


@pytest.fixture
def content() -> PlanContent:
    return builders.plan(schemes=2)


def with_answer(content: PlanContent, section: str, name: str, **changes: object) -> PlanContent:
    """The same content with one answer of a section changed."""
    sections = []
    for part in content.sections:
        answers = tuple(replace(item, **changes) if item.name == name else item for item in part.answers)
        sections.append(replace(part, answers=answers) if part.slug == section else part)
    return replace(content, sections=tuple(sections))


def with_schemes(content: PlanContent, rows: tuple) -> PlanContent:
    """The same content with other schemes."""
    section = content.section("schemes")
    table = replace(section.tables[0], rows=rows)
    changed = replace(section, tables=(table,))
    return replace(content, sections=tuple(changed if part.slug == "schemes" else part for part in content.sections))


def test_compare_finds_nothing_between_the_same_words(content: PlanContent) -> None:
    again = PlanContent.from_json(content.to_json())

    assert compare(content, again) == ()


def test_compare_shows_an_answer_before_and_after(content: PlanContent) -> None:
    after = with_answer(content, "governance", "governance", value="The board decides.", text="The board decides.")

    (change,) = compare(content, after)

    assert (change.slug, change.rows) == ("governance", ())
    (answer,) = change.answers
    assert (answer.before, answer.after) == (builders.PROSE, "The board decides.")


def test_compare_shows_that_what_is_referred_to_has_another_name(content: PlanContent) -> None:
    refers = {"kind": "references", "value": ["one"], "held": ""}
    before = with_answer(content, "governance", "governance", text="S1 Home on any day", **refers)
    after = with_answer(content, "governance", "governance", text="S1 Home on every day", **refers)

    (change,) = compare(before, after)

    assert before.section_fingerprints["governance"] != after.section_fingerprints["governance"]
    assert [(answer.before, answer.after) for answer in change.answers] == [
        ("S1 Home on any day", "S1 Home on every day")
    ]


def test_compare_says_the_difference_of_money(content: PlanContent) -> None:
    before = with_answer(content, "contributions", "agreed_first_year", value="1000.00", text="£1,000")
    after = with_answer(content, "contributions", "agreed_first_year", value="2394.50", text="£2,394.50")

    (change,) = compare(before, after)

    assert [answer.difference for answer in change.answers] == ["£1,394.50 more"]


def test_compare_matches_rows_by_id_whatever_their_place(content: PlanContent) -> None:
    rows = content.section("schemes").tables[0].rows

    assert compare(content, with_schemes(content, tuple(reversed(rows)))) == ()


@pytest.mark.parametrize(("forward", "what"), [(True, REMOVED), (False, ADDED)])
def test_compare_names_a_scheme_of_only_one_side(content: PlanContent, forward: bool, what: str) -> None:
    rows = content.section("schemes").tables[0].rows
    fewer = with_schemes(content, rows[:1])

    (change,) = compare(content, fewer) if forward else compare(fewer, content)

    assert [(row.what, row.title) for row in change.rows] == [(what, rows[1].title)]


def test_compare_follows_a_change_down_to_a_line(content: PlanContent) -> None:
    first, *others = content.section("schemes").tables[0].rows
    lines = first.tables[0]
    line = lines.rows[0]
    dearer = tuple(replace(item, value="77.00", text="£77") if item.name == "stated" else item for item in line.answers)
    changed_lines = replace(lines, rows=(replace(line, answers=dearer), *lines.rows[1:]))
    changed = replace(first, tables=(changed_lines, *first.tables[1:]))

    (change,) = compare(content, with_schemes(content, (changed, *others)))

    (scheme,) = change.rows
    assert (scheme.what, scheme.answers) == (CHANGED, ())
    (below,) = scheme.rows
    assert (below.what, below.title, [item.after for item in below.answers]) == (CHANGED, line.title, ["£77"])


def test_compare_takes_blank_and_not_asked_for_the_same(content: PlanContent) -> None:
    blank = Answer("new_question", "A question of a later template", "line", "", "")
    section = content.section("governance")
    asked = replace(section, answers=(*section.answers, blank))
    after = replace(content, sections=tuple(asked if part is section else part for part in content.sections))

    assert compare(content, after) == ()


def test_compare_tells_an_answer_that_is_not_asked_from_a_blank_one() -> None:
    before = builders.plan(schemes=1)
    section = before.section("governance")
    answered = Answer("linked", "Depends on performance", "money", "12.35", "£12.35")
    blank = replace(answered, value=None, text="")
    fewer = section.answers

    def change(was: tuple[Answer, ...], is_now: tuple[Answer, ...]) -> AnswerChange:
        found = compare_sections(replace(section, answers=was), replace(section, answers=is_now))
        assert found is not None
        return found.answers[0]

    gone, came = change((*fewer, answered), fewer), change(fewer, (*fewer, answered))
    emptied = change((*fewer, answered), (*fewer, blank))

    assert (gone.no_after, gone.told) == ("Not asked", "Depends on performance (no longer asked)")
    assert (came.no_before, came.told) == ("Not asked", "Depends on performance (not asked before)")
    assert (emptied.no_before, emptied.no_after, emptied.told) == ("Blank", "Blank", "Depends on performance")


def test_compare_lists_a_section_that_only_one_template_has(content: PlanContent) -> None:
    fewer = replace(content, sections=content.sections[:-1])

    (change,) = compare(fewer, content)

    assert isinstance(change, SectionChange)
    assert change.slug == content.sections[-1].slug


@pytest.mark.parametrize(("was", "is_now"), [(None, False), (False, None)])
def test_compare_shows_a_no_that_was_given_or_taken_back(was: bool | None, is_now: bool | None) -> None:
    lines = [
        builders.row("schemes", "investments", 1, {"label": "Van", "recurrent": value, "capital": True})
        for value in (was, is_now)
    ]
    before, after = (
        replace(
            builders.section("schemes"),
            tables=(replace(builders.section("schemes").tables[0], rows=(line,)),),
        )
        for line in lines
    )

    change = compare_sections(before, after)

    assert change is not None
    ((changed,),) = [[answer.label for answer in row.answers] for row in change.rows]
    assert changed == "Recurrent?"
