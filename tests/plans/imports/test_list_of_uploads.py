"""The list of uploads: the newest, and whatever still waits for a decision."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from itf.jobs.queue import enqueue
from plans.models import UploadState, WorkbookUpload
from plans.views.workbook import SHOWN_UPLOADS
from tests.factories.plans import NOW, a_plan

pytestmark = pytest.mark.django_db


def upload(drafting, number, state):
    """The ``number``-th upload, an hour after the one before."""
    at = NOW + timedelta(hours=number)
    return WorkbookUpload.objects.create(
        plan=drafting.plan,
        uploaded_at=at,
        uploaded_by=drafting.author,
        name=f"book-{number}.xlsx",
        job=enqueue(kind="workbook_upload", key=str(number), payload={}),
        state=state,
        settled_at=None if state == UploadState.READY else at,
    )


def test_upload_that_waits_is_listed_however_many_came_after_it():
    drafting, client = a_plan(), Client()
    client.force_login(drafting.author, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("plans:workbook", args=[drafting.plan.key])
    upload(drafting, 0, UploadState.READY)
    upload(drafting, 1, UploadState.SET_ASIDE)
    assert "not listed" not in client.get(url).content.decode()

    for number in range(2, SHOWN_UPLOADS + 2):
        upload(drafting, number, UploadState.SET_ASIDE)
    page = client.get(url).content.decode()

    assert [number for number in range(SHOWN_UPLOADS + 2) if f"book-{number}.xlsx" not in page] == [1]
    assert "1 earlier upload, all decided, is not listed." in page
