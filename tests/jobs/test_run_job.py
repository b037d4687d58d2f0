"""The command that runs one job."""

import uuid

import pytest
from django.core.management import CommandError, call_command

from itf.jobs.models import Job
from itf.jobs.queue import enqueue

pytestmark = pytest.mark.django_db


def test_run_job_runs_it_and_says_that_it_is_finished(capsys, tmp_path):
    job = enqueue(kind="write", key="the key", payload={"log": str(tmp_path / "log")})

    call_command("run_job", str(job.pk))

    assert capsys.readouterr().out == "Finished.\n"
    assert Job.objects.get().worker.startswith("command ")


def test_run_job_says_why_a_job_failed(capsys):
    job = enqueue(kind="refuse", key="the key", payload={})

    call_command("run_job", str(job.pk))

    assert capsys.readouterr().out == "Not finished. The plan was withdrawn, so there is nothing to print.\n"


def test_run_job_refuses_an_id_that_names_no_job():
    with pytest.raises(CommandError, match="There is no job"):
        call_command("run_job", str(uuid.uuid4()))
