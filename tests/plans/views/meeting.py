"""What tests of pages share: addresses, what a page links to, every row that a page could change."""

from django.urls import reverse

from itf.audit.models import AuditEvent
from plans.models import Plan, PlanStatus
from plans.national_templates import template_for
from tests.markup import Markup

SLUGS = [section.slug for section in template_for("dec-2013").sections]
PLAIN = [section.slug for section in template_for("dec-2013").sections if not section.page_per_row]


def url(drafting, slug="vision"):
    """The page of a section."""
    return reverse("plans:section", args=[drafting.plan.key, slug])


def freeze(complete):
    """The plan, frozen past the lifecycle."""
    Plan.objects.filter(pk=complete.plan.pk).update(status=PlanStatus.FROZEN)


def links_to(response, target):
    """The links of a page to a place on it."""
    return [link for link in Markup(response).all("a") if link.attributes.get("href") == target]


def choices(response):
    """The boxes of a comparison that take the other author's answer."""
    return [box["value"] for box in Markup(response).all("input") if box.attributes.get("name") == "use"]


def everything():
    """Every row of the database that pages of a plan could change."""
    from django.apps import apps

    models = [*apps.get_app_config("plans").get_models(), *apps.get_app_config("approvals").get_models(), AuditEvent]
    return {model: sorted(map(repr, model.objects.values_list())) for model in models}
