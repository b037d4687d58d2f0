"""The jobs of imports: safe to run twice, bounded in memory, and in words where they end badly."""

import pytest
from django.core.files.base import ContentFile

from itf.jobs.execution import execute
from itf.jobs.models import Job, JobState
from plans.imports import downloads, jobs, uploads
from plans.imports.gate import BOMB
from plans.imports.outgoing import outgoing
from plans.models import Plan, PlanStatus, UploadState, WorkbookUpload
from tests.factories.plans import NOW
from tests.plans.imports.workbooks import exported

HUNGRY = 300_000_000  # bytes


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Files of this test alone."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def upload(complete):
    """A workbook that nobody touched, to be read."""
    return uploads.receive(complete.plan, ContentFile(exported(complete)), name="a.xlsx", by=complete.author, at=NOW)


def test_reading_may_take_only_so_much_memory():
    with pytest.raises(MemoryError), jobs.limited_memory(50_000_000):
        bytearray(HUNGRY)

    assert len(bytearray(HUNGRY)) == HUNGRY


def test_a_file_that_takes_too_much_memory_is_refused(upload, monkeypatch):
    def devour(plan, content):
        return bytearray(2 * jobs.MOST_MEMORY)

    monkeypatch.setattr(jobs, "preview_of", devour)

    execute(upload.job_id, "test")

    upload.refresh_from_db()
    assert upload.state == UploadState.REFUSED
    assert [problem.message for problem in uploads.problems_in(upload)] == [BOMB]


def test_reading_twice_leaves_a_settled_upload_alone(upload, complete):
    execute(upload.job_id, "test")
    upload.refresh_from_db()
    uploads.set_aside(upload, by=complete.author, at=NOW)

    Job.objects.update(state=JobState.QUEUED, attempts=0, finished_at=None)
    execute(upload.job_id, "test")

    assert WorkbookUpload.objects.get().state == UploadState.SET_ASIDE


def test_a_reading_that_was_overtaken_does_not_write_over_the_later_one(upload, complete, monkeypatch):
    from plans.imports.preview import preview_of

    def overtaken(plan, content):
        found = preview_of(plan, content)
        WorkbookUpload.objects.update(reads=2)
        return found

    monkeypatch.setattr(jobs, "preview_of", overtaken)

    execute(upload.job_id, "test")

    assert WorkbookUpload.objects.get().state == UploadState.READING


def test_a_settled_upload_is_not_read_again(upload, complete):
    execute(upload.job_id, "test")
    upload.refresh_from_db()
    uploads.set_aside(upload, by=complete.author, at=NOW)

    with pytest.raises(uploads.AlreadySettled):
        uploads.read_again(upload)
    with pytest.raises(uploads.AlreadySettled):
        uploads.set_aside(upload, by=complete.author, at=NOW)


def test_no_workbook_is_made_of_a_plan_frozen_meanwhile(complete):
    download = downloads.ask(complete.plan, outgoing(complete.plan), by=complete.author, at=NOW)
    Plan.objects.update(status=PlanStatus.FROZEN)

    execute(download.job_id, "test")

    download.refresh_from_db()
    assert download.job.state == JobState.FAILED
    assert "frozen" in download.job.error
    assert downloads.has_failed(download)


def test_making_a_workbook_twice_keeps_one_file(complete, tmp_path):
    download = downloads.ask(complete.plan, outgoing(complete.plan), by=complete.author, at=NOW)
    for _ in range(2):
        Job.objects.update(state=JobState.QUEUED, attempts=0, finished_at=None)
        execute(download.job_id, "test")

    assert len(list(tmp_path.rglob("*.xlsx"))) == 1
