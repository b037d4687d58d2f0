"""The viewer of the demonstration's mail."""

import pytest
from django.urls import reverse

from itf.mail.models import KeptMail
from tests.factories.accounts import UserFactory
from tests.markup import Markup


@pytest.mark.django_db
def test_table_of_messages_stacks_on_a_phone(client, settings):
    settings.DEMO = settings.KEEPS_MAIL = True
    KeptMail.objects.create(to="council.author.with.a.long.name@samplebury.example", subject="Sign", text="Sign.")
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")

    elements = Markup(client.get(reverse("mail:kept"))).elements

    (table,) = (one for one in elements if one.tag == "table")
    assert "desk-stacked" in table.classes
    assert [one["data-label"] for one in elements if one.tag == "td"] == ["To", "When"]
