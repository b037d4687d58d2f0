"""Django's sentences about wrong answers, in our words: said at the source, so that no path to a page keeps them."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib.auth import password_validation as passwords
from django.core import validators
from django.db import models

NOT_OFFERED = "Choose from the answers offered here. What was sent is none of them."
INCOMPLETE = "This was sent incomplete. Open the page again."
NO_CHARACTER = "It holds a character that cannot be stored. Type it anew."

FIELDS: MappingProxyType[type[Any], dict[str, str]] = MappingProxyType(
    {
        forms.Field: {"required": "Enter an answer."},
        forms.IntegerField: {"invalid": "Write a whole number in digits, for example 45."},
        forms.FloatField: {"invalid": "Write a number in digits, for example 4.5."},
        forms.DecimalField: {"invalid": "Write a figure in digits, for example 45000."},
        forms.DateField: {"invalid": "Write a day of the calendar as year, month and day: 2014-01-30."},
        forms.TimeField: {"invalid": "Write a time of the day in hours and minutes: 14:30."},
        forms.DateTimeField: {"invalid": "Write a day and a time: 2014-01-30 14:30."},
        forms.FileField: {
            "invalid": "Choose a file.",
            "missing": "Choose a file.",
            "empty": "The file is empty. Choose another.",
            "max_length": "The name of the file has %(length)d characters. Rename it to %(max)d or fewer.",
            "contradiction": "Either choose a file or tick the box that removes it.",
        },
        forms.ChoiceField: {"invalid_choice": NOT_OFFERED},
        forms.MultipleChoiceField: {"invalid_choice": NOT_OFFERED, "invalid_list": NOT_OFFERED},
        forms.ModelChoiceField: {"invalid_choice": NOT_OFFERED},
        forms.ModelMultipleChoiceField: {
            "invalid_choice": NOT_OFFERED,
            "invalid_list": NOT_OFFERED,
            "invalid_pk_value": NOT_OFFERED,
        },
        forms.UUIDField: {"invalid": INCOMPLETE},
        forms.JSONField: {"invalid": INCOMPLETE},
        forms.BaseFormSet: {"missing_management_form": INCOMPLETE},
        models.Field: {
            # Read by whoever writes a file for the centre: a form refuses before a model does.
            "invalid_choice": "“%(value)s” is none of the answers offered.",
            "null": "Enter an answer.",
            "blank": "Enter an answer.",
            "unique": "There is one with the same %(field_label)s already.",
        },
    }
)
VALIDATORS: MappingProxyType[type[Any], str] = MappingProxyType(
    {
        validators.MaxLengthValidator: "Use %(limit_value)d characters or fewer. There are %(show_value)d.",
        validators.MinLengthValidator: "Use %(limit_value)d characters or more. There are %(show_value)d.",
        validators.MaxValueValidator: "Enter %(limit_value)s or less.",
        validators.MinValueValidator: "Enter %(limit_value)s or more.",
        validators.ProhibitNullCharactersValidator: NO_CHARACTER,
        validators.EmailValidator: "Write the e-mail address whole, for example name@council.example.",
        validators.URLValidator: "Write the address whole, from https:// on.",
    }
)
DIGITS = MappingProxyType(
    {
        "invalid": "Write a figure in digits, for example 45000.",
        "max_digits": "Use %(max)s digits at most.",
        "max_decimal_places": "Use %(max)s decimal places at most. Round it yourself.",
        "max_whole_digits": "Use %(max)s digits before the point at most. Check the number of noughts.",
    }
)


PASSWORDS: MappingProxyType[type[Any], Callable[[Any], str]] = MappingProxyType(
    {
        passwords.MinimumLengthValidator: lambda rule: f"Use {rule.min_length} characters or more for the password.",
        passwords.UserAttributeSimilarityValidator: lambda _: (
            "The password is too like your name or e-mail address. Choose one that has nothing to do with you."
        ),
        passwords.CommonPasswordValidator: lambda _: (
            "Many people use this password, so it is among the first that are tried. Choose another."
        ),
        passwords.NumericPasswordValidator: lambda _: "The password is a number. Put words in it as well.",
    }
)


def speak_plainly() -> None:
    """Put our sentences in the place of Django's, for every form, model and validator of the process."""
    for kind, sentences in FIELDS.items():
        kind.default_error_messages = {**kind.default_error_messages, **sentences}
    for kind, sentence in VALIDATORS.items():
        kind.message = sentence
    validators.DecimalValidator.messages = dict(DIGITS)
    for rule, said in PASSWORDS.items():
        rule.get_error_message = said
