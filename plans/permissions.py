"""Who may do what with a plan: the only module of plans that reads and writes guardian's tables."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet

from itf.accounts.membership import role_groups
from itf.accounts.models import Organisation, OrganisationKind, Role, RoleGroup, User
from itf.lib.batch import KEY, PLAN, USER, Batch, Part, Values
from itf.lib.verdict import ALLOWED, Verdict, refused
from plans.models import Locality, Party, Plan, PlanGroupPermission, PlanUserPermission
from plans.models.drafting import Side
from plans.readers import Person, Reader
from plans.situation import place, tell_place

# What each role in each kind of body may do with a plan that the body is part of.
ROLE_PERMISSIONS: dict[tuple[OrganisationKind, Role], tuple[str, ...]] = {
    (OrganisationKind.COUNCIL, Role.AUTHOR): ("view_plan", "edit_plan", "freeze_plan", "submit_plan"),
    (OrganisationKind.COUNCIL, Role.SIGNATORY): ("view_plan", "sign_plan"),
    (OrganisationKind.CCG, Role.AUTHOR): ("view_plan", "edit_plan", "freeze_plan", "submit_plan"),
    (OrganisationKind.CCG, Role.SIGNATORY): ("view_plan", "sign_plan"),
    (OrganisationKind.BOARD, Role.CHAIR): ("view_plan", "agree_plan"),
    # Members of boards, cabinets and governing bodies read: the pack is made for them.
    (OrganisationKind.BOARD, Role.MEMBER): ("view_plan",),
    (OrganisationKind.COUNCIL, Role.MEMBER): ("view_plan",),
    (OrganisationKind.CCG, Role.MEMBER): ("view_plan",),
    (OrganisationKind.AREA_TEAM, Role.ASSURER): ("assure_plan",),
    (OrganisationKind.LOCAL_GOVERNMENT, Role.ASSURER): ("assure_plan",),
    (OrganisationKind.REGION, Role.ASSURER): ("moderate_plan",),
    (OrganisationKind.NATIONAL, Role.ASSURER): ("review_plan",),
    (OrganisationKind.MINISTERS, Role.ASSURER): ("decide_plan",),
}
ASSURING_KINDS = tuple({kind: None for kind, role in ROLE_PERMISSIONS if role == Role.ASSURER})
OF_ALL_ENGLAND = (OrganisationKind.NATIONAL, OrganisationKind.MINISTERS)
SIDES = {OrganisationKind.COUNCIL: Side.COUNCIL, OrganisationKind.CCG: Side.NHS}

COMMENT = "comment_on_plan"
HAS_A_PART = "You read, sign or assure this plan for a body of your own. Its commentary must come from someone else."
FROZEN_TO_INVITED = "The plan is frozen, so nothing in it can change. If its authors reopen it, you can go on here."
APPROVED = "The plan is open for what its conditions of approval touch. This section stands as it was approved."
FROZEN = (
    "The plan is frozen. Until it is taken up for assurance an author can reopen it; "
    "the sign-offs of what then changes become void."
)


def grant_parties(plan: Plan) -> None:
    """Write the group rows for everyone whom the plan's parties, board and area team bring in; take all others away."""
    grant_plans([plan])


def grant_plans(plans: Sequence[Plan]) -> None:
    """``grant_parties`` for many plans with their localities at hand: as many queries for a hundred as for one."""
    _write(plans, _bodies(plans), PlanGroupPermission.objects.filter(content_object__in=plans))


def grant_assurers(plans: Sequence[Plan]) -> None:
    """The rows of those who assure these plans, as their localities record them now; the parties' stay as they are.

    A board or a party on the way of a plan is kept with its route: what places say later does not move it.
    """
    bodies = _bodies(plans)
    assuring = {pk: [body for body in listed if body.kind in ASSURING_KINDS] for pk, listed in bodies.items()}
    theirs = PlanGroupPermission.objects.filter(
        content_object__in=plans, group__role_group__organisation__kind__in=ASSURING_KINDS
    )
    _write(plans, assuring, theirs)


def place_recorded(locality: Locality) -> None:
    """Give the plans of a place to those who assure it as recorded now."""
    _grant_listed(Plan.objects.filter(locality=locality))


def body_recorded(body: Organisation) -> None:
    """Give every plan to a body of all England that is new."""
    if body.kind in OF_ALL_ENGLAND:
        _grant_listed(Plan.objects.all())


def _grant_listed(plans: QuerySet[Plan]) -> None:
    places = ("locality__board", "locality__area_team", "locality__local_government", "locality__region_team")
    listed = list(plans.select_related(*places))
    if listed:
        grant_assurers(listed)


def _write(
    plans: Sequence[Plan], bodies: dict[UUID, list[Organisation]], replaced: QuerySet[PlanGroupPermission]
) -> None:
    """Put the rows of these bodies in the place of those that are replaced."""
    wanted = [
        (plan, organisation, role, codename)
        for plan in plans
        for organisation in bodies[plan.pk]
        for (kind, role), codenames in ROLE_PERMISSIONS.items()
        if kind == organisation.kind
        for codename in codenames
    ]
    groups = role_groups((organisation, role) for _, organisation, role, _ in wanted)
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.filter(content_type__app_label="plans", content_type__model="plan")
    }
    with transaction.atomic():
        replaced.delete()
        PlanGroupPermission.objects.bulk_create(
            (
                PlanGroupPermission(
                    content_object=plan,
                    group_id=groups[organisation.pk, role].group_id,
                    permission=permissions[codename],
                )
                for plan, organisation, role, codename in wanted
            ),
            batch_size=2_000,
        )


def may_open_plans(user: User) -> bool:
    """May begin plans for a round: administrators of the service, and whoever they let add plans."""
    return user.has_perm("plans.add_plan")


def bodies_of(plan: Plan) -> list[Organisation]:
    """Every body with a part in the plan: parties, boards, who assures it, the bodies of all England."""
    return _bodies([plan])[plan.pk]


def _bodies(plans: Sequence[Plan]) -> dict[UUID, list[Organisation]]:
    bodies: dict[UUID, list[Organisation]] = {plan.pk: [] for plan in plans}
    for party in Party.objects.filter(plan__in=plans).select_related("organisation"):
        bodies[party.plan_id].append(party.organisation)
    of_all_places = list(Organisation.objects.filter(kind__in=OF_ALL_ENGLAND))
    for plan in plans:
        place = plan.locality
        others = (place.area_team, place.local_government, place.region_team)
        bodies[plan.pk] += [*plan.boards, *(body for body in others if body is not None), *of_all_places]
    return bodies


def plans_with(user: User, *codenames: str) -> QuerySet[Plan]:
    """The plans on which the person holds one of these permissions, by a role or as an exception."""
    # An administrator of the service has no part in a plan by that: lists show what pages open, and no more.
    by_role = PlanGroupPermission.objects.filter(permission__codename__in=codenames, group__user=user)
    by_exception = PlanUserPermission.objects.filter(permission__codename__in=codenames, user=user)
    # Not guardian's get_objects_for_user, which counts and joins before it says what one look at its tables does.
    return Plan.objects.filter(
        Q(pk__in=by_role.values("content_object")) | Q(pk__in=by_exception.values("content_object"))
    )


def visible_plans(user: User) -> QuerySet[Plan]:
    """The plans the person may see as a draft; everything else does not exist for them."""
    return plans_with(user, "view_plan")


def visible_plan(user: User, key: str) -> Plan:
    """The plan at this address; raises Plan.DoesNotExist when there is none or the person may not know of it."""
    found = _AT_ADDRESS.read(key=key, user=user.pk)
    if not found["plan"] or ("view_plan",) not in found["held"]:
        raise Plan.DoesNotExist
    plan: Plan = found["plan"][0]
    tell_place(plan, found)
    _kept(user)[plan.pk] = frozenset(codename for (codename,) in found["held"])
    return plan


def invited_plan(user: User, key: str) -> Plan:
    """The plan at this address on which the person was asked to comment; raises Plan.DoesNotExist for any other."""
    plan = Plan.objects.select_related("locality", "round").get(key=key)
    if COMMENT not in codenames_for(user, plan):
        raise Plan.DoesNotExist
    return plan


def let_comment(user: User, plan: Plan) -> None:
    """Let one person comment on the plan, and do nothing else with it."""
    PlanUserPermission.objects.get_or_create(content_object=plan, user=user, permission=_comment())


def end_comment(user: User, plan: Plan) -> None:
    """Take the right to comment away."""
    PlanUserPermission.objects.filter(content_object=plan, user=user, permission=_comment()).delete()


def stands_apart(user: User, plan: Plan) -> Verdict:
    """Has no part in the plan but what an invitation gave: what they say of it is another's word."""
    held = codenames_for(user, plan) - {COMMENT}
    if "edit_plan" in held:
        return refused("You write this plan. Its commentary must come from someone who does not.")
    return refused(HAS_A_PART) if held else ALLOWED


def can_comment(user: User, plan: Plan) -> Verdict:
    """May write and give what they were invited to give now."""
    held = _holds(user, plan, COMMENT, "Only those whom the authors invited can comment here.")
    apart = stands_apart(user, plan)
    if held and not apart:
        return apart
    return refused(FROZEN_TO_INVITED) if held and not plan.is_open else held


def codenames_for(user: User, plan: Plan) -> frozenset[str]:
    """Everything the person may do with the plan, in one query, kept for the rest of the request."""
    kept = _kept(user)
    if plan.pk not in kept:
        held = _HELD.read(plan=plan.pk, user=user.pk)["held"]
        kept[plan.pk] = frozenset(codename for (codename,) in held)
    return kept[plan.pk]


def _kept(user: User) -> dict[object, frozenset[str]]:
    kept: dict[object, frozenset[str]] = user.__dict__.setdefault("_plan_codenames", {})
    return kept


def _held(**plan: Any) -> Values:
    """What a person may do with a plan, by a role or as an exception."""
    by_role = PlanGroupPermission.objects.filter(**plan, group__user=USER)
    by_exception = PlanUserPermission.objects.filter(**plan, user=USER)
    either = Q(pk__in=by_role.values("permission")) | Q(pk__in=by_exception.values("permission"))
    return Values(Permission.objects.filter(either).order_by("pk"), ("codename",))


_HELD = Batch({"held": _held(content_object=PLAN)})
_ROLES = PlanGroupPermission.objects.filter(content_object=PLAN, permission__codename=KEY, group__user=USER)
_GROUPS = RoleGroup.objects.filter(group__in=_ROLES.values("group")).order_by()
_BODIES = Batch({"bodies": Part(Organisation.objects.filter(pk__in=_GROUPS.values("organisation")))})
_AT_ADDRESS = Batch(
    {"plan": Part(Plan.objects.filter(key=KEY)), "held": _held(content_object__key=KEY)} | place(key=KEY)
)


def organisations_for(user: User, codename: str, plan: Plan) -> list[Organisation]:
    """The bodies for which the person may do this with the plan, by the roles they hold."""
    found: list[Organisation] = _BODIES.read(plan=plan.pk, user=user.pk, key=codename)["bodies"]
    return found


def can_view(user: User, plan: Plan) -> Verdict:
    """May see the plan in every state."""
    return _holds(user, plan, "view_plan", "Only the plan's parties can see its draft.")


def is_author(user: User, plan: Plan) -> Verdict:
    """May write the plan's sections whenever it is open."""
    return _holds(user, plan, "edit_plan", "Only authors of the council or a CCG in the plan can edit it.")


def can_edit(user: User, plan: Plan, section: str = "") -> Verdict:
    """May write the plan's sections now; with ``section``, this one of them."""
    held = is_author(user, plan)
    if held and not plan.is_open:
        return refused(FROZEN)
    if held and section and not plan.may_change(section):
        return refused(APPROVED)
    return held


def can_agree_to_freeze(user: User, plan: Plan) -> Verdict:
    """May agree, for a side they hold a role in, to freeze the plan now."""
    held = _holds(user, plan, "freeze_plan", "Only authors of the council or a CCG in the plan can agree to freeze it.")
    return refused("The plan is frozen already.") if held and not plan.is_open else held


def freezing_sides(user: User, plan: Plan) -> dict[Side, Organisation]:
    """The sides for which the person may agree to freeze, with the body they act for."""
    sides: dict[Side, Organisation] = {}
    for organisation in organisations_for(user, "freeze_plan", plan):
        sides.setdefault(SIDES[OrganisationKind(organisation.kind)], organisation)
    return sides


def people_with(plan: Plan, codename: str) -> QuerySet[User]:
    """Everyone who may do this with the plan."""
    groups = PlanGroupPermission.objects.filter(content_object=plan, permission__codename=codename).values("group")
    return User.objects.filter(groups__in=groups, is_active=True).distinct()


def reader_of(user: User, plan: Plan) -> Reader:
    """The person as a reader of a plan's comments, for the bodies through which they see its draft."""
    held = codenames_for(user, plan)
    return Reader(
        user,
        tuple(organisations_for(user, "view_plan", plan)),
        is_party="view_plan" in held,
        is_author="edit_plan" in held,
    )


def people_to_tell(plan: Plan) -> list[Person]:
    """Everyone who may read comments on the plan in some audience, with their bodies, in three queries."""
    rows = list(
        PlanGroupPermission.objects.filter(
            content_object=plan, permission__codename__in=["view_plan", "assure_plan"], group__user__is_active=True
        ).values_list("group__user", "permission__codename", "group__role_group__organisation")
    )
    users = User.objects.in_bulk([user for user, _, _ in rows])
    names = dict(Organisation.objects.filter(pk__in=[body for *_, body in rows]).values_list("pk", "name"))
    found: dict[int, Person] = {}
    for user, codename, body in rows:
        known = found.get(user) or Person(users[user], {}, is_party=False)
        bodies = {**known.bodies, body: names[body]} if body in names else known.bodies
        found[user] = Person(known.user, bodies, is_party=known.is_party or codename == "view_plan")
    return sorted(found.values(), key=lambda person: person.label)


def parties_of(plan: Plan) -> Iterable[Party]:
    """The parties with their organisations, in order."""
    return plan.parties.select_related("organisation")


def _comment() -> Permission:
    return Permission.objects.get(content_type__app_label="plans", content_type__model="plan", codename=COMMENT)


def _holds(user: User, plan: Plan, codename: str, otherwise: str) -> Verdict:
    return ALLOWED if codename in codenames_for(user, plan) else refused(otherwise)
