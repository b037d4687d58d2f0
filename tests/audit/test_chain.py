"""The chain of audit events: adding to it, and finding what was done to it behind its back."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from itf.accounts.models import User
from itf.audit import triggers
from itf.audit.chain import FIRST, NotPlainData, head, record, verify
from itf.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return User.objects.create_user("author@samplebury.example")


@pytest.fixture
def chain(author):
    """Five events."""
    return [
        record(actor=author, action="plan.saved", subject=author, plan_key="samplebury", data={"section": number})
        for number in range(1, 6)
    ]


@pytest.fixture
def tamper():
    """Runs SQL with the triggers out of the way, as someone who owns the database could."""

    def run(sql, *values):
        triggers.remove(connection)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    return run


def test_record_writes_who_did_what_to_which_thing(author):
    at = datetime(2014, 2, 14, 12, 0, 0, 123456, tzinfo=UTC)

    event = record(actor=author, action="plan.frozen", subject=author, plan_key="ealing", data={"version": 1}, at=at)

    event.refresh_from_db()
    assert (event.seq, event.at, event.actor_id, event.action) == (1, at, author.pk, "plan.frozen")
    assert (event.subject_type, event.subject_id, event.plan_key) == ("accounts.user", str(author.pk), "ealing")
    assert event.data == {"version": 1}
    assert event.previous_hash == FIRST


def test_record_without_an_actor_is_an_act_of_the_service(author):
    event = record(actor=None, action="document.built", subject=author)

    assert event.actor_id is None
    assert verify()


def test_record_links_each_event_to_the_one_before(chain):
    assert [event.seq for event in chain] == [1, 2, 3, 4, 5]
    assert [event.previous_hash for event in chain[1:]] == [event.hash for event in chain[:-1]]


def test_record_is_undone_with_its_transaction(author):
    with transaction.atomic():
        record(actor=author, action="plan.saved", subject=author)
        transaction.set_rollback(True)
    record(actor=author, action="plan.saved", subject=author)

    assert head()[0] == 1
    assert verify()


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused(author):
    with pytest.raises(TransactionManagementError, match="belongs in the transaction"):
        record(actor=author, action="plan.saved", subject=author)

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("action", ["", "Plan.saved", "plan saved", "plan.", ".saved", "plan..saved", "plan-saved"])
def test_record_refuses_an_action_that_is_not_lower_case_words_and_dots(author, action):
    with pytest.raises(ValueError, match="is not an action"):
        record(actor=author, action=action, subject=author)


@pytest.mark.parametrize(
    "value",
    [
        0.1,
        datetime(2014, 2, 14, tzinfo=UTC),
        "\0",
        "half \ud83d",
        {1: "x"},
        {"a": [{"b": 1.5}]},
        {"\0": 1},
        b"x",
        {1, 2},
    ],
    ids=repr,
)
def test_record_refuses_data_that_a_database_would_not_give_back_as_it_was(author, value):
    with pytest.raises(NotPlainData):
        record(actor=author, action="plan.saved", subject=author, data={"value": value})


def test_verify_holds_for_every_kind_of_plain_data(author):
    data = {
        "text": '£2,705,500 – “Ealing” 𝔘 \n\t\\ "',
        "number": -(10**30),
        "yes": True,
        "nothing": None,
        "list": [1, ["two", {}], []],
        "10": 1,
        "9": 2,
        "é": {"z": 1, "a": 2},
    }
    record(actor=author, action="plan.saved", subject=author, data=data)

    assert verify()
    assert AuditEvent.objects.get().data == data


def test_verify_of_no_events_holds():
    found = verify()

    assert found
    assert (found.count, found.head) == (0, FIRST)


def test_verify_gives_the_count_and_the_newest_hash(chain):
    found = verify()

    assert found
    assert (found.count, found.head) == (5, chain[-1].hash)
    assert head() == (5, chain[-1].hash)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2014-02-15 12:00:00"),
        ("actor_id", 999),
        ("action", "plan.lost"),
        ("subject_type", "plans.case"),
        ("subject_id", "999"),
        ("plan_key", "bromley"),
        ("data", '{"section": 4}'),
        ("hash", "f" * 64),
    ],
)
def test_verify_finds_a_changed_field(chain, tamper, column, value):
    tamper(f"UPDATE audit_auditevent SET {column} = %s WHERE seq = 3", value)  # noqa: S608 - the columns stand above

    found = verify()

    assert not found
    assert (found.first_bad, found.fault, found.count) == (3, "it is not as it was recorded", 2)


def test_verify_finds_a_changed_link(chain, tamper):
    tamper("UPDATE audit_auditevent SET previous_hash = %s WHERE seq = 3", "f" * 64)

    found = verify()

    assert (found.first_bad, found.fault) == (3, "it does not follow the event before it")


@pytest.mark.parametrize("seq", [1, 3])
def test_verify_finds_a_removed_event(chain, tamper, seq):
    tamper("DELETE FROM audit_auditevent WHERE seq = %s", seq)

    found = verify()

    assert (found.first_bad, found.fault) == (seq, f"event {seq} is missing")


def test_verify_audit_prints_count_and_newest_hash(chain, capsys):
    call_command("verify_audit")

    assert capsys.readouterr().out == f"5 events, unbroken. Newest: {chain[-1].hash}\n"


def test_verify_audit_ends_with_1_and_names_the_first_bad_event(chain, tamper):
    tamper("UPDATE audit_auditevent SET plan_key = 'bromley' WHERE seq = 3")

    with pytest.raises(SystemExit, match=r"Broken at event 3: it is not as it was recorded\. The 2 before it hold\."):
        call_command("verify_audit")


def test_verify_audit_finds_a_hash_printed_earlier(chain, capsys):
    call_command("verify_audit", has=chain[2].hash)

    assert capsys.readouterr().out.startswith("5 events, unbroken.")


def test_verify_audit_says_when_the_newest_events_were_cut_off(chain, tamper):
    tamper("DELETE FROM audit_auditevent WHERE seq >= 4")

    assert verify()
    with pytest.raises(SystemExit, match="No event has the hash"):
        call_command("verify_audit", has=chain[-1].hash)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_record_by_eight_threads_at_once_leaves_no_gap(author):
    ready = threading.Barrier(8)

    def write(thread):
        ready.wait()
        try:
            for number in range(20):
                with transaction.atomic():
                    record(actor=author, action="plan.saved", subject=author, data={"thread": thread, "n": number})
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = verify()
    assert found
    assert found.count == 160
