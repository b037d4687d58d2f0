"""Emergency admissions by quarter, with their rates."""

from decimal import Decimal

from plans.documents.quarters import printed_delays, printed_quarters
from plans.national_templates import template_for
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


DAYS = {
    f"{year}_q{number}": Decimal(900 + number) for year in ("baseline", "first", "second") for number in range(1, 5)
}
RESIDENTS = {f"population_{year}": Decimal(200_000) for year in ("baseline", "first", "second")}


def delays(**answers):
    return printed_delays(sample({"delayed-transfers": answers}, template="jul-2014"))


def test_delayed_days_of_each_quarter_have_the_rate_of_their_own_year():
    found = delays(**{**DAYS, **RESIDENTS, "population_second": Decimal(225_250)})

    title, cells = found.rows[0]
    assert title == "April to June 2013, 2014 and 2015"
    assert [text for _, text in cells] == ["901", "450.5", "901", "450.5", "901", "400.0"]
    total, sums = found.rows[-1]
    assert (total, [text for _, text in sums][:2]) == ("All four quarters", ["3,610", "1,805.0"])
    assert [label for label, _ in cells][-1] == "Second year per 100,000"


def test_delayed_days_without_residents_or_a_quarter_show_a_dash():
    found = delays(**{**DAYS, "first_q4": None})

    assert [text for _, text in found.rows[-1][1]] == ["3,610", "–", "–", "–", "3,610", "–"]


def test_no_delayed_days_are_shown_where_none_are_given_or_asked():
    assert delays(**RESIDENTS) is None
    assert printed_delays(sample({}, template="dec-2013")) is None


def test_a_later_plan_names_its_own_months():
    section = template_for("jul-2014", ("2016/17", "2017/18")).section("delayed-transfers")

    assert section.labels["second_q4"] == "Planned, January to March 2018"
    assert section.labels["population_baseline"] == "Residents of 18 and over, 2015/16"
