"""What every test stands on: throw-away servers, closed sockets, and browser pages that forgive nothing."""

import atexit
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import settings as hypothesis_settings

from tests import servers
from tests.audit_triggers import audit_trail_flushed  # noqa: F401 - a fixture is known once it is named here

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "var" / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM_PATH", "/usr/bin/chromium")
CHROMIUM_ARGS = [
    "--no-sandbox",  # Chromium refuses to run as root without it
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # No page may need another machine: every other name fails to resolve.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
# Of the environment's own settings of the product, only what the tests themselves are asked by.
ASKED_BY = ("ITF_TEST_DATABASE", "ITF_TEST_ROADS", "ITF_SCREENSHOTS")
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - a name to recognise, not an address to bind
# Fixtures by which a test asks the database, and so runs on both; what asks none needs to run but once.
ASKS_THE_DATABASE = ("db", "transactional_db")
# But for tests of single pages: what a page asks has tests of its own, and tests/test_every_url.py,
# tests/test_every_section.py and the journeys of the embedded form open every page on SQLite.
OF_A_PAGE = re.compile(r"/views/|/test_views")
# Marked tests need the servers or Chromium; a run on SQLite leaves them to the run on PostgreSQL.
NEEDS_SERVERS = ("postgresql", "redis", "browser")


# How long one example takes says how busy the machine is, and nothing of the product.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")


def on_sqlite() -> bool:
    """Whether this run was asked to use SQLite: ``ITF_TEST_DATABASE=sqlite``."""
    return os.environ.get("ITF_TEST_DATABASE", "postgresql") == "sqlite"


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers and load the test settings, before pytest-django sets Django up.

    Conftest files of subfolders load earlier than this, so they must not import models: keep fixtures here.
    """
    if config.getoption("help") or config.getoption("version") or _only_hands_out(config):
        return
    if os.environ.get("DJANGO_SETTINGS_MODULE", "itf.settings_test") != "itf.settings_test":
        raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests have settings of their own.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "itf.settings_test"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's plain API runs an event loop in our thread
    _prepare_environment()
    from django.conf import settings

    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3" if on_sqlite() else "postgresql"):
        raise pytest.UsageError("Django's settings were loaded before tests/conftest.py chose the database.")


def _only_hands_out(config: pytest.Config) -> bool:
    """Whether this process leaves the tests to others (pytest-xdist), each of which starts servers of its own."""
    return bool(config.getoption("numprocesses", None)) and "PYTEST_XDIST_WORKER" not in os.environ


def _prepare_environment() -> None:
    """Point the product at a directory, a database and a broker of this process only."""
    directory = tempfile.mkdtemp(prefix="itf-tests-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    Path(directory, "static").mkdir()  # WhiteNoise warns when there is none
    for name in [name for name in os.environ if name.startswith("ITF_") and name not in ASKED_BY]:
        del os.environ[name]
    os.environ.update(ITF_VAR_DIR=directory, SECRET_KEY="tests-only-" * 6)
    if on_sqlite():
        os.environ.update(DATABASE_URL=f"sqlite:///{directory}/itf.sqlite3", REDIS_URL="")
        return
    try:
        running = servers.start()
    except (servers.ServerMissing, RuntimeError) as error:
        raise pytest.UsageError(str(error)) from error
    os.environ.update(DATABASE_URL=running.database_url, REDIS_URL=running.redis_url)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests of a browser and of the database by fixture and place; on SQLite, leave out what needs a server."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker("browser")
        asks = item.get_closest_marker("django_db") or not fixtures.isdisjoint(ASKS_THE_DATABASE)
        of_one = item.get_closest_marker("one_database") or OF_A_PAGE.search(item.nodeid.partition("::")[0])
        if asks and not of_one:
            item.add_marker("database")
    if not on_sqlite():
        return
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in NEEDS_SERVERS)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect" or not isinstance(arguments[1], tuple):
        return
    host = str(arguments[1][0])
    if not host.startswith(LOOPBACK):
        raise PermissionError(f"A test tried to reach {host}: tests use 127.0.0.1 only.")


# An audit hook sees every connection made from Python, whoever makes it, and nothing can take it off.
sys.addaudithook(_refuse_the_network)


@pytest.fixture
def process_environment(db: None) -> dict[str, str]:
    """The environment for a child process (a worker, a command) that must see this test's database.

    Ask for ``transactional_db`` as well: another process cannot see rows that are not committed.
    """
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    host = quote(str(connection.settings_dict["HOST"]), safe="")
    url = f"sqlite:///{name}" if on_sqlite() else f"postgresql://itf@{host}/{name}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "itf.settings_test"}


class Faults(list[str]):
    """What the browser complained of: console errors, page errors, failed requests."""

    def watch(self, page: Any) -> None:
        """Note every complaint of ``page``."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.append(f"page error: {error}"))
        page.on("requestfailed", self._request_failed)

    def _said(self, message: Any) -> None:
        # What htmx says of a request that another overtook; one that failed is told by its own name besides.
        overtaken = message.text.startswith(("htmx:afterRequest", "htmx:sendAbort"))
        if message.type == "error" and not overtaken:
            self.append(f"console: {message.text}")

    def forgive(self, part: str) -> None:
        """Drop the complaints that contain ``part``: for a test that expects, say, a 409. Fails when there is none."""
        kept = [fault for fault in self if part not in fault]
        assert len(kept) < len(self), f"no complaint contains {part!r}: {list(self)}"
        self[:] = kept

    def _request_failed(self, request: Any) -> None:
        # A download, and a request that a click overtook, end as "aborted": nothing is wrong.
        if request.failure != "net::ERR_ABORTED":
            self.append(f"request failed: {request.method} {request.url}: {request.failure}")


@pytest.fixture
def faults() -> Iterator[Faults]:
    """Complaints of every page of the test; any that is left at the end fails it."""
    found = Faults()

    yield found

    assert not found, "the browser complained:\n" + "\n".join(found)


@pytest.fixture(scope="session")
def playwright(playwright: Any) -> Iterator[Any]:
    """Playwright, leaving no connection behind.

    Its event loop runs in this thread, and while a loop runs Django keeps another connection than before; left open,
    the test database could not be dropped.
    """
    from django.db import connections

    yield playwright

    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's own Chromium, which can reach 127.0.0.1 and nothing else."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"No {CHROMIUM} (CHROMIUM_PATH). {servers.how_to_install('chromium')}", pytrace=False)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: Any) -> dict[str, Any]:
    """Paths like ``/plans/`` open on the live server."""
    return {**browser_context_args, "base_url": live_server.url, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def page(page: Any, faults: Faults) -> Any:
    """A page that notes every complaint of the browser; the test fails on any."""
    faults.watch(page)
    return page


@pytest.fixture
def another_page(new_context: Callable[..., Any], faults: Faults) -> Callable[..., Any]:
    """Opens a page in a browser context of its own: another person at another machine."""

    def open_page(**options: Any) -> Any:
        opened = new_context(**options).new_page()
        faults.watch(opened)
        return opened

    return open_page


@pytest.fixture
def screenshot() -> Callable[[Any, str], Path]:
    """Saves a whole page as ``var/screenshots/<name>.png``, to be looked at."""

    def save(page: Any, name: str) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return save
