"""The local viewer of mail: what the demonstration would have sent. It does not exist where mail is sent."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from itf.mail.models import KeptMail

PER_PAGE = 25


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Every kept message, newest first."""
    _require_demonstration()
    page_obj = Paginator(KeptMail.objects.defer("text", "html"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "mail/kept.html", {"page_obj": page_obj})


@require_safe
def kept_one(request: HttpRequest, mail: str) -> HttpResponse:
    """One message, as text and as the source of its HTML."""
    _require_demonstration()
    found = get_object_or_404(KeptMail, pk=mail)
    return render(request, "mail/kept_one.html", {"mail": found, "crumbs": [("Mail of the demonstration", "/mail/")]})


def _require_demonstration() -> None:
    """Raise Http404 unless this is a demonstration that keeps its mail."""
    if not (settings.DEMO and settings.KEEPS_MAIL):
        raise Http404
