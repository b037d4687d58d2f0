"""The form to sign in with."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """E-mail address and password."""

    error_messages = {  # noqa: RUF012 - the base class's own shape
        "invalid_login": "The e-mail address or the password is not right. Check both and try again.",
        "inactive": "This account is closed. Ask your organisation’s administrator.",
    }
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password = self.fields["username"], self.fields["password"]
        email.label, email.error_messages["required"] = "E-mail address", "Enter your e-mail address."
        email.widget = forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
        password.error_messages["required"] = "Enter your password."
        password.widget.attrs.update({"spellcheck": "false", "autocapitalize": "none"})
        setattr(email, "width", "govuk-!-width-full")  # noqa: B010 - an attribute of our pack, unknown to Django's types
