"""The frame of every page: title, navigation, state strip, fragments."""

import re
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.paginator import Paginator

from tests.lib.sample import from_string
from tests.markup import Markup

STEPS = [
    SimpleNamespace(title="Draft", state="done"),
    SimpleNamespace(title="Frozen", state="current"),
    SimpleNamespace(title="Decided", state="todo"),
]


def page(context, block="title", content=""):
    source = "{% extends 'base.html' %}{% block " + block + " %}" + content + "{% endblock %}"
    return Markup(from_string(source, context))


def test_title_names_the_page_and_the_service():
    shown = page({"service_name": "Joint plans"}, content="Ealing")

    assert shown.title == "Ealing – Joint plans"


@pytest.mark.parametrize("context", [{"form_errors": True}, {"form": SimpleNamespace(errors={"title": ["wrong"]})}])
def test_title_says_that_there_is_an_error(context):
    assert page(context, content="Ealing").title.startswith("Error: Ealing")


def test_page_without_a_plan_has_no_strip():
    assert not page({}).all("section", "desk-strip")


def test_strip_names_the_present_step_and_the_next_act_in_words():
    route = SimpleNamespace(
        steps=STEPS,
        headline="Next: NHS Ealing CCG signs.",
        due="4 working days left.",
        next_url="/sign/",
        next_label="Sign",
    )

    strip = page({"plan_route": route})

    assert strip.one("p", "desk-strip__now").text == "Now: Frozen (step 2 of 3)"
    assert strip.one("p", "desk-strip__headline").text == "Next: NHS Ealing CCG signs."
    assert [(step.attributes.get("aria-current", ""), step.text) for step in strip.all("li", "desk-strip__step")] == [
        ("", "Draft (done)"),
        ("step", "Frozen"),
        ("", "Decided"),
    ]
    assert strip.one("p", "desk-strip__act").text == "Sign"


def test_strip_bears_what_is_not_known():
    strip = page({"plan_route": SimpleNamespace(headline="Next: <b>both sides</b> agree.")})

    assert strip.one("section", "desk-strip").text == "Next: <b>both sides</b> agree."


def test_demonstration_says_so_and_a_product_does_not():
    assert page({"demo": True}).one("div", "govuk-phase-banner").text.startswith("Demonstration Plans follow public")
    assert not page({"demo": False}).all("div", "govuk-phase-banner")


def test_breadcrumbs_lead_back():
    shown = page({"crumbs": [("Plans", "/plans/"), ("Ealing & Hounslow", "/plans/ealing/")]})

    assert [(link["href"], link.text) for link in shown.all("a", "govuk-breadcrumbs__link")] == [
        ("/plans/", "Plans"),
        ("/plans/ealing/", "Ealing & Hounslow"),
    ]


@pytest.mark.parametrize(("level", "role", "title"), [("success", "alert", "Done"), ("info", "region", "Important")])
def test_message_is_a_banner(level, role, title):
    class Message(SimpleNamespace):
        def __str__(self):
            return "Saved <once>."

    shown = page({"messages": [Message(level_tag=level)]})

    assert shown.one("div", "govuk-notification-banner")["role"] == role
    assert shown.one("h2").text == title
    assert shown.one("p", "govuk-notification-banner__heading").text == "Saved <once>."


@pytest.mark.parametrize(("severity", "words"), [("block", "Must be settled"), ("warn", "Check"), ("inform", "Note")])
def test_finding_is_told_in_words_with_both_figures(severity, words):
    finding = SimpleNamespace(
        rule="V05",
        severity=severity,
        message="Short by £1,394.",
        figures=[("Pool", "£100"), ("Spend", "£1,494")],
        explanation="",
    )

    shown = Markup(from_string('{% include "_finding.html" with url="/plans/ealing/" %}', {"finding": finding}))

    assert shown.one("strong", "govuk-tag").text == words
    assert shown.one("span", "desk-finding__rule").text == "Rule V05"
    assert [value.text for value in shown.all("dd")] == ["£100", "£1,494"]
    assert shown.one("a").text == "Go to the answer that rule V05 is about"


def test_summary_list_says_what_is_not_given_and_names_what_is_changed():
    rows = [{"label": "Lead", "text": "Ealing", "url": "/x/"}, {"label": "Risk share", "text": ""}]

    shown = Markup(from_string('{% include "_summary_list.html" %}', {"rows": rows}))

    assert [value.text for value in shown.all("dd", "govuk-summary-list__value")] == ["Ealing", "Not given"]
    assert shown.one("a").text == "Change Lead"


def test_task_names_its_status():
    tasks = [
        {"title": "Schemes", "url": "/x/", "hint": "6 schemes", "status": "In progress", "colour": "blue"},
        {"title": "Freeze", "url": "", "hint": "", "status": "Cannot start yet"},
    ]

    shown = Markup(from_string('{% include "_task_list.html" %}', {"tasks": tasks}))

    described = shown.one("a")["aria-describedby"].split()
    assert [shown.by_id(id_).text for id_ in described] == ["6 schemes", "In progress"]
    assert shown.by_id("task-2-status").text == "Cannot start yet"


def test_pagination_keeps_the_filters():
    context = {"page_obj": Paginator(range(30), 10).get_page(2), "query": "state=open"}

    shown = Markup(from_string('{% include "_pagination.html" %}', context))

    assert [link["href"] for link in shown.all("a")] == [
        "?state=open&page=1",
        "?state=open&page=1",
        "?state=open&page=2",
        "?state=open&page=3",
        "?state=open&page=3",
    ]
    assert [link.text for link in shown.all("a") if "aria-current" in link.attributes] == ["2"]


def test_list_of_one_page_has_no_pagination():
    context = {"page_obj": Paginator(range(3), 10).get_page(1)}

    assert from_string('{% include "_pagination.html" %}', context).strip() == ""


def test_style_sheet_and_script_fetch_nothing():
    sources = [
        path.read_text() for folder in ("src", "js") for path in (settings.BASE_DIR / "static" / folder).iterdir()
    ]

    assert len(sources) >= 5
    assert not [source for source in sources if re.search(r"https?://|url\(|@import|eval\(", source)]
