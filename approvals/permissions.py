"""Who may do what with a case, and when: the sentence a page shows is the one the server refuses with."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from approvals import guards
from approvals.models import (
    WITH_THE_CENTRE,
    AssuringSide,
    Case,
    CaseStatus,
    Delegation,
    Interest,
    Review,
    SignatureKind,
    SignOff,
)
from approvals.queries import kind_for, standing_answers
from approvals.stages import beside, standing_of, tell_bodies, with_parties, with_stage
from approvals.standing import Standing
from approvals.ties import unbound
from itf.accounts.membership import holders_of, reads_trail, roles_of
from itf.accounts.models import Organisation, OrganisationKind, Role, RoleGroup, User
from itf.lib.batch import PLAN, USER, Batch, Part, Values
from itf.lib.verdict import ALLOWED, Verdict, first_refusal, refused
from plans.models import Plan, PlanGroupPermission
from plans.permissions import (
    codenames_for,
    organisations_for,
    plans_with,
    reader_of,
    visible_plans,
)
from plans.readers import Reader
from plans.situation import place, tell_place

# What those may do who know of a plan by its case, once it is submitted.
OF_THE_CENTRE = ("assure_plan", "moderate_plan", "review_plan", "decide_plan")
# Who holds a plan while it is assured, and can return it.
HOLDERS = {
    CaseStatus.IN_ASSURANCE: "the area team",
    CaseStatus.WITH_REGION: "the region",
    CaseStatus.IN_NATIONAL_REVIEW: "the national team",
    CaseStatus.WITH_MINISTERS: "the ministers’ office",
}
# For each plan, what the person may do and for which bodies.
Powers = dict[UUID, dict[str, set[UUID]]]


def visible_cases(user: User) -> QuerySet[Case]:
    """The cases the person may know of: their parties' at any time, those they assure once submitted."""
    theirs = Q(plan__in=visible_plans(user))
    to_assure = Q(plan__in=plans_with(user, *OF_THE_CENTRE), status__in=WITH_THE_CENTRE)
    return Case.objects.filter(theirs | to_assure)


def known_plans(user: User) -> QuerySet[Plan]:
    """The plans a person's own page speaks of: those they may see as a draft, and those of cases they may know of."""
    return Plan.objects.filter(Q(pk__in=visible_plans(user)) | Q(pk__in=visible_cases(user).values("plan")))


def powers(user: User, plans: Iterable[Plan]) -> Powers:
    """What the person's roles let them do with each of these plans, and for which bodies, in one query."""
    held = _held(content_object__in=[plan.pk for plan in plans], group__user=user)
    return _powers(held.rows.values_list(*held.names))


def standing_for(user: User, plan_id: UUID) -> tuple[Standing, dict[str, set[UUID]]]:
    """Where one plan stands, and what the person may do with it for which bodies, in one query."""
    read = _STANDING.read(plan=plan_id, user=user.pk)
    (plan,) = read["plan"]
    tell_place(plan, read)
    (vars(plan)["stage"],) = read["stage"][0]
    tell_bodies(read["parties"], read["bodies"])
    beside_it = {name: read[name] for name in beside(plan=PLAN)}
    (standing,) = standing_of([plan], read["parties"], **beside_it)
    held = _powers(read["held"])[plan_id]
    ties = {body for name in ("roles", "interests") for (body,) in read[name]}
    return standing, unbound(standing, held, ties)


def _powers(held: Iterable[tuple[Any, ...]]) -> Powers:
    found: Powers = defaultdict(lambda: defaultdict(set))
    for plan_id, codename, organisation_id in held:
        found[plan_id][codename].add(organisation_id)
    return found


def everyones_powers(plans: Iterable[Plan]) -> dict[UUID, dict[int, dict[str, set[UUID]]]]:
    """The same for everyone with a role in these plans, by plan, person and codename, in one query."""
    found: dict[UUID, dict[int, dict[str, set[UUID]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    rows = PlanGroupPermission.objects.filter(
        content_object__in=[plan.pk for plan in plans], group__user__is_active=True
    )
    for plan, person, codename, body in rows.values_list(
        "content_object_id", "group__user", "permission__codename", "group__role_group__organisation_id"
    ):
        found[plan][person][codename].add(body)
    return found


def _held(**rows: Any) -> Values:
    names = ("content_object_id", "permission__codename", "group__role_group__organisation_id")
    return Values(PlanGroupPermission.objects.filter(**rows).order_by("pk"), names)


_STANDING = Batch(
    {
        "plan": Part(Plan.objects.filter(pk=PLAN)),
        "stage": Values(with_stage(Plan.objects.filter(pk=PLAN)), ("stage",)),
        **with_parties(plan=PLAN),
        "held": _held(content_object=PLAN, group__user=USER),
        "roles": Values(RoleGroup.objects.filter(group__user=USER).order_by("pk"), ("organisation",)),
        "interests": Values(Interest.objects.filter(person=USER).order_by("pk"), ("organisation",)),
        **place(pk=PLAN),
        **beside(plan=PLAN),
    }
)


def keyholders(plan: Plan) -> dict[UUID, list[User]]:
    """Who may sign or agree for each body of the plan, by the body's id, in two queries."""
    rows = PlanGroupPermission.objects.filter(
        content_object=plan, permission__codename__in=["sign_plan", "agree_plan"], group__user__is_active=True
    ).values_list("group__role_group__organisation_id", "group__user")
    listed = list(rows)
    people = User.objects.in_bulk([person for _, person in listed])
    found: dict[UUID, list[User]] = defaultdict(list)
    for organisation_id, person in sorted(listed, key=lambda row: str(people[row[1]])):
        found[organisation_id].append(people[person])
    return found


def meeting_bodies(user: User, plan: Plan) -> list[Organisation]:
    """The bodies of the plan whose meetings the person may enter: their own; for the council's authors the board."""
    own = organisations_for(user, "view_plan", plan)
    board, council = plan.locality.board, plan.locality.council_id
    if board and board not in own and council in {body.pk for body in organisations_for(user, "edit_plan", plan)}:
        own.append(board)
    return own


def can_name(user: User, plan: Plan, organisation: Organisation, role: Role) -> Verdict:
    """May name a deputy or a replacement for a role of a body of the plan: whoever holds it, or its authors if nobody.

    A board without a chair is seen to by the authors of the council.
    """
    holders = {person.pk for person in holders_of(organisation, role)}
    if user.pk in holders:
        return ALLOWED
    if holders:
        return refused(f"Only the {role.label.lower()} of {organisation} can name a deputy or a replacement.")
    writing = {body.pk for body in organisations_for(user, "edit_plan", plan)}
    seen_to_by = plan.locality.council_id if organisation.pk == plan.locality.board_id else organisation.pk
    if seen_to_by in writing:
        return ALLOWED
    return refused(f"Nobody holds the role. An author of {organisation}, or an administrator, can name someone.")


def plans_on_both_sides(person: User, organisation: Organisation, role: Role) -> QuerySet[Plan]:
    """The plans that this role would let the person act for as a party and assure as well."""
    opened = PlanGroupPermission.objects.filter(
        group__role_group__organisation=organisation, group__role_group__role=role
    ).values("content_object")
    other = ("view_plan",) if role == Role.ASSURER else OF_THE_CENTRE
    return plans_with(person, *other).filter(pk__in=opened)


def plans_lost(person: User, organisation: Organisation, role: Role) -> QuerySet[Plan]:
    """The plans that the person could no longer see without this role."""
    seen = PlanGroupPermission.objects.filter(permission__codename="view_plan", group__user=person)
    by_role = Q(group__role_group__organisation=organisation, group__role_group__role=role)
    kept = seen.exclude(by_role).values("content_object")
    return Plan.objects.filter(pk__in=seen.filter(by_role).values("content_object")).exclude(pk__in=kept)


def sees_stuck_plans(user: User) -> bool:
    """Whether the list of plans that nobody can move is theirs to see: the national team, and administrators."""
    return user.is_staff or any(held.organisation.kind == OrganisationKind.NATIONAL for held in roles_of(user))


def can_answer(user: User, case: Case, organisation: Organisation) -> Verdict:
    """May sign or decline for this body now; one that has signed may still decline, until the plan is submitted."""
    return _can_answer(user, case, organisation, standing_answers(case))


def _can_answer(user: User, case: Case, organisation: Organisation, answers: list[SignOff]) -> Verdict:
    is_board = kind_for(organisation) == SignatureKind.BOARD
    if organisation not in organisations_for(user, "agree_plan" if is_board else "sign_plan", case.plan):
        who, act = ("the chair", "agree") if is_board else ("a signatory", "sign")
        return refused(f"Only {who} of {organisation} can {act} for it.")
    return first_refusal(guards.case_is_in_signoff(case), guards.keys_are_separate(answers, organisation, user))


def can_sign(user: User, case: Case, organisation: Organisation) -> Verdict:
    """May sign this case for this body now."""
    answers = standing_answers(case)
    return first_refusal(_can_answer(user, case, organisation, answers), guards.has_not_signed(answers, organisation))


def can_agree(user: User, case: Case, board: Organisation) -> Verdict:
    """May agree the case for this Health and Wellbeing Board now."""
    return first_refusal(can_sign(user, case, board), guards.parties_have_signed(case))


def can_go_forward(user: User, case: Case) -> Verdict:
    """May put the plan forward now though a body cannot agree."""
    if "submit_plan" not in codenames_for(user, case.plan):
        return refused("Only an author of a council or CCG that has signed can put the plan forward.")
    one_has_signed = guards.one_has_signed(case, bodies_of_author(user, case))
    return first_refusal(guards.case_is_in_signoff(case), guards.can_go_forward(case), one_has_signed)


def bodies_of_author(user: User, case: Case) -> list[Organisation]:
    """The councils and CCGs for which the person writes this plan."""
    return organisations_for(user, "submit_plan", case.plan)


def can_delegate(user: User, case: Case, organisation: Organisation) -> Verdict:
    """May let a deputy accept minor amendments for this body, or end that, now."""
    is_board = kind_for(organisation) == SignatureKind.BOARD
    if organisation not in organisations_for(user, "agree_plan" if is_board else "sign_plan", case.plan):
        who = "the chair" if is_board else "a signatory"
        return refused(f"Only {who} of {organisation} can delegate for it.")
    return guards.still_before_submission(case)


def can_ratify(user: User, signoff: SignOff) -> Verdict:
    """May record that this body's action was ratified."""
    body, plan = signoff.organisation, signoff.case.plan
    is_board = kind_for(body) == SignatureKind.BOARD
    if body not in organisations_for(user, "agree_plan" if is_board else "sign_plan", plan):
        return refused(f"Only {'the chair' if is_board else 'a signatory'} of {body} can record that.")
    return ALLOWED if signoff.awaits_ratification else refused(f"Nothing of {body} is to be ratified.")


def can_accept(user: User, case: Case, delegation: Delegation) -> Verdict:
    """May accept amendments on this delegation now; whether the draft keeps within it is asked of the draft."""
    if delegation.deputy_id != user.pk:
        return refused(f"Only {delegation.deputy} can accept amendments on this delegation.")
    if delegation.is_ended:
        return refused(f"{delegation.organisation} has ended this delegation.")
    return guards.words_are_open(case)


def can_submit(user: User, case: Case) -> Verdict:
    """May submit the case now; after the window has closed the form asks for a reason."""
    if "submit_plan" not in codenames_for(user, case.plan):
        return refused("Only an author of the council or a CCG in the plan can submit it.")
    return first_refusal(guards.case_is_in_signoff(case), guards.all_have_signed(case))


def can_withdraw(user: User, case: Case) -> Verdict:
    """May take the submitted plan back now."""
    if "submit_plan" not in codenames_for(user, case.plan):
        return refused("Only an author of the council or a CCG in the plan can withdraw it.")
    match case.status:
        case CaseStatus.SUBMITTED:
            return ALLOWED
        case CaseStatus.IN_ASSURANCE:
            return refused(
                "The area team has taken the plan up: it can no longer be withdrawn. Ask the team to return it."
            )
        case status if status in HOLDERS:
            return refused(f"The plan can no longer be withdrawn. Ask {HOLDERS[CaseStatus(status)]} to return it.")
        case CaseStatus.DECIDED:
            return refused("The plan is decided. There is nothing to withdraw.")
    return refused("The plan is not submitted. There is nothing to withdraw.")


def can_reopen(user: User, case: Case) -> Verdict:
    """May open the frozen plan for changes now."""
    if "edit_plan" not in codenames_for(user, case.plan):
        return refused("Only an author of the council or a CCG in the plan can reopen it.")
    match case.status:
        case CaseStatus.IN_SIGNOFF:
            return ALLOWED
        case CaseStatus.REOPENED:
            return refused("The plan is open for changes already.")
        case CaseStatus.SUBMITTED:
            return refused("The plan is submitted. An author can withdraw it until the area team takes it up.")
        case status if status in HOLDERS:
            holder = HOLDERS[CaseStatus(status)].capitalize()
            return refused(
                f"The plan is being assured. {holder} can return it; if it is not approved, it opens by itself."
            )
    # A plan that is open for what its conditions touch may still be opened whole.
    is_open = case.plan.is_open and not (case.status == CaseStatus.DECIDED and case.plan.open_sections)
    return refused("The plan is open for changes already.") if is_open else ALLOWED


def can_assure(user: User, case: Case) -> Verdict:
    """May take the case up, or review it beside another assurer, now."""
    if "assure_plan" not in codenames_for(user, case.plan):
        team = case.plan.locality.area_team or "the area team"
        return refused(f"Only an assurer of {team} can assure this plan.")
    if case.status not in {CaseStatus.SUBMITTED, CaseStatus.IN_ASSURANCE}:
        if case.status in HOLDERS:
            return refused("The area has recommended an outcome: nobody takes the plan up now.")
        return refused("The plan is decided. A new version will come as a case of its own.")
    return guards.no_conflict_of_interest(case, user)


def can_return(user: User, case: Case, assuring: Verdict | None = None) -> Verdict:
    """May return the submitted plan to its authors now: whoever holds it, the area, the region or those above.

    ``assuring``: what ``can_assure`` says, where the caller has asked it.
    """
    held = {CaseStatus.WITH_REGION: "moderate_plan", CaseStatus.IN_NATIONAL_REVIEW: "review_plan"}
    held[CaseStatus.WITH_MINISTERS] = "decide_plan"
    codename = held.get(CaseStatus(case.status))
    if codename is None:
        return can_assure(user, case) if assuring is None else assuring
    if codename not in codenames_for(user, case.plan):
        return refused(f"The plan is {case.get_status_display().lower()}: only those who hold it now can return it.")
    return guards.no_conflict_of_interest(case, user)


def nation_plans(user: User) -> QuerySet[Plan]:
    """The plans that the person oversees: a region's, or the whole country's. Of drafts they see how they stand."""
    return plans_with(user, "moderate_plan", "review_plan", "decide_plan")


def national_body(user: User, kind: OrganisationKind) -> Organisation | None:
    """The national team, or the ministers' office, for which the person acts, if they do."""
    return Organisation.objects.filter(kind=kind, role_groups__role=Role.ASSURER, role_groups__group__user=user).first()


def can_audit(user: User) -> bool:
    """May read the whole audit trail: administrators, and staff to whom it was given in the administration."""
    return reads_trail(user)


def reader_of_case(user: User, case: Case) -> Reader:
    """The person as a reader of the comments on a case's plan: its parties as ever, its assurers once it is submitted.

    ``case`` is one that they may know of.
    """
    reader = reader_of(user, case.plan)
    if case.status not in WITH_THE_CENTRE or not codenames_for(user, case.plan).intersection(OF_THE_CENTRE):
        return reader
    held = codenames_for(user, case.plan)
    teams = [body for name in OF_THE_CENTRE if name in held for body in organisations_for(user, name, case.plan)]
    return replace(reader, bodies=(*reader.bodies, *teams), is_assurer=True)


def readable_reviews(user: User, case: Case) -> list[Review]:
    """The reviews whose scores the person may read: all once decided; before, both sides' once both are in.

    Until then nobody reads a review but whoever writes it; and the parties read none before the decision.
    """
    reviews = list(case.reviews.select_related("assurer", "organisation").prefetch_related("scores"))
    if case.status == CaseStatus.DECIDED:
        return reviews
    if not codenames_for(user, case.plan).intersection(OF_THE_CENTRE):
        return []
    sides = {review.side for review in reviews if review.is_finished}
    return reviews if len(sides) == len(AssuringSide) else [one for one in reviews if one.assurer_id == user.pk]
