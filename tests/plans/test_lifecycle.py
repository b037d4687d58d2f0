"""Freezing: two keys by two people for the same words, a version for good, its documents queued once; and reopening."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from itf.audit.models import AuditEvent
from itf.jobs.models import Job, JobState
from plans.attachments.acts import attach
from plans.authoring import add_scheme, remove_scheme, save_page
from plans.content import PlanContent
from plans.lifecycle import (
    PlanIncomplete,
    PlanNotFrozen,
    PlanNotOpen,
    SamePerson,
    WordsMoved,
    agree_to_freeze,
    build_again,
    reopen,
    take_back_consent,
)
from plans.models import Document, FreezeConsent, PlanDetails, PlanStatus, PlanVersion, Vision
from plans.models.drafting import Side
from plans.models.version import VersionIsFinal
from plans.revisions import page_state
from tests.factories.invited import invited
from tests.factories.plans import NOW, a_plan, complete_plan
from tests.plans.test_authoring import at_once

LATER = NOW + dt.timedelta(hours=1)


def agree(drafting, side, by=None, fingerprint=None, at=NOW):
    """One side's consent to the words as they are."""
    people = {Side.COUNCIL: (drafting.council, drafting.author), Side.NHS: (drafting.ccg, drafting.nhs_author)}
    organisation, author = people[side]
    return agree_to_freeze(
        drafting.plan,
        side=side,
        organisation=organisation,
        fingerprint=fingerprint or drafting.content.fingerprint,
        by=by or author,
        at=at,
    )


def freeze(drafting):
    agree(drafting, Side.COUNCIL)
    return agree(drafting, Side.NHS, at=LATER)


def change(drafting, words="Other words."):
    Vision.objects.filter(plan=drafting.plan).update(vision=words)
    return ["vision"]


def save(drafting, section, write=list):
    base = page_state(drafting.plan, section).version
    save_page(drafting.plan, section=section, base_version=base, write=write, by=drafting.author, at=LATER)


def events(action):
    return list(AuditEvent.objects.filter(action=action))


def test_one_key_alone_freezes_nothing(complete):
    version = agree(complete, Side.COUNCIL)

    assert version is None
    assert complete.reread.is_open
    assert not PlanVersion.objects.exists()
    assert FreezeConsent.objects.get().agreed_by == complete.author
    assert [event.data["side"] for event in events("plan.freeze_agreed")] == ["council"]


@pytest.mark.parametrize("order", [(Side.COUNCIL, Side.NHS), (Side.NHS, Side.COUNCIL)])
def test_two_keys_in_either_order_freeze_the_words(complete, order):
    content = complete.content

    for side in order:
        version = agree(complete, side)

    assert complete.reread.status == PlanStatus.FROZEN
    assert (version.number, version.fingerprint) == (1, content.fingerprint)
    assert PlanContent.from_json(PlanVersion.objects.get().content) == content
    assert version.section_fingerprints == content.section_fingerprints
    assert not FreezeConsent.objects.exists()
    assert events("plan.frozen")[0].data == {"version": 1, "fingerprint": content.fingerprint}


def test_the_version_bears_who_froze_it_when_and_what_changed(complete):
    PlanDetails.objects.update(change_note="First for the board")

    version = freeze(complete)

    assert (version.frozen_by, version.frozen_at, version.change_note) == (
        complete.nhs_author,
        LATER,
        "First for the board",
    )


def test_the_same_side_twice_is_one_key(complete):
    agree(complete, Side.COUNCIL)
    agree(complete, Side.COUNCIL, at=LATER)

    assert complete.reread.is_open
    assert FreezeConsent.objects.get().agreed_at == LATER


def test_one_person_does_not_turn_both_keys(complete):
    agree(complete, Side.COUNCIL)

    with pytest.raises(SamePerson):
        agree(complete, Side.NHS, by=complete.author)

    assert complete.reread.is_open
    assert FreezeConsent.objects.count() == 1


def test_a_person_may_turn_the_other_key_for_other_words(complete):
    agree(complete, Side.COUNCIL)
    change(complete)

    assert agree(complete, Side.NHS, by=complete.author) is None
    assert agree(complete, Side.COUNCIL, by=complete.nhs_author)


def test_words_that_moved_since_they_were_shown_are_not_agreed_to(complete):
    shown = complete.content.fingerprint
    change(complete)

    with pytest.raises(WordsMoved):
        agree(complete, Side.COUNCIL, fingerprint=shown)

    assert not FreezeConsent.objects.exists()


def test_a_consent_to_other_words_does_not_count(complete):
    agree(complete, Side.COUNCIL)
    change(complete)

    assert agree(complete, Side.NHS) is None
    assert complete.reread.is_open
    assert agree(complete, Side.COUNCIL)


def test_saving_a_page_as_it_was_leaves_a_consent(complete):
    agree(complete, Side.COUNCIL)
    save(complete, "risks")

    save(complete, "risks")

    assert FreezeConsent.objects.get().lapsed_at is None
    assert agree(complete, Side.NHS, at=LATER).number == 1


@pytest.mark.parametrize("act", ["words", "added", "removed", "attached", "invited"])
def test_a_consent_lapses_with_any_change(complete, act):
    agree(complete, Side.COUNCIL)
    scheme = complete.plan.scheme_rows.get().pk
    acts = {
        "words": lambda: save(complete, "vision", lambda: change(complete)),
        "added": lambda: add_scheme(complete.plan, by=complete.author, at=LATER),
        "removed": lambda: remove_scheme(complete.plan, scheme, by=complete.author, at=LATER),
        "attached": lambda: attach(
            complete.plan, ContentFile(b"minutes", "minutes.txt"), kind="minutes", by=complete.author, at=LATER
        ),
        "invited": lambda: invited(complete.plan, complete.author),
    }

    acts[act]()

    assert FreezeConsent.objects.get().lapsed_at is not None


def test_a_change_taken_back_does_not_bring_a_consent_back(complete):
    before = Vision.objects.get(plan=complete.plan).vision
    agree(complete, Side.COUNCIL)
    save(complete, "vision", lambda: change(complete))
    save(complete, "vision", lambda: change(complete, before))

    assert agree(complete, Side.NHS, at=LATER) is None
    assert agree(complete, Side.COUNCIL, at=LATER).number == 1


def test_a_plan_with_findings_that_stop_it_is_not_agreed_to(db):
    drafting = a_plan()

    with pytest.raises(PlanIncomplete) as incomplete:
        agree(drafting, Side.COUNCIL)

    assert {finding.rule for finding in incomplete.value.findings} >= {"R01", "R02"}
    assert not FreezeConsent.objects.exists()


def test_a_frozen_plan_is_not_frozen_again(complete):
    freeze(complete)

    with pytest.raises(PlanNotOpen):
        agree(complete, Side.COUNCIL)


def test_a_key_is_taken_back(complete):
    agree(complete, Side.COUNCIL)

    take_back_consent(complete.plan, side=Side.COUNCIL, by=complete.author, at=LATER)

    assert agree(complete, Side.NHS) is None
    assert len(events("plan.freeze_consent_withdrawn")) == 1


def test_taking_back_a_key_that_was_never_turned_is_not_recorded(complete):
    take_back_consent(complete.plan, side=Side.COUNCIL, by=complete.author, at=LATER)

    assert not events("plan.freeze_consent_withdrawn")


def test_a_key_is_not_taken_back_once_the_plan_is_frozen(complete):
    freeze(complete)

    with pytest.raises(PlanNotOpen):
        take_back_consent(complete.plan, side=Side.COUNCIL, by=complete.author, at=LATER)


# Versions


def test_a_version_is_never_changed_nor_deleted(complete):
    version = freeze(complete)
    version.change_note = "Better"

    for act in (version.save, version.delete, lambda: version.save(update_fields=["change_note"])):
        with pytest.raises(VersionIsFinal):
            act()

    assert PlanVersion.objects.get().change_note == ""


def test_the_draft_moves_on_and_the_version_does_not(complete):
    version = freeze(complete)
    reopen(complete.plan, by=complete.author, at=LATER, reason="A slip")

    change(complete)

    assert PlanContent.from_json(PlanVersion.objects.get().content).fingerprint == version.fingerprint
    assert complete.content.fingerprint != version.fingerprint


def test_versions_are_counted_for_each_plan(complete):
    first = freeze(complete)
    reopen(complete.plan, by=complete.author, at=LATER, reason="A slip")
    second = freeze(complete)
    elsewhere = freeze(complete_plan("elsewhere"))

    assert [version.number for version in (first, second, elsewhere)] == [1, 2, 1]
    assert second.fingerprint == first.fingerprint


# Documents


def test_a_version_queues_each_of_its_documents_once(complete):
    version = freeze(complete)

    documents = Document.objects.select_related("job")
    assert {(document.version, document.kind) for document in documents} == {(version, "pdf"), (version, "xlsx")}
    assert {document.job.state for document in documents} == {JobState.QUEUED}
    assert {document.job.payload["document"] for document in documents} == {str(document.pk) for document in documents}
    assert Job.objects.count() == 2
    assert not any(document.is_ready for document in documents)


def test_nothing_is_queued_before_the_second_key(complete):
    agree(complete, Side.COUNCIL)

    assert not Job.objects.exists()


def test_a_document_that_failed_is_built_again_and_no_other(complete):
    freeze(complete)
    failed, waiting = Document.objects.select_related("job")
    Job.objects.filter(pk=failed.job_id).update(state=JobState.FAILED, attempts=3, finished_at=NOW, error="No fonts")

    for document in (failed, waiting):
        build_again(document)

    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.QUEUED, 0)}
    assert Job.objects.count() == 2


# Reopening


def test_reopening_lets_authors_write_and_leaves_the_version(complete):
    freeze(complete)

    reopen(complete.plan, by=complete.author, at=LATER, reason="A slip")

    assert complete.reread.is_open
    assert PlanVersion.objects.count() == 1
    assert events("plan.reopened")[0].data == {"reason": "A slip"}


def test_an_open_plan_is_not_reopened(complete):
    with pytest.raises(PlanNotFrozen):
        reopen(complete.plan, by=complete.author, at=LATER, reason="A slip")


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_keys_turned_at_once_freeze_once():
    complete = complete_plan()

    raised = at_once(lambda: agree(complete, Side.COUNCIL), lambda: agree(complete, Side.NHS))

    assert raised == [None, None]
    assert PlanVersion.objects.count() == 1
    assert complete.reread.status == PlanStatus.FROZEN


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_a_second_key_turned_twice_at_once_freezes_once():
    complete = complete_plan()
    agree(complete, Side.COUNCIL)

    raised = at_once(*(lambda: agree(complete, Side.NHS) for _ in range(3)))

    assert sorted(raised, key=str) == [PlanNotOpen, PlanNotOpen, None]
    assert PlanVersion.objects.count() == 1
    assert Job.objects.count() == 2
