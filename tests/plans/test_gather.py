"""Gathering a draft: every answer once, in a number of queries that its size does not change."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.models import Concept
from plans.gather import page_content, part_content, plan_content, section_content
from plans.models import Plan, PlanDetails, Vision
from plans.national_templates import template_for
from plans.stored import Stored
from tests.factories.conditions import NationalConditionFactory
from tests.factories.plans import (
    AcceptedFindingFactory,
    AcuteImpactFactory,
    BenefitFactory,
    ContributionFactory,
    EngagementEventFactory,
    HeldValueFactory,
    InvestmentFactory,
    LocalityCcgFactory,
    MinimumContributionFactory,
    OutcomeFactory,
    RiskFactory,
    SchemeFactory,
    a_plan,
)

SECTIONS = {section.slug: section for section in template_for("dec-2013").sections}


def fill(drafting, times):
    """Rows of every kind."""
    for _ in range(times):
        concept = Concept.objects.filter(conditions__condition_set=drafting.plan.condition_set).first()
        scheme = SchemeFactory(plan=drafting.plan, lead_commissioner=drafting.council, concepts=[concept])
        for year in drafting.plan.years:
            InvestmentFactory(scheme=scheme, year=year, funding_source=drafting.source)
        BenefitFactory(scheme=scheme)
        OutcomeFactory(scheme=scheme)
        ContributionFactory(plan=drafting.plan, organisation=drafting.ccg, funding_source=drafting.source)
        RiskFactory(plan=drafting.plan)
        EngagementEventFactory(plan=drafting.plan)
        AcuteImpactFactory(plan=drafting.plan)
        HeldValueFactory(plan=drafting.plan, row=scheme.pk, section="schemes", field="stated_first_year")


def queries(gather, plan):
    again = Plan.objects.select_related("locality__board", "round", "condition_set").get(pk=plan.pk)
    with CaptureQueriesContext(connection) as captured:
        gather(again)
    return len(captured)


@pytest.mark.parametrize(
    "gather",
    [
        plan_content,
        lambda plan: section_content(plan, SECTIONS["schemes"]),
        lambda plan: part_content(plan, ["contributions", "schemes"]),
    ],
)
def test_queries_do_not_grow_with_schemes_and_rows(drafting, gather):
    fill(drafting, 1)
    one = queries(gather, drafting.plan)
    fill(drafting, 29)

    assert queries(gather, drafting.plan) == one == 1


def test_queries_do_not_grow_with_parties_conditions_and_measures(db):
    small, large = a_plan("small", conditions=1, measures=1), a_plan("large", conditions=9, measures=9)

    assert queries(plan_content, small.plan) == queries(plan_content, large.plan)


def test_an_empty_draft_has_every_section_and_every_question_blank(drafting):
    content = drafting.content

    assert [section.slug for section in content.sections] == list(SECTIONS)
    prefilled = {"mapped_share"}
    assert all(
        answer.is_blank or answer.kind == "flag" or answer.name in prefilled
        for section in content.sections
        for _, answer in section.walk()
    )


def test_the_plan_says_what_it_is(drafting):
    about = drafting.content.about

    assert (about.key, about.locality, about.template) == ("samplebury", "Samplebury", "dec-2013")
    assert about.years == ("2014/15", "2015/16")
    assert about.window_closes_on == "2014-02-14"
    assert [party.name for party in about.parties] == ["Samplebury Council", "Samplebury CCG"]


def test_rows_come_in_their_order_with_their_tables(drafting):
    second = SchemeFactory(plan=drafting.plan, ref="B", position=2)
    first = SchemeFactory(plan=drafting.plan, ref="A", position=1)
    later = InvestmentFactory(scheme=second, label="Later", position=2)
    sooner = InvestmentFactory(scheme=second, label="Sooner", position=1)

    rows = drafting.content.section("schemes").table("schemes").rows

    assert [row.id for row in rows] == [str(first.pk), str(second.pk)]
    assert [line.id for line in rows[1].table("investments").rows] == [str(sooner.pk), str(later.pk)]
    assert rows[0].table("investments").rows == ()


def test_references_are_kept_by_their_lasting_keys(complete):
    scheme = complete.content.section("schemes").table("schemes").rows[0]
    concept = Concept.objects.order_by("position").first()

    assert (scheme.value("concepts"), scheme.answer("concepts").text) == ([concept.key], concept.title)
    assert scheme.value("lead_commissioner") == str(complete.council.pk)
    assert scheme.table("investments").rows[0].value("funding_source") == complete.source.key


def test_what_is_held_stands_beside_its_answer(drafting):
    HeldValueFactory(plan=drafting.plan, text="45.000")
    HeldValueFactory(text="60.000")

    answer = drafting.content.section("contributions").answer("agreed_first_year")

    assert (answer.held, answer.value) == ("45.000", None)
    assert Stored(drafting.plan, ()).held == {("contributions", str(drafting.plan.pk), "agreed_first_year"): "45.000"}


def test_keyed_rows_bear_the_wording_of_the_plans_own_set(drafting):
    concept = Concept.objects.filter(conditions__condition_set=drafting.plan.condition_set).first()
    NationalConditionFactory(concepts=[concept], wording="Another set's words.")

    row = drafting.content.section("conditions").table("conditions").rows[0]

    assert (row.key, row.facts["wording"]) == (concept.key, "Say how.")


def test_measures_bear_their_unit(drafting):
    (row,) = drafting.content.section("measures").table("measures").rows

    assert (row.facts["unit"], row.facts["multiplier"], row.facts["good"]) == ("per 100,000", "100000.00", "down")


def test_parties_bear_their_share_elsewhere_and_their_minimum(drafting):
    LocalityCcgFactory(ccg=drafting.ccg, ccg_share=Decimal("0.1234"))
    LocalityCcgFactory(ccg=drafting.ccg, ccg_share=Decimal("0.0100"))
    MinimumContributionFactory(organisation=drafting.ccg, amount=Decimal(5_501_000))
    MinimumContributionFactory(organisation=drafting.ccg, amount=Decimal(9), component="social_care_capital")

    council, ccg = drafting.content.about.parties

    assert ccg.mapped_elsewhere == "13.34"
    assert {year: Decimal(amount) for year, amount in ccg.minimums.items()} == {"2015/16": 5_501_000}
    assert (council.mapped_elsewhere, council.minimums) == ("0.00", {})


def test_explanations_stand_in_their_section_with_the_day_in_london(drafting):
    AcceptedFindingFactory(plan=drafting.plan, accepted_at=dt.datetime(2014, 6, 30, 23, 30, tzinfo=dt.UTC))

    (reason,) = drafting.content.section("plan-details").explanations

    assert (reason.on, reason.text) == ("1 July 2014", "The chair has agreed it.")
    assert drafting.content.section("vision").explanations == ()


def test_one_section_is_the_same_alone_as_in_the_whole(complete):
    whole = complete.content

    for section in SECTIONS.values():
        assert section_content(complete.plan, section) == whole.section(section.slug)


def test_a_part_is_the_same_as_in_the_whole(complete):
    whole = complete.content

    part = part_content(complete.plan, ["schemes", "contributions"])

    assert part.about == whole.about
    assert part.sections == (whole.section("schemes"), whole.section("contributions"))


def test_a_part_may_hold_one_row_alone(complete):
    other = SchemeFactory(plan=complete.plan)
    InvestmentFactory(scheme=other)

    part = part_content(complete.plan, ["schemes"], row=other.pk)

    assert [row.id for row in part.section("schemes").table("schemes").rows] == [str(other.pk)]
    assert len(part.section("schemes").table("schemes").rows[0].table("investments").rows) == 1


def test_a_page_has_its_section_without_signatures_or_explanations(complete):
    AcceptedFindingFactory(plan=complete.plan, section="vision")

    page = page_content(complete.plan, SECTIONS["vision"])

    assert page.answers == complete.content.section("vision").answers
    assert (page.explanations, page.signed_by) == ((), complete.content.section("vision").signed_by)


def test_the_page_of_a_scheme_has_that_scheme_and_the_list_of_schemes_has_none(complete):
    scheme = complete.plan.scheme_rows.get()
    SchemeFactory(plan=complete.plan)

    page = page_content(complete.plan, SECTIONS["schemes"], scheme.pk)

    assert [row.id for row in page.table("schemes").rows] == [str(scheme.pk)]
    assert page_content(complete.plan, SECTIONS["schemes"]).tables == ()


def test_plans_do_not_see_each_other(complete):
    other = a_plan("elsewhere")
    before = complete.content

    Vision.objects.create(plan=other.plan, vision="Other words.")
    PlanDetails.objects.create(plan=other.plan, council_contact="Other")
    SchemeFactory(plan=other.plan)
    RiskFactory(plan=other.plan)

    assert complete.content == replace(before)
