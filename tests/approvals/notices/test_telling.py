"""From events to notices: who is told what, once, and nobody else."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client

from approvals import delegation, workflow
from approvals.delegation import Terms
from approvals.models import Notice
from approvals.notices.reading import mark_read, notices_of
from approvals.notices.telling import tell
from itf.accounts.membership import leave
from itf.accounts.models import Role, User
from tests.approvals.notices.conftest import NOON
from tests.factories.approvals import NOW
from tests.races import at_once


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def told(person, kind=None):
    """What a person was told, open or not, in the order of telling."""
    found = Notice.objects.filter(person=person).order_by("made_at", "text")
    return [notice.text for notice in found if kind in {None, notice.kind}]


def test_a_draft_that_only_its_authors_work_on_is_told_nobody(place):
    place.change("vision")

    tell(NOON)

    assert not Notice.objects.exists()


def test_freezing_asks_every_signatory_and_nobody_else(place):
    place.freeze()
    tell(NOON)

    assert told(place.council_signatory) == ["Sign for Samplebury Council"]
    assert told(place.ccg_signatories[1]) == ["Sign for Samplebury South CCG"]
    assert (told(place.chair), told(place.assurer), told(place.stranger)) == ([], [], [])
    # Who agreed first learns what came of it; who acted last knows.
    assert told(place.council_author) == ["Version 1 was frozen for sign-off"]
    assert told(place.nhs_author) == []


def test_the_side_that_has_not_agreed_to_freeze_is_asked_to(place):
    from plans.gather import plan_content
    from plans.models.drafting import Side

    fingerprint = plan_content(place.plan).fingerprint
    workflow.put_up(
        place.plan, side=Side.COUNCIL, organisation=place.council, fingerprint=fingerprint, by=place.council_author,
        at=NOW,
    )  # fmt: skip
    tell(NOON)

    assert told(place.nhs_author) == ["Agree to freeze the draft, as the council has"]
    assert told(place.council_author) == []


def test_an_act_that_is_done_is_settled_and_the_next_is_asked(place):
    place.freeze()
    tell(NOON)
    place.sign_all()
    tell(NOON)

    assert Notice.objects.get(person=place.council_signatory, kind="owed").settled_at == NOON
    assert told(place.chair) == [f"Agree for {place.board}"]


def test_a_refusal_is_told_to_those_who_signed_and_to_the_authors(place):
    place.freeze()
    place.sign(place.council, place.council_signatory)
    tell(NOON)
    body, signatory = place.parties[1]
    place.decline(body, signatory)
    tell(NOON)

    sentence = f"{body} declined version 1"
    assert sentence in told(place.council_signatory, "told")
    assert told(signatory) == [f"Sign for {body}"]
    assert told(place.nhs_author) == [f"Read why {body} declined"]


def test_before_submission_assurers_are_told_nothing_and_then_to_take_it_up(place):
    place.freeze()
    place.sign_all()
    place.agree()
    tell(NOON)
    before = told(place.assurer)
    workflow.submit(place.case(), by=place.council_author, at=NOW)
    tell(NOON)

    assert (before, told(place.assurer)) == ([], ["Take the plan up"])


def test_a_withdrawal_is_told_to_whoever_was_asked_to_take_it_up(place):
    place.freeze()
    place.submit()
    tell(NOON)
    workflow.withdraw(place.case(), by=place.council_author, at=NOW, reason="A sum is wrong.")
    tell(NOON)

    assert "The submitted plan was withdrawn" in told(place.assurer)
    (notice,) = notices_of(place.assurer).filter(text="The submitted plan was withdrawn")
    page = client_of(place.assurer).get(notice.url)
    words = page.content.decode()
    assert page.status_code == 409
    assert f"{place.plan.title} is back with its authors" in words
    assert "A sum is wrong." in words
    assert "Someone changed this meanwhile" not in words
    assert not Notice.objects.filter(person=place.assurer, kind="owed", settled_at=None).exists()


def test_telling_again_tells_nothing_more(place):
    place.freeze()
    tell(NOON)
    before = Notice.objects.count()

    assert tell(NOON) is False
    assert Notice.objects.count() == before


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_tell_everything_once(place):
    place.freeze()

    at_once(lambda: tell(NOON), lambda: tell(NOON))

    assert sorted(Notice.objects.values_list("kind", flat=True)) == ["owed", "owed", "owed", "told"]


def test_an_act_that_comes_again_is_told_again(place):
    place.freeze()
    place.sign_all()
    tell(NOON)
    body, signatory = place.parties[1]
    place.decline(body, signatory)
    tell(NOON)
    place.sign(body, signatory)
    tell(NOON)

    assert Notice.objects.filter(person=place.chair, kind="owed").count() == 2
    assert Notice.objects.filter(person=place.chair, kind="owed", settled_at=None).count() == 1


def test_what_dies_while_it_tells_is_told_by_the_next_round(place, monkeypatch):
    place.freeze()

    def die(*_rows, **_options):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(type(Notice.objects), "bulk_create", die)
        with pytest.raises(RuntimeError):
            tell(NOON)
    assert not Notice.objects.exists()
    tell(NOON)

    assert told(place.council_signatory) == ["Sign for Samplebury Council"]


def test_the_header_counts_what_is_new(place, client):
    place.freeze()
    tell(NOON)
    client.force_login(place.council_signatory, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/account/").content.decode()
    listed = client.get("/notifications/").content.decode()
    marked = mark_read(place.council_signatory, at=NOON)

    assert 'desk-header__count">1<' in page
    assert f'href="/plans/samplebury/sign/{place.council.pk}/"' in listed
    assert (marked, User.objects.get(pk=place.council_signatory.pk).unread_notices) == (1, 0)


def test_whoever_left_the_plan_no_longer_reads_of_it(place):
    place.freeze()
    tell(NOON)
    leave(place.council_signatory, place.council, Role.SIGNATORY)

    assert list(notices_of(place.council_signatory)) == []


@pytest.mark.parametrize("number", [0, 2])
def test_telling_takes_as_many_queries_for_many_plans(place, number, django_assert_num_queries):
    from tests.factories.approvals import a_place

    others = [a_place(f"place-{other}") for other in range(number)]
    tell(NOON)
    for one in (place, *others):
        one.freeze()

    with django_assert_num_queries(18):
        tell(NOON)


def test_deputy_of_a_delegation_is_told_when_it_is_given_changed_and_ended_and_nobody_else_is(place):
    place.freeze()
    terms = Terms(place.nhs_author, dt.date(2034, 3, 14), "Cabinet, minute 61", NOW.date(), sections=("risks",))
    said = {"organisation": place.council, "by": place.council_signatory, "at": NOW}

    delegation.give(place.case(), terms=terms, **said)
    found = delegation.give(place.case(), terms=replace(terms, until=dt.date(2034, 3, 21)), **said)
    tell(NOON)
    people = Notice.objects.filter(kind="people")
    lets = "Samplebury Council lets you accept minor amendments for it until"
    assert {(one.person, one.text, one.url, one.needs_mail) for one in people.all()} == {
        (place.nhs_author, f"{lets} {day} March 2034", "/plans/samplebury/route/", True) for day in (14, 21)
    }
    delegation.end(found, by=place.council_signatory, at=NOW)
    tell(NOON)

    assert "Samplebury Council has ended its delegation: you can accept no more amendments for it" in told(
        place.nhs_author, "people"
    )
    assert [notice.person for notice in people.all()] == [place.nhs_author] * 3
