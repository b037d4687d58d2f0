"""Emergency admissions by quarter, with their rates."""

from decimal import Decimal

from plans.documents.quarters import printed_quarters
from plans.rules.sample import sample

COUNTS = {
    **{f"baseline_q{number}": Decimal(1000) for number in range(1, 5)},
    **{f"planned_q{number}": Decimal(965) for number in range(1, 5)},
}


def quarters(**answers):
    return printed_quarters(sample({"payment-metric": answers}, template="jul-2014"))


def test_each_quarter_has_its_rate_and_its_change():
    found = quarters(population=Decimal(250_000), **COUNTS)

    first = found.quarters[0]
    assert first.title == "January to March 2014, then 2015"
    assert (first.baseline_rate, first.planned_rate, first.change) == ("400.0", "386.0", "3.5% fewer")
    assert (found.total.baseline, found.total.baseline_rate, found.total.planned) == ("4,000", "1,600.0", "3,860")
    assert "250,000 residents" in found.note


def test_without_residents_there_is_no_rate_and_the_page_says_why():
    found = quarters(**COUNTS)

    assert {quarter.baseline_rate for quarter in found.quarters} == {"–"}
    assert "Enter the number of residents" in found.note


def test_a_quarter_that_is_missing_leaves_the_sum_open():
    found = quarters(**{**COUNTS, "planned_q4": None})

    assert (found.total.baseline, found.total.planned, found.total.change) == ("4,000", "–", "–")


def test_nothing_is_shown_where_nothing_is_given_or_asked():
    assert quarters() is None
    assert printed_quarters(sample({}, template="dec-2013")) is None
