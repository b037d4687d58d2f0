"""The demonstration as ``manage.py load_demo`` makes it: four plans, one of them already in assurance."""

import datetime as dt
from itertools import count

import pytest
from django.db import transaction
from django.test import Client
from django.utils.html import escape

from approvals.demo import load_demo, reset_demo
from approvals.lines import lines_of
from approvals.models import AuthorityBasis, Case, CaseStatus, SignatureKind, SignOff
from approvals.permissions import can_assure
from approvals.stages import standings, with_stage
from approvals.standing import Stage
from itf.accounts.models import User
from itf.audit.chain import verify
from itf.jobs.models import Job, JobState
from plans.demo.loading import Loaded
from plans.models import Comment, CommentThread, Document, Plan, PlanStatus, PlanVersion, Vision
from plans.readers import waiting_mentions
from plans.reference import load_reference

START = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker):
    """All four plans, in one transaction around the module's tests; each test's own changes are undone within it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        load_demo(clock=(START + dt.timedelta(minutes=n) for n in count()).__next__)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded_once, db):
    return {plan.key: plan for plan in Plan.objects.all()}


def stages():
    return {standing.plan.key: standing.stage for standing in standings(with_stage(Plan.objects.all()))}


def test_exampleshire_is_signed_by_all_on_different_authority(demo):
    signoffs = SignOff.objects.filter(case__plan=demo["exampleshire"]).order_by("signed_at")

    assert all(signoff.stands and signoff.is_signed for signoff in signoffs)
    assert [(signoff.kind, signoff.basis) for signoff in signoffs] == [
        (SignatureKind.PARTY, AuthorityBasis.FULL_BODY),
        (SignatureKind.PARTY, AuthorityBasis.DELEGATION),
        (SignatureKind.PARTY, AuthorityBasis.CHAIRS_ACTION),
        (SignatureKind.BOARD, AuthorityBasis.FULL_BODY),
    ]
    assert len({signoff.organisation_id for signoff in signoffs}) == 4


def test_exampleshire_is_submitted_on_time_and_taken_up(demo):
    case = Case.objects.get(plan=demo["exampleshire"])

    assert case.status == CaseStatus.IN_ASSURANCE
    assert case.submitted_at.date() <= case.plan.window_closes_on
    assert case.late_reason == ""
    assert Plan.objects.get(pk=case.plan_id).status == PlanStatus.FROZEN
    assert stages() == {
        "samplebury": Stage.DRAFT,
        "ealing": Stage.DRAFT,
        "exampleshire": Stage.IN_ASSURANCE,
        "bromley": Stage.DRAFT,
    }


def test_exampleshire_is_read_by_both_sides_who_differ_on_three_lines(demo):
    lines = lines_of(Case.objects.get(plan=demo["exampleshire"]))

    assert [line.key for line in lines if line.differs] == ["K03", "K05", "K11"]
    assert len(lines) == 12
    assert all(score.is_given for line in lines for score in line.scores.values())


def test_exampleshire_shows_a_settled_question_one_that_is_open_and_a_condition(demo):
    case = Case.objects.get(plan=demo["exampleshire"])
    settled, waiting = case.clarifications.order_by("asked_at")
    (condition,) = case.conditions.all()

    assert (settled.answered_at is not None, settled.accepted_at is not None) == (True, True)
    assert (waiting.is_open, waiting.organisation.kind) == (True, "local_government")
    assert (condition.owner.code, condition.sections) == ("DM2", ["schemes"])
    assert condition.due_on > condition.drafted_at.date()
    author = User.objects.get(email="council.author@exampleshire.example")
    client = Client()
    client.force_login(author)
    home = client.get("/").content.decode()
    assert "Answer the assurers about Schemes" in home
    assert "Name the staff" not in client.get(f"/cases/{case.pk}/conditions/").content.decode()


def test_exampleshires_documents_wait_for_the_job_runner(demo):
    documents = Document.objects.filter(version__plan=demo["exampleshire"])

    assert sorted(documents.values_list("kind", flat=True)) == ["pdf", "submission", "xlsx"]
    assert not documents.exclude(file="").exists()
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.QUEUED}


def test_each_step_has_its_moment_in_the_unbroken_chain(demo):
    case = Case.objects.get(plan=demo["exampleshire"])

    moments = [*SignOff.objects.filter(case=case).order_by("signed_at").values_list("signed_at", flat=True)]

    assert moments[0] > case.opened_at
    assert moments[-1] < case.submitted_at
    assert len(set(moments)) == 4
    assert verify()


def test_exampleshires_assurer_talks_with_it_and_learns_of_no_other_comment(demo):
    case = Case.objects.get(plan=demo["exampleshire"])
    threads = {thread.audience: thread for thread in CommentThread.objects.filter(plan=case.plan)}
    assurer = Client()
    assurer.force_login(User.objects.get(email="assurer@demonstration.example"))
    pages = [
        assurer.get(f"/cases/{case.pk}/{rest}").content.decode()
        for rest in ("", "comments/", "comments/?show=all", "plan/", f"comments/{threads['assurers'].pk}/")
    ]
    inside = [
        comment.text for comment in Comment.objects.filter(thread__plan=case.plan).exclude(thread__audience="assurers")
    ]

    assert len(inside) == 3
    assert not [text for text in inside for page in pages if escape(text) in page]
    assert "by which measure the executive decides" in pages[-1]
    assert "held back" in pages[1]
    for audience, status in (("assurers", 200), ("partners", 404), ("organisation", 404)):
        assert assurer.get(f"/cases/{case.pk}/comments/{threads[audience].pk}/").status_code == status
    waiting = User.objects.get(email="council.author@exampleshire.example")
    assert [mention.comment.thread for mention in waiting_mentions(waiting, [case.plan])] == [threads["assurers"]]


def test_assurers_assure_their_own_area_only(demo):
    case = Case.objects.get(plan=demo["exampleshire"])

    assert can_assure(User.objects.get(email="assurer@demonstration.example"), case)
    assert not can_assure(User.objects.get(email="assurer@london.example"), case)
    assert not can_assure(User.objects.get(email="council.author@exampleshire.example"), case)


def test_loading_again_leaves_everything_as_it_stands(demo):
    Vision.objects.filter(plan=demo["ealing"]).update(aims="A newcomer wrote this.")
    people = User.objects.count()

    made = load_demo()

    assert {what for _, what in made} == {Loaded.LEFT}
    assert Vision.objects.get(plan=demo["ealing"]).aims == "A newcomer wrote this."
    assert (Plan.objects.count(), Case.objects.count(), User.objects.count()) == (4, 1, people)


def test_reset_of_a_submitted_plan_takes_a_copy_the_same_way_and_deletes_no_version(demo):
    before = set(PlanVersion.objects.values_list("pk", flat=True))

    plan = reset_demo("exampleshire")

    assert plan.key == "exampleshire-2"
    assert before < set(PlanVersion.objects.values_list("pk", flat=True))
    assert stages()["exampleshire"] == stages()["exampleshire-2"] == Stage.IN_ASSURANCE
