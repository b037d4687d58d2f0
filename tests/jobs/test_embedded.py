"""The embedded runner: child processes, and the whole service killed in the middle of a job."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

import pytest

from itf.jobs import embedded
from itf.jobs.execution import ATTEMPTS, GAVE_UP, sweep
from itf.jobs.models import JobState
from itf.jobs.queue import enqueue
from tests.jobs.conftest import ROOT, eventually, kill_all, lines


def test_start_leaves_the_jobs_to_celery_where_there_is_a_broker(settings):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"

    assert embedded.start() is None


@pytest.fixture
def in_child(trial_environment, monkeypatch):
    """Run a job in a child process that sees this test's database."""
    for name, value in trial_environment.items():
        monkeypatch.setenv(name, value)
    return lambda job, **limit: embedded.run_in_child(job.pk, "embedded here 1", **limit)


def test_run_in_child_finishes_the_job(in_child, tmp_path, caplog):
    job = enqueue(kind="write", key="the key", payload={"log": str(tmp_path / "log")})

    in_child(job)

    job.refresh_from_db()
    assert (job.state, job.worker) == (JobState.DONE, "embedded here 1")
    assert lines(tmp_path / "log") == ["start", "end"]
    assert caplog.messages == []


def test_run_in_child_that_kills_itself_is_tried_three_times_and_fails(in_child):
    job = enqueue(kind="kill_itself", key="the key", payload={})

    for _ in range(ATTEMPTS):
        assert sweep() == [job.pk]
        in_child(job)
    left = sweep()

    job.refresh_from_db()
    assert left == []
    assert (job.state, job.attempts, job.error) == (JobState.FAILED, ATTEMPTS, GAVE_UP)


def test_run_in_child_is_ended_at_the_time_limit(in_child, tmp_path):
    job = enqueue(kind="write", key="the key", payload={"log": str(tmp_path / "log"), "steps": 600})

    in_child(job, time_limit=6)

    assert lines(tmp_path / "log") == ["start"]
    assert sweep() == [job.pk]


class Installation:
    """An embedded installation of its own in a directory: SQLite, its port, its server."""

    def __init__(self, directory, start, environment):
        self.directory, self.start = directory, start
        self.database = directory / "itf.sqlite3"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.environment = {
            **environment,
            "DJANGO_SETTINGS_MODULE": "tests.jobs.trial_settings",
            "ITF_VAR_DIR": str(directory),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "REDIS_URL": "",
            "PYTHONWARNINGS": "ignore:No directory at",
        }

    def serve(self):
        """Start the server and wait until it answers."""
        server = self.start("manage.py", "serve", "--port", str(self.port), environment=self.environment)
        eventually(self.answers)
        return server

    def answers(self):
        """Whether the health page is well."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def enqueue(self, payload):
        """Queue a job from another process, as a command would."""
        program = (
            "import django; django.setup()\n"
            "from itf.jobs.queue import enqueue\n"
            f"enqueue(kind='write', key='the key', payload={payload!r})\n"
        )
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=self.environment, check=True, timeout=60)

    def job(self):
        """State and attempts of the only job."""
        return self.read("SELECT state, attempts FROM jobs_job")

    def progress(self):
        """How far the only job is."""
        return self.read("SELECT progress FROM jobs_job")[0]

    def read(self, query):
        """One row, read past Django and past the server."""
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return database.execute(query).fetchone()


@pytest.fixture
def installation(tmp_path, start):
    return Installation(tmp_path, start, dict(os.environ))


def test_server_killed_in_the_middle_of_a_job_finishes_it_after_the_restart(installation, tmp_path):
    log = tmp_path / "log"
    server = installation.serve()
    installation.enqueue({"log": str(log), "steps": 20})
    eventually(lambda: lines(log) == ["start"])
    kill_all(server)

    installation.serve()
    # Well under the minute of a lease: the new runner knows that the old one is dead.
    eventually(lambda: installation.job()[0] == "done", seconds=20)

    assert installation.job() == ("done", 2)
    assert lines(log) == ["start", "start", "end"]


def test_server_ends_its_child_and_says_nothing_at_ctrl_c(installation, tmp_path):
    log = tmp_path / "log"
    server = installation.serve()
    installation.enqueue({"log": str(log), "steps": 100})
    eventually(lambda: lines(log) == ["start"])

    server.send_signal(signal.SIGINT)
    said = server.communicate(timeout=15)[0]

    assert server.returncode == 0
    assert f"http://127.0.0.1:{installation.port}/" in said
    assert "choose a person" in said
    assert "Traceback" not in said
    reached = installation.progress()
    time.sleep(1)
    assert installation.progress() == reached, "the child still runs"
