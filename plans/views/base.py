"""What every page of one plan does first: find the plan, or not know of it."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views import View

from itf.accounts.models import User
from plans.authoring import PlanNotOpen, SectionNotOpen
from plans.content import PlanContent
from plans.gather import part_content
from plans.models import Plan, PlanVersion
from plans.pages import whole_number
from plans.permissions import APPROVED, FROZEN, visible_plan


class PlanPage(View):
    """A page of the plan named in the address; 404 for a plan that this person may not know of."""

    plan: Plan
    user: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the plan once for the whole request."""
        super().setup(request, *args, **kwargs)
        self.user = cast("User", request.user)  # LoginRequiredMiddleware sends everyone else to sign in
        try:
            self.plan = visible_plan(self.user, kwargs["key"])
        except Plan.DoesNotExist:
            raise Http404 from None
        # For the state strip, which need not look for it again.
        request.plan = self.plan  # type: ignore[attr-defined]  # for the state strip

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As Django's; a step that found the plan frozen a moment later is refused in words."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except SectionNotOpen:
            raise PermissionDenied(APPROVED) from None
        except PlanNotOpen:
            raise PermissionDenied(FROZEN) from None

    def crumbs(self, *more: tuple[str, str]) -> list[tuple[str, str]]:
        """The way back: all plans, this plan, and what lies between."""
        return [("Plans", "/plans/"), (self.plan.title, self.plan.get_absolute_url()), *more]


class DraftOrVersionPage(PlanPage):
    """A page about the draft as it stands, or with ``?version=`` about a version as it was frozen."""

    reads: tuple[str, ...] = ()
    content: PlanContent
    version: PlanVersion | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read what the page needs of the draft, or the version; 404 for a version that the plan does not have."""
        super().setup(request, *args, **kwargs)
        asked = request.GET.get("version")
        if asked is None:
            self.content = part_content(self.plan, self.reads)
        else:
            self.version = get_object_or_404(PlanVersion, plan=self.plan, number=whole_number(asked))
            self.content = PlanContent.from_json(self.version.content)
