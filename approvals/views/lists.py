"""What waits for me, and the list of plans."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.acts import Act, acts_for, due_sentence
from approvals.forms import PlanFilterForm
from approvals.permissions import powers
from approvals.stages import standings, with_stage
from approvals.standing import Standing
from approvals.ties import able_to
from approvals.waiting import has_acted, waiting_for
from itf.accounts.models import User
from plans.permissions import visible_plans

PER_PAGE = 25


@dataclass(frozen=True)
class Line:
    """One plan in the list."""

    standing: Standing
    due: str
    act: Act | None


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Acts owed with their deadline, what the person waits for, what happened; three sentences for a newcomer."""
    assert isinstance(request.user, User)  # noqa: S101 - the middleware lets nobody else in; this tells the type
    is_first = not request.session.get("has_seen_home")
    if is_first:
        request.session["has_seen_home"] = True
    context = {
        "waiting": waiting_for(request.user, timezone.localdate()),
        # Demonstration people have a past that was loaded, but whoever acts as one is new to it.
        "is_newcomer": is_first and (settings.DEMO or not has_acted(request.user)),
    }
    return render(request, "approvals/home.html", context)


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans that the person may see, 25 to a page, by state and search."""
    assert isinstance(request.user, User)  # noqa: S101 - as above
    form = PlanFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = with_stage(visible_plans(request.user)).order_by("title")
    if wanted.get("q"):
        found = found.filter(Q(title__icontains=wanted["q"]) | Q(locality__name__icontains=wanted["q"]))
    if wanted.get("state"):
        found = found.filter(Q(stage=wanted["state"]))
    page_obj = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page_obj,
        "lines": _lines(standings(page_obj), request.user),
        "query": urlencode({name: value for name, value in wanted.items() if value}),
        "is_filtered": any(wanted.values()),
    }
    return render(request, "approvals/plans.html", context)


def _lines(listed: list[Standing], user: User) -> list[Line]:
    today = timezone.localdate()
    held = able_to(user, listed, powers(user, [standing.plan for standing in listed]))
    acts = [acts_for(standing, held[standing.plan.pk], today) for standing in listed]
    return [
        Line(standing, due_sentence(standing, today), next(iter(owed), None))
        for standing, owed in zip(listed, acts, strict=True)
    ]
