"""Copying a signed plan forward: what the new plan says, what it refuses, and what is marked as changed since."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from approvals.copying import signed_version
from itf.audit.models import AuditEvent
from plans import copies
from plans.carrying import Shift, carried
from plans.content import Answer, PlanContent, Row, SectionContent, Table
from plans.copying import AlreadyPlanned, copy_forward
from plans.documents.comparison import compare
from plans.gather import page_content, plan_content
from plans.models import CaseForChange, PlanCopy, PlanVersion, Pool, Risk, Scheme, Vision
from plans.national_templates import template_for
from plans.permissions import codenames_for
from plans.rules import findings
from plans.rules.sample import sample
from tests.factories.approvals import NOW, a_place
from tests.factories.conditions import RoundFactory
from tests.factories.plans import InvestmentFactory, SchemeFactory

KEY = "samplebury"
NEW = "samplebury-2016-17"
PERIODS = ("period", "april_period", "october_period")
AFTER = ("2016/17", "2017/18")


@pytest.fixture
def later(place):
    """The round that follows, on the set of the first one."""
    return RoundFactory(
        key="later",
        national_template="jul-2014",
        condition_set=place.plan.condition_set,
        first_year=AFTER[0],
        second_year=AFTER[1],
    )


@pytest.fixture
def signed(place, later):
    """The plan signed by every party."""
    Risk.objects.get().schemes.add(Scheme.objects.get())
    place.freeze()
    place.sign_all()
    return place


def copied(place, later):
    return copy_forward(signed_version(place.plan), later, by=place.council_author, at=NOW)


def test_questions_of_the_new_plan_name_its_own_years_and_no_older_ones(signed, later):
    plan = copied(signed, later)

    content = plan_content(plan)
    asked = [answer.label for section in content.sections for _, answer in section.walk()]
    named = {year for label in asked for year in re.findall(r"20\d\d/\d\d", label)}
    template = template_for(plan.template_key, plan.years)

    assert named <= {"2015/16", *AFTER}
    assert content.section("contributions").answer("agreed_first_year").label == "Total agreed pool, 2016/17"
    assert template.section("measures").labels["october_numerator"] == "Numerator for 2017/18"
    assert template.section("provider-commentary").labels["outturn"] == "Emergency admissions, outturn 2015/16"
    assert "transfer" not in {section.slug for section in content.sections}
    periods = [row.facts[name] for row in content.section("measures").table("measures").rows for name in PERIODS]
    assert "2014" not in " ".join(periods)
    assert plan_content(signed.plan).section("contributions").answer("agreed_first_year").label.endswith("2014/15")


def test_copy_takes_the_words_and_the_last_years_recurrent_lines(signed, later):
    plan = copied(signed, later)

    content = plan_content(plan)
    (scheme,) = content.section("schemes").table("schemes").rows
    lines = [(row.value("label"), row.value("year"), row.value("stated")) for row in scheme.table("investments").rows]
    assert (plan.key, plan.title.endswith(", 2016/17 and 2017/18"), plan.years) == (NEW, True, AFTER)
    assert content.section("vision").given("vision") == "One team."
    assert lines == [("Staff", "2016/17", "200.00")]
    assert content.section("contributions").given("agreed_first_year") == "200.00"
    assert content.section("contributions").given("agreed_second_year") == ""
    assert content.section("plan-details").given("board_meets_on") == ""
    assert Risk.objects.get(plan=plan).schemes.get().pk == Scheme.objects.get(plan=plan).pk


def test_copy_is_open_to_the_same_people_and_told_on_both_plans(signed, later):
    plan = copied(signed, later)

    assert "edit_plan" in codenames_for(signed.nhs_author, plan)
    assert [party.organisation for party in plan.parties.all()] == [party for party, _ in signed.parties]
    told = AuditEvent.objects.filter(action__in=["plan.copied_here", "plan.copied_forward"])
    assert set(told.values_list("plan_key", flat=True)) == {KEY, NEW}


def test_copy_comes_from_what_was_signed_not_from_the_draft(signed, later):
    Vision.objects.filter(plan=signed.plan).update(vision="Changed past the forms.")

    assert plan_content(copied(signed, later)).section("vision").given("vision") == "One team."


def test_copy_then_compare_shows_the_announced_differences_and_no_other(signed, later):
    plan = copied(signed, later)

    source = PlanContent.from_json(PlanCopy.objects.get(plan=plan).version.content)
    origins = PlanCopy.objects.get(plan=plan).origins
    now = copies.by_origin(plan_content(plan), origins)
    found = compare(source, now)
    assert {change.slug for change in found} == {
        "plan-details", "schemes", "contributions", "conditions", "measures", "contingency",
    }  # fmt: skip
    assert "added" not in {row.what for change in found for row in change.rows}
    assert set(copies.marks(plan, plan_content(plan)).values()) == {copies.AS_SOURCE, copies.LEFT}
    for words in carried(source, template_for("jul-2014", AFTER), AFTER):
        said = {(row.id if row else "", answer.name): answer.value for row, answer in words.walk()}
        there = {(row.id if row else "", answer.name): answer.value for row, answer in now.section(words.slug).walk()}
        assert said.items() <= there.items(), words.slug


def test_a_year_of_the_copy_stands_beside_the_year_it_came_from(signed, later):
    plan = copied(signed, later)
    Pool.objects.filter(plan=plan).update(agreed_first_year=7)
    source = PlanContent.from_json(PlanCopy.objects.get(plan=plan).version.content)
    before = copies.in_years_of(plan_content(plan), source)

    (change,) = [each for each in compare(before, plan_content(plan)) if each.slug == "contributions"]

    pool = source.section("contributions")
    first, last = pool.answer("agreed_first_year").text, pool.answer("agreed_second_year").text
    assert [(each.label, each.before, each.after) for each in change.answers] == [
        ("Total agreed pool, 2016/17 (before: 2015/16)", last, "£7"),
        ("Total agreed pool, 2014/15", first, ""),
    ]


def test_section_that_is_written_after_the_copy_is_marked(signed, later):
    plan = copied(signed, later)
    Vision.objects.filter(plan=plan).update(vision="Another.")

    marks = copies.marks(plan, plan_content(plan))

    assert (marks["vision"], marks["governance"]) == (copies.CHANGED, copies.AS_SOURCE)


def test_section_into_which_nothing_was_carried_is_begun_here_when_it_is_written(signed, later):
    plan = copied(signed, later)
    before = copies.marks(plan, plan_content(plan))["case-for-change"]
    CaseForChange.objects.update_or_create(plan=plan, defaults={"segments": "People are older."})

    now = plan_content(plan)

    assert before == copies.marks(plan, now)["case-for-change"] == copies.LEFT
    told = copies.told_of(plan, now.section("case-for-change"))
    assert (told["is_left"], told["is_changed"]) == (True, False)


def test_a_new_scheme_of_the_copy_was_not_copied(signed, later):
    plan = copied(signed, later)
    scheme = SchemeFactory(plan=plan, title="New here")

    content = page_content(plan, template_for(plan.template_key, plan.years).section("schemes"), scheme.pk)

    assert copies.told_of(plan, content, scheme.pk)["is_left"]


def test_rules_read_the_copied_plan(signed, later):
    found = findings(plan_content(copied(signed, later)))

    # A year without lines yet is no jump from the one before.
    assert found
    assert "V20" not in {finding.rule for finding in found}


def test_second_copy_is_refused_with_the_first(signed, later):
    first = copied(signed, later)

    with pytest.raises(AlreadyPlanned) as refusal:
        copied(signed, later)

    assert refusal.value.plan == first


def test_plan_that_not_all_have_signed_has_nothing_to_copy(place, later):
    place.freeze()
    place.sign(place.council, place.council_signatory)

    assert signed_version(place.plan) is None


def test_copying_takes_no_more_queries_for_more_rows(signed, later):
    def queries(number):
        other = a_place(f"place-{number}")
        for place in range(number):
            scheme = SchemeFactory(plan=other.plan, ref=f"T{place}", title="More", description="More.")
            InvestmentFactory(scheme=scheme, year="2015/16", stated=0, recurrent=True, capital=False)
        content = plan_content(other.plan)
        version = PlanVersion.objects.create(
            plan=other.plan, number=1, content=content.to_json(), fingerprint=content.fingerprint,
            section_fingerprints={}, frozen_at=NOW, frozen_by=other.council_author,
        )  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as found:
            copy_forward(version, later, by=other.council_author, at=NOW)
        return len(found)

    assert queries(1) == queries(8)


LINES = st.lists(st.tuples(st.sampled_from(["2014/15", "2015/16"]), st.sampled_from([True, False, None])), max_size=6)


@given(lines=LINES)
def test_only_recurrent_lines_of_the_last_year_are_carried(lines):
    content = contents_with_lines(lines)

    section = next(part for part in carried(content, template_for("jul-2014"), AFTER) if part.slug == "schemes")
    kept = section.table("schemes").rows[0].table("investments").rows
    assert [row.id for row in kept] == [str(place) for place, line in enumerate(lines) if line == ("2015/16", True)]
    assert {row.value("year") for row in kept} <= {"2016/17"}


def contents_with_lines(lines):
    """A plan with one scheme, of whose lines only years and whether they recur are told."""
    rows = tuple(
        Row(
            str(place),
            "Line",
            answers=(
                Answer("year", "Year", "choice", year, year),
                Answer("recurrent", "Recurrent?", "yesno", recurrent, str(recurrent)),
            ),
        )
        for place, (year, recurrent) in enumerate(lines)
    )
    table = Table("investments", "Lines", "line", 0, rows)
    schemes = Table("schemes", "Schemes", "scheme", 0, (Row("scheme", "Scheme", tables=(table,)),))
    section = SectionContent("schemes", "Schemes", "Money", (), tables=(schemes,))
    return replace(sample({}), sections=(section,))


def test_years_move_by_two_but_costs_from_the_last_to_the_first():
    shift = Shift(("2014/15", "2015/16"), AFTER)

    assert [shift.moved("outcomes", year) for year in ("2014/15", "2015/16", "")] == [*AFTER, ""]
    assert shift.moved("investments", "2015/16") == AFTER[0]
