"""The list of schemes, the page of each, its removal, and the way back."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Investment, Scheme, SectionState
from plans.presence import beat
from tests.factories.plans import HeldValueFactory, InvestmentFactory, SchemeFactory, a_plan
from tests.markup import Markup
from tests.plans.posting import boxes, send
from tests.plans.views.meeting import choices, compared, everything, freeze


@pytest.fixture
def scheme(complete):
    return complete.plan.scheme_rows.get()


def list_url(complete):
    return reverse("plans:section", args=[complete.plan.key, "schemes"])


def page_url(complete, scheme_id):
    return reverse("plans:scheme", args=[complete.plan.key, scheme_id])


def remove_url(complete, scheme_id):
    return reverse("plans:scheme-remove", args=[complete.plan.key, scheme_id])


def urls(complete, scheme_id):
    return [list_url(complete), page_url(complete, scheme_id), remove_url(complete, scheme_id)]


# Who meets what


def test_an_author_opens_all_three_and_opening_changes_no_row(author, complete, scheme):
    before = everything()

    for url in urls(complete, scheme.pk):
        assert author.get(url).status_code == 200

    assert everything() == before


def test_a_signatory_reads_and_is_refused_when_writing(client, complete, scheme):
    client.force_login(complete.signatory)
    before = everything()

    read = [client.get(url) for url in (list_url(complete), page_url(complete, scheme.pk))]
    refused = [client.post(url, {"version": "0"}) for url in urls(complete, scheme.pk)]
    refused.append(client.get(remove_url(complete, scheme.pk)))

    assert [response.status_code for response in read] == [200, 200]
    assert all("Only authors of the council or a CCG" in response.content.decode() for response in read + refused)
    assert {response.status_code for response in refused} == {403}
    assert everything() == before


def test_a_stranger_and_a_visitor_meet_nothing(client, complete, scheme):
    for url in urls(complete, scheme.pk):
        assert client.get(url)["Location"].startswith("/account/sign-in/")

    client.force_login(complete.stranger)

    for url in urls(complete, scheme.pk):
        assert client.get(url).status_code == 404
        assert client.post(url, {}).status_code == 404


def test_a_scheme_of_another_plan_is_not_found(author, complete):
    elsewhere = SchemeFactory(plan=a_plan("elsewhere").plan)

    for scheme_id in (elsewhere.pk, uuid.uuid4()):
        assert author.get(page_url(complete, scheme_id)).status_code == 404
        assert author.post(page_url(complete, scheme_id), {"put_back": "1"}).status_code == 404
        assert author.get(remove_url(complete, scheme_id)).status_code == 404
    assert Scheme.objects.filter(pk=elsewhere.pk).exists()


# The list


def test_the_list_shows_each_scheme_with_its_totals_and_what_is_to_settle(author, complete, scheme):
    SchemeFactory(plan=complete.plan, ref="S2", title="", position=30_001)

    rows = [row.text for row in Markup(author.get(list_url(complete))).all("tr")]

    assert any(row.startswith("S1 Home care") and "£100" in row and "£200" in row and "None" in row for row in rows)
    assert any(row.startswith("S2") and "to settle" in row for row in rows)


def test_a_scheme_is_added_and_opened(author, complete):
    response = send(author, author.get(list_url(complete)), {}, form_id="")

    added = Scheme.objects.get(ref="S2")
    assert response["Location"] == page_url(complete, added.pk)
    assert author.get(response["Location"]).status_code == 200


def test_a_scheme_is_not_added_to_a_frozen_plan(author, complete):
    freeze(complete)

    response = author.post(list_url(complete))

    assert response.status_code == 403
    assert "The plan is frozen." in response.content.decode()
    assert Scheme.objects.count() == 1


@pytest.mark.parametrize("page", ["list", "scheme"])
def test_no_page_asks_the_database_more_often_for_many_schemes(
    author, complete, scheme, page, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = list_url(complete) if page == "list" else page_url(complete, scheme.pk)
    author.get(url)
    with CaptureQueriesContext(connection) as few:
        author.get(url)
    for _ in range(30):
        added = SchemeFactory(plan=complete.plan)
        for _ in range(3):
            InvestmentFactory(scheme=added, funding_source=complete.source)
        InvestmentFactory(scheme=scheme, funding_source=complete.source)

    with django_assert_num_queries(len(few)):
        author.get(url)


# The page of one scheme


def test_a_scheme_saves_as_it_was_shown(author, complete, scheme):
    before = complete.content.fingerprint

    response = send(author, author.get(page_url(complete, scheme.pk)))

    assert response["Location"] == list_url(complete)
    assert complete.content.fingerprint == before


def test_save_and_stay(author, complete, scheme):
    response = send(author, author.get(page_url(complete, scheme.pk)), {"stay": "1", "main-title": "Care at home"})

    assert response["Location"] == page_url(complete, scheme.pk)
    assert "Saved: S1 Care at home." in author.get(response["Location"]).content.decode()


def test_the_two_lines_of_the_story_are_typed_and_counted(author, complete, scheme):
    page = author.get(page_url(complete, scheme.pk))
    line = {"label": "2 social workers", "year": "2015/16", "basis": "rate", "quantity": "2", "rate": "33.35",
            "units_per_period": "35", "periods": "52", "stated": "120,000"}  # fmt: skip

    added = send(author, page, {"add": "investments"})
    typed = {f"investments-2-{name}": value for name, value in line.items()}
    send(author, added, {**typed, "stay": "1"}, url=page_url(complete, scheme.pk))
    saved = author.get(page_url(complete, scheme.pk)).content.decode()

    assert "£120,000" in saved
    assert "£1,394 short of quantity × rate × periods" in saved


@pytest.mark.parametrize("table", ["investments", "benefits", "outcomes"])
@pytest.mark.parametrize("htmx", [True, False])
def test_rows_of_every_table_of_a_scheme_are_added(author, complete, scheme, table, htmx):
    headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
    page = author.get(page_url(complete, scheme.pk))
    place = boxes(page)[f"{table}-TOTAL_FORMS"][0]

    added = Markup(send(author, page, {"add": table}, **headers))

    assert added.by_id(f"row-{table}-{place}")


def test_the_table_of_schemes_is_no_table_of_a_scheme(author, complete, scheme):
    page = author.get(page_url(complete, scheme.pk))

    assert send(author, page, {"add": "schemes"}).status_code == 404


def test_two_authors_of_one_scheme_settle_its_title_and_keep_each_others_lines(author, other, complete, scheme):
    url = page_url(complete, scheme.pk)
    mine = send(author, author.get(url), {"add": "investments"})
    theirs = send(other, other.get(url), {"add": "investments"})
    send(other, theirs, {"main-title": "Theirs", "investments-2-label": "Their line"}, url=url)

    conflict = send(author, mine, {"main-title": "Mine", "investments-2-label": "My line"}, url=url)
    (choice,) = choices(conflict)
    response = send(author, conflict, {choice: "theirs", "stay": "1"}, url=url)

    assert conflict.status_code == 409
    assert compared(conflict) == ["Home care", "Mine", "Theirs"]
    assert response.status_code == 302
    assert Scheme.objects.get().title == "Theirs"
    assert set(Investment.objects.values_list("label", flat=True)) == {"Staff", "My line", "Their line"}


def test_authors_of_two_schemes_do_not_meet(author, other, complete, scheme):
    second = SchemeFactory(plan=complete.plan, ref="S2")
    mine = author.get(page_url(complete, scheme.pk))
    send(other, other.get(page_url(complete, second.pk)), {"main-title": "Theirs"})

    assert send(author, mine, {"main-title": "Mine"}).status_code == 302


def test_a_scheme_is_read_alone_by_those_who_do_not_write(client, complete, scheme):
    SchemeFactory(plan=complete.plan, ref="S2", title="Another scheme")
    client.force_login(complete.signatory)

    page = client.get(page_url(complete, scheme.pk)).content.decode()

    assert "More hours at home." in page
    assert "Another scheme" not in page


# Removed, and removed while someone wrote


def remove(client, complete, scheme_id):
    return client.post(remove_url(complete, scheme_id))


def test_the_question_says_who_is_at_the_scheme(author, complete, scheme):
    beat(complete.plan, "schemes", scheme.pk, user=complete.nhs_author, at=timezone.now())

    question = author.get(remove_url(complete, scheme.pk)).content.decode()

    assert f"{complete.nhs_author} is editing this scheme now. Speak to them" in question


def test_a_scheme_is_removed_after_a_question(author, complete, scheme):
    question = author.get(remove_url(complete, scheme.pk))
    assert "Remove S1 Home care?" in question.content.decode()

    response = remove(author, complete, scheme.pk)

    assert response["Location"] == list_url(complete)
    assert "Removed: S1 Home care." in author.get(list_url(complete)).content.decode()
    assert not Scheme.objects.exists()


def test_a_scheme_removed_twice_is_removed_once(author, complete, scheme):
    remove(author, complete, scheme.pk)

    response = remove(author, complete, scheme.pk)

    assert response.status_code == 302
    assert "The scheme was removed already." in author.get(list_url(complete)).content.decode()


def test_a_scheme_of_a_frozen_plan_is_not_removed(author, complete, scheme):
    freeze(complete)

    assert remove(author, complete, scheme.pk).status_code == 403
    assert Scheme.objects.exists()


@pytest.fixture
def gone(author, other, complete, scheme):
    """Someone's page of a scheme, filled in after another author removed it."""
    page = author.get(page_url(complete, scheme.pk))
    remove(other, complete, scheme.pk)
    return send(
        author,
        page,
        {
            "main-title": "My title",
            "main-description": "First\n\nsecond",
            "investments-0-stated": "45.000",
            "main-starts_on_day": "1",
            "main-starts_on_month": "4",
            "main-starts_on_year": "2014",
            "outcomes-0-target": "12.5",
        },
    )


def test_the_words_for_a_scheme_removed_meanwhile_are_shown_and_it_can_be_put_back(author, complete, scheme, gone):
    page = gone.content.decode()

    assert gone.status_code == 409
    assert "CCG author removed it on" in page
    assert "My title" in page
    assert "45.000" in page
    assert not Scheme.objects.exists()


def test_a_scheme_is_put_back_with_every_word_at_its_old_address(author, complete, scheme, gone):
    response = send(author, gone, {"put_back": "1"}, form_id="")

    again = Scheme.objects.get()
    assert response.status_code == 302
    assert (again.pk, again.ref, again.title) == (scheme.pk, "S1", "My title")
    assert again.description == "First\n\nsecond"
    assert again.starts_on.isoformat() == "2014-04-01"
    assert again.concepts.count() == 1
    (row,) = complete.content.section("schemes").table("schemes").rows
    assert row.table("investments").rows[0].answer("stated").held == "45.000"
    assert len(row.table("investments").rows) == 2
    assert row.table("outcomes").rows[0].value("target") == "12.5"


def test_a_scheme_put_back_by_a_double_click_is_there_once(author, complete, gone):
    first = send(author, gone, {"put_back": "1"}, form_id="")
    second = send(author, gone, {"put_back": "1"}, form_id="")

    assert (first.status_code, second.status_code) == (302, 409)
    assert Scheme.objects.count() == 1
    assert Investment.objects.count() == 2


def test_a_scheme_put_back_with_a_fault_is_corrected_at_its_own_address(author, other, complete, scheme):
    page = author.get(page_url(complete, scheme.pk))
    remove(other, complete, scheme.pk)
    gone = send(author, page, {"main-title": "x" * 201})

    faulty = send(author, gone, {"put_back": "1"}, form_id="")
    response = send(author, faulty, {"main-title": "Short"}, url=page_url(complete, scheme.pk))

    assert faulty.status_code == 422
    assert boxes(faulty)["main-title"] == ["x" * 201]
    assert response.status_code == 302
    assert Scheme.objects.get().title == "Short"
    assert Investment.objects.count() == 2


def test_leaving_it_removed_leaves_it_removed(author, complete, gone):
    assert author.get(list_url(complete)).status_code == 200
    assert not Scheme.objects.exists()


def test_a_removed_scheme_has_no_page_to_open(author, complete, scheme):
    remove(author, complete, scheme.pk)

    assert author.get(page_url(complete, scheme.pk)).status_code == 404


def test_a_scheme_removed_and_a_plan_frozen_meanwhile_still_shows_the_words(author, other, complete, scheme):
    page = author.get(page_url(complete, scheme.pk))
    remove(other, complete, scheme.pk)
    freeze(complete)

    response = send(author, page, {"main-title": "Words nobody else has"})

    assert response.status_code == 409
    assert "Words nobody else has" in response.content.decode()
    assert not Scheme.objects.exists()


def test_only_an_author_puts_a_scheme_back(client, complete, scheme, author):
    remove(author, complete, scheme.pk)
    client.force_login(complete.signatory)

    response = client.post(page_url(complete, scheme.pk), {"put_back": "1"})

    assert response.status_code == 403
    assert not Scheme.objects.exists()


def test_what_is_held_is_shown_again_after_a_scheme_was_put_back(author, complete, scheme, gone):
    HeldValueFactory(plan=complete.plan)
    send(author, gone, {"put_back": "1"}, form_id="")

    page = author.get(page_url(complete, scheme.pk))

    assert boxes(page)["investments-0-stated"] == ["45.000"]
    assert SectionState.objects.get(row=scheme.pk).version == 3
