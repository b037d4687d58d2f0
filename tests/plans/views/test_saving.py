"""A page that saves itself: nothing is saved twice, nothing of another's is overwritten, and the answer is a line."""

import datetime as dt
import re
from copy import copy

import pytest
from django.utils import timezone

from itf.audit.models import AuditEvent
from plans import authoring
from plans.models import HeldValue, Investment, Plan, Risk, Scheme, SectionRevision, SectionState, Vision
from plans.revisions import page_state
from tests.markup import Markup
from tests.plans.desks import AuthorDesk

VISION = "main__vision"


def text(response):
    """What the line of a fragment says, without what goes elsewhere on the page."""
    line = response.content.decode().partition('<div id="findings-here"')[0]
    return " ".join(re.sub(r"<[^>]+>", " ", line).split())


def stored(drafting):
    return Vision.objects.get(plan=drafting.plan).vision


def revisions(section="vision"):
    return list(SectionRevision.objects.filter(state__section=section).order_by("version"))


def test_a_page_saves_itself_and_says_when_and_how_many_findings_it_has(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)

    response = desk.type(main__vision="One team.").autosave()

    assert response.status_code == 200
    assert re.fullmatch(r"Draft saved at \d\d:\d\d\. \d+ findings? on this page\.", text(response))
    assert stored(drafting) == "One team."
    assert desk.version == 1


def test_a_page_that_saves_itself_shows_no_error_summary(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)

    response = desk.type(main__vision="x" * 20_001).autosave()

    assert response.status_code == 422
    assert "Not saved since. What is your vision" in text(response)
    assert b"error-summary" not in response.content
    assert not Vision.objects.exists()


def test_a_note_beside_a_figure_goes_once_it_can_be_read_and_the_findings_follow(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan, "contributions")
    desk.type(main__agreed_first_year="45.000").autosave()
    held = Markup(desk.client.get(desk.url))

    response = desk.type(main__agreed_first_year="45,000").autosave()

    (gone,) = [one["data-read"] for one in Markup(response).all("span") if "data-read" in one.attributes]
    assert "Not counted yet" in next(one.text for one in held.elements if one.attributes.get("id") == gone)
    before, now = (
        next(one.text for one in page.elements if one.attributes.get("id") == "findings-here")
        for page in (held, Markup(response))
    )
    assert "45.000" in before
    assert "45.000" not in now


def test_a_figure_that_cannot_be_read_is_held_by_a_page_that_saves_itself(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan, "contributions")

    response = desk.type(main__agreed_first_year="45.000").autosave()

    assert response.status_code == 200
    assert HeldValue.objects.get().text == "45.000"


def test_nothing_changed_writes_nothing(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)
    desk.type(main__vision="One team.").autosave()
    events = AuditEvent.objects.count()

    desk.autosave()

    assert page_state(drafting.plan, "vision").version == 1
    assert AuditEvent.objects.count() == events


def test_saves_of_one_sitting_are_one_revision_and_the_audit_trail_has_each(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)

    for words in ("One", "One team", "One team."):
        desk.type(main__vision=words).autosave()

    assert [(kept.version, kept.saved_by) for kept in revisions()] == [(0, None), (3, drafting.author)]
    assert revisions()[-1].content["answers"][0]["text"] == "One team."
    actions = list(AuditEvent.objects.filter(action__startswith="section").values_list("action", "data__version"))
    assert actions == [("section.saved", 1), ("section.saved_again", 2), ("section.saved_again", 3)]


def test_after_ten_minutes_a_sitting_gets_a_revision_of_its_own(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)
    desk.type(main__vision="One").autosave()
    SectionRevision.objects.filter(version=1).update(began_at=timezone.now() - dt.timedelta(minutes=11))

    desk.type(main__vision="Two").autosave()

    assert [kept.version for kept in revisions()] == [0, 1, 2]


def test_a_save_on_purpose_ends_the_sittings_revision(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)
    desk.type(main__vision="One").autosave()

    desk.type(main__vision="Two").save()

    assert [(kept.version, kept.is_kept) for kept in revisions()] == [(0, True), (2, True)]


def test_a_revision_that_someone_opened_is_never_replaced(drafting):
    mine = AuthorDesk(drafting.author, drafting.plan)
    mine.type(main__vision="One").autosave()
    theirs = AuthorDesk(drafting.nhs_author, drafting.plan)
    mine.type(main__vision="Two").autosave()

    response = theirs.type(main__aims="Fewer stays.").save()

    assert [kept.version for kept in revisions()] == [0, 1, 2]
    # What both started from is known, so the page can be merged without asking.
    assert response.status_code == 409
    assert b"Changed by both of you" not in response.content
    assert theirs.boxes["main-vision"] == ["Two"]


def test_a_second_save_after_a_lost_answer_is_no_conflict_with_oneself(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)
    desk.type(main__vision="One").autosave(answer_is_lost=True)

    response = desk.type(main__vision="One team").autosave()

    assert (response.status_code, desk.version, stored(drafting)) == (200, 2, "One team")


def test_the_same_send_twice_is_saved_once(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan, "risks")
    desk.add_row("risks", risk="Too few nurses.").autosave(answer_is_lost=True)

    response = desk.again()

    assert response.status_code == 200
    assert Risk.objects.get().risk == "Too few nurses."
    assert page_state(drafting.plan, "risks").version == 1


def test_a_send_that_arrives_late_does_not_take_newer_words_back(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)
    late = {**desk.type(main__vision="One").boxes, "sent": ["1"]}
    desk.boxes["sent"] = ["1"]
    desk.type(main__vision="Two").autosave()

    response = desk.client.post(f"{desk.url}save/", late)

    assert (response.status_code, stored(drafting)) == (200, "Two")
    assert page_state(drafting.plan, "vision").version == 1


def test_a_row_added_is_known_by_the_id_it_was_offered(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan, "risks")
    desk.add_row("risks", risk="Too few nurses.")
    offered = desk.boxes["risks-0-new"][0]

    desk.autosave()
    desk.type(risks_0__risk="Too few nurses can be hired.").autosave()

    assert desk.boxes["risks-0-row"] == [offered]
    assert [(str(row.pk), row.risk) for row in Risk.objects.all()] == [(offered, "Too few nurses can be hired.")]


def test_a_row_whose_first_save_was_not_heard_of_is_not_added_again(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan, "risks")
    desk.add_row("risks", risk="Too few nurses.").autosave(answer_is_lost=True)

    desk.type(risks_0__risk="Too few nurses can be hired.").autosave()

    assert [row.risk for row in Risk.objects.all()] == ["Too few nurses can be hired."]


def test_an_offered_id_that_another_plans_row_has_is_not_used(drafting, complete_elsewhere):
    desk = AuthorDesk(drafting.author, drafting.plan, "risks")
    desk.add_row("risks", risk="Mine.").type(risks_0__new=str(complete_elsewhere.pk))

    response = desk.autosave()

    assert response.status_code == 200
    assert Risk.objects.get(plan=drafting.plan).risk == "Mine."
    assert Risk.objects.get(pk=complete_elsewhere.pk).plan != drafting.plan


@pytest.fixture
def complete_elsewhere(db):
    """A risk of another plan."""
    from tests.factories.plans import RiskFactory

    return RiskFactory()


def test_a_row_marked_as_removed_waits_for_the_button(complete):
    desk = AuthorDesk(complete.author, complete.plan, "risks")
    desk.save(remove="risks-0")

    desk.type(risks_0__owner="Someone").autosave()
    still_there = Risk.objects.count()
    desk.save()

    assert (still_there, Risk.objects.count()) == (1, 0)


def test_an_added_row_that_was_removed_again_is_not_saved(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan, "risks")
    desk.add_row("risks", risk="Never mind.").save(remove="risks-0")

    desk.autosave()

    assert not Risk.objects.exists()


def test_what_a_page_saved_while_it_was_sent_is_no_conflict_with_the_page_that_comes(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan, "risks")
    desk.add_row("risks", risk="Never mind.").add_row("risks", risk="Too few nurses.")
    desk._number()
    late = dict(desk.boxes)
    desk.save(remove="risks-0")
    desk.client.post(f"{desk.url}save/", late, headers={"HX-Request": "true"})

    kept, saved = desk.type(risks_1__owner="The matron").autosave(), desk.save()

    assert (kept.status_code, saved.status_code) == (200, 302)
    assert [(risk.risk, risk.owner) for risk in Risk.objects.all()] == [("Too few nurses.", "The matron")]


def test_what_is_typed_on_a_page_gone_back_to_is_not_overwritten_by_the_page_that_came(drafting):
    before = AuthorDesk(drafting.author, drafting.plan, "risks")
    before.add_row("risks", risk="Too few nurses.").add_row("risks", risk="Never mind.")
    after = copy(before)
    after.save(remove="risks-1")
    before._number()
    before.type(risks_0__owner="The matron").autosave()

    response = after.type(risks_0__owner="The board").save()

    assert response.status_code == 409
    assert Risk.objects.first().owner == "The matron"


def test_another_authors_save_is_never_overwritten(drafting):
    mine, theirs = (AuthorDesk(person, drafting.plan) for person in (drafting.author, drafting.nhs_author))
    theirs.type(main__vision="Theirs.").autosave()

    response = mine.type(main__vision="Mine.").autosave()

    assert response.status_code == 409
    assert "CCG author saved this page after you opened it." in text(response)
    assert b'form="page-form"' in response.content
    assert stored(drafting) == "Theirs."


def test_the_button_of_a_conflict_leads_to_both_authors_words(drafting):
    mine, theirs = (AuthorDesk(person, drafting.plan) for person in (drafting.author, drafting.nhs_author))
    theirs.type(main__vision="Theirs.").autosave()
    mine.type(main__vision="Mine.").autosave()

    response = mine.save(merge="1")

    assert response.status_code == 409
    assert b"Changed by both of you" in response.content
    assert mine.boxes["main-vision"] == ["Mine."]
    assert 'value="mine" checked' not in " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("buttons", "kept"),
    [
        ({"keep-:vision": "mine"}, "Mine."),
        ({"keep-:vision": "theirs"}, "Theirs."),
        ({"keep-:vision": "both"}, "Mine.\n\n[CCG author wrote:]\nTheirs."),
        ({"keep_all": "mine"}, "Mine."),
        ({"keep_all": "theirs"}, "Theirs."),
        ({"keep_all": "both"}, "Mine.\n\n[CCG author wrote:]\nTheirs."),
    ],
)
def test_a_conflict_is_settled_as_its_author_chooses(drafting, buttons, kept):
    mine, theirs = (AuthorDesk(person, drafting.plan) for person in (drafting.author, drafting.nhs_author))
    theirs.type(main__vision="Theirs.").save()
    mine.type(main__vision="Mine.").save()

    response = mine.save(**buttons)

    assert response.status_code == 302
    assert stored(drafting) == kept
    assert page_state(drafting.plan, "vision").version == 2


def test_a_page_with_a_conflict_does_not_save_itself(drafting):
    mine, theirs = (AuthorDesk(person, drafting.plan) for person in (drafting.author, drafting.nhs_author))
    theirs.type(main__vision="Theirs.").save()

    response = mine.type(main__vision="Mine.").save()

    assert b"hx-post" in AuthorDesk(drafting.author, drafting.plan).response.content.split(b'id="save-status"')[1]
    assert b"hx-post" not in response.content.split(b'id="save-status"')[1].split(b">")[0]


def test_after_a_lost_answer_and_anothers_save_both_words_are_there(drafting):
    mine = AuthorDesk(drafting.author, drafting.plan)
    mine.type(main__vision="One").autosave()
    mine.type(main__vision="Two").autosave(answer_is_lost=True)
    theirs = AuthorDesk(drafting.nhs_author, drafting.plan)
    theirs.type(main__aims="Theirs.").autosave()

    stopped = mine.type(main__vision="Three").autosave()
    page = mine.save(merge="1")

    assert (stopped.status_code, page.status_code) == (409, 409)
    assert b"Changed by both of you" not in page.content
    assert (mine.boxes["main-vision"], mine.boxes["main-aims"]) == (["Three"], ["Theirs."])


def test_a_frozen_plan_is_not_written_and_the_words_stay(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)
    Plan.objects.update(status="frozen")

    response = desk.type(main__vision="Late.").autosave()

    assert response.status_code == 409
    assert "The plan was frozen while you wrote." in text(response)
    assert not Vision.objects.exists()


def test_a_removed_scheme_is_not_put_back_unasked(complete):
    scheme = complete.plan.scheme_rows.get()
    desk = AuthorDesk(complete.author, complete.plan, scheme=scheme)
    authoring.remove_scheme(complete.plan, scheme.pk, by=complete.nhs_author, at=timezone.now())

    response = desk.type(main__title="Mine").autosave()

    assert response.status_code == 409
    assert "The scheme was removed while you wrote." in text(response)
    assert not Scheme.objects.exists()


def test_a_scheme_saves_itself(complete):
    desk = AuthorDesk(complete.author, complete.plan, scheme=complete.plan.scheme_rows.get())

    response = desk.type(main__title="More home care").add_row("investments", label="Nurses").autosave()

    assert response.status_code == 200
    scheme = Scheme.objects.get()
    assert scheme.title == "More home care"
    assert list(Investment.objects.values_list("label", flat=True)) == ["Staff", "Staff", "Nurses"]


@pytest.mark.parametrize(("person", "status"), [("signatory", 403), ("stranger", 404)])
def test_only_authors_of_the_plan_save(drafting, person, status, client):
    client.force_login(getattr(drafting, person))

    response = client.post(f"/plans/{drafting.plan.key}/vision/save/", {"version": "0", "main-vision": "Forged"})

    assert response.status_code == status
    assert not Vision.objects.exists()


def test_signed_out_the_page_is_told_where_to_sign_in(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)
    desk.client.logout()

    response = desk.type(main__vision="Mine.").autosave()

    assert response.status_code == 204
    assert "sign-in" in response.headers["HX-Redirect"]


def test_words_that_a_browser_kept_are_on_the_page_again_unsaved(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)
    desk.type(main__vision="Kept.")

    response = desk.save(words_back="1")

    assert response.status_code == 200
    assert desk.boxes["main-vision"] == ["Kept."]
    assert b"data-unsaved" in response.content
    assert not Vision.objects.exists()


def test_words_that_a_browser_kept_are_merged_with_what_others_saved_since(drafting):
    mine, theirs = (AuthorDesk(person, drafting.plan) for person in (drafting.author, drafting.nhs_author))
    theirs.type(main__vision="Theirs.").autosave()

    response = mine.type(main__vision="Kept.").save(words_back="1")

    assert response.status_code == 409
    assert b"Changed by both of you" in response.content
    assert mine.boxes["main-vision"] == ["Kept."]


def test_a_double_click_saves_once_and_leads_on_twice(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)
    desk.type(main__vision="One team.")
    twice = {**desk.boxes, "sent": ["1"]}

    answers = [desk.client.post(desk.url, twice).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert page_state(drafting.plan, "vision").version == 1


def test_without_a_script_the_second_of_two_different_sends_is_a_conflict(drafting):
    desk = AuthorDesk(drafting.author, drafting.plan)
    first, second = ({**desk.boxes, "main-vision": words} for words in ("One", "Two"))

    answers = [desk.client.post(desk.url, sent).status_code for sent in (first, second)]

    assert answers == [302, 409]
    assert stored(drafting) == "One"


def test_someone_elses_sitting_is_no_way_around_the_version(drafting):
    mine, theirs = (AuthorDesk(person, drafting.plan) for person in (drafting.author, drafting.nhs_author))
    mine.type(main__vision="Mine.").autosave()
    theirs.boxes["sitting"] = mine.boxes["sitting"]

    response = theirs.type(main__vision="Forged.").autosave()

    assert response.status_code == 409
    assert stored(drafting) == "Mine."


def test_removing_a_scheme_and_putting_it_back_ends_a_sitting(complete):
    scheme = complete.plan.scheme_rows.get()
    desk = AuthorDesk(complete.author, complete.plan, scheme=scheme)
    desk.type(main__title="Mine").autosave()
    authoring.remove_scheme(complete.plan, scheme.pk, by=complete.author, at=timezone.now())
    authoring.put_scheme_back(complete.plan, scheme.pk, by=complete.author, at=timezone.now())

    response = desk.type(main__title="Mine again").autosave()

    assert response.status_code == 409
    assert SectionState.objects.get(row=scheme.pk).version == 3
