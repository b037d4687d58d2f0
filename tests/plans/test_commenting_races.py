"""Two people at once on PostgreSQL: giving against freezing, and against the withdrawal of the invitation."""

import functools

import pytest

from plans import commenting, inviting
from plans.authoring import PlanNotOpen
from plans.lifecycle import PlanIncomplete, WordsMoved
from plans.models import Invitation, Plan, PlanVersion, ProviderCommentary
from tests import races
from tests.factories.approvals import a_place
from tests.factories.invited import WORDS, invited
from tests.factories.plans import NOW

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

LOSING = (
    PlanNotOpen,
    WordsMoved,
    PlanIncomplete,
    inviting.InvitationRefused,
    commenting.NotInvited,
    commenting.AlreadyGiven,
)

at_once = functools.partial(races.at_once, losing=LOSING)


@pytest.fixture
def place():
    return a_place()


@pytest.fixture
def ready(place):
    """A commentary that waits to be given."""
    invitation = invited(place.plan, place.council_author)
    commenting.save_draft(invitation, words=WORDS | {"agrees": True}, base=0, at=NOW)
    return invitation


@pytest.mark.parametrize("attempt", range(5))
def test_given_commentary_is_in_the_frozen_words_or_in_none(place, ready, attempt):
    at_once(lambda: commenting.give(ready, base=1, by=ready.account, at=NOW), place.freeze)

    stands = Invitation.objects.get().given_at is not None
    version = PlanVersion.objects.first()
    assert stands == ProviderCommentary.objects.exists()
    assert Plan.objects.get().is_open or version is not None
    if version is not None:
        tables = {one["slug"]: one["tables"] for one in version.content["sections"]}
        assert bool(tables["provider-commentary"][0]["rows"]) == stands


@pytest.mark.parametrize("attempt", range(5))
def test_commentary_is_given_or_its_invitation_withdrawn_and_never_both(place, ready, attempt):
    met = at_once(
        lambda: commenting.give(ready, base=1, by=ready.account, at=NOW),
        lambda: inviting.withdraw_invitation(ready, by=place.council_author, at=NOW),
    )

    after = Invitation.objects.get()
    assert [refusal is None for refusal in met].count(True) == 1
    assert (after.given_at is None) != (after.withdrawn_at is None)
    assert ProviderCommentary.objects.exists() == (after.given_at is not None)


def test_double_click_gives_once(place, ready):
    met = at_once(*[lambda: commenting.give(ready, base=1, by=ready.account, at=NOW)] * 2)

    assert [type(refusal) for refusal in met if refusal] == [commenting.AlreadyGiven]
    assert ProviderCommentary.objects.count() == 1
