"""Writing comments: threads, replies, settling, wider audiences, withdrawing; nothing of it is in the plan."""

import pytest
from django.db import IntegrityError, transaction

from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans import discussing
from plans.gather import plan_content
from plans.models import Audience, Comment, CommentThread, Mention
from plans.permissions import reader_of
from plans.readers import can_settle, can_withdraw
from tests.factories.approvals import NOW, a_place
from tests.factories.comments import VISION, a_thread, message


@pytest.fixture
def place(db):
    return a_place()


def test_a_thread_keeps_the_words_of_its_place_and_the_state_of_the_plan(place):
    thread = a_thread(place.plan, place.council_author, tell=[place.nhs_author])

    comment = thread.comments.get()
    assert (thread.place, thread.seen_by) == ("Vision", "All partners of the plan")
    assert (comment.number, comment.written_on, comment.organisation) == (1, "on the draft", place.council)
    assert Mention.objects.get().user == place.nhs_author
    assert verify()


def test_comments_change_no_fingerprint_and_not_when_the_plan_changed(place):
    before, changed_at = plan_content(place.plan).fingerprint, place.plan.changed_at

    a_thread(place.plan, place.council_author)

    place.plan.refresh_from_db()
    assert plan_content(place.plan).fingerprint == before
    assert place.plan.changed_at == changed_at


def test_a_frozen_plan_is_commented_on_and_the_version_is_noted(place):
    thread = a_thread(place.plan, place.council_author)
    place.freeze()

    reply = discussing.reply(thread, message(place.chair), at=NOW)
    place.plan.refresh_from_db()
    place.change("vision")

    assert reply.written_on == "on version 1"
    assert [comment.number for comment in thread.comments.all()] == [1, 2]


def test_what_is_sent_twice_is_kept_once(place):
    said = message(place.council_author)
    begun = [
        discussing.begin(place.plan, VISION, said, audience=Audience.PARTNERS, organisation=None, at=NOW)
        for _ in range(2)
    ]
    answer = message(place.nhs_author)

    replies = [discussing.reply(begun[0], answer, at=NOW) for _ in range(2)]

    assert begun[0] == begun[1]
    assert replies[0] == replies[1]
    assert (CommentThread.objects.count(), Comment.objects.count()) == (1, 2)


def test_settling_twice_is_settling_once(place):
    thread = a_thread(place.plan, place.council_author)

    first = discussing.resolve(thread, by=place.nhs_author, at=NOW)
    second = discussing.resolve(thread, by=place.council_author, at=NOW)

    thread.refresh_from_db()
    assert (first, second, thread.resolved_by) == (True, False, place.nhs_author)
    assert [discussing.reopen(thread, by=place.nhs_author, at=NOW) for _ in range(2)] == [True, False]
    thread.refresh_from_db()
    assert not thread.is_resolved


def test_a_reply_to_what_was_resolved_meanwhile_is_kept(place):
    thread = a_thread(place.plan, place.council_author)
    discussing.resolve(thread, by=place.council_author, at=NOW)

    discussing.reply(thread, message(place.nhs_author, "One more thing."), at=NOW)

    thread.refresh_from_db()
    assert thread.is_resolved
    assert thread.comments.last().text == "One more thing."


def test_an_audience_grows_and_never_shrinks(place):
    thread = a_thread(place.plan, place.council_author, audience="organisation")

    discussing.widen(thread, Audience.PARTNERS, seen=1, by=place.council_author, at=NOW)

    assert reader_of(place.nhs_author, place.plan).threads(place.plan).get() == thread
    with pytest.raises(discussing.AudienceNarrowed):
        discussing.widen(thread, Audience.ORGANISATION, seen=1, by=place.council_author, at=NOW)


def test_words_that_came_meanwhile_are_not_opened_to_others_unseen(place):
    thread = a_thread(place.plan, place.council_author, audience="organisation")
    discussing.reply(thread, message(place.council_signatory, "Between us: it is wrong."), at=NOW)

    with pytest.raises(discussing.ThreadMoved):
        discussing.widen(thread, Audience.PARTNERS, seen=1, by=place.council_author, at=NOW)

    thread.refresh_from_db()
    assert thread.audience == Audience.ORGANISATION


def test_a_withdrawn_message_leaves_its_place_and_no_words(place):
    thread = a_thread(place.plan, place.council_author, "Said too soon.")

    for _ in range(2):
        discussing.withdraw(thread.comments.get(), at=NOW)

    comment = thread.comments.get()
    assert (comment.text, comment.withdrawn_at) == ("", NOW)
    assert AuditEvent.objects.filter(action="comment.withdrawn").count() == 1
    assert "too soon" not in "".join(str(event.data) for event in AuditEvent.objects.all())


@pytest.mark.parametrize(
    ("who", "may"),
    [("council_author", True), ("nhs_author", True), ("council_signatory", False), ("chair", True)],
)
def test_authors_and_whoever_began_a_thread_settle_it(place, who, may):
    thread = a_thread(place.plan, place.chair)

    assert bool(can_settle(reader_of(getattr(place, who), place.plan), thread)) == may


def test_only_its_author_withdraws_a_message(place):
    comment = a_thread(place.plan, place.chair).comments.get()

    assert can_withdraw(reader_of(place.chair, place.plan), comment)
    assert not can_withdraw(reader_of(place.council_author, place.plan), comment)


@pytest.mark.parametrize(
    "broken",
    [
        {"audience": "nobody"},
        {"audience": "organisation", "organisation": None},
        {"resolved_at": NOW, "resolved_by": None},
    ],
)
def test_the_database_refuses_a_thread_that_says_too_little(place, broken):
    thread = a_thread(place.plan, place.council_author)

    with pytest.raises(IntegrityError), transaction.atomic():
        CommentThread.objects.filter(pk=thread.pk).update(**broken)
