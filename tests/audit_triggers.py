"""Lets the test database be emptied between transactional tests, which the audit trail's triggers would refuse.

tests/conftest.py imports the fixture. Only Django's ``flush`` of a transactional test is let past; the triggers
stand during every test, live server tests included.
"""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def audit_trail_flushed() -> Iterator[None]:
    """Make a flush take the triggers away first and put them back after, in one transaction."""
    from django.db import connection, transaction

    from itf.audit import triggers

    # On the class: Playwright's event loop gives the main thread a second connection.
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_past_the_triggers(self, sql_list):
        with transaction.atomic(using=self.connection.alias):
            triggers.remove(self.connection)
            flush(self, sql_list)
            triggers.install(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush_past_the_triggers)
        yield
