"""Two people at once on PostgreSQL: no signature on words that changed, one standing answer for each body."""

import functools
import time

import pytest

from approvals import assurance, workflow
from approvals.copying import signed_version
from approvals.guards import StepRefused
from approvals.models import Case, CaseStatus, Decision, SignOff
from approvals.signoff import changed_sections, covered_in_version
from itf.accounts.membership import join
from itf.accounts.models import Role
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans.authoring import PlanNotOpen
from plans.copying import AlreadyPlanned, copy_forward
from plans.lifecycle import PlanNotFrozen, WordsMoved
from plans.models import Plan
from tests import races
from tests.factories.approvals import NOW, a_place
from tests.factories.conditions import RoundFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

ROUNDS = 10
LOSING = (AlreadyPlanned, StepRefused, WordsMoved, PlanNotOpen, PlanNotFrozen)


class ReadSlowly(str):
    """A fingerprint whose comparison takes a while: the edit has all the time it needs while the signer looks."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other):
        time.sleep(0.4)
        return str.__eq__(self, other)

    def __ne__(self, other):
        return not self == other


at_once = functools.partial(races.at_once, losing=LOSING)


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_an_edit_against_a_signature_leaves_none_on_changed_words(attempt):
    place = a_place(f"place-{attempt}")
    case = place.freeze()

    def edit():
        workflow.reopen(case, by=place.council_author, at=NOW, reason="A wrong figure.")
        place.change("vision")
        place.freeze()

    def sign():
        shown = ReadSlowly(case.version.fingerprint)
        return place.sign(place.council, place.council_signatory, fingerprint_shown=shown)

    at_once(edit, sign)

    now = place.case()
    assert now.version.number == 2
    for row in now.signoffs.filter(voided_at__isnull=True):
        assert changed_sections(row.sections, covered_in_version(now.version, row.organisation)) == ()
    assert verify()


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_a_signature_against_reopening_stands_before_it_or_is_refused(attempt):
    place = a_place(f"place-{attempt}")
    case = place.freeze()

    at_once(
        lambda: workflow.reopen(case, by=place.council_author, at=NOW, reason="A wrong figure."),
        *[lambda body=body, person=person: place.sign(body, person) for body, person in place.parties],
    )

    reopened = AuditEvent.objects.get(action="case.reopened").seq
    assert not AuditEvent.objects.filter(action="signoff.signed", seq__gt=reopened).exists()
    assert AuditEvent.objects.filter(action="signoff.signed").count() == SignOff.objects.count()


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_a_signature_against_a_signature_leaves_one(attempt):
    place = a_place(f"place-{attempt}")
    place.freeze()

    outcomes = at_once(*[lambda: place.sign(place.council, place.council_signatory) for _ in range(4)])

    row = SignOff.objects.get()
    assert outcomes == [row] * 4
    assert AuditEvent.objects.filter(action="signoff.signed").count() == 1
    assert verify()


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_two_signatories_of_one_body_at_once_leave_one_signature(attempt):
    place = a_place(f"place-{attempt}")
    place.freeze()
    join(place.stranger, place.council, Role.SIGNATORY)

    outcomes = at_once(
        lambda: place.sign(place.council, place.council_signatory), lambda: place.sign(place.council, place.stranger)
    )

    assert SignOff.objects.filter(voided_at__isnull=True).count() == 1
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["GuardNotMet", "SignOff"]


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_signatures_of_different_bodies_at_once_all_stand(attempt):
    place = a_place(f"place-{attempt}")
    place.freeze()

    at_once(*[lambda body=body, person=person: place.sign(body, person) for body, person in place.parties])

    assert SignOff.objects.filter(voided_at__isnull=True).count() == 3
    assert verify()


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_a_withdrawal_against_taking_up_lets_one_win(attempt):
    place = a_place(f"place-{attempt}")
    place.freeze()
    case = place.submit()

    at_once(
        lambda: workflow.withdraw(case, by=place.council_author, at=NOW, reason="A wrong figure."),
        lambda: assurance.take_up(case, organisation=place.team, by=place.assurer, at=NOW),
    )

    now = Case.objects.select_related("plan").get()
    assert now.status in {CaseStatus.REOPENED, CaseStatus.IN_ASSURANCE}
    assert now.plan.is_open == (now.status == CaseStatus.REOPENED)
    assert now.reviews.exists() == (now.status == CaseStatus.IN_ASSURANCE)


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_two_submissions_at_once_are_one(attempt):
    place = a_place(f"place-{attempt}")
    place.freeze()
    place.sign_all()
    place.agree()
    case = place.case()

    at_once(*[lambda: workflow.submit(case, by=place.council_author, at=NOW) for _ in range(2)])

    assert Case.objects.get().status == CaseStatus.SUBMITTED
    assert AuditEvent.objects.filter(action="case.submitted").count() == 1


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_two_decisions_at_once_are_one(attempt):
    place = a_place(f"place-{attempt}")
    place.freeze()
    place.submit()
    place.review()

    at_once(lambda: place.decide("approved"), lambda: place.decide("not_approved"))

    decision = Decision.objects.get()
    assert Case.objects.get().status == CaseStatus.DECIDED
    assert Case.objects.select_related("plan").get().plan.is_open == (decision.outcome == "not_approved")


def test_two_who_copy_forward_at_once_make_one_plan():
    place = a_place()
    place.freeze()
    place.sign_all()
    later = RoundFactory(national_template="jul-2014", first_year="2016/17", second_year="2017/18")
    version = signed_version(place.plan)

    def copy_by(person):
        return lambda: copy_forward(version, later, by=person, at=NOW)

    outcomes = at_once(copy_by(place.council_author), copy_by(place.nhs_author))

    made = Plan.objects.get(round=later)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyPlanned", "Plan"]
    assert next(outcome.plan for outcome in outcomes if isinstance(outcome, AlreadyPlanned)) == made
