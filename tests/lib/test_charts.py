"""Bars, their figures and their words."""

import re
from decimal import Decimal

from itf.lib.charts import FIGURE_ROOM, WIDTH, Bar, bar_chart
from tests.lib.sample import from_string
from tests.markup import Markup

BARS = [
    Bar("Baseline", Decimal(450), "450", is_outlined=True),
    Bar("Target <2015>", Decimal(225), "225"),
    Bar("Later", None, "Not given"),
    Bar("Change", Decimal(-3), "-3"),
]


def chart(bars=BARS):
    return bar_chart(id="admissions", title="Admissions", finding="Admissions should halve.", bars=bars)


def test_bars_are_in_proportion_and_leave_room_for_their_figures():
    widths = [Decimal(drawn.width) for drawn in chart().bars]

    assert widths == [WIDTH - FIGURE_ROOM, (WIDTH - FIGURE_ROOM) // 2, 0, 0]


def test_drawing_prints_every_figure_and_tells_it_in_words():
    page = Markup(from_string('{% include "_bar_chart.html" %}', {"chart": chart()}))

    assert [text.text for text in page.all("text")][1::2] == ["450", "225", "Not given", "-3"]
    assert page.one("desc").text == "Baseline: 450; Target <2015>: 225; Later: Not given; Change: -3."
    assert page.one("svg")["aria-labelledby"] == "admissions-title admissions-description"
    assert page.one("figcaption").text == "Admissions should halve."


def test_drawing_has_nothing_that_the_content_policy_refuses():
    html = from_string('{% include "_bar_chart.html" %}', {"chart": chart()})

    assert not re.search(r"style=|<style|<script|\son\w+=", html)
    assert "<2015>" not in html


def test_outline_and_filling_tell_baseline_from_target():
    page = Markup(from_string('{% include "_bar_chart.html" %}', {"chart": chart()}))

    assert [bar["fill"] for bar in page.all("rect")] == ["#ffffff", "#0b5063"]


def test_chart_without_figures_is_still_a_chart():
    assert chart([]).height == 1
    assert [drawn.width for drawn in chart([Bar("a", Decimal(0), "0")]).bars] == ["0.0"]
