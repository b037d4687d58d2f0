"""Lets the test database be emptied between transactional tests, which the audit trail's triggers would refuse.

tests/conftest.py imports the fixture. Only Django's ``flush`` of a transactional test is let past; the triggers
stand during every test, live server tests included.
"""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def audit_trail_flushed() -> Iterator[None]:
    """Wrap this process's connection so that a flush takes the triggers away first and puts them back after."""
    from django.db import connection, transaction

    from itf.audit import triggers

    operations = connection.ops
    flush = operations.execute_sql_flush

    def flush_past_the_triggers(sql_list: list[str]) -> None:
        with transaction.atomic(savepoint=connection.features.can_rollback_ddl):
            triggers.remove(connection)
            flush(sql_list)
            triggers.install(connection)

    operations.execute_sql_flush = flush_past_the_triggers

    yield

    operations.execute_sql_flush = flush
