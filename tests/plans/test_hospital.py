"""From admissions to bed-days to beds."""

from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from plans.documents.beds import printed_beds
from plans.hospital import beds_by_year, beds_of
from tests.plans.contents import with_section, with_tables
from tests.plans.documents.builders import YEARS, plan, row, scheme, section

SECOND = YEARS[1]
FIGURE = st.decimals(min_value=0, max_value=100_000, places=1)


def impact(**values):
    figures = {name: Decimal(value) for name, value in values.items()}
    return row("acute", "impacts", 1, {"provider": "The infirmary", "year": SECOND, **figures}, title="The infirmary")


def content_of(*impacts):
    return with_section(plan(schemes=1), section("acute", {}, {"impacts": list(impacts)}))


@pytest.mark.parametrize(
    ("values", "bed_days", "beds"),
    [
        ({"admissions": "365", "length_of_stay": "10", "occupancy": "100"}, "3650", "10.0"),
        ({"admissions": "840", "length_of_stay": "5", "occupancy": "85"}, "4200.0", "13.5"),
        ({"admissions": "840"}, "4200.0", "13.5"),
        ({"admissions": "840", "occupancy": "0"}, "4200.0", "13.5"),
        ({"admissions": "840", "occupancy": "120"}, "4200.0", "13.5"),
        ({"admissions": "0"}, "0", "0"),
        ({"admissions": "10", "length_of_stay": "0"}, "0", "0"),
    ],
)
def test_beds_are_bed_days_over_the_days_of_the_year_by_occupancy(values, bed_days, beds):
    found = beds_of(content_of(), impact(**values))

    assert (found.bed_days, found.beds) == (Decimal(bed_days), Decimal(beds))


def test_a_provider_without_admissions_has_no_beds():
    assert beds_of(content_of(), impact(length_of_stay="5")) is None
    assert beds_by_year(content_of(impact())) == ()


def test_assumptions_not_given_are_marked_as_such():
    (year,) = printed_beds(content_of(impact(admissions="10", length_of_stay="4.5")))

    assert year.providers[0].stay == "4.5 days"
    assert year.providers[0].occupancy == "85% (usual assumption, not checked)"


def test_an_occupancy_that_cannot_be_used_is_said_and_not_passed_over():
    (year,) = printed_beds(content_of(impact(admissions="10", occupancy="120")))

    assert year.providers[0].occupancy == ("85% (“120%” is entered and cannot be used; usual assumption, not checked)")


def test_the_sum_is_set_against_what_schemes_claim():
    (year,) = printed_beds(content_of(impact(admissions="10")))

    assert year.agreement == "Schemes claim 0 admissions: 10 fewer than stand here."


@drawn(admissions=FIGURE, more=FIGURE, stay=FIGURE)
def test_more_admissions_avoided_never_need_more_beds(admissions, more, stay):
    fewer = beds_of(content_of(), impact(admissions=admissions, length_of_stay=stay))
    most = beds_of(content_of(), impact(admissions=admissions + more, length_of_stay=stay))

    assert most.beds >= fewer.beds >= 0


def test_claims_without_a_hospital_are_no_fall_of_nought():
    benefit = row("schemes", "benefits", 1, {"type": "admissions", "year": SECOND, "quantity": Decimal(180)})

    (year,) = printed_beds(plan(rows=[with_tables(scheme(1), benefits=[benefit])]))

    assert year.agreement == "No hospital has a number of admissions fewer yet; schemes claim 180."
