"""Rules about money: each with a case in which it finds something and one in which it does not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from plans.rules import BLOCK, INFORM, WARN, findings
from tests.plans.contents import with_section, with_tables, with_values
from tests.plans.documents.builders import CCG, COUNCIL, YEARS, line, plan, plan_details, row, scheme, section

FIRST, SECOND = YEARS


def found(content, rule):
    """What one rule finds, as (field, figures)."""
    return [(finding.field, dict(finding.figures)) for finding in findings(content) if finding.rule == rule]


def messages(content, rule):
    return [finding.message for finding in findings(content) if finding.rule == rule]


def severities(content, rule):
    return {finding.severity for finding in findings(content) if finding.rule == rule}


def with_answer(content, slug, name, value):
    """The plan with one figure of a section's own changed."""
    return with_section(content, with_values(content.section(slug), **{name: value}))


def with_line(content, **values):
    """The plan of one scheme with one line more."""
    schemes = content.section("schemes")
    (only,) = schemes.table("schemes").rows
    lines = (*only.table("investments").rows, line(99, {"label": "One more", "basis": "lump", **values}))
    return with_section(content, with_tables(schemes, schemes=[with_tables(only, investments=lines)]))


def with_party(content, **facts):
    """The plan with other facts about its CCG."""
    council, ccg = content.about.parties
    return replace(content, about=replace(content.about, parties=(council, replace(ccg, **facts))))


@pytest.mark.parametrize("rule", ["V01", "V03", "V04", "V05", "V06", "V12"])
def test_a_plan_that_balances_has_no_finding(rule):
    assert found(plan(schemes=2), rule) == []


@pytest.mark.parametrize(
    ("pool", "words"), [("74999.99", "£0.01 over the agreed pool"), ("76394", "£1,394 short of the agreed pool")]
)
def test_v01_contributions_that_are_not_the_agreed_pool(pool, words):
    content = with_answer(plan(schemes=1), "contributions", "agreed_first_year", pool)

    ((field, figures),) = found(content, "V01")

    assert field == "agreed_first_year"
    assert figures[f"Contributions {FIRST}"] == "£75,000"
    assert messages(content, "V01") == [f"Contributions for {FIRST} are {words}."]
    assert severities(content, "V01") == {BLOCK}


def test_v01_waits_for_an_agreed_pool():
    content = with_answer(plan(schemes=1), "contributions", "agreed_first_year", None)

    assert found(content, "V01") == []


@pytest.mark.parametrize(
    ("minimum", "figures"),
    [("121394.00", []), ("121394.01", [{"Contribution 2015/16": "£121,394", "Minimum": "£121,394.01"}])],
)
def test_v02_a_contribution_below_the_published_minimum(minimum, figures):
    content = with_party(plan(schemes=1), minimums={SECOND: minimum})

    assert [shown for _, shown in found(content, "V02")] == figures


def test_v02_a_minimum_for_another_year_is_not_asked_for():
    content = with_party(plan(schemes=1), minimums={"2016/17": "1"})

    assert found(content, "V02") == []


def test_v02_says_when_no_minimum_is_published():
    content = plan(schemes=1)

    assert severities(content, "V02") == {INFORM}
    assert messages(content, "V02") == [
        f"The minimum contribution of {CCG[1]} is not published to us, so it cannot be checked."
    ]


def test_v02_a_ccg_that_pays_nothing_is_short_of_its_minimum():
    content = with_party(plan(schemes=1, contributions=section("contributions")), minimums={SECOND: "500"})

    assert found(content, "V02")[0][1] == {f"Contribution {SECOND}": "£0", "Minimum": "£500"}


@pytest.mark.parametrize(("amount", "words"), [(Decimal("0.01"), "£0.01 over"), (Decimal(500), "£500 over")])
def test_v03_spend_that_is_not_the_pool(amount, words):
    content = with_line(plan(schemes=1), year=FIRST, stated=amount, funding_source=("S256_TRANSFER", "Transfer"))

    ((field, figures),) = found(content, "V03")

    assert field == "unallocated_first_year"
    assert figures["Agreed pool"] == "£75,000"
    assert messages(content, "V03") == [f"Scheme spend for {FIRST} is {words} the agreed pool."]


def test_v03_unallocated_money_balances_and_needs_a_reason():
    content = with_answer(plan(schemes=1), "contributions", "agreed_first_year", "80000")
    content = with_answer(content, "contributions", "unallocated_first_year", "5000")

    assert found(content, "V03") == [("unallocated_reason", {"Unallocated, both years": "£5,000"})]


def test_v03_unallocated_money_with_a_reason_is_in_order():
    content = with_answer(plan(schemes=1), "contributions", "agreed_first_year", "80000")
    content = with_answer(content, "contributions", "unallocated_first_year", "5000")
    content = with_answer(content, "contributions", "unallocated_reason", "A contingency.")

    assert found(content, "V03") == []


def test_v04_a_source_that_is_overspent():
    content = with_line(plan(schemes=1), year=SECOND, stated=Decimal(300), funding_source=("DFG", "Grant"))

    assert found(content, "V04") == [("source-DFG-2015/16", {"Paid in": "£50,000", "Spent": "£50,300"})]
    assert messages(content, "V04") == [
        "More is spent than paid in from “Disabled Facilities Grant” in 2015/16: £300 of difference."
    ]


def test_v04_money_paid_in_and_not_spent():
    pool = plan(schemes=1).section("contributions")
    more = row(
        "contributions",
        "contributions",
        9,
        {"organisation": COUNCIL, "funding_source": ("OWN", "Own money"), "year": FIRST, "amount": Decimal(40)},
    )
    rows = (*pool.table("contributions").rows, more)
    content = with_section(plan(schemes=1), with_tables(pool, contributions=rows))

    assert found(content, "V04") == [("source-OWN-2014/15", {"Paid in": "£40", "Spent": "£0"})]


@pytest.mark.parametrize(("unallocated", "count"), [("40", 0), ("39.99", 1)])
def test_v04_allows_what_is_unallocated_to_stay_in_a_source(unallocated, count):
    content = with_answer(plan(schemes=1), "contributions", "unallocated_first_year", unallocated)
    pool = content.section("contributions")
    more = row(
        "contributions",
        "contributions",
        9,
        {"organisation": COUNCIL, "funding_source": ("OWN", "Own money"), "year": FIRST, "amount": Decimal(40)},
    )
    rows = (*pool.table("contributions").rows, more)

    assert len(found(with_section(content, with_tables(pool, contributions=rows)), "V04")) == count


def test_v04_a_line_without_a_source():
    content = with_line(plan(schemes=1), year=FIRST, stated=Decimal(5))

    assert found(content, "V04") == [("source-none-2014/15", {"Paid in": "£0", "Spent": "£5"})]


@pytest.mark.parametrize(("stated", "count"), [("75000.00", 0), ("75000.01", 1), (None, 0)])
def test_v05_a_stated_total_that_is_not_the_sum_of_the_lines(stated, count):
    values = {} if stated is None else {"stated_first_year": Decimal(stated)}
    content = with_section(plan(schemes=1), section("schemes", tables={"schemes": [scheme(1, **values)]}))

    hits = found(content, "V05")

    assert len(hits) == count
    assert all(
        hit == ("stated_first_year", {f"Sum of lines {FIRST}": "£75,000", "Total stated": "£75,000.01"}) for hit in hits
    )


@pytest.mark.parametrize(
    ("stated", "figures"),
    [
        ("121394", []),
        ("121515.39", []),
        ("121515.40", [{"Stated": "£121,515.40", "Quantity × rate × periods": "£121,394"}]),
        ("121272.60", [{"Stated": "£121,272.60", "Quantity × rate × periods": "£121,394"}]),
        ("120000", [{"Stated": "£120,000", "Quantity × rate × periods": "£121,394"}]),
    ],
)
def test_v06_a_cost_outside_a_tenth_of_a_per_cent_of_the_product(stated, figures):
    content = with_line(
        plan(schemes=1),
        year=SECOND,
        stated=Decimal(stated),
        quantity=Decimal(2),
        rate=Decimal("33.35"),
        units_per_period=Decimal(35),
        periods=Decimal(52),
    )

    assert [shown for _, shown in found(content, "V06")] == figures
    assert severities(content, "V06") <= {WARN}


@pytest.mark.parametrize(("stated", "count"), [("11.00", 0), ("11.01", 1), ("9.00", 0), ("8.99", 1)])
def test_v06_allows_a_pound_where_a_tenth_of_a_per_cent_is_less(stated, count):
    content = with_line(plan(schemes=1), year=SECOND, stated=Decimal(stated), quantity=Decimal(2), rate=Decimal(5))

    assert len(found(content, "V06")) == count


def test_v06_names_the_line_and_its_scheme():
    content = with_line(plan(schemes=1), year=SECOND, stated=Decimal(8), quantity=Decimal(2), rate=Decimal(5))

    assert messages(content, "V06") == [
        "“One more” in E1 Seven-day access, part 1: the stated cost is £2 short of quantity × rate × periods."
    ]


@pytest.mark.parametrize(
    ("here", "elsewhere", "count"),
    [
        ("100", "0.00", 0),
        ("60", "40.10", 0),
        ("60", "39.90", 0),
        ("60", "40.11", 1),
        ("60", "39.89", 1),
        (None, "0", 1),
    ],
)
def test_v12_shares_that_do_not_add_up(here, elsewhere, count):
    details = plan_details()
    council, ccg = details.table("parties").rows
    rows = (council, with_values(ccg, mapped_share=here))
    content = with_section(plan(schemes=1), with_tables(details, parties=rows))

    hits = found(with_party(content, mapped_elsewhere=elsewhere), "V12")

    assert len(hits) == count


def test_v12_shows_both_shares():
    content = with_party(plan(schemes=1), mapped_elsewhere="12.50")

    assert found(content, "V12") == [("mapped_share", {"Here": "100%", "Elsewhere": "12.5%"})]
    assert messages(content, "V12") == [f"The shares of {CCG[1]}'s population add up to 112.5%, not 100%."]
