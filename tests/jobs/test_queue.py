"""Putting jobs in the queue and waking whoever runs them."""

import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from itf.jobs.execution import execute
from itf.jobs.models import Job, JobState
from itf.jobs.queue import UnknownKind, enqueue, oldest_queued_age, wake
from tests.jobs.conftest import ROOT

pytestmark = pytest.mark.django_db


def test_enqueue_makes_one_queued_job():
    job = enqueue(kind="write", key="plan-1", payload={"plan": 1})

    assert (job.state, job.payload, job.attempts) == (JobState.QUEUED, {"plan": 1}, 0)
    assert list(Job.objects.all()) == [job]


def test_enqueue_with_the_same_key_gives_the_same_job():
    first = enqueue(kind="write", key="plan-1", payload={})

    second = enqueue(kind="write", key="plan-1", payload={})

    assert second == first
    assert Job.objects.count() == 1


def test_enqueue_with_the_same_key_and_another_kind_is_another_job():
    first = enqueue(kind="write", key="plan-1", payload={})

    second = enqueue(kind="fail", key="plan-1", payload={})

    assert second != first


def test_enqueue_leaves_a_finished_job_finished(tmp_path):
    job = enqueue(kind="write", key="plan-1", payload={"log": str(tmp_path / "log")})
    execute(job.pk, "worker")

    again = enqueue(kind="write", key="plan-1", payload={})

    assert again.state == JobState.DONE


def test_enqueue_queues_a_failed_job_anew(tmp_path):
    job = enqueue(kind="refuse", key="plan-1", payload={})
    execute(job.pk, "worker")

    again = enqueue(kind="refuse", key="plan-1", payload={"corrected": True})

    assert again == job
    assert (again.state, again.attempts, again.error, again.finished_at) == (JobState.QUEUED, 0, "", None)
    assert again.payload == {"corrected": True}


def test_enqueue_refuses_a_kind_that_settings_do_not_name():
    with pytest.raises(UnknownKind, match="tea"):
        enqueue(kind="tea", key="plan-1", payload={})


def test_enqueue_leaves_nothing_behind_when_its_transaction_is_rolled_back():
    with transaction.atomic():
        enqueue(kind="write", key="plan-1", payload={})
        transaction.set_rollback(True)

    assert not Job.objects.exists()


def test_oldest_queued_age_is_none_when_nothing_waits(tmp_path):
    job = enqueue(kind="write", key="plan-1", payload={"log": str(tmp_path / "log")})
    execute(job.pk, "worker")

    assert oldest_queued_age() is None


def test_oldest_queued_age_is_that_of_the_longest_waiting():
    for minutes in (1, 7, 3):
        job = enqueue(kind="write", key=f"plan-{minutes}", payload={})
        Job.objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(minutes=minutes))

    age = oldest_queued_age()

    assert timedelta(minutes=7) <= age < timedelta(minutes=8)


def test_wake_of_the_embedded_runner_sets_it_going(settings):
    settings.REDIS_URL = ""
    job = enqueue(kind="write", key="plan-1", payload={})

    assert wake(job) is None


def wake_in_a_child(environment, redis_url):
    """Queue and wake a job as a page would; say how long the page waited for it."""
    program = (
        "import time, django; django.setup()\n"
        "from itf.jobs.queue import enqueue, wake\n"
        "from itf.jobs import tasks\n"
        "job = enqueue(kind='write', key='plan-1', payload={})\n"
        "began = time.monotonic(); wake(job); print(time.monotonic() - began)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={**environment, "REDIS_URL": redis_url},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "not sent, the next sweep will find it" in ended.stderr
    return float(ended.stdout)


def test_wake_leaves_the_job_queued_when_redis_is_down(trial_environment):
    # Port 9 of this machine answers nobody.
    waited = wake_in_a_child(trial_environment, "redis://127.0.0.1:9/0")

    assert Job.objects.get().state == JobState.QUEUED
    assert waited < 8  # at once, on a machine with other work too: not a try each second for a minute


def test_wake_leaves_the_job_queued_when_redis_does_not_answer(trial_environment):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        waited = wake_in_a_child(trial_environment, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")

    assert Job.objects.get().state == JobState.QUEUED
    assert waited < 12


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "paused"},
        {"progress": 101},
        {"state": JobState.RUNNING},
        {"state": JobState.DONE},
        {"state": JobState.FAILED, "finished_at": timezone.now()},
        {"error": "a sentence"},
        {"finished_at": timezone.now()},
        {"lease_until": timezone.now()},
    ],
    ids="-".join,
)
def test_job_with_fields_that_contradict_each_other_is_refused_by_the_database(wrong):
    job = enqueue(kind="write", key="plan-1", payload={})

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)
