"""Laying the route of a case: whom it passes, in which groups, kept as it is when sign-off opens."""

from datetime import datetime

from approvals.models import Case, RouteStop
from approvals.queries import SIGNING
from conditions.models import RouteGroup
from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from plans.models import Plan

Stops = list[tuple[RouteGroup, Organisation | None, str]]


def lay(case: Case, *, by: User, at: datetime, is_new: bool = False) -> bool:
    """Keep the route of a case that is put up for sign-off; whether it differs from the one that it had. Case locked.

    Put up again after changes with other parties or boards, the case gets their route: they have frozen these words.
    A case that ``is_new`` had none.
    """
    # Read anew: who calls may hold the plan as it was when a page was opened.
    named = ("round", "locality__board", "locality__area_team")
    wanted = stops_to_come(Plan.objects.select_related(*named).get(pk=case.plan_id))
    if case.follows_id:
        # What answers conditions of approval is looked at by those who close them: the area decides.
        wanted = [stop for stop in wanted if stop[0] in (*SIGNING, RouteGroup.AREA)]
    had = [] if is_new else [(RouteGroup(stop.group), stop.organisation, stop.title) for stop in _stops(case)]
    if had == wanted:
        return False
    if had:
        case.stops.all().delete()
    case.levels = " ".join(dict.fromkeys(group for group, _, _ in wanted if group not in SIGNING))
    case.save(update_fields=["levels"])
    RouteStop.objects.bulk_create(
        RouteStop(case=case, group=group, organisation=body, title=title, position=number)
        for number, (group, body, title) in enumerate(wanted)
    )
    if had:
        data = {"bodies": [title for _, _, title in wanted]}
        record(actor=by, action="case.route_changed", subject=case, plan_key=case.plan.key, data=data, at=at)
    return bool(had)


def stops_to_come(plan: Plan) -> Stops:
    """The route that the plan would have if sign-off opened now, group by group as its round says."""
    parties = [party.organisation for party in plan.parties.select_related("organisation")]
    listed: Stops = []
    for key in plan.round.route.split():
        group = RouteGroup(key)
        match group:
            case RouteGroup.PARTY:
                listed += [(group, body, body.name) for body in parties]
            case RouteGroup.BOARD:
                listed += [(group, body, body.name) for body in plan.boards]
            case RouteGroup.AREA:
                team = plan.locality.area_team
                listed.append((group, team, team.name if team else str(group.label)))
            case RouteGroup.REGION:
                region = plan.locality.region
                listed.append((group, None, f"{group.label}, {region}" if region else str(group.label)))
            case _:
                listed.append((group, None, str(group.label)))
    return listed


def _stops(case: Case) -> list[RouteStop]:
    return list(case.stops.select_related("organisation"))
