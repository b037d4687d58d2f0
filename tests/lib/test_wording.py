"""No sentence of Django's own about a wrong answer can reach a person: neither from a field, nor from a validator."""

import re
from decimal import Decimal
from pathlib import Path

import django
import pytest
from django import forms
from django.contrib.auth import password_validation as passwords
from django.core import validators
from django.urls import get_resolver

from itf.accounts.forms import FirstPasswordForm
from itf.accounts.models import User
from itf.lib.wording import PASSWORDS, VALIDATORS
from plans.forms import section_form_class
from plans.national_templates import TEMPLATES
from tests.plans.posting import boxes, send
from tests.test_every_section import EVERY_TEMPLATE, filled, page_url

pytestmark = pytest.mark.one_database

__all__ = ["filled"]

# Every sentence that Django can say in English, as its own list for translators has it.
CATALOGUE = Path(django.__file__).parent / "conf" / "locale" / "en" / "LC_MESSAGES" / "django.po"
DJANGOS = {
    re.sub(r'"\s+"', "", found).replace('\\"', '"')
    for found in re.findall(r'^msgid(?:_plural)? "((?:.|\n)*?)"\n(?=msg)', CATALOGUE.read_text("utf-8"), re.MULTILINE)
} - {""}
# Made of nothing that an author or assurer sees: they belong to the administration's own pages.
NOT_OURS = ("django.contrib.admin", "guardian")
# Filled in from the row or the request, never typed: a wrong one is a page sent incomplete, refused as a whole.
UNSEEN = {"django.forms.formsets.ManagementForm"}


def below(kind):
    """Every class under a class."""
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def all_forms():
    """Every form with fields of its own that the addresses and the templates of plans can make."""
    list(walk(get_resolver().url_patterns))
    for template in TEMPLATES.values():
        for section in template.sections:
            for spec in [*([None] if section.model else []), *section.all_row_specs()]:
                section_form_class(section, spec)
    return {
        form
        for form in below(forms.BaseForm)
        if not form.__module__.startswith(NOT_OURS) and f"{form.__module__}.{form.__name__}" not in UNSEEN
    }


def walk(patterns):
    """Every address, so that every module with forms is read."""
    for pattern in patterns:
        yield from walk(getattr(pattern, "url_patterns", ())) or [pattern]


def sentences(field):
    """All that a field can say: its own, its validators', and those of the fields inside it."""
    yield from (str(words) for words in field.error_messages.values())
    for validator in field.validators:
        message = getattr(validator, "message", "")
        yield from map(str, getattr(validator, "messages", {}).values())
        yield message if isinstance(message, str) else str(message)


def test_the_catalogue_is_read():
    assert {"This field is required.", "Enter a whole number.", "“%(pk)s” is not a valid value."} <= DJANGOS


def test_no_field_of_any_form_speaks_djangos_words():
    found = all_forms()

    said = {
        (f"{form.__module__}.{form.__name__}", name, words)
        for form in found
        for name, field in getattr(form, "base_fields", {}).items()
        for words in sentences(field)
        if words in DJANGOS
    }

    assert len(found) > 50
    assert said == set()


@pytest.mark.parametrize(
    ("validator", "value", "words"),
    [
        (validators.MaxLengthValidator(3), "four", "Use 3 characters or fewer. There are 4."),
        (validators.MinLengthValidator(3), "2", "Use 3 characters or more. There are 1."),
        (validators.MaxValueValidator(5), 6, "Enter 5 or less."),
        (validators.MinValueValidator(5), 4, "Enter 5 or more."),
        (validators.EmailValidator(), "name@", "Write the e-mail address whole"),
        (validators.URLValidator(), "council", "Write the address whole"),
        (validators.ProhibitNullCharactersValidator(), "a\x00", "It holds a character that cannot be stored."),
        (validators.DecimalValidator(4, 2), Decimal("1.234"), "Use 2 decimal places at most."),
    ],
)
def test_each_validator_says_what_to_do(validator, value, words):
    with pytest.raises(forms.ValidationError) as refusal:
        validator(value)

    assert words in refusal.value.messages[0]


def test_every_validator_that_is_reworded_is_tried_above():
    assert len(VALIDATORS) == 7


PHRASES = re.compile(
    "Ensure this|Select a valid|Enter a valid|This field|available choices|Null characters|Enter a list"
)
UNTOUCHED = re.compile("(csrfmiddlewaretoken|version|sitting|sent|_FORMS|-row|-new)$")


@pytest.mark.parametrize("typed", ["x" * 30_000, "nonsense\x00"], ids=["too long", "no character"])
@EVERY_TEMPLATE
def test_no_page_of_a_plan_refuses_in_djangos_words_whether_it_saves_itself_or_is_sent(client, filled, typed):
    client.force_login(filled.author)
    refused = []

    for section in TEMPLATES[filled.plan.template_key].sections:
        address = page_url(filled, section)
        page = client.get(address)
        wrong = {name: typed for name in boxes(page) if not UNTOUCHED.search(name)}
        for response in (send(client, page, wrong, url=f"{address}save/"), send(client, page, wrong)):
            refused += [section.slug] if response.status_code == 422 else []
            assert PHRASES.search(response.content.decode()) is None

    assert len(refused) > 20


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "Use 12 characters or more for the password."),
        ("chief.officer", "The password is too like your name or e-mail address."),
        ("password1234", "Many people use this password"),
    ],
)
def test_a_refused_password_is_refused_in_our_words(password, words):
    person = User(email="chief.officer@hospital.example")
    form = FirstPasswordForm(person, {"new_password1": password, "new_password2": password})

    said = [words for faults in form.errors.values() for words in faults]

    assert any(sentence.startswith(words) for sentence in said)
    assert not any("This password" in sentence or "The password is too similar" in sentence for sentence in said)


def test_every_rule_for_passwords_speaks_in_our_words():
    rules = passwords.get_default_password_validators()

    assert {type(rule) for rule in rules} <= set(PASSWORDS)
