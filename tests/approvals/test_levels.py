"""From two readings to a decision: differences settled, two keys, moderation, tranches, what ministers decide."""

import datetime as dt

import pytest
from django.urls import reverse

from approvals import deciding, recommending
from approvals.acts import awaited
from approvals.guards import GuardNotMet
from approvals.lines import lines_of
from approvals.models import Case, CaseStatus, Decision, Level, Recommendation
from approvals.stages import standings, with_stage
from approvals.workflow import TransitionNotAllowed
from itf.audit.models import AuditEvent
from plans.models import Document, Plan
from tests.factories.approvals import NOW, a_place, advice
from tests.factories.conditions import TrancheFactory


@pytest.fixture
def read(place):
    """Both sides have read the plan and differ on every line."""
    place.freeze()
    place.submit()
    place.review(mark=3)
    place.review_locally(mark=1)
    return place


@pytest.fixture
def before_ministers(place):
    """The plan is with ministers."""
    place.freeze()
    place.submit()
    place.take_up()
    place.recommend()
    place.moderate()
    place.review_nationally()
    place.send()
    return place


def settled(place, mark=2):
    return {line.key: (mark, "Both read it again.") for line in lines_of(place.case())}


def test_a_difference_must_be_settled_with_a_reason(read):
    first, second = (line.key for line in lines_of(read.case()))

    with pytest.raises(GuardNotMet, match="Settle the difference on"):
        read.propose(marks={first: (2, "Both read it again.")})
    with pytest.raises(GuardNotMet, match="Say why"):
        read.propose(marks={first: (2, "Why."), second: (2, " ")})
    assert not Recommendation.objects.exists()


def test_the_other_side_holds_the_second_key(read):
    read.propose(marks=settled(read))

    with pytest.raises(GuardNotMet, match="The other side agrees"):
        recommending.agree(read.case(), organisation=read.team, shown=NOW, by=read.assurer, at=NOW)
    recommending.agree(read.case(), organisation=read.local, shown=NOW, by=read.local_assurer, at=NOW)
    again = recommending.agree(read.case(), organisation=read.local, shown=NOW, by=read.local_assurer, at=NOW)

    assert read.case().status == CaseStatus.WITH_REGION
    assert (again.agreed_for, again.agreed_by) == (read.local, read.local_assurer)
    assert [line.mark for line in lines_of(read.case())] == [2, 2]
    assert AuditEvent.objects.filter(action="case.recommended").count() == 1


def test_nobody_agrees_to_a_proposal_they_did_not_read(read):
    read.propose(marks=settled(read))
    read.at = NOW + dt.timedelta(minutes=5)
    read.propose("not_approved", marks=settled(read, 0))

    with pytest.raises(GuardNotMet, match="changed meanwhile"):
        recommending.agree(read.case(), organisation=read.local, shown=NOW, by=read.local_assurer, at=NOW)
    assert read.case().status == CaseStatus.IN_ASSURANCE


def test_nothing_is_recommended_before_both_are_in(place):
    place.freeze()
    place.submit()
    place.review()

    with pytest.raises(GuardNotMet, match="has not finished its review"):
        place.propose()


def test_a_place_without_local_government_assurers_says_what_to_do(read):
    read.plan.locality.__class__.objects.update(local_government=None)

    with pytest.raises(GuardNotMet, match="Ask an administrator"):
        read.propose(marks=settled(read))


def test_the_region_changes_a_mark_with_a_reason_and_the_others_stay(read):
    read.propose(marks=settled(read))
    recommending.agree(read.case(), organisation=read.local, shown=NOW, by=read.local_assurer, at=NOW)
    first, second = (line.key for line in lines_of(read.case()))

    read.moderate("approved_with_support", marks={first: (0, "Other plans of the region do more.")})

    lines = {line.key: line for line in lines_of(read.case())}
    assert (lines[first].mark, lines[second].mark) == (0, 2)
    assert lines[first].mark_before(Level.REGION) == 2
    assert read.case().status == CaseStatus.IN_NATIONAL_REVIEW
    with pytest.raises(TransitionNotAllowed):
        recommending.moderate(read.case(), organisation=read.region, advice=advice(), by=read.reviewer, at=NOW)


def test_a_tranche_goes_to_ministers_whole(place):
    other = a_place("elsewhere")
    Plan.objects.filter(pk=other.plan.pk).update(round=place.plan.round)
    other.plan.refresh_from_db()
    for one in (place, other):
        one.freeze()
        one.submit()
        one.take_up()
        one.recommend()
    place.moderate()
    place.review_nationally()
    tranche = place.case().tranche
    deciding.put_into([other.case().pk], tranche, by=place.reviewer, at=NOW)

    with pytest.raises(GuardNotMet, match="Not reviewed nationally yet: Elsewhere"):
        place.send()
    deciding.put_into([other.case().pk], TrancheFactory(round=place.plan.round), by=place.reviewer, at=NOW)

    assert place.send() == 1
    assert (place.case().status, other.case().status) == (CaseStatus.WITH_MINISTERS, CaseStatus.WITH_REGION)


def test_a_tranche_takes_plans_of_its_own_round_until_ministers_have_them(before_ministers):
    case = before_ministers.case()

    with pytest.raises(GuardNotMet, match="of another round"):
        deciding.put_into([case.pk], TrancheFactory(), by=before_ministers.reviewer, at=NOW)
    tranche = TrancheFactory(round=case.plan.round)
    with pytest.raises(GuardNotMet, match="it stays where it is"):
        deciding.put_into([case.pk], tranche, by=before_ministers.reviewer, at=NOW)
    with pytest.raises(GuardNotMet, match="no plan that waits"):
        before_ministers.send()


@pytest.mark.parametrize("outcome", ["approved", "approved_with_support"])
def test_a_decision_stands_with_its_letter_and_the_words_stay_frozen(before_ministers, outcome):
    (decision,) = before_ministers.record(outcome)

    assert (decision.outcome, decision.reasons, decision.reference) == (outcome, "As scored.", "M/14")
    assert (decision.organisation, decision.decided_by) == (before_ministers.ministers, before_ministers.office)
    assert before_ministers.case().status == CaseStatus.DECIDED
    assert Document.objects.filter(version=before_ministers.case().version, kind="letter").exists()
    assert not Plan.objects.get().is_open


def test_not_approved_opens_the_plan_and_the_next_version_is_a_case_of_its_own(before_ministers):
    before_ministers.record("not_approved")
    assert Plan.objects.get().is_open

    case = before_ministers.freeze()

    first, second = Case.objects.order_by("version__number")
    assert (first.status, first.decision.outcome) == (CaseStatus.DECIDED, "not_approved")
    assert (second, second.status, second.version.number) == (case, CaseStatus.IN_SIGNOFF, 2)
    assert not second.signoffs.exists()
    assert first.signoffs.filter(voided_at__isnull=True).count() == 4


def test_a_decision_is_made_once(before_ministers):
    before_ministers.record()
    before_ministers.record()

    with pytest.raises(TransitionNotAllowed):
        before_ministers.record("not_approved")
    assert Decision.objects.get().outcome == "approved"
    assert AuditEvent.objects.filter(action="case.decided").count() == 1


def test_decisions_of_a_list_are_recorded_all_or_none(before_ministers):
    other = a_place("elsewhere")
    other.freeze()
    said = [deciding.Verdicts(one.case().pk, "approved", "Fine.") for one in (before_ministers, other)]

    with pytest.raises(TransitionNotAllowed):
        deciding.decide(said, organisation=other.ministers, reference="M/15", by=before_ministers.office, at=NOW)
    assert not Decision.objects.exists()


def test_what_a_list_waits_for_leads_to_the_list(before_ministers):
    (standing,) = standings(with_stage(Plan.objects.filter(pk=before_ministers.plan.pk)))
    (wait,) = [one for one in awaited(standing, NOW.date()) if one.codename == "decide_plan"]
    assert wait.url == reverse("approvals:tranche", args=[before_ministers.case().tranche_id])

    Case.objects.update(tranche=None)
    (standing,) = standings(with_stage(Plan.objects.filter(pk=before_ministers.plan.pk)))
    (wait,) = [one for one in awaited(standing, NOW.date()) if one.codename == "decide_plan"]
    assert wait.url == reverse("approvals:without-a-list", args=[before_ministers.plan.round_id])
