"""The date in three parts, the boxes for figures and prose, and the buttons."""

import datetime as dt

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Column, Div, Field, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from itf.lib.forms import DateField3, DatePartsInput, FigureInput, NarrativeInput, Submit
from tests.lib.sample import from_string
from tests.markup import Markup


class Form(forms.Form):
    """A date and prose, both of which may be blank."""

    on = DateField3(label="Board meeting date", required=False)
    text = forms.CharField(widget=NarrativeInput(), required=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("30", "1", "2014"), dt.date(2014, 1, 30)),
        ((" 30 ", "01", "2014"), dt.date(2014, 1, 30)),
        (("29", "2", "2016"), dt.date(2016, 2, 29)),
        (("14", "February", "2014"), dt.date(2014, 2, 14)),
        (("14", "feb", "2014"), dt.date(2014, 2, 14)),
        (("1", "Sept", "2015"), dt.date(2015, 9, 1)),
        (("", "", ""), None),
        (None, None),
        (dt.date(2014, 1, 30), dt.date(2014, 1, 30)),
    ],
)
def test_date_is_read(typed, meant):
    assert DateField3(required=False).clean(typed) == meant


@pytest.mark.parametrize(
    ("typed", "words", "part"),
    [
        (("30", "", "2014"), "must include a month", "month"),
        (("", "", "2014"), "must include a day and month", "day"),
        (("30", "13", "2014"), "month that cannot be read", "month"),
        (("30", "ma", "2014"), "month that cannot be read", "month"),
        (("31", "2", "2014"), "must be a day of the calendar", "day"),
        (("29", "2", "2015"), "must be a day of the calendar", "day"),
        (("0", "2", "2015"), "must be a day of the calendar", "day"),
        (("x", "2", "2015"), "must be a day of the calendar", "day"),
        (("30", "1", "14"), "year of four figures", "year"),
        (("30", "1", "20145"), "year of four figures", "year"),
        (("25", "12", "1890"), "in a year from 1900 to 2100", "year"),
        (("25", "12", "2101"), "in a year from 1900 to 2100", "year"),
        (("٣٠", "1", "2014"), "must be a day of the calendar", "day"),
        (("30", "1", "-2014"), "year of four figures", "year"),
        (("9" * 100_000, "1", "2014"), "must be a day of the calendar", "day"),
    ],
)
def test_date_that_cannot_be_read_is_refused_in_words(typed, words, part):
    with pytest.raises(ValidationError) as refusal:
        DateField3(label="Board meeting date").clean(typed)

    (error,) = refusal.value.error_list
    assert error.messages[0].startswith("Board meeting date ")
    assert words in error.messages[0]
    assert error.params == {"part": part}


@pytest.mark.parametrize(
    "typed",
    [
        ("31", "2", "2014"),
        ("30", "Janury", "2014"),
        ("30", "", "2014"),
        ("", "", "x"),
        ("soon", "", ""),
        ("soon again", "", ""),
        ("30 June", "", ""),
    ],
)
def test_unreadable_date_comes_back_as_typed(typed):
    data = dict(zip(("on_day", "on_month", "on_year"), typed, strict=True))
    form = Form(data)
    held = DateField3.raw_text(form["on"].data)

    shown = Markup(str(form["on"]))
    shown_again = Markup(str(Form(initial={"on": held})["on"]))

    assert tuple(box["value"] for box in shown.all("input")) == typed
    assert tuple(box["value"] for box in shown_again.all("input")) == typed


@pytest.mark.parametrize("typed", ["soon", "soon again", "30"])
def test_a_date_that_is_one_word_is_held_as_it_was_written(typed):
    assert DateField3.raw_text((typed, "", "")) == DateField3.raw_text(typed) == typed


def test_blank_date_has_no_raw_text():
    assert DateField3.raw_text(("", "", "")) == ""
    assert DateField3.raw_text(None) == ""


def test_stored_date_fills_the_three_boxes():
    page = Markup(str(Form(initial={"on": dt.date(2014, 1, 30)})["on"]))

    assert [(box["name"], box["value"]) for box in page.all("input")] == [
        ("on_day", "30"),
        ("on_month", "1"),
        ("on_year", "2014"),
    ]
    assert [label["for"] for label in page.all("label")] == ["id_on", "id_on-month", "id_on-year"]


@pytest.mark.parametrize(
    ("before", "typed", "changed"),
    [
        (dt.date(2014, 1, 30), ("30", "1", "2014"), False),
        (dt.date(2014, 1, 30), ("30", "January", "2014"), False),
        (dt.date(2014, 1, 30), ("31", "1", "2014"), True),
        (dt.date(2014, 1, 30), ("", "", ""), True),
        (None, ("", "", ""), False),
        (dt.date(2014, 1, 30), ("30", "x", "2014"), True),
        ("30/x/2014", ("30", "x", "2014"), False),
    ],
)
def test_change_of_a_date_is_told_by_its_meaning(before, typed, changed):
    assert DateField3().has_changed(before, typed) is changed


def test_date_that_the_form_did_not_hold_is_told_from_a_blank_one():
    widget = DatePartsInput()

    assert widget.value_from_datadict({}, {}, "on") is None
    assert widget.value_omitted_from_data({}, {}, "on")
    assert not widget.value_omitted_from_data({"on_day": ""}, {}, "on")


def test_line_ends_of_prose_count_as_one_character():
    form = Form({"text": "one\r\ntwo"})

    assert form.is_valid()
    assert form.cleaned_data["text"] == "one\ntwo"


def test_figure_box_is_text_so_that_the_browser_keeps_what_was_typed():
    page = Markup(FigureInput(prefix="£").render("amount", "45.000"))

    assert (page.one("input")["type"], page.one("input")["value"]) == ("text", "45.000")


def test_layout_renders_through_our_pack_alone():
    form = Form()
    form.helper = FormHelper()
    form.helper.form_id = "sign"
    form.helper.layout = Layout(
        Fieldset("When", Field("on")),
        Div(Row(Column("text")), css_class="wide"),
        ButtonHolder(Submit("sign", "Sign for {{ 1|add:1 }} <b>Ealing</b>")),
    )

    html = from_string("{% load crispy_forms_tags %}{% crispy form %}", {"form": form})
    page = Markup(html)

    assert page.one("form")["method"] == "post"
    assert "novalidate" in page.one("form").attributes
    assert [legend.text for legend in page.all("legend")] == ["When", "Board meeting date"]
    assert page.one("button").text == "Sign for {{ 1|add:1 }} <b>Ealing</b>"
    assert page.one("button").classes == {"govuk-button"}
    assert "btn" not in html


def test_form_with_buttons_of_its_helper_shows_faults_above_the_fields():
    form = Form({"on_day": "1"})
    form.helper = FormHelper()
    form.helper.add_input(Submit("save", "Save", css_class="govuk-button--secondary"))

    html = from_string("{% load crispy_forms_tags %}{% crispy form %}", {"form": form})

    assert html.index("There is a problem") < html.index('name="on_day"') < html.index("Save")
    assert Markup(html).one("button").classes == {"govuk-button", "govuk-button--secondary"}


def test_whole_formset_renders_with_its_faults():
    formset = forms.formset_factory(Form, extra=1)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-on_day": "1"}
    )
    helper = FormHelper()

    html = from_string(
        "{% load crispy_forms_tags %}{% crispy formset helper %}", {"formset": formset, "helper": helper}
    )
    page = Markup(html)

    assert page.one("a")["href"] == "#id_form-0-on-month"
    assert page.by_id("id_form-TOTAL_FORMS")["value"] == "1"
