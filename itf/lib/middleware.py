"""Middleware: what is shown to a signed-in person is kept by no cache."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NoStoreMiddleware:
    """Adds ``Cache-Control: no-store`` to every answer given to a signed-in person.

    A shared computer's back button must not show a plan after its reader has signed out. Static files are
    answered by WhiteNoise before this is reached, so they stay cacheable.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's answer, marked when its reader is signed in."""
        response = self.get_response(request)
        if hasattr(request, "user") and request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response
