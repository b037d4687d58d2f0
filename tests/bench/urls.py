"""The product's addresses and one more: a plain authenticated page of Django, to measure beside."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from itf.urls import *  # noqa: F403 - the handlers of faults as well
from itf.urls import urlpatterns as of_the_product
from plans.models import Plan

ROWS = 25


@login_required
def plain_page(request: HttpRequest) -> HttpResponse:
    """A session, a person, a count, a join, 25 rows: four queries, as in platform.md section 6."""
    plans = Plan.objects.select_related("locality").order_by("title")[:ROWS]
    return render(request, "plain.html", {"plans": plans, "count": Plan.objects.count()}, using="plain")


urlpatterns = [path("plain/", plain_page), *of_the_product]
