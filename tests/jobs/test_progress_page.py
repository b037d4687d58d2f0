"""The piece of page in a browser: it follows the job, then stops asking."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from itf.jobs.execution import claim
from itf.jobs.models import Job, JobState
from itf.jobs.queue import enqueue

pytestmark = [pytest.mark.urls("tests.jobs.trial_urls"), pytest.mark.django_db(transaction=True)]


def test_progress_follows_the_job_and_stops_asking_when_it_is_done(page, live_server):
    job = enqueue(kind="write", key="the key", payload={})
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/job/" in request.url else None)
    page.goto(f"/page/{job.pk}/")

    expect(page.get_by_text("Waiting to start")).to_be_visible()
    claim(job.pk, "worker")
    Job.objects.filter(pk=job.pk).update(progress=40, progress_label="Laying out the pages")
    expect(page.get_by_text("Laying out the pages (40%)")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Laying out the pages")).to_have_attribute("value", "40")
    assert Axe().run(page).violations_count == 0
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE, progress=100, lease=None, lease_until=None, finished_at=timezone.now()
    )
    expect(page.get_by_text("Download the document.")).to_be_visible()

    asked_before = len(asked)
    page.wait_for_timeout(2500)
    assert asked_before >= 2
    assert len(asked) == asked_before


def test_progress_can_be_followed_without_scripts(another_page, live_server):
    job = enqueue(kind="write", key="the key", payload={})
    page = another_page(java_script_enabled=False)
    page.goto(f"/page/{job.pk}/")
    claim(job.pk, "worker")
    Job.objects.filter(pk=job.pk).update(progress=40, progress_label="Laying out the pages")

    page.get_by_role("link", name="Check again").click()

    expect(page.get_by_text("Laying out the pages (40%)")).to_be_visible()
    assert page.url == f"{live_server.url}/page/{job.pk}/"
