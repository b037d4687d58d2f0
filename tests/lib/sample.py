"""A form with every kind of field, and its pages, to try the template pack on; no part of the product."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from itf.accounts.models import User
from itf.lib.forms import DateField3, DeskRenderer, FigureInput, NarrativeInput

CHOICES = [("body", "Full governing body"), ("executive", "Executive"), ("chair", "Chair’s action")]


class SampleForm(forms.Form):
    """One field of each kind."""

    use_required_attribute = False

    title = forms.CharField(label="Title", help_text="As the board reads it.")
    vision = forms.CharField(label="Vision", widget=NarrativeInput(char_limit=300), max_length=300)
    amount = forms.CharField(label="Amount", widget=FigureInput(prefix="£"))
    share = forms.DecimalField(label="Share", widget=FigureInput(suffix="%", width="govuk-input--width-5"))
    count = forms.IntegerField(label="Count", widget=forms.NumberInput)
    email = forms.EmailField(label="E-mail")
    meets_on = DateField3(label="Board meeting date", help_text="For example, 30 1 2014")
    source = forms.ChoiceField(label="Source", choices=[("", "Choose"), *CHOICES])
    basis = forms.ChoiceField(label="Authority", choices=CHOICES, widget=forms.RadioSelect)
    ratified_on = DateField3(label="Ratification date", required=False)
    conditions = forms.MultipleChoiceField(label="Conditions", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    checked = forms.BooleanField(label="Figures checked", help_text="By the finance lead.")
    workbook = forms.FileField(label="Workbook")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    version = forms.CharField(label="Version", widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["basis"].reveals = {"chair": ["ratified_on"]}
        self.fields["basis"].option_hints = {"executive": "With a minute reference."}


class LineForm(forms.Form):
    """A row."""

    default_renderer = DeskRenderer
    use_required_attribute = False

    what = forms.CharField(label="What is bought")
    amount = forms.CharField(label="Amount", widget=FigureInput(prefix="£"))


Lines = forms.formset_factory(LineForm, extra=0, can_delete=True)

ROW = """{% load desk %}
<div class="desk-row" data-focus-when-added="{{ line.row_title }} added."><fieldset class="govuk-fieldset">
  <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{{ line.row_title }}</legend>
  <div class="desk-row__fields">{% for field in line.visible_fields %}{% desk_field field %}{% endfor %}</div>
  <button type="submit" class="govuk-button govuk-button--secondary" name="remove" value="1" formnovalidate
    hx-post="/remove/" hx-target="closest .desk-row" hx-swap="outerHTML" hx-trigger="click"
    data-focus-when-removed="lines" data-announce="{{ line.row_title }} removed.">
    Remove<span class="govuk-visually-hidden"> {{ line.row_title }}</span></button>
</fieldset></div>"""

PAGE = """{% extends "base.html" %}{% load desk crispy_forms_tags %}
{% block title %}Sample{% endblock %}
{% block error_summary %}{% error_summary form lines %}{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Sample</h1>
<form method="post" novalidate>{% csrf_token %}{{ form|crispy }}
<h2 class="govuk-heading-m" id="lines">Lines</h2>{{ lines.management_form }}
<div id="rows">{% for line in lines %}{{ line.row }}{% endfor %}</div>
<button type="submit" class="govuk-button govuk-button--secondary" name="add" value="1" formnovalidate
  hx-post="/add/" hx-target="#rows" hx-swap="beforeend" hx-trigger="click">Add another line</button>
<button type="submit" class="govuk-button">Save and continue</button></form>{% endblock %}"""


def from_string(source: str, context: dict[str, object], request: HttpRequest | None = None) -> str:
    """Render a template given as text."""
    return engines["django"].from_string(source).render(context, request)


def sample_forms(data=None):
    """The form and its rows, titled; bound when there is data."""
    form = SampleForm(data, {} if data is not None else None)
    form.held_messages = {"amount": "“45.000” can mean 45 or 45,000. Type one of them."}
    lines = Lines(data, prefix="lines", initial=[{"what": "Social workers"}, {"what": "Nurses"}])
    for number, line in enumerate(lines, start=1):
        line.row_title = f"Line {number}"
    return form, lines


@login_not_required
def page(request):
    """Every field; a POST comes back with its faults."""
    form, lines = sample_forms(request.POST if request.method == "POST" else None)
    for line in lines:
        line.row = from_string(ROW, {"line": line})
    return HttpResponse(from_string(PAGE, {"form": form, "lines": lines}, request))


@login_not_required
def add(request):
    """A new row, as htmx asks for it."""
    line = LineForm(prefix="lines-2")
    line.row_title = "Line 3"
    return HttpResponse(from_string(ROW, {"line": line}))


@login_not_required
def remove(request):
    """Nothing stands where the row stood."""
    return HttpResponse("")


def refuse(request):
    """A refusal with its reason."""
    raise PermissionDenied("Only a signatory of <NHS Sample CCG> can sign.")


@login_not_required
def break_down(request):
    """A fault of ours."""
    raise RuntimeError("secret detail")


def private(request):
    """A page for signed-in people."""
    assert isinstance(request.user, User)
    return HttpResponse("private")


urlpatterns = [
    path("sample/", page),
    path("add/", add),
    path("remove/", remove),
    path("refuse/", refuse),
    path("break/", break_down),
    path("private/", private),
    path("", include("itf.urls")),
]
handler400 = "itf.views.bad_request"
handler403 = "itf.views.permission_denied"
handler404 = "itf.views.page_not_found"
handler500 = "itf.views.server_error"
