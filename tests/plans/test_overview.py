"""The overview: how far each section is, who saved it, what is to settle."""

import pytest

from plans.models import SectionState
from plans.overview import by_place, completed, counts, is_blank, linked, task, task_groups
from plans.rules import BLOCK, INFORM, WARN, Finding, findings
from tests.factories.accounts import UserFactory
from tests.factories.plans import NOW
from tests.plans.documents.builders import empty_plan, plan, section


def finding(slug="vision", severity=BLOCK, explanation=""):
    return Finding("V00", severity, slug, slug.capitalize(), "Wrong.", explanation=explanation)


def one_task(content, slug, found=(), state=None):
    return task(content, content.section(slug), tuple(found), state)


def test_the_groups_stand_in_the_templates_order_each_once():
    content = empty_plan()

    groups = task_groups(content, (), {})

    assert [group.title for group in groups] == list(dict.fromkeys(one.group for one in content.sections))
    assert sum(len(group.tasks) for group in groups) == len(content.sections)


@pytest.mark.parametrize(
    ("content", "found", "status"),
    [
        (empty_plan(), [finding()], "Not yet started"),
        (empty_plan(), [], "Optional, blank"),
        (plan(schemes=1), [finding()], "In progress"),
        (plan(schemes=1), [finding(severity=WARN)], "In progress"),
        (plan(schemes=1), [finding(severity=WARN, explanation="Agreed.")], "Completed"),
        (plan(schemes=1), [finding(severity=INFORM)], "Completed"),
        (plan(schemes=1), [finding("risks")], "Completed"),
    ],
)
def test_how_far_a_section_is(content, found, status):
    assert one_task(content, "vision", found).status == status


def test_a_task_says_what_is_to_settle_and_who_saved_last():
    state = SectionState(section="vision", saved_at=NOW, saved_by=UserFactory.build(post="Director"))

    shown = one_task(plan(schemes=1), "vision", [finding(), finding(severity=WARN)], state)

    assert shown.hint == "1 to settle, 1 to check. Saved by Director"
    assert shown.url == "/plans/samplebury/vision/"


def test_a_person_who_is_gone_saved_it_as_someone():
    state = SectionState(section="vision", saved_at=NOW)

    assert one_task(plan(schemes=1), "vision", (), state).hint == "Saved by someone"
    assert one_task(plan(schemes=1), "vision", (), SectionState(section="vision")).hint == ""


def test_a_section_is_blank_until_someone_answers_anything():
    blank = section("vision")

    assert is_blank(blank)
    assert not is_blank(section("vision", {"aims": "Fewer stays."}))
    assert not is_blank(plan(schemes=1).section("schemes"))
    assert is_blank(section("schemes"))


def test_rows_that_the_template_gives_do_not_make_a_section_started():
    from tests.plans.documents.builders import row

    given = row("conditions", "conditions", 1, {}, key="SEVEN_DAY", title="Seven-day services")

    assert is_blank(section("conditions", tables={"conditions": [given]}))


def test_completed_sections_are_counted_and_blank_ones_that_need_nothing_apart():
    content = plan(schemes=1)
    blank, everything = sum(is_blank(one) for one in content.sections), len(content.sections)

    started = task_groups(content, (finding("vision"),), {})
    untouched = task_groups(empty_plan(), (finding("vision"),), {})

    assert completed(started) == (everything - blank - 1, everything - blank, blank)
    assert completed(untouched) == (0, 1, everything - 1)


def test_findings_stand_under_their_severity_and_place():
    content = plan(schemes=1)
    found = (finding("vision"), finding("risks"), finding("vision", severity=WARN), finding("vision"))

    groups = by_place(linked(content, sorted(found, key=lambda one: one.severity)))

    shown = [(severity, [(place.title, len(place.items)) for place in places]) for severity, places in groups]
    assert shown == [(BLOCK, [("Vision", 2), ("Risks", 1)]), (WARN, [("Vision", 1)])]
    assert len({place.anchor for _, places in groups for place in places}) == 3


def test_findings_are_counted_by_severity_and_an_explained_warning_apart():
    found = (finding(), finding(severity=WARN), finding(severity=WARN, explanation="Agreed."), finding(severity=INFORM))

    assert counts(found) == {"block": 1, "warn": 1, "explained": 1, "inform": 1}


def test_every_finding_gets_its_address():
    content = empty_plan()
    found = findings(content)

    links = linked(content, found)

    assert [link.finding for link in links] == list(found)
    assert all(link.url.startswith("/plans/samplebury/") for link in links)
