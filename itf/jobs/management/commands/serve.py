"""``manage.py serve``: the whole service in one command, pages and background jobs."""

import contextlib
import errno
import os
import socket
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

from itf.jobs import embedded
from itf.lib.memory import settle

LAST_PORT = 65535
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on: no address that a link can lead to


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with one worker of eight threads: enough for a team, and one home for the embedded runner."""

    def __init__(self, bind: str, greeting: str) -> None:
        self._bind = bind
        self._greeting = greeting
        super().__init__()

    def load_config(self) -> None:
        """Our settings; gunicorn reads no file and no environment."""
        chosen = {
            "bind": self._bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": 8,
            "keepalive": 75,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _arbiter: print(self._greeting, flush=True),  # noqa: T201 - a line for the terminal
            # Only here, after the fork: a thread started before it would be lost.
            "post_worker_init": lambda _worker: embedded.start(),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application, made in the worker."""
        application = get_wsgi_application()
        settle()
        return application


class Command(BaseCommand):
    """Serve the pages, and run background jobs where no Celery worker does."""

    help = "Serve the pages and run background jobs until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", default="8000", help="port to listen on (default 8000)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Serve until stopped. Exits with 1 and one sentence when the port cannot be had."""
        host, port = options["host"], _port(options["port"])
        _try_to_bind(host, port)
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        with contextlib.suppress(KeyboardInterrupt):
            self._migrate()
            connections.close_all()
            _name_the_site(host, port)
            Server(address, _greeting(address)).run()

    def _migrate(self) -> None:
        """Bring the tables up to date, when they are not; in production that is left to ``manage.py migrate``."""
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not pending:
            return
        if settings.PRODUCTION:
            raise SystemExit(f"{len(pending)} migrations are not applied. Run: manage.py migrate")
        self.stdout.write("Bringing the database up to date ...")
        call_command("migrate", interactive=False, verbosity=0)


def _port(text: str) -> int:
    """The port as a number from 1 to 65535; exits with one sentence when it is not."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LAST_PORT:
        raise SystemExit(f"{text} is not a port: give a whole number from 1 to {LAST_PORT}, for example --port 8080.")
    return int(text)


def _try_to_bind(host: str, port: int) -> None:
    """Exit with one sentence unless we could listen there now; gunicorn would retry, then log."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        reasons = {
            errno.EADDRINUSE: f"Port {port} is already in use. Choose another: --port {port % LAST_PORT + 1}",
            errno.EACCES: f"Port {port} needs an administrator. Choose one above 1023, for example --port 8000",
        }
        raise SystemExit(
            reasons.get(error.errno or 0, f"{host} port {port} cannot be listened on: {error.strerror}")
        ) from None


def _name_the_site(host: str, port: int) -> None:
    """Let the links of mail lead to where the pages are served, unless someone has said where that is.

    In the environment, from which the children that run jobs read their settings.
    """
    if settings.SITE_URL != settings.UNCHOSEN_SITE_URL:
        return
    reached = "127.0.0.1" if host in EVERYWHERE else host
    os.environ["ITF_SITE_URL"] = f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"
    settings.SITE_URL = os.environ["ITF_SITE_URL"]


def _greeting(address: str) -> str:
    """What the terminal says once pages are served."""
    lines = [f"Serving on http://{address}/ (Ctrl-C ends it)"]
    if settings.DEMO:
        lines.append("To begin, open it and choose a person on the sign-in page: the demonstration needs no password.")
    return "\n".join(lines)
