"""The audit trail taken away and verified without the service; the check each night; the page for those permitted."""

import csv
import io
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from approvals import nightly
from itf.audit import triggers
from itf.audit.chain import head, record
from itf.audit.models import AuditEvent, ChainCheck
from itf.jobs.models import Job
from tests.plans.test_tasks import Steps


@pytest.fixture
def trail(place):
    """Events of a plan, and one of another with characters of every kind."""
    place.freeze()
    data = {"é": '=1+1, “x”\n"', "a": [1, None]}
    record(actor=None, action="plan.saved", subject=place.plan, plan_key="other", data=data)
    return place


def described_check(path):
    """The script of audit-export.md, run on a file with Python's own library alone."""
    described = (Path(project.BASE_DIR) / "itf" / "docs" / "audit-export.md").read_text(encoding="utf-8")
    script = re.search(r"```python\n(.*?)```", described, re.DOTALL)[1]
    return subprocess.run(
        [sys.executable, "-I", "-c", script, str(path)], capture_output=True, text=True, check=False, encoding="utf-8"
    )


def exported(folder, **options):
    out = folder / "trail"
    call_command("export_audit", out=out, stdout=io.StringIO(), **options)
    return out


def test_export_is_verified_by_what_the_description_says(trail, tmp_path):
    found = described_check(exported(tmp_path))

    assert found.returncode == 0, found.stderr
    assert found.stdout == f"Every hash fits. No event is missing. Newest: {head()[1]}\n"


def test_described_check_finds_a_changed_event(trail, tmp_path):
    path = exported(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("plan.frozen", "plan.thawed"), encoding="utf-8")

    found = described_check(path)

    assert found.returncode == 1
    assert "is not as it was recorded" in found.stderr


def test_described_check_holds_for_one_plan(trail, tmp_path):
    found = described_check(exported(tmp_path, plan="other"))

    assert found.returncode == 0
    assert "Events of others lie between." in found.stdout


def test_csv_holds_the_same_with_nothing_that_calculates(trail, tmp_path):
    path = exported(tmp_path, format="csv")

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["hash"] for row in rows] == list(AuditEvent.objects.order_by("seq").values_list("hash", flat=True))
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_night_is_queued_once_and_only_after_two(place, monkeypatch):
    def at(hour):
        monkeypatch.setattr(nightly.timezone, "localtime", lambda: datetime(2034, 2, 3, hour, 30, tzinfo=UTC))
        nightly.queue_when_due()

    at(1)
    assert not Job.objects.filter(kind=nightly.KIND).exists()
    at(2)
    at(9)
    assert list(Job.objects.filter(kind=nightly.KIND).values_list("key", flat=True)) == ["2034-02-03"]


def test_night_keeps_what_it_found(trail):
    nightly.check_chain({}, Steps())

    check = ChainCheck.objects.get()
    assert (check.count, check.head, check.first_bad) == (*head(), None)


def test_night_tells_a_break_and_a_cut(trail, caplog):
    nightly.check_chain({}, Steps())
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE seq = %s", [head()[0]])
    nightly.check_chain({}, Steps())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET plan_key = 'x' WHERE seq = 1")
    nightly.check_chain({}, Steps())

    broken, cut, _ = ChainCheck.objects.all()
    assert "were there before" in cut.fault
    assert (broken.first_bad, broken.fault) == (1, "it is not as it was recorded")
    assert "audit trail broken at event 1" in caplog.text


def test_page_says_how_the_trail_stands(trail, client, admin_user):
    nightly.check_chain({}, Steps())
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/audit/?plan=other").content.decode()

    assert "Unbroken" in page
    assert head()[1] in page
    assert "plan.saved" in page
    assert "plan.frozen" not in page
    assert b"".join(client.get("/audit/events.csv?plan=other").streaming_content).count(b"\n") == 2
    of_plan = client.get("/audit/?plan=samplebury").content.decode()
    assert "Both sides have agreed: version 1 was frozen and put up for sign-off." in of_plan


def test_page_opens_for_staff_to_whom_it_was_given(place, client, django_user_model):
    from django.contrib.auth.models import Permission

    auditor = django_user_model.objects.create_user("auditor@example.org", is_staff=True)
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/audit/").status_code == 404
    assert 'href="/audit/"' not in client.get("/").content.decode()
    auditor.user_permissions.add(Permission.objects.get(codename="view_auditevent"))
    assert client.get("/audit/").status_code == 200


def test_auditor_is_led_to_the_trail_and_its_export_and_to_nothing_else(trail, place, client, django_user_model):
    from django.contrib.auth.models import Permission

    auditor = django_user_model.objects.create_user("auditor@example.org", is_staff=True)
    auditor.user_permissions.add(Permission.objects.get(codename="view_auditevent"))
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")

    home = client.get("/").content.decode()
    assert "You read the <a" in home
    assert home.count('href="/audit/"') == 2  # in the navigation and in the sentence
    assert "you can open the plans of a round" not in home
    for path in ("/audit/?plan=other", "/audit/events.jsonl", "/audit/events.csv"):
        assert client.get(path).status_code == 200
    key, case = place.plan.key, place.case().pk
    for path in (f"/plans/{key}/", f"/plans/{key}/route/", f"/plans/{key}/history/", f"/cases/{case}/", "/nation/"):
        assert client.get(path).status_code in {403, 404}, path
    assert "Samplebury" not in client.get("/plans/").content.decode()
    for name in ("accounts_user", "approvals_signoff", "plans_plan"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403, name
