"""The administration pages show approvals and change nothing."""

import pytest
from django.urls import reverse

from itf.accounts.models import User
from tests.factories.approvals import DecisionFactory, ReviewFactory, ScoreFactory, SignOffFactory


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
