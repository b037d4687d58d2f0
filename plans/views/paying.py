"""The payment modeller: a page whose address holds the whole model, so that it can be sent to others."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from plans.content import PlanContent
from plans.gather import part_content
from plans.modeller.model import READS, SCHEMES, payment_model
from plans.modeller.terms import term_notes
from plans.models import PlanVersion
from plans.pages import whole_number
from plans.views.base import PlanPage


class PaymentModeller(PlanPage):
    """The model of the draft, or of one version with ``?version=2``; for all parties of the plan."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The page, or what the model comes to alone for htmx."""
        asked = request.GET.get("version")
        if not asked:
            contingency = reverse("plans:section", args=[self.plan.key, "contingency"])
            return self.show(part_content(self.plan, READS), contingency_url=contingency)
        version = get_object_or_404(PlanVersion, plan=self.plan, number=whole_number(asked))
        return self.show(PlanContent.from_json(version.content), shown=version.number, asked=version.number)

    def show(self, content: PlanContent, **more: Any) -> HttpResponse:
        """The model of this content."""
        return modelled(self.request, content, plan=self.plan, crumbs=self.crumbs(), **more)


def modelled(request: HttpRequest, content: PlanContent, **here: Any) -> HttpResponse:
    """The page of a model of this content. ``shown``: the version's number; ``asked``: the same, if the address has it.

    The address of a case says itself which version it is about.
    """
    model = payment_model(content, request.GET)
    context = {
        "model": model,
        "schemes": SCHEMES,
        "terms": term_notes(content, model.scheme.terms),
        "with_other": address_with(request, scheme=model.other.key),
        "with_stated": address_with(request, linked=model.two_views.stated) if model.two_views else "",
        "with_national": address_with(request, linked=model.two_views.national) if model.two_views else "",
        **here,
    }
    # htmx asks for a whole page again when someone goes back to an address that it changed.
    htmx: Any = request.htmx  # type: ignore[attr-defined]  # added by django-htmx's middleware
    is_fragment = htmx and not htmx.history_restore_request
    return render(request, "plans/_payment_answer.html" if is_fragment else "plans/payment.html", context)


def address_with(request: HttpRequest, **figures: Any) -> str:
    """The same model with other figures."""
    changed = request.GET.copy()
    for name, figure in figures.items():
        changed[name] = str(figure)
    return f"?{changed.urlencode()}"
