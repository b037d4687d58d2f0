"""Who pays in: by source, against the minimum; the additional transfer and its use."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans import funding, ledger
from plans.documents import ledger as tables
from plans.links import FigureLinks
from plans.spending import percentage
from tests.plans.contents import with_section, with_tables, with_values
from tests.plans.documents.builders import (
    CCG,
    COUNCIL,
    DFG,
    NHS_MINIMUM,
    TRANSFER,
    YEARS,
    Held,
    empty_plan,
    plan,
    row,
    section,
)

FIRST, SECOND = YEARS


def paying(*rows):
    """A plan into which these contributions are paid: (who, source, year, amount)."""
    listed = [
        row("contributions", "contributions", number,
            {"organisation": who, "funding_source": source, "year": year, "amount": Decimal(amount)})
        for number, (who, source, year, amount) in enumerate(rows)
    ]  # fmt: skip
    content = plan(schemes=1)
    return with_section(content, with_tables(content.section("contributions"), contributions=listed))


def with_minimum(content, amount):
    """The same plan where the CCG's minimum for the second year is published."""
    council, ccg = content.about.parties
    return replace(content, about=replace(content.about, parties=(council, replace(ccg, minimums={SECOND: amount}))))


def test_each_party_has_its_sources_and_one_that_pays_nothing_is_not_left_out():
    content = paying((CCG, NHS_MINIMUM, FIRST, 7), (CCG, NHS_MINIMUM, SECOND, 5), (CCG, TRANSFER, SECOND, 3))

    council, ccg = funding.payers(content)

    assert (council.title, council.sources, council.amounts) == (COUNCIL[1], (), (0, 0))
    assert [(source.title, source.amounts) for source in ccg.sources] == [
        (NHS_MINIMUM[1], (Decimal(7), Decimal(5))),
        (TRANSFER[1], (0, Decimal(3))),
    ]
    assert ccg.amounts == (Decimal(7), Decimal(8))


def test_money_from_nobody_stands_by_itself_and_money_of_no_year_counts_for_none():
    content = paying((None, None, FIRST, 7), (None, DFG, "2016/17", 9))

    assert [(payer.title, payer.amounts) for payer in funding.payers(content)][2:] == [
        (funding.NOBODY, (Decimal(7), 0)),
    ]


def test_a_minimum_that_is_not_published_is_none_and_not_nought():
    ccg = funding.payers(with_minimum(paying((CCG, NHS_MINIMUM, SECOND, 90)), "100.00"))[1]

    assert ccg.minimums == (None, Decimal(100))
    assert ccg.above == (None, Decimal(-10))


@pytest.mark.parametrize(("share", "left"), [(Decimal(100), Decimal(30)), (Decimal(50), Decimal(-20)), (None, None)])
def test_the_transfer_less_what_it_pays_for(share, left):
    uses = [row("transfer", "uses", number, {"amount": amount}) for number, amount in enumerate((Decimal(70), None))]

    found = funding.transfer(with_section(plan(), section("transfer", {"share": share}, {"uses": uses})))

    assert (found.used, found.left) == (Decimal(70), left)


def test_a_plan_without_the_section_has_no_transfer():
    content = empty_plan()
    left = tuple(one for one in content.sections if one.slug != "transfer")

    assert funding.transfer(replace(content, sections=left)) is None


bodies, sources = st.sampled_from([None, COUNCIL, CCG]), st.sampled_from([None, TRANSFER, NHS_MINIMUM, DFG])


@settings(max_examples=40)
@given(
    st.lists(st.tuples(bodies, sources, st.sampled_from(YEARS), st.decimals(0, 10**9, places=2), bodies), max_size=8)
)
def test_both_views_add_up_to_all_that_is_paid_in(listed):
    content = plan(schemes=1)
    rows = [
        row("contributions", "contributions", number,
            {"organisation": who, "funding_source": source, "year": year, "amount": amount, "previous_holder": before})
        for number, (who, source, year, amount, before) in enumerate(listed)
    ]  # fmt: skip
    content = with_section(content, with_tables(content.section("contributions"), contributions=rows))

    found = funding.holders(content)

    for place, year in enumerate(YEARS):
        assert ledger.total(holder.paid[place] for holder in found) == ledger.contributed(content, year)
        assert ledger.total(holder.held[place] for holder in found) == ledger.contributed(content, year)
        assert ledger.total(payer.amounts[place] for payer in funding.payers(content)) == ledger.contributed(
            content, year
        )


def test_the_national_figures_give_the_two_readings_of_who_contributes():
    """In £m for 2015/16 (domain.md 4.2): 1,900, 130 and 300 of the NHS, the transfer, capital of councils."""
    content = paying(
        (CCG, NHS_MINIMUM, SECOND, 1900), (CCG, "CARERS_BREAKS", SECOND, 130), (CCG, "REABLEMENT", SECOND, 300),
        (CCG, TRANSFER, SECOND, 1100), (COUNCIL, DFG, SECOND, 350),
    )  # fmt: skip

    council, ccg = funding.holders(content)

    assert (percentage(ccg.paid[1], Decimal(3780)), percentage(ccg.held[1], Decimal(3780))) == (
        Decimal("90.7"),
        Decimal("61.6"),
    )
    assert council.held[1] == Decimal(1450)


def test_what_a_contribution_says_comes_before_the_record_of_its_source():
    content = paying((CCG, TRANSFER, FIRST, 7))
    (said,) = content.section("contributions").table("contributions").rows
    said = with_values(said, previous_holder=CCG[0])
    content = with_section(content, with_tables(content.section("contributions"), contributions=[said]))

    assert [holder.held[0] for holder in funding.holders(content)] == [0, Decimal(7)]


def test_of_several_councils_none_is_guessed():
    content = paying((CCG, TRANSFER, FIRST, 7))
    parties = content.about.parties
    another = replace(parties[0], organisation="another", name="Elsewhere Council")
    content = replace(content, about=replace(content.about, parties=(*parties, another)))

    assert [(holder.title, holder.held[0]) for holder in funding.holders(content)][-1] == (funding.COUNCILS, Decimal(7))


def spending(*rows):
    """A plan whose partners spend this in all: (who, year, amount)."""
    listed = [
        row("whole-spend", "whole-spend", number, {"organisation": who, "year": year, "amount": amount})
        for number, (who, year, amount) in enumerate(rows)
    ]
    return with_section(plan(schemes=1), section("whole-spend", tables={"whole-spend": listed}))


def test_a_partners_whole_spend_is_its_figure_or_not_entered():
    content = spending((CCG, FIRST, Decimal(100)), (CCG, SECOND, Held("45.000")), (COUNCIL, FIRST, Decimal(0)))

    assert [partner.whole for partner in funding.partners(content)] == [(0, None), (Decimal(100), None)]


def test_the_fund_is_shared_out_only_over_what_everyone_has_entered():
    links = FigureLinks("samplebury")
    one = tables.whole_spend(spending((CCG, FIRST, Decimal(150_000))), links)
    both = tables.whole_spend(spending((CCG, FIRST, Decimal(150_000)), (COUNCIL, FIRST, Decimal(150_000))), links)

    assert [line.cells[0] for line in one.groups[-1].rows] == ["Not entered", "£75,000", "–"]
    assert [line.cells[0] for line in both.groups[-1].rows] == ["£300,000", "£75,000", "25%"]


def test_a_plan_frozen_before_it_was_asked_has_no_partners():
    content = plan()
    left = tuple(one for one in content.sections if one.slug != "whole-spend")

    assert funding.partners(replace(content, sections=left)) == ()
