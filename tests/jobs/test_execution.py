"""Claiming, running, failing, being overtaken, and the sweep."""

import logging
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from itf.jobs import execution
from itf.jobs.execution import ATTEMPTS, GAVE_UP, LEASE, LeaseLost, Progress, claim, execute, release, sweep
from itf.jobs.models import Job, JobState
from itf.jobs.queue import enqueue
from tests.jobs.conftest import lines

pytestmark = pytest.mark.django_db


def queued(kind, **payload):
    job = enqueue(kind=kind, key="the key", payload=payload)
    if "log" in payload or kind == "see_a_heartbeat":
        Job.objects.filter(pk=job.pk).update(payload={**payload, "job": str(job.pk)})
    return job


def expire(job):
    """A minute and more passes without a sign of life."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_execute_runs_a_queued_job_and_records_that_it_is_done(tmp_path):
    job = queued("write", log=str(tmp_path / "log"))

    ran = execute(job.pk, "worker")

    job.refresh_from_db()
    assert ran
    assert lines(tmp_path / "log") == ["start", "end"]
    assert (job.state, job.progress, job.attempts, job.worker) == (JobState.DONE, 100, 1, "worker")
    assert job.created_at <= job.started_at <= job.finished_at
    assert job.lease is job.lease_until is None


def test_execute_shows_progress_while_it_runs(tmp_path):
    job = queued("stop_half_way", log=str(tmp_path / "log"))

    execute(job.pk, "worker")

    assert lines(tmp_path / "log") == ["running 40 Laying out the pages True"]


def test_execute_does_nothing_for_a_job_that_is_done(tmp_path):
    job = queued("write", log=str(tmp_path / "log"))
    execute(job.pk, "worker")

    ran = execute(job.pk, "worker")

    assert not ran
    assert lines(tmp_path / "log") == ["start", "end"]


def test_execute_does_nothing_for_a_job_that_another_holds(tmp_path):
    job = queued("write", log=str(tmp_path / "log"))
    claim(job.pk, "another")

    ran = execute(job.pk, "worker")

    assert not ran
    assert lines(tmp_path / "log") == []


def test_execute_does_nothing_for_a_job_that_does_not_exist():
    assert not execute(uuid.uuid4(), "worker")


def test_execute_takes_over_a_job_whose_worker_died(tmp_path):
    job = queued("write", log=str(tmp_path / "log"))
    claim(job.pk, "the dead")
    expire(job)

    ran = execute(job.pk, "worker")

    job.refresh_from_db()
    assert ran
    assert (job.state, job.attempts, job.worker) == (JobState.DONE, 2, "worker")


def test_execute_puts_a_job_that_raised_back_in_the_queue(caplog):
    job = queued("fail")

    execute(job.pk, "worker")

    job.refresh_from_db()
    assert (job.state, job.attempts, job.error, job.lease) == (JobState.QUEUED, 1, "", None)
    assert "RuntimeError: a fault in the code" in caplog.text


def test_execute_fails_a_job_that_raised_three_times():
    job = queued("fail")

    ran = [execute(job.pk, "worker") for _ in range(ATTEMPTS + 1)]

    job.refresh_from_db()
    assert ran == [True] * ATTEMPTS + [False]
    assert (job.state, job.attempts, job.error) == (JobState.FAILED, ATTEMPTS, GAVE_UP)


def test_execute_fails_a_refused_job_at_once_with_its_sentence():
    job = queued("refuse")

    execute(job.pk, "worker")

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.error == "The plan was withdrawn, so there is nothing to print."


def test_execute_fails_a_job_whose_kind_is_no_longer_known(settings):
    job = queued("write")
    settings.JOB_KINDS = {}

    for _ in range(ATTEMPTS):
        execute(job.pk, "worker")

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, GAVE_UP)


def test_execute_stops_and_writes_nothing_when_another_has_taken_over(tmp_path, caplog):
    caplog.set_level(logging.WARNING)
    job = queued("lose_the_lease", log=str(tmp_path / "log"))

    execute(job.pk, "worker")

    job.refresh_from_db()
    assert (job.state, job.progress, job.progress_label, job.worker) == (JobState.RUNNING, 50, "", "the other")
    assert lines(tmp_path / "log") == []
    assert "another run has it" in caplog.text


def test_progress_of_a_run_from_before_the_job_was_asked_for_again_is_refused():
    job = queued("fail")
    old = claim(job.pk, "the slow one")
    Job.objects.filter(pk=job.pk).update(attempts=ATTEMPTS)
    expire(job)
    sweep()
    enqueue(kind="fail", key="the key", payload={})
    claim(job.pk, "worker")

    with pytest.raises(LeaseLost):
        Progress(Job.objects.filter(pk=job.pk, lease=old)).step(10, "too late")

    job.refresh_from_db()
    assert (job.attempts, job.worker, job.progress) == (1, "worker", 0)


@pytest.mark.django_db(transaction=True)
def test_heartbeat_renews_the_lease_while_one_step_takes_long(monkeypatch):
    monkeypatch.setattr(execution, "HEARTBEAT", 0.05)
    job = queued("see_a_heartbeat")

    execute(job.pk, "worker")

    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_claim_lasts_for_one_lease():
    job = queued("write")
    before = timezone.now()

    claim(job.pk, "worker")

    job.refresh_from_db()
    assert before + LEASE <= job.lease_until <= timezone.now() + LEASE


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_execute_by_eight_workers_at_once_runs_the_job_once(tmp_path):
    for round_number in range(5):
        log = tmp_path / str(round_number)
        job = enqueue(kind="write", key=str(round_number), payload={"log": str(log)})

        ran = together(8, lambda number, pk=job.pk: execute(pk, f"worker {number}"))

        assert sorted(ran) == [False] * 7 + [True]
        assert lines(log) == ["start", "end"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_enqueue_by_eight_callers_at_once_makes_one_job():
    for round_number in range(5):
        jobs = together(8, lambda _number, key=str(round_number): enqueue(kind="write", key=key, payload={}))

        assert len({job.pk for job in jobs}) == 1
    assert Job.objects.count() == 5


def together(count, work):
    """Run ``work(number)`` in so many threads that start at one moment; return what each gave."""
    ready, given = threading.Barrier(count), []

    def run(number):
        ready.wait()
        try:
            given.append(work(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_sweep_returns_what_waits_longest_first():
    now = timezone.now()
    jobs = [enqueue(kind="write", key=str(number), payload={}) for number in range(3)]
    for job, minutes in zip(jobs, (1, 3, 2), strict=True):
        Job.objects.filter(pk=job.pk).update(queued_at=now - timedelta(minutes=minutes))

    assert sweep() == [jobs[1].pk, jobs[2].pk, jobs[0].pk]


def test_sweep_returns_a_job_whose_worker_died():
    job = queued("write")
    claim(job.pk, "the dead")
    expire(job)

    assert sweep() == [job.pk]


def test_sweep_leaves_a_job_alone_that_is_held():
    job = queued("write")
    claim(job.pk, "worker")

    assert sweep() == []


def test_sweep_fails_a_job_whose_third_worker_died():
    job = queued("write")
    for _ in range(ATTEMPTS):
        claim(job.pk, "the dead")
        expire(job)

    found = sweep()

    job.refresh_from_db()
    assert found == []
    assert (job.state, job.error, job.lease) == (JobState.FAILED, GAVE_UP, None)


def test_release_makes_a_dead_run_free_at_once():
    job = queued("write")
    claim(job.pk, "the dead")

    released = release(worker="the dead")

    assert released == 1
    assert sweep() == [job.pk]


def test_release_leaves_the_runs_of_others():
    job = queued("write")
    claim(job.pk, "the living")

    released = release(worker="the dead")

    assert released == 0
    assert sweep() == []
