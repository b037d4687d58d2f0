"""The form to sign in with."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm


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


class FirstPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # not generic at run time
    """The password of an account that an invitation made."""

    use_required_attribute = False
    error_messages = {  # noqa: RUF012 - the base class's own shape
        "password_mismatch": "The two passwords are not the same. Type them again."
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, again = self.fields["new_password1"], self.fields["new_password2"]
        first.label, again.label = "Password", "Password again"
        first.help_text, again.help_text = (
            "At least 12 characters. Three words that do not belong together are good.",
            "",
        )
        first.error_messages["required"] = "Enter a password."
        again.error_messages["required"] = "Enter the password again."
