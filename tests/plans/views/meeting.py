"""What tests of pages share: addresses, what a page links to, every row that a page could change."""

import re

from django.urls import reverse

from itf.audit.models import AuditEvent
from plans.models import Plan, PlanStatus, Presence
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
    """What a comparison asks to choose, in its order."""
    named = [box.attributes.get("name", "") for box in Markup(response).all("input")]
    return list(dict.fromkeys(name for name in named if name.startswith("keep-")))


def compared(response):
    """The texts of the first answer that both changed: before, mine, theirs."""
    texts = re.findall(r'<div class="desk-prose">(.*?)</div>', response.content.decode(), re.DOTALL)
    return [re.sub(r"<[^>]+>", "", text).strip() for text in texts[:3]]


def everything():
    """Every row of the database that pages of a plan could change; who has one open is no matter of the plan."""
    from django.apps import apps

    models = [*apps.get_app_config("plans").get_models(), *apps.get_app_config("approvals").get_models(), AuditEvent]
    return {model: sorted(map(repr, model.objects.values_list())) for model in models if model is not Presence}
