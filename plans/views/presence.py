"""What an open page asks every few seconds: who else is here, and whether someone has saved meanwhile."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from itf.lib.verdict import require
from plans import presence
from plans.pages import posted_version
from plans.permissions import can_edit
from plans.views.authoring import EditPage
from plans.views.schemes import SchemePage


class SectionPresence(EditPage):
    """The beat of an open page. No edit: it writes nothing of the plan, and does not prolong the person's session."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Here still, or leaving."""
        if "left" in request.POST:
            presence.leave(self.plan, self.section.slug, self.row_id, user=self.user)
            return HttpResponse(status=204)
        require(can_edit(self.user, self.plan))
        now = timezone.now()
        presence.beat(self.plan, self.section.slug, self.row_id, user=self.user, at=now)
        state = self.state()
        is_newer = state.version > posted_version(request.POST) and state.saved_by_id != self.user.pk
        context = {"present": self.others_here(), "what": self.what, "newer": state if is_newer else None}
        return render(request, "plans/_presence.html", context)


class SchemePresence(SectionPresence, SchemePage):
    """The same for the page of a scheme."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A scheme that is gone has nobody at it."""
        return HttpResponse(status=204) if self.row is None else super().post(request, **kwargs)
