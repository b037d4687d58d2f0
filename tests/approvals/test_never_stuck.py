"""No step waits for nobody: who is there for it, deputies and replacements, what is stuck, and the check at night."""

import datetime as dt

import pytest

from approvals import signoff, standing_in
from approvals.clarifying import declare
from approvals.guards import StepRefused
from approvals.models import Deputy, Letter, LetterState, Notice
from approvals.notices.checking import check
from approvals.notices.telling import tell
from approvals.owing import awaited_now
from approvals.permissions import can_name
from approvals.signoff import Reply
from approvals.stages import standings, with_stage
from approvals.stuck import posts_of, stuck_among
from approvals.waiting import waiting_for
from itf.accounts.membership import holders_of, join, leave
from itf.accounts.models import OrganisationKind, Role, User
from plans.models import Plan
from tests.factories.accounts import PASSWORD, OrganisationFactory, UserFactory
from tests.factories.approvals import NOW, a_place

CONFIRMED = {"confirmed": "1", "proof": PASSWORD}

BY_THE_CENTRE = (
    "Assure the plan for the NHS", "Assure the plan for local government", "Moderate the plan",
    "Review the plan nationally", "Record what ministers decide",
)  # fmt: skip


def listed(*places):
    return standings(with_stage(Plan.objects.filter(pk__in=[place.plan.pk for place in places])))


def posts(place):
    return {post.title: post for post in posts_of(listed(place))[place.plan.pk]}


def deputise(place, person, **changes):
    said = {"organisation": place.council, "role": Role.SIGNATORY, "until": None, "by": place.council_signatory}
    return standing_in.deputise(**{**said, "person": person, "at": NOW, **changes})


def test_every_coming_step_is_looked_at_and_only_those(place):
    draft = posts(place)
    place.freeze()
    place.sign(place.council, place.council_signatory)
    frozen = posts(place)

    assert list(draft) == [
        "Agree to freeze for the council", "Agree to freeze for the NHS",
        *(f"Sign for {body}" for body, _ in place.parties), f"Agree for {place.board}",
        "Submit the plan", *BY_THE_CENTRE,
    ]  # fmt: skip
    assert list(frozen) == [
        *(f"Sign for {body}" for body in place.ccgs), f"Agree for {place.board}", "Submit the plan", *BY_THE_CENTRE,
    ]  # fmt: skip
    assert {post.lacks for post in draft.values()} == {"There is no deputy.", ""}
    assert [post.title for post in frozen.values() if post.is_next] == [f"Sign for {body}" for body in place.ccgs]


def test_ratification_is_a_coming_step_until_it_is_recorded_and_hangs_on_somebody(place):
    place.freeze()
    action = Reply(position="Leader", basis="chairs_action", ratification_due_on=dt.date(2034, 2, 20))
    given = place.sign(place.council, place.council_signatory, reply=action)
    title = f"Record the ratification by {place.council}"
    open_now = posts(place)[title]
    leave(place.council_signatory, place.council, Role.SIGNATORY)

    assert (open_now.people, open_now.lacks) == ((place.council_signatory,), "There is no deputy.")
    assert posts(place)[title].blocks == f"{place.council} has nobody for it."
    signoff.ratify(given, met_on=NOW.date(), minute="7", by=place.council_signatory, at=NOW)
    assert title not in posts(place)


def test_whoever_has_answered_can_still_name_a_deputy_or_leave_their_role(place, visit):
    link = f"/people/{place.council.pk}/signatory/"
    place.freeze()
    before = visit(place.council_signatory, "people", "samplebury").content.decode()
    place.sign(place.council, place.council_signatory)
    after = visit(place.council_signatory, "people", "samplebury").content.decode()

    assert (before.count(link), "Roles of yours" in before) == (1, False)
    assert (after.count(link), "Roles of yours without a step to come" in after) == (1, True)
    assert link not in visit(place.council_author, "people", "samplebury").content.decode()


def test_step_of_a_closed_account_blocks_and_the_plan_is_listed(place):
    place.chair.is_active = False
    place.chair.save()

    (stuck,) = stuck_among(listed(place))

    assert [post.blocks for post in stuck.posts] == [f"{place.board} has nobody for it."]
    assert stuck.is_now is False


def test_step_whose_address_is_refused_blocks_until_mail_arrives_or_the_address_changes(place):
    person = place.council_signatory
    told = {"person": person, "address": person.email, "ended_at": NOW}
    Letter.objects.create(state=LetterState.REFUSED, **told)
    refused = posts(place)[f"Sign for {place.council}"].blocks
    person.email = "new@example.org"
    person.save()
    changed = posts(place)[f"Sign for {place.council}"].blocks

    assert (refused, changed) == (f"No mail reaches anyone of {place.council} for it.", "")


def test_a_plan_whose_only_assurer_has_an_interest_is_stuck_and_asks_them_for_nothing(place, visit):
    place.freeze()
    place.submit()
    place.take_up()
    score = [act.label for act in waiting_for(place.assurer, NOW.date()).acts]
    declare(place.case(), organisation=place.council, interest="A relation.", by=place.assurer, at=NOW)

    (stuck,) = stuck_among(listed(place))
    title = "Assure the plan for the NHS"
    assert score
    assert [(post.title, post.people) for post in stuck.posts] == [(title, ())]
    assert stuck.posts[0].blocks == (
        f"Nobody of {place.team} may act on this plan: it needs someone who has no part in it."
    )
    assert stuck.is_now
    assert waiting_for(place.assurer, NOW.date()).acts == ()
    assert not any(place.assurer.pk in who for *_, who in awaited_now([place.plan.pk], NOW.date()))
    assert title in visit(place.reviewer, "stuck").content.decode()
    strip = visit(place.assurer, "case", place.case().pk).content.decode()
    assert "Score the plan" not in strip.split("</section>")[0]
    UserFactory(post="Second assurer", roles=[(place.team, Role.ASSURER)])
    assert not stuck_among(listed(place))


def test_a_part_in_the_plan_bars_as_an_interest_does(place):
    join(place.local_assurer, place.ccgs[0], Role.MEMBER)

    assert posts(place)["Assure the plan for local government"].blocks.startswith(f"Nobody of {place.local} may act")


def test_deputy_acts_and_the_step_lacks_nothing(place):
    deputy = UserFactory(post="Deputy")
    deputise(place, deputy)
    place.freeze()

    place.sign(place.council, deputy)

    assert place.case().signoffs.get().signatory == deputy


def test_deputy_and_replacement_are_told_to_every_party_of_every_plan_of_the_body(place, visit):
    tell(NOW)
    deputise(place, UserFactory(post="Deputy finance director"), until=dt.date(2034, 3, 1))
    coming = UserFactory(post="New chief executive")
    standing_in.replace(
        organisation=place.council, role=Role.SIGNATORY, leaving=place.council_signatory, coming=coming,
        by=place.council_author, at=NOW,
    )  # fmt: skip
    tell(NOW)

    texts = set(Notice.objects.filter(person=place.nhs_author, kind="people").values_list("text", flat=True))
    history = visit(place.chair, "history", "samplebury").content.decode()
    assert texts == {
        "Deputy finance director is now deputy signatory of Samplebury Council until 1 March 2034",
        "New chief executive is now signatory of Samplebury Council, in the place of Council signatory",
    }
    assert "Council signatory named Deputy finance director deputy signatory" in history
    assert {person.post for person in holders_of(place.council, Role.SIGNATORY)} == {
        "Deputy finance director", "New chief executive",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("council_signatory", "You cannot name yourself"),
        ("chair", "each need their own"),
    ],
)
def test_nobody_names_themselves_or_someone_of_another_side(place, who, words):
    with pytest.raises(StepRefused, match=words):
        deputise(place, getattr(place, who))

    assert not Deputy.objects.exists()


@pytest.mark.parametrize("who", ["nhs author", "ccg signatory", "chair"])
def test_nobody_writes_and_agrees_to_freeze_for_two_sides(place, who):
    person = place.people[who]
    named = {"organisation": place.council, "role": Role.AUTHOR, "by": place.council_author, "at": NOW}

    with pytest.raises(StepRefused, match="each need their own"):
        standing_in.deputise(person=person, until=None, **named)
    with pytest.raises(StepRefused, match="each need their own"):
        standing_in.replace(leaving=place.council_signatory, coming=person, **named)

    assert holders_of(place.council, Role.AUTHOR) == [place.council_author]


def test_member_of_a_body_of_another_side_only_reads_and_may_be_named(place):
    member = UserFactory(post="Governing body member", roles=[(place.ccgs[0], Role.MEMBER)])

    deputise(place, member)

    assert member in holders_of(place.council, Role.SIGNATORY)


@pytest.mark.parametrize("who", ["assurer", "local assurer", "moderator", "reviewer", "office"])
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.MEMBER])
def test_nobody_takes_their_assurer_for_themselves(place, who, role):
    with pytest.raises(StepRefused, match="nobody acts for both"):
        deputise(place, place.people[who], role=role, by=place.council_author)


def test_assurer_of_other_places_only_may_be_named(place):
    elsewhere = a_place("elsewhere")

    deputise(place, elsewhere.assurer)

    assert elsewhere.assurer in holders_of(place.council, Role.SIGNATORY)


def test_only_accounts_of_their_own_can_be_named(place):
    UserFactory(email="asked@example.org", is_invited=True)

    for email, words in (("nobody@example.org", "Nobody with this address"), ("ASKED@example.org", "to comment")):
        with pytest.raises(StepRefused, match=words):
            standing_in.person_at(email)


def test_who_may_name_is_whoever_holds_the_role_and_the_authors_when_nobody_does(place):
    def may(person, body, role):
        return bool(can_name(person, place.plan, body, role))

    assert may(place.council_signatory, place.council, Role.SIGNATORY)
    assert not may(place.council_author, place.council, Role.SIGNATORY)
    leave(place.council_signatory, place.council, Role.SIGNATORY)
    leave(place.chair, place.board, Role.CHAIR)
    assert may(place.council_author, place.council, Role.SIGNATORY)
    assert may(place.council_author, place.board, Role.CHAIR)
    assert not may(place.nhs_author, place.council, Role.SIGNATORY)
    assert not may(place.nhs_author, place.board, Role.CHAIR)


def test_deputy_whose_last_day_has_passed_is_ended_at_night(place):
    person = UserFactory(post="Deputy")
    deputise(place, person, until=dt.date(2034, 2, 4))

    check(dt.datetime(2034, 2, 4, 3, tzinfo=dt.UTC))
    on_the_last_day = person in holders_of(place.council, Role.SIGNATORY)
    check(dt.datetime(2034, 2, 5, 3, tzinfo=dt.UTC))

    assert (on_the_last_day, person in holders_of(place.council, Role.SIGNATORY)) == (True, False)
    assert Deputy.objects.get().ended_at


def test_check_of_the_night_tells_the_authors_of_both_sides_once(place):
    leave(place.chair, place.board, Role.CHAIR)

    for day in (3, 3, 4):
        check(dt.datetime(2034, 2, day, 3, tzinfo=dt.UTC))

    told = Notice.objects.filter(kind="people")
    assert sorted(notice.person.post for notice in told) == ["CCG author", "Council author"]
    assert {notice.text for notice in told} == {
        f"Nobody can take a coming step, “Agree for {place.board}”: {place.board} has nobody for it."
    }


def test_pages_name_and_end_a_deputy(place, visit):
    UserFactory(email="deputy@example.org", post="Deputy")
    address = ("samplebury", place.council.pk, "signatory")
    empty = visit(place.council_signatory, "name", *address, post={})
    sent = {"email": "deputy@example.org", "as_what": "deputy"}
    asked = visit(place.council_signatory, "name", *address, post=sent).content.decode()
    guessed = visit(place.council_signatory, "name", *address, post=sent | CONFIRMED | {"proof": "a guess"})
    assert not Deputy.objects.exists()
    named = visit(place.council_signatory, "name", *address, post=sent | CONFIRMED)
    again = visit(place.council_signatory, "name", *address, post=sent | CONFIRMED)
    page = visit(place.chair, "people", "samplebury").content.decode()
    by_another = visit(place.nhs_author, "deputy-end", "samplebury", Deputy.objects.get().pk, post={})
    visit(place.council_signatory, "deputy-end", "samplebury", Deputy.objects.get().pk, post={})

    assert (empty.status_code, guessed.status_code, named.status_code, by_another.status_code) == (422, 422, 302, 403)
    assert "Name Deputy deputy signatory of Samplebury Council?" in asked
    assert again.url == named.url == "/plans/samplebury/people/"
    assert "Deputy, deputy" in page
    assert Deputy.objects.get().ended_at


def test_someone_is_put_in_the_place_of_a_chair_whose_account_is_closed(place, visit):
    coming, closed = UserFactory(email="coming@example.org", post="New chair"), place.chair
    User.objects.filter(pk=closed.pk).update(is_active=False)
    address = ("samplebury", place.board.pk, "chair")

    page = visit(place.council_author, "name", *address).content.decode()
    sent = {"email": closed.email, "as_what": str(closed.pk)}
    refused = visit(place.council_author, "name", *address, post=sent).content.decode()
    done = visit(place.council_author, "name", *address, post=sent | CONFIRMED | {"email": coming.email})

    assert f"In the place of {closed}, whose account is closed" in page
    assert "beside whoever holds it" not in page
    assert "The account with this address is closed." in refused
    assert done.status_code == 302
    assert holders_of(place.board, Role.CHAIR) == [coming]
    assert not closed.groups.exists()


def test_whoever_hands_their_own_role_over_reads_what_goes_with_it_and_ends_on_a_page_of_theirs(place, visit):
    coming, mine = UserFactory(email="coming@example.org", post="New author"), str(place.council_author.pk)
    address, sent = ("samplebury", place.council.pk, "author"), {"email": coming.email, "as_what": mine}

    asked = visit(place.council_author, "name", *address, post=sent).content.decode()
    assert place.council_author in holders_of(place.council, Role.AUTHOR)
    done = visit(place.council_author, "name", *address, post=sent | CONFIRMED, follow=True)
    second_click = visit(place.council_author, "name", *address, post=sent | CONFIRMED)

    assert f"You lose it, and cannot take it back yourself. You no longer see {place.plan.title}." in asked
    assert (done.status_code, done.redirect_chain) == (200, [("/", 302)])
    assert "New author is author of Samplebury Council now" in done.content.decode()
    assert second_click.url == "/"
    assert visit(place.council_author, "name", *address).status_code == 404
    assert holders_of(place.council, Role.AUTHOR) == [coming]


def test_whoever_keeps_another_role_is_told_that_they_still_see_the_plan(place, visit):
    coming, mine = UserFactory(email="coming@example.org"), str(place.council_author.pk)
    join(place.council_author, place.council, Role.MEMBER)
    address, sent = ("samplebury", place.council.pk, "author"), {"email": coming.email, "as_what": mine}

    asked = visit(place.council_author, "name", *address, post=sent).content.decode()
    done = visit(place.council_author, "name", *address, post=sent | CONFIRMED)

    assert "Your other roles show you these plans still." in asked
    assert done.url == "/plans/samplebury/people/"


def test_second_click_on_putting_a_colleague_out_finds_it_done(place, visit):
    colleague = UserFactory(post="Leaving", roles=[(place.council, Role.SIGNATORY)])
    coming = UserFactory(email="coming@example.org")
    address = ("samplebury", place.council.pk, "signatory")
    sent = {"email": coming.email, "as_what": str(colleague.pk)} | CONFIRMED

    asked = visit(place.council_signatory, "name", *address, post={**sent, "confirmed": []}).content.decode()
    codes = [visit(place.council_signatory, "name", *address, post=sent).status_code for _ in range(2)]

    assert "Leaving loses it; what they did stands." in asked
    assert codes == [302, 302]
    assert colleague not in holders_of(place.council, Role.SIGNATORY)


def test_last_day_of_a_deputy_that_is_over_and_a_person_of_another_side_are_said_beside_their_fields(place, visit):
    address = ("samplebury", place.council.pk, "signatory")
    sent = {"email": place.chair.email, "as_what": "deputy"}
    sent |= {"until_day": "1", "until_month": "3", "until_year": "2013"}

    page = visit(place.council_signatory, "name", *address, post=sent)

    assert page.status_code == 422
    assert {"email", "until"} <= page.context["form"].errors.keys()


def test_freeze_page_names_the_steps_without_enough_people(place, visit):
    leave(place.chair, place.board, Role.CHAIR)

    page = visit(place.council_author, "freeze", "samplebury").content.decode()

    assert f"Agree for {place.board}: <strong>{place.board} has nobody for it.</strong>" in page
    assert f"Sign for {place.council}: There is no deputy." in page


def test_list_of_stuck_plans_is_for_administrators_and_the_national_team(place, visit):
    leave(place.chair, place.board, Role.CHAIR)
    national = UserFactory(roles=[(OrganisationFactory(kind=OrganisationKind.NATIONAL), Role.ASSURER)])

    page = visit(UserFactory(is_staff=True), "stuck").content.decode()

    assert f"{place.board} has nobody for it." in page
    assert visit(national, "stuck").status_code == 200
    assert visit(place.council_author, "stuck").status_code == 404


def test_looking_at_many_plans_takes_as_many_queries_as_at_one(place, django_assert_num_queries):
    several = listed(place, a_place("elsewhere"))

    with django_assert_num_queries(7):
        found = posts_of(several)

    assert len(found) == 2
