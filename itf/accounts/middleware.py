"""Deny by default: every page needs a signed-in person unless its view says otherwise."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends a visitor to the sign-in page, and htmx's own requests as well.

    htmx would follow a redirect and put the sign-in page inside the page; it is told to go there instead.
    """

    def handle_no_permission(  # type: ignore[override]  # the base class only ever redirects
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """The redirect to sign in, in the form that the asker understands."""
        if not request.headers.get("HX-Request"):
            return super().handle_no_permission(request, view_func)
        destination = redirect_to_login(_page_asked_from(request), resolve_url(self.get_login_url(view_func))).url
        return HttpResponse(status=204, headers={"HX-Redirect": destination})


def _page_asked_from(request: HttpRequest) -> str:
    """The path of the page whose htmx asked: after signing in the person returns there, not to a fragment."""
    current = request.headers.get("HX-Current-URL", "")
    if not url_has_allowed_host_and_scheme(current, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(current)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
