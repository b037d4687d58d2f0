"""Inviting people to comment: limited accounts, links that work once, and addresses that were here before."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from itf.accounts.membership import role_group
from itf.accounts.models import Role, User
from itf.audit.models import AuditEvent
from plans import commenting, inviting
from plans.authoring import PlanNotOpen
from plans.models import CommentaryDraft, Invitation, PlanStatus
from plans.permissions import can_comment, codenames_for, invited_plan, visible_plans
from tests.factories.accounts import UserFactory
from tests.factories.invited import WORDS, given, healthwatch, invited
from tests.factories.plans import NOW, a_plan

pytestmark = pytest.mark.django_db
SECRET = "three words that wander"


@pytest.fixture
def drafting():
    return a_plan()


def fresh(person):
    """The person with nothing remembered from before."""
    return User.objects.get(pk=person.pk)


def test_invitation_makes_an_account_that_may_comment_and_nothing_else(drafting):
    invitation = invited(drafting.plan, drafting.author)

    person = fresh(invitation.account)
    assert codenames_for(person, drafting.plan) == {"comment_on_plan"}
    assert list(visible_plans(person)) == []
    assert person.is_invited
    assert not person.has_usable_password()
    assert person.post == "Chief executive, Riverside Hospital"


def test_draft_starts_with_the_figures_asked_about(drafting):
    invitation = invited(drafting.plan, drafting.author, more={"outturn": 1000})

    assert invitation.draft.outturn == 1000


def test_author_elsewhere_is_invited_by_their_own_account_which_stays_as_it_is(drafting):
    author = UserFactory(email="Ce@example.org", roles=[(a_plan("elsewhere").council, Role.SIGNATORY)])

    invitation = invited(drafting.plan, drafting.author)

    assert invitation.account == author
    assert not fresh(author).is_invited
    assert User.objects.filter(email__iexact="ce@example.org").count() == 1


def test_author_of_the_plan_is_not_invited(drafting):
    with pytest.raises(inviting.InvitationRefused, match="an author of the plan"):
        invited(drafting.plan, drafting.author, email=drafting.nhs_author.email)

    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("body", "role"),
    [("council", Role.SIGNATORY), ("board", Role.CHAIR), ("board", Role.MEMBER), ("area_team", Role.ASSURER)],
)
def test_nobody_with_a_part_in_the_plan_is_invited_or_comments(drafting, body, role):
    organisation = getattr(drafting.plan.locality, body)
    UserFactory(email="ce@example.org", roles=[(organisation, role)])
    with pytest.raises(inviting.InvitationRefused, match="reads, signs or assures"):
        invited(drafting.plan, drafting.author)

    asked = healthwatch(drafting.plan, drafting.author)
    role_group(organisation, role).group.user_set.add(asked.account)

    assert "must come from someone else" in can_comment(fresh(asked.account), drafting.plan).reason


def test_person_who_came_to_write_the_plan_cannot_give_its_commentary(drafting):
    invitation = invited(drafting.plan, drafting.author)
    role_group(drafting.council, Role.AUTHOR).group.user_set.add(invitation.account)

    assert invited_plan(fresh(invitation.account), drafting.plan.key) == drafting.plan
    assert "does not" in can_comment(fresh(invitation.account), drafting.plan).reason


def test_address_and_healthwatch_are_invited_once_until_withdrawn(drafting):
    first, watch = invited(drafting.plan, drafting.author), healthwatch(drafting.plan, drafting.author)

    with pytest.raises(inviting.InvitationRefused, match="This address"):
        invited(drafting.plan, drafting.author, organisation="Another", email="CE@example.org")
    with pytest.raises(inviting.InvitationRefused, match="Healthwatch is invited"):
        healthwatch(drafting.plan, drafting.author, email="other@example.org")

    for invitation in (first, watch):
        inviting.withdraw_invitation(invitation, by=drafting.author, at=NOW)
    assert invited(drafting.plan, drafting.author).account == first.account
    assert healthwatch(drafting.plan, drafting.author).is_live


@pytest.mark.parametrize(
    ("anew", "why_not", "outturn"),
    [({}, "Winter is missing.", 1000), ({"email": "other@example.org"}, "", 7), ({"capacity": "healthwatch"}, "", 7)],
)
def test_saved_draft_goes_on_under_a_new_invitation_of_the_same_address_as_the_same(drafting, anew, why_not, outturn):
    first = invited(drafting.plan, drafting.author)
    commenting.save_draft(first, words=WORDS, base=0, at=NOW)
    inviting.withdraw_invitation(first, by=drafting.author, at=NOW)

    draft = invited(drafting.plan, drafting.author, more={"outturn": 7}, **anew).draft

    assert (draft.why_not, draft.outturn) == (why_not, outturn)
    assert CommentaryDraft.objects.count() == 2


def test_withdrawn_invitation_opens_nothing(drafting):
    invitation = invited(drafting.plan, drafting.author)
    token = inviting.TOKENS.token(invitation)

    inviting.withdraw_invitation(invitation, by=drafting.author, at=NOW)

    assert codenames_for(fresh(invitation.account), drafting.plan) == frozenset()
    assert inviting.live_invitation(invitation.account, drafting.plan) is None
    assert not inviting.works(Invitation.objects.get(), token)
    with pytest.raises(inviting.InvitationRefused, match="was withdrawn"):
        inviting.renew_link(invitation, by=drafting.author, at=NOW)


def test_given_commentary_keeps_its_invitation(drafting):
    invitation = given(invited(drafting.plan, drafting.author))

    with pytest.raises(inviting.InvitationRefused, match="has given"):
        inviting.withdraw_invitation(invitation, by=drafting.author, at=NOW)


@pytest.mark.parametrize("act", ["invite", "renew", "withdraw"])
def test_frozen_plan_has_its_invitations_as_they_are(drafting, act):
    invitation = invited(drafting.plan, drafting.author)
    type(drafting.plan).objects.update(status=PlanStatus.FROZEN)
    acts = {
        "invite": lambda: healthwatch(drafting.plan, drafting.author),
        "renew": lambda: inviting.renew_link(invitation, by=drafting.author, at=NOW),
        "withdraw": lambda: inviting.withdraw_invitation(invitation, by=drafting.author, at=NOW),
    }

    with pytest.raises(PlanNotOpen):
        acts[act]()


# The link


@pytest.fixture
def invitation(drafting):
    found = invited(drafting.plan, drafting.author)
    Invitation.objects.update(link_issued_at=timezone.now())
    return Invitation.objects.select_related("account").get(pk=found.pk)


def test_link_sets_the_first_password_once(invitation):
    token = inviting.TOKENS.token(invitation)

    inviting.open_link(invitation, token, password=SECRET, at=NOW)

    assert fresh(invitation.account).check_password(SECRET)
    with pytest.raises(inviting.LinkSpent):
        inviting.open_link(invitation, token, password="another one entirely", at=NOW)
    assert fresh(invitation.account).check_password(SECRET)
    assert AuditEvent.objects.filter(action="invitation.opened").count() == 1


def test_link_runs_out(invitation):
    days = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    Invitation.objects.update(link_issued_at=timezone.now() - days - timedelta(minutes=1))
    old = Invitation.objects.select_related("account").get()

    assert not inviting.works(old, inviting.TOKENS.token(old))


def test_new_link_stops_the_old_one_and_none_is_made_once_used(drafting, invitation):
    old = inviting.TOKENS.token(invitation)

    renewed = inviting.renew_link(invitation, by=drafting.author, at=timezone.now())

    token = inviting.TOKENS.token(renewed)
    assert not inviting.works(renewed, old)
    inviting.open_link(renewed, token, password=SECRET, at=NOW)
    with pytest.raises(inviting.InvitationRefused, match="has used its link"):
        inviting.renew_link(renewed, by=drafting.author, at=timezone.now())


def test_link_of_one_invitation_opens_no_other(drafting, invitation):
    other = healthwatch(drafting.plan, drafting.author)

    assert not inviting.works(other, inviting.TOKENS.token(invitation))


@pytest.mark.parametrize(
    "before",
    [
        {"password": "md5$salt$0123456789abcdef0123456789abcdef"},
        {"roles": True},
        {"is_staff": True},
        {"is_demo": True},
    ],
    ids=str,
)
def test_link_never_sets_the_password_of_an_account_that_was_there_before(drafting, before):
    roles = [(a_plan("elsewhere").council, Role.SIGNATORY)] if before.pop("roles", False) else []
    account = UserFactory(email="ce@example.org", is_invited=False, roles=roles, **before)
    found = invited(drafting.plan, drafting.author)
    Invitation.objects.update(link_issued_at=timezone.now())
    found = Invitation.objects.select_related("account").get(pk=found.pk)

    inviting.open_link(found, inviting.TOKENS.token(found), password=SECRET, at=NOW)

    assert fresh(account).password == account.password


def test_second_plan_cannot_set_the_password_of_the_first_plans_account(drafting, invitation):
    other = a_plan("elsewhere")
    second = invited(other.plan, other.author, organisation="Another name")
    later = NOW + timedelta(hours=1)
    Invitation.objects.filter(pk=second.pk).update(link_issued_at=timezone.now(), invited_at=later)
    second = Invitation.objects.select_related("account").get(pk=second.pk)

    inviting.open_link(second, inviting.TOKENS.token(second), password=SECRET, at=NOW)

    assert not fresh(invitation.account).has_usable_password()
    inviting.open_link(invitation, inviting.TOKENS.token(invitation), password=SECRET, at=NOW)
    assert fresh(invitation.account).check_password(SECRET)
