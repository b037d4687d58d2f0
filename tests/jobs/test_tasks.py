"""A real Celery worker on real Redis: runs, dies, and nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from itf.jobs.execution import claim
from itf.jobs.models import Job, JobState
from itf.jobs.queue import enqueue, wake
from itf.jobs.tasks import sweep_jobs
from tests.jobs.conftest import eventually, kill_all, lines

pytestmark = [pytest.mark.postgresql, pytest.mark.redis, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker(start, trial_environment):
    """Starts a worker with one child, as production does but for the settings of the tests."""
    return lambda: start(
        "-m", "celery", "-A", "itf", "worker", "--concurrency", "1", "--loglevel", "warning",
        "--without-gossip", "--without-mingle",
        environment=trial_environment,
    )  # fmt: skip


def finished(job):
    job.refresh_from_db()
    return job.is_finished


def test_worker_runs_a_job_it_is_woken_for(worker, tmp_path):
    worker()
    job = enqueue(kind="write", key="the key", payload={"log": str(tmp_path / "log")})

    wake(job)
    eventually(lambda: finished(job))

    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert job.worker.startswith("celery ")
    assert lines(tmp_path / "log") == ["start", "end"]


def test_worker_runs_a_job_nobody_was_told_of_at_the_next_sweep(worker, tmp_path):
    worker()
    job = enqueue(kind="write", key="the key", payload={"log": str(tmp_path / "log")})

    sweep_jobs.apply_async()
    eventually(lambda: finished(job))

    assert job.state == JobState.DONE


def test_worker_killed_in_the_middle_of_a_job_loses_nothing(worker, tmp_path):
    log = tmp_path / "log"
    first = worker()
    job = enqueue(kind="write", key="the key", payload={"log": str(log), "steps": 20})
    waiting = enqueue(kind="write", key="another", payload={"log": str(tmp_path / "other")})
    wake(job)
    wake(waiting)
    eventually(lambda: lines(log) == ["start"])
    kill_all(first)
    # The minute of the lease passes.
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    worker()
    sweep_jobs.apply_async()
    eventually(lambda: finished(job) and finished(waiting))

    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert (waiting.state, waiting.attempts) == (JobState.DONE, 1)
    assert lines(log) == ["start", "start", "end"]
    assert lines(tmp_path / "other") == ["start", "end"]


def test_two_messages_for_one_job_run_it_once(worker, tmp_path):
    job = enqueue(kind="write", key="the key", payload={"log": str(tmp_path / "log")})
    last = enqueue(kind="write", key="the last", payload={"log": str(tmp_path / "last")})
    for told in (job, job, last):
        wake(told)

    worker()
    eventually(lambda: finished(last))

    assert lines(tmp_path / "log") == ["start", "end"]


def test_message_for_a_job_that_another_holds_leaves_it(worker, tmp_path):
    held = enqueue(kind="write", key="the key", payload={"log": str(tmp_path / "log")})
    claim(held.pk, "another")
    last = enqueue(kind="write", key="the last", payload={"log": str(tmp_path / "last")})
    for told in (held, last):
        wake(told)

    worker()
    eventually(lambda: finished(last))

    held.refresh_from_db()
    assert (held.state, held.worker) == (JobState.RUNNING, "another")
    assert lines(tmp_path / "log") == []
