"""The administration pages show approvals and change nothing; what they change of people is in the trail."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from approvals.events import sentence
from approvals.models import Deputy, Notice
from approvals.notices import telling
from approvals.standing_in import deputise
from itf.accounts.membership import role_group
from itf.accounts.models import Role, User
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.approvals import NOW, DecisionFactory, ReviewFactory, ScoreFactory, SignOffFactory


@pytest.fixture
def administrator(db, client):
    """An administrator, signed in."""
    person = User.objects.create_superuser("administrator@example.org")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("factory", [SignOffFactory, ReviewFactory, DecisionFactory])
def test_admin_shows_a_row_and_offers_no_change(administrator, factory):
    row = factory()
    name = row._meta.model_name
    if name == "review":
        ScoreFactory(review=row)

    listed = administrator.get(reverse(f"admin:approvals_{name}_changelist"))
    shown = administrator.get(reverse(f"admin:approvals_{name}_change", args=[row.pk]))
    added = administrator.get(reverse(f"admin:approvals_{name}_add"))
    deleted = administrator.post(reverse(f"admin:approvals_{name}_delete", args=[row.pk]), {"post": "yes"})

    assert (listed.status_code, shown.status_code) == (200, 200)
    assert b'name="_save"' not in shown.content
    assert (added.status_code, deleted.status_code) == (403, 403)


def test_admin_shows_a_case(administrator):
    case = SignOffFactory().case

    assert administrator.get(reverse("admin:approvals_case_changelist")).status_code == 200
    assert administrator.get(reverse("admin:approvals_case_change", args=[case.pk])).status_code == 200


def save(client, person, **sent):
    """The page of a person, sent with these answers beside what it needs."""
    needed = {"email": person.email, "post": person.post, "demo_order": "0"}
    needed |= {"date_joined_0": "2014-01-01", "date_joined_1": "09:00"}
    return client.post(reverse("admin:accounts_user_change", args=[person.pk]), needed | sent)


def recorded():
    return [(event.action, event.plan_key) for event in AuditEvent.objects.order_by("seq")]


def test_roles_given_and_taken_and_an_account_closed_are_events_that_the_parties_are_told(administrator, place):
    person = UserFactory(post="Finance officer")
    group = role_group(place.council, Role.SIGNATORY).group_id
    seen = len(recorded())

    assert save(administrator, person, is_active="on", groups=[group]).status_code == 302
    save(administrator, person, is_active="on", groups=[group])  # nothing differs
    save(administrator, person, groups=[group])
    save(administrator, person, is_active="on")
    telling.tell(NOW)

    key = place.plan.key
    assert recorded()[seen:] == [
        ("role.given", key), ("account.closed", key), ("role.taken", key), ("account.opened", ""),
    ]  # fmt: skip
    given = AuditEvent.objects.get(action="role.given")
    said = "gave Finance officer the role signatory of Samplebury Council, in the administration."
    assert said in sentence(given, "Administrator")
    told = Notice.objects.filter(person=place.council_author).values_list("text", flat=True)
    assert "Finance officer is now signatory of Samplebury Council, by an administrator" in told
    assert "The account of Finance officer was closed by an administrator" in told
    assert verify()


def test_who_is_made_an_administrator_stands_in_the_trail(administrator, db):
    person = UserFactory(post="Helper")

    save(administrator, person, is_active="on", is_staff="on")

    event = AuditEvent.objects.get(action="account.rights_changed", subject_id=str(person.pk))
    assert (event.data["person"], event.data["is_staff"], event.plan_key) == ("Helper", True, "")


def test_administrator_made_at_the_command_line_stands_in_the_trail_without_an_address(db):
    call_command("createsuperuser", email="root@example.org", interactive=False)

    event = AuditEvent.objects.get(action="account.rights_changed")
    assert (event.actor_id, event.data["is_superuser"]) == (None, True)
    assert "root" not in str(event.data)


def test_deputy_whose_role_is_taken_is_deputy_no_longer(administrator, place):
    person = UserFactory(post="Deputy")
    deputise(
        organisation=place.council, role=Role.SIGNATORY, person=person, until=None, by=place.council_author, at=NOW
    )

    save(administrator, person, is_active="on")

    assert Deputy.objects.get(person=person).ended_at
