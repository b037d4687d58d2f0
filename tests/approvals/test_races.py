"""Two people at once on PostgreSQL: no signature on words that changed, one standing answer for each body."""

import functools
import time
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client

from approvals import assurance, signoff, workflow
from approvals.copying import signed_version
from approvals.guards import StepRefused
from approvals.models import Case, CaseStatus, Decision, Score, SignOff
from approvals.words import changed_sections, covered_in_version
from itf.accounts.membership import join
from itf.accounts.models import Role
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans.authoring import PlanNotOpen
from plans.copying import AlreadyPlanned, copy_forward
from plans.lifecycle import PlanNotFrozen, WordsMoved
from plans.models import Plan, PlanStatus
from tests import races
from tests.factories.accounts import PASSWORD
from tests.factories.approvals import NOW, a_place
from tests.factories.conditions import RoundFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

# On one plan, which each round leaves as the next finds it; fewer of the races that differ from another by little.
ROUNDS, SOME = range(30), range(10)
LOSING = (AlreadyPlanned, StepRefused, WordsMoved, PlanNotOpen, PlanNotFrozen)


class ReadSlowly(str):
    """A fingerprint whose comparison takes a while: the edit has all the time it needs while the signer looks."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other):
        time.sleep(0.05)
        return str.__eq__(self, other)

    def __ne__(self, other):
        return not self == other


at_once = functools.partial(races.at_once, losing=LOSING)


def reopen(place, case):
    return workflow.reopen(case, by=place.council_author, at=NOW, reason="A wrong figure.")


def void_all(case, **which):
    """Take every standing answer away, so that the next round begins without any."""
    with transaction.atomic():
        standing = case.signoffs.filter(voided_at__isnull=True, **which)
        for row in standing.select_related("organisation", "case__plan", "signatory"):
            signoff.void(row, by=row.signatory, at=NOW, reason="The next round of a race begins.")


def seqs(action):
    return list(AuditEvent.objects.filter(action=action).order_by("seq").values_list("seq", flat=True))


def test_an_edit_against_a_signature_leaves_none_on_changed_words():
    place = a_place()
    place.freeze()

    for done in ROUNDS:
        case = place.case()

        def edit(case=case):
            reopen(place, case)
            place.change("vision")
            place.freeze()

        def sign(case=case):
            shown = ReadSlowly(case.version.fingerprint)
            return place.sign(place.council, place.council_signatory, fingerprint_shown=shown)

        at_once(edit, sign)

        now = place.case()
        assert now.version.number == done + 2
        for row in now.signoffs.filter(voided_at__isnull=True):
            assert changed_sections(row.sections, covered_in_version(now.version, row.organisation)) == ()
    assert verify()


def test_a_signature_against_reopening_stands_before_it_or_is_refused():
    place = a_place()
    place.freeze()

    for _ in SOME:
        case = place.case()
        at_once(
            lambda case=case: reopen(place, case),
            *[lambda body=body, person=person: place.sign(body, person) for body, person in place.parties],
        )
        reopened = seqs("case.reopened")[-1]
        assert not [seq for seq in seqs("signoff.signed") if seq > reopened]
        assert len(seqs("signoff.signed")) == SignOff.objects.count()
        void_all(place.case())
        place.freeze()


def test_a_signature_against_a_signature_leaves_one():
    place = a_place()
    case = place.freeze()

    for done in ROUNDS:
        outcomes = at_once(*[lambda: place.sign(place.council, place.council_signatory) for _ in range(4)])

        row = SignOff.objects.get(voided_at__isnull=True)
        assert outcomes == [row] * 4
        assert len(seqs("signoff.signed")) == done + 1
        void_all(case)
    assert verify()


def test_two_signatories_of_one_body_at_once_leave_one_signature():
    place = a_place()
    case = place.freeze()
    join(place.stranger, place.council, Role.SIGNATORY)

    for _ in SOME:
        outcomes = at_once(
            lambda: place.sign(place.council, place.council_signatory),
            lambda: place.sign(place.council, place.stranger),
        )

        assert SignOff.objects.filter(voided_at__isnull=True).count() == 1
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["GuardNotMet", "SignOff"]
        void_all(case)


def test_signatures_of_different_bodies_at_once_all_stand():
    place = a_place()
    case = place.freeze()

    for _ in SOME:
        at_once(*[lambda body=body, person=person: place.sign(body, person) for body, person in place.parties])

        assert SignOff.objects.filter(voided_at__isnull=True).count() == 3
        void_all(case)
    assert verify()


def double_post(url, person, **sent):
    """Where each half of a double click leads."""
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    def post():
        own = Client()
        own.cookies = SimpleCookie({name: morsel.value for name, morsel in browser.cookies.items()})
        answer = own.post(url, sent)
        return answer.headers.get("Location", answer.status_code)

    return at_once(post, post)


def test_a_double_post_of_a_signature_is_one_and_both_see_it_done():
    place = a_place()
    case = place.freeze()
    sent = {
        "fingerprint": case.version.fingerprint, "answer": "signed", "position": "Leader",
        "basis": "delegation", "minute_reference": "61",
        "confirmed": "1", "proof": PASSWORD,
    }  # fmt: skip
    url = f"/plans/samplebury/sign/{place.council.pk}/"

    for done in ROUNDS:
        assert double_post(url, place.council_signatory, **sent) == [f"{url}done/"] * 2
        assert len(seqs("signoff.signed")) == done + 1
        void_all(case)


def test_a_double_post_of_a_submission_and_of_its_withdrawal_is_one_and_both_see_it_done():
    place = a_place()
    place.freeze()
    place.sign_all()
    place.agree()
    url = "/plans/samplebury/"

    for done in SOME:
        assert double_post(f"{url}submit/", place.council_author, confirmed="1") == [f"{url}submit/done/"] * 2
        taken_back = double_post(f"{url}withdraw/", place.nhs_author, confirmed="1", reason="A wrong figure.")
        assert taken_back == [url] * 2
        assert len(seqs("case.submitted")) == len(seqs("case.withdrawn")) == done + 1
        place.freeze()


def test_a_double_post_that_reopens_a_plan_is_one_and_both_see_it_done():
    place = a_place()

    for done in SOME:
        place.freeze()
        sent = {"reason": "A wrong figure."}
        assert double_post("/plans/samplebury/reopen/", place.council_author, **sent) == ["/plans/samplebury/"] * 2
        assert len(seqs("case.reopened")) == done + 1


def test_the_chair_who_declines_and_agrees_at_once_leaves_one_answer():
    place = a_place()
    case = place.freeze()
    place.sign_all()

    for _ in ROUNDS:
        at_once(place.agree, lambda: place.decline(place.board, place.chair))

        assert case.signoffs.filter(kind="board", voided_at__isnull=True).count() == 1
        void_all(case, kind="board")
    assert verify()


def test_a_party_that_declines_while_the_chair_agrees_is_before_or_after_it():
    place = a_place()
    case = place.freeze()

    for _ in ROUNDS:
        place.sign_all()
        _, agreed = at_once(lambda: place.decline(place.council, place.council_signatory), place.agree)

        refused = isinstance(agreed, StepRefused)
        assert refused != case.signoffs.filter(kind="board", voided_at__isnull=True).exists()
        if not refused:
            assert seqs("signoff.agreed")[-1] < seqs("signoff.declined")[-1]
        void_all(case)


def test_a_submission_against_its_withdrawal_leaves_the_plan_in_one_state():
    place = a_place()
    place.freeze()
    place.sign_all()
    place.agree()

    for _ in ROUNDS:
        case = place.case()
        at_once(
            lambda case=case: workflow.submit(case, by=place.council_author, at=NOW),
            lambda case=case: workflow.withdraw(case, by=place.nhs_author, at=NOW, reason="A wrong figure."),
        )

        now = Case.objects.select_related("plan").get()
        assert now.status in {CaseStatus.SUBMITTED, CaseStatus.REOPENED}
        assert now.plan.is_open == (now.status == CaseStatus.REOPENED)
        assert (now.submitted_at is None) == now.plan.is_open
        if now.status == CaseStatus.SUBMITTED:
            workflow.withdraw(now, by=place.nhs_author, at=NOW, reason="For the next round.")
        place.freeze()
    assert verify()


def test_a_withdrawal_against_taking_up_lets_one_win():
    place = a_place()
    place.freeze()
    place.submit()

    for _ in SOME:
        case = place.case()
        at_once(
            lambda case=case: workflow.withdraw(case, by=place.council_author, at=NOW, reason="A wrong figure."),
            lambda case=case: assurance.take_up(case, organisation=place.team, by=place.assurer, at=NOW),
        )

        now = place.case()
        assert now.status in {CaseStatus.REOPENED, CaseStatus.IN_ASSURANCE}
        assert now.plan.is_open == (now.status == CaseStatus.REOPENED)
        assert now.reviews.exists() == (now.status == CaseStatus.IN_ASSURANCE)
        if now.status == CaseStatus.IN_ASSURANCE:
            workflow.send_back(now, by=place.assurer, at=NOW, reason="For the next round.")
            Score.objects.all().delete()
            now.reviews.all().delete()
        place.freeze()
        workflow.submit(place.case(), by=place.council_author, at=NOW)
    assert verify()


def test_two_submissions_at_once_are_one():
    place = a_place()
    place.freeze()
    place.sign_all()
    place.agree()

    for done in SOME:
        case = place.case()
        at_once(*[lambda case=case: workflow.submit(case, by=place.council_author, at=NOW) for _ in range(2)])

        assert Case.objects.get().status == CaseStatus.SUBMITTED
        assert len(seqs("case.submitted")) == done + 1
        workflow.withdraw(case, by=place.nhs_author, at=NOW, reason="For the next round.")
        place.freeze()


def test_two_decisions_at_once_are_one():
    place = a_place()
    place.freeze()
    place.submit()
    place.review()
    place.recommend()
    place.moderate()
    place.review_nationally()
    place.send()

    for done in SOME:
        at_once(lambda: place.record("approved"), lambda: place.record("not_approved"))

        decision, now = Decision.objects.get(), place.case()
        assert now.status == CaseStatus.DECIDED
        assert now.plan.is_open == (decision.outcome == "not_approved")
        assert len(seqs("case.decided")) == done + 1
        # A decision is final: only a test takes it away, which is quicker than the whole road once more.
        decision.delete()
        Case.objects.filter(pk=now.pk).update(status=CaseStatus.WITH_MINISTERS)
        Plan.objects.filter(pk=now.plan_id).update(status=PlanStatus.FROZEN)
    assert verify()


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
