"""The page of a section, as each kind of person meets it, and as two authors meet on it."""

import pytest

from plans.models import HeldValue, Pool, Risk, SectionRevision, Vision
from tests.factories.plans import RiskFactory
from tests.markup import Markup
from tests.plans.posting import boxes, buttons, send
from tests.plans.views.meeting import PLAIN, SLUGS, everything, freeze, links_to, url


@pytest.mark.parametrize("slug", SLUGS)
def test_an_author_opens_every_section_and_opening_changes_no_row(author, complete, slug):
    before = everything()

    response = author.get(url(complete, slug))

    assert response.status_code == 200
    assert Markup(response).h1
    assert everything() == before


@pytest.mark.parametrize("slug", PLAIN)
def test_every_section_saves_as_it_was_shown(author, complete, slug):
    before = complete.content.fingerprint

    response = send(author, author.get(url(complete, slug)))

    assert response.status_code == 302
    assert complete.content.fingerprint == before


@pytest.mark.parametrize("slug", SLUGS)
def test_a_signatory_reads_every_section_and_why_it_is_not_theirs_to_write(client, complete, slug):
    client.force_login(complete.signatory)

    response = client.get(url(complete, slug))

    assert response.status_code == 200
    assert "Only authors of the council or a CCG in the plan can edit it." in response.content.decode()
    assert boxes(response) == {}


@pytest.mark.parametrize("slug", PLAIN)
def test_a_signatory_who_posts_is_refused_with_the_reason(client, complete, slug):
    client.force_login(complete.signatory)
    before = everything()

    response = client.post(url(complete, slug), {"version": "0", "main-vision": "Mine"})

    assert response.status_code == 403
    assert "Only authors of the council or a CCG in the plan can edit it." in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize("slug", SLUGS)
def test_a_stranger_does_not_know_of_the_plan(client, complete, slug):
    client.force_login(complete.stranger)

    assert client.get(url(complete, slug)).status_code == 404
    assert client.post(url(complete, slug), {"version": "0"}).status_code == 404


@pytest.mark.parametrize("slug", SLUGS)
def test_a_visitor_is_sent_to_sign_in(client, complete, slug):
    for response in (client.get(url(complete, slug)), client.post(url(complete, slug), {})):
        assert response.status_code == 302
        assert response["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("slug", ["paying", "risk", "Vision"])
def test_a_section_that_the_template_does_not_have_is_not_found(author, complete, slug):
    assert author.get(f"/plans/{complete.plan.key}/{slug}/").status_code == 404


# Saving


def test_a_save_goes_to_the_next_section_and_says_so(author, complete):
    response = send(author, author.get(url(complete)), {"main-vision": "One team, seven days."})

    assert response["Location"] == url(complete, "governance")
    assert "Saved: Vision, aims and planned changes." in author.get(response["Location"]).content.decode()
    assert Vision.objects.get().vision == "One team, seven days."


def test_a_save_names_what_could_not_be_read_and_leads_back_to_it(author, complete):
    posted = {"main-agreed_first_year": "45.000", "main-agreed_second_year": "<tbc>"}
    saved = send(author, author.get(url(complete, "contributions")), posted)

    page = author.get(saved["Location"]).content.decode()

    assert "2 answers could not be read and are not counted: " in page
    assert f'href="{url(complete, "contributions")}#id_main-agreed_first_year"' in page
    assert "“&lt;tbc&gt;”" in page


def test_save_and_come_back_later_goes_to_the_plan(author, complete):
    response = send(author, author.get(url(complete)), {"later": "1"})

    assert response["Location"] == complete.plan.get_absolute_url()


def test_the_last_section_leads_back_to_the_plan(author, complete):
    response = send(author, author.get(url(complete, SLUGS[-1])))

    assert response["Location"] == complete.plan.get_absolute_url()


def test_the_page_says_who_saved_it_last(author, complete):
    assert "Not saved here yet." in author.get(url(complete)).content.decode()

    send(author, author.get(url(complete)))

    assert "Last saved by Council author" in author.get(url(complete)).content.decode()


@pytest.mark.parametrize("typed", ["45.000", "460,,000", "£1,2 3", "1e9", "-5", str(10**15), "?", "TBC", "٤٥", "४५"])
def test_a_figure_that_cannot_be_read_is_kept_and_shown_with_what_to_type(author, complete, typed):
    response = send(author, author.get(url(complete, "contributions")), {"main-agreed_first_year": typed})
    page = author.get(url(complete, "contributions"))
    markup = Markup(page)

    assert response.status_code == 302
    assert boxes(page)["main-agreed_first_year"] == [typed]
    held = markup.by_id("id_main-agreed_first_year-held").text
    assert held.startswith("Not counted yet. ")
    assert "id_main-agreed_first_year-held" in markup.by_id("id_main-agreed_first_year")["aria-describedby"]
    assert Pool.objects.get().agreed_first_year is None


def test_a_figure_of_100_000_characters_comes_back_with_a_short_fault(author, complete):
    typed = "4" * 100_000

    response = send(author, author.get(url(complete, "contributions")), {"main-agreed_first_year": typed})

    assert response.status_code == 422
    assert boxes(response)["main-agreed_first_year"] == [typed]
    (link,) = [
        found for found in Markup(response).all("a") if found.attributes.get("href") == "#id_main-agreed_first_year"
    ]
    assert "is more than 1,000,000,000. Check the number of noughts." in link.text
    assert len(link.text) < 130
    assert Markup(response).title.startswith("Error: ")
    assert Pool.objects.get().agreed_first_year == 100


def test_what_was_typed_is_written_out_not_run(author, complete):
    typed = '"><script>alert(1)</script>'

    send(author, author.get(url(complete)), {"main-vision": typed})
    response = send(author, author.get(url(complete, "contributions")), {"main-agreed_first_year": typed})

    assert response.status_code == 302
    for slug in ("vision", "contributions"):
        assert "<script>alert" not in author.get(url(complete, slug)).content.decode()


def test_a_page_with_a_fault_keeps_every_other_word(author, complete):
    changes = {"main-vision": "x" * 20_001, "main-aims": "New aims", "main-alignment": "New ground"}

    response = send(author, author.get(url(complete)), changes)

    assert response.status_code == 422
    assert {name: boxes(response)[name] for name in changes} == {name: [value] for name, value in changes.items()}
    assert Vision.objects.get().aims == "Fewer stays."


def test_a_fault_in_a_row_is_named_with_its_row_and_linked_to_its_box(author, complete):
    response = send(author, author.get(url(complete, "risks")), {"risks-0-risk": "x" * 2_001})

    (link,) = links_to(response, "#id_risks-0-risk")
    assert link.text.startswith("Risk 1: ")
    assert Markup(response).by_id("id_risks-0-risk")


def test_a_page_with_a_fault_is_still_the_version_its_author_opened(author, other, complete):
    opened = author.get(url(complete))
    send(other, other.get(url(complete)), {"main-aims": "Theirs"})

    response = send(author, opened, {"main-vision": "x" * 20_001})
    again = send(author, response, {"main-vision": "Mine"}, url=url(complete))

    assert response.status_code == 409
    assert again.status_code == 302
    assert (Vision.objects.get().vision, Vision.objects.get().aims) == ("Mine", "Theirs")


@pytest.mark.parametrize("first", ["fault", "row"])
def test_a_page_that_came_back_does_not_write_over_what_was_saved_meanwhile(author, other, complete, first):
    slug = "risks"
    changes = {"risks-0-owner": "x" * 201} if first == "fault" else {"add": "risks"}
    response = send(author, author.get(url(complete, slug)), changes)
    assert response.status_code == (422 if first == "fault" else 200)
    send(other, other.get(url(complete, slug)), {"risks-0-owner": "Their director"})

    again = send(author, response, {"risks-0-owner": "Director of integration"}, url=url(complete, slug))

    assert again.status_code == 409
    assert Risk.objects.get().owner == "Their director"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"risks-0-row": "forged"}, 422),
        ({"risks-TOTAL_FORMS": None}, 422),
        ({"risks-0-likelihood": "9"}, 422),
        ({"version": "99"}, 409),
        ({"version": "forged"}, 302),
        ({"version": None}, 302),
        ({"risks-0-plan": "forged", "is_admin": "1"}, 302),
    ],
)
def test_a_forged_page_is_answered_and_harms_nothing(author, complete, changes, status):
    before = complete.content.fingerprint

    response = send(author, author.get(url(complete, "risks")), changes)

    assert response.status_code == status
    assert complete.content.fingerprint == before


def test_the_same_page_sent_twice_is_saved_once_and_then_compared(author, complete):
    opened = author.get(url(complete))

    first = send(author, opened, {"main-vision": "Mine"})
    second = send(author, opened, {"main-vision": "Mine"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Changed by both of you" not in second.content.decode()
    assert Vision.objects.get().vision == "Mine"


# Rows, with a script and without


@pytest.mark.parametrize("htmx", [True, False])
def test_a_row_is_added_removed_and_put_back(author, complete, htmx):
    headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
    opened = author.get(url(complete, "risks"))

    added = send(author, opened, {"add": "risks", "risks-0-owner": "Typed before"}, **headers)
    markup = Markup(added)

    assert added.status_code == 200
    assert markup.by_id("row-risks-1")
    assert markup.by_id("id_risks-TOTAL_FORMS")["value"] == "2"
    assert Risk.objects.count() == 1
    if htmx:
        assert "<h1" not in added.content.decode()
        assert markup.by_id("row-risks-1").attributes["data-focus-when-added"]
    else:
        assert boxes(added)["risks-0-owner"] == ["Typed before"]


def test_a_row_is_removed_only_when_the_page_is_saved(author, complete):
    removed = send(author, author.get(url(complete, "risks")), {"remove": "risks-0"})
    assert "will be removed when you save" in removed.content.decode()
    assert Risk.objects.count() == 1

    response = send(author, removed, url=url(complete, "risks"))

    assert response.status_code == 302
    assert not Risk.objects.exists()


def test_a_removed_row_is_put_back_with_every_word_and_date(author, complete):
    slug = "engagement"
    added = send(author, author.get(url(complete, slug)), {"add": "events"})
    typed = {
        "events-0-who": "Forum",
        "events-0-held_on_day": "3",
        "events-0-held_on_month": "Feb",
        "events-0-type": "acute",
    }
    removed = send(author, added, {**typed, "remove": "events-0"}, url=url(complete, slug))

    restored = send(author, removed, {"restore": "events-0"}, url=url(complete, slug))

    assert ("restore", "events-0") in buttons(removed)
    assert {name: boxes(restored)[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert "events-0-DELETE" not in boxes(restored)


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("table", ["conditions", "nothing", "main", ""])
def test_a_table_that_takes_no_rows_is_not_found(author, complete, table, htmx):
    headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}

    response = send(author, author.get(url(complete, "conditions")), {"add": table}, **headers)

    assert response.status_code == 404


@pytest.mark.parametrize("asked", ["remove", "restore"])
def test_a_row_that_the_page_does_not_have_changes_nothing(author, complete, asked):
    opened = author.get(url(complete, "risks"))

    with_script = send(author, opened, {asked: "risks-9"}, HTTP_HX_REQUEST="true")
    without = send(author, opened, {asked: "risks-9"})

    assert (with_script.status_code, without.status_code) == (404, 200)
    assert Risk.objects.count() == 1


def test_the_two_hundred_and_first_row_is_refused_and_nothing_typed_is_lost(author, complete):
    opened = author.get(url(complete, "risks"))
    rows = {f"risks-{place}-risk": f"Risk {place}" for place in range(1, 201)}

    response = send(author, opened, {**rows, "risks-TOTAL_FORMS": "201"})

    assert response.status_code == 422
    assert "A table holds at most 200 rows." in response.content.decode()
    assert boxes(response)["risks-200-risk"] == ["Risk 200"]
    assert Risk.objects.count() == 1


def test_words_written_while_the_plan_was_frozen_are_shown_to_be_kept(author, complete):
    opened = author.get(url(complete))
    freeze(complete)

    response = send(author, opened, {"main-vision": "Words nobody else has", "main-aims": "x" * 20_001})

    assert response.status_code == 409
    assert "Words nobody else has" in response.content.decode()
    assert "x" * 20_001 in response.content.decode()
    assert "The plan was frozen while you wrote" in response.content.decode()
    assert Vision.objects.get().vision == "One team."


def test_a_plan_that_is_frozen_is_read_not_written(author, complete):
    freeze(complete)

    response = author.get(url(complete))

    assert "The plan is frozen. Until it is taken up for assurance an author can reopen it" in response.content.decode()
    assert boxes(response) == {}


# Every state of the page costs the same


@pytest.mark.parametrize("slug", ["risks", "contributions"])
def test_a_page_asks_the_database_as_often_for_many_rows_as_for_one(author, complete, slug, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.factories.plans import ContributionFactory

    author.get(url(complete, slug))
    with CaptureQueriesContext(connection) as few:
        author.get(url(complete, slug))
    for _ in range(30):
        RiskFactory(plan=complete.plan)
        ContributionFactory(plan=complete.plan, organisation=complete.ccg, funding_source=complete.source)

    with django_assert_num_queries(len(few)):
        author.get(url(complete, slug))


def test_what_was_held_for_a_removed_row_does_not_linger(author, complete):
    send(author, author.get(url(complete, "risks")), {"risks-0-cost": "?"})
    assert HeldValue.objects.count() == 1
    removed = send(author, author.get(url(complete, "risks")), {"remove": "risks-0"})

    send(author, removed, url=url(complete, "risks"))

    assert not HeldValue.objects.exists()
    assert SectionRevision.objects.filter(state__section="risks").count() == 3
