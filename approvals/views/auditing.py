"""The audit trail for those permitted: how it stands, its newest events, and all of it to take away."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View

from approvals.events import sentence
from approvals.permissions import can_audit
from itf.accounts.models import User
from itf.audit.chain import head
from itf.audit.export import FORMATS
from itf.audit.models import AuditEvent, ChainCheck

SHOWN = 50
TYPES = {"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}


class AuditPage(View):
    """A page that does not exist for those who may not read the trail."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for all others."""
        assert isinstance(request.user, User)  # noqa: S101 - the middleware lets nobody else in; this tells the type
        if not can_audit(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Trail(AuditPage):
    """How the chain stands, and what was added last."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """All plans, or one."""
        key = request.GET.get("plan", "").strip()
        events = AuditEvent.objects.order_by("-seq")
        shown = list((events.filter(plan_key=key) if key else events)[:SHOWN])
        people = User.objects.in_bulk({event.actor_id for event in shown if event.actor_id})
        number, newest = head()
        named = [(event, str(people.get(event.actor_id or 0, "The service"))) for event in shown]
        context = {
            "rows": [(event, who, sentence(event, who)) for event, who in named],
            "plan_key": key,
            "number": number,
            "newest": newest,
            "check": ChainCheck.objects.first(),
        }
        return render(request, "approvals/audit.html", context)


class Export(AuditPage):
    """The events as a file."""

    def get(self, request: HttpRequest, form: str) -> StreamingHttpResponse:
        """Sent as it is read: the trail may be long."""
        key = request.GET.get("plan", "").strip()
        name = f"audit-{key or 'all'}.{form}"
        answer = StreamingHttpResponse(FORMATS[form](key), content_type=TYPES[form])
        answer["Content-Disposition"] = f'attachment; filename="{"".join(c for c in name if c.isalnum() or c in "-.")}"'
        return answer
