"""Fixtures of journeys: the product installed and served, and people at browsers of their own."""

import os

import pytest
from playwright.sync_api import expect

from tests.journeys import installations
from tests.journeys.pictures import take_picture
from tests.pages import Desk

PATIENCE = 30_000  # milliseconds a page may take; measured below 1,000 on two busy cores
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser_context_args():
    """As for every browser test, but without the live server: a journey has a server of its own."""
    expect.set_options(timeout=PATIENCE)
    return {"locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture(scope="session")
def static(tmp_path_factory):
    """The static files, collected once."""
    return installations.collect_static(tmp_path_factory.mktemp("static"))


@pytest.fixture(scope="session")
def filled(tmp_path_factory, static):
    """An embedded installation with the demonstration, to be copied."""
    return installations.fill(tmp_path_factory.mktemp("filled"), static)


@pytest.fixture
def embedded(filled, tmp_path):
    """The product as ./run serves it, fresh for this test."""
    installation = installations.serve_a_copy(filled, tmp_path / "embedded")

    yield installation

    assert installation.stop() == []


@pytest.fixture
def production(tmp_path, static):
    """The product as docker-compose.yml runs it: gunicorn, a Celery worker, PostgreSQL, Redis."""
    redis = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/9"
    directory = tmp_path / "production"
    directory.mkdir()
    installation = installations.serve_in_production(directory, static, os.environ["DATABASE_URL"], redis)

    yield installation

    assert installation.stop() == []


@pytest.fixture
def desk(new_context, faults):
    """Sits someone down at a browser of their own: ``desk(installation)``; options as of a browser context."""

    def sit_down(installation, **options):
        context = new_context(**{"base_url": installation.url, "viewport": DESKTOP, **options})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        faults.watch(page)
        # Warnings too: a console that is not empty says that something is not as it should be.
        page.on("console", lambda said: said.type != "error" and faults.append(f"console {said.type}: {said.text}"))
        return Desk(page)

    return sit_down


@pytest.fixture
def picture():
    """Keeps a page for the README and the guides, when ITF_SCREENSHOTS is set; otherwise does nothing."""

    def keep(desk, name, at=""):
        if "ITF_SCREENSHOTS" in os.environ:
            take_picture(desk.page, name, at)

    return keep


@pytest.fixture
def people(embedded, desk):
    """Posts of the demonstration, each at a desk of their own: ``people("Board chair, Samplebury")``."""
    seated = {}

    def ask(post, **options):
        if post not in seated:
            seated[post] = desk(embedded, **options).enter(post)
        return seated[post]

    return ask
