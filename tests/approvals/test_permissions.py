"""Who may do what and when: a truth table for each act, and the sentence of each refusal."""

import pytest

from approvals import assurance, workflow
from approvals.desk_permissions import can_moderate, can_recommend, can_score
from approvals.models import Case, Level
from approvals.permissions import (
    can_agree,
    can_answer,
    can_assure,
    can_reopen,
    can_sign,
    can_submit,
    can_withdraw,
    keyholders,
    known_plans,
    powers,
    readable_reviews,
    visible_cases,
)
from itf.accounts.membership import join
from itf.accounts.models import Role
from plans.models import Plan
from tests.factories.approvals import NOW, a_place

PEOPLE = ("council author", "nhs author", "council signatory", "ccg signatory", "chair", "assurer", "stranger")
STAGES = (
    "in sign-off", "signed", "agreed", "reopened", "submitted", "in assurance", "reviewed", "recommended", "moderated",
    "with ministers", "decided",
)  # fmt: skip


def walk_to(place, stage):
    """Bring the plan to a point of its road; returns its case."""
    place.freeze()
    steps = [
        ("signed", place.sign_all),
        ("agreed", place.agree),
        ("submitted", lambda: workflow.submit(place.case(), by=place.council_author, at=NOW)),
        ("in assurance", place.take_up),
        ("reviewed", lambda: (place.review(), place.review_locally())),
        ("recommended", place.recommend),
        ("moderated", place.moderate),
        ("with ministers", lambda: (place.review_nationally(), place.send())),
        ("decided", place.decide),
    ]
    if stage == "reopened":
        workflow.reopen(place.case(), by=place.council_author, at=NOW, reason="A wrong figure.")
        return place.case()
    for reached, step in steps:
        if STAGES.index(reached) <= STAGES.index(stage):
            step()
    return place.case()


def who(place, verdict):
    """The people whom a permission allows."""
    return {name for name, person in place.people.items() if verdict(person)}


@pytest.mark.parametrize(
    ("stage", "allowed"),
    [
        ("in sign-off", {"ccg signatory"}),
        ("signed", set()),
        ("agreed", set()),
        ("reopened", set()),
        ("submitted", set()),
        ("in assurance", set()),
        ("decided", set()),
    ],
)
def test_can_sign_for_the_ccg(place, stage, allowed):
    case = walk_to(place, stage)

    assert who(place, lambda person: can_sign(person, case, place.ccgs[0])) == allowed


@pytest.mark.parametrize(
    ("stage", "allowed"),
    [
        ("in sign-off", {"council signatory"}),
        ("signed", {"council signatory"}),
        ("agreed", {"council signatory"}),
        ("reopened", set()),
        ("submitted", set()),
        ("decided", set()),
    ],
)
def test_can_answer_for_the_council(place, stage, allowed):
    case = walk_to(place, stage)

    assert who(place, lambda person: can_answer(person, case, place.council)) == allowed


@pytest.mark.parametrize(
    ("stage", "allowed"),
    [
        ("in sign-off", set()),
        ("signed", {"chair"}),
        ("agreed", set()),
        ("reopened", set()),
        ("submitted", set()),
        ("decided", set()),
    ],
)
def test_can_agree_for_the_board(place, stage, allowed):
    case = walk_to(place, stage)

    assert who(place, lambda person: can_agree(person, case, place.board)) == allowed


@pytest.mark.parametrize(
    ("stage", "allowed"),
    [
        ("in sign-off", set()),
        ("signed", set()),
        ("agreed", {"council author", "nhs author"}),
        ("reopened", set()),
        ("submitted", set()),
        ("decided", set()),
    ],
)
def test_can_submit(place, stage, allowed):
    case = walk_to(place, stage)

    assert who(place, lambda person: can_submit(person, case)) == allowed


@pytest.mark.parametrize(
    ("stage", "allowed"),
    [
        ("in sign-off", set()),
        ("reopened", set()),
        ("submitted", {"council author", "nhs author"}),
        ("in assurance", set()),
        ("decided", set()),
    ],
)
def test_can_withdraw(place, stage, allowed):
    case = walk_to(place, stage)

    assert who(place, lambda person: can_withdraw(person, case)) == allowed


@pytest.mark.parametrize(
    ("stage", "allowed"),
    [
        ("in sign-off", {"council author", "nhs author"}),
        ("agreed", {"council author", "nhs author"}),
        ("reopened", set()),
        ("submitted", set()),
        ("in assurance", set()),
        ("decided", {"council author", "nhs author"}),
    ],
)
def test_can_reopen(place, stage, allowed):
    case = walk_to(place, stage)

    assert who(place, lambda person: can_reopen(person, case)) == allowed


@pytest.mark.parametrize(
    ("stage", "allowed"),
    [
        ("in sign-off", set()),
        ("agreed", set()),
        ("submitted", {"assurer", "local assurer"}),
        ("in assurance", {"assurer", "local assurer"}),
        ("reviewed", {"assurer", "local assurer"}),
        ("decided", set()),
    ],
)
def test_can_assure(place, stage, allowed):
    case = walk_to(place, stage)

    assert who(place, lambda person: can_assure(person, case)) == allowed


@pytest.mark.parametrize(
    ("stage", "allowed"),
    [("submitted", set()), ("in assurance", {"assurer"}), ("reviewed", set()), ("decided", set())],
)
def test_can_score(place, stage, allowed):
    case = walk_to(place, stage)
    review = case.reviews.first()

    assert who(place, lambda person: can_score(person, case, review)) == allowed


@pytest.mark.parametrize(
    ("stage", "recommend", "moderate", "review"),
    [
        ("in assurance", set(), set(), set()),
        ("reviewed", {"assurer", "local assurer"}, set(), set()),
        ("recommended", set(), {"moderator"}, set()),
        ("moderated", set(), set(), {"reviewer"}),
        ("with ministers", set(), set(), set()),
        ("decided", set(), set(), set()),
    ],
)
def test_each_level_speaks_in_its_turn_alone(place, stage, recommend, moderate, review):
    case = walk_to(place, stage)

    assert who(place, lambda person: can_recommend(person, case)) == recommend
    assert who(place, lambda person: can_moderate(person, case, Level.REGION)) == moderate
    assert who(place, lambda person: can_moderate(person, case, Level.NATIONAL)) == review


CENTRE = {"assurer", "local assurer", "moderator", "reviewer", "office"}
PARTIES = {"council author", "nhs author", "council signatory", "ccg signatory", "chair"}


@pytest.mark.parametrize(
    ("stage", "assurer_too"),
    [
        ("in sign-off", False),
        ("agreed", False),
        ("reopened", False),
        ("submitted", True),
        ("in assurance", True),
        ("decided", True),
    ],
)
def test_visible_cases_are_the_parties_always_and_the_assurers_once_submitted(place, stage, assurer_too):
    case = walk_to(place, stage)

    seen = who(place, lambda person: case in visible_cases(person))

    assert seen == PARTIES | (CENTRE if assurer_too else set())


def test_visible_cases_of_another_place_are_none(place):
    case = walk_to(place, "submitted")
    other = a_place("exampleshire")

    seen = who(other, lambda person: case in visible_cases(person))

    assert seen == {"reviewer", "office"}  # of all England


def test_known_plans_of_an_assurer_are_those_submitted(place):
    a_place("exampleshire")
    before = list(known_plans(place.assurer))
    walk_to(place, "submitted")

    assert before == []
    assert list(known_plans(place.assurer)) == [place.plan]


def test_powers_name_the_bodies_a_person_acts_for(place):
    person = place.ccg_signatories[0]
    join(person, place.ccgs[1], Role.SIGNATORY)

    found = powers(person, [place.plan])[place.plan.pk]

    assert found["sign_plan"] == {ccg.pk for ccg in place.ccgs}
    assert "edit_plan" not in found


def test_keyholders_are_those_who_can_sign_now(place):
    place.chair.is_active = False
    place.chair.save()

    found = keyholders(place.plan)

    assert found[place.council.pk] == [place.council_signatory]
    assert found[place.board.pk] == []


def test_nobody_else_signs_for_the_other_side_after_signing(place):
    case = place.freeze()
    join(place.council_signatory, place.ccgs[0], Role.SIGNATORY)
    place.sign(place.council, place.council_signatory)

    verdict = can_sign(place.council_signatory, case, place.ccgs[0])

    assert not verdict
    assert "each need a person of their own" in verdict.reason


def test_can_submit_without_a_board_says_what_to_do(place):
    place.plan.locality.board = None
    place.plan.locality.save()
    place.freeze()
    place.sign_all()

    assert "Ask an administrator" in can_submit(place.council_author, place.case()).reason


def can_agree_here(person, case):
    """May agree for the locality's own board."""
    return can_agree(person, case, case.plan.locality.board)


REASONS = [
    ("in sign-off", "stranger", can_submit, "Only an author of the council or a CCG in the plan can submit it."),
    ("in sign-off", "stranger", can_withdraw, "Only an author of the council or a CCG in the plan can withdraw it."),
    ("in sign-off", "stranger", can_reopen, "Only an author of the council or a CCG in the plan can reopen it."),
    ("in sign-off", "council author", can_submit, "Still to sign: Samplebury Council, Samplebury CCG"),
    ("signed", "council author", can_submit, "Still to agree:"),
    ("reopened", "council author", can_submit, "It goes on to signing and submitting once both sides freeze it again."),
    ("in sign-off", "council author", can_withdraw, "The plan is not submitted."),
    ("in assurance", "council author", can_withdraw, "it can no longer be withdrawn"),
    ("decided", "council author", can_withdraw, "The plan is decided."),
    ("reopened", "council author", can_reopen, "The plan is open for changes already."),
    ("submitted", "council author", can_reopen, "An author can withdraw it until the area team takes it up."),
    ("in assurance", "council author", can_reopen, "The area team can return it"),
    ("signed", "stranger", can_agree_here, "Only the chair of"),
    ("in sign-off", "chair", can_agree_here, "Still to sign:"),
    ("submitted", "council author", can_assure, "Only an assurer of"),
    ("decided", "assurer", can_assure, "A new version will come as a case of its own."),
    ("in assurance", "assurer", can_recommend, "The two are compared once both are in."),
    ("reviewed", "council author", can_recommend, "Only the two sides that assured this plan"),
]


@pytest.mark.parametrize(("stage", "person", "permission", "reason"), REASONS)
def test_a_refusal_says_why_who_can_and_what_to_do(place, stage, person, permission, reason):
    case = walk_to(place, stage)

    assert reason in permission(place.people[person], case).reason


def test_can_sign_refuses_by_name(place):
    case = walk_to(place, "in sign-off")

    assert (
        can_sign(place.chair, case, place.council).reason == "Only a signatory of Samplebury Council can sign for it."
    )


def test_can_score_before_taking_up_says_so(place):
    case = walk_to(place, "submitted")

    assert can_score(place.assurer, case, None).reason == "Take the plan up first."


def test_neither_side_reads_the_other_before_both_are_in(place):
    place.freeze()
    place.submit()
    own = place.review()
    theirs = assurance.take_up(place.case(), organisation=place.local, by=place.local_assurer, at=NOW)
    case = place.case()

    assert readable_reviews(place.assurer, case) == [own]
    assert readable_reviews(place.local_assurer, case) == [theirs]
    assert readable_reviews(place.moderator, case) == []

    place.review_locally()
    assert len(readable_reviews(place.assurer, case)) == len(readable_reviews(place.moderator, case)) == 2
    assert readable_reviews(place.council_author, case) == []


def test_scores_are_read_by_everyone_once_decided(place):
    case = walk_to(place, "decided")

    assert len(readable_reviews(place.council_author, case)) == 2


def test_visible_cases_take_one_query(place, django_assert_num_queries):
    walk_to(place, "submitted")
    with django_assert_num_queries(1):
        found = list(visible_cases(place.assurer))

    assert found == [Case.objects.get()]
    assert Plan.objects.count() == 1
