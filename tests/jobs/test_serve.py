"""What the serve command refuses; test_embedded.py runs it."""

import os
import socket

import pytest
from django.core.management import call_command

from itf.jobs.management.commands import serve


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80.5", "", "٨٠٨٠"])
def test_serve_refuses_what_is_no_port(port):
    with pytest.raises(SystemExit, match="is not a port: give a whole number from 1 to 65535"):
        call_command("serve", port=port)


def test_serve_refuses_a_port_in_use_and_names_another():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(SystemExit, match=rf"^Port {port} is already in use\. .* --port {port % 65535 + 1}$"):
            call_command("serve", port=str(port))


def test_serve_refuses_an_address_that_is_not_ours():
    with pytest.raises(SystemExit, match=r"^192\.0\.2\.1 port 8000 cannot be listened on"):
        call_command("serve", host="192.0.2.1")


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("127.0.0.1", "http://127.0.0.1:8131"),
        ("0.0.0.0", "http://127.0.0.1:8131"),  # noqa: S104 - not listened on here
        ("::1", "http://[::1]:8131"),
    ],
)
def test_links_of_mail_lead_to_the_port_that_is_served(monkeypatch, settings, host, site):
    monkeypatch.setenv("ITF_SITE_URL", "")
    settings.SITE_URL = settings.UNCHOSEN_SITE_URL

    serve._name_the_site(host, 8131)

    assert settings.SITE_URL == os.environ["ITF_SITE_URL"] == site


def test_serve_leaves_an_address_that_was_chosen(monkeypatch, settings):
    monkeypatch.delenv("ITF_SITE_URL", raising=False)
    settings.SITE_URL = "https://itf.example"

    serve._name_the_site("127.0.0.1", 8131)

    assert (settings.SITE_URL, "ITF_SITE_URL" in os.environ) == ("https://itf.example", False)
