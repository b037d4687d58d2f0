"""Measures as read: rates, what each point is called, how far a target is from the baseline and which way."""

from datetime import date
from decimal import Decimal

import pytest

from plans.documents.measures import printed_measures
from plans.rules.sample import sample

DTOC = {
    "_title": "Delayed transfers of care",
    "_facts": {"multiplier": "1000", "unit": "per 1,000", "good": "down", "counts_for_april": False},
    "baseline_numerator": Decimal(100),
    "baseline_denominator": Decimal(1000),
}


def printed(values, template="dec-2013"):
    (measure,) = printed_measures(sample({"measures": {"measures": [{**DTOC, **values}]}}, template=template))
    return measure


def october(numerator, good="down", **values):
    """The October target of a measure of 100 for each 1,000."""
    facts = {**DTOC["_facts"], "good": good}
    values = {"_facts": facts, "october_numerator": Decimal(numerator), "october_denominator": Decimal(1000), **values}
    return printed(values).points[2]


@pytest.mark.parametrize(
    ("numerator", "good", "change"),
    [
        ("95.8", "down", "4.2% lower, the good way"),
        ("110", "down", "10% higher, the wrong way"),
        ("110", "up", "10% higher, the good way"),
        ("90", "up", "10% lower, the wrong way"),
        ("90", "", "10% lower"),
        ("100", "down", "No change"),
    ],
)
def test_a_target_says_how_far_it_is_from_the_baseline_and_which_way(numerator, good, change):
    assert october(numerator, good).change == change


@pytest.mark.parametrize(
    ("figures", "multiplier", "unit", "rates", "change"),
    [
        (
            (50, 1000, 40, 1000),
            1,
            "falls a head",
            ("0.0500 falls a head", "0.0400 falls a head"),
            "20% lower, the good way",
        ),
        ((44, 1000, 42, 1000), 1, "", ("0.0440", "0.0420"), "4.5% lower, the good way"),
        ((1000, 100_000, 900, 101_000), 100, "%", ("1.000%", "0.891%"), "10.9% lower, the good way"),
        ((264, 40_000, 265, 40_151), 100_000, "", ("660.00", "660.01"), "Less than 0.1% higher, the wrong way"),
        ((1, 3, 2, 6), 100, "%", ("33.3%", "33.3%"), "No change"),
    ],
)
def test_a_change_is_worked_out_from_exact_rates_which_are_told_apart(figures, multiplier, unit, rates, change):
    names = ("baseline_numerator", "baseline_denominator", "october_numerator", "october_denominator")
    facts = {**DTOC["_facts"], "multiplier": str(multiplier), "unit": unit}

    measure = printed({"_facts": facts, **dict(zip(names, map(Decimal, figures), strict=True))})

    assert (measure.points[0].rate, measure.points[2].rate) == rates
    assert measure.points[2].change == change
    assert [drawn.bar.text for drawn in measure.chart.bars] == [rate.removesuffix(f" {unit}") for rate in rates]


def test_the_sentence_of_a_chart_tells_a_small_target_from_its_baseline():
    facts = {**DTOC["_facts"], "multiplier": "1", "unit": "falls a head"}
    given = {"baseline_numerator": Decimal(44), "october_numerator": Decimal(36), "october_denominator": Decimal(1000)}

    assert printed({"_facts": facts, **given}).finding == (
        "The target for the October 2015 payment is 0.0360 falls a head, 18.2% below the baseline of "
        "0.0440 falls a head. Lower is better."
    )


def test_a_unit_and_a_period_left_to_the_plan_are_not_said_until_it_gives_them():
    facts = {
        "numerator": "As the plan defines it",
        "unit": "as the plan defines it",
        "period": "As the plan defines it",
    }
    measure = printed({"_facts": facts})

    assert (measure.unit, measure.points[0].rate) == ("", "0.100")
    assert "period" not in measure.facts
    assert measure.points[1].period == "–"


def test_a_baseline_of_nought_has_no_per_cent():
    assert october("5", baseline_numerator=Decimal(0)).change == "Higher, the wrong way"


def test_what_is_not_given_is_not_compared():
    measure = printed({})

    assert [(point.title, point.rate, point.change) for point in measure.points] == [
        ("Baseline", "100.0 per 1,000", ""),
        ("April 2015 payment", "Does not count then", ""),
        ("October 2015 payment", "–", ""),
    ]
    assert measure.chart is None
    assert [point.period for point in measure.points] == ["–", "–", "–"]
    assert measure.quality == ""


def test_points_are_called_as_the_template_calls_them():
    measure = printed({"april_numerator": Decimal(95), "april_denominator": Decimal(1000)}, template="jul-2014")

    assert [point.title for point in measure.points] == ["Baseline", "2014/15", "2015/16"]
    assert [point.period for point in measure.points] == ["–", "2014/15", "2015/16"]
    assert [drawn.bar.label for drawn in measure.chart.bars] == ["Baseline", "2014/15"]
    assert measure.points[2].rate == "–"


@pytest.mark.parametrize(
    ("facts", "periods"),
    [
        ({"april_period": "April to December 2014", "october_period": "January to June 2015"},
         ["April to December 2014", "January to June 2015"]),
        ({"period": "A financial year"}, ["A financial year", "A financial year"]),
        ({"period": "A financial year", "october_period": "2014/15", "counts_for_april": False}, ["–", "2014/15"]),
    ],
)  # fmt: skip
def test_each_target_says_for_which_period_it_is(facts, periods):
    measure = printed({"_facts": {**DTOC["_facts"], "counts_for_april": True, **facts}})

    assert [point.period for point in measure.points[1:]] == periods


def test_periods_and_quality_are_told_once():
    measure = printed(
        {"baseline_from": date(2012, 4, 1), "baseline_to": date(2013, 3, 31), "quality": "high", "source": "Made up"}
    )

    assert measure.points[0].period == "1 April 2012 to 31 March 2013"
    assert measure.quality == "High"
    assert "source" in {answer.name for answer in measure.answers}
    told = {"baseline_from", "quality", "october_numerator", "baseline_stated"}  # the last: nobody stated one
    assert {answer.name for answer in measure.answers} & told == set()
