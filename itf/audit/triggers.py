"""The database's own refusal to change an audit event, for PostgreSQL and SQLite."""

from django.db.backends.base.base import BaseDatabaseWrapper

POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The audit trail is only ever added to: % refused', TG_OP;
    END $$
    """,
    # Once per statement, so that even a statement which meets no row is refused.
    """
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()
    """,
)
SQLITE = (
    """
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_auditevent
    BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever added to: UPDATE refused'); END
    """,
    """
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_auditevent
    BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever added to: DELETE refused'); END
    """,
    # INSERT OR REPLACE removes the row in its way without a DELETE trigger unless recursive_triggers is on.
    """
    CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit_auditevent
    WHEN EXISTS (SELECT 1 FROM audit_auditevent
                 WHERE seq = NEW.seq OR hash = NEW.hash OR previous_hash = NEW.previous_hash)
    BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever added to: REPLACE refused'); END
    """,
)
_REMOVED = {
    "postgresql": (
        "DROP TRIGGER IF EXISTS audit_append_only ON audit_auditevent",
        "DROP FUNCTION IF EXISTS audit_refuse_change()",
    ),
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS {name}" for name in ("audit_no_update", "audit_no_delete", "audit_no_replace")
    ),
}
_INSTALLED = {"postgresql": POSTGRESQL, "sqlite": SQLITE}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE of audit events; for migrations.

    Safe to repeat. Raises KeyError on a database that is neither PostgreSQL nor SQLite.
    """
    remove(connection)
    _run(connection, _INSTALLED[connection.vendor])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the refusal away: for a migration backwards, and for emptying a test database."""
    _run(connection, _REMOVED[connection.vendor])


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
