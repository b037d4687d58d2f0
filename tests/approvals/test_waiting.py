"""A person's first page: what is theirs, what they wait for, what happened lately."""

import pytest
from django.urls import reverse

from approvals import workflow
from approvals.waiting import has_acted, waiting_for
from itf.accounts.membership import join
from itf.accounts.models import Role
from tests.factories.approvals import NOW, a_place
from tests.factories.comments import a_thread

TODAY = NOW.date()


def labels(place, person):
    """The acts that are this person's."""
    return [act.label for act in waiting_for(person, TODAY).acts]


def test_waiting_names_the_act_with_its_plan_its_address_and_its_time(place):
    place.freeze()

    act = waiting_for(place.council_signatory, TODAY).acts[0]

    assert (act.title, act.hint, act.status) == (
        "Sign for Samplebury Council",
        place.plan.title,
        "7 working days left",
    )
    assert act.url == f"/plans/samplebury/sign/{place.council.pk}/"


def test_waiting_for_others_is_every_plan_without_an_own_act(place):
    place.freeze()

    found = waiting_for(place.chair, TODAY)

    assert found.acts == ()
    assert [(standing.plan, due) for standing, due in found.others] == [(place.plan, "7 working days left")]


def test_waiting_leaves_decided_plans_out(place):
    place.freeze()
    place.submit()
    place.take_up()
    place.decide()

    found = waiting_for(place.council_author, TODAY)

    assert (found.acts, found.others) == ((), ())


def test_comment_on_a_draft_waits_for_an_assurer_from_submission_on(place):
    thread = a_thread(place.plan, place.council_author, audience="assurers", tell=[place.assurer, place.nhs_author])
    place.freeze()
    assert [waiting_for(person, TODAY).mentions for person in (place.assurer, place.stranger)] == [(), ()]
    assert len(waiting_for(place.nhs_author, TODAY).mentions) == 1

    place.submit()

    (told,) = waiting_for(place.assurer, TODAY).mentions
    assert told.title == f"Read what {place.council_author} says on {thread.place}"
    assert told.url == reverse("approvals:case-comment-thread", args=[place.case().pk, thread.pk])


def test_waiting_lists_ten_and_counts_the_rest(place):
    for number in range(10):
        join(place.chair, a_place(f"place-{number}").board, Role.CHAIR)

    found = waiting_for(place.chair, TODAY)

    assert (len(found.others), found.more_others) == (10, 1)


def test_waiting_for_a_stranger_is_empty(place):
    found = waiting_for(place.stranger, TODAY)

    assert (found.acts, found.others, found.happenings, found.has_plans) == ((), (), (), False)


def test_happenings_are_the_newest_first_in_sentences(place):
    place.freeze()
    place.sign(place.council, place.council_signatory)

    texts = [happening.text for happening in waiting_for(place.chair, TODAY).happenings]

    assert texts[0].startswith("Council signatory signed version 1 for Samplebury Council")
    assert texts[-1] == "The service began the plan."


def test_happenings_before_submission_are_not_for_assurers(place):
    place.freeze()
    place.submit()

    texts = [happening.text for happening in waiting_for(place.assurer, TODAY).happenings]

    assert texts == ["Council author submitted version 1."]


def test_happenings_of_a_withdrawn_plan_are_not_for_assurers(place):
    place.freeze()
    place.submit()
    workflow.withdraw(place.case(), by=place.council_author, at=NOW, reason="Secret.")

    assert waiting_for(place.assurer, TODAY).happenings == ()


def test_saves_of_one_sitting_are_one_happening(place):
    from django.db import transaction

    from itf.audit.chain import record

    with transaction.atomic():
        for section in ("vision", "risks", "vision"):
            record(
                actor=place.council_author,
                action="section.saved",
                subject=place.plan,
                plan_key=place.plan.key,
                data={"section": section},
                at=NOW,
            )

    texts = [happening.text for happening in waiting_for(place.chair, TODAY).happenings]

    assert texts[0] == "Council author saved Vision, aims and planned changes, Risk register."


def test_has_acted_after_the_first_act(place):
    before = has_acted(place.council_author)
    place.freeze()

    assert (before, has_acted(place.council_author)) == (False, True)


@pytest.mark.parametrize("number", [0, 3])
def test_waiting_takes_as_many_queries_for_many_plans_as_for_one(place, django_assert_num_queries, number):
    place.freeze()
    for other in range(number):
        elsewhere = a_place(f"place-{other}")
        elsewhere.freeze()
        join(place.chair, elsewhere.board, Role.CHAIR)

    with django_assert_num_queries(7):
        found = waiting_for(place.chair, TODAY)

    assert len(found.others) == 1 + number
