"""The database's own refusal to change an audit event."""

import contextlib
import sqlite3

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from itf.accounts.models import User
from itf.audit import triggers
from itf.audit.chain import record, verify
from itf.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    author = User.objects.create_user("author@samplebury.example")
    return record(actor=author, action="plan.saved", subject=author)


def refused(sql):
    """Run the statement, which must be refused by the triggers, in a savepoint."""
    with (
        pytest.raises(DatabaseError, match="The audit trail is only ever added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    return True


def test_update_of_an_event_is_refused(event):
    assert refused("UPDATE audit_auditevent SET action = 'plan.lost'")
    assert verify().count == 1


def test_update_through_the_model_is_refused(event):
    event.action = "plan.lost"

    with pytest.raises(DatabaseError, match="UPDATE refused"), transaction.atomic():
        event.save()

    assert AuditEvent.objects.get().action == "plan.saved"


def test_delete_of_an_event_is_refused(event):
    assert refused("DELETE FROM audit_auditevent")
    assert verify().count == 1


@pytest.mark.postgresql
def test_truncate_of_the_trail_is_refused(event):
    assert refused("TRUNCATE audit_auditevent")
    assert verify().count == 1


def test_replacing_an_event_is_refused_by_sqlite(tmp_path):
    """On a database of its own: the statement is SQLite's, and a shell does not switch recursive triggers on."""
    with contextlib.closing(sqlite3.connect(tmp_path / "trail.sqlite3")) as database:
        database.execute(
            "CREATE TABLE audit_auditevent (seq bigint PRIMARY KEY, previous_hash text UNIQUE, hash text UNIQUE)"
        )
        for statement in triggers.SQLITE:
            database.execute(statement)
        database.execute("INSERT INTO audit_auditevent VALUES (1, 'a', 'b')")

        for values in ("(1, 'c', 'd')", "(2, 'a', 'd')", "(2, 'c', 'b')"):
            with pytest.raises(sqlite3.IntegrityError, match="REPLACE refused"):
                database.execute(f"INSERT OR REPLACE INTO audit_auditevent VALUES {values}")  # noqa: S608 - the values stand above

        assert database.execute("SELECT * FROM audit_auditevent").fetchall() == [(1, "a", "b")]


@pytest.mark.django_db(transaction=True)
def test_triggers_stand_again_after_a_transactional_test_was_flushed():
    author = User.objects.create_user("author@samplebury.example")
    with transaction.atomic():
        record(actor=author, action="plan.saved", subject=author)

    call_command("flush", interactive=False, verbosity=0)

    assert not AuditEvent.objects.exists()
    author = User.objects.create_user("author@samplebury.example")
    with transaction.atomic():
        record(actor=author, action="plan.saved", subject=author)
    assert refused("DELETE FROM audit_auditevent")
