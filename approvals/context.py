"""The state strip of a plan's pages: where it stands, who acts next, by when, and the reader's own next act."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from approvals.acts import acts_for, due_sentence
from approvals.documents.sign_offs import sign_off_table
from approvals.models import Decision
from approvals.permissions import standing_for, visible_cases
from approvals.standing import Stage, Standing
from itf.accounts.models import User
from plans.models import Plan, PlanVersion
from plans.permissions import codenames_for


@dataclass(frozen=True)
class Step:
    """One stage of the strip; ``state`` is done, current or todo."""

    title: str
    state: str


@dataclass(frozen=True)
class PlanRoute:
    """What ``_state_strip.html`` shows."""

    steps: tuple[Step, ...]
    headline: str
    not_agreed: str
    due: str
    next_url: str
    next_label: str
    route_url: str
    pack_url: str


def plan_route(request: HttpRequest) -> dict[str, object]:
    """``plan_route`` on pages whose address names a plan (``key``) or a case (``case``); read when first used.

    Nothing for a visitor, for other pages, and for a plan that the reader may not know of. At most three queries.
    """
    user, match = getattr(request, "user", None), request.resolver_match
    if not isinstance(user, User) or match is None or not {"key", "case"} & match.kwargs.keys():
        return {}
    return {"plan_route": SimpleLazyObject(lambda: _route(request, user, match.kwargs))}


def version_sign_offs(request: HttpRequest) -> dict[str, object]:
    """``sign_offs`` on the page of a version, ``outcomes`` on an overview: of the app above; read when first used.

    Who may open the page may read them: its own view has asked.
    """
    match = request.resolver_match
    if match is not None and match.view_name == "plans:overview":
        decided = Decision.objects.filter(case__plan__key=match.kwargs["key"]).select_related("case__version")
        return {"outcomes": SimpleLazyObject(lambda: list(decided.defer("case__version__content")))}
    if match is None or match.view_name != "plans:version":
        return {}
    version = PlanVersion.objects.select_related("plan__locality__board", "plan__round").defer("content")
    found = version.filter(plan__key=match.kwargs["key"], number=match.kwargs["number"])
    return {"sign_offs": SimpleLazyObject(lambda: sign_off_table(found.get()))}


def _route(request: HttpRequest, user: User, named: dict[str, Any]) -> PlanRoute | None:
    plan_id = _plan_id(request, user, named)
    if plan_id is None:
        return None
    standing, held = standing_for(user, plan_id)
    # The page itself has asked this, and the answer is kept for the request: nothing is read again.
    if "key" in named and "view_plan" not in codenames_for(user, standing.plan):
        return None
    # A case of a plan that has moved on, or opened again: the strip would speak of another version.
    if "case" in named and (standing.case_id != named["case"] or _has_moved_on(standing)):
        return None
    return _strip(standing, held, request.path)


def _plan_id(request: HttpRequest, user: User, named: dict[str, Any]) -> UUID | None:
    """The plan that the page has found, or the one that its address names."""
    found: Plan | None = getattr(request, "plan", None)
    if found is not None:
        return found.pk
    if "key" in named:
        return Plan.objects.filter(key=named["key"]).values_list("pk", flat=True).first()
    return visible_cases(user).filter(pk=named["case"]).values_list("plan_id", flat=True).first()


def _has_moved_on(standing: Standing) -> bool:
    """Whether the plan is a draft again after its case was decided."""
    return standing.stage == Stage.DRAFT and bool(standing.outcome)


def _strip(standing: Standing, held: dict[str, set[UUID]], path: str) -> PlanRoute:
    today = timezone.localdate()
    acts = acts_for(standing, held, today)
    sees = "view_plan" in held
    route_url = reverse("approvals:route", args=[standing.plan.key]) if sees else ""
    pack_url = reverse("approvals:pack", args=[standing.plan.key]) if sees else ""
    following = next((act for act in acts if act.url != path), None)
    order = standing.stages
    present = order.index(standing.stage)
    return PlanRoute(
        steps=tuple(Step(standing.titled(stage), _state(order.index(stage), present)) for stage in order),
        headline=standing.headline,
        not_agreed=standing.not_agreed,
        due=due_sentence(standing, today),
        next_url=following.url if following else "",
        next_label=following.label if following else "",
        route_url="" if route_url == path else route_url,
        pack_url="" if pack_url == path else pack_url,
    )


def _state(number: int, present: int) -> str:
    return "current" if number == present else "done" if number < present else "todo"
