"""Delayed transfers of care by quarter (July 2014) on every way that a plan takes: page, files, versions, moves."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from conditions.loading import load_conditions
from conditions.models import ConditionSet
from plans import moving
from plans.carrying import carried
from plans.content import PlanContent
from plans.documents import plan_document
from plans.documents.comparison import compare
from plans.documents.json_file import plan_json
from plans.documents.pdf import plan_html
from plans.documents.quarters import printed_delays
from plans.gather import plan_content
from plans.imports.preview import preview_of
from plans.models import DelayedTransfers, SectionState
from plans.national_templates import template_for
from plans.rules import findings
from tests.factories.plans import NOW, a_plan
from tests.plans.desks import AuthorDesk
from tests.plans.imports.workbooks import answered, exported

pytestmark = pytest.mark.django_db
SLUG, SHEET = "delayed-transfers", "Delayed transfers of care by"


@pytest.fixture
def july():
    return a_plan(template="jul-2014")


def desk(drafting):
    return AuthorDesk(drafting.author, drafting.plan, SLUG)


def test_what_is_typed_is_stored_and_an_older_version_comes_back_by_its_history(july, client):
    desk(july).type(main__baseline_q1="1,200", main__population_baseline="200,000").save()
    desk(july).type(main__baseline_q1="1,100").save()
    client.force_login(july.author)

    client.post(f"/plans/{july.plan.key}/{SLUG}/history/1/", {"version": "2"})

    assert DelayedTransfers.objects.get().baseline_q1 == 1200


def test_a_draft_begun_before_the_section_was_asked_opens_and_saves_it(july, client):
    SectionState.objects.filter(section=SLUG).delete()
    DelayedTransfers.objects.all().delete()
    client.force_login(july.author)

    assert client.get(f"/plans/{july.plan.key}/{SLUG}/").status_code == 200
    desk(july).type(main__first_q4="7").save()

    assert DelayedTransfers.objects.get().first_q4 == 7


def test_the_workbook_shows_the_cell_that_changed_and_no_other(july):
    desk(july).type(main__baseline_q1="1,200").save()
    workbook = exported(july)

    assert preview_of(july.reread, workbook).changes == ()
    (change,) = preview_of(july.reread, answered(workbook, SHEET, "baseline_q1", 1100)).changes
    assert (change.label, change.now, change.found) == ("Baseline, April to June 2013", "1,200", "1,100")


def test_the_file_of_data_holds_the_figures_and_gives_them_back(july):
    desk(july).type(main__second_q4="950").save()
    content = plan_content(july.reread)

    told = json.loads(plan_json(plan_document.draft(content, at=NOW)))
    again = PlanContent.from_json(content.to_json())

    assert "Planned, January to March 2016" in json.dumps(told)
    assert (again, again.fingerprint) == (content, content.fingerprint)
    assert again.section(SLUG).figure("second_q4") == Decimal(950)


def test_two_versions_are_compared_quarter_by_quarter(july):
    desk(july).type(main__baseline_q1="1,200").save()
    before = plan_content(july.reread)
    desk(july).type(main__baseline_q1="1,100").save()

    (section,) = compare(before, plan_content(july.reread))

    (answer,) = section.answers
    assert (section.slug, answer.before, answer.after) == (SLUG, "1,200", "1,100")


def test_a_version_frozen_before_the_section_was_asked_is_read_as_it_was(july):
    content = plan_content(july.reread)
    frozen = replace(content, sections=tuple(one for one in content.sections if one.slug != SLUG))

    assert printed_delays(frozen) is None
    assert "R39" not in {finding.rule for finding in findings(frozen)}
    assert PlanContent.from_json(frozen.to_json()).fingerprint == frozen.fingerprint


def test_a_move_asks_for_the_quarters_as_new_and_back_again_drops_and_keeps_them():
    load_conditions()
    drafting = a_plan(conditions=0, measures=0)
    december, july_target = (
        moving.Target(key, ConditionSet.objects.get(pk="AUG_2013")) for key in ("dec-2013", "jul-2014")
    )
    moving.move(drafting.plan, december, by=drafting.author, at=NOW)
    there = moving.difference(drafting.reread, july_target)
    moving.move(drafting.reread, july_target, by=drafting.author, at=NOW)
    desk(drafting).type(main__first_q1="800").save()
    back = moving.difference(drafting.reread, december)
    moving.move(drafting.reread, december, by=drafting.author, at=NOW)

    assert "Planned, April to June 2014" in {change.words for change in there.new if change.is_needed}
    assert "Planned, April to June 2014" in {change.words for change in back.dropped}
    assert SLUG not in {section.slug for section in plan_content(drafting.reread).sections}
    assert DelayedTransfers.objects.get().first_q1 == 800


def test_the_paper_prints_each_quarter_with_its_rate(july):
    desk(july).type(main__baseline_q1="1,200", main__population_baseline="200,000").save()

    paper = plan_html(plan_document.draft(plan_content(july.reread), at=NOW))

    assert "Delayed days by quarter" in paper
    assert '<td class="num">1,200</td><td class="num">600.0</td>' in paper


def test_a_plan_copied_forward_counts_its_own_quarters_anew(july):
    desk(july).type(main__second_q4="950", main__reason="Days are counted in full now.").save()

    sections = carried(plan_content(july.reread), template_for("jul-2014"), ("2016/17", "2017/18"))

    (section,) = [one for one in sections if one.slug == SLUG]
    assert all(answer.is_blank for answer in section.answers)
