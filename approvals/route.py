"""The route of a plan as its page shows it: each body, how its answer stands, who can give it, and what is void."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from approvals import delegation
from approvals.models import Amendment, Case, Delegation, Outcome, SignOff, side_of
from approvals.permissions import can_agree, can_answer, can_delegate, can_sign
from approvals.queries import SIGNING, Place, places
from approvals.routing import stops_to_come
from approvals.words import covered_in_draft, undone
from conditions.models import RouteGroup
from itf.accounts.models import Organisation, User
from plans.content import PlanContent
from plans.gather import plan_content
from plans.models import Plan

GROUPS = {"council": "Council", "nhs": "NHS", "board": "Health and Wellbeing Board"}


@dataclass(frozen=True)
class Stop:
    """One body on the route."""

    organisation: Organisation
    standing: SignOff | None
    void: tuple[SignOff, ...]
    people: tuple[User, ...]
    affected: tuple[str, ...]
    act_url: str = ""
    act_label: str = ""
    accepted: Amendment | None = None
    delegations: tuple[Delegation, ...] = ()
    delegate_url: str = ""
    ratify_url: str = ""
    earlier_actions: tuple[tuple[int, str], ...] = ()
    take_back_url: str = ""

    @property
    def status(self) -> str:
        """How its answer stands, in a word or two."""
        if self.standing is None:
            return "Asked again" if self.void else "Not yet"
        return "Not agreed, goes forward" if self.standing.carried_by_id else self.standing.answer

    @property
    def colour(self) -> str:
        """Of the tag that says it."""
        colours = {"Signed": "green", "Agreed": "green", "Declined": "red", "Not yet": "grey"}
        return colours.get(self.status, "yellow")

    @property
    def is_board(self) -> bool:
        """Whether it agrees rather than signs."""
        return side_of(self.organisation.kind) == "board"


def route_of(plan: Plan, case: Case | None, people: dict[UUID, list[User]], user: User) -> list[tuple[str, list[Stop]]]:
    """The stops under their headings, council first and the board last."""
    listed = places(case) if case else _places_to_come(plan)
    draft = plan_content(plan) if case and case.is_live and plan.is_open else None
    stops = [_stop(plan, case, place, people.get(place.organisation.pk, []), user, draft) for place in listed]
    given, acted = (_delegations(plan), _acted_before(case)) if case else ({}, {})
    stops = [
        replace(
            stop,
            delegations=tuple(given.get(stop.organisation.pk, ())),
            earlier_actions=_to_ratify(plan, stop, acted.get(stop.organisation.pk, ()), user),
        )
        for stop in stops
    ]
    return [
        (title, [stop for stop in stops if side_of(stop.organisation.kind) == side]) for side, title in GROUPS.items()
    ]


def affected_sections(signoff: SignOff, draft: PlanContent) -> tuple[str, ...]:
    """The titles of the sections it covers that the open draft changes: if frozen like this, it becomes void."""
    now = covered_in_draft(draft, signoff.organisation)
    changed = () if delegation.accepted(signoff, now) else undone(signoff, now)
    titles = {section.slug: section.title for section in draft.sections}
    return tuple(titles.get(slug, slug) for slug in changed)


def _stop(
    plan: Plan, case: Case | None, place: Place, people: list[User], user: User, draft: PlanContent | None
) -> Stop:
    affected = affected_sections(place.standing, draft) if place.standing and draft else ()
    accepted = None
    if place.standing and draft:
        accepted = delegation.accepted(place.standing, covered_in_draft(draft, place.organisation))
    url, label, delegate_url, ratify_url, take_back_url = "", "", "", "", ""
    # Permissions are asked only of those who hold the key, so that the page's queries do not grow with bodies.
    if case and any(holder.pk == user.pk for holder in people):
        if place.standing and place.standing.awaits_ratification:
            ratify_url = reverse("approvals:ratify", args=[plan.key, place.organisation.pk])
        if place.is_signed and can_answer(user, case, place.organisation):
            take_back_url = reverse("approvals:decline", args=[plan.key, place.organisation.pk])
        if can_delegate(user, case, place.organisation):
            delegate_url = reverse("approvals:delegate", args=[plan.key, place.organisation.pk])
        if place.is_board and can_agree(user, case, place.organisation):
            url = reverse("approvals:agree", args=[plan.key, place.organisation.pk])
            label = f"Agree for {place.organisation}"
        elif not place.is_board and can_sign(user, case, place.organisation):
            url, label = (
                reverse("approvals:sign", args=[plan.key, place.organisation.pk]),
                f"Sign for {place.organisation}",
            )
    return Stop(
        place.organisation,
        place.standing,
        place.void,
        tuple(people),
        affected,
        act_url=url,
        act_label=label,
        accepted=accepted,
        delegate_url=delegate_url,
        ratify_url=ratify_url,
        take_back_url=take_back_url,
    )


def _acted_before(case: Case) -> dict[UUID, list[int]]:
    """The bodies whose action on an earlier version, one that was decided, is to be ratified: the versions, by body."""
    actions = SignOff.objects.filter(
        case__plan=case.plan_id, voided_at__isnull=True, ratification_due_on__isnull=False, ratified_on__isnull=True
    ).exclude(Q(case=case) | Q(case__decision__outcome=Outcome.NOT_APPROVED))
    found: dict[UUID, list[int]] = defaultdict(list)
    for body, version in actions.order_by("version__number").values_list("organisation", "version__number"):
        found[body].append(version)
    return found


def _to_ratify(plan: Plan, stop: Stop, versions: Iterable[int], user: User) -> tuple[tuple[int, str], ...]:
    """Each such version with the page that records it, for those who hold the body's key."""
    if all(holder.pk != user.pk for holder in stop.people):
        return ()
    url = reverse("approvals:ratify", args=[plan.key, stop.organisation.pk])
    return tuple((version, f"{url}?version={version}") for version in versions)


def _delegations(plan: Plan) -> dict[UUID, list[Delegation]]:
    """What each body has delegated on which amendments can be accepted today, in one query."""
    found: dict[UUID, list[Delegation]] = defaultdict(list)
    for given in delegation.live(plan, on=timezone.localdate()).select_related("deputy"):
        found[given.organisation_id].append(given)
    return found


def _places_to_come(plan: Plan) -> list[Place]:
    """The bodies that will be asked, before the first freeze."""
    return [
        Place(body, is_board=group == RouteGroup.BOARD, standing=None, void=())
        for group, body, _ in stops_to_come(plan)
        if group in SIGNING and body
    ]


def beyond(plan: Plan, case: Case | None) -> list[tuple[str, str]]:
    """The groups that answer after submission, in order: what each is, and who."""
    if case is None:
        listed = [(group, title) for group, _, title in stops_to_come(plan)]
    else:
        listed = [(RouteGroup(stop.group), stop.title) for stop in case.stops.all()]
    return [(str(group.label), title) for group, title in listed if group not in SIGNING]
