"""The error summary over forms, formsets and what is in them."""

import pytest
from django import forms

from itf.lib.errors import ErrorLink, error_links
from tests.lib.sample import from_string
from tests.markup import Markup


class Line(forms.Form):
    """A line with a key that could be forged."""

    what = forms.CharField(label="What is bought")
    key = forms.CharField(label="Row", widget=forms.HiddenInput, required=False)

    def clean_key(self):
        """Refuses a forged key."""
        if self.cleaned_data["key"] == "forged":
            raise forms.ValidationError("This row is not part of the plan.")
        return self.cleaned_data["key"]


class AtMostOne(forms.BaseFormSet):
    """Lines of which one is enough."""

    def clean(self):
        """Refuses a second line."""
        if len([form for form in self.forms if form.cleaned_data]) > 1:
            raise forms.ValidationError("One line is enough.")


Lines = forms.formset_factory(Line, formset=AtMostOne, extra=0, can_delete=True)


def lines(*rows, prefix="lines"):
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    data |= {f"{prefix}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    formset = Lines(data, prefix=prefix)
    for number, form in enumerate(formset, start=1):
        form.empty_permitted = False
        form.row_title = f"E1, line {number}"
    return formset


def test_row_title_stands_before_the_message_and_the_link_reaches_the_row():
    links = error_links(lines({"what": "Nurses"}, {"what": ""}))

    assert links[-1] == ErrorLink("E1, line 2: What is bought: enter an answer.", "id_lines-1-what")


def test_fault_of_the_whole_formset_leads_to_its_first_control():
    assert error_links(lines({"what": "a"}, {"what": "b"})) == [ErrorLink("One line is enough.", "id_lines-0-what")]


def test_fault_of_a_hidden_field_is_said():
    (link,) = error_links(lines({"what": "a", "key": "forged"}))

    assert link == ErrorLink("E1, line 1: Row: This row is not part of the plan.", "")


def test_fault_of_the_whole_form_leads_to_its_first_visible_control():
    form = Line({"what": "a"})
    form.add_error(None, "The two figures differ.")

    assert error_links(form) == [ErrorLink("The two figures differ.", "id_what")]


def test_row_that_is_being_removed_has_no_faults():
    assert error_links(lines({"what": "", "DELETE": "on"})) == []


def test_mixture_of_forms_formsets_and_lists_keeps_the_order_of_the_page():
    links = error_links(Line({}), [lines({"what": ""}, prefix="x"), [Line({}, prefix="y")]], None, "text")

    assert [link.target for link in links] == ["id_what", "id_x-0-what", "id_y-what"]


@pytest.mark.parametrize("part", [Line(), Lines(prefix="lines"), Line({"what": "a"}), None, ""])
def test_nothing_wrong_shows_nothing(part):
    assert from_string("{% load desk %}{% error_summary part %}", {"part": part}).strip() == ""


def test_missing_management_form_is_said():
    (link,) = error_links(Lines({}, prefix="lines"))

    assert "incomplete" in link.text


def test_summary_has_its_heading_and_one_link_for_each_fault():
    page = Markup(from_string("{% load desk %}{% error_summary form %}", {"form": Line({})}))

    assert page.one("h2").text == "There is a problem"
    assert [(link["href"], link.text) for link in page.all("a")] == [("#id_what", "What is bought: enter an answer.")]
    assert page.one("div", "govuk-error-summary")["data-module"] == "govuk-error-summary"
