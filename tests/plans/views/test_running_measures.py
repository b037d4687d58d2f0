"""What a page of measures comes to as typed: beside each measure, computed by the server, never stored."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import MeasurePlan
from tests.factories.plans import PlanVersionFactory, a_plan
from tests.markup import Markup
from tests.plans.desks import AuthorDesk
from tests.plans.modeller.papers import add_measure
from tests.plans.views.meeting import everything


@pytest.fixture
def desk(complete):
    """The council's author at the measures."""
    return AuthorDesk(complete.author, complete.plan, "measures")


def ask(desk):
    """What the page comes to."""
    response = desk.client.post(f"{desk.url}totals/", desk.boxes, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return Markup(response)


def measure_of(page):
    """The words beside the only measure."""
    return page.by_id(f"measure-{MeasurePlan.objects.get().pk}").text


def test_rate_and_distance_follow_what_is_typed_and_nothing_is_stored(desk):
    before = everything()

    desk.type(measures_0__october_numerator="205", measures_0__baseline_denominator="41,000")

    assert "500.0 per 100,000" in measure_of(ask(desk))
    assert "22.3% lower, the good way" in measure_of(ask(desk))
    assert everything() == before


@pytest.mark.parametrize("text", ["45.000", "TBC", "-1", "0", "9" * 40])
def test_a_figure_that_cannot_be_used_has_no_rate(desk, text):
    desk.type(measures_0__october_denominator=text)

    page = ask(desk)

    assert "lower" not in measure_of(page)
    assert page.all("p")[0].text == "0 of 1 measures have a target to set against a baseline."


def test_an_answer_that_cannot_be_stored_does_not_stop_the_rates(desk):
    desk.type(measures_0__quality="excellent", measures_0__source="x" * 5000)

    assert "660.0 per 100,000" in measure_of(ask(desk))


def test_without_a_script_the_figures_are_those_of_what_is_saved(complete, client):
    client.force_login(complete.author)

    page = Markup(client.get(reverse("plans:section", args=[complete.plan.key, "measures"])))

    assert "585.4 per 100,000" in measure_of(page)
    assert "11.3% lower, the good way" in measure_of(page)
    assert page.one("figure", "desk-chart")


def test_a_page_shown_again_unsaved_has_the_figures_typed(desk):
    desk.type(measures_0__october_numerator="205", measures_0__source="x" * 5000)

    response = desk.save()

    assert response.status_code == 422
    assert "500.0 per 100,000" in measure_of(Markup(response))


def test_a_version_has_rates_periods_quality_and_chart(complete, client):
    MeasurePlan.objects.update(baseline_from="2012-04-01", baseline_to="2013-03-31", quality="medium")
    PlanVersionFactory(plan=complete.plan, number=1, content=complete.content.to_json())
    client.force_login(complete.signatory)

    response = client.get(reverse("plans:version", args=[complete.plan.key, 1]))

    page, said = Markup(response), response.content.decode()
    assert "660.0 per 100,000" in said
    assert "11.3% lower, the good way" in said
    assert "1 April 2012 to 31 March 2013" in {element.text for element in page.all("td")}
    assert {"1 April 2012", "31 March 2013", "Medium"} <= {element.text for element in page.all("dd")}
    assert page.one("figure", "desk-chart")


def test_many_measures_ask_the_database_as_often_as_one(db):
    drafting = a_plan()
    one = queries(AuthorDesk(drafting.author, drafting.plan, "measures"))
    for number in range(12):
        add_measure(drafting.plan, f"More {number}")

    assert queries(AuthorDesk(drafting.author, drafting.plan, "measures")) == one


def queries(desk):
    """How often the answer asks the database."""
    ask(desk)
    with CaptureQueriesContext(connection) as captured:
        ask(desk)
    return len(captured)
