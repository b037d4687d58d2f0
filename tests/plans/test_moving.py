"""Tests of plans.moving: what a move would change, who agrees to it, and that no answer is lost on the way."""

import pytest

from conditions.loading import load_conditions
from conditions.models import ConditionSet, MeasureDefinition, Round
from itf.audit.models import AuditEvent
from plans import moving
from plans.authoring import PlanNotOpen
from plans.gather import plan_content
from plans.models import ConditionResponse, MeasurePlan, Plan, PlanStatus, SectionState, Vision
from plans.models.drafting import Side
from plans.national_templates import template_for
from plans.rules import findings
from tests.factories.plans import NOW, a_plan

pytestmark = pytest.mark.django_db
JULY = "jul-2014"


@pytest.fixture
def drafting():
    """A draft on the conditions of August 2013, with every issued measure."""
    load_conditions()
    made = a_plan(conditions=0, measures=0)
    moving.move(made.plan, to("dec-2013", "AUG_2013"), by=made.author, at=NOW)
    made.plan = made.reread
    return made


def to(template, condition_set, round_=None):
    return moving.Target(template, ConditionSet.objects.get(pk=condition_set), round_)


def words(changes):
    return {change.words for change in changes}


def concepts(plan):
    return [row.key for row in plan_content(plan).section("conditions").table("conditions").rows]


def agree(drafting, target, side, *, by=None, fingerprint=None):
    shown = fingerprint or moving.difference(drafting.reread, target).fingerprint
    organisation = drafting.council if side == Side.COUNCIL else drafting.ccg
    person = by or (drafting.author if side == Side.COUNCIL else drafting.nhs_author)
    return moving.agree_to_move(
        drafting.plan, target, side=side, organisation=organisation, fingerprint=shown, by=person, at=NOW
    )


def test_difference_from_december_to_july(drafting):
    change = moving.difference(drafting.plan, to(JULY, "AUG_2013"))

    assert "Which groups of people does the plan aim at, and what do they need?" in words(change.new)
    assert "Baseline, January to March 2014" in words(change.new)
    assert "Avoidable emergency admissions" in words(change.dropped)
    assert "Of the pool of 2015/16, depends on performance" in words(change.dropped)
    assert ("Numerator for 2014/15", "Numerator for the April 2015 payment") in {
        (one.words, one.before) for one in change.reworded
    }
    assert "Area of spend" in words(change.needed)
    assert "Total agreed pool, 2014/15" in words(change.kept)


def test_every_question_is_on_one_side_of_the_difference(drafting):
    change = moving.difference(drafting.plan, to(JULY, "AUG_2013"))
    asked = sum(
        len(section.fields) + sum(len(spec.fields) for spec in section.all_row_specs())
        for section in template_for(JULY).sections
    )
    measures = MeasureDefinition.objects.filter(is_national=True).count() - 1

    assert len(change.kept) + len(change.reworded) + len(change.new) == asked + measures + len(concepts(drafting.plan))


def test_difference_of_condition_sets_is_by_concept(drafting):
    change = moving.difference(drafting.plan, to("dec-2013", "LONDON_SEP_2013"))

    assert len([one for one in change.dropped if one.where == moving.CONDITIONS]) == 3
    (new,) = [one for one in change.new if one.where == moving.CONDITIONS]
    assert new.words.startswith("Targets for A&E attendances and emergency admissions")
    assert new.is_needed


def test_answers_are_kept_when_a_set_is_left_and_come_back_with_it(drafting):
    plan = drafting.plan
    ConditionResponse.objects.filter(plan=plan, concept="JOINT_AGREEMENT").update(answer="One plan.")
    ConditionResponse.objects.filter(plan=plan, concept="SEVEN_DAY").update(answer="Every day.")

    moving.move(plan, to("dec-2013", "LONDON_SEP_2013"), by=drafting.author, at=NOW)

    assert "JOINT_AGREEMENT" not in concepts(drafting.reread)
    rows = {row.key: row for row in plan_content(drafting.reread).section("conditions").table("conditions").rows}
    assert rows["SEVEN_DAY"].value("answer") == "Every day."
    assert rows["ADMISSIONS_TARGETS"].answer("answer").is_blank
    moving.move(drafting.reread, to("dec-2013", "AUG_2013"), by=drafting.author, at=NOW)
    back = {row.key: row for row in plan_content(drafting.reread).section("conditions").table("conditions").rows}
    assert back["JOINT_AGREEMENT"].value("answer") == "One plan."
    assert ConditionResponse.objects.filter(plan=plan, concept="JOINT_AGREEMENT").count() == 1


def test_answers_are_kept_when_a_template_is_left_and_come_back_with_it(drafting):
    plan = drafting.plan
    Vision.objects.create(plan=plan, vision="One team.")
    MeasurePlan.objects.filter(plan=plan, definition__key="AVOID_EA").update(baseline_numerator=268)

    moving.move(plan, to(JULY, "AUG_2013"), by=drafting.author, at=NOW)

    content = plan_content(drafting.reread)
    assert content.about.template == JULY
    assert content.section("vision").value("vision") == "One team."
    assert "AVOID_EA" not in {row.key for row in content.section("measures").table("measures").rows}
    moving.move(drafting.reread, to("dec-2013", "AUG_2013"), by=drafting.author, at=NOW)
    measures = plan_content(drafting.reread).section("measures").table("measures").rows
    assert {row.key: row.value("baseline_numerator") for row in measures}["AVOID_EA"] == "268"


def test_a_move_asks_only_for_what_is_new(drafting):
    before = {finding.key for finding in findings(plan_content(drafting.plan)) if finding.rule in {"R01", "R02"}}
    change = moving.difference(drafting.plan, to(JULY, "AUG_2013"))

    moving.move(drafting.plan, to(JULY, "AUG_2013"), by=drafting.author, at=NOW)

    after = [finding for finding in findings(plan_content(drafting.reread)) if finding.rule in {"R01", "R02"}]
    fresh = [finding for finding in after if finding.key not in before and not finding.row and finding.rule == "R01"]
    asked = words(change.new) | words(change.needed)
    assert fresh
    assert all(
        finding.message.removesuffix(": not answered.") in {one.rstrip("?") for one in asked} for finding in fresh
    )


def test_every_page_of_the_new_template_has_a_state(drafting):
    moving.move(drafting.plan, to(JULY, "AUG_2013"), by=drafting.author, at=NOW)

    known = set(SectionState.objects.filter(plan=drafting.plan, row=None).values_list("section", flat=True))
    assert {section.slug for section in template_for(JULY).sections} <= known


def test_a_round_brings_its_window_with_it_unless_the_plan_is_made_up(drafting):
    round_ = Round.objects.get(pk="resubmission-2014")

    moving.move(drafting.plan, moving.Target.of_round(round_), by=drafting.author, at=NOW)
    made_up = drafting.reread

    assert (made_up.round_id, made_up.template_key, made_up.condition_set_id) == (round_.pk, JULY, "BCF_DEC_2013")
    assert made_up.window_closes_on != round_.window_closes_on
    Plan.objects.filter(pk=made_up.pk).update(is_synthetic=False, template_key="dec-2013")
    moving.move(drafting.reread, moving.Target.of_round(round_), by=drafting.author, at=NOW)
    assert drafting.reread.window_closes_on == round_.window_closes_on


def test_the_first_agreement_moves_nothing_and_the_second_does(drafting):
    target = to(JULY, "BCF_DEC_2013")

    assert agree(drafting, target, Side.COUNCIL) is False
    assert drafting.reread.template_key == "dec-2013"
    assert agree(drafting, target, Side.NHS) is True

    moved = drafting.reread
    assert (moved.template_key, moved.condition_set_id) == (JULY, "BCF_DEC_2013")
    assert not moved.move_consents.exists()


def test_a_move_is_told_in_the_audit_trail(drafting):
    target = to(JULY, "BCF_DEC_2013")
    change = moving.difference(drafting.plan, target)
    agree(drafting, target, Side.COUNCIL)
    agree(drafting, target, Side.NHS)

    event = AuditEvent.objects.filter(action="plan.moved").last()

    assert event.data["from"]["conditions"] == "AUG_2013"
    assert event.data["to"] == {"template": JULY, "conditions": "BCF_DEC_2013", "round": ""}
    assert event.data["counts"]["new"] == len(change.new)
    assert AuditEvent.objects.filter(action="plan.move_agreed").count() == 2


def test_two_agreements_to_different_targets_move_nothing(drafting):
    agree(drafting, to(JULY, "AUG_2013"), Side.COUNCIL)

    assert agree(drafting, to(JULY, "BCF_DEC_2013"), Side.NHS) is False
    assert drafting.reread.template_key == "dec-2013"


def test_one_person_cannot_agree_for_both_sides(drafting):
    agree(drafting, to(JULY, "AUG_2013"), Side.COUNCIL)

    with pytest.raises(moving.OnePersonForBoth):
        agree(drafting, to(JULY, "AUG_2013"), Side.NHS, by=drafting.author)


def test_an_agreement_to_another_difference_is_refused(drafting):
    with pytest.raises(moving.DifferenceMoved):
        agree(drafting, to(JULY, "AUG_2013"), Side.COUNCIL, fingerprint="0" * 64)


def test_a_plan_does_not_move_to_where_it_is(drafting):
    with pytest.raises(moving.NothingToMove):
        agree(drafting, to("dec-2013", "AUG_2013"), Side.COUNCIL)


def test_an_agreement_can_be_taken_back(drafting):
    agree(drafting, to(JULY, "AUG_2013"), Side.COUNCIL)

    moving.take_back_move(drafting.plan, side=Side.COUNCIL, by=drafting.author, at=NOW)

    assert agree(drafting, to(JULY, "AUG_2013"), Side.NHS) is False


def test_a_frozen_plan_does_not_move(drafting):
    Plan.objects.update(status=PlanStatus.FROZEN)

    with pytest.raises(PlanNotOpen):
        moving.move(drafting.plan, to(JULY, "AUG_2013"), by=drafting.author, at=NOW)


def test_targets_are_the_other_rounds_for_the_plans_years(drafting):
    keys = {round_.pk for round_ in moving.targets(drafting.plan)}

    assert "resubmission-2014" in keys
    assert "outline-august-2013" not in keys
