"""Opening plans for a round: one a locality, parties from the reference data, roles to give, and never twice."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conditions.models import Round
from itf.accounts.membership import join
from itf.accounts.models import OrganisationKind, Role, RoleGroup, User
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans.models import Locality, Plan
from plans.opening import open_plans
from plans.permissions import visible_plans
from plans.reference import load_reference
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.conditions import RoundFactory
from tests.factories.plans import LocalityCcgFactory, LocalityFactory

pytestmark = pytest.mark.django_db
PAGE = "admin:plans_plan_open"


def a_locality(name, **facts):
    locality = LocalityFactory(
        name=name, key=name.lower(), council=OrganisationFactory(name=f"{name} Council"), is_synthetic=False, **facts
    )
    ccg = OrganisationFactory(kind=OrganisationKind.CCG, name=f"{name} CCG")
    fringe = OrganisationFactory(kind=OrganisationKind.CCG, name=f"Beside {name} CCG")
    LocalityCcgFactory(locality=locality, ccg=ccg)
    LocalityCcgFactory(locality=locality, ccg=fringe, principal=False)
    return locality


@pytest.fixture
def round_(db):
    return RoundFactory(key="first-submission-2014")


def command(*arguments):
    out = StringIO()
    call_command("open_plans", *arguments, stdout=out)
    return out.getvalue()


def test_a_plan_is_opened_with_the_main_bodies_and_roles_that_people_can_be_given(round_):
    locality = a_locality("Somewhere")

    (opened,) = open_plans(round_, [locality], by=None)

    plan = Plan.objects.get()
    assert opened.made == plan
    assert (plan.key, plan.window_closes_on, plan.condition_set) == (
        "somewhere",
        round_.window_closes_on,
        round_.condition_set,
    )
    assert [party.organisation.name for party in plan.parties.all()] == ["Somewhere Council", "Somewhere CCG"]
    assert RoleGroup.objects.filter(organisation=locality.board, role=Role.CHAIR).exists()
    author = UserFactory()
    join(author, locality.council, Role.AUTHOR)
    assert list(visible_plans(author)) == [plan]
    assert list(AuditEvent.objects.values_list("action", "plan_key")) == [("plan.created", "somewhere")]


def test_opening_again_makes_nothing_and_another_round_takes_another_address(round_):
    locality = a_locality("Somewhere")
    open_plans(round_, [locality], by=None)

    (again,) = open_plans(round_, [locality], by=None)
    (later,) = open_plans(RoundFactory(key="later"), [locality], by=None)

    assert (again.made, again.existing.key, later.made.key) == (None, "somewhere", "somewhere-later")
    assert AuditEvent.objects.count() == 2


def test_a_locality_without_a_ccg_is_told_and_the_others_are_opened(round_):
    bare = LocalityFactory(name="Bare", council=OrganisationFactory())

    told = [str(item) for item in open_plans(round_, [bare, a_locality("Somewhere")], by=None)]

    assert told == [
        "not opened: Bare. The reference data names no CCG with a main share",
        "opened: Somewhere, with Somewhere Council, Somewhere CCG",
    ]


def test_every_locality_of_the_reference_data_is_opened_in_bulk():
    load_reference()
    round_ = Round.objects.get(key="first-submission-2014")
    places = list(Locality.objects.all())

    with CaptureQueriesContext(connection) as asked:
        listed = open_plans(round_, places, by=None)

    assert [item.lacking for item in listed if item.lacking] == []
    assert Plan.objects.count() == len(places) == 152
    # Less than one for each plan even on SQLite, which takes few values in one statement.
    assert len(asked) < len(places)
    assert verify().count == 152


def test_the_command_opens_checks_and_names_what_it_does_not_know(round_):
    locality = a_locality("Somewhere")

    assert command(round_.key, "--all", "--check").endswith("1 to open, 0 there already, 0 not opened.\n")
    assert not Plan.objects.exists()
    assert command(round_.key, "--locality", locality.hwb_code).endswith("1 opened, 0 there already, 0 not opened.\n")
    assert command(round_.key, "--all").endswith("0 opened, 1 there already, 0 not opened.\n")
    with pytest.raises(CommandError, match=r"There is no round “x”\. There is: first-submission-2014"):
        command("x", "--all")
    with pytest.raises(CommandError, match="No locality is called nowhere"):
        command(round_.key, "--locality", "nowhere")


def test_an_administrator_sees_what_opens_then_opens_it(client, round_):
    locality = a_locality("Somewhere")
    client.force_login(User.objects.create_superuser("a@example.org"), "django.contrib.auth.backends.ModelBackend")
    chosen = {"round": round_.key, "localities": [locality.pk]}

    assert reverse(PAGE) in client.get(reverse("admin:index")).content.decode()
    assert client.get(reverse(PAGE)).status_code == 200
    assert client.post(reverse(PAGE), {"round": round_.key}).status_code == 422
    assert "1 plan would be opened" in client.post(reverse(PAGE), chosen).content.decode()
    assert not Plan.objects.exists()
    assert "Opened: Somewhere" in client.post(reverse(PAGE), chosen | {"agreed": "yes"}).content.decode()
    # The first event says that the administrator was made.
    assert AuditEvent.objects.exclude(action="account.rights_changed").get().actor_id == User.objects.get().pk


def test_staff_who_may_not_add_plans_are_refused(client, round_):
    client.force_login(UserFactory(is_staff=True), "django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse(PAGE)).status_code == 403
