"""Controls drawn by us are Django's controls."""

import pytest
from django import forms
from django.test.html import parse_html

from itf.lib.controls import DRAWN, control_html
from tests.lib.sample import SampleForm

GROUPED = [("", "Choose"), ("NHS", [("ccg", "CCG <x>"), ("area", "Area team")]), ("Council", [("lead", "Lead")])]
TYPED = {
    "title": 'He said "no" & <b>left</b>',
    "vision": "\nfirst line blank\n</textarea><script>",
    "amount": "45.000",
    "share": "0",
    "count": "7",
    "email": "a@example.org",
    "source": "chair",
    "checked": "on",
    "password": "never shown",
    "version": "3",
}


class MoreControls(forms.Form):
    """What the sample form lacks."""

    grouped = forms.ChoiceField(choices=GROUPED)
    several = forms.MultipleChoiceField(choices=GROUPED)
    off = forms.CharField(disabled=True)
    needed = forms.BooleanField(widget=forms.CheckboxInput(attrs={"data-x": 'a"b'}))
    shown = forms.CharField(widget=forms.PasswordInput(render_value=True))


FORMS = [
    SampleForm(),
    SampleForm(TYPED, {}),
    SampleForm(initial=TYPED),
    SampleForm(TYPED, {}, prefix="row"),
    MoreControls(),
    MoreControls({"grouped": "ccg", "several": ["lead", "area"], "needed": "on", "shown": "x"}),
]


@pytest.mark.parametrize("name", [*SampleForm.base_fields, *MoreControls.base_fields])
def test_control_is_the_one_django_draws(name):
    attrs = {"id": "its-id", "class": "govuk-input", "aria-describedby": "id-hint"}
    fields = [form[name] for form in FORMS if name in form.fields]

    ours = [parse_html(control_html(field, attrs)) for field in fields]

    assert len(fields) >= 2
    assert ours == [parse_html(field.as_widget(attrs=attrs)) for field in fields]


def test_text_that_begins_with_a_blank_line_keeps_it():
    html = control_html(SampleForm(TYPED, {})["vision"], {})

    assert "\n\nfirst line blank\n&lt;/textarea&gt;" in html


def test_every_kind_we_draw_is_tried():
    fields = [*SampleForm.base_fields.values(), *MoreControls.base_fields.values()]

    assert set(DRAWN) <= {field.widget.template_name for field in fields}
