"""Signing in and out, entering the demonstration, and the page of one's own roles."""

from itertools import groupby

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from itf.accounts.forms import SignInForm
from itf.accounts.models import User
from itf.accounts.queries import demo_people


class SignIn(LoginView):
    """E-mail address and password; in demonstration mode, everyone who may be entered by one click."""

    template_name = "accounts/sign_in.html"
    http_method_names = ["get", "head", "post"]  # noqa: RUF012 - Django's stubs make it an instance's
    authentication_form = SignInForm

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The form, and the demonstration people under their headings."""
        people = demo_people() if settings.DEMO else []
        groups = [(title, list(members)) for title, members in groupby(people, key=lambda person: person.group)]
        return super().get_context_data(**kwargs) | {"demo_groups": groups}


class SignOut(LogoutView):
    """Ends the session and leads to the sign-in page; POST only."""


@require_POST
@login_not_required
def demo_enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Act as a demonstration person. 404 outside demonstration mode, and for anyone who is not one."""
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(User, pk=pk, is_demo=True, is_active=True)
    logout(request)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_next(request))


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """My roles: for which organisations I act, and as what."""
    return render(request, "accounts/account.html")


def _next(request: HttpRequest) -> str:
    """Where the person was going, when that is a page of this service; otherwise the first page."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else settings.LOGIN_REDIRECT_URL
