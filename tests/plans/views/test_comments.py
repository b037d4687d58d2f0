"""The pages of comments: begun at a place, answered, settled; nobody outside an audience learns of a thread."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans import authoring, discussing
from plans.models import Audience, Comment, CommentThread, Mention, Risk, Scheme
from plans.permissions import people_to_tell
from plans.places import Spot
from tests.factories.approvals import NOW, a_place
from tests.factories.comments import a_thread, message
from tests.factories.plans import RiskFactory

SECRET = "Between us: the figure is wrong."


@pytest.fixture
def place(db):
    return a_place()


@pytest.fixture
def enter():
    """A browser of someone."""

    def open_browser(person):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_browser


def base(place):
    return reverse("plans:comments", args=[place.plan.key])


def new(place, section="vision", **more):
    query = "&".join(f"{name}={value}" for name, value in {"section": section, **more}.items())
    return f"{base(place)}new/?{query}"


def sent(text="Where does this come from?", **more):
    return {"token": "a" * 32, "text": text, "audience": "partners", **more}


def test_a_comment_on_a_question_is_begun_read_answered_and_resolved(place, enter):
    council, nhs = enter(place.council_author), enter(place.nhs_author)
    begun = council.post(new(place), sent(field="vision", tell=[place.nhs_author.pk]), follow=True)
    assert "Your comment is added." in begun.content.decode()

    url = begun.redirect_chain[-1][0]
    read = nhs.get(url).content.decode()
    assert "Where does this come from?" in read
    assert f"Told: {place.nhs_author}" in read
    assert Mention.objects.get().seen_at is not None
    answered = nhs.post(url, {"token": "b" * 32, "text": "From the board paper."}, follow=True)
    assert "From the board paper." in answered.content.decode()
    settled = nhs.post(url, {"act": "resolve"}, follow=True).content.decode()

    assert f"by {place.nhs_author}" in " ".join(settled.split())
    thread = CommentThread.objects.get()
    assert (thread.field, thread.said != "", thread.resolved_by) == ("vision", True, place.nhs_author)


def test_page_says_when_an_assurer_hears_of_a_comment(place, enter):
    council = enter(place.council_author)
    offered = council.get(new(place)).content.decode()
    hint = "Sees it only while a submitted version is with NHS England"
    assert offered.count(hint) == sum(not person.is_party for person in people_to_tell(place.plan)) > 0

    tell = [place.nhs_author.pk, place.assurer.pk]
    begun = council.post(new(place), sent(audience="assurers", tell=tell), follow=True)

    page = " ".join(begun.content.decode().split())
    later = "(not opened yet; an assurer sees it only while a submitted version is with NHS England)"
    assert f"{place.assurer} {later}" in page
    assert f"{place.nhs_author} {later}" not in page
    Mention.objects.update(seen_at=NOW)
    assert later not in council.get(begun.redirect_chain[-1][0]).content.decode()


def test_a_section_names_its_comments_at_the_question_and_the_row(place, enter):
    risk = Risk.objects.get(plan=place.plan)
    spot = Spot("risks", "Risk register", row=risk.pk, row_title="Risk 1", field="mitigation", question="Mitigation")
    thread = a_thread(place.plan, place.council_author, spot=spot)
    client = enter(place.nhs_author)

    page = client.get(reverse("plans:section", args=[place.plan.key, "risks"])).content.decode()

    assert page.count(f'href="{base(place)}{thread.pk}/"') == 3
    assert "Comments (1)" in page
    a_thread(place.plan, place.council_author, spot=spot)
    page = client.get(reverse("plans:section", args=[place.plan.key, "risks"])).content.decode()
    listed = re.search(rf'href="({re.escape(base(place))}\?[^"]*row={risk.pk}[^"]*)"', page)[1].replace("&amp;", "&")
    assert "2 found at this place." in client.get(listed).content.decode()


def test_the_table_of_schemes_counts_what_its_reader_may_know(place, enter):
    scheme = Scheme.objects.get(plan=place.plan)
    spot = Spot("schemes", "Schemes", page_row=scheme.pk, row=scheme.pk)
    a_thread(place.plan, place.council_author, spot=spot)
    a_thread(place.plan, place.council_author, SECRET, spot=spot, audience="organisation")
    url = reverse("plans:schemes", args=[place.plan.key])
    link = reverse("plans:scheme", args=[place.plan.key, scheme.pk]) + "#comments-heading"

    theirs, ours = (enter(person).get(url).content.decode() for person in (place.nhs_author, place.council_author))

    assert (f'href="{link}">1 open' in theirs, f'href="{link}">2 open' in ours) == (True, True)


def test_rows_of_a_frozen_plan_and_of_a_version_lead_to_their_comments(place, enter):
    risk = Risk.objects.get(plan=place.plan)
    thread = a_thread(place.plan, place.council_author, spot=Spot("risks", "Risks", row=risk.pk))
    place.freeze()
    client = enter(place.nhs_author)
    pages = [("plans:section", "risks"), ("plans:version", 1)]

    for name, which in pages:
        page = client.get(reverse(name, args=[place.plan.key, which])).content.decode()
        assert re.search(rf'href="{base(place)}{thread.pk}/">Comments \(1\)', page), name


def test_a_line_that_was_removed_leaves_its_comments_readable(place, enter):
    scheme = Scheme.objects.get(plan=place.plan)
    client = enter(place.council_author)
    client.post(new(place, "schemes", row=scheme.pk), sent(field="title"))
    authoring.remove_scheme(place.plan, scheme.pk, by=place.council_author, at=NOW)

    thread = CommentThread.objects.get()
    page = client.get(f"{base(place)}{thread.pk}/").content.decode()

    assert "On a line since removed" in page
    assert thread.row_title in page
    listed = client.get(reverse("plans:schemes", args=[place.plan.key])).content.decode()
    assert "on a line or question since removed" in listed
    assert "on a line or question since removed" in client.get(base(place)).content.decode()


def test_words_about_a_line_removed_meanwhile_are_given_back(place, enter):
    risk = RiskFactory(plan=place.plan)
    client = enter(place.council_author)
    url = new(place, "risks", row=risk.pk)
    assert client.get(url).status_code == 200
    risk.delete()

    answer = client.post(url, sent("Who owns this risk?"))

    assert answer.status_code == 409
    assert "Who owns this risk?" in answer.content.decode()
    assert "The line was removed while you wrote." in answer.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"text": "  "}, "Enter your comment."),
        ({"text": "a" * 5_001}, "Your comment: use 5,000 characters or fewer. There are 5,001."),
        ({"audience": ""}, "Choose who may read your comment."),
        ({"audience": "everyone"}, "choose from the answers offered here"),
    ],
)
def test_a_comment_that_cannot_be_kept_comes_back_with_what_is_wrong(place, enter, given, told):
    answer = enter(place.council_author).post(new(place), sent(**given))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert given.get("text", "Where does this come from?").strip() in page
    assert not Comment.objects.exists()


def test_nobody_is_told_of_what_they_may_not_read(place, enter):
    inside = f"organisation:{place.council.pk}"

    answer = enter(place.council_author).post(new(place), sent(audience=inside, tell=[place.nhs_author.pk]))

    assert answer.status_code == 422
    assert "cannot read a comment for" in answer.content.decode()
    assert not Mention.objects.exists()


def test_an_organisation_of_others_cannot_be_chosen(place, enter):
    answer = enter(place.council_author).post(new(place), sent(audience=f"organisation:{place.ccgs[0].pk}"))

    assert answer.status_code == 422


def test_sending_a_comment_twice_keeps_one(place, enter):
    client = enter(place.council_author)

    answers = [client.post(new(place), sent()) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Comment.objects.count() == 1


def test_a_reply_to_what_was_resolved_meanwhile_is_kept_and_said_so(place, enter):
    thread = a_thread(place.plan, place.council_author)
    discussing.resolve(thread, by=place.council_author, at=NOW)

    page = enter(place.nhs_author).post(
        f"{base(place)}{thread.pk}/", {"token": "b" * 32, "text": "One more thing."}, follow=True
    )

    assert "had resolved these comments meanwhile" in page.content.decode()
    assert "One more thing." in page.content.decode()


def test_an_audience_is_widened_on_purpose(place, enter):
    thread = a_thread(place.plan, place.council_author, audience="organisation")
    client, url = enter(place.council_author), f"{base(place)}{thread.pk}/"

    assert client.post(url, {"act": "widen", "audience": "organisation", "seen": "1"}).status_code == 422
    discussing.reply(thread, message(place.council_signatory, SECRET), at=NOW)
    assert client.post(url, {"act": "widen", "audience": "partners", "seen": "1"}).status_code == 409
    assert client.post(url, {"act": "widen", "audience": "partners", "seen": "2"}).status_code == 302

    thread.refresh_from_db()
    assert thread.audience == Audience.PARTNERS


def test_a_message_is_withdrawn_by_its_author_alone(place, enter):
    thread = a_thread(place.plan, place.council_author, "Said too soon.")
    url = f"{base(place)}{thread.pk}/"

    assert enter(place.nhs_author).post(url, {"act": "withdraw", "number": "1"}).status_code == 403
    page = enter(place.council_author).post(url, {"act": "withdraw", "number": "1"}, follow=True).content.decode()

    assert "Withdrawn by its author" in page
    assert "Said too soon." not in page


def test_a_signatory_does_not_settle_what_others_began(place, enter):
    thread = a_thread(place.plan, place.council_author)

    for act in ("resolve", "reopen", "widen"):
        answer = enter(place.council_signatory).post(f"{base(place)}{thread.pk}/", {"act": act})
        assert answer.status_code == 403


def test_the_list_is_narrowed_by_state_section_and_person(place, enter):
    mine = a_thread(place.plan, place.council_author, "First.", tell=[place.nhs_author])
    settled = a_thread(place.plan, place.nhs_author, "Second.", spot=Spot("risks", "Risk register"))
    discussing.resolve(settled, by=place.nhs_author, at=NOW)
    council, nhs = enter(place.council_author), enter(place.nhs_author)

    def found(client, query):
        return {line.thread.pk for line in client.get(f"{base(place)}?{query}").context["lines"]}

    assert found(council, "") == {mine.pk}
    assert found(council, "show=resolved") == {settled.pk}
    assert found(council, "show=mine") == {mine.pk}
    assert found(nhs, "show=mentions") == {mine.pk}
    assert found(council, "show=mentions") == set()
    assert found(council, "show=all&section=risks") == {settled.pk}
    assert found(council, "show=nonsense&row=nonsense&page=99") == {mine.pk}


@pytest.mark.parametrize("query", ["section=nothing", "section=risks&row=nonsense", "section=vision&field=nothing"])
def test_a_place_that_the_plan_does_not_have_is_not_found(place, enter, query):
    assert enter(place.council_author).get(f"{base(place)}new/?{query}").status_code == 404


# Who learns of a thread


WHERE = ["plans:comments", "plans:overview", "plans:section", "plans:schemes", "approvals:history", "approvals:home"]


def addresses(place):
    names = {"plans:section": [place.plan.key, "vision"], "approvals:home": []}
    return [reverse(name, args=names.get(name, [place.plan.key])) for name in WHERE]


def as_read(client, url):
    """A page without what differs at every visit."""
    page = client.get(url).content.decode()
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"|name="sitting" value="\w+"', "", page)


@pytest.mark.parametrize("who", ["nhs_author", "chair"])
def test_no_page_differs_for_someone_outside_the_audience(place, enter, who):
    client = enter(getattr(place, who))
    before = [as_read(client, url) for url in addresses(place)]
    before = [as_read(client, url) for url in addresses(place)]

    thread = a_thread(place.plan, place.council_author, SECRET, audience="organisation", tell=[place.council_signatory])
    discussing.reply(thread, message(place.council_signatory), at=NOW)
    discussing.resolve(thread, by=place.council_author, at=NOW)
    discussing.reopen(thread, by=place.council_author, at=NOW)

    assert [as_read(client, url) for url in addresses(place)] == before
    for method in (client.get, client.post):
        assert method(f"{base(place)}{thread.pk}/").status_code == 404


def test_those_inside_the_audience_find_it(place, enter):
    thread = a_thread(place.plan, place.council_author, SECRET, audience="organisation")

    page = enter(place.council_signatory).get(base(place)).content.decode()

    assert SECRET in page
    assert f"Only {place.council}" in page
    assert enter(place.council_signatory).get(f"{base(place)}{thread.pk}/").status_code == 200


def test_a_person_who_left_the_organisation_no_longer_reads_it(place, enter):
    from itf.accounts.membership import leave
    from itf.accounts.models import Role

    thread = a_thread(place.plan, place.council_author, SECRET, audience="organisation", tell=[place.council_signatory])
    leave(place.council_signatory, place.council, Role.SIGNATORY)

    client = enter(place.council_signatory)
    assert client.get(f"{base(place)}{thread.pk}/").status_code == 404
    assert SECRET not in client.get("/").content.decode()


# Every number of threads costs the same


@pytest.mark.parametrize("name", ["plans:comments", "plans:section", "plans:schemes", "plans:overview"])
def test_a_page_asks_the_database_as_often_for_many_threads_as_for_one(place, enter, name, django_assert_num_queries):
    client = enter(place.nhs_author)
    args = [place.plan.key, "vision"] if name == "plans:section" else [place.plan.key]
    spot = Spot("schemes", "Schemes") if name == "plans:schemes" else Spot("vision", "Vision")
    a_thread(place.plan, place.council_author, spot=spot)
    url = reverse(name, args=args)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    expected = len(one)
    for number in range(15):
        thread = a_thread(place.plan, place.council_author, f"Comment {number}", spot=spot, tell=[place.nhs_author])
        discussing.reply(thread, message(place.nhs_author), at=NOW)

    with django_assert_num_queries(expected):
        client.get(url)


def test_a_thread_asks_the_database_as_often_for_many_messages_as_for_one(place, enter, django_assert_num_queries):
    client = enter(place.nhs_author)
    thread = a_thread(place.plan, place.council_author, tell=[place.chair])
    url = f"{base(place)}{thread.pk}/"
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    expected = len(one)
    for _ in range(15):
        discussing.reply(thread, message(place.council_author, tell=[place.chair, place.nhs_author]), at=NOW)
    client.get(url)

    with django_assert_num_queries(expected):
        client.get(url)
