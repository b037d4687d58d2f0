"""The history of a page: who changed what, a revision in full, and putting one back through the same door."""

import pytest
from django.utils import timezone

from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans import authoring
from plans.models import Investment, Plan, Risk, Scheme, Vision
from plans.revisions import page_state
from tests.plans.desks import AuthorDesk


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def saved(drafting):
    """The vision saved three times: by the council, by the CCG, by the council again."""
    for person, text in ((drafting.author, "One."), (drafting.nhs_author, "Two."), (drafting.author, "Three.")):
        AuthorDesk(person, drafting.plan).type(main__vision=text).save()
    return drafting


@pytest.fixture
def reader(saved, client):
    client.force_login(saved.author)
    return client


def url(drafting, rest=""):
    return f"/plans/{drafting.plan.key}/vision/history/{rest}"


def test_each_save_is_listed_with_its_author_and_what_changed(saved, reader):
    page = words(reader.get(url(saved)))

    assert page.index(f"{url(saved)}3/") < page.index(f"{url(saved)}2/") < page.index(f"{url(saved)}1/")
    assert "<strong>CCG author</strong> saved it." in page
    assert "<li>What is your vision for health and care services in five years?</li>" in page
    assert "Before anyone saved it." in page


def test_the_list_goes_on_after_twenty(saved, reader):
    for number in range(25):
        AuthorDesk(saved.author, saved.plan).type(main__vision=f"Number {number}").save()

    first, second = (words(reader.get(url(saved), {"page": page})) for page in (1, 2))

    assert (first.count("See it as it stood"), second.count("See it as it stood")) == (20, 9)
    assert "Nothing changed." not in first + second


def test_a_revision_is_shown_in_full_with_what_it_changed(saved, reader):
    page = words(reader.get(url(saved, "2/")))

    assert "As CCG author saved it on" in page
    assert "One." in page
    assert page.count("Two.") >= 2
    assert "Three." not in page


def test_what_it_says_now_cannot_be_put_back(saved, reader):
    page = words(reader.get(url(saved, "3/")))

    assert "This is what it says now." in page
    assert "Put these words back" not in page


def test_a_revision_is_put_back_as_the_newest_version(saved, reader):
    response = reader.post(url(saved, "1/"), {"version": "3"})

    assert response.status_code == 302
    assert Vision.objects.get().vision == "One."
    assert page_state(saved.plan, "vision").version == 4
    event = AuditEvent.objects.get(action="section.restored")
    assert (event.data["restored"], event.data["version"], event.actor_id) == (1, 4, saved.author.pk)
    assert verify()


def test_putting_back_over_a_newer_save_is_a_conflict(saved, reader):
    response = reader.post(url(saved, "1/"), {"version": "2"})

    assert response.status_code == 409
    assert Vision.objects.get().vision == "Three."
    assert 'action="/plans/samplebury/vision/"' in words(response)


def test_a_revision_that_is_not_kept_is_not_found(saved, reader):
    assert reader.get(url(saved, "9/")).status_code == 404
    assert reader.post(url(saved, "9/"), {"version": "3"}).status_code == 404


def test_the_history_of_a_page_that_nobody_saved_says_so(drafting, client):
    client.force_login(drafting.author)

    page = words(client.get(f"/plans/{drafting.plan.key}/risks/history/"))

    assert "Nobody has saved it yet." in page


def test_nothing_is_sent_to_a_list(saved, reader):
    assert reader.post(url(saved), {"version": "3", "main-vision": "Forged"}).status_code == 405
    assert Vision.objects.get().vision == "Three."


@pytest.mark.parametrize(("person", "reads", "restores"), [("signatory", 200, 403), ("stranger", 404, 404)])
def test_all_parties_read_the_history_and_only_authors_put_back(saved, client, person, reads, restores):
    client.force_login(getattr(saved, person))

    assert client.get(url(saved)).status_code == reads
    assert client.get(url(saved, "1/")).status_code == reads
    assert client.post(url(saved, "1/"), {"version": "3"}).status_code == restores
    assert Vision.objects.get().vision == "Three."


def test_nothing_is_put_back_into_a_frozen_plan(saved, reader):
    Plan.objects.update(status="frozen")

    assert reader.post(url(saved, "1/"), {"version": "3"}).status_code == 403
    assert "Put these words back" not in words(reader.get(url(saved, "1/")))
    assert Vision.objects.get().vision == "Three."


def test_rows_of_a_revision_come_back_under_their_ids_and_later_ones_go(complete, client):
    client.force_login(complete.author)
    desk = AuthorDesk(complete.author, complete.plan, "risks")
    desk.add_row("risks", risk="Second", cost="45.000").save()
    before = [(row.pk, row.risk) for row in Risk.objects.all()]
    desk = AuthorDesk(complete.author, complete.plan, "risks")
    desk.type(risks_0__DELETE="on", risks_1__risk="Changed").add_row("risks", risk="Third").save()

    response = client.post(f"/plans/{complete.plan.key}/risks/history/1/", {"version": "2"})

    assert response.status_code == 302
    assert [(row.pk, row.risk) for row in Risk.objects.all()] == before
    held = complete.content.section("risks").table("risks").rows[1].answer("cost").held
    assert held == "45.000"


def test_keyed_rows_of_a_revision_come_back(complete, client):
    client.force_login(complete.author)
    for text in ("First", "Second"):
        AuthorDesk(complete.author, complete.plan, "conditions").type(conditions_0__answer=text).save()

    response = client.post(f"/plans/{complete.plan.key}/conditions/history/1/", {"version": "2"})

    assert response.status_code == 302
    rows = complete.content.section("conditions").table("conditions").rows
    assert [row.value("answer") for row in rows] == ["First", "In every ward."]


def test_a_schemes_lines_come_back(complete, client):
    client.force_login(complete.author)
    scheme = complete.plan.scheme_rows.get()
    AuthorDesk(complete.author, complete.plan, scheme=scheme).type(main__title="Named").save()
    lines = list(Investment.objects.values_list("pk", "label", "stated"))
    AuthorDesk(complete.author, complete.plan, scheme=scheme).type(
        main__title="Renamed", main__concepts=[], investments_0__DELETE="on"
    ).save()

    response = client.post(f"/plans/{complete.plan.key}/schemes/{scheme.pk}/history/1/", {"version": "2"})

    assert response.status_code == 302
    assert list(Investment.objects.values_list("pk", "label", "stated")) == lines
    now = Scheme.objects.get()
    assert (now.title, now.concepts.count()) == ("Named", 1)


@pytest.fixture
def removed(complete):
    """A scheme saved once, then removed by the CCG."""
    scheme = complete.plan.scheme_rows.get()
    AuthorDesk(complete.author, complete.plan, scheme=scheme).type(main__title="Home care, at length").save()
    authoring.remove_scheme(complete.plan, scheme.pk, by=complete.nhs_author, at=timezone.now())
    return scheme


def test_a_removed_scheme_is_listed_with_who_removed_it(complete, removed, client):
    client.force_login(complete.signatory)

    page = words(client.get(f"/plans/{complete.plan.key}/schemes/removed/"))

    assert "Home care, at length" in page
    assert "by CCG author" in page
    assert "Put it back" not in page


def test_a_removed_scheme_is_put_back_with_its_lines(complete, removed, client):
    client.force_login(complete.author)
    page = words(client.get(f"/plans/{complete.plan.key}/schemes/removed/"))
    address = f"/plans/{complete.plan.key}/schemes/{removed.pk}/history/1/"

    response = client.post(address)

    assert f'action="{address}"' in page
    assert response.status_code == 302
    scheme = Scheme.objects.get()
    assert (scheme.pk, scheme.title) == (removed.pk, "Home care, at length")
    assert Investment.objects.filter(scheme=scheme).count() == 2
    assert "No scheme was removed." in words(client.get(f"/plans/{complete.plan.key}/schemes/removed/"))


def test_a_scheme_that_no_page_ever_saved_is_kept_when_it_is_removed(complete, client):
    client.force_login(complete.author)
    scheme = complete.plan.scheme_rows.get()
    authoring.remove_scheme(complete.plan, scheme.pk, by=complete.author, at=timezone.now())

    response = client.post(f"/plans/{complete.plan.key}/schemes/{scheme.pk}/history/0/")

    assert response.status_code == 302
    assert (Scheme.objects.get().title, Investment.objects.count()) == (scheme.title, 2)


def test_the_history_of_a_removed_scheme_can_be_read(complete, removed, client):
    client.force_login(complete.author)
    address = f"/plans/{complete.plan.key}/schemes/{removed.pk}/history/"

    listed, shown = words(client.get(address)), words(client.get(f"{address}1/"))

    assert "The scheme was removed." in listed
    assert "Put the scheme back with these words" in shown


def test_a_scheme_that_the_plan_never_had_has_no_history(complete, client):
    client.force_login(complete.author)
    unknown = "00000000-0000-4000-8000-000000000000"

    assert client.get(f"/plans/{complete.plan.key}/schemes/{unknown}/history/").status_code == 404
    assert client.post(f"/plans/{complete.plan.key}/schemes/{unknown}/history/1/").status_code == 404


def test_a_question_that_the_plans_template_asks_no_more_is_not_told_as_blanked(drafting, client):
    asked = "Of the pool of 2015/16, depends on performance"
    AuthorDesk(drafting.author, drafting.plan, "contributions").type(main__performance_linked="12.35").save()
    Plan.objects.filter(pk=drafting.plan.pk).update(template_key="jul-2014")
    AuthorDesk(drafting.author, drafting.plan, "contributions").type(main__agreed_second_year="100").save()
    client.force_login(drafting.author)
    history = f"/plans/{drafting.plan.key}/contributions/history/"

    listed, shown = words(client.get(history)), words(client.get(f"{history}2/"))

    assert f"{asked} (no longer asked)" in listed
    (row,) = [line for line in shown.split("<tr") if asked in line and "Before" in line]
    assert "£12.35" in row
    assert "Not asked" in row
    assert "Blank" not in row
