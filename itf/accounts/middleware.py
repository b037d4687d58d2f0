"""Deny by default: every page needs a signed-in person unless its view says otherwise."""

import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

# Boxes that nobody types into, or whose text is not to be shown: tokens, versions, counts, ids of rows, passwords.
_UNTYPED = re.compile(
    "(^|-)(csrfmiddlewaretoken|version|sitting|sent|opened|asked|next|row|new|figures|DELETE|[A-Z_]+_FORMS)$"
    "|password|proof|^(add|remove|restore|stay|later)$",
)
# What a list or a box to tick sends: an id, a key, yes or no.
_CHOICE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|on|yes|no|[A-Z]+(_[A-Z]+)+")


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends a visitor to the sign-in page, and htmx's own requests as well.

    htmx would follow a redirect and put the sign-in page inside the page; it is told to go there instead.
    """

    def handle_no_permission(  # type: ignore[override]  # the base class only ever redirects
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """The redirect to sign in, in the form that the asker understands."""
        if not request.headers.get("HX-Request"):
            answer = super().handle_no_permission(request, view_func)
            typed = list(typed_words(request.POST)) if request.method == "POST" else []
            return signed_out_meanwhile(request, typed, answer) if typed else answer
        destination = redirect_to_login(_page_asked_from(request), resolve_url(self.get_login_url(view_func))).url
        return HttpResponse(status=204, headers={"HX-Redirect": destination})


def typed_words(posted: QueryDict) -> Iterator[dict[str, str]]:
    """What a person typed of what a form sent, for ``_summary_list.html``; without passwords and choices."""
    for name, texts in posted.lists():
        for text in texts:
            if text.strip() and not _UNTYPED.search(name) and not _CHOICE.fullmatch(text):
                yield {"label": name.rpartition("-")[2].replace("_", " ").capitalize(), "text": text}


def signed_out_meanwhile(request: HttpRequest, typed: list[dict[str, str]], to_sign_in: Any) -> HttpResponse:
    """The words that would be lost by going to sign in, with the way there; 403, as nothing was saved."""
    context = {"typed": typed, "sign_in_url": to_sign_in.url}
    return render(request, "accounts/signed_out_meanwhile.html", context, status=HTTPStatus.FORBIDDEN)


def _page_asked_from(request: HttpRequest) -> str:
    """The path of the page whose htmx asked: after signing in the person returns there, not to a fragment."""
    current = request.headers.get("HX-Current-URL", "")
    if not url_has_allowed_host_and_scheme(current, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(current)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
