"""The payment modeller through its page: the papers' figures, who receives and loses what, bad figures, versions."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import HeldValue, MeasurePlan, PaymentMetric, Plan, Pool
from tests.factories.conditions import NationalConditionFactory, RuleParameterFactory
from tests.factories.plans import PlanVersionFactory
from tests.markup import Markup
from tests.plans.modeller.papers import BASELINES, QUARTERS, add_contingency, add_measure, december_plan, july_plan
from tests.plans.views.meeting import everything

pytestmark = pytest.mark.django_db
SUM = {"ring_fenced": "4,000,000", "price": "1490", "ambition": "3.5"}
BIG = "1" + "0" * 15


def url(drafting):
    return reverse("plans:payment", args=[drafting.plan.key])


def visit(client, drafting, **figures):
    client.force_login(drafting.author)
    return client.get(url(drafting), figures)


def actual(counts):
    return {f"actual_{name}": str(count) for name, count in zip(QUARTERS, counts, strict=True)}


def rows(source, label):
    """The rows of the table in the region with this label, cell by cell."""
    page = Markup(source)
    (region,) = [place for place in page.elements if place.attributes.get("aria-label") == label]
    table = next(table for table in page.all("table") if region in table.ancestors)
    lines = [line for line in page.all("tr") if table in line.ancestors]
    cells = [element for element in page.elements if element.tag in {"th", "td"}]
    return [[cell.text for cell in cells if any(above is line for above in cell.ancestors)] for line in lines]


PAYMENTS, RECEIPTS, LOSSES = "Payments", "What each side receives", "Who loses what if targets are missed"
MEASURES, BOTH = "Measure by measure", "Both schemes side by side"
AS_PLANNED, PAID = 4, 7


def test_worked_example(client):
    response = visit(client, july_plan(), **actual((5960, 5750, 5700, 6050)))

    assert rows(response, PAYMENTS)[1:] == [
        ["January to March 2015", "May 2015", "90", "40", "£134,100", "£134,100", "£59,600", "£59,600", "£59,600"],
        ["April to June 2015", "August 2015", "290", "190", "£298,000", "£432,100", "£283,100", "£223,500", "£283,100"],
        [
            "July to September 2015",
            "November 2015",
            "540",
            "390",
            "£372,500",
            "£804,600",
            "£581,100",
            "£298,000",
            "£581,100",
        ],
        [
            "October to December 2015",
            "February 2016",
            "840",
            "540",
            "£447,000",
            "£1,251,600",
            "£804,600",
            "£223,500",
            "£804,600",
        ],
        ["All payments", "", "", "", "£1,251,600", "", "", "£804,600", ""],
    ]
    page = Markup(response)
    assert page.by_id("payment-identity").text == (
        "Rule V10: £804,600 paid + £447,000 not earned + £2,748,400 for NHS services outside hospital = £4,000,000."
    )
    assert page.by_id("payment-said").text == (
        "£804,600 is paid of £1,251,600 that depends on admissions. "
        "A fall of 840 admissions is planned, 3.5%; 540 are reached, 2.25%."
    )


@pytest.mark.parametrize(
    ("counts", "paid", "unearned"),
    [
        ((6000, 5900, 5500, 5760), ["£0", "£0", "£596,000", "£655,600"], "£0"),
        ((6100, 5950, 6000, 6300), ["£0", "£0", "£0", "£0"], "£1,251,600"),
        ((5910, 6100, 5900, 6200), ["£134,100", "£0", "£0", "£0"], "£1,117,500"),
        (("5960", "", "5700", ""), ["£59,600", "£0", "£0", "£0"], "£1,192,000"),
    ],
    ids=["catching up", "worse than the baseline all year", "nothing is taken back", "not known yet"],
)
def test_other_years_of_the_worked_example(client, counts, paid, unearned):
    response = visit(client, july_plan(), **actual(counts))

    assert [line[PAID] for line in rows(response, PAYMENTS)[1:5]] == paid
    assert f"+ {unearned} not earned" in Markup(response).by_id("payment-identity").text


@pytest.mark.parametrize("targets", [BASELINES, (6000, 5900, 5900, 6300)], ids=["none", "a rise"])
def test_without_a_planned_fall_nothing_depends_on_admissions(client, targets):
    response = visit(client, july_plan(targets=targets))

    assert [line[PAID] for line in rows(response, PAYMENTS)[1:5]] == ["£0"] * 4
    assert "£0 paid + £0 not earned + £4,000,000 for NHS services" in Markup(response).by_id("payment-identity").text
    assert "No fall is planned" in response.content.decode()


def test_all_figures_of_the_worked_example_may_come_from_the_address(client):
    counts = {f"baseline_{name}": str(count) for name, count in zip(QUARTERS, BASELINES, strict=True)}

    response = visit(client, december_plan(), scheme="admissions", **SUM, **counts, **actual((5960, 5750, 5700, 6050)))

    assert rows(response, PAYMENTS)[-1][PAID] == "£804,600"


def test_a_higher_ambition_is_spread_as_the_plan_spreads_its_own(client):
    response = visit(client, july_plan(), ambition="7", **actual((5820, 5500, 5400, 5600)))

    assert [line[2:5] for line in rows(response, PAYMENTS)[1:5]] == [
        ["180", "180", "£268,200"],
        ["580", "580", "£596,000"],
        ["1,080", "1,080", "£745,000"],
        ["1,680", "1,680", "£894,000"],
    ]


def test_the_plans_own_price_stands_in_its_box(client):
    response = visit(client, july_plan(price=1600))

    assert Markup(response).by_id("id_price")["value"] == "1,600"
    assert rows(response, PAYMENTS)[-1][AS_PLANNED] == "£1,344,000"


def test_a_sum_that_is_too_small_caps_the_payment(client):
    response = visit(client, july_plan(), ring_fenced="1,000,000")

    assert "£1,000,000 is paid of £1,000,000" in Markup(response).by_id("payment-said").text
    assert "The fall is worth £1,251,600" in response.content.decode()


def test_bromley_at_the_national_share(client):
    NationalConditionFactory(payment_gate="The whole condition")
    drafting = december_plan(linked=None)

    response = visit(client, drafting)

    assert Markup(response).by_id("id_linked")["value"] == "3,947,368"
    assert [line[AS_PLANNED : PAID + 1 : 3] for line in rows(response, PAYMENTS)[1:]] == [
        ["£986,842", "£986,842"],
        ["£986,842", "£986,842"],
        ["£1,973,684", "£1,973,684"],
        ["£3,947,368", "£3,947,368"],
    ]
    assert [line[1] for line in rows(response, PAYMENTS)[1:4]] == ["April 2015", "April 2015", "October 2015"]


def test_bromleys_own_quarter_is_shown_beside_the_national_share(client):
    response = visit(client, december_plan())

    said = " ".join(response.content.decode().split())
    assert "The plan says that £3,750,000 depends on performance." in said
    assert "it would be £3,947,368 of the pool of £15,000,000" in said
    links = [link["href"] for link in Markup(response).all("a") if "linked=" in link.attributes.get("href", "")]
    assert links == ["?linked=3750000.00", "?linked=3947368"]


@pytest.mark.parametrize(
    ("status", "words", "achieved"),
    [("met", "Met", "1 met"), ("plan", "", "0 met"), ("not_met", "", "0 met"), ("", "not answered", "0 met")],
)
def test_conditions_start_as_the_plan_answers_them(client, status, words, achieved):
    drafting = december_plan(linked=1000)
    answer = drafting.plan.conditionresponse_rows.first()
    NationalConditionFactory(payment_gate="The whole condition", concepts=[answer.concept])
    type(answer).objects.filter(pk=answer.pk).update(status=status)

    response = visit(client, drafting)

    assert rows(response, PAYMENTS)[1][2:4] == ["1 condition", achieved]
    assert "The whole condition. The plan says: " + words in response.content.decode()


def test_measures_are_paid_by_the_part_that_is_reached(client):
    condition = NationalConditionFactory(payment_gate="The whole condition")
    drafting = december_plan(linked=1000, measures=2)
    one, other = [f"april-{row.definition.key}" for row in drafting.plan.measureplan_rows.all()]

    response = visit(client, drafting, **{one: "95", other: "90", "asked": "1"})

    assert rows(response, PAYMENTS)[1:] == [
        ["Conditions", "April 2015", "1 condition", "0 met", "£250", "£250", "£0", "£0", "£0"],
        ["April measures", "April 2015", "2 measures", "75%", "£250", "£500", "£188", "£188", "£188"],
        ["October measures", "October 2015", "2 measures", "100%", "£500", "£1,000", "£688", "£500", "£688"],
        ["All payments", "", "", "", "£1,000", "", "", "£688", ""],
    ]
    assert condition.title in response.content.decode()
    assert "£688 paid + £312 held back = £1,000" in Markup(response).by_id("payment-identity").text


def test_a_measure_where_higher_is_better_and_a_recovery_plan(client):
    drafting = december_plan(linked=1000, measures=0)
    row = add_measure(drafting.plan, "Still at home", good="up")

    response = visit(client, drafting, **{f"october-{row.definition.key}": "110"})

    assert rows(response, PAYMENTS)[3][3:8] == ["50%", "£500", "£1,000", "£750", "£250"]
    assert "less than 70%: a recovery plan is asked for" in response.content.decode()


def test_a_measure_without_its_target_or_baseline_is_named(client):
    drafting = december_plan(linked=1000, measures=1)
    stays, delays = add_measure(drafting.plan, "Stays"), add_measure(drafting.plan, "Delays")
    assert "Not in the model" not in visit(client, drafting).content.decode()
    MeasurePlan.objects.filter(pk=stays.pk).update(october_numerator=None)
    MeasurePlan.objects.filter(pk=delays.pk).update(baseline_numerator=None, position=9)

    page = visit(client, drafting).content.decode()

    assert "Not in the model for April 2015: Delays." in page
    assert "Not in the model for October 2015: Stays; Delays." in page


def test_a_measure_of_small_rates_starts_from_rates_that_are_told_apart(client):
    drafting = december_plan(measures=0)
    row = add_measure(drafting.plan, "Falls", multiplier=1, unit="falls a head")

    response = visit(client, drafting, **{f"april-{row.definition.key}": "0.095"})

    (april, october) = [line for line in rows(response, MEASURES) if "Falls" in line[0]]
    assert [line[2:6] for line in (april, october)] == [
        ["0.1000", "0.0900", "0.0950", "50%"],
        ["0.1000", "0.0800", "0.0800", "100%"],
    ]
    assert "Baseline 0.1000 falls a head, target 0.0900 falls a head" in unescape(response.content.decode())


def test_who_loses_what_after_the_plans_own_order_of_calls(client):
    drafting = december_plan(linked=1_000_000)
    add_contingency(drafting.plan)

    response = visit(client, drafting)

    lines = rows(response, LOSSES)
    assert [line[1:] for line in lines[1:]] == [
        ["£1,000,000", "£0", "£625,000", "£1,000,000"],
        ["£0", "£1,000,000", "£375,000", "£0"],
        ["£0", "£100,000", "£100,000", "£0"],
        ["£0", "£50,000", "£50,000", "£0"],
        ["£0", "£850,000", "£225,000", "£0"],
        ["£0", "£297,500", "£78,750", "£0"],
        ["£0", "£552,500", "£146,250", "£0"],
    ]
    assert lines[3][0] == "Met by: Offset against other lines of the pool up to £100,000"
    assert lines[4][0] == "Met by: The risk pool or contingency up to £50,000. The contingency"
    assert lines[6][0] == "Samplebury Council 35% of what is paid into the pool"
    assert "on its use decides: Joint commissioning group" in lines[2][0]


def test_not_earned_stays_with_the_ccgs_and_the_rest_is_received_in_its_month(client):
    response = visit(client, july_plan(), **actual((5960, 5750, 5700, 6050)))

    assert rows(response, RECEIPTS)[1] == [
        "NHS services outside hospital", "Commissioned by the NHS", "April 2015", "£2,748,400",
    ]  # fmt: skip
    assert rows(response, RECEIPTS)[-2][0::2] == ["The CCGs", "after February 2016"]
    assert rows(response, RECEIPTS)[-1] == ["Ring-fenced sum", "", "", "£4,000,000"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("45.000", "Price of an admission: “45.000” can mean 45 or 45,000. Type one of them."),
        ("many", "Price of an admission: “many” cannot be read as one figure."),
        (BIG, f"Price of an admission: “{BIG}” is more than 1,000,000,000."),
        ("-5", "Price of an admission: “-5” is below nought."),
        ("", "Price of an admission: enter a figure."),
        ("1\x00", "cannot be read as one figure"),
        ("٣", "cannot be read as one figure"),
    ],
)
def test_a_figure_that_cannot_be_used_is_refused_at_its_box_and_the_rest_stands(client, typed, said):
    response = visit(client, july_plan(), price=typed, **actual((5960, 5750, 5700, 6050)))

    page = Markup(response)
    assert response.status_code == 200
    assert said in page.by_id("id_price-error").text
    assert page.by_id("id_price").attributes.get("value", "") == typed
    assert page.by_id("id_actual_q1")["value"] == "5960"
    assert any(link["href"] == "#id_price" for link in page.all("a") if "href" in link.attributes)
    assert "Until it is corrected, the plan’s own figure is used: Price of an admission." in page.one("main").text
    assert rows(response, PAYMENTS)[-1][PAID] == "£804,600"


@pytest.mark.parametrize(
    "figures",
    [
        {"ambition": "101"},
        {"ambition": "-101"},
        {"ambition": "3.555"},
        {"baseline_q1": "10,000,001"},
        {"actual_q4": "TBC"},
        {"ring_fenced": "1,000,000,000.01"},
        {"scheme": "measures", "linked": "?"},
        {"scheme": "measures", "linked": "5", "met": "nonsense"},
        {"scheme": "nonsense", "nothing": "5"},
        {"version": ""},
    ],
    ids=str,
)
def test_no_address_breaks_the_page(client, figures):
    refused = set(figures) & {"ambition", "baseline_q1", "actual_q4", "ring_fenced", "met"} or "?" in figures.values()

    response = visit(client, july_plan(), **figures)

    assert response.status_code == 200
    assert bool(Markup(response).all("div", "govuk-error-summary")) == bool(refused)


@pytest.mark.parametrize(
    "figures",
    [
        {"ambition": "0"},
        {"ambition": "100"},
        {"ambition": "-100"},
        {"price": "0"},
        {"ring_fenced": "0"},
        {"price": "1,000,000,000"},
        dict.fromkeys((f"baseline_{name}" for name in QUARTERS), "0"),
    ],
    ids=str,
)
def test_figures_at_the_edge_are_worked_out(client, figures):
    response = visit(client, july_plan(), **figures)

    assert "= £" in Markup(response).by_id("payment-identity").text
    assert not Markup(response).all("div", "govuk-error-summary")


def test_a_plan_without_figures_says_what_is_missing_and_calls_no_empty_box_wrong(client):
    july = july_plan(ring_fenced=None)
    Pool.objects.filter(plan=july.plan).delete()

    by_admissions, by_measures = (Markup(visit(client, july, scheme=scheme)) for scheme in ("admissions", "measures"))

    for page in (by_admissions, by_measures):
        assert not page.all("div", "govuk-error-summary")
        assert "Nothing can be worked out yet. Enter:" in page.one("main").text
        assert "1 figure cannot be used" not in page.by_id("payment-said").text
    assert by_admissions.by_id("id_ring_fenced-error").text == ""
    assert "The plan does not give it: enter it" in by_admissions.by_id("id_ring_fenced-hint").text
    assert any(link.text == "Ring-fenced sum" for link in by_admissions.all("a"))
    assert any(link.text == "Sum that depends on performance" for link in by_measures.all("a"))


def test_boxes_sent_empty_that_the_plan_has_nothing_for_are_not_wrong(client):
    empty = dict.fromkeys((f"baseline_{name}" for name in QUARTERS), "")

    response = visit(client, december_plan(), scheme="admissions", **empty)

    assert not Markup(response).all("div", "govuk-error-summary")


def test_a_box_emptied_that_the_plan_has_a_figure_for_is_wrong(client):
    response = visit(client, july_plan(), ring_fenced="")

    assert "Ring-fenced sum: enter a figure." in Markup(response).by_id("id_ring_fenced-error").text


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (("", "", "5700", ""), "July to September 2015 is entered and not counted"),
        (("", "", "5700", ""), "only when January to March 2015 and April to June 2015 are entered too"),
        (("5960", "", "5700", "6050"), "July to September 2015 and October to December 2015 are entered and not"),
        (("5960", "", "5700", "6050"), "only when April to June 2015 is entered too"),
    ],
)
def test_a_late_quarter_without_those_before_it_is_said_not_to_count(client, counts, said):
    assert said in Markup(visit(client, july_plan(), **actual(counts))).by_id("payment-result").text


def test_an_open_quarter_is_said_to_count_as_no_fall(client):
    response = visit(client, july_plan(), **actual((5960, 5750, 5700, "")))

    result = Markup(response).by_id("payment-result").text
    assert "October to December 2015 is not known yet and counts as no fall" in result
    assert "390 are reached in 3 of 4 quarters" in unescape(response.content.decode())
    assert "not earned so far" in Markup(response).by_id("payment-identity").text
    assert rows(response, RECEIPTS)[-2][1].startswith("Not earned so far: for NHS services")


def test_a_year_that_is_known_says_nothing_of_open_quarters(client):
    result = Markup(visit(client, july_plan(), **actual((5960, 5750, 5700, 6050)))).by_id("payment-result").text

    assert "not known yet" not in result
    assert "so far:" not in result


def test_quarters_known_from_the_first_on_need_no_word(client):
    assert "not counted" not in visit(client, july_plan(), **actual(("5960", "5750", "", ""))).content.decode()


def test_a_catch_up_is_more_than_was_planned_for_it_and_never_more_than_by_then(client):
    lines = rows(visit(client, july_plan(), **actual((6000, 5900, 5500, 5760))), PAYMENTS)

    assert lines[0][AS_PLANNED : AS_PLANNED + 2] == ["Payment as planned", "Most that can be paid by then"]
    assert lines[3][AS_PLANNED:] == ["£372,500", "£804,600", "£596,000", "£596,000", "£596,000"]


def test_measures_count_by_their_weights(client):
    NationalConditionFactory(payment_gate="The whole condition")
    drafting = december_plan(linked=1000, measures=2)
    one, other = [row.definition.key for row in drafting.plan.measureplan_rows.order_by("definition__title")]
    figures = {f"april-{one}": "95", f"april-{other}": "90", f"weight-{one}": "3"}

    response = visit(client, drafting, **figures)

    assert sorted([line[0], *line[4:]] for line in rows(response, MEASURES) if "April 2015" in line) == [
        ["Measure 0 per 100,000", "95.0", "50%", "75%"],
        ["Measure 1 per 100,000", "90.0", "100%", "25%"],
    ]
    assert rows(response, PAYMENTS)[2][3] == "62.5%"


def test_weights_that_are_all_nought_pay_nothing_and_say_so(client):
    drafting = december_plan(linked=1000, measures=1)
    key = drafting.plan.measureplan_rows.get().definition.key

    response = visit(client, drafting, **{f"weight-{key}": "0"})

    assert [line[PAID] for line in rows(response, PAYMENTS)[2:4]] == ["£0", "£0"]
    assert "Every measure for April 2015 has weight 0" in response.content.decode()


@pytest.mark.parametrize("typed", ["-1", "many", "1001"])
def test_a_weight_that_cannot_be_used_is_refused_at_its_box(client, typed):
    drafting = december_plan(linked=1000, measures=1)
    key = drafting.plan.measureplan_rows.get().definition.key

    page = Markup(visit(client, drafting, **{f"weight-{key}": typed}))

    assert "Weight of Measure 0" in page.by_id(f"id_weight-{key}-error").text


def test_who_loses_what_has_a_column_for_the_figures_modelled(client):
    lines = rows(visit(client, july_plan(), **actual((5960, 5750, 5700, 6050))), LOSSES)

    assert lines[0][1:] == ["As modelled here", "No fall in admissions", "Half of the planned fall", "All of it"]
    assert [line[1] for line in lines[1:3]] == ["£804,600", "£447,000"]


def test_both_schemes_stand_side_by_side_on_one_plan(client):
    drafting = december_plan()
    counts = {f"baseline_{name}": str(count) for name, count in zip(QUARTERS, BASELINES, strict=True)}

    lacking, full = (
        visit(client, drafting),
        visit(client, drafting, **SUM, **counts, **actual((5960, 5750, 5700, 6050))),
    )

    assert rows(lacking, BOTH)[0][1:] == [
        "By conditions and measures (December 2013)",
        "By emergency admissions (July 2014)",
    ]
    assert [line[2] for line in rows(lacking, BOTH)[1:3]] == ["Figures are missing", ""]
    assert [line[1:] for line in rows(full, BOTH)[1:8]] == [
        ["£3,750,000: sum that depends on performance", "£4,000,000: ring-fenced sum"],
        ["£0", "£2,748,400"],
        ["£3,750,000", "£1,251,600"],
        ["£3,750,000", "£804,600"],
        ["£0", "£0"],
        ["£2,343,750", "£625,800"],
        ["£3,750,000", "£1,251,600"],
    ]
    # Sent with the boxes of the scheme shown, so that the other's figures are not lost.
    assert [box["value"] for box in Markup(full).all("input") if box.attributes.get("name") == "actual_q1"] == ["5960"]
    links = [link.attributes.get("href", "") for link in Markup(full).all("a")]
    assert any("scheme=admissions" in link and "actual_q1=5960" in link for link in links)


def test_a_held_figure_is_not_counted(client):
    drafting = july_plan(ring_fenced=None)
    metric = PaymentMetric.objects.get()
    HeldValue.objects.create(
        plan=drafting.plan, section="payment-metric", row=metric.pk, field="ring_fenced", text="4.000"
    )

    assert Markup(visit(client, drafting)).by_id("id_ring_fenced").attributes.get("value", "") == ""


def test_htmx_is_answered_with_the_result_and_every_fault(client):
    drafting = july_plan()
    client.force_login(drafting.author)

    response = client.get(url(drafting), {"price": "45.000"}, headers={"HX-Request": "true"})

    page = Markup(response)
    assert not page.all("h1")
    assert "can mean 45 or 45,000" in page.by_id("id_price-error").text
    assert page.by_id("id_ambition-error").text == ""
    assert page.by_id("payment-said")["hx-swap-oob"] == "innerHTML"
    assert page.all("table")


def test_htmx_going_back_gets_the_whole_page(client):
    drafting = july_plan()
    client.force_login(drafting.author)
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert Markup(client.get(url(drafting), headers=headers)).h1 == "What would be paid"


def test_terms_are_data_and_say_where_they_come_from(client):
    RuleParameterFactory(
        key="PAY_QUARTER_MONTHS", kind="months", title="When quarters are paid for",
        value="2015-06 2015-09", source="Knowledge of the field", source_mark="own",
    )  # fmt: skip

    response = visit(client, july_plan())

    assert [line[1] for line in rows(response, PAYMENTS)[1:5]] == [
        "June 2015", "September 2015", "not given", "not given",
    ]  # fmt: skip
    said = " ".join(response.content.decode().split())
    assert "June 2015, September 2015" in said
    assert "Knowledge of the field. Not checked against a source: not official." in said


def test_a_version_is_modelled_by_its_own_figures_and_terms(client):
    drafting = july_plan()
    content = drafting.content.to_json()
    content["about"]["parameters"]["NEL_PRICE"] = "1000"
    PlanVersionFactory(plan=drafting.plan, number=3, content=content)
    PaymentMetric.objects.update(ring_fenced=1)

    response = visit(client, drafting, version="3")

    assert rows(response, PAYMENTS)[-1][AS_PLANNED] == "£840,000"
    assert Markup(response).one("form", "desk-model")["action"] == url(drafting)
    assert "version 3" in response.content.decode()
    assert [box["value"] for box in Markup(response).all("input") if box.attributes.get("name") == "version"] == ["3"]


@pytest.mark.parametrize("number", ["2", "x", "-1", "9" * 30, "0"])
def test_a_version_that_is_not_there_is_not_found(client, number):
    assert visit(client, july_plan(), version=number).status_code == 404


def test_modelling_stores_nothing(client):
    drafting = july_plan()
    client.force_login(drafting.author)
    before = everything()

    client.get(url(drafting), {"price": "5", **actual((1, 2, 3, 4))})

    assert everything() == before


def test_signatories_read_it_and_strangers_do_not_know_of_it(client):
    drafting = july_plan()
    client.force_login(drafting.signatory)
    assert client.get(url(drafting)).status_code == 200

    client.force_login(drafting.stranger)

    assert client.get(url(drafting)).status_code == 404


def test_the_page_asks_the_database_as_often_for_many_measures_as_for_one(client):
    drafting = december_plan(measures=1)
    visit(client, drafting)
    with CaptureQueriesContext(connection) as one:
        visit(client, drafting)
    for number in range(20):
        add_measure(drafting.plan, f"More {number}")

    with CaptureQueriesContext(connection) as many:
        visit(client, drafting)

    assert len(many) == len(one)


def test_a_plan_for_later_years_is_paid_by_quarters_of_its_own(client):
    drafting = july_plan()
    Plan.objects.update(first_year="2016/17", second_year="2017/18")
    drafting.plan.refresh_from_db()

    words = " ".join(visit(client, drafting, **actual(BASELINES)).content.decode().split())

    assert "January to March 2016" in words
    assert "January to March 2017" in words
    assert "April 2017" in words
    assert "March 2014" not in words
    assert "March 2015" not in words


def test_a_plan_of_december_for_later_years_is_paid_in_months_of_its_own(client):
    drafting = december_plan()
    RuleParameterFactory(
        key="PAY_MEASURE_MONTHS", kind="months", title="When it is paid", value="2015-04 2015-10", unit=""
    )
    Plan.objects.update(first_year="2016/17", second_year="2017/18")
    drafting.plan.refresh_from_db()

    words = " ".join(unescape(visit(client, drafting).content.decode()).split())

    assert "Actual figures for April 2017" in words
    assert "Actual figures for October 2017" in words
    assert "April 2017, October 2017 (in the plan's years; issued as April 2015, October 2015)" in words
    assert words.count("October 2015") == 1
