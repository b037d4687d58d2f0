"""Who may do what at the assurance desk: score, recommend, moderate, ask, and close conditions."""

from approvals import follow_ups, guards
from approvals.models import ASSURING, ApprovalCondition, Case, CaseStatus, Level, Review
from approvals.permissions import OF_THE_CENTRE, can_assure
from approvals.recommending import SPEAKS, both_are_in
from conditions.models import RouteGroup
from itf.accounts.models import OrganisationKind, User
from itf.lib.verdict import ALLOWED, Verdict, first_refusal, refused
from plans.permissions import codenames_for, organisations_for

OF_LEVEL = {Level.REGION: RouteGroup.REGION, Level.NATIONAL: RouteGroup.NATIONAL}
# Who may change the conditions: while it is with ministers, the national team that sent it.
DRAFTS = {
    CaseStatus.IN_ASSURANCE: "assure_plan",
    CaseStatus.WITH_REGION: "moderate_plan",
    CaseStatus.IN_NATIONAL_REVIEW: "review_plan",
    CaseStatus.WITH_MINISTERS: "review_plan",
}
LEVELS = {Level.REGION: "moderate_plan", Level.NATIONAL: "review_plan"}


def can_score(user: User, case: Case, review: Review | None, assuring: Verdict | None = None) -> Verdict:
    """May write the scores of this review now; ``assuring``: the verdict of ``can_assure``, where it is known."""
    assure = can_assure(user, case) if assuring is None else assuring
    if not assure:
        return assure
    if review is None:
        return refused("Take the plan up first.")
    return guards.review_is_under_way(review, user)


def can_correct(user: User, case: Case, review: Review | None) -> Verdict:
    """May open their finished review again now."""
    if review is None or "assure_plan" not in codenames_for(user, case.plan):
        return refused("Only who finished a review of this plan can correct it.")
    return guards.review_can_be_corrected(review, user)


def can_recommend(user: User, case: Case) -> Verdict:
    """May put forward what the area recommends, or agree to it, now."""
    if "assure_plan" not in codenames_for(user, case.plan):
        return refused("Only the two sides that assured this plan recommend for the area.")
    if case.status != CaseStatus.IN_ASSURANCE:
        return refused("The area has nothing to recommend now.")
    return first_refusal(guards.no_conflict_of_interest(case, user), both_are_in(case))


def can_moderate(user: User, case: Case, level: Level) -> Verdict:
    """May say what this level makes of the scores and of the recommendation before it, now."""
    if LEVELS[level] not in codenames_for(user, case.plan):
        return refused(f"Only the {'regional' if level == Level.REGION else 'national'} team can do this.")
    if not case.passes(OF_LEVEL[level]):
        return refused(f"The route of this plan does not pass the {OF_LEVEL[level].label.lower()}.")
    if case.status != SPEAKS[level]:
        return refused(f"The plan is {case.get_status_display().lower()}: this is not done now.")
    return guards.no_conflict_of_interest(case, user)


def can_ask(user: User, case: Case) -> Verdict:
    """May ask the authors about a place of the plan now: whoever assures it, at any level."""
    if not codenames_for(user, case.plan).intersection(OF_THE_CENTRE[:-1]):
        return refused("Only those who assure the plan ask questions here. Partners write comments.")
    if case.status not in ASSURING:
        return refused("The plan is not being assured. Take it up first." if case.is_live else "The plan is decided.")
    return guards.no_conflict_of_interest(case, user)


def can_answer_clarification(user: User, case: Case) -> Verdict:
    """May answer for the authors now."""
    if "edit_plan" not in codenames_for(user, case.plan):
        return refused("Only an author of the council or a CCG in the plan can answer.")
    return ALLOWED if case.status in ASSURING else refused("The plan is not being assured: nothing is to be answered.")


def can_accept_answer(user: User, case: Case) -> Verdict:
    """May accept an answer, or ask again, now: as asking, so that an answer does not wait for one person."""
    return can_ask(user, case)


def can_add_letter(user: User, case: Case) -> Verdict:
    """May put the signed letter beside the decision now: the ministers' office, where it decided without one."""
    decision = getattr(case, "decision", None)
    if "decide_plan" not in codenames_for(user, case.plan):
        return refused("Only the ministers’ office sends in the ministers’ letter.")
    if decision is None:
        return refused("Nothing is decided on this version yet. The letter goes with the decision.")
    if decision.organisation.kind != OrganisationKind.MINISTERS:
        return refused("Ministers did not decide on this version.")
    return refused("The signed letter is there already.") if decision.letter_id else ALLOWED


def can_draft_condition(user: User, case: Case) -> Verdict:
    """May add conditions to what is recommended now, or take them out: whoever holds the plan, at any level.

    What both sides, or a level, recommended hangs on them: once it is passed on, they are no longer theirs to change.
    """
    if DRAFTS.get(CaseStatus(case.status)) not in codenames_for(user, case.plan):
        return refused("Only those who hold the plan now change the conditions.")
    return guards.no_conflict_of_interest(case, user)


def can_meet_condition(user: User, condition: ApprovalCondition) -> Verdict:
    """May give evidence for the body that owns the condition."""
    if condition.owner in organisations_for(user, "edit_plan", condition.case.plan):
        return ALLOWED
    return refused(f"Only an author of {condition.owner} can give evidence that this condition is met.")


def can_open_for_conditions(user: User, case: Case) -> Verdict:
    """May open the plan for the sections that conditions of its approval touch now: any of its authors."""
    if "edit_plan" not in codenames_for(user, case.plan):
        return refused("Only an author of the council or a CCG in the plan can open it for its conditions.")
    return follow_ups.can_open(case)


def can_close_condition(user: User, case: Case) -> Verdict:
    """May take evidence as enough, or send it back: the two sides that assured the plan."""
    if "assure_plan" not in codenames_for(user, case.plan):
        return refused("Only the assurers of this plan close a condition.")
    return guards.no_conflict_of_interest(case, user)


def can_declare(user: User, case: Case) -> Verdict:
    """May declare an interest in a body of the plan."""
    if codenames_for(user, case.plan).intersection(OF_THE_CENTRE):
        return ALLOWED
    return refused("Only those who assure plans declare an interest here.")
