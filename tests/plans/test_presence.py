"""Who is at which page: seen by others, never by oneself, and gone when they are."""

import datetime as dt

import pytest

from plans.models import Plan, Presence
from plans.presence import ACTIVE, BEAT, RECENT, arrive, beat, leave, others_here, others_in
from tests.factories.plans import NOW
from tests.plans.desks import AuthorDesk

SECOND = dt.timedelta(seconds=1)


def seen(drafting, at, section="vision", user=None):
    return [
        (present.who, present.is_editing)
        for present in others_here(drafting.plan, section, None, user=user or drafting.nhs_author, at=at)
    ]


def came(drafting, at=NOW):
    arrive(drafting.plan, "vision", None, user=drafting.author, at=at)


def spoke(drafting, at=NOW):
    beat(drafting.plan, "vision", None, user=drafting.author, at=at)


def test_someone_who_opened_the_page_is_shown_to_others_only(drafting):
    came(drafting)

    assert seen(drafting, NOW) == [("Council author", False)]
    assert seen(drafting, NOW, user=drafting.author) == []
    assert seen(drafting, NOW, section="risks") == []


def test_a_page_that_speaks_is_being_edited_until_it_has_been_silent_for_long(drafting):
    came(drafting)
    spoke(drafting, NOW + SECOND)

    assert seen(drafting, NOW + SECOND + ACTIVE) == [("Council author", True)]
    assert seen(drafting, NOW + 2 * SECOND + ACTIVE) == []


def test_without_a_script_an_opening_counts_for_some_minutes(drafting):
    came(drafting)

    assert seen(drafting, NOW + RECENT) == [("Council author", False)]
    assert seen(drafting, NOW + RECENT + SECOND) == []


def test_a_beat_writes_at_most_once_in_fifteen_seconds(drafting, django_assert_num_queries):
    came(drafting)
    spoke(drafting)

    with django_assert_num_queries(1):
        spoke(drafting, NOW + BEAT / 2)
    with django_assert_num_queries(2):
        spoke(drafting, NOW + BEAT)

    assert Presence.objects.get().seen_at == NOW + BEAT


def test_a_beat_of_a_page_that_was_left_elsewhere_brings_it_back(drafting):
    came(drafting)
    leave(drafting.plan, "vision", None, user=drafting.author)
    gone = seen(drafting, NOW)

    spoke(drafting)

    assert (gone, seen(drafting, NOW)) == ([], [("Council author", True)])


def test_opening_again_and_in_two_tabs_is_one_presence(drafting):
    for _ in range(2):
        came(drafting)
        spoke(drafting)

    assert Presence.objects.count() == 1


def test_openings_of_yesterday_are_forgotten_when_someone_comes(drafting):
    came(drafting, NOW - dt.timedelta(days=1))

    arrive(drafting.plan, "risks", None, user=drafting.author, at=NOW)

    assert [row.section for row in Presence.objects.all()] == ["risks"]


def test_everyone_in_a_plan_is_read_in_one_query(complete, django_assert_num_queries):
    scheme = complete.plan.scheme_rows.get()
    came(complete)
    arrive(complete.plan, "schemes", scheme.pk, user=complete.author, at=NOW)

    with django_assert_num_queries(1):
        found = others_in(complete.plan, user=complete.nhs_author, at=NOW)

    assert {(present.section, present.row) for present in found} == {("vision", None), ("schemes", scheme.pk)}


def words(response):
    return " ".join(response.content.decode().split())


def test_the_page_says_who_else_has_it_open(drafting):
    AuthorDesk(drafting.author, drafting.plan)

    page = words(AuthorDesk(drafting.nhs_author, drafting.plan).response)

    assert "Council author opened this section at" in page
    assert "CCG author opened" not in page


def test_the_beat_says_who_is_editing_and_who_saved_meanwhile(drafting):
    mine, theirs = (AuthorDesk(person, drafting.plan) for person in (drafting.author, drafting.nhs_author))
    mine.client.post(f"{mine.url}here/", {"version": "0"})
    mine.type(main__vision="One").autosave()

    answer = words(theirs.client.post(f"{theirs.url}here/", {"version": "0"}))
    own = words(mine.client.post(f"{mine.url}here/", {"version": "0"}))

    assert "Council author is editing this section." in answer
    assert "Council author saved this page at" in answer
    assert "saved this page" not in own


def test_a_beat_changes_nothing_of_the_plan(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)
    before = Plan.objects.values().get()

    desk.client.post(f"{desk.url}here/", {"version": "0"})

    assert Plan.objects.values().get() == before


def test_leaving_is_told_at_once(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)

    response = desk.client.post(f"{desk.url}here/", {"left": "1"})

    assert response.status_code == 204
    assert not Presence.objects.exists()


def test_nobody_is_at_a_scheme_that_is_gone(complete):
    scheme = complete.plan.scheme_rows.get()
    desk = AuthorDesk(complete.author, complete.plan, scheme=scheme)
    scheme.delete()

    assert desk.client.post(f"{desk.url}here/").status_code == 204


@pytest.mark.parametrize(("person", "status"), [("signatory", 403), ("stranger", 404)])
def test_only_authors_have_a_presence(drafting, client, person, status):
    client.force_login(getattr(drafting, person))

    assert client.post(f"/plans/{drafting.plan.key}/vision/here/").status_code == status
    assert client.get(f"/plans/{drafting.plan.key}/vision/here/").status_code in {404, 405}
    assert not Presence.objects.exists()


def test_the_overview_says_who_edits_what(complete, client):
    scheme = complete.plan.scheme_rows.get()
    desk = AuthorDesk(complete.author, complete.plan, scheme=scheme)
    desk.client.post(f"{desk.url}here/")
    client.force_login(complete.signatory)

    page = words(client.get(f"/plans/{complete.plan.key}/"))

    assert f'Council author is editing <a class="govuk-link" href="{desk.url}">S1 Home care</a>' in page
