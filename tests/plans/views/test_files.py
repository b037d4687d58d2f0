"""Files of a version: progress, download, another try."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from itf.jobs.models import Job, JobState
from plans.models import Document
from tests.factories.plans import NOW
from tests.plans.views.meeting import everything
from tests.plans.views.test_reading import freeze


@pytest.fixture
def frozen(complete, settings, tmp_path):
    """A plan with a version whose documents wait to be built, and a place of the test's own for files."""
    settings.MEDIA_ROOT = tmp_path
    freeze(complete)
    return complete


def url(frozen, name, kind="pdf", number=1):
    return reverse(f"plans:{name}", args=[frozen.plan.key, number, kind])


def build(kind="pdf", content=b"%PDF-1.7 words"):
    """The document as its job leaves it."""
    document = Document.objects.get(kind=kind)
    document.file.save(f"{kind}.bin", ContentFile(content), save=False)
    document.size, document.sha256, document.built_at = len(content), "0" * 64, NOW
    document.save()
    Job.objects.filter(pk=document.job_id).update(state=JobState.DONE, progress=100, finished_at=NOW)
    return document


def read(response):
    """The whole answer; reading a file to its end closes it."""
    return b"".join(response) if response.streaming else response.content


def fail():
    Job.objects.update(state=JobState.FAILED, error="No fonts on this machine", attempts=3, finished_at=NOW)


def test_a_file_is_downloaded_under_a_name_that_says_what_it_is(author, frozen):
    build()

    response = author.get(url(frozen, "download"))

    assert read(response) == b"%PDF-1.7 words"
    assert response["Content-Disposition"] == 'attachment; filename="samplebury-version-1.pdf"'
    assert response["Content-Type"] == "application/pdf"


def test_a_file_that_is_not_there_yet_leads_to_its_version(author, frozen):
    response = author.get(url(frozen, "download"))

    assert response["Location"] == reverse("plans:version", args=[frozen.plan.key, 1])


def test_progress_is_a_fragment_that_ends_with_the_download(author, frozen):
    waiting = author.get(url(frozen, "progress"), HTTP_HX_REQUEST="true").content.decode()
    build()
    done = author.get(url(frozen, "progress"), HTTP_HX_REQUEST="true").content.decode()

    assert "<h1" not in waiting
    assert url(frozen, "progress") in waiting
    assert "Download the PDF" not in waiting
    assert "Download the PDF" in done


def test_progress_without_a_script_is_the_page_of_the_version(author, frozen):
    response = author.get(url(frozen, "progress"))

    assert response["Location"] == reverse("plans:version", args=[frozen.plan.key, 1])


def test_a_document_that_failed_says_so_and_is_built_again(author, frozen):
    fail()
    failed = author.get(url(frozen, "progress"), HTTP_HX_REQUEST="true").content.decode()
    assert "Build it again" in failed

    response = author.post(url(frozen, "try-again"))

    assert response["Location"] == reverse("plans:version", args=[frozen.plan.key, 1])
    assert Document.objects.get(kind="pdf").job.state == JobState.QUEUED
    assert Document.objects.get(kind="xlsx").job.state == JobState.FAILED


def test_another_try_of_a_document_that_is_there_changes_nothing(author, frozen):
    build()
    before = everything()

    author.post(url(frozen, "try-again"))

    assert everything() == before
    assert Job.objects.get(pk=Document.objects.get(kind="pdf").job_id).state == JobState.DONE


@pytest.mark.parametrize("name", ["download", "progress", "try-again"])
@pytest.mark.parametrize(("kind", "number"), [("docx", 1), ("pdf", 7)])
def test_a_file_that_no_version_has_is_not_found(author, frozen, name, kind, number):
    method = author.post if name == "try-again" else author.get

    assert method(url(frozen, name, kind, number)).status_code == 404


@pytest.mark.parametrize("name", ["download", "progress"])
def test_reading_a_file_changes_no_row(author, frozen, name):
    build()
    before = everything()

    read(author.get(url(frozen, name), HTTP_HX_REQUEST="true"))

    assert everything() == before


def test_another_try_is_asked_for_by_a_post(author, frozen):
    fail()

    assert author.get(url(frozen, "try-again")).status_code == 405
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.FAILED}


@pytest.mark.parametrize("name", ["download", "progress", "try-again"])
def test_a_stranger_and_a_visitor_meet_no_file(client, frozen, name):
    build()
    method = client.post if name == "try-again" else client.get
    assert method(url(frozen, name))["Location"].startswith("/account/sign-in/")

    client.force_login(frozen.stranger)

    assert method(url(frozen, name)).status_code == 404


def test_a_signatory_reads_the_file(client, frozen):
    build()
    client.force_login(frozen.signatory)

    assert read(client.get(url(frozen, "download"))) == b"%PDF-1.7 words"
