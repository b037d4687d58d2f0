"""Moving a plan in the browser: the choice, the difference both sides see, the two agreements."""

import re
from html import unescape

import pytest
from django.urls import reverse

from approvals.events import sentence
from approvals.models import Notice
from approvals.notices.telling import tell
from conditions.loading import load_conditions
from itf.audit.models import AuditEvent
from plans import moving
from plans.models import Plan, PlanStatus, Pool
from tests.factories.plans import NOW, a_plan
from tests.plans.desks import AuthorDesk

pytestmark = pytest.mark.django_db
ROUND = "resubmission-2014"


@pytest.fixture
def drafting():
    load_conditions()
    return a_plan(conditions=0, measures=0)


@pytest.fixture
def address(drafting):
    return reverse("plans:move", args=[drafting.plan.key])


def agree(client, address, person, side, **more):
    """Read the difference and agree to it, as the form does."""
    client.force_login(person)
    shown = client.get(address, {"round": ROUND}).context["difference"].fingerprint
    return client.post(address, {"round": ROUND, "side": side, "fingerprint": shown, **more})


def test_the_page_offers_rounds_and_sets(client, drafting, address):
    client.force_login(drafting.author)

    html = client.get(address).content.decode()

    assert "Resubmission, September 2014" in html
    assert 'name="conditions"' in html


@pytest.mark.parametrize("who", ["author", "nhs_author", "signatory"])
def test_everyone_of_the_plan_sees_the_same_difference(client, drafting, address, who):
    client.force_login(getattr(drafting, who))

    page = client.get(address, {"round": ROUND})

    html = page.content.decode()
    for heading in ("New: asked for the first time", "In other words", "No longer asked", "Kept as they are"):
        assert heading in html
    assert "How large is the opportunity?" in html
    assert ("Agree to move for" in html) == (who != "signatory")


def test_two_agreements_move_the_plan(client, drafting, address):
    first = agree(client, address, drafting.author, "council")
    assert first.status_code == 302
    assert Plan.objects.get().template_key == "dec-2013"

    second = agree(client, address, drafting.nhs_author, "nhs")

    assert second.url == drafting.plan.get_absolute_url()
    assert Plan.objects.get().template_key == "jul-2014"
    assert Plan.objects.get().round_id == ROUND


def test_the_other_side_is_asked_and_both_are_told_what_came_of_it(client, drafting, address):
    agree(client, address, drafting.author, "council")
    tell(NOW)

    asked = Notice.objects.get(person=drafting.nhs_author)
    assert asked.text == "Agree to move the plan to another round or template, as the council has"
    assert asked.url == f"{address}?round={ROUND}"
    client.force_login(drafting.nhs_author)
    assert asked.text in client.get("/").content.decode()
    assert not Notice.objects.filter(person=drafting.author).exists()

    agree(client, address, drafting.nhs_author, "nhs")
    tell(NOW)

    people = f"{drafting.author} and {drafting.nhs_author}"
    said = f"The plan was moved from {drafting.plan.round.title} to Resubmission, September 2014 by {people}"
    assert Notice.objects.get(person=drafting.author).text == said
    assert Notice.objects.get(pk=asked.pk).settled_at
    assert sentence(AuditEvent.objects.get(action="plan.moved"), "") == f"{said}."


def test_an_agreement_can_be_taken_back_on_the_page(client, drafting, address):
    agree(client, address, drafting.author, "council")

    agree(client, address, drafting.author, "council", take_back="1")

    assert not drafting.plan.move_consents.exists()


def test_a_stale_difference_is_shown_anew(client, drafting, address):
    client.force_login(drafting.author)

    answer = client.post(address, {"round": ROUND, "side": "council", "fingerprint": "0" * 64})

    assert answer.status_code == 409
    assert "no longer what you saw" in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"round": ROUND}, {"side": "council"}])
def test_an_agreement_that_does_not_say_to_what_is_asked_again(client, drafting, address, sent):
    client.force_login(drafting.author)

    answer = client.post(address, sent)

    assert answer.status_code == 422
    assert "Choose where the plan is to move" in answer.content.decode()


def test_one_person_cannot_agree_for_both_sides_on_the_page(client, drafting, address):
    drafting.ccg.role_groups.get(role="author").group.user_set.add(drafting.author)
    agree(client, address, drafting.author, "council")

    answer = agree(client, address, drafting.author, "nhs")

    assert answer.status_code == 409
    assert "Someone else must agree" in answer.content.decode()


def test_nobody_agrees_for_the_other_side(client, drafting, address):
    answer = agree(client, address, drafting.author, "nhs")

    assert answer.status_code == 403


def test_template_and_set_can_be_chosen_apart(client, drafting, address):
    client.force_login(drafting.author)

    html = client.get(address, {"template": "dec-2013", "conditions": "LONDON_SEP_2013"}).content.decode()

    assert "Targets for A&amp;E attendances" in html


@pytest.mark.parametrize("asked", [{"round": "never"}, {"template": "never"}, {"conditions": "NEVER"}])
def test_what_was_never_issued_is_not_found(client, drafting, address, asked):
    client.force_login(drafting.author)

    assert client.get(address, asked).status_code == 404


def test_the_plans_own_template_and_set_are_no_target(client, drafting, address):
    moving.move(drafting.plan, moving.Target.of_round(moving.Round.objects.get(pk=ROUND)), by=None, at=NOW)
    client.force_login(drafting.author)

    html = client.get(address, {"round": ROUND}).content.decode()

    assert "that the plan is written for" in html
    assert "Agree to move" not in html


def test_a_frozen_plan_says_why_it_does_not_move(client, drafting, address):
    Plan.objects.update(status=PlanStatus.FROZEN)
    client.force_login(drafting.author)

    html = client.get(address, {"round": ROUND}).content.decode()

    assert "frozen" in html
    assert "Agree to move for" not in html


def test_a_stranger_does_not_know_of_it(client, drafting, address):
    client.force_login(drafting.stranger)

    assert client.get(address).status_code == 404


def test_the_other_side_is_led_to_what_was_agreed(client, drafting, address):
    agree(client, address, drafting.author, "council")
    client.force_login(drafting.author)

    choice = client.get(address).content.decode()

    link = re.search(r'href="([^"]*\?round=[^"]*)">See what would change', " ".join(choice.split()))
    assert client.get(unescape(link.group(1))).status_code == 200


def test_what_was_typed_on_a_page_opened_before_the_move_is_not_lost(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan, "contributions")
    moving.move(drafting.plan, moving.Target.of_round(moving.Round.objects.get(pk=ROUND)), by=None, at=NOW)
    desk.type(main__performance_linked="3,900,000")

    by_itself = desk.autosave()
    by_hand = desk.save()

    assert (by_itself.status_code, by_hand.status_code) == (409, 409)
    assert "The plan was moved to other questions while you wrote." in by_itself.content.decode()
    words = by_hand.content.decode()
    assert "The plan was moved while you wrote" in words
    assert "£3,900,000" in words
    assert reverse("plans:move", args=[drafting.plan.key]) in words
    assert not Pool.objects.exists()


def test_a_page_of_a_section_that_the_new_template_leaves_out_shows_its_words(drafting):
    moving.move(drafting.plan, moving.Target.of_round(moving.Round.objects.get(pk=ROUND)), by=None, at=NOW)
    desk = AuthorDesk(drafting.author, drafting.plan, "delayed-transfers")
    moving.move(drafting.reread, moving.Target("dec-2013", drafting.plan.condition_set), by=None, at=NOW)

    response = desk.type(main__first_q4="12,345").save()

    assert response.status_code == 409
    assert "12,345" in response.content.decode()
