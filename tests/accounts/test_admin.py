"""The administration pages: one door, and lists that load."""

import pytest
from django.urls import reverse

from itf.accounts.membership import role_group
from itf.accounts.models import Role, User
from itf.lib.context import SERVICE_NAME
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.markup import Markup

pytestmark = pytest.mark.django_db


def sign_in(client, **fields):
    user = UserFactory(**fields)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def test_visitor_signs_in_where_everyone_does(client):
    response = client.get(reverse("admin:index"), follow=True)

    assert response.redirect_chain[-1][0] == f"/account/sign-in/?next={reverse('admin:index')}"
    assert Markup(response).h1 == "Sign in"


def test_password_sent_to_the_administration_opens_nothing(client):
    User.objects.create_superuser("admin@example.org", "a long enough password")

    response = client.post(
        reverse("admin:login"), {"username": "admin@example.org", "password": "a long enough password"}
    )

    assert response.headers["Location"].startswith("/account/sign-in/")
    assert "_auth_user_id" not in client.session


def test_every_page_of_the_administration_bears_our_name(admin_client):
    page = Markup(admin_client.get(reverse("admin:index")))

    (title,) = page.all("title")
    assert title.text == f"What can be administered | {SERVICE_NAME}: administration"
    assert SERVICE_NAME in page.by_id("site-name").text
    assert "Django" not in admin_client.get(reverse("admin:plans_plan_changelist")).content.decode()


def test_person_who_is_no_administrator_is_told_so(client):
    sign_in(client)

    response = client.get(reverse("admin:index"), follow=True)

    assert response.status_code == 403
    assert "These pages are for administrators" in response.content.decode()


def test_administrator_is_let_through(client):
    sign_in(client, is_staff=True, is_superuser=True)

    assert client.get(reverse("admin:login")).headers["Location"] == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("model", ["user", "organisation", "rolegroup"])
def test_list_and_page_of_each_model_load(client, model):
    held = sign_in(client, is_staff=True, is_superuser=True, roles=[(OrganisationFactory(), Role.AUTHOR)])
    rows = {"user": held, "organisation": OrganisationFactory(), "rolegroup": held.groups.get().role_group}

    listed = client.get(reverse(f"admin:accounts_{model}_changelist") + "?q=a")
    page = client.get(reverse(f"admin:accounts_{model}_change", args=[rows[model].pk]))

    assert (listed.status_code, page.status_code) == (200, 200)


def test_person_is_added_with_a_password_that_is_hashed(client):
    sign_in(client, is_staff=True, is_superuser=True)
    password = "a long enough password"

    client.post(
        reverse("admin:accounts_user_add"),
        {
            "email": "new@example.org",
            "post": "Officer",
            "password1": password,
            "password2": password,
            "usable_password": "true",
        },
    )

    assert User.objects.get(email="new@example.org").check_password(password)


def test_roles_cannot_be_made_up_in_the_administration(client):
    sign_in(client, is_staff=True, is_superuser=True)

    assert client.get(reverse("admin:accounts_rolegroup_add")).status_code == 403


def test_roles_are_offered_in_words_and_people_are_called_people(client):
    sign_in(client, is_staff=True, is_superuser=True)
    chair = role_group(OrganisationFactory(name="Ealing Health and Wellbeing Board"), Role.CHAIR)
    person = UserFactory()

    page = client.get(reverse("admin:accounts_user_change", args=[person.pk])).content.decode()
    sent = {"email": person.email, "is_active": "on", "demo_order": "0", "groups": [chair.group_id]}
    sent |= {"date_joined_0": "2014-01-01", "date_joined_1": "09:00"}
    saved = client.post(reverse("admin:accounts_user_change", args=[person.pk]), sent)

    assert "Chair, Ealing Health and Wellbeing Board" in page
    assert chair.group.name not in page
    assert "People" in client.get(reverse("admin:index")).content.decode()
    assert saved.status_code == 302
    assert list(person.groups.all()) == [chair.group]
