"""Trial job kinds, and the programs that run them."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# Named here and not in trial.py: a settings module must not import models.
TRIAL_KINDS = {
    name: f"tests.jobs.trial.{name}"
    for name in ("write", "fail", "refuse", "lose_the_lease", "kill_itself", "see_a_heartbeat", "stop_half_way")
}


@pytest.fixture(autouse=True)
def _trial_kinds(settings):
    settings.JOB_KINDS = TRIAL_KINDS
    settings.JOB_SOURCES = []


@pytest.fixture
def trial_environment(process_environment, transactional_db):
    """The environment of a child process that knows the trial kinds and sees this test's rows."""
    return {**process_environment, "DJANGO_SETTINGS_MODULE": "tests.jobs.trial_settings"}


@pytest.fixture
def start(request):
    """Start a program in a process group of its own; whatever is left of it is killed at the end of the test."""
    started = []

    def start_program(*command, environment):
        program = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        started.append(program)
        return program

    yield start_program

    for program in started:
        kill_all(program)


def kill_all(program):
    """``kill -9`` for the program and its group, and wait for its end."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    program.stdout.close()
    program.wait(10)


def eventually(condition, seconds=30):
    """Wait until ``condition()`` is true and return what it gave."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.05)
    return found


def lines(path):
    """The lines a trial job wrote, none before it started."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
