"""The template pack: what each kind of field says, and the faults of a public pack that ours must not have."""

import re

import pytest
from django import forms
from django.utils.safestring import SafeString

from itf.lib.errors import error_links
from itf.lib.fields import control_id, field_parts
from itf.lib.forms import DateField3, NarrativeInput
from tests.lib.sample import Lines, SampleForm, from_string, sample_forms
from tests.markup import Markup

CONTROLS = {"input", "select", "textarea"}
HOSTILE = '<script>alert("x")</script>'


def rendered(field):
    return Markup(from_string("{% load desk %}{% desk_field field %}", {"field": field}))


def bound_sample(**data):
    return SampleForm(data, {})


@pytest.mark.parametrize("name", list(SampleForm.base_fields))
def test_error_summary_link_reaches_a_control_that_takes_focus(name):
    form, _ = sample_forms({"lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0"})
    form.is_valid()

    links = [link for link in error_links(form) if link.text.startswith(f"{form[name].label}:")]

    page = Markup(from_string("{% load crispy_forms_tags %}{{ form|crispy }}", {"form": form}))
    if name == "ratified_on":
        assert links == []
    elif name == "version":
        assert [link.target for link in links] == [""]
    else:
        assert [page.by_id(link.target).tag in CONTROLS for link in links] == [True]


def test_date_error_leads_to_the_part_that_is_wrong():
    form = bound_sample(meets_on_day="30", meets_on_month="Janury", meets_on_year="2014")
    form.is_valid()

    (link,) = [link for link in error_links(form) if "meeting" in link.text]
    page = rendered(form["meets_on"])

    assert link.target == "id_meets_on-month"
    assert page.by_id(link.target)["value"] == "Janury"
    assert "govuk-input--error" in page.by_id("id_meets_on-month").classes
    assert "govuk-input--error" not in page.by_id("id_meets_on").classes


@pytest.mark.parametrize("name", ["title", "amount", "share", "count", "email", "password"])
def test_one_line_fields_look_like_inputs_and_show_their_error(name):
    clean, wrong = rendered(SampleForm()[name]), rendered(bound_sample()[name])

    assert "govuk-input" in clean.by_id(f"id_{name}").classes
    assert "govuk-input--error" not in clean.by_id(f"id_{name}").classes
    assert "govuk-input--error" in wrong.by_id(f"id_{name}").classes


@pytest.mark.parametrize(
    ("name", "base"), [("source", "govuk-select"), ("vision", "govuk-textarea"), ("workbook", "govuk-file-upload")]
)
def test_other_controls_have_their_own_error_class(name, base):
    control = rendered(bound_sample()[name]).by_id(f"id_{name}")

    assert {base, f"{base}--error"} <= control.classes
    assert "govuk-input--error" not in control.classes


def test_character_count_works_without_a_hint():
    page = rendered(SampleForm()["vision"])

    assert page.by_id("id_vision")["aria-describedby"] == "id_vision-info"
    assert page.by_id("id_vision-info").text == "You can enter up to 300 characters"
    assert page.one("div", "govuk-character-count")["data-maxlength"] == "300"
    assert "maxlength" not in page.by_id("id_vision").attributes


def test_markup_in_label_hint_options_and_held_text_is_text():
    class Form(forms.Form):
        line = forms.CharField(label=HOSTILE, help_text=HOSTILE)
        pick = forms.ChoiceField(label=HOSTILE, choices=[("a", HOSTILE)], widget=forms.RadioSelect)
        tick = forms.BooleanField(label=HOSTILE, help_text=HOSTILE)

        def clean(self):
            self.add_error("line", HOSTILE)
            self.add_error(None, HOSTILE)

    form = Form({"line": HOSTILE})
    form.held_messages = {"line": HOSTILE}
    form.row_title = HOSTILE
    form.is_valid()

    html = from_string("{% load desk crispy_forms_tags %}{% error_summary form %}{{ form|crispy }}", {"form": form})

    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 12


def test_label_that_the_product_marks_as_safe_stays_markup():
    class Form(forms.Form):
        line = forms.CharField(label=SafeString("Pool <abbr>p.a.</abbr>"))

    assert rendered(Form()["line"]).one("abbr").text == "p.a."


@pytest.mark.parametrize(("name", "block"), [("basis", "govuk-radios"), ("conditions", "govuk-checkboxes")])
def test_groups_have_their_block_class_fieldset_and_legend(name, block):
    page = rendered(SampleForm()[name])

    assert page.one("div", block)["data-module"] == block
    assert page.all("legend")[0].text == SampleForm.base_fields[name].label
    assert [element.tag for element in page.all("legend")[0].ancestors] == ["div", "fieldset"]


@pytest.mark.parametrize("name", ["basis", "conditions"])
def test_first_option_has_the_bare_id_and_all_ids_differ(name):
    page = rendered(SampleForm()[name])
    controls = [element for element in page.all("input") if element["name"] == name]

    assert [control["id"] for control in controls] == [f"id_{name}", f"id_{name}-2", f"id_{name}-3"]
    assert len(page.ids) == len(set(page.ids))
    assert [page.all("label")[0]["for"], control_id(SampleForm()[name])] == [f"id_{name}", f"id_{name}"]


def test_option_reveals_the_fields_that_belong_to_it():
    html = from_string("{% load crispy_forms_tags %}{{ form|crispy }}", {"form": SampleForm()})
    page = Markup(html)

    revealed = page.by_id("id_ratified_on")

    assert any("govuk-radios__conditional" in element.classes for element in revealed.ancestors)
    assert html.count('name="ratified_on_day"') == 1
    assert page.by_id("id_basis-2")["aria-describedby"] == "id_basis-2-option-hint"


def test_every_description_of_a_control_exists():
    form, _ = sample_forms({"lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0", "amount": ""})
    page = Markup(from_string("{% load crispy_forms_tags %}{{ form|crispy }}", {"form": form}))
    named = [
        element["aria-describedby"].split() for element in page.elements if "aria-describedby" in element.attributes
    ]

    assert {id_ for ids in named for id_ in ids} <= set(page.ids)
    assert page.by_id("id_title")["aria-describedby"] == "id_title-hint id_title-error"
    assert page.by_id("id_amount")["aria-describedby"] == "id_amount-held id_amount-error"
    assert len(page.ids) == len(set(page.ids))


def test_held_text_is_a_finding_in_words_and_not_an_error():
    form, _ = sample_forms()
    page = rendered(form["amount"])

    assert page.by_id("id_amount-held").text.startswith("Not counted yet. “45.000” can mean 45 or 45,000.")
    assert not page.all("div", "govuk-form-group--error")


def test_prefix_and_suffix_stand_beside_the_control_and_are_not_read_out():
    amount, share = rendered(SampleForm()["amount"]), rendered(SampleForm()["share"])

    assert (amount.one("div", "govuk-input__prefix").text, share.one("div", "govuk-input__suffix").text) == ("£", "%")
    assert amount.one("div", "govuk-input__prefix")["aria-hidden"] == "true"
    assert "govuk-input--width-5" in share.by_id("id_share").classes
    assert amount.by_id("id_amount")["inputmode"] == "decimal"


def test_field_of_a_form_may_carry_what_its_widget_does_not():
    class Form(forms.Form):
        amount = forms.CharField()

    form = Form()
    form.fields["amount"].prefix = "£"

    assert field_parts(form["amount"]).prefix == "£"


def test_rendering_leaves_the_widget_as_it_was():
    form = bound_sample()
    before = {name: dict(field.widget.attrs) for name, field in form.fields.items()}

    first, second = (from_string("{% load crispy_forms_tags %}{{ form|crispy }}", {"form": form}) for _ in range(2))

    assert first == second
    assert {name: dict(field.widget.attrs) for name, field in form.fields.items()} == before


def test_rows_of_a_formset_are_fieldsets_with_the_title_of_their_row():
    _, lines = sample_forms()

    page = Markup(from_string("{% load crispy_forms_tags %}{{ lines|crispy }}", {"lines": lines}))

    assert [legend.text for legend in page.all("legend")] == ["Line 1", "Line 2"]
    assert page.by_id("id_lines-1-what").ancestors[-1].ancestors[-2].tag == "fieldset"


def test_row_without_a_title_has_its_number():
    page = Markup(from_string("{% load crispy_forms_tags %}{{ lines|crispy }}", {"lines": Lines(initial=[{}])}))

    assert [legend.text for legend in page.all("legend")] == ["Row 1"]


def test_field_rendered_by_the_form_itself_is_the_same_field():
    _, lines = sample_forms()
    field = lines[0]["amount"]

    by_form = from_string("{{ field.as_field_group }}", {"field": field})
    by_tag = from_string("{% load desk %}{% desk_field field %}", {"field": field})

    assert re.sub(r"\s+", "", by_form) == re.sub(r"\s+", "", by_tag)


def test_password_can_be_shown_and_pasted():
    page = rendered(SampleForm()["password"])

    assert page.one("button")["aria-controls"] == "id_password"
    assert "govuk-js-password-input-input" in page.by_id("id_password").classes
    assert "onpaste" not in page.by_id("id_password").attributes


def test_required_message_names_its_field():
    assert field_parts(bound_sample()["title"]).errors == ("Title: enter an answer.",)
    assert field_parts(bound_sample()["basis"]).errors == ("Authority: choose one.",)
    assert field_parts(bound_sample()["meets_on"]).errors == ("Board meeting date: enter a date.",)


def test_prefixed_form_keeps_all_ids_apart():
    class Form(forms.Form):
        on = DateField3(label="On")
        text = forms.CharField(widget=NarrativeInput(char_limit=10))

    pages = [rendered(Form(prefix=prefix)[name]) for prefix in ("a", "b") for name in ("on", "text")]
    ids = [id_ for page in pages for id_ in page.ids]

    assert len(ids) == len(set(ids))
    assert "id_a-on-month" in ids


def test_no_box_drops_the_end_of_what_is_pasted_and_a_forged_choice_is_refused_in_plain_words():
    class Short(forms.Form):
        note = forms.CharField(max_length=5)
        body = forms.ChoiceField(label="Organisation", choices=[("a", "A")])

    form = Short({"note": "123456", "body": "93b1"})
    page = rendered(form["note"])

    assert "maxlength" not in page.by_id("id_note").attributes
    assert field_parts(form["note"]).errors == ("Note: use 5 characters or fewer. There are 6.",)
    assert field_parts(form["body"]).errors == (
        "Organisation: choose from the answers offered here. What was sent is none of them.",
    )
