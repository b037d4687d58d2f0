"""Pages of the service itself: what went wrong, and what the service is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from itf.lib.errors import MovedOn


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the service is, where its figures come from, how far it is accessible. For all, signed in or not."""
    return render(request, "about.html")


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """400: the browser sent what no page of ours sends. Says nothing of what was sent."""
    return render(request, "400.html", status=400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the reason given to PermissionDenied: a Verdict's sentence, which says who can or what to do."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or none that this person may know of; 409 for one that has moved on, saying what happened."""
    if isinstance(exception, MovedOn):
        context = {
            "title": exception.title,
            "reason": str(exception),
            "is_sent": request.method == "POST",
            "back_url": "/cases/",
            "back_label": "Cases",
        }
        return render(request, "moved_on.html", context, status=409)
    return render(request, "404.html", status=404)


@requires_csrf_token
def server_error(_request: HttpRequest) -> HttpResponse:
    """500, without context: whatever broke must not break this page as well."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - as above
    """403 for a form without a valid token: signed out meanwhile, mostly. What was typed is still in the browser."""
    return render(request, "403_csrf.html", status=403)
