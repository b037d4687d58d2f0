"""A person's notifications, and how they want mail."""

from typing import cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.models import Pace
from approvals.notices.reading import choice_of, choose, mark_read, notices_of
from itf.accounts.models import User

PER_PAGE = 25
CRUMBS = [("Notifications", "/notifications/")]


class MailChoiceForm(forms.Form):
    """How often mail comes, and whether it also comes for information."""

    pace = forms.ChoiceField(
        label="How often should mail come?",
        choices=Pace.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often mail should come."},
    )
    wants_information = forms.BooleanField(
        label="Also for information: what became of plans that I have acted on",
        required=False,
        help_text="Without it, mail comes only for what is yours to do.",
    )


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """What the person was told, newest first, 25 to a page."""
    page_obj = Paginator(notices_of(cast("User", request.user)), PER_PAGE).get_page(request.GET.get("page"))
    page_range = page_obj.paginator.get_elided_page_range(page_obj.number)
    return render(request, "approvals/notices.html", {"page_obj": page_obj, "page_range": page_range})


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    if mark_read(cast("User", request.user), at=timezone.now()):
        messages.success(request, "All notifications are marked as read.")
    return redirect("approvals:notices")


@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: HttpRequest) -> HttpResponse:
    """How often mail comes; kept by POST."""
    person = cast("User", request.user)
    chosen = choice_of(person)
    now = {"pace": chosen.pace, "wants_information": chosen.wants_information}
    form = MailChoiceForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        choose(person, **form.cleaned_data)
        messages.success(request, "Kept. The next mail follows it.")
        return redirect("approvals:notice-settings")
    status = 422 if form.is_bound else 200
    return render(request, "approvals/notice_settings.html", {"form": form, "crumbs": CRUMBS}, status=status)
