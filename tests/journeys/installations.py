"""The product as operators run it: embedded by one command, or web and worker on PostgreSQL and Redis."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0  # seconds until a program must answer; measured 1.5 to 6 on two busy cores
PASSWORD = "correct horse battery staple"
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")  # what a child takes over of the environment of the tests

FILL = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_reference", verbosity=0)
call_command("load_demo", verbosity=0)
call_command("seal_key", verbosity=0)
"""
# What the plan that comes frozen has queued is built once, and not again in every copy.
BUILD = """
from itf.jobs.execution import execute, sweep
for job in sweep(): execute(job, "made before")
"""
# Production has no entering by one click: there, the same people have a password.
GIVE_PASSWORDS = f"""
from django.contrib.auth.hashers import make_password
from itf.accounts.models import User
User.objects.update(password=make_password({PASSWORD!r}), is_demo=False)
"""


@dataclass
class Installation:
    """A folder, the environment its programs run in, and the programs that are running."""

    directory: Path
    environment: dict[str, str]
    port: int = 0
    has_demo: bool = True
    programs: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def url(self):
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def python(self, code):
        """Run a piece of Python in the installation, as an operator's shell would."""
        return self._run("-c", code)

    def manage(self, *arguments):
        """What a management command says on standard output; it must end well."""
        return self._run("manage.py", *arguments)

    def start(self, name, *command):
        """Start a program that stays; it ends when the tests end, however they do."""
        with self.log(name).open("wb") as log:
            self.programs[name] = subprocess.Popen(
                ["setpriv", "--pdeathsig=KILL", sys.executable, "-m", *command],
                cwd=ROOT, env=self.environment, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def wait(self):
        """Return when the pages are served."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            failed = [name for name, program in self.programs.items() if program.poll() is not None]
            assert not failed, f"{failed[0]} did not start:\n{self.log(failed[0]).read_text()}"
            assert time.monotonic() < deadline, f"nothing answers at {self.url}"
            time.sleep(0.05)

    def stop(self):
        """End every program, and return what went wrong in one of them: an empty list when nothing did."""
        for program in self.programs.values():
            os.killpg(program.pid, signal.SIGKILL)
            program.wait(10)
        said = {name: self.log(name).read_text(errors="replace") for name in self.programs}
        return [f"{name}:\n{text}" for name, text in said.items() if "Traceback" in text or " ERROR " in text]

    def log(self, name):
        """Where a program writes what it has to say."""
        return self.directory / f"{name}.log"

    def _run(self, *arguments):
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=False, timeout=180, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False


def collect_static(directory):
    """The static files under hashed names, as the product serves them; without those of the administration."""
    environment = {**_environment(directory), "ITF_STATIC_ROOT": str(directory / "static")}
    Installation(directory, environment).manage(
        "collectstatic", "--noinput", "--verbosity=0", "--ignore=src", "--ignore=admin", "--ignore=guardian"
    )
    return directory / "static"


def fill(directory, static):
    """An embedded installation that is ready to be served: SQLite, reference data, demonstration, documents."""
    installation = Installation(directory, {**_environment(directory), "ITF_STATIC_ROOT": str(static)})
    installation.python(FILL + BUILD)
    return installation


def serve_a_copy(filled, directory):
    """Copy a filled installation and serve it by the one command that ./run ends in."""
    shutil.copytree(filled.directory, directory, dirs_exist_ok=True)
    port = _free_port()
    environment = {**filled.environment, "ITF_VAR_DIR": str(directory)}
    installation = Installation(directory, environment, port)
    installation.start("serve", "manage", "serve", "--port", str(port))
    installation.wait()
    return installation


def serve_in_production(directory, static, database, redis_url):
    """Web and worker as docker-compose.yml starts them, on a new database; ``database`` is a server's own address."""
    port = _free_port()
    with_demo = {
        **_environment(directory),
        "ITF_SEAL_PASSPHRASE": "for one run",
        "DATABASE_URL": _new_database(database),
        "ITF_STATIC_ROOT": str(static),
    }
    Installation(directory, with_demo).python(FILL + GIVE_PASSWORDS)
    environment = {
        **with_demo,
        "ITF_MODE": "production",
        "ITF_DEMO": "0",
        "ALLOWED_HOSTS": "127.0.0.1",
        "CSRF_TRUSTED_ORIGINS": f"http://127.0.0.1:{port}",
        "SECRET_KEY": "for-one-run-of-the-tests-only-" * 2,
        "REDIS_URL": redis_url,
        "ITF_SEAL_KEY": f"pkcs12:{directory / 'seal.p12'}",
        # The proxy that ends HTTPS is left out; Chromium sends secure cookies to 127.0.0.1 all the same.
        "ITF_SSL_REDIRECT": "0",
    }
    installation = Installation(directory, environment, port, has_demo=False)
    installation.start("worker", "celery", "-A", "itf", "worker", "--concurrency", "1", "--loglevel", "info")
    installation.start(
        "web", "gunicorn", "itf.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
        "--no-control-socket",
    )  # fmt: skip
    installation.wait()
    return installation


def _environment(directory):
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    ours = {"DJANGO_SETTINGS_MODULE": "itf.settings", "ITF_VAR_DIR": str(directory)}
    return {**kept, **ours, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def _new_database(server):
    """The address of an empty database of its own on a server of which ``server`` names another."""
    address = server.rpartition("/")[0]
    name = f"journey_{os.getpid()}"
    connection = psycopg2.connect(f"{address}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    return f"{address}/{name}"


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]
