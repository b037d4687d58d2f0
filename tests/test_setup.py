"""What set-up rests on: locks, settings that refuse to start, the compose file, the script's own answers."""

import ast
import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock", "package-lock.json"]
SEALING = ("ITF_SEAL_KEY", "ITF_SEAL_PASSPHRASE")
PRODUCTION = {
    "ITF_MODE": "production",
    "ITF_DEMO": "0",
    "SECRET_KEY": "0123456789" * 5,
    "DATABASE_URL": "postgresql://itf@127.0.0.1/itf",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ALLOWED_HOSTS": "itf.example",
    "ITF_SEAL_KEY": "pkcs11:/usr/lib/token.so;token=ITF;key=seal",
    "ITF_SEAL_PASSPHRASE": "1234",
}


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def load_settings(environment):
    """Load the settings in a process of its own, with nothing else in the environment."""
    return subprocess.run(
        [sys.executable, "-c", "import itf.settings"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def run(*arguments, **environment):
    """Call ``./run`` as a person would."""
    return subprocess.run(
        [ROOT / "run", *arguments],
        cwd="/", env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_no_address(lock):
    assert not re.findall(r"https?://\S*", read(lock))


@pytest.mark.parametrize("lock", LOCKS[:2])
def test_lock_holds_hashes_for_every_package(lock):
    packages = re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", read(lock)).strip())

    assert len(packages) > 50
    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_package_lock_holds_a_hash_for_every_package():
    packages = json.loads(read("package-lock.json"))["packages"]

    assert {name for name, package in packages.items() if name and "integrity" not in package} == set()


def test_every_dependency_is_pinned_and_says_why():
    lines = [
        line
        for line in read("pyproject.toml").splitlines()
        if re.match(r'\s+"[A-Za-z0-9_.-]+(\[[a-z0-9,]+\])?==', line)
    ]
    project = tomllib.loads(read("pyproject.toml"))
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]

    assert len(lines) == sum(len(group) for group in groups)
    assert [line for line in lines if not re.search(r"# \S+", line)] == []


def test_production_settings_start_with_what_they_need():
    assert load_settings(PRODUCTION).returncode == 0


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", *SEALING])
@pytest.mark.parametrize("value", [None, ""])
def test_production_settings_refuse_to_start_without(name, value):
    environment = {**PRODUCTION, name: value} if value is not None else {**PRODUCTION}
    if value is None:
        del environment[name]

    finished = load_settings(environment)

    assert finished.returncode != 0
    assert f"ImproperlyConfigured: Production needs {name}" in finished.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "0123456789" * 4, "SECRET_KEY must have at least 50 characters"),
        ("ITF_DEMO", "1", "production refuses to start with it"),
        ("ITF_MODE", "staging", "must be 'embedded' or 'production'"),
        ("ITF_SEAL_KEY", "pkcs12:/nowhere/seal.p12", "there is no such file"),
    ],
)
def test_settings_refuse_to_start_with(name, value, sentence):
    finished = load_settings({**PRODUCTION, name: value})

    assert finished.returncode != 0
    assert sentence in finished.stderr


def test_production_settings_read_a_secret_from_a_file(tmp_path):
    (tmp_path / "key").write_text("k" * 50 + "\n")
    environment = {**PRODUCTION, "SECRET_KEY_FILE": str(tmp_path / "key")}
    del environment["SECRET_KEY"]

    assert load_settings(environment).returncode == 0


def settings_variables():
    """Every name that settings.py reads from the environment."""
    calls = [node for node in ast.walk(ast.parse(read("itf/settings.py"))) if isinstance(node, ast.Call)]
    readers = [
        call for call in calls if ast.unparse(call.func).startswith("env.") or ast.unparse(call.func) == "required"
    ]
    return {call.args[0].value for call in readers if isinstance(call.args[0], ast.Constant)}


def test_env_example_covers_every_variable_and_no_other():
    lines = read(".env.example").splitlines()
    listed = [line.split("=")[0] for line in lines if line and not line.startswith("#")]

    assert set(listed) == settings_variables()
    assert len(listed) == len(set(listed))
    assert all(lines[lines.index(line) - 1].startswith("#") for line in lines if line and not line.startswith("#"))


def test_compose_file_names_what_exists():
    text = read("docker-compose.yml")
    compose = yaml.safe_load(text)
    ours = {name: service for name, service in compose["services"].items() if "build" in service}
    known = settings_variables()

    assert set(ours) == {"migrate", "web", "worker", "beat"}
    assert set(compose["services"]) - set(ours) == {"postgres", "redis"}
    for service in ours.values():
        assert (ROOT / service["build"]["dockerfile"]).is_file()
        assert {name.removesuffix("_FILE") for name in service["environment"]} <= known
        assert set(service["secrets"]) <= set(compose["secrets"])
    assert all("healthcheck" in service for name, service in compose["services"].items() if name != "migrate")
    assert set(re.findall(r"\$\{(\w+)", text)) <= known
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())
    for service in compose["services"].values():
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(compose["volumes"])


def test_image_holds_what_the_script_installs():
    needed = re.findall(r"lib[a-z0-9.-]+-\d+(?:\.\d+)*-\d|libharfbuzz-subset0|fonts-dejavu-core", read("run"))

    assert len(set(needed)) == 4
    assert [name for name in set(needed) if name not in read("itf/docker/Dockerfile")] == []


def test_every_job_kind_can_be_imported(settings):
    from django.utils.module_loading import import_string

    assert [kind for kind, path in settings.JOB_KINDS.items() if not callable(import_string(path))] == []


def test_tests_reach_this_machine_only():
    with pytest.raises(PermissionError, match="tried to reach"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_tests_fail_with_the_line_to_run_when_a_server_is_missing():
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/test_setup.py"],
        cwd=ROOT, env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert finished.returncode == pytest.ExitCode.USAGE_ERROR
    assert re.search(
        r"missing: .*redis-server\. Run \./run test, or as root: apt-get update && apt-get", finished.stderr
    )


def test_script_lists_its_commands():
    finished = run("help")

    assert finished.returncode == 0
    assert finished.stdout.startswith("./run [--port N]")


@pytest.mark.parametrize("arguments", [["serve"], ["--port", "8000", "now"], ["--prot=1"]])
def test_script_refuses_what_it_does_not_know(arguments):
    finished = run(*arguments)

    assert finished.returncode == 2
    assert finished.stderr.startswith(f"Not understood: ./run {' '.join(arguments)}")


@pytest.mark.parametrize("port", ["", "0", "65536", "80a", "-1", "8000000000", "٣"])
def test_script_refuses_a_port_that_is_none(port):
    finished = run("--port", port)

    assert finished.returncode == 2
    assert finished.stderr == "--port takes a number from 1 to 65535, for example: ./run --port 8001\n"


def test_script_says_when_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        finished = run("--port", str(port))

    assert finished.returncode == 1
    assert finished.stderr.startswith(f"Port {port} is taken or reserved. Serve on another: ./run --port ")
    assert finished.stderr.count("\n") == 1


def test_script_says_when_there_is_no_python(tmp_path):
    for name in ("sh", "dirname", "cat"):
        (tmp_path / name).symlink_to(f"/bin/{name}" if Path(f"/bin/{name}").exists() else f"/usr/bin/{name}")

    finished = run("setup", PATH=str(tmp_path))

    assert finished.returncode == 3
    assert finished.stderr.startswith("ITF needs Python 3.11 or later; this machine has none.")


def test_script_says_when_python_is_too_old(tmp_path):
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    for name in ("sh", "dirname", "cat"):
        (tmp_path / name).symlink_to(f"/bin/{name}")

    finished = run("setup", PATH=str(tmp_path))

    assert finished.returncode == 3
    assert finished.stderr.startswith("ITF needs Python 3.11 or later; this machine has Python 3.9.2.")


def test_script_leaves_production_to_compose(tmp_path):
    finished = run("setup", ITF_MODE="production", ITF_VAR_DIR=str(tmp_path))

    assert finished.returncode == 2
    assert "docker-compose.yml" in finished.stderr
