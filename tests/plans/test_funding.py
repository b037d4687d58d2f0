"""Who pays in: by source, against the minimum; the additional transfer and its use."""

from dataclasses import replace
from decimal import Decimal

import pytest

from plans import funding
from tests.plans.contents import with_section, with_tables
from tests.plans.documents.builders import (
    CCG,
    COUNCIL,
    DFG,
    NHS_MINIMUM,
    TRANSFER,
    YEARS,
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
