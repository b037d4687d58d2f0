"""Throw-away PostgreSQL and Redis servers for a test run: own directory, own socket or port, ended by own pid."""

import atexit
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg2

PATIENCE = 20.0  # seconds a server may take to answer; measured 0.4 to 0.8 on two busy cores


class ServerMissing(Exception):
    """A server program is not on this machine; the message is the line that installs it."""


def how_to_install(*names: str) -> str:
    """What is missing, and the one line that installs it on Debian."""
    packages = " ".join(names)
    install = f"apt-get install -y --no-install-recommends {packages}"
    return f"missing: {packages}. Run ./run test, or as root: apt-get update && {install}"


@dataclass
class Servers:
    """Two running servers and the directory they write in."""

    directory: Path
    database_url: str = ""
    redis_url: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def stop(self) -> None:
        """End both servers and remove what they wrote; safe to call twice."""
        while self.processes:
            process = self.processes.pop()
            # SIGINT is PostgreSQL's fast shutdown and ends Redis too.
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            if process.poll() is None:
                process.kill()
        shutil.rmtree(self.directory, ignore_errors=True)


def start() -> Servers:
    """PostgreSQL on a Unix socket and Redis on a free loopback port, both answering.

    Raises ServerMissing when a program is absent and RuntimeError, with the server's own log, when one does not start.
    """
    programs = postgresql_programs()
    redis = shutil.which("redis-server")
    if not programs or not redis:
        absent = [name for name, found in (("postgresql", programs), ("redis-server", redis)) if not found]
        raise ServerMissing(how_to_install(*absent))
    servers = Servers(Path(tempfile.mkdtemp(prefix="itf-servers-")))
    atexit.register(servers.stop)
    servers.database_url = _start_postgresql(servers, programs)
    servers.redis_url = start_redis(servers, redis, free_port())
    return servers


def postgresql_programs() -> Path | None:
    """The newest directory that holds ``initdb``; Debian keeps it off the PATH."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    return Path(on_path).parent if on_path else (found[-1].parent if found else None)


def _start_postgresql(servers: Servers, programs: Path) -> str:
    directory = servers.directory / "postgresql"
    directory.mkdir()
    owner: list[str] = []
    if os.geteuid() == 0:
        # initdb and postgres refuse to run as root.
        user = pwd.getpwnam("postgres")
        servers.directory.chmod(0o755)
        os.chown(directory, user.pw_uid, user.pw_gid)
        owner = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    made = subprocess.run(
        ["setpriv", *owner, programs / "initdb", "--no-sync", "--username=itf", "--auth=trust",
         "--encoding=UTF8", "--locale=C.UTF-8", directory / "cluster"],
        capture_output=True, text=True, cwd="/", check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
    # pdeathsig: a killed test run takes its servers with it.
    _launch(
        servers, "postgresql",
        ["setpriv", *owner, "--pdeathsig=INT", programs / "postgres", "-D", directory / "cluster", "-k", directory,
         "-c", "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
         # Between two tests it counts every table as empty, and a test of many rows is then planned for none: one
         # question took eight seconds instead of milliseconds.
         "-c", "autovacuum=off"],
    )  # fmt: skip
    url = f"postgresql://itf@{quote(str(directory), safe='')}"
    _wait(servers, "postgresql", lambda: psycopg2.connect(f"{url}/postgres").close(), psycopg2.OperationalError)
    return f"{url}/itf"


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def start_redis(servers: Servers, program: str, port: int) -> str:
    """Redis on this port, holding nothing and keeping nothing; returns its address."""
    directory = servers.directory / "redis"
    directory.mkdir(exist_ok=True)
    _launch(
        servers, "redis",
        ["setpriv", "--pdeathsig=INT", program, "--port", str(port), "--bind", "127.0.0.1", "--dir", directory,
         "--save", "", "--appendonly", "no"],
    )  # fmt: skip
    _wait(servers, "redis", lambda: socket.create_connection(("127.0.0.1", port), timeout=1).close(), OSError)
    return f"redis://127.0.0.1:{port}/0"


def _launch(servers: Servers, name: str, command: list[str | Path]) -> None:
    with (servers.directory / f"{name}.log").open("wb") as log:
        servers.processes.append(
            subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True)
        )


def _wait(servers: Servers, name: str, knock, refusal: type[Exception]) -> None:
    """Return when ``knock`` succeeds for the server launched last."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return knock()
        except refusal as error:
            if servers.processes[-1].poll() is not None or time.monotonic() > deadline:
                log = (servers.directory / f"{name}.log").read_text(errors="replace")
                raise RuntimeError(f"{name} did not start:\n{log}") from error
        time.sleep(0.03)
