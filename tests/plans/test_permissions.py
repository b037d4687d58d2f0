"""Who may do what with a plan: a table of truths, and the rows behind it."""

import pytest
from guardian.shortcuts import assign_perm

from itf.accounts.membership import join, leave
from itf.accounts.models import Role, User
from plans.models import Plan, PlanGroupPermission, PlanStatus, PlanUserPermission
from plans.models.drafting import Side
from plans.permissions import (
    FROZEN,
    can_agree_to_freeze,
    can_edit,
    can_view,
    codenames_for,
    freezing_sides,
    grant_parties,
    is_author,
    organisations_for,
    parties_of,
    people_with,
    plans_with,
    visible_plan,
    visible_plans,
)
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.plans import PartyFactory, a_plan

ROLES = {
    "council author": ("council", Role.AUTHOR),
    "CCG author": ("ccg", Role.AUTHOR),
    "council signatory": ("council", Role.SIGNATORY),
    "CCG signatory": ("ccg", Role.SIGNATORY),
    "chair": ("board", Role.CHAIR),
    "assurer": ("area_team", Role.ASSURER),
    "council chair": ("council", Role.CHAIR),
    "board author": ("board", Role.AUTHOR),
    "area team author": ("area_team", Role.AUTHOR),
}
AUTHOR = {"view_plan", "edit_plan", "freeze_plan", "submit_plan"}
MAY = {
    "council author": AUTHOR,
    "CCG author": AUTHOR,
    "council signatory": {"view_plan", "sign_plan"},
    "CCG signatory": {"view_plan", "sign_plan"},
    "chair": {"view_plan", "agree_plan"},
    "assurer": {"assure_plan"},
    "council chair": set(),
    "board author": set(),
    "area team author": set(),
    "stranger": set(),
}


def person(drafting, who):
    """Someone in that role of that plan, or a stranger who is an author elsewhere."""
    if who == "stranger":
        return drafting.stranger
    body, role = ROLES[who]
    organisation = drafting.plan.locality.area_team if body == "area_team" else getattr(drafting, body)
    return UserFactory(roles=[(organisation, role)])


def again(user):
    """The same person on their next request."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("status", PlanStatus.values)
def test_what_each_role_may_do(drafting, who, status):
    Plan.objects.filter(pk=drafting.plan.pk).update(status=status)
    plan, user = drafting.reread, person(drafting, who)
    is_open = status == PlanStatus.OPEN

    assert codenames_for(user, plan) == MAY[who]
    assert bool(can_view(user, plan)) is ("view_plan" in MAY[who])
    assert bool(is_author(user, plan)) is ("edit_plan" in MAY[who])
    assert bool(can_edit(user, plan)) is ("edit_plan" in MAY[who] and is_open)
    assert bool(can_agree_to_freeze(user, plan)) is ("freeze_plan" in MAY[who] and is_open)
    assert visible_plans(user).filter(pk=plan.pk).exists() is ("view_plan" in MAY[who])


@pytest.mark.parametrize(
    ("who", "status", "reason"),
    [
        ("council signatory", "open", "Only authors of the council or a CCG in the plan can edit it."),
        ("council signatory", "frozen", "Only authors of the council or a CCG in the plan can edit it."),
        ("CCG author", "frozen", FROZEN),
    ],
)
def test_a_refusal_to_edit_says_why(drafting, who, status, reason):
    Plan.objects.filter(pk=drafting.plan.pk).update(status=status)

    assert can_edit(person(drafting, who), drafting.reread).reason == reason


def test_a_refusal_to_freeze_says_why(drafting):
    stranger, author = drafting.stranger, drafting.author
    assert "Only authors" in can_agree_to_freeze(stranger, drafting.plan).reason
    Plan.objects.update(status=PlanStatus.FROZEN)

    assert can_agree_to_freeze(author, drafting.reread).reason == "The plan is frozen already."


def test_a_plan_that_someone_may_not_see_does_not_exist_for_them(drafting):
    with pytest.raises(Plan.DoesNotExist):
        visible_plan(drafting.stranger, drafting.plan.key)
    with pytest.raises(Plan.DoesNotExist):
        visible_plan(drafting.author, "no-such-plan")

    assert visible_plan(drafting.author, drafting.plan.key) == drafting.plan
    assert not visible_plans(drafting.stranger).exists()


def test_an_administrator_of_the_service_sees_no_plan_by_that(drafting):
    administrator = User.objects.create_superuser("admin@example.org", "x")

    assert codenames_for(administrator, drafting.plan) == frozenset()
    assert not visible_plans(administrator).exists()


def test_authors_of_another_plan_see_only_theirs(drafting):
    other = a_plan("elsewhere")

    assert list(visible_plans(drafting.author)) == [drafting.plan]
    assert list(visible_plans(other.author)) == [other.plan]
    assert list(plans_with(drafting.author, "edit_plan")) == [drafting.plan]


def test_who_leaves_a_role_loses_what_it_allowed(drafting):
    leave(drafting.author, drafting.council, Role.AUTHOR)

    assert codenames_for(again(drafting.author), drafting.plan) == frozenset()


def test_who_holds_two_roles_may_do_what_either_allows(drafting):
    join(drafting.author, drafting.council, Role.SIGNATORY)

    assert codenames_for(again(drafting.author), drafting.plan) == AUTHOR | {"sign_plan"}


def test_an_exception_for_one_person(drafting):
    deputy = UserFactory()
    assign_perm("plans.view_plan", deputy, drafting.plan)

    assert PlanUserPermission.objects.get().user == deputy
    assert can_view(again(deputy), drafting.plan)
    assert not can_edit(again(deputy), drafting.plan)
    assert list(visible_plans(deputy)) == [drafting.plan]


def test_the_rows_of_a_plan_are_those_of_its_bodies_and_no_more(drafting):
    rows = PlanGroupPermission.objects.filter(content_object=drafting.plan)

    wanted = {(drafting.council, "author", codename) for codename in AUTHOR} | {
        (drafting.ccg, "author", codename) for codename in AUTHOR
    }
    wanted |= {
        (body, "signatory", name) for body in (drafting.council, drafting.ccg) for name in ("view_plan", "sign_plan")
    }
    wanted |= {(body, "member", "view_plan") for body in (drafting.council, drafting.ccg, drafting.board)}
    wanted |= {(drafting.board, "chair", name) for name in ("view_plan", "agree_plan")}
    locality = drafting.plan.locality
    wanted |= {(body, "assurer", "assure_plan") for body in (locality.area_team, locality.local_government)}
    wanted |= {(locality.region_team, "assurer", "moderate_plan")}
    found = {(row.group.role_group.organisation, row.group.role_group.role, row.permission.codename) for row in rows}
    assert found == wanted
    assert rows.count() == len(wanted)


def test_granting_again_changes_nothing_but_what_the_parties_changed(drafting):
    before = set(PlanGroupPermission.objects.values_list("group", "permission"))
    grant_parties(drafting.plan)
    assert set(PlanGroupPermission.objects.values_list("group", "permission")) == before

    drafting.plan.parties.filter(organisation=drafting.ccg).delete()
    newcomer = OrganisationFactory(kind="ccg")
    PartyFactory(plan=drafting.plan, organisation=newcomer)
    grant_parties(drafting.plan)

    assert not can_view(again(drafting.nhs_author), drafting.plan)
    assert can_edit(UserFactory(roles=[(newcomer, Role.AUTHOR)]), drafting.plan)
    assert can_edit(again(drafting.author), drafting.plan)


def test_a_plan_without_board_and_assurers_grants_to_its_parties(drafting):
    place = drafting.plan.locality
    place.board = place.area_team = place.local_government = place.region_team = None

    grant_parties(drafting.plan)

    assert can_edit(again(drafting.author), drafting.plan)
    assert not PlanGroupPermission.objects.filter(permission__codename__in=["agree_plan", "assure_plan"]).exists()


def test_the_rows_go_with_the_plan(drafting):
    drafting.plan.delete()

    assert not PlanGroupPermission.objects.exists()


def test_the_bodies_for_which_someone_acts(drafting):
    join(drafting.author, drafting.ccg, Role.SIGNATORY)
    join(drafting.author, OrganisationFactory(), Role.SIGNATORY)

    assert organisations_for(drafting.author, "sign_plan", drafting.plan) == [drafting.ccg]
    assert organisations_for(drafting.author, "edit_plan", drafting.plan) == [drafting.council]
    assert organisations_for(drafting.stranger, "edit_plan", drafting.plan) == []


def test_the_sides_for_which_someone_may_agree(drafting):
    assert freezing_sides(drafting.author, drafting.plan) == {Side.COUNCIL: drafting.council}
    assert freezing_sides(drafting.signatory, drafting.plan) == {}

    join(drafting.author, drafting.ccg, Role.AUTHOR)

    assert freezing_sides(drafting.author, drafting.plan) == {Side.COUNCIL: drafting.council, Side.NHS: drafting.ccg}


def test_everyone_who_may_do_something(drafting):
    gone = UserFactory(roles=[(drafting.council, Role.AUTHOR)], is_active=False)

    people = people_with(drafting.plan, "edit_plan")

    assert set(people) == {drafting.author, drafting.nhs_author}
    assert gone not in people


def test_the_parties_in_order(drafting):
    assert [party.organisation for party in parties_of(drafting.plan)] == [drafting.council, drafting.ccg]


def test_one_request_asks_for_its_permissions_once(drafting, django_assert_num_queries):
    user = again(drafting.author)

    with django_assert_num_queries(1):
        can_view(user, drafting.plan)
        can_edit(user, drafting.plan)
        can_agree_to_freeze(user, drafting.plan)
