"""The throw-away PostgreSQL and Redis, the environment of production, and gunicorn on 127.0.0.1."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psycopg2

from tests import servers

PATIENCE = 30  # seconds until the first page; measured 2 to 4


@contextlib.contextmanager
def production(static: Path) -> Iterator[Path]:
    """The environment of a production process, its database empty; yields the folder that holds the run's files."""
    running = servers.start()
    try:
        _make_database(running.database_url)
        for name in [name for name in os.environ if name.startswith("ITF_")]:
            del os.environ[name]
        os.environ.update(
            DJANGO_SETTINGS_MODULE="tests.bench.settings",
            ITF_MODE="production",
            ITF_DEMO="0",
            ITF_VAR_DIR=str(running.directory),
            ITF_STATIC_ROOT=str(static),
            ITF_LOG_LEVEL="WARNING",
            ALLOWED_HOSTS="127.0.0.1",
            DATABASE_URL=running.database_url,
            REDIS_URL=running.redis_url,
            ITF_SEAL_KEY="off",
            SECRET_KEY=secrets.token_urlsafe(64),
        )
        yield running.directory
    finally:
        running.stop()


@contextlib.contextmanager
def gunicorn(directory: Path) -> Iterator[HTTPConnection]:
    """The pages as production serves them; yields a line to them that stays open, so that one worker answers all."""
    with socket.create_server(("127.0.0.1", 0)) as listening, (directory / "gunicorn.log").open("wb") as log:
        port = listening.getsockname()[1]
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", sys.executable, "-m", "gunicorn", "tests.bench.wsgi",
             "--bind", f"fd://{listening.fileno()}", "--workers", "2", "--threads", "4", "--keep-alive", "75",
             "--no-control-socket"],
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},  # as the image sets it
            pass_fds=[listening.fileno()], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            line = HTTPConnection("127.0.0.1", port, timeout=60)
            _wait(line, process, directory)
            yield line
        except Exception as error:
            error.add_note((directory / "gunicorn.log").read_text(errors="replace")[-5_000:])
            raise
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=15)
            if process.poll() is None:
                process.kill()


def resident(process: int) -> float:
    """The memory that a process holds now, in megabytes of a million bytes."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) * 1024 / 1e6


def _make_database(url: str) -> None:
    server, name = url.rsplit("/", 1)
    with contextlib.closing(psycopg2.connect(f"{server}/postgres")) as connection:
        connection.autocommit = True
        connection.cursor().execute(f'CREATE DATABASE "{name}"')


def _wait(line: HTTPConnection, process: subprocess.Popen[bytes], directory: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            line.request("GET", "/healthz", headers={"X-Forwarded-Proto": "https"})
            answer = line.getresponse()
            answer.read()
        except OSError:
            line.close()
        else:
            if answer.status == 200:
                return
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("gunicorn did not start")
        time.sleep(0.1)
