"""The embedded runner: one thread of the web process watches the Job table; each job runs in a child process."""

import fcntl
import logging
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import close_old_connections, connection

from itf.jobs.execution import ask_sources, release, sweep

logger = logging.getLogger(__name__)

SOURCES_ASKED = 20.0  # seconds between asking whether anything is due that nobody asked for
POLL = 2.0  # seconds between looks when nobody wakes us; another process may have queued something
TIME_LIMIT = 300.0  # seconds a child may take; the same as CELERY_TASK_TIME_LIMIT

_woken = threading.Event()


def notify() -> None:
    """Make the runner of this process look at once; does nothing where none runs."""
    _woken.set()


def start() -> threading.Thread | None:
    """Start the runner as a daemon thread and return it, or None where Celery runs the jobs (REDIS_URL is set).

    Only for a process that serves pages, after any fork: a thread does not survive one.
    """
    if settings.REDIS_URL:
        return None
    thread = threading.Thread(target=_watch, name="job-runner", daemon=True)
    thread.start()
    return thread


def run_in_child(job_id: uuid.UUID, worker: str, time_limit: float = TIME_LIMIT) -> None:
    """Run the job in ``manage.py run_job`` and wait; end it after ``time_limit`` seconds.

    A child that dies or is ended has its lease released, so that the next sweep tries the job again or fails it.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_job", str(job_id), "--worker", worker]
    # A child of its own session does not get the Ctrl-C meant for the server; it ends when the pipe to it closes,
    # which the kernel does however this process dies.
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as child:  # noqa: S603 - our own
        try:
            child.wait(time_limit)
        except subprocess.TimeoutExpired:
            logger.warning("job %s: ended after %d seconds", job_id, time_limit)
        finally:
            child.kill()
    if child.returncode:
        logger.warning("job %s: its process ended with %d", job_id, child.returncode)
        release(pk=job_id, worker=worker)


def _watch() -> None:
    """Hold the lock that makes us the only runner of this installation, then run what waits, for ever."""
    with _lock_file() as lock:
        # Waits while another server of the same installation lives, and takes over when it ends.
        fcntl.flock(lock, fcntl.LOCK_EX)
        orphans_freed, asked_at = False, 0.0
        while True:
            try:
                close_old_connections()
                orphans_freed = orphans_freed or _free_the_orphans()
                if time.monotonic() - asked_at > SOURCES_ASKED:
                    asked_at = time.monotonic()
                    ask_sources()
                _turn()
            except Exception:
                # The database may be away for a while; a runner that stopped would leave every job waiting.
                logger.exception("job runner: a turn failed; looking again")
            finally:
                connection.close()
            _woken.wait(POLL)


def _turn() -> None:
    """Run every job that waits now, one after another."""
    _woken.clear()
    for job_id in sweep():
        connection.close()
        run_in_child(job_id, f"{_place()} {os.getpid()}")


def _free_the_orphans() -> bool:
    """No other runner lives, so whatever an embedded runner of this machine still holds is dead. Returns True."""
    freed = release(worker__startswith=f"{_place()} ")
    if freed:
        logger.warning("job runner: %d unfinished from before; trying again", freed)
    return True


def _place() -> str:
    return f"embedded {socket.gethostname()}"


def _lock_file() -> IO[str]:
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    return (Path(settings.VAR_DIR) / "job-runner.lock").open("w", encoding="utf-8")
