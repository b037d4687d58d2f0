"""Recommending, moderating, the national page and its tranches, through the pages."""

import datetime as dt
import html
import re

import pytest

from approvals import clarifying, recommending
from approvals.guards import GuardNotMet
from approvals.lines import lines_of
from approvals.models import CaseStatus, Decision, Recommendation
from conditions.models import KeyLineOfEnquiry
from plans.gather import plan_content
from plans.rules import findings
from tests.factories.accounts import PASSWORD
from tests.factories.approvals import NOW, a_place
from tests.factories.conditions import TrancheFactory


@pytest.fixture
def read(place):
    """Both sides have read the plan and differ on every line."""
    place.freeze()
    place.submit()
    place.review(mark=3)
    place.review_locally(mark=1)
    return place


def settled(place, **said):
    """What the form of the area sends."""
    sent = {"outcome": "approved_with_support", "reasons": "It needs help with staff."}
    for line in lines_of(place.case()):
        sent |= {f"mark-{line.key}": "2", f"reason-{line.key}": "Read again together."}
    return sent | said


def test_one_side_proposes_and_the_other_agrees(read, visit):
    case = read.case()

    asked = visit(read.assurer, "recommend", case.pk, post=settled(read)).content.decode()
    visit(read.assurer, "recommend", case.pk, post=settled(read, confirmed="1"))
    page = visit(read.local_assurer, "recommend", case.pk)
    made = Recommendation.objects.get()
    agreed = visit(
        read.local_assurer, "recommend-agree", case.pk, post={"shown": made.made_at.isoformat()}, follow=True
    ).content.decode()

    assert "Propose: approved with support" in asked
    assert f"Agree for {read.local}" in page.content.decode()
    assert "The plan is now in regional moderation." in agreed
    assert read.case().status == CaseStatus.WITH_REGION


def test_what_is_missing_is_said_beside_its_line(read, visit):
    first = lines_of(read.case())[0]
    sent = settled(read, outcome="", **{f"mark-{first.key}": "", f"reason-{first.key}": ""})

    response = visit(read.assurer, "recommend", read.case().pk, post=sent)

    assert response.status_code == 422
    assert "Choose an outcome." in response.content.decode()
    assert f"Choose the mark for “{first.title}”." in response.content.decode()
    assert "Read again together." in response.content.decode()


def test_a_stale_agreement_is_refused_with_what_to_do(read, visit):
    read.propose(marks={line.key: (2, "Why.") for line in lines_of(read.case())})

    response = visit(read.local_assurer, "recommend-agree", read.case().pk, post={"shown": "2034-01-01T10:00:00Z"})

    assert response.status_code == 409
    assert "changed meanwhile" in response.content.decode()


def test_the_region_leaves_marks_or_changes_them_with_a_reason(read, visit):
    visit(read.assurer, "recommend", read.case().pk, post=settled(read, confirmed="1"))
    made = Recommendation.objects.get()
    visit(read.local_assurer, "recommend-agree", read.case().pk, post={"shown": made.made_at.isoformat()})
    first = lines_of(read.case())[0]
    sent = {"outcome": "approved", "reasons": "It holds.", f"mark-{first.key}": "1"}

    bare = visit(read.moderator, "moderate", read.case().pk, post=sent)
    whole = sent | {f"reason-{first.key}": "Others do more.", "confirmed": "1", "proof": PASSWORD}
    urls = [visit(read.moderator, "moderate", read.case().pk, post=whole).url for _ in range(2)]

    assert f"Say why for “{first.title}”." in bare.content.decode()
    assert urls == [f"/cases/{read.case().pk}/"] * 2
    assert lines_of(read.case())[0].mark == 1
    assert Recommendation.objects.filter(level="region").count() == 1


@pytest.fixture
def moderated(place):
    """The plan is in national review."""
    place.freeze()
    place.submit()
    place.take_up()
    place.recommend()
    place.moderate()
    return place


def test_the_national_team_puts_plans_into_a_tranche_reviews_and_sends_it(moderated, visit):
    tranche, case = TrancheFactory(round=moderated.plan.round), moderated.case()
    team = moderated.reviewer

    empty = visit(team, "nation", post={"tranche": tranche.key})
    visit(team, "nation", post={"tranche": tranche.key, "cases": [str(case.pk)]})
    held_up = visit(team, "tranche", tranche.key).content.decode()
    said = {"outcome": "approved", "reasons": "It holds.", "confirmed": "1", "proof": PASSWORD}
    visit(team, "national-review", case.pk, post=said)
    asked = visit(team, "tranche", tranche.key, post={}).content.decode()
    sent = visit(team, "tranche", tranche.key, post={"confirmed": "1", "proof": PASSWORD}, follow=True).content.decode()

    assert empty.status_code == 422
    assert "Choose at least one plan." in empty.content.decode()
    assert "Not reviewed nationally yet" in held_up
    assert "Send First tranche to ministers?" in asked
    assert "Sent to ministers: 1 plan." in sent
    assert moderated.case().status == CaseStatus.WITH_MINISTERS


def test_the_ministers_office_records_decisions_in_bulk(moderated, visit):
    moderated.review_nationally("approved")
    moderated.send()
    case, tranche = moderated.case(), moderated.case().tranche_id
    sent = {"reference": "M/14", f"outcome-{case.pk}": "approved", f"reasons-{case.pk}": "As scored."}

    other = visit(moderated.office, "tranche", tranche, post=sent | {f"outcome-{case.pk}": "not_approved"})
    nothing = visit(moderated.office, "tranche", tranche, post=sent | {f"outcome-{case.pk}": ""})
    asked = visit(moderated.office, "tranche", tranche, post=sent).content.decode()
    done = [
        visit(moderated.office, "tranche", tranche, post=sent | {"confirmed": "1", "proof": PASSWORD}).status_code
        for _ in range(2)
    ]
    seen = visit(moderated.council_author, "case", case.pk).content.decode()

    assert "is not what was recommended. Say why." in other.content.decode()
    assert "Choose the outcome of at least one plan." in nothing.content.decode()
    assert "Record 1 decision?" in asked
    assert done == [302, 302]
    assert Decision.objects.get().outcome == "approved"
    assert "Letter M/14" in seen


def test_a_plan_that_is_being_returned_this_moment_is_no_longer_up_for_a_decision(moderated, visit):
    moderated.review_nationally()
    moderated.send()
    case, tranche = moderated.case(), moderated.case().tranche_id
    sent = {"reference": "M/14", f"outcome-{case.pk}": "approved", f"reasons-{case.pk}": "As scored."}
    # As the page reads them while a return is stored: the case is from before it, what was advised from after.
    Recommendation.objects.filter(case=case).delete()

    page = visit(moderated.office, "tranche", tranche)
    posted = visit(moderated.office, "tranche", tranche, post=sent | {"confirmed": "1", "proof": PASSWORD})

    assert page.status_code == 200
    assert f"outcome-{case.pk}" not in page.content.decode()
    assert posted.status_code == 403
    assert not Decision.objects.exists()


def test_only_who_may_acts_on_a_tranche_and_the_nation(moderated, visit):
    moderated.review_nationally()
    tranche = moderated.case().tranche_id

    assert visit(moderated.moderator, "tranche", tranche).status_code == 200
    assert visit(moderated.moderator, "tranche", tranche, post={"confirmed": "1", "proof": PASSWORD}).status_code == 403
    assert visit(moderated.moderator, "nation", post={"tranche": tranche}).status_code == 403
    assert visit(moderated.assurer, "nation").status_code == 404
    assert visit(moderated.council_author, "tranche", tranche).status_code == 404


def test_the_nation_filters_by_state_tranche_and_outcome(moderated, visit):
    draft = a_place("elsewhere")
    draft.plan.__class__.objects.filter(pk=draft.plan.pk).update(round=moderated.plan.round)
    moderated.review_nationally()

    def shown(**asked):
        page = visit(moderated.reviewer, "nation", data={"round": moderated.plan.round_id, **asked}).content.decode()
        return {name for name in ("Samplebury joint plan", "Elsewhere joint plan") if f"{name}</" in page}

    assert shown() == {"Samplebury joint plan", "Elsewhere joint plan"}
    assert shown(state="in_national_review") == {"Samplebury joint plan"}
    assert shown(tranche="none") == {"Elsewhere joint plan"}
    assert shown(outcome="approved") == set()
    assert shown(q="elsew") == {"Elsewhere joint plan"}


def test_the_nation_takes_as_many_queries_for_many_plans_as_for_one(moderated, visit, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visit(moderated.reviewer, "nation")  # whatever is read once is read
    with CaptureQueriesContext(connection) as one:
        visit(moderated.reviewer, "nation", data={"round": moderated.plan.round_id})
    for number in range(3):
        more = a_place(f"more-{number}")
        more.plan.__class__.objects.filter(pk=more.plan.pk).update(round=moderated.plan.round)

    with django_assert_num_queries(len(one)):
        visit(moderated.reviewer, "nation", data={"round": moderated.plan.round_id})


def test_each_line_is_scored_beside_what_its_sections_and_the_rules_say(place, visit):
    first, second = KeyLineOfEnquiry.objects.order_by("position", "key")
    found = findings(plan_content(place.plan))
    KeyLineOfEnquiry.objects.filter(pk=first.pk).update(sections=f"contributions {found[0].section}")
    KeyLineOfEnquiry.objects.filter(pk=second.pk).update(sections="vision")
    place.freeze()
    place.submit()
    place.take_up()

    asked = visit(place.council_author, "criteria", place.plan.key).content.decode()
    page = visit(place.assurer, "scores", place.case().pk).content.decode()

    of_first, of_second = page.split(f'id="line-{second.key}"')
    assert "#section-contributions" in of_first
    assert found[0].message in html.unescape(of_first)
    assert "#section-vision" in of_second
    assert "The rules find nothing there." in of_second
    rules = set(re.findall(r"Rule (\w+)", of_first))
    assert rules
    assert rules == set(re.findall(r"Rule (\w+)", asked.split(f'id="line-{second.key}"')[0]))
    words = visit(place.assurer, "case-plan", place.case().pk).content.decode()
    assert {"contributions", "vision"} <= set(re.findall(r'id="section-([\w-]+)"', words))


def test_who_recommends_reads_what_is_unanswered_and_the_conditions(read, visit):
    case = read.case()
    asked = {"organisation": read.team, "by": read.assurer, "at": NOW}
    clarifying.ask(case, pin=clarifying.Pin("risks"), question="Who pays?", **asked)
    read.draft_condition()

    page = visit(read.local_assurer, "recommend", case.pk).content.decode()

    assert "The authors have not answered yet:" in page
    assert "Name the staff in the east." in page


def ask(place, question="Who pays?"):
    asked = {"organisation": place.team, "by": place.assurer, "at": NOW}
    return clarifying.ask(place.case(), pin=clarifying.Pin("risks"), question=question, **asked)


def test_a_question_holds_a_recommendation_until_a_reason_lets_it_go(read, visit):
    case = read.case().pk
    ask(read)

    held = visit(read.assurer, "recommend", case, post=settled(read, confirmed="1"))
    assert held.status_code == 422
    assert "Say why you go on before the authors have answered" in held.content.decode()
    assert not Recommendation.objects.exists()
    why = {"without_answers": "They are away until May."}
    assert (
        "They are away until May." in visit(read.assurer, "recommend", case, post=settled(read, **why)).content.decode()
    )
    visit(read.assurer, "recommend", case, post=settled(read, confirmed="1", **why))

    assert Recommendation.objects.get().without_answers == why["without_answers"]
    page = " ".join(visit(read.local_assurer, "recommend", case).content.decode().split())
    assert "Given before the authors had answered: “They are away until May.”" in page


def test_nothing_is_asked_for_once_the_authors_have_answered(read, visit):
    case = read.case().pk
    clarifying.answer(ask(read), text="The council.", by=read.council_author, at=NOW)

    assert "before the authors have answered" not in visit(read.assurer, "recommend", case).content.decode()
    visit(read.assurer, "recommend", case, post=settled(read, confirmed="1", without_answers="Forged."))

    assert Recommendation.objects.get().without_answers == ""


def test_a_question_asked_after_a_proposal_holds_the_agreement_to_it(read):
    marks = {line.key: (2, "Why.") for line in lines_of(read.case())}
    made = read.propose(marks=marks)
    clarifying.ask(
        read.case(), pin=clarifying.Pin("risks"), question="Who pays?", organisation=read.team, by=read.assurer,
        at=NOW + dt.timedelta(hours=1),
    )  # fmt: skip
    agreed = {"organisation": read.local, "shown": made.made_at, "by": read.local_assurer, "at": NOW}

    with pytest.raises(GuardNotMet, match="The authors have not answered about: Risk register"):
        recommending.agree(read.case(), **agreed)
    with pytest.raises(GuardNotMet, match="or say why you go on"):
        read.propose(marks=marks, without_answers="")


def test_once_reviewed_the_case_says_so_and_the_check_page_names_the_list(read, visit):
    read.propose(marks={line.key: (2, "Why.") for line in lines_of(read.case())})
    recommending.agree(read.case(), organisation=read.local, shown=NOW, by=read.local_assurer, at=NOW)
    read.moderate()
    case = read.case().pk
    assert "Review the plan nationally" in visit(read.reviewer, "case", case).content.decode()
    read.review_nationally()

    page = visit(read.reviewer, "case", case).content.decode()
    assert "Change what ministers are told" in page
    tranche = read.case().tranche
    check = " ".join(visit(read.reviewer, "tranche", tranche.pk, post={}).content.decode().split())
    assert f"{tranche.round}, {tranche}" in check.split("<main", 1)[1]
    assert ", version" not in check.split("<main", 1)[1].split("</h1>")[0]
