"""The stages, what lists call them and whose act is next."""

import pytest
from django.utils import timezone

from approvals import workflow
from approvals.acts import acts_for, due_sentence
from approvals.permissions import powers
from approvals.stages import standings, with_stage
from approvals.standing import Stage
from approvals.wording import listed
from plans.authoring import words_changed
from plans.gather import plan_content
from plans.models import Plan, PlanStatus
from plans.models.drafting import Side
from tests.factories.approvals import NOW
from tests.factories.plans import PlanFactory

TODAY = NOW.date()


def standing_of(place):
    """Where the plan stands now."""
    return standings(with_stage(Plan.objects.filter(pk=place.plan.pk)))[0]


def acts_of(place, person):
    """The labels of the acts that are this person's now."""
    standing = standing_of(place)
    held = powers(person, [standing.plan])[standing.plan.pk]
    return [act.label for act in acts_for(standing, held, TODAY)]


def walk_to(place, stage):
    """Bring the plan to a stage by the real steps."""
    if stage == Stage.DRAFT:
        return
    place.freeze()
    steps = [
        (Stage.PARTNERS_SIGNED, place.sign_all),
        (Stage.BOARD_AGREED, place.agree),
        (Stage.SUBMITTED, lambda: workflow.submit(place.case(), by=place.council_author, at=NOW)),
        (Stage.IN_ASSURANCE, place.take_up),
        (Stage.WITH_REGION, place.recommend),
        (Stage.IN_NATIONAL_REVIEW, place.moderate),
        (Stage.WITH_MINISTERS, lambda: (place.review_nationally(), place.send())),
        (Stage.DECIDED, place.decide),
    ]
    order = list(Stage)
    for reached, step in steps:
        if order.index(reached) <= order.index(stage):
            step()


@pytest.mark.parametrize("stage", list(Stage))
def test_stage_follows_the_steps(place, stage):
    walk_to(place, stage)

    assert standing_of(place).stage == stage


@pytest.mark.parametrize(
    ("stage", "headline"),
    [
        (Stage.DRAFT, "Next: council and NHS complete the draft and both agree to freeze it."),
        (Stage.FROZEN, "Next: Samplebury Council, Samplebury CCG and Samplebury South CCG sign."),
        (Stage.PARTNERS_SIGNED, "Next: {board} agrees."),
        (Stage.BOARD_AGREED, "Next: an author of the council or a CCG submits the plan."),
        (Stage.SUBMITTED, "Next: {team} takes the plan up."),
        (Stage.IN_ASSURANCE, "Next: {team} and {local} read it apart."),
        (Stage.WITH_REGION, "Next: {region} moderates."),
        (Stage.IN_NATIONAL_REVIEW, "Next: the national team reviews the plan and sends its tranche to ministers."),
        (Stage.WITH_MINISTERS, "Next: ministers decide."),
        (Stage.DECIDED, "Decided: approved."),
    ],
)
def test_headline_names_the_next_act_and_whose_it_is(place, stage, headline):
    walk_to(place, stage)

    assert standing_of(place).headline == headline.format(
        board=place.board, team=place.team, local=place.local, region=place.region
    )


def test_headline_names_the_last_party_alone(place):
    place.freeze()
    place.sign(place.council, place.council_signatory)
    place.sign(place.ccgs[0], place.ccg_signatories[0])

    assert standing_of(place).headline == "Next: Samplebury South CCG signs."


def test_headline_names_who_declined(place):
    place.freeze()
    place.decline(place.council, place.council_signatory)

    standing = standing_of(place)

    declined = "Samplebury Council declined. Next: an author reopens the plan, or"
    assert standing.headline == f"{declined} the body signs after all."
    assert standing.stage == Stage.FROZEN


def test_headline_names_a_board_that_declined(place):
    place.freeze()
    place.sign_all()
    place.decline(place.board, place.chair)

    standing = standing_of(place)

    assert standing.headline.startswith(f"{place.board} declined.")
    assert standing.stage == Stage.PARTNERS_SIGNED


def test_headline_without_board_or_area_team_speaks_of_them_in_general(place):
    Plan.objects.get().locality.__class__.objects.update(board=None, area_team=None)
    place.freeze()
    place.sign_all()

    assert standing_of(place).headline == "Next: the Health and Wellbeing Board agrees."


def test_a_void_signature_takes_the_stage_back(place):
    walk_to(place, Stage.BOARD_AGREED)
    workflow.reopen(place.case(), by=place.nhs_author, at=NOW, reason="A wrong figure.")
    reopened = standing_of(place)
    place.change("risks")
    place.freeze()

    assert (reopened.stage, reopened.title) == (Stage.DRAFT, "Draft, reopened")
    assert standing_of(place).stage == Stage.FROZEN


def test_a_plan_not_approved_is_a_draft_that_says_so(place):
    walk_to(place, Stage.IN_ASSURANCE)
    place.decide("not_approved")

    standing = standing_of(place)

    assert (standing.stage, standing.title) == (Stage.DRAFT, "Draft, not approved before")


def test_answers_of_a_decided_case_do_not_count_for_the_next(place):
    walk_to(place, Stage.IN_ASSURANCE)
    place.decide("not_approved")
    place.freeze()

    standing = standing_of(place)

    assert (standing.stage, standing.boards[0].answer, standing.outcome) == (Stage.FROZEN, "", "")
    assert len(standing.unsigned) == 3


def test_a_plan_frozen_without_a_case_is_frozen(db):
    PlanFactory(status=PlanStatus.FROZEN)

    assert standings(with_stage(Plan.objects.all()))[0].stage == Stage.FROZEN


@pytest.mark.parametrize(
    ("outcome", "title", "colour"),
    [
        ("approved", "Approved", "green"),
        ("approved_with_support", "Approved with support", "green"),
        ("approved_with_conditions", "Approved with conditions", "green"),
    ],
)
def test_a_decided_plan_is_named_by_its_outcome(place, outcome, title, colour):
    walk_to(place, Stage.IN_ASSURANCE)
    place.decide(outcome)

    assert (standing_of(place).title, standing_of(place).colour) == (title, colour)


@pytest.mark.parametrize("number", [1, 5])
def test_standings_take_two_queries_however_many_plans(db, django_assert_num_queries, number):
    PlanFactory.create_batch(number)

    with django_assert_num_queries(2):
        found = standings(with_stage(Plan.objects.all()))
        headlines = [standing.headline for standing in found]

    assert len(headlines) == number


def test_standings_of_no_plan_ask_for_nothing_beside_them(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert standings(with_stage(Plan.objects.all())) == []


@pytest.mark.parametrize(
    ("stage", "owed"),
    [
        (
            Stage.DRAFT,
            {
                "council author": ["Complete the draft and agree to freeze it"],
                "nhs author": ["Complete the draft and agree to freeze it"],
            },
        ),
        (
            Stage.FROZEN,
            {"council signatory": ["Sign for Samplebury Council"], "ccg signatory": ["Sign for Samplebury CCG"]},
        ),
        (Stage.PARTNERS_SIGNED, {"chair": ["Agree for {board}"]}),
        (Stage.BOARD_AGREED, {"council author": ["Submit the plan"], "nhs author": ["Submit the plan"]}),
        (Stage.SUBMITTED, {"assurer": ["Take the plan up"], "local assurer": ["Take the plan up"]}),
        (Stage.IN_ASSURANCE, {"assurer": ["Score the plan"], "local assurer": ["Score the plan"]}),
        (Stage.WITH_REGION, {"moderator": ["Moderate the plan"]}),
        (Stage.IN_NATIONAL_REVIEW, {"reviewer": ["Review the plan nationally"]}),
        (Stage.WITH_MINISTERS, {"office": ["Record the ministers’ decision"]}),
        (Stage.DECIDED, {}),
    ],
)
def test_acts_are_owed_by_those_who_can_do_them(place, stage, owed):
    walk_to(place, stage)

    found = {name: acts_of(place, person) for name, person in place.people.items()}

    expected = {name: [label.format(board=place.board) for label in labels] for name, labels in owed.items()}
    assert {name: labels for name, labels in found.items() if labels} == expected


def test_acts_for_two_ccgs_are_two(place):
    from itf.accounts.membership import join
    from itf.accounts.models import Role

    place.freeze()
    join(place.ccg_signatories[0], place.ccgs[1], Role.SIGNATORY)

    assert acts_of(place, place.ccg_signatories[0]) == ["Sign for Samplebury CCG", "Sign for Samplebury South CCG"]


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        (Stage.DRAFT, "7 working days left"),
        (Stage.BOARD_AGREED, "7 working days left"),
        (Stage.SUBMITTED, "Submitted on 3 February 2034"),
        (Stage.DECIDED, "Decided on 3 February 2034"),
    ],
)
def test_due_is_the_window_before_submission_and_a_date_after(place, stage, sentence):
    walk_to(place, stage)

    assert due_sentence(standing_of(place), TODAY) == sentence


@pytest.mark.parametrize(("names", "text"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_listed_joins_names(names, text):
    assert listed(names) == text


def consent_of_the_council(place):
    """The council's author agrees to freeze the draft as it is."""
    workflow.put_up(
        place.plan,
        side=Side.COUNCIL,
        organisation=place.council,
        fingerprint=plan_content(place.plan).fingerprint,
        by=place.council_author,
        at=timezone.now(),
    )


def test_a_side_that_has_agreed_to_freeze_owes_nothing_until_the_words_change(place):
    consent_of_the_council(place)

    agreed = standing_of(place).headline, acts_of(place, place.council_author), acts_of(place, place.nhs_author)
    words_changed(place.plan, timezone.now())

    assert agreed[0] == "Next: the NHS agrees to freeze the draft, as the other side has."
    assert agreed[1:] == ([], ["Agree to freeze the draft, as the council has"])
    assert acts_of(place, place.council_author) == ["Complete the draft and agree to freeze it"]


def test_a_refusal_is_the_authors_to_read_and_no_longer_owed_by_the_body(place):
    place.freeze()
    place.sign_all()
    place.decline(place.board, place.chair)

    assert acts_of(place, place.council_author) == [f"Read why {place.board} declined"]
    assert acts_of(place, place.chair) == []


def test_a_party_that_declined_is_not_asked_again_while_the_others_are(place):
    place.freeze()
    place.decline(place.council, place.council_signatory)

    assert acts_of(place, place.council_signatory) == []
    assert acts_of(place, place.ccg_signatories[0]) == ["Sign for Samplebury CCG"]
    assert acts_of(place, place.nhs_author) == ["Read why Samplebury Council declined"]


def test_a_version_that_was_not_approved_is_read_before_the_next_is_written(place):
    walk_to(place, Stage.IN_ASSURANCE)
    place.decide("not_approved")

    labels = ["Read why version 1 was not approved", "Complete the draft and agree to freeze it"]
    assert acts_of(place, place.council_author) == labels
    assert acts_of(place, place.chair) == []


def test_what_the_area_owes_goes_to_and_fro_between_the_sides(place):
    walk_to(place, Stage.IN_ASSURANCE)
    sides = (place.assurer, place.local_assurer)
    place.review()
    owed = [[acts_of(place, person) for person in sides]]
    place.review_locally()
    owed.append([acts_of(place, person) for person in sides])
    place.propose()
    owed.append([acts_of(place, person) for person in sides])

    settle = ["Settle the differences and recommend"]
    assert owed == [[[], ["Score the plan"]], [settle, settle], [[], ["Agree to what is recommended"]]]
    assert standing_of(place).headline == f"Next: {place.local} agrees to what is recommended, or proposes anew."
