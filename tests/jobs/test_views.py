"""The piece of page that shows how far a job is."""

import pytest
from django.template import Template
from django.template.loader import render_to_string

from itf.jobs.execution import claim, execute
from itf.jobs.models import Job
from itf.jobs.queue import enqueue
from itf.jobs.views import progress_context, progress_response

pytestmark = pytest.mark.django_db
URL = "/plans/trial/versions/1/documents/pdf/"


def running():
    job = enqueue(kind="write", key="the key", payload={})
    claim(job.pk, "worker")
    Job.objects.filter(pk=job.pk).update(progress=40, progress_label="Laying out <the> pages")
    job.refresh_from_db()
    return job


def fragment(job):
    return " ".join(render_to_string("jobs/_progress.html", progress_context(job, URL)).split())


def test_progress_of_a_waiting_job_says_so_and_asks_again():
    page = fragment(enqueue(kind="write", key="the key", payload={}))

    assert "Waiting to start" in page
    assert f'hx-get="{URL}?seen=queued-0-' in page
    assert 'hx-trigger="every 1s"' in page


def test_progress_of_a_running_job_shows_bar_label_and_a_way_without_scripts():
    page = fragment(running())

    assert 'role="progressbar" max="100" value="40"' in page
    assert "Laying out &lt;the&gt; pages" in page
    assert '<a href="">Check again</a>' in page
    assert 'aria-live="polite"' in page


def test_progress_of_a_done_job_asks_no_more(tmp_path):
    job = enqueue(kind="write", key="the key", payload={"log": str(tmp_path / "log")})
    execute(job.pk, "worker")
    job.refresh_from_db()

    page = fragment(job)

    assert "Finished" in page
    assert "hx-" not in page
    assert "progressbar" not in page


def test_progress_of_a_failed_job_shows_its_sentence_and_asks_no_more():
    job = enqueue(kind="refuse", key="the key", payload={})
    execute(job.pk, "worker")
    job.refresh_from_db()

    page = fragment(job)

    assert "The plan was withdrawn, so there is nothing to print." in page
    assert "hx-" not in page


def test_progress_response_is_empty_while_nothing_differs_from_what_is_shown(rf):
    job = running()
    shown = progress_context(job, URL)["job_url"]

    response = progress_response(rf.get(shown), job, URL)

    assert (response.status_code, response.content) == (204, b"")


def test_progress_response_is_the_fragment_once_something_changed(rf):
    job = running()
    shown = progress_context(job, URL)["job_url"]
    job.progress_label = "Writing the file"

    response = progress_response(rf.get(shown), job, URL)

    assert response.status_code == 200
    assert "Writing the file" in response.content.decode()


def test_progress_response_adds_the_callers_part_when_the_job_is_finished(rf):
    job = enqueue(kind="refuse", key="the key", payload={})
    execute(job.pk, "worker")
    job.refresh_from_db()
    outcome = Template("<p>{{ job_error }} Ask {{ whom }}.</p>")

    response = progress_response(rf.get(URL), job, URL, job_outcome_template=outcome, whom="the author")

    assert "nothing to print. Ask the author.</p>" in response.content.decode()
