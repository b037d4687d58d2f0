"""A body that is recorded when plans are there already has them at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from itf.accounts.models import Organisation, OrganisationKind, Role
from plans.models import Locality, Plan, PlanGroupPermission
from plans.permissions import body_recorded, codenames_for, place_recorded, plans_with
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.approvals import a_place


@pytest.fixture
def place(db):
    """A locality at work."""
    return a_place()


KINDS = {
    "area_team": (OrganisationKind.AREA_TEAM, "assure_plan"),
    "local_government": (OrganisationKind.LOCAL_GOVERNMENT, "assure_plan"),
    "region_team": (OrganisationKind.REGION, "moderate_plan"),
}


def rows(plan):
    """The rights on a plan, but for those who assure it."""
    return set(
        PlanGroupPermission.objects.filter(content_object=plan)
        .exclude(permission__codename__in=["assure_plan", "moderate_plan", "review_plan", "decide_plan"])
        .values_list("group", "permission")
    )


@pytest.mark.parametrize("name", KINDS)
def test_who_is_recorded_for_a_place_has_its_plans_at_once(place, name):
    kind, codename = KINDS[name]
    other, before = a_place("elsewhere"), rows(place.plan)
    was = getattr(place.plan.locality, name)
    body = OrganisationFactory(kind=kind)
    person, former = UserFactory(roles=[(body, Role.ASSURER)]), UserFactory(roles=[(was, Role.ASSURER)])
    assert not plans_with(person, codename).exists()

    locality = Locality.objects.get(pk=place.plan.locality_id)
    setattr(locality, name, body)
    locality.save()
    place_recorded(locality)

    assert [plan.pk for plan in plans_with(person, codename)] == [place.plan.pk]
    assert place.plan.pk not in {plan.pk for plan in plans_with(former, codename)}
    assert rows(place.plan) == before
    assert codenames_for(other.assurer, other.plan) == {"assure_plan"}


@pytest.mark.parametrize(
    ("kind", "codename"), [(OrganisationKind.NATIONAL, "review_plan"), (OrganisationKind.MINISTERS, "decide_plan")]
)
def test_a_new_body_of_all_england_has_every_plan(place, kind, codename):
    a_place("elsewhere")
    body = Organisation.objects.create(kind=kind, code="NEW", name="New body")
    body_recorded(body)
    person = UserFactory(roles=[(body, Role.ASSURER)])

    assert plans_with(person, codename).count() == Plan.objects.count() == 2


def test_a_board_recorded_later_takes_nothing_from_those_on_the_way(place):
    before = rows(place.plan)
    locality = Locality.objects.get(pk=place.plan.locality_id)
    locality.board = OrganisationFactory(kind=OrganisationKind.BOARD)
    locality.save()
    place_recorded(locality)

    assert rows(place.plan) == before
    assert "agree_plan" in codenames_for(place.chair, place.plan)


def test_recording_is_as_many_queries_for_many_plans_as_for_one(place):

    def recorded():
        body = Organisation.objects.create(
            kind=OrganisationKind.NATIONAL, name="Another", code=str(Organisation.objects.count())
        )
        with CaptureQueriesContext(connection) as found:
            body_recorded(body)
        return len(found)

    recorded()
    one = recorded()
    a_place("elsewhere")
    assert recorded() == one


def test_the_administration_gives_plans_to_what_is_recorded_there(place, client):
    staff = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:accounts_organisation_add")).context["adminform"].form
    sent = {name: page[name].value() or "" for name in page.fields}
    sent |= {"name": "New national team", "kind": "national", "code": "NEW"}

    response = client.post(
        reverse("admin:accounts_organisation_add"), {key: value for key, value in sent.items() if value}
    )

    assert response.status_code == 302
    body = Organisation.objects.get(code="NEW")
    assert plans_with(UserFactory(roles=[(body, Role.ASSURER)]), "review_plan").get() == place.plan
    team = OrganisationFactory(kind=OrganisationKind.AREA_TEAM)
    url = reverse("admin:plans_locality_change", args=[place.plan.locality_id])
    page = client.get(url).context["adminform"].form
    sent = {name: page[name].value() for name in page.fields} | {"area_team": team.pk}
    assert client.post(url, {key: value for key, value in sent.items() if value}).status_code == 302
    assert plans_with(UserFactory(roles=[(team, Role.ASSURER)]), "assure_plan").get() == place.plan
