"""What the serve command refuses; test_embedded.py runs it."""

import socket

import pytest
from django.core.management import call_command


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
