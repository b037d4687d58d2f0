"""An invited person's draft, giving it and taking it back; and what stands in the plan then."""

from datetime import date
from decimal import Decimal

import pytest

from approvals.events import sentence
from itf.audit.models import AuditEvent
from plans import commenting
from plans.authoring import PlanNotOpen
from plans.documents.pdf import plan_html
from plans.documents.plan_document import draft as draft_document
from plans.given import changes, given_sentence, row_changes
from plans.models import CommentaryDraft, Engagement, Invitation, PlanStatus, ProviderCommentary, SectionState
from plans.rules import findings
from tests.factories.invited import HEALTHWATCH, HOSPITAL, VIEW, WORDS, given, healthwatch, invited
from tests.factories.plans import NOW, a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["dec-2013", "jul-2014"])
def drafting(request):
    return a_plan(template=request.param)


def commentaries(drafting):
    return drafting.content.section("provider-commentary").table("commentaries").rows


def found(drafting, rule):
    return [finding for finding in findings(drafting.content) if finding.rule == rule]


def test_given_commentary_stands_in_the_plan_under_its_author(drafting):
    invitation = given(invited(drafting.plan, drafting.author))

    (row,) = commentaries(drafting)
    assert row.value("provider") == HOSPITAL
    assert row.answer("signed_by").text == "Chief executive"
    assert row.answer("signed_on").text == "15 January 2014"
    assert row.value("why_not") == "Winter is missing."
    assert row.facts["given"]["organisation"] == HOSPITAL
    assert given_sentence(row.facts) == (
        "Given here by Riverside Hospital itself (Chief executive), as acute provider, on 15 January 2014."
    )
    event = AuditEvent.objects.get(action="commentary.given")
    assert event.actor_id == invitation.account_id
    assert event.data["stance"] == "It does not agree with the figures."


def test_draft_is_no_part_of_the_plan(drafting):
    invitation = invited(drafting.plan, drafting.author)

    commenting.save_draft(invitation, words=WORDS, base=0, at=NOW)

    assert commentaries(drafting) == ()
    assert "Winter is missing." not in str(drafting.content.to_json())


def test_typed_commentary_of_the_same_provider_gives_way(drafting):
    typed = ProviderCommentary.objects.create(plan=drafting.plan, provider="riverside hospital", reply="We met.")

    given(invited(drafting.plan, drafting.author))

    (row,) = commentaries(drafting)
    assert row.id == str(typed.pk)
    assert row.value("reply") == "We met."
    assert row.value("agrees") is False


def test_taking_back_leaves_the_draft_and_the_history(drafting):
    invitation = given(invited(drafting.plan, drafting.author))

    commenting.take_back(invitation, by=invitation.account, at=NOW)

    assert commentaries(drafting) == ()
    assert CommentaryDraft.objects.get().why_not == "Winter is missing."
    state = SectionState.objects.get(plan=drafting.plan, section="provider-commentary")
    assert any("Winter is missing." in str(revision.content) for revision in state.revisions.all())
    again = given(Invitation.objects.get(), agrees=True)
    assert again.given_at
    assert commentaries(drafting)[0].value("agrees") is True


def test_view_of_healthwatch_stands_under_engagement_and_leaves_with_it(drafting):
    Engagement.objects.create(plan=drafting.plan, public_engagement="People were asked.", healthwatch_reply="We will.")
    invitation = given(healthwatch(drafting.plan, drafting.author))

    section = drafting.content.section("engagement")
    assert section.value("healthwatch_view") == VIEW["view"]
    assert section.value("public_engagement") == "People were asked."
    assert given_sentence(section.facts) == (
        "Given here by Healthwatch Riverside itself (Chief officer) on 15 January 2014."
    )

    commenting.take_back(invitation, by=invitation.account, at=NOW)
    section = drafting.content.section("engagement")
    assert section.value("healthwatch_view") == ""
    assert section.value("healthwatch_reply") == ""
    assert Invitation.objects.get().last_reply == "We will."
    assert section.facts == {"awaited": [HEALTHWATCH]}


def test_words_of_the_authors_give_way_to_healthwatch_and_come_back(drafting):
    Engagement.objects.create(plan=drafting.plan, healthwatch_view="We asked them in May.")

    given(healthwatch(drafting.plan, drafting.author))
    assert drafting.content.section("engagement").value("healthwatch_view") == VIEW["view"]
    invitation = Invitation.objects.get()
    assert invitation.replaced == {"healthwatch_view": "We asked them in May."}
    commenting.take_back(invitation, by=invitation.account, at=NOW)

    assert drafting.content.section("engagement").value("healthwatch_view") == "We asked them in May."


def test_commentary_that_the_authors_typed_comes_back_whole(drafting):
    typed = {"signed_on": date(2014, 1, 9), "outturn": Decimal(1200), "agrees": True, "reply": "We met."}
    ProviderCommentary.objects.create(plan=drafting.plan, provider="riverside hospital", **typed)

    given(invited(drafting.plan, drafting.author))
    invitation = Invitation.objects.get()
    commenting.take_back(invitation, by=invitation.account, at=NOW)

    (row,) = ProviderCommentary.objects.all()
    assert {name: getattr(row, name) for name in typed} == typed
    assert (row.provider, row.why_not) == ("riverside hospital", "")


def test_reply_to_words_taken_back_is_kept_with_the_invitation_and_not_given_to_new_words(drafting):
    invitation = given(invited(drafting.plan, drafting.author))
    ProviderCommentary.objects.update(reply="We count the winter from May.")

    commenting.take_back(Invitation.objects.get(), by=invitation.account, at=NOW)
    told = sentence(AuditEvent.objects.get(action="commentary.taken_back"), "")
    again = given(Invitation.objects.get())

    assert told == f"{HOSPITAL} took its commentary back. What the partners had replied is kept with the invitation."
    assert commentaries(drafting)[0].value("reply") == ""
    assert again.last_reply == "We count the winter from May."


def test_changes_between_years_name_the_years_of_the_plan(drafting):
    drafting.plan.first_year, drafting.plan.second_year = "2016/17", "2017/18"
    drafting.plan.save()

    given(invited(drafting.plan, drafting.author))

    (row,) = commentaries(drafting)
    labels = [label for label, _ in row_changes(row)]
    assert labels == ["Change 2015/16 to 2016/17", "Change 2016/17 to 2017/18"]


def test_giving_changes_the_words_to_agree_to(drafting):
    invitation = invited(drafting.plan, drafting.author)
    before = drafting.content.fingerprint

    given(invitation)

    assert drafting.content.fingerprint != before


def test_content_without_invited_people_has_no_trace_of_them(drafting):
    stored = drafting.content.to_json()

    assert all("facts" not in section for section in stored["sections"])


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [({"outturn": None}, "outturn"), ({"why_not": ""}, "why_not"), ({"agrees": None}, "agrees")],
)
def test_incomplete_draft_is_kept_and_not_given(drafting, changes, lacks):
    invitation = invited(drafting.plan, drafting.author)

    commenting.save_draft(invitation, words=WORDS | changes, base=0, at=NOW)

    assert lacks in commenting.missing_words(invitation, CommentaryDraft.objects.get())
    with pytest.raises(commenting.DraftIncomplete):
        commenting.give(invitation, base=1, by=invitation.account, at=NOW)


def test_draft_saved_elsewhere_is_not_overwritten_or_given_unseen(drafting):
    invitation = invited(drafting.plan, drafting.author)
    commenting.save_draft(invitation, words=WORDS, base=0, at=NOW)

    with pytest.raises(commenting.DraftMoved):
        commenting.save_draft(invitation, words=WORDS, base=0, at=NOW)
    with pytest.raises(commenting.DraftMoved):
        commenting.give(invitation, base=0, by=invitation.account, at=NOW)


def test_given_draft_is_taken_back_before_it_is_changed_or_given_twice(drafting):
    invitation = given(invited(drafting.plan, drafting.author))

    with pytest.raises(commenting.AlreadyGiven):
        commenting.save_draft(invitation, words=WORDS, base=1, at=NOW)
    with pytest.raises(commenting.AlreadyGiven):
        commenting.give(invitation, base=1, by=invitation.account, at=NOW)


def test_frozen_plan_takes_nothing_and_gives_nothing_back(drafting):
    invitation = given(invited(drafting.plan, drafting.author))
    type(drafting.plan).objects.update(status=PlanStatus.FROZEN)

    with pytest.raises(PlanNotOpen):
        commenting.take_back(invitation, by=invitation.account, at=NOW)
    with pytest.raises(PlanNotOpen):
        commenting.save_draft(invitation, words=WORDS, base=1, at=NOW)


def test_provider_who_disagrees_is_a_warning_until_answered(drafting):
    given(invited(drafting.plan, drafting.author), avoided=None)

    (warning,) = found(drafting, "R19")
    assert warning.message == "Riverside Hospital disagrees with the figures and has no reply."
    assert warning.stops

    ProviderCommentary.objects.update(reply="We meet in May.")
    assert found(drafting, "R19") == []


def test_whoever_was_asked_and_has_not_answered_is_noted(drafting):
    invitation, _ = invited(drafting.plan, drafting.author), healthwatch(drafting.plan, drafting.author)
    assert [note.section for note in found(drafting, "R33")] == ["provider-commentary", "engagement"]
    assert not any(note.stops for note in found(drafting, "R33"))

    given(invitation)

    assert [note.section for note in found(drafting, "R33")] == ["engagement"]


def test_changes_are_computed_where_both_figures_are_there():
    assert changes(1000, 990, 940) == [("Change 2013/14 to 2014/15", "−1%"), ("Change 2014/15 to 2015/16", "−5.1%")]
    assert changes(0, 5, None) == []


def test_paper_says_who_gave_it_whether_it_agrees_and_what_the_partners_answer(drafting):
    given(invited(drafting.plan, drafting.author))
    given(healthwatch(drafting.plan, drafting.author))
    ProviderCommentary.objects.update(reply="We meet in May.")
    ProviderCommentary.objects.create(plan=drafting.plan, provider="Hill Hospital", agrees=True, position=2)

    html = plan_html(draft_document(drafting.content, at=NOW))

    for text in (
        "Given here by Riverside Hospital itself (Chief executive), as acute provider, on 15 January 2014.",
        "It does not agree with the figures.",
        "We meet in May.",
        "Typed by the authors from the provider’s letter.",
        "Given here by Healthwatch Riverside itself (Chief officer) on 15 January 2014.",
    ):
        assert text in html
