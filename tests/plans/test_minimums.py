"""Importing minimum contributions: whole or not at all, with every fault named; the same file twice is once."""

import datetime as dt
import hashlib
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from itf.accounts.models import OrganisationKind, User
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans.minimums import MinimumsRefused, import_minimums
from plans.models import MinimumContribution
from plans.reference import load_reference
from plans.rules import findings
from tests.factories.accounts import OrganisationFactory
from tests.markup import Markup

pytestmark = pytest.mark.django_db
HEAD = "code,year,amount,status,source,dated\n"
LINE = '99X,2015/16,"£4,184,432",indicative,Planning circular,2014-01-15\n'


@pytest.fixture(autouse=True)
def bodies():
    """A CCG and a council."""
    OrganisationFactory(kind=OrganisationKind.CCG, code="99X", name="NHS Somewhere CCG")
    OrganisationFactory(kind=OrganisationKind.COUNCIL, code="E09000099", name="Somewhere Council")


def said(text):
    return [str(change) for change in import_minimums(text, file="minimums.csv")]


def test_minimums_are_stored_with_their_source_day_and_status():
    council = "E09000099,2015/16,250000.50,confirmed,Grant letter,2014-02-01\n"

    assert said("\ufeff" + HEAD + LINE + "\n" + council) == [
        "created: NHS Somewhere CCG, 2015/16, £4,184,432 indicative",
        "created: Somewhere Council, 2015/16, £250,000.50 confirmed",
    ]
    stored = MinimumContribution.objects.get(area_codes="99X")
    assert (stored.amount, stored.dated_on, stored.told_source) == (
        Decimal(4_184_432),
        dt.date(2014, 1, 15),
        "Indicative, Planning circular, 15 January 2014",
    )


def test_the_same_file_again_changes_nothing_and_a_later_one_says_what():
    said(HEAD + LINE)

    assert said(HEAD + LINE) == ["unchanged: NHS Somewhere CCG, 2015/16, £4,184,432 indicative"]
    assert said(HEAD + LINE.replace("indicative", "confirmed").replace("432", "500")) == [
        "changed: NHS Somewhere CCG, 2015/16, £4,184,432 indicative -> £4,184,500 confirmed"
    ]
    assert said(HEAD + LINE.replace("indicative", "confirmed").replace("432", "500").replace("15\n", "16\n")) == [
        "changed: NHS Somewhere CCG, 2015/16, £4,184,500 confirmed (dated_on)"
    ]
    assert MinimumContribution.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("XXX,2015/16,5,confirmed,A paper,2014-01-15", "row 3, column code: found “XXX”"),
        (
            "99X,2015/17,5,confirmed,A paper,2014-01-15",
            "row 3, column year: found “2015/17”, expected a financial year",
        ),
        ("99X,2014/15,45.000,confirmed,A paper,2014-01-15", "row 3, column amount: found “45.000”"),
        ("99X,2014/15,0,confirmed,A paper,2014-01-15", "leave out what is not published"),
        ("99X,2014/15,,confirmed,A paper,2014-01-15", "row 3, column amount"),
        ("99X,2014/15,5,sure,A paper,2014-01-15", "expected confirmed or indicative"),
        ("99X,2014/15,5,confirmed,,2014-01-15", "row 3, column source"),
        ("99X,2014/15,5,confirmed,A paper,15/01/2014", "such as 2014-01-15"),
        ("99X,2014/15,5,confirmed,A paper,2014-01-15,more", "row 3, column all: found “7 cells”"),
        ("99X,2015/16,5,confirmed,A paper,2014-01-15", "expected one row a year; row 2 has it"),
    ],
)
def test_one_fault_refuses_the_whole_file_and_is_named(line, fault):
    with pytest.raises(MinimumsRefused) as refusal:
        import_minimums(HEAD + LINE + line + "\n", file="minimums.csv")

    assert fault in str(refusal.value)
    assert not MinimumContribution.objects.exists()


@pytest.mark.parametrize("text", ["", "code,year\n", HEAD, "\x00", 'code,"year', HEAD + '99X,"'])
def test_a_file_that_is_no_such_table_is_refused(text):
    with pytest.raises(MinimumsRefused):
        import_minimums(text, file="minimums.csv")


def test_every_fault_is_listed_at_once():
    with pytest.raises(MinimumsRefused) as refusal:
        import_minimums(HEAD + "XXX,x,y,z,,\n", file="minimums.csv")

    assert [fault.column for fault in refusal.value.faults] == ["code", "year", "amount", "status", "source", "dated"]


def test_the_command_tries_first_and_stores_when_told(tmp_path, capsys):
    file = tmp_path / "minimums.csv"
    file.write_text(HEAD + LINE, encoding="utf-8")

    call_command("import_minimums", file)
    assert not MinimumContribution.objects.exists()
    call_command("import_minimums", file, "--apply")

    assert MinimumContribution.objects.get().amount == Decimal(4_184_432)
    assert capsys.readouterr().out.count("1 created, 0 changed, 0 unchanged") == 2


def test_what_was_imported_is_in_the_audit_trail_once(tmp_path):
    file = tmp_path / "minimums\udcff.csv"
    file.write_bytes((HEAD + LINE).encode().replace(b"\n", b"\r\n"))

    call_command("import_minimums", file)
    assert not AuditEvent.objects.exists()
    call_command("import_minimums", file, "--apply")
    call_command("import_minimums", file, "--apply")

    event = AuditEvent.objects.get()
    assert (event.actor_id, event.action, event.plan_key) == (None, "minimums.imported", "")
    assert event.subject_id == str(MinimumContribution.objects.get().pk)
    assert event.data == {
        "file": "minimums?.csv",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "created": 1,
        "changed": 0,
        "unchanged": 0,
        "rows": ["created: NHS Somewhere CCG, 2015/16, £4,184,432 indicative"],
    }
    assert verify()


def test_the_command_refuses_with_every_fault_and_a_file_that_cannot_be_read(tmp_path):
    file = tmp_path / "minimums.csv"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="expected text in UTF-8"):
        call_command("import_minimums", file)
    file.write_text(HEAD + LINE.replace("99X", "XXX"), encoding="utf-8")

    with pytest.raises(CommandError, match="row 2, column code"):
        call_command("import_minimums", file, "--apply")


def test_loading_reference_data_again_leaves_an_imported_minimum_alone():
    load_reference()
    said(HEAD + LINE.replace("99X", "10L"))

    load_reference()

    assert MinimumContribution.objects.get(area_codes="10L").amount == Decimal(4_184_432)


def test_an_imported_minimum_is_checked_and_shown_with_its_source(client, complete):
    said(HEAD + LINE.replace("99X", complete.ccg.code) + LINE.replace("99X", complete.council.code))
    client.force_login(complete.author)

    page = client.get(reverse("plans:ledger", args=[complete.plan.key])).content.decode()

    assert {finding.message.split(" pays")[0] for finding in findings(complete.content) if finding.rule == "V02"} == {
        complete.ccg.name,
        complete.council.name,
    }
    assert "Indicative, Planning circular, 15 January 2014" in page
    assert "£4,184,232 short" in page


@pytest.fixture
def administrator(client):
    """An administrator, signed in."""
    person = User.objects.create_superuser("administrator@example.org")
    client.force_login(person)
    client.person = person
    return client


UPLOAD = "admin:plans_minimumcontribution_import"


def upload(client, text):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(reverse(UPLOAD), {"file": SimpleUploadedFile("minimums.csv", content, "text/csv")})


def agree(client, response):
    fields = {box["name"]: box["value"] for box in Markup(response).all("input") if box["type"] == "hidden"}
    return client.post(reverse(UPLOAD), {**fields, "agreed": "1"})


def test_an_administrator_sees_what_a_file_changes_before_it_is_stored(administrator):
    listed = administrator.get(reverse("admin:plans_minimumcontribution_changelist")).content.decode()
    assert reverse(UPLOAD) in listed

    shown = upload(administrator, (HEAD + LINE).replace("\n", "\r\n"))

    page = Markup(shown)
    cells = [cell.text for cell in page.all("td") if page.by_id("content-main") in cell.ancestors]
    assert cells == ["Created", "2015/16", "£4,184,432 indicative"]
    assert not MinimumContribution.objects.exists()
    # The first event says that the administrator was made.
    events = AuditEvent.objects.exclude(action="account.rights_changed")
    assert not events.exists()
    assert agree(administrator, shown).status_code == 302
    event = events.get()
    assert (event.actor_id, event.action) == (administrator.person.pk, "minimums.imported")
    assert event.data["sha256"] == hashlib.sha256((HEAD + LINE).replace("\n", "\r\n").encode()).hexdigest()
    assert MinimumContribution.objects.get().amount == Decimal(4_184_432)


def test_a_file_that_changes_nothing_offers_nothing_to_store(administrator):
    said(HEAD + LINE)

    assert "there is nothing to store" in upload(administrator, HEAD + LINE).content.decode()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEAD + LINE.replace("99X", "XXX"), "row 2, column code: found “XXX”"),
        (HEAD, "at least one minimum"),
        ("", "the columns code"),
        (HEAD.encode() + b"99X,2015/16,\xa35\n", "row 2, column all: found “\\xa3”, expected text in UTF-8"),
        ("x" * 1_100_000, "larger than 1 MB"),
    ],
    ids=["code", "no rows", "empty", "not UTF-8", "too large"],
)
def test_a_file_with_faults_is_refused_as_the_command_refuses_it(administrator, text, fault):
    response = upload(administrator, text)

    assert response.status_code == 422
    assert fault in Markup(response).one("body").text
    assert not MinimumContribution.objects.exists()


def test_an_agreement_that_no_longer_holds_stores_nothing(administrator):
    shown = upload(administrator, HEAD + LINE)
    said(HEAD + LINE.replace("432", "500"))

    response = agree(administrator, shown)

    assert response.status_code == 422
    assert "Since you saw it, the table has changed" in response.content.decode()
    assert MinimumContribution.objects.get().amount == Decimal(4_184_500)


@pytest.mark.parametrize(
    "fields", [{}, {"name": "a", "text": "?", "changes": "[]"}, {"name": "a", "text": "YQ==", "changes": "x"}]
)
def test_an_agreement_that_did_not_arrive_whole_is_refused(administrator, fields):
    assert administrator.post(reverse(UPLOAD), {**fields, "agreed": "1"}).status_code == 422


def test_staff_who_may_not_change_minimums_may_not_import_them(client):
    client.force_login(User.objects.create_user("staff@example.org", is_staff=True))

    assert client.get(reverse(UPLOAD)).status_code == 403
