"""R36: what hospitals expect, what the acute section counts and what schemes claim are one number."""

from decimal import Decimal

import pytest

from plans.claims import avoided_told
from plans.links import FigureLinks
from plans.rules.avoided import claimed_admissions, r36
from plans.rules.sample import YEARS, sample

FIRST, SECOND = YEARS


def claim(quantity, year=SECOND):
    return {"benefits": [{"type": "admissions", "year": year, "quantity": Decimal(quantity)}]}


def commentary(provider, avoided):
    return {"provider": provider, "avoided": None if avoided is None else Decimal(avoided)}


def impact(provider, admissions, year=SECOND):
    return {"provider": provider, "admissions": Decimal(admissions), "year": year}


def plan(*, claims=(), commentaries=(), impacts=(), template="dec-2013"):
    return sample(
        {
            "schemes": {"schemes": list(claims)},
            "provider-commentary": {"commentaries": list(commentaries)},
            "acute": {"impacts": list(impacts)},
        },
        template=template,
    )


def figures(content):
    return [dict(finding.figures) for finding in r36(content)]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"claims": [claim(180)]},
        {"claims": [claim(180)], "commentaries": [commentary("General", None)]},
        {"claims": [claim(100), claim(80)], "commentaries": [commentary("General", 180)]},
        {"claims": [claim(180)], "impacts": [impact("General", 160), impact("Riverside", 20)]},
        {
            "claims": [claim(180), claim(5, FIRST)],
            "commentaries": [commentary("General ", 160)],
            "impacts": [impact("GENERAL", 160), impact("Riverside", 20), impact("General", 9, FIRST)],
        },
    ],
    ids=["nothing", "claims alone", "no figure", "commentary", "acute section", "the rest of one in the other"],
)
def test_figures_that_agree_and_figures_that_are_not_there_are_no_finding(given):
    assert figures(plan(**given)) == []


def test_hospitals_that_expect_other_than_schemes_claim():
    assert figures(plan(claims=[claim(180)], commentaries=[commentary("General", 160)])) == [
        {"Claimed by schemes": "180", "Expected by hospitals": "160"}
    ]


def test_a_hospital_that_expects_other_than_the_plan_says_of_it():
    content = plan(claims=[claim(160)], commentaries=[commentary("General", 160)], impacts=[impact("General", 200)])

    (finding,) = r36(content)

    assert finding.message.startswith("General expects another number")
    assert dict(finding.figures) == {"In its commentary": "160", "Acute sector": "200"}
    assert finding.row == content.section("provider-commentary").table("commentaries").rows[0].id


def test_a_claim_without_a_year_counts_in_the_second_on_every_page():
    content = plan(claims=[claim(30, ""), claim(5, FIRST)])

    assert [claimed_admissions(content, year) for year in YEARS] == [5, 30]


def test_every_place_is_told_and_none_is_taken_for_nought():
    content = plan(claims=[claim(180)], impacts=[impact("General", 0)], template="jul-2014")

    told = {one.place: one.count for one in avoided_told(content, FigureLinks("samplebury"))}

    assert told == {"overlaps": 180, "beds": 0, "provider-commentary": None, "payment-metric": None}
