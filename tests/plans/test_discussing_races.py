"""Two people at once on PostgreSQL: replies, the same reply twice, resolving against replying."""

import pytest

from plans import discussing
from plans.models import Comment, CommentThread
from tests.factories.approvals import NOW, a_place
from tests.factories.comments import a_thread, message
from tests.races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place():
    return a_place()


@pytest.fixture
def thread(place):
    return a_thread(place.plan, place.council_author)


@pytest.mark.parametrize("attempt", range(5))
def test_two_replies_at_once_are_both_kept_each_with_a_number_of_its_own(place, thread, attempt):
    sent = [
        message(place.council_author, "Mine.", organisation=place.council),
        message(place.nhs_author, "Ours.", organisation=place.ccgs[0]),
    ]

    at_once(*(lambda one=one: discussing.reply(thread, one, at=NOW) for one in sent))

    kept = Comment.objects.filter(thread=thread).order_by("number").values_list("number", "text")
    assert [number for number, _ in kept] == [1, 2, 3]
    assert {text for _, text in kept[1:]} == {"Mine.", "Ours."}


@pytest.mark.parametrize("attempt", range(5))
def test_a_reply_sent_twice_at_once_is_kept_once(place, thread, attempt):
    sent = message(place.nhs_author, "Ours.", organisation=place.ccgs[0])

    first, second = at_once(*[lambda: discussing.reply(thread, sent, at=NOW)] * 2)

    assert first.pk == second.pk
    assert Comment.objects.filter(thread=thread).count() == 2


@pytest.mark.parametrize("attempt", range(5))
def test_a_reply_against_resolving_is_kept(place, thread, attempt):
    sent = message(place.nhs_author, "Ours.", organisation=place.ccgs[0])

    _, settled = at_once(
        lambda: discussing.reply(thread, sent, at=NOW),
        lambda: discussing.resolve(thread, by=place.council_author, at=NOW),
    )

    assert settled
    assert CommentThread.objects.get().resolved_by == place.council_author
    assert Comment.objects.filter(thread=thread, text="Ours.").count() == 1
