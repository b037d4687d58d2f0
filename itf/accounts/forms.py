"""The form to sign in with."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from itf.accounts.models import User

# What a demonstration person, who has no password, types instead of one; outside demo mode it opens nothing.
DEMO_WORD = "demonstration"


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


class ProofForm(forms.Form):
    """Whoever acts is still the person who signed in: the password once more, on the page that asks for the last time.

    Wrong passwords count towards the lock of signing in. A demonstration person has none and types a word that the page
    tells, while demonstration mode is on and for no one else.
    """

    use_required_attribute = False
    proof = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "spellcheck": "false", "autocapitalize": "none"}
        ),
        help_text="You signed in before. It is asked again so that nobody else can answer for you.",
        error_messages={"required": "Enter your password."},
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(request.user, User)  # noqa: S101 - the middleware lets nobody else in; this tells the type
        self.request, self.person = request, request.user
        self.is_by_word = settings.DEMO and self.person.is_demo and not self.person.has_usable_password()
        if self.is_by_word:
            proof = self.fields["proof"]
            proof.label = f"Type the word {DEMO_WORD}"
            proof.widget = forms.TextInput(
                attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
            )
            proof.help_text = (
                "Demonstration people have no password. In the service itself your password is asked here."
            )
            proof.error_messages["required"] = f"Type the word {DEMO_WORD}."

    def clean_proof(self) -> str:
        """Nothing of what was typed is kept."""
        typed: str = self.cleaned_data["proof"]
        if self.is_by_word:
            if typed.strip().lower() != DEMO_WORD:
                raise ValidationError(f"Type the word {DEMO_WORD}, as it stands above the box.")
        else:
            self._check(typed)
        return ""

    def _check(self, typed: str) -> None:
        found = authenticate(self.request, username=self.person.email, password=typed)
        if not isinstance(found, User) or found != self.person:
            raise ValidationError("The password is not right. Nothing was recorded; enter it again.")
        if found.password != self.person.password:
            # The check stored the password under a newer hash, which would end this very session.
            update_session_auth_hash(self.request, found)
